"""YAML listings and Markdown guides in, a static comparison site out."""

__version__ = "0.1.0"
