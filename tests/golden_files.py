"""Files that are looked at once and then kept: a change of them is seen in the commit."""

import os
from pathlib import Path

UPDATE = "COACH_UPDATE_GOLDEN"
# Read at import: a fixture takes every variable of coach out of the tests.
_WANTED = os.environ.get(UPDATE) == "1"


def check_golden_file(file: Path, now: bytes) -> None:
    """`now` is what the file holds.

    Run the tests with COACH_UPDATE_GOLDEN=1 to write the files anew; look at the difference.
    """
    if _WANTED:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(now)
    assert file.is_file(), f"there is no {file.name}; write it with {UPDATE}=1"
    assert now == file.read_bytes(), f"{file.name} is another; look, then write it with {UPDATE}=1"
