"""A session in a process of its own, which is killed in the middle of it.

`python -m tests.soak.child FOLDER SEED WALL SAYS_YES [ITEM...]`: a line on standard output for
every fact that the log has acknowledged, its id and its kind. With 1 for SAYS_YES something is new.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from random import Random

from coach.clock import ManualClock
from coach.domain.events import Stamped
from tests.conftest import BERLIN
from tests.soak.ledger import overheard
from tests.soak.patient import SAYS_YES, Answers, Person, Screen
from tests.soak.sitting_down import Voices, run


def main(folder: Path, seed: int, wall: datetime, answers: Answers, words: Sequence[str]) -> int:
    """Lead it to its end, if nobody ends the process before."""
    out, clock, screen = sys.stdout, ManualClock(wall), Screen()

    def told(stamped: Sequence[Stamped]) -> None:
        out.write("".join(f"{one.id} {type(one.fact).__name__}\n" for one in stamped))
        out.flush()

    with overheard(told), Voices().kept():
        person = Person(clock, screen, Random(seed), instead=answers)
        return run(("session", "--line", *words), folder, clock, screen, person)


if __name__ == "__main__":
    day = datetime.fromisoformat(sys.argv[3]).astimezone(BERLIN)
    said = SAYS_YES if sys.argv[4] == "1" else ()
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), day, said, sys.argv[5:]))
