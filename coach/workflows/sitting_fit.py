"""The limits of sitting as they hold for this patient: the plan's, fitted, shortened when bad."""

from datetime import datetime, timedelta

from coach.domain import sitting, sitting_limits
from coach.domain.events import (
    FlareStarted,
    PainScore,
    PlanReceived,
    SittingBout,
    StageChanged,
    Stamped,
    WarningGiven,
)
from coach.domain.history import history_of
from coach.domain.outcomes import LimitRule
from coach.domain.program import SittingLimits, Surface
from coach.domain.time_events import ReminderGiven, ReminderPutOff, SittingLimitSet
from coach.session.cues import Cue, CueKind
from coach.workflows import sitting_words as words
from coach.workflows.records import Records
from coach.workflows.sitting_words import SittingQuestion

DEFAULT_LIMIT_MINUTES = 20
DEFAULT_BREAK_MINUTES = 2
"""Before a program is chosen (source: clinical 4.3, DESIGN)."""
READ_DAYS = 36
"""How far back scores and bouts are read: four weeks, and the usual scores before them."""

READ_AGAIN_SECONDS = 5
"""How long a coach that may not write believes what it read: another one writes meanwhile."""


class SittingFit:
    """Reads limits, fits them, and asks whether they are too short."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._dismissed: set[str] = set()
        self._limits: tuple[object, SittingLimits | None] | None = None
        self._kept: tuple[object, SittingQuestion | None] | None = None

    def version(self) -> tuple[object, ...]:
        """Changes whenever what was read may be another; a second coach may write meanwhile."""
        refused = bool(self._records.log.refusal)
        turn = int(self._records.clock.monotonic() / READ_AGAIN_SECONDS) if refused else 0
        return self._records.written, self._records.today(), turn

    def limits(self) -> SittingLimits | None:
        """The plan's own; None before a program is chosen."""
        version = self.version()
        if self._limits is None or self._limits[0] != version:
            self._limits = (version, self._read_limits())
        return self._limits[1]

    def _read_limits(self) -> SittingLimits | None:
        plan = self._records.current_plan()
        return plan.program.stage(plan.stage).sitting if plan is not None else None

    def break_minutes(self) -> int:
        """How long a break must last to count."""
        limits = self.limits()
        return limits.break_minutes if limits is not None else DEFAULT_BREAK_MINUTES

    def limit_at(self, surface: Surface, at: datetime) -> int:
        """The limit in minutes of a bout that began at `at`."""
        limits = self.limits()
        if limits is None:
            return DEFAULT_LIMIT_MINUTES
        before = [one for one in self._course() if one.at <= at]
        fitted = sitting_limits.fitted_minutes(limits, surface, before)
        plan = self._records.current_plan()
        until = history_of(before).flare_until()
        if plan is None or until is None or until <= at:
            return fitted
        return sitting.shortened(fitted, plan.program.flare.sitting_factor)

    def why(self, surface: Surface) -> str:
        """Why to get up, for this patient."""
        limits = self.limits()
        if limits is None:
            return ""
        rise = sitting_limits.usual_rise(
            self._facts(), limits.break_minutes, surface, self._records.today()
        )
        believable = rise is not None and rise >= sitting_limits.LEAST_MINUTES
        return words.why_for_you(rise if believable else None, limits.reason)

    def fit(self, surface: Surface | None = None, *, at: datetime | None = None) -> list[Cue]:
        """Fit what the log asks for, the facts first, and ask once whether it is too short.

        `at` is when the bout begins for which the new limits hold already. Raises LogError.
        """
        limits = self.limits()
        if limits is None:
            return []
        cues = []
        facts = self._facts()
        for fact in sitting_limits.next_fits(limits, facts, self._records.today()):
            before = sitting_limits.fitted_minutes(limits, fact.surface, facts)
            self._records.record(fact, at=at)
            cues.append(Cue(CueKind.SITTING, words.limit_told(fact, before)))
        return cues + (self._ask_once(limits, facts) if surface is not None else [])

    def _ask_once(self, limits: SittingLimits, facts: list[Stamped]) -> list[Cue]:
        item = self._too_short_item()
        if any(isinstance(one.fact, ReminderGiven) and one.fact.item == item for one in facts):
            return []
        asked = self._too_short(limits, facts)
        if asked is None:
            return []
        self._records.record(
            ReminderGiven(item=item, text=asked.text, spoken=True, shown=False, nth=1)
        )
        return [Cue(CueKind.SITTING, asked.text)]

    def question(self) -> SittingQuestion | None:
        """Whether a time is too short, or whether a fitted one is to stay; None for neither."""
        key = (self.version(), len(self._dismissed))
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, self._question())
        return self._kept[1]

    def _question(self) -> SittingQuestion | None:
        limits = self.limits()
        if limits is None:
            return None
        facts = self._facts()
        item, today = self._too_short_item(), self._records.today()
        asked = any(isinstance(one.fact, ReminderGiven) and one.fact.item == item for one in facts)
        newest = self._set_today(facts)
        if asked and newest is None and item not in self._dismissed:
            return self._too_short(limits, facts)
        if newest is None or newest.id in self._dismissed or newest.day != today:
            return None
        assert isinstance(newest.fact, SittingLimitSet)
        if newest.fact.rule is LimitRule.SAID:
            return None
        return words.limit_question(newest.fact, limits.minutes(newest.fact.surface))

    def answer(self, key: str) -> list[Cue]:
        """One of the question's answers. Raises LogError."""
        limits, facts = self.limits(), self._facts()
        newest = self._set_today(facts)
        if limits is None:
            return []
        if key == words.LONGER:
            surface = sitting_limits.too_short(limits, facts, self._records.today())
            longer = (
                sitting_limits.longer_minutes(limits, facts, surface)
                if surface is not None
                else None
            )
            if surface is None or longer is None:
                return []
            return self._set(limits, facts, surface, longer, LimitRule.ASKED, "too short")
        if key == words.BACK and newest is not None:
            assert isinstance(newest.fact, SittingLimitSet)
            surface = newest.fact.surface
            own = limits.minutes(surface)
            return self._set(limits, facts, surface, own, LimitRule.SAID, "taken back")
        self._dismissed.add(
            self._too_short_item() if key == words.SAME else getattr(newest, "id", "")
        )
        return [Cue(CueKind.SITTING, "It stays as it is.", spoken=False)]

    def _set(
        self,
        limits: SittingLimits,
        facts: list[Stamped],
        surface: Surface,
        minutes: int,
        rule: LimitRule,
        evidence: str,
    ) -> list[Cue]:
        before = sitting_limits.fitted_minutes(limits, surface, facts)
        fact = SittingLimitSet(surface=surface, minutes=minutes, rule=rule, evidence=evidence)
        self._records.record(fact)
        return [Cue(CueKind.SITTING, words.limit_told(fact, before), spoken=False)]

    def _too_short(self, limits: SittingLimits, facts: list[Stamped]) -> SittingQuestion | None:
        surface = sitting_limits.too_short(limits, facts, self._records.today())
        if surface is None:
            return None
        longer = sitting_limits.longer_minutes(limits, facts, surface)
        return words.too_short_question(surface, longer) if longer is not None else None

    def _set_today(self, facts: list[Stamped]) -> Stamped | None:
        today = self._records.today()
        sets = [one for one in facts if isinstance(one.fact, SittingLimitSet) and one.day == today]
        return sets[-1] if sets else None

    def _too_short_item(self) -> str:
        return f"sitting-too-short/{self._records.today().isoformat()}"

    def _course(self) -> tuple[Stamped, ...]:
        kinds = (PlanReceived, StageChanged, FlareStarted, SittingLimitSet)
        return self._records.whole(*kinds).facts

    def _facts(self) -> list[Stamped]:
        kinds = [PainScore, SittingBout, WarningGiven, ReminderPutOff, ReminderGiven]
        since = self._records.today() - timedelta(days=READ_DAYS)
        return [*self._course(), *self._records.log.read(since=since, kinds=kinds)]
