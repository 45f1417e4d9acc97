"""Starts the command line: `coach`, or `python -m coach`."""

import gc
import os
import sys

OWNER_ALONE = 0o077
"""Takes every right of others off whatever this program and its processes write."""


COLLECT_AFTER = (20_000, 20, 20)
"""Objects between two looks for garbage: what a start imports stays, and looking through it after
every 700 objects, as Python does by itself, is a seventh of the time to the first picture."""


def main() -> int:
    """Run one command; the exit code of the process."""
    os.umask(OWNER_ALONE)
    gc.set_threshold(*COLLECT_AFTER)
    from coach.cli import main as command_line

    return command_line.main()


if __name__ == "__main__":
    sys.exit(main())
