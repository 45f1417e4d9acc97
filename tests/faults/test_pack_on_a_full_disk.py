"""A pack lies on the skin, and what should be written before it cannot be: it comes off in time."""

from collections.abc import Callable

import pytest

from coach.clock import ManualClock
from coach.desktop.silent import NoDesktop
from coach.domain.errors import LogError
from coach.domain.events import PainScore
from coach.domain.notices import Pressed
from coach.domain.outcomes import TimerKind
from coach.domain.program import Surface
from coach.session.cues import Cue
from coach.tui.patient.day_watch import DayWatch
from coach.workflows.coach import Coach
from coach.workflows.inbox import Request
from coach.workflows.remind import DUE_NOTICE
from coach.workflows.safety import STRONG
from coach.workflows.watching import around_session
from tests.workflows.conftest import Disk, facts_of
from tests.workflows.conftest import diary as diary
from tests.workflows.conftest import disk as disk
from tests.workflows.conftest import overheard as overheard

TAKE_OFF = "Take the cold pack off now."


def a_request_waits(coach: Coach, clock: ManualClock) -> None:
    coach.inbox.put(Request("pain", clock.now(), back=2, leg=2))


def a_button_is_pressed(coach: Coach, clock: ManualClock) -> None:
    assert isinstance(coach.desktop, NoDesktop)
    coach.desktop.pressed.append(Pressed(DUE_NOTICE, "no_time"))


def somebody_sits_too_long(coach: Coach, clock: ManualClock) -> None:
    """The warning is due a second before the pack comes off."""


def a_rest_is_over(coach: Coach, clock: ManualClock) -> None:
    """It began before the pack, and its end is due as well."""


@pytest.mark.parametrize(
    "what", [a_request_waits, a_button_is_pressed, somebody_sits_too_long, a_rest_is_over]
)
def test_it_is_said_and_shown_to_come_off_whatever_else_the_log_refuses(
    overheard: Coach,
    clock: ManualClock,
    disk: Disk,
    diary: list[str],
    what: Callable[[Coach, ManualClock], None],
) -> None:
    if what is somebody_sits_too_long:
        overheard.guard.sit(Surface.HARD)
    if what is a_rest_is_over:
        overheard.timers.start(TimerKind.REST, 10)
    overheard.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    watch = DayWatch(overheard)
    clock.advance(300)
    watch.second(in_session=False)
    disk.full = True
    what(overheard, clock)
    shown: list[Cue] = []
    for _ in range(302):
        clock.advance(1)
        shown += watch.second(in_session=False)
    assert diary.count(f"said: {TAKE_OFF}") == 1
    assert [cue.text for cue in shown].count(TAKE_OFF) == 1
    assert watch.trouble == "No space is left. Make room."


def test_while_the_questions_around_a_session_stand_open_it_is_said_and_shown(
    overheard: Coach, clock: ManualClock, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    overheard.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    clock.advance(600)
    disk.full = True

    def refused() -> None:
        raise LogError("The disk is full", "No space is left. Make room.")

    monkeypatch.setattr(overheard.reminders, "arrive", refused)
    said: list[Cue] = []
    with pytest.raises(LogError, match="No space"):
        around_session(overheard, said)
    assert [cue.text for cue in said] == [TAKE_OFF]


def test_what_was_carried_out_is_told_though_the_next_one_fits_on_the_disk_no_more(
    overheard: Coach, clock: ManualClock, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A strong score is answered by what to do first: nobody else would say it."""
    overheard.inbox.put(Request("pain", clock.now(), back=9, leg=2))
    overheard.inbox.put(Request("sit", clock.now(), surface="firm"))
    sit = overheard.guard.sit

    def fills_up(*given: object, **options: object) -> object:
        disk.full = True
        return sit(*given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(overheard.guard, "sit", fills_up)
    watch = DayWatch(overheard)
    told = [cue.text for cue in watch.second(in_session=False)]
    assert told[:2] == ["Pain noted.", STRONG.format(number="112")]
    assert watch.trouble == "No space is left. Make room."
    disk.full = False
    monkeypatch.setattr(overheard.guard, "sit", sit)
    watch.second(in_session=False)
    assert watch.trouble == ""
    assert len(facts_of(overheard, PainScore)) == 2
    assert overheard.inbox.take() == []
