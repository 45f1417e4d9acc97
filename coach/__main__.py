"""Starts the command line: `coach`, or `python -m coach`."""

import os
import sys

from coach.cli import main as command_line

OWNER_ALONE = 0o077
"""Takes every right of others off whatever this program and its processes write."""


def main() -> int:
    """Run one command; the exit code of the process."""
    os.umask(OWNER_ALONE)
    return command_line.main()


if __name__ == "__main__":
    sys.exit(main())
