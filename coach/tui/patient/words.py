"""Plain words for what the screens show: days, doses, lights, lists."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.counts import counted
from coach.domain.dose import Dose, Side
from coach.domain.lights import Light
from coach.domain.program import Surface
from coach.tui.widgets.agenda_list import Group, Row
from coach.workflows.today import Today

if TYPE_CHECKING:
    from coach.domain.pain import PainReport
    from coach.session.view import SessionView

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_GROUPS = (
    (ItemState.DUE, "Now", "▶"),
    (ItemState.LATER, "Later today", "○"),
    (ItemState.MISSED, "Not done", "–"),
    (ItemState.DONE, "Done", "✓"),
    (ItemState.EXCUSED, "Not asked today", "~"),
)
_SEATS = {
    Surface.SOFT: "on a soft seat",
    Surface.FIRM: "on a firm seat",
    Surface.HARD: "on a hard seat",
    Surface.FLOOR: "on the floor",
    Surface.CAR: "in the car",
}

BAD_DAY_RUNS = "The plan for a bad day holds already. It ends by itself."
MORNING_FROM = 5
MOST_READY = 3
"""Lines of what else is ready on a low screen."""
TALL = 34
"""Rows from which there is room for all of them."""


def day_text(day: date) -> str:
    """`Mon 1 Mar`; the month and day names of the words' own language."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """`1 Mar`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def clock_text(at: datetime, like: datetime) -> str:
    """The time of day, in the zone of `like`."""
    local = at.astimezone(like.tzinfo)
    return f"{local.hour}:{local.minute:02d}"


def greeting(now: datetime, name: str) -> str:
    """Good morning, afternoon or evening; in the night none of them."""
    if now.hour < MORNING_FROM:
        return f"Hello, {name}." if name else "Hello."
    part = "morning" if now.hour < 12 else "afternoon" if now.hour < 18 else "evening"
    return f"Good {part}, {name}." if name else f"Good {part}."


def dose_text(dose: Dose) -> str:
    """How much, in as few words as a list has room for."""
    if dose.timed and dose.total_reps == 1:
        return _time(dose.hold_seconds)
    amount = counted(dose.reps[0], "time")
    if dose.sets > 1:
        amount = f"{dose.sets} sets of {dose.reps[0]}"
    if len(set(dose.reps)) > 1:
        amount = " + ".join(str(reps) for reps in dose.reps)
    held = f", {_time(dose.hold_seconds)}" if dose.timed else ""
    return amount + held + (", each side" if dose.side is Side.EACH else "")


def _time(seconds: int) -> str:
    return f"{seconds // 60} min" if seconds >= 60 and seconds % 60 == 0 else f"{seconds} s"


def count(number: int, thing: str) -> str:
    """`1 thing`, `2 things`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def ready_text(lines: Sequence[str], height: int) -> str:
    """What else is ready, one line each; few enough on a low screen to leave the agenda room."""
    if len(lines) > MOST_READY and height < TALL:
        kept = lines[: MOST_READY - 1]
        lines = [*kept, f"{count(len(lines) - len(kept), 'more thing')} ready: press m."]
    return "\n".join(lines)


def listed(names: Sequence[str], most: int = 4) -> str:
    """`A, B and 3 more`."""
    different = list(dict.fromkeys(names))
    if len(different) > most:
        return f"{', '.join(different[:most])} and {len(different) - most} more"
    if len(different) < 2:
        return "".join(different)
    return f"{', '.join(different[:-1])} and {different[-1]}"


def groups(look: Today) -> list[Group]:
    """The day's items as the list shows them."""
    made = []
    for state, heading, sign in _GROUPS:
        items = look.agenda.in_state(state)
        rows = tuple(_row(look, item, sign) for item in items)
        if rows:
            made.append(Group(heading, rows))
    return made


def _row(look: Today, item: AgendaItem, sign: str) -> Row:
    remark = ""
    shown_why = (ItemState.MISSED, ItemState.EXCUSED) if item.numb else (ItemState.MISSED,)
    if item.state in shown_why and item.declined is not None:
        from coach.workflows.day_lines import left_out

        remark = left_out(item.declined, numb=item.numb)
    elif item.rests:
        remark = "the skin rests"
    elif item.share > 0 and item.state is not ItemState.DONE:
        remark = "part of it done"
    elif item.eased is not None and item.state is not ItemState.DONE:
        from coach.review.easing_words import eased_remark

        remark = eased_remark(item.eased)
    at = clock_text(item.due_at, look.now)
    return Row(item.id, sign, at, look.name(item), dose_text(item.dose), remark)


def done_text(look: Today) -> str:
    """`Done 3 of 12.`; what is not asked today counts on neither side."""
    asked = [item for item in look.agenda.items if item.state is not ItemState.EXCUSED]
    if not asked:
        return "Nothing is asked today."
    done = sum(1 for item in asked if item.state is ItemState.DONE)
    return f"Done {done} of {len(asked)} today."


def away_text(look: Today) -> str:
    """What was missed while nobody was here, without blame; empty when nothing was."""
    if look.away is None:
        return ""
    parts = []
    if look.away.days_not_recorded:
        days = look.away.days_not_recorded
        shown = listed([day_text(day) for day in days], most=5)
        verb = "was" if len(days) == 1 else "were"
        parts.append(f"{shown} {verb} not recorded. That counts neither for nor against you.")
    if look.away.missed_today and look.question is None:  # Else the question names them.
        names = listed([look.name(item) for item in look.away.missed_today])
        parts.append(f"Today, while the coach was closed, this fell due: {names}.")
    return f"While you were away: {' '.join(parts)} Esc: I have read this." if parts else ""


def seat_text(surface: Surface) -> str:
    """Where one sits."""
    return _SEATS[surface]


_SHAPES = {Light.GREEN: "●", Light.AMBER: "▲", Light.RED: "■", None: "○"}


def light_sign(light: Light | None, headline: str) -> str:
    """The light by shape and word: it can be told without its colour."""
    return f"{_SHAPES[light]} {headline.upper()}"


def report_text(report: "PainReport") -> str:
    """Back, leg and reach in a row; what was not answered is *not recorded*, never 0."""
    reach = report.reach.word if report.reach is not None else "not recorded"
    return f"back {_score(report.back)}   leg {_score(report.leg)}   reach {reach}"


def _score(score: int | None) -> str:
    return str(score) if score is not None else "not recorded"


def set_text(view: "SessionView") -> str:
    """Side, set and repetition, as far as there are any."""
    parts = []
    if view.side:
        parts.append(f"{view.side} side")
    if view.sets > 1 and view.set_no:
        parts.append(f"set {view.set_no} of {view.sets}")
    if view.reps > 1 and view.rep:
        parts.append(f"rep {view.rep} of {view.reps}")
    text = "   ".join(parts)
    return text[:1].upper() + text[1:]
