"""Sitting: one word says "I sit", one says "I am up"; bouts and warnings are facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from coach.domain import sitting
from coach.domain.events import PainScore, SittingBout, SittingStarted, WarningGiven
from coach.domain.history import History, history_of
from coach.domain.outcomes import WarningKind
from coach.domain.pain import Moment, Site
from coach.domain.program import SittingLimits, Surface
from coach.domain.sitting import Bout, SittingAdvice
from coach.domain.standing import Upright
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows.ports import Speaker
from coach.workflows.records import Records
from coach.workflows.upright import UprightGuard

DEFAULT_LIMIT_MINUTES = 20
DEFAULT_BREAK_MINUTES = 2
"""Before a program is chosen (source: clinical 4.3, DESIGN)."""

LOCKED_UP = "That is noted. Coaching is locked until you were seen."
"""What is said to whoever gets up while a hold stands: nothing is asked for."""


@dataclass(frozen=True, slots=True)
class SittingNow:
    """What a front end shows of a bout."""

    surface: Surface
    minutes: float
    limit_minutes: int
    overdue_minutes: float
    can_snooze: bool


class SittingGuard:
    """Watches one bout; a tick asks the pure rule and says what it answers, once."""

    def __init__(self, records: Records, speaker: Speaker, new_id: Callable[[], str]) -> None:
        self._records = records
        self._speaker = speaker
        self._new_id = new_id
        self._bout: Bout | None = None
        self._stood: tuple[Bout, datetime] | None = None
        self._recovered = False
        self._upright = UprightGuard(records, self._limits)

    def recover(self) -> Bout | None:
        """The bout under way; after a restart, the one that the log has begun and not ended.

        The clock counts what passed meanwhile; whoever got up without a word says so now. A bout
        that nobody ended for hours has no known length, so none is made up: it is dropped.
        """
        if not self._recovered:
            self._recovered = True
            self._bout = self._begun_before()
        if self._bout is not None and self._bout.forgotten(self._records.now()):
            self._bout = None
        return self._bout

    def _begun_before(self) -> Bout | None:
        yesterday = self._records.today() - timedelta(days=1)
        kinds = [SittingStarted, SittingBout, WarningGiven]
        history = history_of(self._records.log.read(since=yesterday, kinds=kinds))
        found = history.open_bout()
        if found is None:
            self._stood = _last_stand(history)
            return None
        stamped, started = found
        self._stood = _last_stand(history, before=stamped.at)
        bout = Bout(
            started.bout,
            started.surface,
            stamped.at,
            self._limit(started.surface),
            self._carried(stamped.at),
        )
        return _with_warnings(bout, history)

    def sit(self, surface: Surface, at: datetime | None = None) -> list[Cue]:
        """The patient sits down, or moves to another surface.

        After a break shorter than the program's minutes the clock goes on from where it was.
        """
        now = at or self._records.now()
        self._recover_as_of(now)
        moved = self._bout is not None
        self._finish(now)
        carried = self._carried(now)
        bout = Bout(self._new_id(), surface, now, self._limit(surface), carried)
        self._records.record(SittingStarted(bout=bout.id, surface=surface), at=now)
        self._bout = bout
        self._upright.down()
        left = round(bout.limit_minutes - carried)
        ahead = f"Up again in {_minutes(left)}." if left > 0 else "Please stand up again."
        text = f"Sitting, {_seat(surface)}. {ahead}"
        if carried and not moved:
            text = f"The break was too short, so the clock goes on. {ahead}"
        if surface in (Surface.HARD, Surface.FLOOR):
            text += " Put a cushion under you."
        return self._say(Cue(CueKind.SITTING, text))

    def _carried(self, now: datetime) -> float:
        if self._stood is None:
            return 0.0
        bout, ended_at = self._stood
        return sitting.carried_minutes(bout, ended_at, now, self._break_minutes())

    def stand(self, at: datetime | None = None) -> list[Cue]:
        """The patient is up; the bout becomes a fact."""
        now = at or self._records.now()
        self._recover_as_of(now)
        if self._bout is None:
            return [Cue(CueKind.SITTING, "You were not sitting.", spoken=False)]
        self._finish(now)
        capped = self._upright.up(now)
        up_for = f"Stay up for {_minutes(self._break_minutes())}, and walk a bit. {capped}".strip()
        locked = self._records.course().hold() is not None
        text = LOCKED_UP if locked else f"Good. {up_for}"
        return self._say(Cue(CueKind.SITTING, text))

    def into_session(self) -> list[Cue]:
        """Who is led through a session neither sits nor stands about any more."""
        cues = self.stand() if self.now() is not None else []
        self._upright.down()
        return cues

    def upright(self) -> Upright | None:
        """The spell of standing to show; None while sitting, and where nothing caps it."""
        return None if self.recover() is not None else self._upright.now()

    def _recover_as_of(self, now: datetime) -> None:
        """The bout as it stood at `now`, which a request that waited may have left long ago."""
        self.recover()
        if self._bout is None:
            begun = self._begun_before()
            self._bout = begun if begun is not None and not begun.forgotten(now) else None

    def snooze(self) -> list[Cue]:
        """The one snooze of a bout."""
        bout = self.recover()
        if bout is None:
            return []
        if bout.minutes_at_a_stretch(self._records.now()) < bout.limit_minutes - 1:
            return [Cue(CueKind.SITTING, "There is time left; no need yet.", spoken=False)]
        snoozed = sitting.snooze(bout, self._records.now())
        if snoozed is None:
            return [
                Cue(CueKind.SITTING, "One snooze a sitting. Please stand up now.", spoken=False)
            ]
        self._bout = snoozed
        return [Cue(CueKind.SITTING, "Three more minutes.", spoken=False)]

    def scored(self, leg: int | None) -> None:
        """The leg score that the second warning asked for; None is "not now"."""
        if leg is not None:
            self._records.record(PainScore(site=Site.LEG, score=leg, moment=Moment.NOW))

    def now(self) -> SittingNow | None:
        """The bout to show; None while standing."""
        bout = self.recover()
        if bout is None:
            return None
        now = self._records.now()
        return SittingNow(
            surface=bout.surface,
            minutes=bout.minutes_at_a_stretch(now),
            limit_minutes=bout.limit_minutes,
            overdue_minutes=bout.overdue_minutes(now),
            can_snooze=bout.can_snooze,
        )

    def next_at(self) -> datetime | None:
        """When the guard next has something to say."""
        bout = self.recover()
        if bout is not None:
            return sitting.next_at(bout)
        spell = self.upright()
        return spell.next_at() if spell is not None else None

    def tick(self) -> list[Cue]:
        """Say what is due now; the fact first."""
        bout = self.recover()
        if bout is None:
            cue = self._upright.tick()
            return self._say(cue) if cue is not None else []
        now = self._records.now()
        what = sitting.advice(bout, now)
        if what is None:
            return []
        cue = self._words(bout, what, now)
        if what is not SittingAdvice.SOON:
            self._records.record(
                WarningGiven(kind=WarningKind.SITTING, text=cue.text, spoken=cue.spoken)
            )
        self._bout = sitting.said(bout, what)
        return self._say(cue)

    def _words(self, bout: Bout, what: SittingAdvice, now: datetime) -> Cue:
        seat = _seat(bout.surface)
        if what is SittingAdvice.SOON:
            return Cue(CueKind.SITTING, "One more minute, then stand up.", spoken=False)
        minutes = _minutes(round(bout.minutes_at_a_stretch(now)))
        if what is SittingAdvice.SCORE:
            text = f"You have sat {minutes} {seat}. Leg score now, zero to ten?"
            return Cue(CueKind.LEG_SCORE, text, Priority.WARNING)
        limits = self._limits()
        reason = limits.reason if limits is not None else ""
        text = f"Time to stand and walk. {minutes} {seat}. {reason}".strip()
        return Cue(CueKind.SITTING, text, Priority.WARNING)

    def _say(self, cue: Cue) -> list[Cue]:
        self._speaker.say(cue)
        return [cue]

    def _finish(self, now: datetime) -> None:
        bout = self._bout
        if bout is None:
            return
        self._records.record(_as_fact(bout, now), at=now)
        self._bout = None
        self._stood = (bout, now)

    def _break_minutes(self) -> int:
        limits = self._limits()
        return limits.break_minutes if limits is not None else DEFAULT_BREAK_MINUTES

    def _limit(self, surface: Surface) -> int:
        limits = self._limits()
        if limits is None:
            return DEFAULT_LIMIT_MINUTES
        return sitting.limit_minutes(limits, surface, self._factor())

    def _factor(self) -> float:
        course = self._records.course()
        until = course.flare_until()
        plan = self._records.current_plan()
        if plan is None or until is None or until <= self._records.now():
            return 1.0
        return plan.program.flare.sitting_factor

    def _limits(self) -> SittingLimits | None:
        plan = self._records.current_plan()
        return plan.program.stage(plan.stage).sitting if plan is not None else None


def _last_stand(history: History, before: datetime | None = None) -> tuple[Bout, datetime] | None:
    """The newest bout that was ended, and when; None when there is none."""
    ended = [
        fact for _, fact in history.of(SittingBout) if before is None or fact.started_at < before
    ]
    if not ended:
        return None
    last = ended[-1]
    at = last.started_at + timedelta(minutes=last.minutes)
    # What the bout carried shows only once it is overdue: the log keeps no more of it.
    at_a_stretch = last.minutes
    if last.overdue_minutes > 0:
        at_a_stretch = max(last.minutes, last.limit_minutes + last.overdue_minutes)
    carried = at_a_stretch - last.minutes
    return Bout(last.bout, last.surface, last.started_at, last.limit_minutes, carried), at


def _with_warnings(bout: Bout, history: History) -> Bout:
    """The bout with the spoken warnings that the log has of it: none is given twice."""
    given = [
        fact
        for stamped, fact in history.of(WarningGiven)
        if fact.kind is WarningKind.SITTING and stamped.at >= bout.started_at
    ]
    for advice, _ in zip((SittingAdvice.STAND_UP, SittingAdvice.SCORE), given, strict=False):
        bout = sitting.said(bout, advice)
    return bout


def _as_fact(bout: Bout, now: datetime) -> SittingBout:
    return SittingBout(
        bout=bout.id,
        surface=bout.surface,
        started_at=bout.started_at,
        minutes=round(bout.minutes(now), 2),
        limit_minutes=bout.limit_minutes,
        warnings=bout.warnings,
        overdue_minutes=round(bout.overdue_minutes(now), 2),
    )


def _minutes(count: int) -> str:
    return "1 minute" if count == 1 else f"{count} minutes"


def _seat(surface: Surface) -> str:
    if surface is Surface.CAR:
        return "in the car"
    return "on the floor" if surface is Surface.FLOOR else f"on a {surface.value} seat"
