"""A yes that only waits beside the log, as after a kill: every command of the shell is locked."""

from pathlib import Path

import pytest

from coach.bootstrap import make_inbox
from coach.clock import ManualClock
from coach.config import Places
from coach.domain.events import RedFlagAnswered, SafetyHold
from coach.domain.red_flags import Tier
from coach.exchange.shelf import FolderShelf
from coach.workflows.inbox import RED_FLAG, Request
from tests.cli.conftest import Facts, Patient, Run
from tests.conftest import SHIPPED

FIRST = next(one for one in FolderShelf(SHIPPED).red_flags().items if one.tier is Tier.EMERGENCY)


@pytest.fixture(autouse=True)
def _yes(set_up: Patient, places: Places, clock: ManualClock) -> None:
    set_up()
    make_inbox(places.home).put(Request(what=RED_FLAG, at=clock.now(), item=FIRST.id))


@pytest.mark.parametrize(
    "words",
    [
        ["session", "--line"],
        ["audio", "steady-back", "--stage", "D", "--out", "x.wav"],
        ["export", "--format", "ics", "--out", "x.ics"],
        ["timer", "cold"],
        ["later"],
        ["task", "lifting"],
    ],
    ids=lambda words: words[0],
)
def test_nothing_starts(
    run: Run, facts: Facts, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words).code == 3
    assert len(facts(SafetyHold)) == 1
    assert sum(1 for one in facts(RedFlagAnswered) if one.answer) == 1
    assert not list(tmp_path.glob("x.*"))


def test_the_day_says_so(run: Run) -> None:
    assert "locked" in run("today").out
    assert run("today", "--json").json["hold"]


def test_a_script_is_for_reading_only(run: Run) -> None:
    assert "only for reading" in run("rehearse", "steady-back").err


def test_it_is_in_what_is_written_of_the_log(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "log.json"
    assert run("export", "--format", "json", "--out", str(out)).code == 0
    assert '"safety_hold"' in out.read_text()
