"""The body chart: keeps it as facts and says what must be asked next."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from coach.domain.body_chart import (
    Chart,
    Consequence,
    Feeling,
    chart_due,
    charts_of,
    consequence_of,
    facts_of,
)
from coach.domain.body_zones import SADDLE
from coach.domain.errors import LogError
from coach.domain.events import BodyMarked, Fact, RedFlagAnswered
from coach.domain.red_flags import RedFlag
from coach.domain.safety_rhythm import BODY_MAP
from coach.workflows.records import Records

SADDLE_QUESTIONS = ("saddle-numb", "buttock-numb", "wiping-different")
"""The questions about the saddle area, asked first when it was marked."""
BOTH_LEGS_OR_LOSS = ("both-legs-pain", "both-legs-weak", "leg-weak-sudden", "numb-spreading")
"""The questions about both legs and about numbness or weakness that is new."""
WHY_ASKED = BODY_MAP
"""The sentence above the safety list; it names no place."""
DUE = "The body map is due. Press y."


class BodyChart:
    """Charts as facts; marking is no diagnosis and locks nothing."""

    def __init__(
        self,
        records: Records,
        new_id: Callable[[], str],
        keep_asking: Callable[[Sequence[Fact], str], None],
    ) -> None:
        """`keep_asking` writes what makes the safety list due, whatever the log does."""
        self._records = records
        self._new_id = new_id
        self._keep_asking = keep_asking

    def last(self) -> Chart | None:
        """The chart that was saved last; None before the first."""
        charts = charts_of(self._records.whole(BodyMarked))
        return charts[-1][1] if charts else None

    def save(self, chart: Chart) -> Consequence:
        """Write a chart down; what must follow at once, though the log refuses it.

        Raises LogError where nothing follows and it cannot be written.
        """
        consequence = self._consequence(chart)
        facts = facts_of(chart, self._new_id())
        if consequence is Consequence.NONE:
            self._records.record(*facts)
        else:
            self._keep_asking(facts, BODY_MAP)
        return consequence

    def tells(self, chart: Chart) -> bool:
        """Whether `chart` asks for the safety questions; then it is kept though it was left."""
        return self._consequence(chart) is not Consequence.NONE

    def _consequence(self, chart: Chart) -> Consequence:
        """What follows; where the last chart cannot be read, as much as from a first one."""
        last = None
        with suppress(LogError):
            last = self.last()
        return consequence_of(chart, last)

    def against_no(self, item: RedFlag) -> str:
        """What to ask once when `item` is answered no against the last chart; empty for nothing.

        An answer that came after the chart was asked so already.
        """
        if item.id != SADDLE_QUESTIONS[0]:
            return ""
        marked = ""
        for stamped in self._records.whole(BodyMarked, RedFlagAnswered).facts:
            fact = stamped.fact
            if isinstance(fact, BodyMarked):
                marked = _numb_in(fact) if fact.zone == SADDLE else marked
            elif isinstance(fact, RedFlagAnswered) and fact.item == item.id:
                marked = ""
        return f"You marked {marked} between the legs. Is that so?" if marked else ""

    def questions(self, consequence: Consequence) -> tuple[RedFlag, ...]:
        """The whole safety list, beginning with what the chart points to; empty for nothing."""
        if consequence is Consequence.NONE:
            return ()
        first = SADDLE_QUESTIONS if consequence is Consequence.SADDLE else BOTH_LEGS_OR_LOSS
        return self._records.shelf.red_flags().asked_first(first)

    def due(self) -> bool:
        """Whether a chart is asked for now; never before set-up."""
        plan = self._records.current_plan()
        if plan is None:
            return False
        charts = self._records.whole(BodyMarked)
        return chart_due(charts, self._records.today(), plan.first_day)

    def notices(self) -> tuple[str, ...]:
        """What the day says of it."""
        return (DUE,) if self.due() else ()


def _numb_in(mark: BodyMarked) -> str:
    """`numb`, `tingling`, both, or nothing: what the question about the saddle area asks for."""
    felt = {Feeling.NUMB.word: mark.numb, Feeling.TINGLE.word: mark.tingle}
    return " and ".join(word for word, is_felt in felt.items() if is_felt)
