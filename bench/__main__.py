"""Every figure of the coach in one run, each beside its floor.

    make bench                          or: python -m bench [--only a,d] [--quick] [--json FILE]

Prints one table and writes the same as JSON. A target that is missed is shown as missed, and a
part whose tools are not here says which: both end with 0. What could not be measured although its
tools are here ends with 1, after all the other parts.
"""

import argparse
import gc
import importlib
import json
import os
import sys
import time
from datetime import UTC
from pathlib import Path

from bench.caseload import CLOCK
from bench.rows import Part, Wishes, as_json, table
from coach.__main__ import COLLECT_AFTER

PARTS = {
    "a": "first_frame",
    "b": "key_to_repaint",
    "c": "lateness",
    "d": "durable",
    "e": "many_patients",
    "f": "patient_year",
    "g": "voice",
    "h": "agenda_year",
    "i": "idle_watch",
}


def main() -> int:
    """Measure what is asked for; 1 when something of it failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Plain)
    parser.add_argument("--only", default="", metavar="LETTERS", help="parts, such as a,d")
    parser.add_argument("--quick", action="store_true", help="minutes: fewer runs, fewer patients")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args()
    letters = [one for one in given.only.replace(",", "") if one.strip()] or list(PARTS)
    unknown = [one for one in letters if one not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; parts are {', '.join(PARTS)}")
    gc.set_threshold(*COLLECT_AFTER)  # As in a coach that runs.
    _by_day()
    parts: list[Part] = []
    for letter in letters:
        parts.append(_measured(letter, Wishes(given.quick)))
        sys.stdout.write("\n".join(table(parts[-1:])) + "\n")
        sys.stdout.flush()
        if (
            given.json is not None
        ):  # After each part: a long run that is broken off keeps its figures.
            given.json.write_text(json.dumps(as_json(parts), indent=2) + "\n", encoding="utf-8")
    return 1 if any(part.faults for part in parts) else 0


def _by_day() -> None:
    """It is noon for this run and all that it starts: what a day asks for is due at any hour."""
    behind_hours = CLOCK.now().astimezone(UTC).hour - 12
    os.environ["TZ"] = f"Etc/GMT{behind_hours:+d}" if behind_hours else "Etc/GMT"
    if sys.platform != "win32":
        time.tzset()


class _Plain(argparse.RawDescriptionHelpFormatter):
    """The text above as it is written."""


def _measured(letter: str, wishes: Wishes) -> Part:
    """One part; what it could not do stands in it, and the rest goes on."""
    began = CLOCK.monotonic()
    sys.stderr.write(f"({letter}) {PARTS[letter]} ...\n")
    try:
        part: Part = importlib.import_module(f"bench.{PARTS[letter]}").measure(wishes)
    except Exception as error:  # noqa: BLE001 - one part must not take the others with it
        part = Part(letter, PARTS[letter].replace("_", " "))
        part.faults.append(f"{type(error).__name__}: {error}")
    part.notes.append(f"took {CLOCK.monotonic() - began:.0f} s")
    return part


if __name__ == "__main__":
    sys.exit(main())
