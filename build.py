#!/usr/bin/env python3
"""The command line's door: `python build.py --help` lists what it can do."""

import gc
import os
import sys

gc.disable()  # each command but the preview makes few circles, and ends soon
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none to look for

from iopfinder.cli import main  # noqa: E402 - imports make no circles either

if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # all is written: tens of thousands of values need not be put away one by one
