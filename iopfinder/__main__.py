"""`python -m iopfinder`: the command line where the package is installed, as for pre-commit."""

import sys

from iopfinder.cli import main

sys.exit(main())
