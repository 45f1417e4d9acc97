"""History: pain and what was done over the weeks, gaps as gaps; and taking a score back."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.domain.events import PainScore, Stamped
from coach.domain.pain import Moment, Site
from coach.review.adherence import FORMULA
from coach.tui.keys import bindings, own
from coach.tui.patient import words
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.choices import mistake
from coach.tui.widgets.plain import Plain, literal
from coach.tui.widgets.week_plot import WeekPlot
from coach.workflows.coach import Coach
from coach.workflows.look_back import LookBackView
from coach.workflows.registry import Place

DAYS = 42
_MOMENTS = {
    Moment.BEFORE: "before a session",
    Moment.DURING: "in a session",
    Moment.AFTER: "after a session",
    Moment.WORST_24H: "worst of a day",
    Moment.NOW: "noted by you",
}


class HistoryScreen(CoachScreen[None]):
    """Six weeks at a glance."""

    CSS_PATH = "history.tcss"
    place = Place.HISTORY
    heading = "History, six weeks"
    BINDINGS: ClassVar[list[BindingType]] = bindings(own(Place.HISTORY))
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "Back"),)

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="history"):
            yield WeekPlot(())
            yield Plain(id="mean")
            yield Plain(fold=True, id="formula")
            yield Plain(id="sat")

    def on_mount(self) -> None:
        self.query_one("#history").focus()
        self.reload()

    def reload(self) -> None:
        """Read the weeks anew."""
        with self.guarded("look"):
            view = self.coach.look_back.view(days=DAYS)
            self.query_one(WeekPlot).show(view.lines)
            self.query_one("#mean", Plain).show(_mean_text(view))
            self.query_one("#sat", Plain).show(_sitting_text(view))

    def action_do_formula(self) -> None:
        """Show how the percentage comes about, or hide it again."""
        formula = self.query_one("#formula", Plain)
        formula.show("" if formula.text else FORMULA[0].upper() + FORMULA[1:] + ".")

    @work(exclusive=True, group="take-back")
    async def action_do_take_back(self) -> None:
        if self.may_write():
            await self.app.push_screen_wait(TakeBackScreen(self.coach))
            self.reload()


def _mean_text(view: LookBackView) -> str:
    days = sum(1 for line in view.adherence if line.percent is not None)
    if view.mean_percent is None:
        text = "Nothing was asked yet that could be counted."
    else:
        text = f"Done on average {view.mean_percent:g} percent, over {words.count(days, 'day')}."
    missing = f" Not recorded: {words.count(view.not_recorded_days, 'day')}."
    return text + missing + f" {words.count(view.sessions, 'session')}."


def _sitting_text(view: LookBackView) -> str:
    sitting = view.sitting
    if sitting is None:
        return "Sitting today: not recorded."
    text = f"Sitting today: {sitting.line()}"
    if sitting.hard_minutes > sitting.longest_hard_minutes:
        text += f", {round(sitting.hard_minutes)} min on hard seats in all"
    if sitting.overdue_minutes:
        text += f", {round(sitting.overdue_minutes)} min past the limit"
    return text + "."


class TakeBackScreen(CoachScreen[None]):
    """The last scores; one that was wrong is taken back with a reason."""

    CSS_PATH = "history.tcss"
    heading = "Take a score back"
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "This one"), ("Esc", "Back"))

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._scores: list[tuple[Stamped, PainScore]] = []

    def compose_body(self) -> ComposeResult:
        yield Plain("The scores of the last seven days, newest first.", id="above")
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._list()

    def _list(self) -> None:
        with self.guarded("look"):
            self._scores = self.coach.look_back.scores()
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(literal(_score_text(*pair))) for pair in self._scores])
        if self._scores:
            options.highlighted = 0
        else:
            self.query_one("#above", Plain).show("There is no score of the last seven days.")

    @work(exclusive=True, group="take-back")
    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        stamped, score = self._scores[event.option_index]
        reason = await self.app.push_screen_wait(mistake(self.coach, _score_text(stamped, score)))
        if reason is not None:
            with self.guarded():
                self.coach.look_back.retract(stamped.id, reason)
                self.toast("Taken back.")
            self._list()


def _score_text(stamped: Stamped, score: PainScore) -> str:
    site = "back" if score.site is Site.BACK else "leg"
    at = words.clock_text(stamped.at, stamped.at)
    return f"{words.day_text(stamped.day)} {at}   {site} {score.score}   {_MOMENTS[score.moment]}"
