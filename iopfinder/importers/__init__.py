"""Directories of others come in, listings go out."""
