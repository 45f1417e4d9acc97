"""Every core is busy: a session goes on, and nothing is counted twice, lost, or left open."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SPIN = "while True: pass"
WAIT_SECONDS = 300


@pytest.fixture
def _busy() -> Iterator[None]:
    """Twice as many processes that only burn time as there are cores."""
    spinners = [
        subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2 * (os.cpu_count() or 1))
    ]
    yield
    for spinner in spinners:
        spinner.kill()
        spinner.wait()


@pytest.mark.usefixtures("_busy")
def test_on_busy_cores_a_session_is_done_and_logged_as_ever(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coach", "demo", "--home", str(tmp_path / "demo")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, _, logged = done.stdout.partition("What was logged:\n")
    for count in ("Second one.", "Third one.", "Fourth one.", "Fifth one.", "Last one."):
        assert said.count(count) == 1
    facts = logged.splitlines()
    kinds = [fact.split()[0] for fact in facts]
    assert kinds.count("exercise_done") == kinds.count("session_ended") == 1
    (one_set,) = [fact for fact in facts if fact.startswith("exercise_done")]
    assert "set_no 1, side none, reps 6," in one_set
    assert "planned_reps 6, planned_seconds 36.0, outcome done, reason none" in one_set
    assert "outcome completed" in next(fact for fact in facts if fact.startswith("session_ended"))
