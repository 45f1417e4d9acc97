"""The standing guard: for programs that cap upright time it says when to sit down."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from coach.domain.events import SessionStarted, SittingBout, SittingStarted, Stamped, WarningGiven
from coach.domain.outcomes import WarningKind
from coach.domain.standing import Upright
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows.quiet import Quiet
from coach.workflows.records import Records
from coach.workflows.sitting_book import SittingBook

SIT_DOWN = "Sit down now, and lean forward a little."


class UprightGuard:
    """Watches one spell of standing; says nothing for programs without a cap.

    A spell counts by the steady clock of `book`. After a sleep as long as a break, or a machine
    that was off, nobody knows whether the person is still up: the spell is forgotten.
    """

    def __init__(self, records: Records, book: SittingBook, quiet: Quiet) -> None:
        self._records = records
        self._book = book
        self._quiet = quiet
        self._spell: Upright | None = None
        self._recovered = False

    def up(self, at: datetime) -> str:
        """The person is up since `at`, by the steady clock.

        What to say of it; empty when nothing caps it, and where the machine slept since.
        """
        cap = self._cap()
        self._recovered = True
        is_watched = cap > 0 and at >= self._book.awake_since()
        self._spell = Upright(at, cap) if is_watched else None
        return f"Sit again after {cap} minutes at most." if is_watched else ""

    def down(self) -> None:
        """The person sits, or is led through a session."""
        self._recovered = True
        self._spell = None

    def now(self) -> Upright | None:
        """The spell; after a restart, the one that the log shows begun."""
        if not self._recovered:
            self._recovered = True
            self._spell = self._begun_before()
        spell = self._spell
        if spell is not None and (
            spell.forgotten(self._book.now()) or spell.since < self._book.awake_since()
        ):
            self._spell = None
        return self._spell

    def shown(self) -> Upright | None:
        """The same, with its times as the wall clock shows them now."""
        spell = self.now()
        return replace(spell, since=self._book.at(spell.since).wall) if spell is not None else None

    def next_at(self) -> datetime | None:
        """When there is something to say; None for nothing. Raises LogError."""
        spell = self.now()
        due = spell.next_at() if spell is not None else None
        return self._quiet.said_at(self._book.at(due).wall) if due is not None else None

    def tick(self) -> Cue | None:
        """What is due now; the fact is written before it is answered. Raises LogError."""
        spell, now = self.now(), self._book.now()
        if spell is None or not spell.due(now) or self._quiet.holds():
            return None
        text = f"You have been up for {round(spell.minutes(now))} minutes. {SIT_DOWN}"
        self._book.record(WarningGiven(kind=WarningKind.REST, text=text, spoken=True))
        self._spell = replace(spell, spoken=spell.spoken + 1, spoken_at=now)
        return Cue(CueKind.SITTING, text, Priority.WARNING)

    def _cap(self) -> int:
        limits = self._book.fit.limits()
        return limits.standing_cap if limits is not None else 0

    def _begun_before(self) -> Upright | None:
        cap = self._cap()
        if not cap:
            return None
        kinds = [SittingStarted, SittingBout, SessionStarted, WarningGiven]
        since = self._records.today() - timedelta(days=1)
        log = self._records.log
        facts = log.as_recorded(log.read(since=since, kinds=kinds))
        return _last_spell(facts, self._book.time_of, cap)


def _last_spell(
    facts: Iterable[Stamped], time_of: Callable[[Stamped], datetime], cap_minutes: int
) -> Upright | None:
    """The spell since the newest stand, unless something was begun after it."""
    spell: Upright | None = None
    for stamped in facts:
        if isinstance(stamped.fact, SittingBout):
            spell = Upright(time_of(stamped), cap_minutes)
        elif isinstance(stamped.fact, SittingStarted | SessionStarted):
            spell = None
        elif spell is not None and _is_rest(stamped.fact):
            spell = replace(spell, spoken=spell.spoken + 1, spoken_at=time_of(stamped))
    return spell


def _is_rest(fact: object) -> bool:
    is_rest = isinstance(fact, WarningGiven) and fact.kind is WarningKind.REST
    return is_rest and getattr(fact, "text", "").endswith(SIT_DOWN)
