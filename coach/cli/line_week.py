"""The week in line mode: what to talk about, the sentences, where one is."""

from collections.abc import Sequence

from coach.cli.console import Console
from coach.review.recovery import WeekValue
from coach.review.recovery_words import recovery_lines
from coach.workflows.week import WeekView

NOT_RECORDED = "not recorded"


def show_week(console: Console) -> None:
    """Show the week; what is due is said aloud once as well. Raises InputError, LogError."""
    view = console.coach.week.view()
    console.say(*week_lines(view))
    console.coach.week.tell(view)


def week_lines(view: WeekView) -> list[str]:
    """What to talk about first, then the sentences and where one is."""
    lines = [*view.stood_out_lines, *view.review, "This week and the week before:"]
    lines += [f"  {sentence}" for sentence in view.words.sentences]
    if view.words.missing:
        lines.append(f"  {view.words.missing}")
    lines.append("Where you are:")
    lines += [f"  {line}" for line in (*recovery_lines(view.recovery), _by_week(view))]
    lines.append(view.nothing_to_talk)
    lines.append(view.not_looked_at)
    return [line for line in lines if line.strip()]


def _by_week(view: WeekView) -> str:
    """The weeks one after the other: what the screen draws."""
    percent = any(value.percent is not None for value in view.weeks)
    if percent:
        return f"Week by week, in percent of your start: {_percents(view.weeks)}."
    if any(value.score is not None for value in view.weeks):
        return f"Week by week, from 0 to 10: {_scores(view.weeks)}."
    return ""


def _percents(weeks: Sequence[WeekValue]) -> str:
    return ", ".join(_shown(value.percent) for value in weeks)


def _scores(weeks: Sequence[WeekValue]) -> str:
    return ", ".join(_shown(value.score) for value in weeks)


def _shown(value: float | None) -> str:
    return NOT_RECORDED if value is None else f"{value:.3g}"
