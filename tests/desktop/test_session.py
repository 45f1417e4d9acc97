"""The desktop through its helper process: it may hang, die or be deaf, and nobody waits for it."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from msgspec.structs import replace

from coach.desktop import wire
from coach.desktop.session import HelperDesktop, Limits
from coach.domain.notices import Button, Notice, Pressed

HELPER = "tests.desktop.fake_helper"
PATIENCE_SECONDS = 60.0
LIMITS = Limits(answer=PATIENCE_SECONDS, start=PATIENCE_SECONDS, show=PATIENCE_SECONDS, fresh=0.0)
NOTICE = Notice("due", "Time", "Cold pack is due now.", (Button("later", "Later"),))


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


Make = Callable[..., HelperDesktop]


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def pressed() -> Event:
    return Event()


@pytest.fixture
def make(hand: Hand, pressed: Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    made: list[HelperDesktop] = []

    def _make(way: str = "", limits: Limits = LIMITS, *, notices: bool = True) -> HelperDesktop:
        monkeypatch.setenv("FAKE_DESKTOP", way)
        desktop = HelperDesktop(
            hand, notices=notices, on_press=pressed.set, limits=limits, module=HELPER
        )
        made.append(desktop)
        return desktop

    yield _make
    for desktop in made:
        desktop.close()


def test_a_notice_is_shown_and_its_button_comes_back(make: Make, pressed: Event) -> None:
    desktop = make("presses")
    assert desktop.show(NOTICE)
    assert pressed.wait(PATIENCE_SECONDS)
    assert desktop.take() == [Pressed("due", "later")]
    assert desktop.take() == []


def test_what_the_desktop_tells(make: Make) -> None:
    desktop = make()
    assert desktop.idle_seconds() == 12.5
    assert desktop.may_disturb()


def test_do_not_disturb_is_believed(make: Make) -> None:
    assert not make("do-not-disturb").may_disturb()


def test_a_desktop_that_takes_no_notice(make: Make) -> None:
    assert not make("refuses").show(NOTICE)


def test_notices_switched_off_still_tell(make: Make) -> None:
    desktop = make(notices=False)
    assert not desktop.show(NOTICE)
    assert desktop.idle_seconds() == 12.5


def test_a_helper_that_dies_shows_and_tells_nothing(make: Make) -> None:
    desktop = make("dies")
    assert not desktop.show(NOTICE)
    assert desktop.idle_seconds() is None
    assert desktop.may_disturb()


def test_a_helper_that_hangs_is_given_up_and_tried_again(
    make: Make, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = make("hangs", replace(LIMITS, start=0.2))
    assert desktop.idle_seconds() is None
    monkeypatch.setenv("FAKE_DESKTOP", "")
    desktop._limits = LIMITS
    assert desktop.idle_seconds() is None  # Not tried again so soon: another one would answer.
    hand.seconds += 61
    assert desktop.idle_seconds() == 12.5


def test_a_helper_that_is_deaf_is_ended_after_a_few_questions(make: Make) -> None:
    desktop = make("deaf", replace(LIMITS, answer=0.05, show=0.05))
    for _ in range(3):
        assert desktop.idle_seconds() is None
    assert desktop._child is None


def test_a_helper_that_nobody_needs_is_ended(make: Make, hand: Hand) -> None:
    desktop = make()
    assert desktop.idle_seconds() is not None
    hand.seconds += 31
    desktop.take()
    assert desktop._child is None
    assert desktop.idle_seconds() == 12.5  # And begun again when it is asked.


def test_it_stays_while_a_notice_stands_and_not_for_ever(make: Make, hand: Hand) -> None:
    desktop = make()
    desktop.show(NOTICE)
    hand.seconds += 600
    desktop.take()
    assert desktop._child is not None
    hand.seconds += 3600
    desktop.take()
    assert desktop._child is None


def test_a_withdrawn_notice_needs_no_helper(make: Make, hand: Hand) -> None:
    desktop = make()
    desktop.show(NOTICE)
    desktop.withdraw("due")
    desktop.withdraw("nothing")
    hand.seconds += 31
    desktop.take()
    assert desktop._child is None


def test_closing_twice_is_harmless_and_final(make: Make) -> None:
    desktop = make()
    desktop.show(NOTICE)
    desktop.close()
    desktop.close()
    assert not desktop.show(NOTICE)
    assert desktop.idle_seconds() is None


def test_a_notice_that_was_pressed_before_its_showing_was_seen_keeps_no_helper(
    make: Make, hand: Hand, pressed: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the desktop shows nothing now and closes it at once, on a busy machine."""
    desktop = make("presses")
    answered = desktop._answered

    def seen_late(*question: Any) -> Any:
        answer = answered(*question)
        assert pressed.wait(PATIENCE_SECONDS)
        return answer

    monkeypatch.setattr(desktop, "_answered", seen_late)
    assert desktop.show(NOTICE)
    hand.seconds += 31
    desktop.take()
    assert desktop._child is None


def test_the_end_of_a_helper_that_is_told_late_cuts_off_nobody_elses_goodbye(
    make: Make, hand: Hand
) -> None:
    """Or a notice would stand whose buttons nobody hears."""
    desktop = make("slow goodbye")
    assert desktop.idle_seconds() is not None
    first = desktop._child
    assert first is not None
    hand.seconds += 31
    desktop.take()
    desktop.show(NOTICE)
    second = desktop._child
    assert second is not None
    desktop._on_end(first)
    desktop.close()
    assert second._process.returncode == 0


def test_that_a_former_helper_was_ready_is_no_word_on_the_one_of_now(
    make: Make, hand: Hand
) -> None:
    desktop = make()
    assert desktop.idle_seconds() is not None
    first = desktop._child
    assert first is not None
    hand.seconds += 31
    desktop.take()
    assert desktop.idle_seconds() is not None
    desktop._limits = replace(LIMITS, start=0.0)
    desktop._on_message(first, wire.Ready())
    assert desktop.idle_seconds() == 12.5


def test_a_notice_that_was_shown_late_is_known_though_something_else_was_asked_meanwhile(
    make: Make,
) -> None:
    desktop = make("late")
    assert desktop.idle_seconds() == 12.5
    desktop._limits = replace(LIMITS, show=0.0)
    assert not desktop.show(NOTICE)
    assert desktop.idle_seconds() == 12.5  # The helper answers in turn: the showing came first.
    assert list(desktop._open) == ["due"]
