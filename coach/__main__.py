"""Starts the command line: `coach`, or `python -m coach`."""

import sys

from coach.cli.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
