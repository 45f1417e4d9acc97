"""The power fails at any moment of writing: what was acknowledged is there, the rest whole or not.

A small library between SQLite and the system keeps the files as they are before each write,
truncation and sync, together with what had been synced by then. Every mixture of the two that a
disk may be left with is opened as a log.
"""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach.store.problems import problems_in
from tests.faults.preloaded import built
from tests.store.builders import ROOT, a_log, a_note, recorded

LOG, JOURNAL = "coach.db", "coach.db-journal"

_WRITES_FOUR_TIMES = """
import os, sys
from pathlib import Path
from coach.domain.events import SafetyHold
from coach.domain.red_flags import Tier
from tests.store.builders import a_note, opened, recorded

home, into = Path(sys.argv[1]), Path(os.environ["CUT_INTO"])
log = opened(home)
for number in range(4):
    recorded(log, a_note("x" * 6000), SafetyHold(tier=Tier.SAME_DAY))
    moments = sum(1 for entry in into.iterdir() if entry.is_dir())
    print(moments, len(log.everything()), flush=True)
log.close()
"""


def _put(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    if source.exists():
        shutil.copyfile(source, target)


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes() if path.exists() else b"none").digest()


def test_a_power_cut_at_any_write_loses_nothing_acknowledged(tmp_path: Path) -> None:
    home, into, after = tmp_path / "home", tmp_path / "moments", tmp_path / "after"
    into.mkdir()
    after.mkdir()
    with a_log(home) as log:
        recorded(log, a_note("before"))
    for name in (LOG, JOURNAL):
        _put(home / name, into / f"{name}.synced")
    surroundings = {"CUT_HOME": str(home), "CUT_INTO": str(into)}
    child = subprocess.run(
        [sys.executable, "-c", _WRITES_FOUR_TIMES, str(home)],
        env={**os.environ, **surroundings, "LD_PRELOAD": str(built("power_cut", tmp_path))},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    acknowledged = [tuple(map(int, line.split())) for line in child.stdout.splitlines()]
    moments = sorted(entry for entry in into.iterdir() if entry.is_dir())
    assert [facts for _, facts in acknowledged] == [3, 5, 7, 9]
    assert len(moments) > 30

    seen, opened_states = set(), set()
    for number, moment in enumerate(moments):
        # The kept state is the one before call `number`: those up to then are acknowledged.
        least = max((facts for done, facts in acknowledged if done <= number), default=1)
        for log_state, journal_state in itertools.product(("now", "synced"), repeat=2):
            _put(moment / f"{LOG}.{log_state}", after / LOG)
            _put(moment / f"{JOURNAL}.{journal_state}", after / JOURNAL)
            state = (_digest(after / LOG), _digest(after / JOURNAL), least)
            if state in opened_states:
                continue
            opened_states.add(state)
            with a_log(after) as log:
                facts = len(log.everything())
            where = f"moment {number}: log {log_state}, journal {journal_state}"
            assert facts in (least, least + 2), where
            assert problems_in(after / LOG) == [], where
            seen.add(facts)
    assert len(opened_states) > 50
    assert seen == {1, 3, 5, 7, 9}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="skipped elsewhere all the same")
@pytest.mark.parametrize(("wanted", "ends_with"), [("", 0), ("1", 1)])
def test_a_fault_that_cannot_be_injected_fails_where_all_are_wanted(
    tmp_path: Path, wanted: str, ends_with: int
) -> None:
    test = f"{__file__}::test_a_power_cut_at_any_write_loses_nothing_acknowledged"
    no_compiler = {"PATH": str(tmp_path), "COACH_ALL_FAULTS": wanted}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],
        env={**os.environ, **no_compiler},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == ends_with, ran.stdout
    assert "needs Linux and a C compiler" in ran.stdout
