"""Reminders: silent when done, told once when due, once more and softer, then quiet.

What was told stands in the log, so the screen, the watch and the next start never say it twice.
While quiet is wanted nothing is told and nothing is lost: it is told once when the quiet is over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta

from msgspec import Struct

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.check_ups import EVENING_FROM
from coach.domain.history import History
from coach.domain.notices import Button, Notice
from coach.domain.reminding import (
    MOST_TELLINGS,
    SOFTER,
    AwayQuestion,
    Told,
    away_id,
    believed,
    quiet_until,
    set_back_from,
    set_back_mark,
    told,
)
from coach.domain.routine import occurrence
from coach.domain.time_events import ReminderGiven
from coach.session.cues import Cue, CueKind
from coach.workflows.absence import Absence, all_reminders, away_text, each, reminder_history
from coach.workflows.check_in import CheckInWorkflow
from coach.workflows.check_ups import CheckUps
from coach.workflows.desktop import Desktop
from coach.workflows.ports import Alarm, Speaker
from coach.workflows.quiet import LOOK_AGAIN, Quiet
from coach.workflows.records import Records
from coach.workflows.spacing import Spacing
from coach.workflows.today import Ahead, TodayWorkflow
from coach.workflows.watching import Watcher, next_of

EVENING_READY = "The evening questions are ready. They take about a minute."
MORNING = "morning/"
"""What the id of the offer to score the pain before getting up begins with."""
NEAREST = timedelta(seconds=1)
MOST_ALARMS = 20
"""How many of the next due times the scheduler holds at once."""

DUE_NOTICE = "due"
AWAY_NOTICE = "away"
DUE_BUTTONS = (
    Button("start", "Start"),
    Button("later", "In 30 minutes"),
    Button("no_time", "No time"),
    Button("hurts", "It hurts"),
)
AWAY_BUTTONS = (Button("now", "Now"), Button("later", "In 30 minutes"), Button("skip", "Skip"))


class _Offer(Struct, frozen=True):
    """One thing that may be told now."""

    id: str
    most: int
    """How often it is told at the most."""
    text: str = ""
    """Its own sentence; empty for items of the agenda, which share one."""
    item: AgendaItem | None = None


class Reminders:
    """Asks the agenda what is due; the scheduler only wakes it, it decides nothing."""

    def __init__(
        self,
        records: Records,
        speaker: Speaker,
        alarm: Alarm,
        desktop: Desktop,
        today: TodayWorkflow,
        absence: Absence,
        watchers: Sequence[Watcher],
        check_in: CheckInWorkflow,
        check_ups: CheckUps,
        quiet: Quiet,
        spacing: Spacing,
    ) -> None:
        self._records = records
        self._speaker = speaker
        self._alarm = alarm
        self._desktop = desktop
        self._today = today
        self._absence = absence
        self._watchers = watchers
        self._check_in = check_in
        self._check_ups = check_ups
        self._quiet = quiet
        self._spacing = spacing
        self._shown: set[tuple[str, int]] = set()
        """What was shown and not spoken in this coach, while it was quiet."""

    # --- waking

    def arm(self, wake: Callable[[], None]) -> None:
        """Wake at the next due times; call again after a start, a gap, a change or a wake.

        Never sooner than in a second: what is due and cannot be said yet would ring at once, for
        ever.
        """
        soonest = self._records.now() + NEAREST
        times = sorted({max(at, soonest) for at in self.times()})
        self._alarm.set(times[:MOST_ALARMS], wake)

    def times(self) -> list[datetime]:
        """When there may be something to say next, in order; all after now. Raises LogError."""
        day = self._today.peek()
        times = [self._midnight(day.now), next_of(self._watchers)]
        if day.hold is None:
            times += [item.due_at for item in day.agenda.in_state(ItemState.LATER)]
            times.append(occurrence(day.now.date(), EVENING_FROM, self._records.zone))
            times.append(day.flare_until)
            times += self._tellings(day)
        return sorted({at for at in times if at is not None and at > day.now})

    def _tellings(self, day: Ahead) -> Iterator[datetime | None]:
        """When what is due already is told again, or told at last."""
        said = reminder_history(self._records, day.now)
        known = told(said, day.now)
        wanted = [known.get(offer.id, Told()).next_at(offer.most) for offer in self._offers(day)]
        ahead = [at for at in wanted if at is not None]
        yield from ahead
        if not any(at <= day.now for at in ahead):
            return
        yield self._quiet.look_at()
        yield self._spacing.free_at()
        if day.in_session:
            yield day.now + LOOK_AGAIN

    def _midnight(self, now: datetime) -> datetime:
        """When the next day begins, and with it another agenda."""
        return occurrence(now.date() + timedelta(days=1), time(0), self._records.zone)

    # --- telling

    def quiet_until(self) -> datetime | None:
        """Until when the patient asked for quiet; None when they did not. Raises LogError."""
        now = self._records.now()
        return quiet_until(reminder_history(self._records, now), now)

    def seen(self) -> None:
        """What is due now stands on the screen already: it needs no telling for a while.

        Raises LogError.
        """
        if self._records.log.refusal:
            return
        day = self._today.peek()
        said = reminder_history(self._records, day.now)
        known = told(said, day.now)
        fresh = [offer for offer in self._offers(day) if offer.id not in known]
        asked = self._absence.question(said, day.agenda)
        if asked is not None and not asked.told:
            fresh.append(_Offer(away_id(asked.since), 1))
        self._records.record(*(_given(offer, 1, "", spoken=False) for offer in fresh))

    def arrive(self) -> None:
        """Somebody is there: the end of an absence is noted before anything else is written.

        Raises LogError.
        """
        now = self._records.now()
        since = self._absence.arrive(now)
        if since is None or self._records.log.refusal or self._records.current_plan() is None:
            return
        day = self._today.peek()
        if day.hold is None:
            self._absence.note(day.agenda, since, now)

    def poll(self) -> list[Cue]:
        """What to remind of now, one line for many; the facts first. Raises LogError.

        Nothing under a hold and nothing in the middle of a session. After an absence the one
        question about it comes in place of everything that fell due meanwhile.
        """
        day = self._today.peek()
        if self._records.log.refusal:
            return []
        self._today.open_day()
        if day.hold is not None or day.in_session:
            return []
        self.arrive()
        said = self._said(day.now)
        known = told(said, day.now)
        asked = self._absence.question(said, day.agenda)
        items: list[AgendaItem] = []
        if asked is not None and not asked.told:
            # Who travelled may have been told of it before they left: that is no news.
            items = [one for one in asked.about(day.agenda.due) if known.get(one.id, Told()).fresh]
        if not items and not self._wanted(day, known, held=False):
            return []  # The desktop is asked only when there is something to tell.
        held = self._quiet.holds()
        if not held and self._spacing.free_at() is not None:
            return []
        if asked is not None and items:
            return self._ask(day, asked, items, known, held=held)
        return self._tell(day, known, held=held)

    def _said(self, now: datetime) -> History:
        """What was said, without what a wrong clock left; that it was wrong is kept in the log."""
        found = all_reminders(self._records, now.date())
        before = set_back_from(found, now)
        if before is None:
            return believed(found, now)
        self._records.record(set_back_mark(now), at=before)
        return reminder_history(self._records, now)

    def _ask(
        self,
        day: Ahead,
        asked: AwayQuestion,
        items: Sequence[AgendaItem],
        known: Mapping[str, Told],
        *,
        held: bool,
    ) -> list[Cue]:
        """The one question about an absence, with whatever else is ready; all counts as told."""
        text = away_text([day.name(item) for item in items])
        named = {item.id for item in items}
        rest = [one for one in self._wanted(day, known, held=held) if one[0].id not in named]
        still = [offer.item for offer, _ in rest if offer.item is not None]
        if still:
            text = f"{_sentence([day.name(item) for item in still])} {text}"
        texts = [*(offer.text for offer, _ in rest if offer.text), text, "Now, later, or skip?"]
        told_now = [
            (_Offer(away_id(asked.since), 1), 1),
            *((_Offer(item.id, MOST_TELLINGS, item=item), 1) for item in items),
            *rest,
        ]
        notice = Notice(AWAY_NOTICE, "Now, later, or skip?", text, AWAY_BUTTONS)
        return self._say(told_now, " ".join(texts), notice, held=held)

    def _tell(self, day: Ahead, known: Mapping[str, Told], *, held: bool) -> list[Cue]:
        wanted = self._wanted(day, known, held=held)
        due = [offer.item for offer, _ in wanted if offer.item is not None]
        texts = [offer.text for offer, _ in wanted if offer.text]
        if due:
            texts.append(_sentence([day.name(item) for item in due]))
        if not texts:
            return []
        text = " ".join(texts)
        title = "Time for your program" if due else "Your coach"
        notice = Notice(DUE_NOTICE, title, text, DUE_BUTTONS if due else ())
        return self._say(wanted, text, notice, held=held)

    def _wanted(
        self, day: Ahead, known: Mapping[str, Told], *, held: bool
    ) -> list[tuple[_Offer, int]]:
        """What is to be told now, with which telling it is; nobody is woken by the morning."""
        return [
            (offer, nth)
            for offer in self._offers(day)
            if (nth := known.get(offer.id, Told()).nth(day.now, offer.most))
            and not (held and offer.id.startswith(MORNING))
        ]

    def _say(
        self, told_now: Sequence[tuple[_Offer, int]], text: str, notice: Notice, *, held: bool
    ) -> list[Cue]:
        """Held: shown once by who has a screen, and not counted as told."""
        if held:
            marks = {(offer.id, nth) for offer, nth in told_now}
            if marks <= self._shown:
                return []
            self._shown |= marks
            return [Cue(CueKind.REMINDER, text, spoken=False)]
        loudness = SOFTER if all(nth > 1 for _, nth in told_now) else 1.0
        shown = self._desktop.show(notice)
        self._records.record(*(_given(offer, nth, text, shown=shown) for offer, nth in told_now))
        cue = Cue(CueKind.REMINDER, text, loudness=loudness)
        self._speaker.say(cue)
        return [cue]

    def _offers(self, day: Ahead) -> list[_Offer]:
        """Everything that is due now, told or not."""
        offers = [_Offer(item.id, MOST_TELLINGS, item=item) for item in day.agenda.due]
        morning = " ".join(self._check_in.morning_lines())
        if morning:
            offers.insert(0, _Offer(f"{MORNING}{day.now.date()}", 1, morning))
        evening = self._check_ups.evening_ready()
        if evening is not None:
            offers.append(_Offer(f"evening/{evening}", 1, EVENING_READY))
        return offers


def _given(
    offer: _Offer, nth: int, text: str, *, spoken: bool = True, shown: bool = False
) -> ReminderGiven:
    return ReminderGiven(item=offer.id, text=text, spoken=spoken, shown=shown, nth=nth)


def _sentence(names: list[str]) -> str:
    text = each(names)
    return f"{text} is due now." if len(set(names)) == 1 else f"Due now: {text}."
