"""A short session that is really led: by the real clock, at its real pace, through a real voice."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from msgspec.structs import replace

from coach.clock import Clock, SystemClock
from coach.domain.events import Fact
from coach.domain.exercise import Position
from coach.domain.pain import PainReport
from coach.session.cues import Cue
from coach.session.moving_times import MoveWatch
from coach.session.phrasing import Telling
from coach.session.plan import ScriptSettings, SessionPlan, plan_session
from coach.session.state import SessionState
from coach.speech.speaker import VoiceSpeaker
from coach.workflows.inbox import Inbox
from coach.workflows.records import Records
from coach.workflows.run_session import SessionRunner
from tests.builders import an_exercise
from tests.session.driving import a_state, an_item


def short_plan(*reps: int, hold_seconds: int = 5, rest_seconds: int = 6) -> SessionPlan:
    """One exercise that is known and done on one's feet: sets of held repetitions, and rests."""
    exercise = an_exercise(position=Position.STANDING)
    item = an_item(exercise, reps=reps, hold_seconds=hold_seconds, rest_seconds=rest_seconds)
    return plan_session([replace(item, telling=Telling.LEAST)], ScriptSettings())


@dataclass
class NoLog:
    """In the log's place: keeps facts in memory."""

    clock: Clock = field(default_factory=SystemClock)
    facts: list[Fact] = field(default_factory=list)

    def now(self) -> datetime:
        return self.clock.now()

    def record(self, *facts: Fact, at: datetime | None = None) -> None:
        self.facts.extend(facts)


@dataclass
class Mouth:
    """The speaker, and when each cue was handed to it (monotonic seconds)."""

    speaker: VoiceSpeaker
    now: Callable[[], float]
    asked: list[tuple[float, Cue]] = field(default_factory=list)

    def say(self, cue: Cue) -> None:
        self.asked.append((self.now(), cue))
        self.speaker.say(cue)

    def __getattr__(self, name: str) -> object:
        return getattr(self.speaker, name)


def play(plan: SessionPlan, speaker: VoiceSpeaker) -> tuple[float, list[tuple[float, Cue]]]:
    """Lead it to its end; the moment at which it began, and when each cue was asked for."""
    log = NoLog()
    mouth = Mouth(speaker, log.clock.monotonic)
    state = SessionState("session-1", a_state().stage, plan, PainReport(), a_state().thresholds)
    runner = SessionRunner(
        cast("Records", log),
        cast("VoiceSpeaker", mouth),
        state,
        lambda: None,
        150,
        MoveWatch(),
        cast("Inbox", None),
    )
    began, waiter = log.clock.monotonic(), threading.Event()
    runner.start()
    while not runner.state.phase.over:
        seconds = runner.next_tick_seconds
        waiter.wait(seconds)
        runner.tick(seconds)
    return began, mouth.asked
