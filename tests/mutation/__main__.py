"""How well the tests watch the rules: each rule is changed a little, many times over.

    make mutants                                  the rules that safety hangs on
    make mutants ONLY=coach/domain/lights.py      some modules, with a comma between; minutes

The table says what each module took of the processor. On two slow cores the seven measured last
(exercise, its checks, those of packs and of programs, safety_signs, engine, set_timeline: 1,326
mutants) took 7.5 minutes of it in all, and on busy cores 18 minutes by the clock.

Prints a table, and each change that no test saw. Those that make no difference are in
`equivalent.toml` with the reason, and leave both sides of the figure. One process; needs a system
that can fork.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.equivalent import Equivalent, known
from tests.mutation.modules import ROOT, SAFETY, files_for
from tests.mutation.trial import Found, Survivor, run_trial

NICENESS = 5
HEAD = f"{'module':36}{'mutants':>8}{'killed':>8}{'survived':>10}{'equivalent':>12}{'figure':>8}"


def main() -> int:
    """Run a trial; 0 whatever it found, 1 when it could not run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="MODULES", help="with a comma between")
    given = parser.parse_args()
    modules = [one for one in given.only.split(",") if one] or list(SAFETY)
    missing = [module for module in modules if not (ROOT / module).is_file()]
    if missing:
        parser.error(f"there is no {missing[0]}; name it like {SAFETY[0]}")
    os.nice(NICENESS)
    try:
        found = [_tried(module) for module in modules]
    except RuntimeError as error:
        sys.stderr.write(f"{error}\nmutmut could not run.\n")
        return 1
    sys.stdout.write("\n".join(report(found, known())) + "\n")
    return 0


def _tried(module: str) -> Found:
    """One module at a time, so that each stands before its own tests alone."""
    with tempfile.TemporaryDirectory(prefix="coach-mutants-") as folder:
        return run_trial(Path(folder), module, files_for([module]))


def report(found: Sequence[Found], equivalents: Sequence[Equivalent]) -> list[str]:
    """The table, then what no test saw and nobody has looked at."""
    rows, unseen = [HEAD], []
    for one in found:
        new = [survivor for survivor in one.survivors if not _is_known(survivor, equivalents)]
        alike = len(one.survivors) - len(new)
        rows.append(_row(one.module, one.mutants, len(new), alike, one.minutes))
        unseen += new
    mutants = sum(one.mutants for one in found)
    survivors = sum(len(one.survivors) for one in found)
    minutes = sum(one.minutes for one in found)
    rows.append(_row("all", mutants, len(unseen), survivors - len(unseen), minutes))
    for survivor in unseen:
        rows += ["", survivor.name, f"  was     {survivor.was}", f"  became  {survivor.became}"]
    return rows


def _is_known(survivor: Survivor, equivalents: Sequence[Equivalent]) -> bool:
    return any(one.fits(survivor) for one in equivalents)


def _row(module: str, mutants: int, survived: int, alike: int, minutes: float) -> str:
    killed, counted = mutants - survived - alike, mutants - alike
    percent = f"{100 * killed / counted:.0f} %" if counted else "-"
    return f"{module:36}{mutants:8}{killed:8}{survived:10}{alike:12}{percent:>8}{minutes:9.1f}"


if __name__ == "__main__":
    sys.exit(main())
