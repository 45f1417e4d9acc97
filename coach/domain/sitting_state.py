"""What the log says of sitting now: one fold, so that every coach that opens it knows the same.

The bout under way with all that was said in it, the last one that was ended, and the question
that stands. Nothing of this is kept anywhere else: the screen, the watch and the next start read
it here.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from coach.domain import sitting
from coach.domain.events import (
    PainScore,
    SittingBout,
    SittingStarted,
    Stamped,
    WarningGiven,
)
from coach.domain.outcomes import StillWhy, WarningKind
from coach.domain.program import Surface
from coach.domain.sitting import Bout, SittingAdvice
from coach.domain.tasks import AHEAD
from coach.domain.time_events import ReminderGiven, ReminderPutOff, StillAnswered, StillAsked

KINDS = (
    SittingStarted,
    SittingBout,
    WarningGiven,
    ReminderGiven,
    ReminderPutOff,
    StillAsked,
    StillAnswered,
    PainScore,
)
"""What the fold reads."""
LEG_QUESTION = "Leg score now, zero to ten?"
"""Ends the second warning: by it the log tells the two apart."""

TimeOf = Callable[[Stamped], datetime]
"""When a fact happened, by a clock that nobody sets."""
LimitOf = Callable[[Surface, Stamped], int]
"""The limit in minutes of a bout that began with this fact."""


def reminder_item(bout: str) -> str:
    """Under what name the quiet line and the snooze of a bout are logged."""
    return f"sitting/{bout}"


def is_of_sitting(item: str) -> bool:
    """Whether a reminder was a line of the sitting guard, and not of anything the day asks."""
    return item.startswith(("sitting/", "sitting-too-short/"))


class StillQuestion(Struct, frozen=True):
    """`Still sitting?`, asked and not answered."""

    why: StillWhy
    since: datetime
    """Until when the person is known to have sat."""
    asked_at: datetime
    slept: timedelta = timedelta()
    """How long the machine slept, or was off, meanwhile: nobody knows whether they sat then."""


class SittingState(Struct, frozen=True):
    """Where the person is by the log."""

    bout: Bout | None = None
    began: Stamped | None = None
    """The fact that began the bout."""
    stood: tuple[Bout, datetime] | None = None
    """The newest bout that was ended, and when."""
    question: StillQuestion | None = None
    asked: tuple[StillWhy, ...] = ()
    """Why it was asked since the person was last heard."""
    heard_at: datetime | None = None
    """When the person last said something in this bout, its begin included."""
    agreed_at: datetime | None = None
    """When they last said that they still sit."""
    last_at: datetime | None = None
    """When anything was last logged of the bout: the coach ran then."""

    def known_minutes(self) -> float:
        """Minutes of the bout that somebody vouched for: all that is counted of a forgotten one.

        Where nothing was heard after its begin, up to the last warning that was said aloud.
        """
        bout = self.bout
        if bout is None:
            return 0.0
        known = bout.minutes(self.heard_at or bout.started_at)
        if self.question is not None:
            known = max(known, bout.minutes(self.question.since))
        if known == 0 and bout.warnings and bout.warned_at is not None:
            return bout.minutes(bout.warned_at)
        return known


def sitting_state(
    facts: Iterable[Stamped], time_of: TimeOf, limit_of: LimitOf, break_minutes: int
) -> SittingState:
    """The state after `facts`, which stand in the order they were recorded in."""
    state = SittingState()
    for stamped in facts:
        at, fact = time_of(stamped), stamped.fact
        if isinstance(fact, SittingStarted):
            state = _sat_down(state, stamped, at, limit_of(fact.surface, stamped), break_minutes)
        elif isinstance(fact, SittingBout):
            state = _got_up(state, fact, at)
        elif state.bout is not None:
            state = _in_bout(state, state.bout, stamped, at)
    return state


def _sat_down(
    state: SittingState, stamped: Stamped, at: datetime, limit: int, break_minutes: int
) -> SittingState:
    fact = stamped.fact
    assert isinstance(fact, SittingStarted)
    carried = 0.0
    if state.stood is not None:
        carried = sitting.carried_minutes(*state.stood, at, break_minutes)
    # Whoever sits down again too soon is told so on sitting down: that is a warning by itself.
    warned = at if carried >= limit else None
    if carried and state.stood is not None and warned is None:
        warned = state.stood[0].warned_at
    bout = Bout(fact.bout, fact.surface, at, limit, carried, warned_at=warned)
    return SittingState(bout, stamped, state.stood, heard_at=at, last_at=at)


def _got_up(state: SittingState, fact: SittingBout, at: datetime) -> SittingState:
    bout = state.bout
    if bout is None or bout.id != fact.bout:
        # Its begin is not in what was read, so what it carried shows only once it is overdue.
        stretch = fact.limit_minutes + fact.overdue_minutes if fact.overdue_minutes > 0 else 0.0
        carried = max(0.0, stretch - fact.minutes)
        bout = Bout(fact.bout, fact.surface, fact.started_at, fact.limit_minutes, carried)
        return replace(state, stood=(bout, at))
    return SittingState(stood=(bout, at))


def _in_bout(state: SittingState, bout: Bout, stamped: Stamped, at: datetime) -> SittingState:
    fact = stamped.fact
    now = replace(state, last_at=at)
    match fact:
        case WarningGiven(kind=WarningKind.SITTING, text=text, spoken=spoken) if (
            not text.startswith(AHEAD)
        ):
            is_score = text.endswith(LEG_QUESTION)
            what = SittingAdvice.SCORE if is_score else SittingAdvice.STAND_UP
            given = sitting.said(bout, what, at) if spoken else sitting.shown(bout, what)
            return replace(now, bout=given)
        case ReminderGiven(item=item) if item == reminder_item(bout.id):
            return replace(now, bout=sitting.said(bout, SittingAdvice.SOON))
        case ReminderPutOff(item=item) if item == reminder_item(bout.id):
            return replace(now, bout=sitting.snooze(bout, at) or bout, heard_at=at, asked=())
        case StillAsked(bout=bout.id, why=why, since=since):
            # `since` was written by the same clock as the fact, however that clock was set.
            known = at - (stamped.at - since) if since is not None else at
            question = _question(
                state.question, StillQuestion(why, max(known, bout.started_at), at)
            )
            return replace(now, question=question, asked=(*state.asked, why))
        case StillAnswered(bout=bout.id, sitting=True):
            return replace(now, question=None, asked=(), heard_at=at, agreed_at=at)
        case PainScore():
            return replace(now, heard_at=at)
        case _:
            return state


def _question(before: StillQuestion | None, asked: StillQuestion) -> StillQuestion:
    """A second sleep, before the question about the first was answered, is added to it."""
    if asked.why is not StillWhy.AWAY:
        return asked
    slept = asked.asked_at - asked.since
    if before is None or before.why is not StillWhy.AWAY:
        return replace(asked, slept=slept)
    return replace(asked, since=before.since, slept=before.slept + slept)
