"""A session in lines that is led by claps and words."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest

from coach.cli.console import Console
from coach.cli.line_session import LedSession
from coach.cli.line_spoken import ask_check_in
from coach.clock import ManualClock
from coach.domain.events import ExerciseDone, PainScore
from coach.domain.pain import PainReport, Reach
from coach.listening.silent import SilentListener
from coach.session.cues import CueKind
from coach.session.heard import Heard, Knock, Phrase
from coach.workflows.coach import Coach


@dataclass
class Room:
    """Nobody types; at some seconds something is heard, or `n` is typed."""

    clock: ManualClock
    ear: SilentListener
    at: deque[tuple[float, Heard | str]]
    ended: bool = False
    live: bool = True
    echo: bool = False
    _passed: float = field(default=0.0)

    def wait(self, seconds: float, *, asking: bool) -> str | None:
        self.clock.advance(seconds)
        self._passed += seconds
        if self.at and self.at[0][0] <= self._passed:
            what = self.at.popleft()[1]
            if isinstance(what, str):
                return what
            self.ear.will_hear(what)
        return None

    def drop_typed(self) -> None:
        """Nothing is typed ahead."""


def lead(
    coach: Coach, clock: ManualClock, ear: SilentListener, *at: tuple[float, Heard | str]
) -> None:
    """One session of belly breathing, to its end."""
    agenda = coach.today.look().agenda
    items = coach.sessions.choose(agenda, ["belly-breath"])
    runner = coach.sessions.begin(items, PainReport())
    LedSession(Console(coach, Room(clock, ear, deque(at))), runner).run()


def test_claps_and_words_are_shown_as_lines(
    listening_coach: Coach,
    clock: ManualClock,
    ear: SilentListener,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lead(
        listening_coach,
        clock,
        ear,
        (30, Knock()),
        (40, Phrase("go on")),
        (60, Phrase("how long")),
        (80, Phrase("stop")),
    )
    shown = capsys.readouterr().out.splitlines()
    for line in (
        'Listening: clap, or say "coach, help".',
        "I heard a clap: pause.",
        "I heard: coach, go on. Quite sure.",
        "I heard: coach, stop. Quite sure. n takes it back.",
        "We end here. What you did is logged.",
    ):
        assert line in shown
    assert any(line.endswith("in all.") for line in shown)
    assert not ear.begun


def test_n_takes_back_and_the_session_goes_on_to_its_end(
    listening_coach: Coach,
    clock: ManualClock,
    ear: SilentListener,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lead(listening_coach, clock, ear, (60, Phrase("stop")), (61, "n"))
    assert "Taken back." in capsys.readouterr().out
    (done,) = [fact for _, fact in listening_coach.records.recent().of(ExerciseDone)]
    assert done.seconds == 180.0


def test_pain_is_answered_by_numbers_and_a_place(
    listening_coach: Coach, clock: ManualClock, ear: SilentListener
) -> None:
    said = ["that hurts", "number three", "number five", "knee", "next"]
    lead(
        listening_coach,
        clock,
        ear,
        *[(60 + 10 * nth, Phrase(words)) for nth, words in enumerate(said)],
    )
    scores = [fact for _, fact in listening_coach.records.recent().of(PainScore)]
    assert [(fact.site.value, fact.score) for fact in scores] == [("back", 3), ("leg", 5)]


def test_a_check_in_in_lines_is_asked_aloud_and_answered_by_words(
    listening_coach: Coach,
    clock: ManualClock,
    ear: SilentListener,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at = [(2.0, Phrase("number four")), (8.0, Phrase("number three")), (14.0, Phrase("thigh"))]
    console = Console(listening_coach, Room(clock, ear, deque(at)))
    assert ask_check_in(console) == PainReport(4, 3, Reach.THIGH)
    speaker: Any = listening_coach.speaker
    asked = [cue.text for cue in speaker.said if cue.kind is CueKind.QUESTION]
    assert asked[:2] == ["Back pain now, from zero to ten?", "Leg pain now, from zero to ten?"]
    assert len(asked) == 3
    assert not ear.begun


def test_a_heard_number_is_taken_back_by_no_and_asked_again(
    listening_coach: Coach, clock: ManualClock, ear: SilentListener
) -> None:
    at: list[tuple[float, Heard | str]] = [(2.0, Phrase("number nine"))]
    at += [(4.0, Phrase("no", named=False)), (7.0, "4"), (8.0, "n"), (9.0, "thigh")]
    console = Console(listening_coach, Room(clock, ear, deque(at)))
    assert ask_check_in(console) == PainReport(4, None, Reach.THIGH)


def test_after_that_hurts_the_questions_of_a_line_session_are_asked_aloud(
    listening_coach: Coach, clock: ManualClock, ear: SilentListener
) -> None:
    lead(listening_coach, clock, ear, (60, "h"), (62, "3"), (64, "2"), (66, "thigh"), (68, "q"))
    speaker: Any = listening_coach.speaker
    said = [cue.text for cue in speaker.said]
    for text in ("Back pain now, from zero to ten?", "Leg pain now, from zero to ten?"):
        assert said.count(text) == 1
