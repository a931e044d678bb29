#!/usr/bin/env python3
"""The command line's door: `python build.py --help` lists what it can do."""

import gc
import sys

from iopfinder.cli import main

if __name__ == "__main__":
    gc.disable()  # each command but the preview makes few circles, and ends soon
    sys.exit(main())
