"""The week: what to talk to the therapist about first, then three sentences and where one is."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from coach.review.recovery_words import recovery_lines
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.course_plot import CoursePlot
from coach.tui.widgets.plain import Plain
from coach.workflows.week import WeekView


class WeekScreen(CoachScreen[None]):
    """This week beside the one before, and the way since the start."""

    CSS_PATH = "week.tcss"
    heading = "Week"
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "Back"),)

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="week"):
            yield Plain(fold=True, id="stood-out")
            yield Plain(fold=True, id="review")
            yield Plain("This week and the week before", classes="part")
            yield Plain(fold=True, id="sentences")
            yield Plain(fold=True, id="missing")
            yield Plain("Where you are", classes="part", id="own-part")
            yield Plain(id="own")
            yield CoursePlot()
            yield Plain(fold=True, id="nothing")
            yield Plain(fold=True, id="not-looked-at")

    def on_mount(self) -> None:
        self.query_one("#week").focus()
        view: WeekView | None = None
        with self.guarded("look"):
            view = self.coach.week.view()
            self._draw(view)
        if view is not None:
            with self.guarded():
                self.coach.week.tell(view)

    def _draw(self, view: WeekView) -> None:
        self.query_one("#sentences", Plain).show("\n".join(view.words.sentences))
        self.query_one("#missing", Plain).show(view.words.missing)
        self.query_one("#own", Plain).show("\n".join(recovery_lines(view.recovery)))
        self.query_one(CoursePlot).show(view.weeks)
        self.query_one("#stood-out", Plain).show("\n".join(view.stood_out_lines))
        self.query_one("#review", Plain).show("\n".join(view.review))
        self.query_one("#nothing", Plain).show(view.nothing_to_talk)
        self.query_one("#not-looked-at", Plain).show(view.not_looked_at)
