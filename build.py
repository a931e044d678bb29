#!/usr/bin/env python3
"""The command line's door: `python build.py --help` lists what it can do."""

import sys

from iopfinder.cli import main

if __name__ == "__main__":
    sys.exit(main())
