"""The body map: go to a place, press what is felt there; two figures, or the same as a list."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.domain.body_chart import Chart, Consequence, Feeling
from coach.domain.body_zones import ZONES, Zone
from coach.session.cues import Cue, CueKind, Priority
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.body_figure import (
    START,
    BodyFigure,
    Spot,
    Way,
    first_spot,
    marked_lines,
    next_spot,
    turned,
    zone_text,
)
from coach.tui.widgets.key_line import KeyLine, Pair
from coach.tui.widgets.plain import Plain, literal
from coach.workflows.coach import Coach

ASKED = "Where do you feel it?"
HOW = "Go to a place with the arrows, then press what you feel there."
FIRST_HINT = f"{ASKED} Use the arrows, then press what you feel."
NOTHING = "Nothing is marked. Press Enter once more to save that you feel nothing."
LEAST_WIDTH = 60
"""Columns below which zones are listed instead of drawn (source: clinical 6.1)."""
LEAST_HEIGHT = 23
SIDE_WIDTH = 114
"""Columns from which what is marked stands beside the figures in words."""
NAME_SECONDS = 2.0
"""A name that could not be said within this time is of a zone that was passed."""


class BodyScreen(CoachScreen[Consequence | None]):
    """Saves a chart and gives back what must follow; None when it was left without saving."""

    CSS_PATH = "body.tcss"
    quiet = True
    heading = "Body map"
    BINDINGS: ClassVar[list[BindingType]] = [
        *((way, f"go('{way}')", "Move") for way in ("up", "down", "left", "right")),
        *((feeling.letter, f"mark('{feeling.value}')", feeling.word) for feeling in Feeling),
        *((str(number), f"score({number})", "How strong") for number in range(10)),
        ("plus", "score(10)", "How strong"),
        ("delete,backspace", "clear", "Clear"),
        ("v,tab", "turn", "Turn round"),
        ("x", "list", "List"),
        ("l", "as_last_time", "As last time"),
        ("enter", "save", "Save"),
    ]

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._chart = Chart()
        self._last: Chart | None = None
        self._spot = START
        self._wants_list = False
        self._one_typed = False
        """Whether the key before was a 1: with a 0 it makes 10."""
        self._kept = False
        """Whether it was saved, or left by the person."""
        self._asked_again = False
        """Whether it was said that nothing is marked."""

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="ground"):
            yield BodyFigure()
            with Vertical(id="side"):
                yield Plain("What you marked", id="side-title")
                yield Plain(id="side-marks")
        yield OptionList(
            *(Option(literal(self._line(zone)), id=zone.code) for zone in ZONES), markup=False
        )
        yield Plain(id="zone")
        yield Plain(FIRST_HINT, fold=True, id="hint")

    def on_mount(self) -> None:
        with self.guarded("look"):
            self._last = self.coach.body.last()
        self.coach.speaker.prepare([zone.words for zone in ZONES if not zone.private])
        self._fit()
        self.say(ASKED)

    def on_resize(self) -> None:
        self._fit()

    # --- what is shown

    @property
    def _listed(self) -> bool:
        width, height = self.app.size
        return self._wants_list or width < LEAST_WIDTH or height < LEAST_HEIGHT

    def _fit(self) -> None:
        """Figures where they fit and are wanted, otherwise the list; the zone stays chosen."""
        zones, listed = self.query_one(OptionList), self._listed
        zones.display = listed
        self.query_one("#ground").display = not listed
        self.query_one("#side").display = self.app.size.width >= SIDE_WIDTH
        zones.highlighted = zones.get_option_index(self._spot.code)
        (zones if listed else self.query_one(BodyFigure)).focus()
        self._draw()

    def _draw(self) -> None:
        self.query_one(BodyFigure).show(self._chart, self._spot)
        zones = self.query_one(OptionList)
        for zone in ZONES:
            prompt = literal(self._line(zone))
            if str(zones.get_option(zone.code).prompt) != str(prompt):
                zones.replace_option_prompt(zone.code, prompt)
        self.query_one("#zone", Plain).show(_capital(zone_text(self._chart, self._spot.zone)))
        lines = marked_lines(self._chart) or ["Nothing yet."]
        self.query_one("#side-marks", Plain).show("\n".join(map(_capital, lines)))
        self.query_one(KeyLine).show(self.entries(), self._keys())

    def _line(self, zone: Zone) -> str:
        """A zone in the list: its marks in words, or before it as letters where it is narrow."""
        mark, name = self._chart.mark(zone.code), _capital(zone.words)
        if self.app.size.width < LEAST_WIDTH:
            return f"{mark.letters if mark.feelings else '·':<7} {name}"
        return f"{name:<32}{mark.words if mark.feelings else ''}".rstrip()

    def _keys(self) -> list[Pair]:
        feelings = [(one.letter, _capital(one.word)) for one in Feeling]
        arrows = "↑↓" if self._listed else "↑↓←→"
        keys = [(arrows, "Move"), *feelings, ("0-9 +", "Score"), ("Del", "Clear")]
        if not self._listed and len(self.query_one(BodyFigure).views) == 1:
            keys.append(("v", "Turn"))
        if self._wants_list or not self._listed:
            keys.append(("x", "Figure" if self._wants_list else "List"))
        if self._last is not None:
            keys.append(("l", "Last"))
        return [*keys, ("Enter", "Save"), ("Esc", "Back")]

    def _hint(self, text: str = "") -> None:
        self._asked_again = text == NOTHING
        self.query_one("#hint", Plain).show(text or HOW)

    def _name_zone(self) -> None:
        """Say where one is now; words about private places are shown only."""
        zone = self._spot.zone
        if not zone.private:
            cue = Cue(CueKind.QUESTION, zone.words, Priority.EXTRA, expires_seconds=NAME_SECONDS)
            self.coach.speaker.say(cue)

    # --- keys

    def action_go(self, way: Way) -> None:
        views = self.query_one(BodyFigure).views
        self._go_to(next_spot(self._spot, way, views))

    def action_turn(self) -> None:
        if not self._listed:
            self._go_to(turned(self._spot))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        code = event.option_id
        if self._listed and code is not None and code != self._spot.code:
            self._go_to(first_spot(code))

    def _go_to(self, spot: Spot) -> None:
        self._one_typed = False
        self._spot = spot
        self._hint()
        self._draw()
        self._name_zone()

    def action_mark(self, feeling: str) -> None:
        self._change(self._chart.toggled(self._spot.code, Feeling(feeling)))

    def action_score(self, score: int) -> None:
        ten = self._one_typed and score == 0
        self._change(self._chart.scored(self._spot.code, 10 if ten else score))
        self._one_typed = score == 1

    def action_clear(self) -> None:
        self._change(self._chart.cleared(self._spot.code))

    def action_as_last_time(self) -> None:
        """Take over the marks of the last chart, to change what changed."""
        if self._last is not None:
            self._change(self._last)

    def _change(self, chart: Chart) -> None:
        self._one_typed = False
        self._chart = chart
        self._hint()
        self._draw()

    def action_list(self) -> None:
        self._wants_list = not self._wants_list
        self._fit()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.action_save()

    def action_save(self) -> None:
        """Write it down; that nothing is felt is written only when it is said twice."""
        if self._chart.empty and not self._asked_again:
            self._hint(NOTHING)
            self.say(NOTHING)
            return
        with self.guarded():
            self._keep()

    def _keep(self) -> None:
        """Write it down, and give back what must follow.

        Raises LogError where nothing follows.
        """
        consequence = self.coach.body.save(self._chart)
        self._kept = True
        self.dismiss(consequence)

    def action_leave(self) -> None:
        """Nothing is saved, but for what asks for the safety questions: that is asked at once."""
        if self.coach.body.tells(self._chart):
            self._keep()
            return
        self._kept = True
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Closed from outside: what asks for the safety questions is kept."""
        if not self._kept and self.coach.body.tells(self._chart):
            self.coach.body.save(self._chart)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
