"""A life at the edge of time: one patient, one home, a front end that wakes when it was told to.

Two clocks run beside each other: the true time, and the machine's clock, which may be set wrong.
The front end wakes at `reminders.times()` and at the watchers' times and asks nothing between,
so that a time it is not told of shows as something said too late.
"""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from coach.bootstrap import Wishes, build
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.domain import reminding
from coach.domain.agenda import AgendaItem, item_id
from coach.domain.errors import InputError
from coach.domain.events import (
    ExerciseDone,
    Fact,
    ItemAsked,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.history import history_of
from coach.domain.outcomes import AwayAnswer, Reason, SessionOutcome, SetOutcome, TimerKind
from coach.domain.program import Prescription, Program, Surface
from coach.domain.reminding import AWAY, CLOCK_SLACK, QuietHours
from coach.domain.routine import days_between
from coach.domain.time_events import ReminderGiven, ReminderPutOff
from coach.exchange.shelf import FolderShelf
from coach.review.adherence import DayAdherence, adherence_by_day
from coach.session.cues import Cue, CueKind
from coach.speech.silent import SilentSpeaker
from coach.store.opening import open_log
from coach.workflows.absence import reminder_history
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from coach.workflows.today import Ahead
from coach.workflows.watching import next_of, ticked
from tests.builders import a_prescription
from tests.conftest import SHIPPED, answer_list
from tests.journeys.commanding import IN_MEMORY, SHELF

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Pacific/Apia",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Africa/Cairo",
)
"""Half hours, two hours, a clock change at midnight, and both sides of the date line."""
NIGHT = QuietHours(time(22), time(7))
MINUTE = timedelta(minutes=1)
LOOK_SECONDS = 5.0
LONGEST_LOOK_SECONDS = 480.0
"""A front end looks every few seconds; here often enough that it was there all the time."""
DAYS_AHEAD = 60
WAIT_FOR_NOBODY = (CueKind.SKIN_CHECK, CueKind.TAKE_OFF)
WARNING_GAP = timedelta(minutes=3)
AGAIN = timedelta(minutes=30)

Event = tuple[str, int, int]
"""What happens, after how many minutes awake, and a number to choose by."""


@dataclass
class Telling:
    """One thing that was told."""

    at: datetime
    item: str
    aloud: bool
    aside: int
    """How often it was put off, and the clock set, before."""
    right: bool
    """Whether the clock was right then, or nearly."""
    wall: datetime
    """What the clock showed."""


@dataclass
class Life:
    """The patient, the machine and what was said, by the true time."""

    prescriptions: Sequence[Prescription]
    start: datetime
    """True time, in UTC."""
    zone: ZoneInfo
    flare: Sequence[Prescription] = (a_prescription("side-lie 10min 2/day"),)
    off: timedelta = timedelta(0)
    """How far the machine's clock is ahead of the true time."""
    awake: bool = True
    screen: bool = True
    """Whether a screen is open; else the watch runs."""
    tellings: list[Telling] = field(default_factory=list)
    lines: list[datetime] = field(default_factory=list)
    """When anything was spoken that nobody had asked for."""
    warnings: list[tuple[datetime, str]] = field(default_factory=list)
    """What the watchers said aloud, and when."""
    slept: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when to when the machine was asleep or off."""
    facts: list[tuple[datetime, Fact]] = field(default_factory=list)
    lived: set[date] = field(default_factory=set)
    """Local dates on which the machine was on with a right clock."""
    bad_days: set[date] = field(default_factory=set)
    """Local dates on which the plan for a bad day may be asked."""
    clock_days: set[date] = field(default_factory=set)
    """Local dates that a wrong clock showed, on which it was set, or that were come back to."""

    def __post_init__(self) -> None:
        self.now = self.start
        self.clock = ManualClock(self.start + self.off)
        self.folder = Path(tempfile.mkdtemp(prefix="coach-edge-", dir=IN_MEMORY)) / "home"
        self.places = Places(self.folder, self.folder / "config.toml", self.folder, SHIPPED)
        self.moved = 0
        self._put_off: dict[str, tuple[int, datetime]] = {}
        self._put_off_over: dict[str, datetime] = {}
        self._put_off_wall: dict[str, tuple[datetime, ...]] = {}
        self._free_at = self.start
        """Since when nothing but the rules keeps the coach from saying what is due."""
        self._quiet_until: datetime | None = None
        self._moved_at = self.start
        self._session_sign = self._session_over_at = self.start
        self._quiet_unsure = False
        self._flare_ends: list[datetime] = []
        self._set_at = [self.start]
        self._set_to = [self.start + self.off]
        self._open()
        self.coach.set_up.finish(SetUpAnswers(program=self.program.id))
        answer_list(self.coach)
        self.wake()

    # --- the machine

    @property
    def program(self) -> Program:
        shipped = SHELF.program("steady-back")
        stage = replace(shipped.stages[0], prescriptions=tuple(self.prescriptions))
        flare = replace(shipped.flare, prescriptions=tuple(self.flare))
        return replace(shipped, stages=(stage,), flare=flare)

    def _open(self) -> None:
        shelf = FolderShelf(SHIPPED)
        shelf.__dict__.update(SHELF.__dict__)
        program = self.program
        shelf.program = lambda _: program  # type: ignore[method-assign, assignment]
        self.folder.mkdir(exist_ok=True)
        log = open_log(self.folder, clock=self.clock)
        log._database.connection.execute("PRAGMA synchronous=OFF")
        with patch("coach.bootstrap.patient.FolderShelf", lambda *_: shelf):
            self.coach: Coach = build(
                self.places,
                Settings(name="Sam"),
                Wishes(silent=True),
                clock=self.clock,
                zone=self.zone,
                speaker=SilentSpeaker(),
                log=log,
            )
        self.log = log
        append = log.append

        def kept(facts: Sequence[Fact], *, at: datetime, plan_version: str) -> list[Stamped]:
            stamped = append(facts, at=at, plan_version=plan_version)
            for fact in facts:
                self._took(fact)
            return stamped

        log.append = kept  # type: ignore[method-assign]

    def close(self) -> None:
        self.log.close()
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _took(self, fact: Fact) -> None:
        self.facts.append((self.now, fact))
        if isinstance(fact, ReminderPutOff):
            count, _ = self._put_off.get(fact.item, (0, self.now))
            self._put_off[fact.item] = (count + 1, self.now + timedelta(minutes=fact.minutes))
            until = self._put_off[fact.item][1]
            self._put_off_over[fact.item] = until
            self._put_off_wall[fact.item] = (until + self.off,)
        if isinstance(fact, ReminderGiven) and fact.nth > 0:
            aside = self._put_off.get(fact.item, (0, self.now))[0]
            aside += 100 * self.moved
            right = abs(self.off) <= CLOCK_SLACK
            wall = self.now + self.off
            self.tellings.append(Telling(self.now, fact.item, fact.spoken, aside, right, wall))

    def _set_wall(self) -> None:
        self.clock.set_wall(self.now + self.off)

    def local(self, at: datetime | None = None) -> datetime:
        """What the machine shows at a true time, where the person is."""
        return ((at or self.now) + self.off).astimezone(self.zone)

    # --- time

    def live(self, minutes: float) -> None:
        """Let awake time pass; the front end wakes when it was told to, and only then."""
        end = self.now + timedelta(minutes=minutes)
        while True:
            at = self._next_wake()
            if at is None or at >= end:
                break
            self._advance(at)
            self.wake()
        self._advance(end)
        if minutes:
            self._not_late(self.coach.today.peek())

    def _next_wake(self) -> datetime | None:
        times = [*self.coach.reminders.times()[:1]]
        watched = next_of(self.coach.watchers)
        if watched is not None:
            times.append(watched)
        ahead = [at.astimezone(UTC) - self.off for at in times]
        # A watcher whose time is past is asked a second later, as a front end does.
        return max(min(ahead), self.now + timedelta(seconds=1)) if ahead else None

    def _advance(self, to: datetime) -> None:
        """A front end looks at the clock every few seconds and leaves its mark."""
        seconds = (to - self.now).total_seconds()
        while seconds > LOOK_SECONDS:
            step = min(seconds - LOOK_SECONDS, LONGEST_LOOK_SECONDS)
            self.clock.advance(step)
            self.coach.reminders.arrive()
            seconds -= step
        self.clock.advance(seconds)
        self.now = to
        if self.off:
            self.clock_days.add(self.local().date())

    def wake(self, *, looks: bool = False) -> None:
        """What a front end does: carry out, watch, remind; the screen looks after each key."""
        if self.off:
            self.clock_days.add(self.local().date())
        else:
            self._lives_on(self.local().date())
        if looks and self.screen:
            self.coach.today.look()
        watched: list[Cue] = []
        ticked(self.coach.watchers, watched)
        self._heard(watched)
        for cue in watched:
            if cue.spoken:
                self._warned(cue.text)
        day = self.coach.today.peek()
        if not looks:
            self._not_late(day)
        lines = len(self.lines)
        self._heard(self.coach.reminders.poll())
        if len(self.lines) > lines or not lines or self.now - self.lines[-1] >= MINUTE:
            self._all_told(day)

    def _lives_on(self, day: date) -> None:
        """Who travels back into a day that was slept through finds it written as not recorded."""
        if self.lived and day not in self.lived and day < max(self.lived):
            self.clock_days.add(day)
        self.lived.add(day)

    # --- what must hold at every moment

    def _heard(self, cues: Sequence[Cue]) -> None:
        """What a wake brought, of reminders as of the watchers: one line, a minute apart."""
        spoken = [cue for cue in cues if cue.spoken]
        waited = [cue for cue in spoken if cue.kind not in WAIT_FOR_NOBODY]
        assert len(waited) <= 1, f"{self._when()}: a burst of {len(waited)} lines"
        if waited:
            assert not self.held(), f"{self._when()}: spoken while it is quiet: {waited[0].text}"
        if waited and self.lines:
            gap = self.now - self.lines[-1]
            assert gap >= MINUTE or self._set_since(self.lines[-1]), (
                f"{self._when()}: two lines within {gap.total_seconds():.0f} s: {waited[0].text}"
            )
        if spoken:
            self.lines.append(self.now)  # The rest waits for a pack too.

    def _warned(self, text: str) -> None:
        """No word of a watcher comes twice in one spell within its gap; the clock was not set."""
        since = max(self._moved_at, self.now - WARNING_GAP)
        again = [at for at, said in self.warnings if said == text and since < at]
        set_in_it = self._set_at[-1] >= self._moved_at
        assert set_in_it or not again, f"{self._when()}: said twice: {text}"
        self.warnings.append((self.now, text))

    def held(self) -> bool:
        """Whether quiet is wanted now, as this life knows it."""
        asked = self._quiet_until is not None and self.now < self._quiet_until
        if self._quiet_unsure:
            until = self.coach.reminders.quiet_until()
            latest = max(self._quiet_asked, self._set_at[-1]) + timedelta(hours=8) + CLOCK_SLACK
            assert until is None or self.now <= latest, f"{self._when()}: quiet does not end"
            asked = until is not None
        return asked or NIGHT.hold(self.local().time())

    def _set_since(self, at: datetime) -> bool:
        return self._set_at[-1] >= at

    def _waiting(self, day: Ahead) -> list[AgendaItem]:
        """What is due and was neither told, put off, nor may be said a minute later."""
        waiting = []
        for item in day.agenda.due:
            put_off = self._put_off.get(item.id)
            if put_off is not None and (put_off[1] > self.now or self._still_put_off(item)):
                continue
            since = put_off[1] if put_off is not None else self.start
            told = [t for t in self.tellings if t.item == item.id and t.at >= since]
            if not any(self._is_believed(one) for one in told):
                waiting.append(item)
        return waiting

    def _is_believed(self, telling: Telling) -> bool:
        return telling.right or telling.wall <= self._least_wall(telling.at) + CLOCK_SLACK

    def _least_wall(self, since: datetime) -> datetime:
        """The earliest that the clock was set back to since then."""
        walls = [wall for at, wall in zip(self._set_at, self._set_to, strict=True) if at > since]
        return min([*walls, self.now + self.off])

    def _still_put_off(self, item: AgendaItem) -> bool:
        """Whether the clock that was set meanwhile says so; it cannot stretch it for long."""
        if not self.moved:
            return False
        here = self.coach.records.now()
        said = reminding.told(reminder_history(self.coach.records, here), here).get(item.id)
        until = said.put_off_until if said is not None else None
        latest = self._put_off_over[item.id] + CLOCK_SLACK * self.moved
        return until is not None and until > here and self.now <= latest

    def _ready_at(self, item: AgendaItem) -> datetime:
        put_off = self._put_off.get(item.id)
        night = [
            datetime.combine(self.local().date() - timedelta(days=n), NIGHT.end, tzinfo=self.zone)
            for n in (0, 1)
        ]
        times = [
            item.due_at.astimezone(UTC) - self.off,
            self._free_at,
            self._session_over_at,
            *(at.astimezone(UTC) - self.off for at in night),
            *([put_off[1]] if put_off else []),
            *([self._quiet_until] if self._quiet_until else []),
            *(at - self.off for at in self._flare_ends),
            *(until - self.off for until in self._put_off_wall.get(item.id, ())),
            *(at + MINUTE for at in self.lines[-1:]),
        ]
        return max(at for at in times if at <= self.now)

    def _not_late(self, day: Ahead) -> None:
        """Who is awake tells what is due when it falls due, not at some later wake."""
        if self.held() or day.hold is not None or day.in_session:
            return
        if self._quiet_unsure and self.now <= self._quiet_asked + timedelta(hours=8) + CLOCK_SLACK:
            return  # The clock on the wall decides when it was over.
        for item in self._waiting(day):
            late = self.now - self._ready_at(item)
            assert late <= MINUTE + timedelta(seconds=5), (
                f"{self._when()}: {item.id} due {item.due_at} is {late} late"
            )

    def _all_told(self, day: Ahead) -> None:
        if self.held() or day.hold is not None or day.in_session:
            return
        if self.off and self.coach.reminders.times()[0] <= day.now + MINUTE:
            return  # A wrong clock may show the minute of an earlier line once more.
        waiting = [item.id for item in self._waiting(day)]
        assert not waiting, f"{self._when()}: lost {waiting}"

    def _when(self) -> str:
        return f"{self.now:%Y-%m-%d %H:%M:%S} ({self.local():%m-%d %H:%M %Z})"

    # --- what happens

    def happen(self, events: Sequence[Event]) -> None:
        for what, minutes, n in events:
            self.live(minutes)
            getattr(self, f"on_{what}")(n)
            self.wake(looks=True)

    def _due(self) -> list[AgendaItem]:
        return self.coach.today.peek().agenda.due

    def _items(self, n: int) -> list[AgendaItem]:
        due = self._due()
        return due[: n % 3 + 1]

    def on_nothing(self, n: int) -> None:
        """Nothing."""

    def on_do(self, n: int) -> None:
        for item in self._items(n):
            self._does(item, 1.0)

    def on_do_in_part(self, n: int) -> None:
        for item in self._items(n):
            self._does(item, 0.4)

    def _does(self, item: AgendaItem, share: float, session: str | None = None) -> None:
        dose = item.dose
        done = ExerciseDone(
            session=session,
            item=item.id,
            exercise=item.exercise,
            set_no=1,
            side="none",
            reps=max(1, round(dose.total_reps * share)),
            hold_seconds=dose.hold_seconds,
            seconds=dose.total_seconds * share,
            planned_reps=dose.total_reps,
            planned_seconds=float(dose.total_seconds),
            outcome=SetOutcome.DONE if share == 1 else SetOutcome.PARTIAL,
        )
        self.coach.records.record(done)

    def on_leave_out(self, n: int) -> None:
        self.coach.answers.leave_out((Reason.TIME, Reason.FATIGUE)[n % 2], self._items(n))

    def on_later(self, n: int) -> None:
        self.coach.answers.later(n % 120 + 1)

    def on_answer(self, n: int) -> None:
        self.coach.answers.away(list(AwayAnswer)[n % 3])

    def on_quiet(self, n: int) -> None:
        minutes = n % 480 + 1
        self.coach.answers.begin_quiet(minutes)
        self._quiet_until = self.now + timedelta(minutes=minutes)
        self._quiet_asked, self._quiet_unsure = self.now, False

    def on_end_quiet(self, n: int) -> None:
        self.coach.answers.end_quiet()
        if self._quiet_until is not None and self._quiet_until > self.now:
            self._quiet_until = self.now

    def on_sit(self, n: int) -> None:
        self._moved_at = self.now
        self.coach.guard.sit(list(Surface)[n % len(Surface)])

    def on_stand(self, n: int) -> None:
        self._moved_at = self.now
        self.coach.guard.stand()

    def on_snooze(self, n: int) -> None:
        self._moved_at = self.now
        self.coach.guard.snooze()

    def on_pack(self, n: int) -> None:
        """Cold on the skin, as far as the rules let it."""
        with suppress(InputError):
            self.coach.timers.start(TimerKind.COLD, skin_is_fine=True)

    def on_task(self, n: int) -> None:
        self.coach.tasks.announce(("lifting", "drive")[n % 2], n % 90)

    def on_bad_day(self, n: int) -> None:
        if self.off:
            return
        self.bad_days |= {self.local().date() + timedelta(days=n) for n in range(4)}
        self._flare_ends.append(self.coach.today.begin_bad_day().astimezone(UTC))
        self._flare_ends.append(self.now + self.off)

    def on_session(self, n: int) -> None:
        """A session of some minutes, often cut off by a kill."""
        items = self._items(n)
        if not items or self.coach.today.peek().in_session or self.off:
            return
        plan = self.coach.records.require_plan()
        name = f"session-{len(self.facts)}"
        started = SessionStarted(session=name, stage=plan.stage, items=(items[0].id,))
        self.coach.records.record(started)
        self._session_sign = self.now
        for _ in range(n % 4):
            self.live(4)
            self._does(items[0], 0.3, name)
            self._session_sign = self.now
        if n % 5 == 0:
            self.on_restart(n)
            self._session_over_at = self._session_sign + AGAIN
            return
        self.live(1)
        ended = SessionEnded(
            session=name, stage=plan.stage, outcome=SessionOutcome.COMPLETED, minutes=5
        )
        self.coach.records.record(ended)
        self._free_at = self.now

    def on_restart(self, n: int) -> None:
        """The screen is closed and the watch takes over, or the other way round."""
        self.log.close()
        self._open()
        self.screen = not self.screen
        if self.screen:
            self.coach.today.look()
            self.coach.reminders.seen()
        self._free_at = self.now

    def on_suspend(self, n: int) -> None:
        self._passes(n)
        self.clock.asleep_seconds += n * 60.0

    def on_off(self, n: int) -> None:
        self.log.close()
        self._passes(n)
        self._open()

    def _passes(self, minutes: int) -> None:
        self.slept.append((self.now, self.now + timedelta(minutes=minutes)))
        self.now += timedelta(minutes=minutes)
        self._free_at = self.now
        self._set_wall()

    def on_set_clock(self, n: int) -> None:
        """Somebody sets the clock wrong by minutes, hours or days, either way, or to 1970."""
        by = (-1 if n % 2 else 1) * timedelta(minutes=(n % 7 + 1) ** 4 * 3)
        wall = datetime(1970, 1, 1, n % 24, tzinfo=UTC) if n % 11 == 0 else self.now + by
        self._moves(wall - self.now)

    def on_set_right(self, n: int) -> None:
        if self.off:
            self._moves(timedelta(0))

    def _moves(self, off: timedelta) -> None:
        """A clock that is set ahead fills in the days between: none of them tells anything."""
        before = self.local().date()
        self.off = off
        self._set_wall()
        days = days_between(*sorted((before, self.local().date())))
        self.clock_days |= set(days[:DAYS_AHEAD] + days[-1:])
        self.moved += 1
        self._set_at.append(self.now)
        self._set_to.append(self.now + self.off)
        # The clock on the wall says when it is over; it is over some time in any case.
        self._quiet_unsure = self._quiet_until is not None
        self._free_at = self.now
        # Facts of before stand as they are: what was put off or kept quiet is counted by them.
        self._put_off = {
            item: (count, min(until, self.now)) for item, (count, until) in self._put_off.items()
        }

    def on_travel(self, n: int) -> None:
        self.zone = ZoneInfo(ZONES[n % len(ZONES)])
        self.log.close()
        self._open()
        self._free_at = self.now


# --- what must hold of the whole record


def wrongs(life: Life) -> list[str]:
    """Everything in a record that must not be."""
    return [
        *told_too_often(life),
        *asked_wrongly(life),
        *asked_of_no_absence(life),
        *counted_wrongly(life),
    ]


def told_too_often(life: Life) -> list[str]:
    """Things told more than twice, or twice within half an hour, without having been put off."""
    wrong = []
    by: dict[tuple[str, int], list[Telling]] = {}
    for telling in life.tellings:
        by.setdefault((telling.item, telling.aside), []).append(telling)
    for (item, _), found in by.items():
        most = 1 if item.startswith((AWAY, "morning/", "evening/")) else 2
        if len(found) > most:
            wrong.append(f"{item} told {[f'{t.at:%m-%d %H:%M}' for t in found]}")
        if len(found) > 1 and found[1].at - found[0].at < AGAIN:
            wrong.append(f"{item} told again after {found[1].at - found[0].at} at {found[0].at}")
    return wrong


def asked_wrongly(life: Life) -> list[str]:
    """Items asked twice, and days that were opened or filled in without all that the plan asks."""
    wrong = []
    asked: dict[str, ItemAsked] = {}
    by_day: dict[date, set[str]] = {}
    for _, fact in life.facts:
        if isinstance(fact, ItemAsked):
            if asked.get(fact.item) == fact:
                wrong.append(f"{fact.item} asked twice")
            asked[fact.item] = fact
            by_day.setdefault(fact.for_day, set()).add(fact.item)
    for day, items in by_day.items():
        wanted = {
            item_id(day, one.exercise, nth)
            for one in life.prescriptions
            for nth in range(1, one.dose.times_a_day + 1)
        }
        odd = life.bad_days | life.clock_days | {min(by_day)}
        if day not in odd and items != wanted:
            wrong.append(f"{day} asks {sorted(items ^ wanted)} too much or too little")
    return wrong


def asked_of_no_absence(life: Life) -> list[str]:
    """Questions about an absence while the machine was on and somebody was there."""
    if life.moved:
        return []
    slack = timedelta(seconds=LONGEST_LOOK_SECONDS)
    wrong = []
    for at, fact in life.facts:
        if isinstance(fact, ReminderGiven) and fact.item.startswith(AWAY) and fact.nth == 0:
            since = datetime.fromisoformat(fact.item.removeprefix(AWAY))
            if not any(
                begun - slack <= since <= begun and over <= at for begun, over in life.slept
            ):
                wrong.append(f"asked at {at} about an absence since {since}")
    return wrong


def counted_wrongly(life: Life) -> list[str]:
    """Days with the machine on that are not recorded, and days with it off that count."""
    days = {line.day: line for line in adherence_by_day(history_of(life.log.read()))}
    wrong = [f"the view disagrees: {one}" for one in _of_view(life) ^ set(days.values())]
    for day in life.lived - life.clock_days:
        if day not in days or days[day].not_recorded:
            wrong.append(f"{day} was lived and is not recorded: {days.get(day)}")
    for day, line in days.items():
        off = day not in life.lived and day not in life.clock_days
        if off and line.percent is not None:
            wrong.append(f"{day} was not lived and counts: {line}")
    return wrong


def _of_view(life: Life) -> set[DayAdherence]:
    names = "day, planned, done, partial, skipped, excused, not_recorded, percent"
    rows = life.log.rows(f"SELECT {names} FROM adherence_by_day")
    return {DayAdherence(date.fromisoformat(row[0]), *row[1:]) for row in rows}
