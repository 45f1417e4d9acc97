"""The caseload as text: one row a patient, and the chosen one in full."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from coach.domain.counts import counted
from coach.domain.text import clean_line
from coach.review.caseload_line import CaseloadLine, Order, Show
from coach.review.caseload_rules import Level
from coach.review.caseload_words import day_words, last_visit
from coach.review.verdicts import shown
from coach.workflows.patients import short_id

SIGNS = {Level.NOW: "!!!", Level.SOON: "!!", Level.LOOK: "!", Level.CALM: ""}
"""How soon, told by shape and not by a colour alone."""
LEVELS = {Level.NOW: "now", Level.SOON: "soon", Level.LOOK: "to look at", Level.CALM: ""}
ORDERS = {
    Order.NEED: "need",
    Order.NAME: "name",
    Order.SILENT: "silence, the longest first",
    Order.ADHERENCE: "what was done, the least first",
    Order.LEG: "leg, the strongest first",
    Order.VISIT: "last decision, the oldest first",
}
SHOWS = {
    Show.ALL: "everyone",
    Show.NEEDS_ME: "who needs you",
    Show.LOCKED: "who is locked",
    Show.SILENT: "who is silent",
}
NOTHING = "–"
"""Stands where nothing is recorded; never a zero."""
BROADEST = 140
BROAD = 100
NARROW = 60
_SIGN_COLUMNS = 3


class _Column(Struct, frozen=True):
    heading: str
    columns: int


_NARROW = (_Column("Name", 16),)
_USUAL = (_Column("Name", 17), _Column("Leg start→now", 13))
_FIGURES = (_Column("Done", 4), _Column("Silent", 6))
_BROAD = (*_USUAL, *_FIGURES)
_BROADEST = (_Column("Name", 24), _USUAL[1], _Column("Down to", 7), *_FIGURES)


def _columns(width: int) -> tuple[_Column, ...]:
    if width < NARROW:
        return _NARROW
    if width < BROAD:
        return _USUAL
    return _BROAD if width < BROADEST else _BROADEST


def _joined(sign: str, cells: Sequence[str], why: Sequence[str], width: int) -> str:
    sized = [
        set_cell_size(cell, column.columns)
        for cell, column in zip(cells, _columns(width), strict=False)
    ]
    before = "".join(f"{cell}  " for cell in (set_cell_size(sign, _SIGN_COLUMNS), *sized))
    text = before + _fitting(why, width - cell_len(before))
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _fitting(why: Sequence[str], room: int) -> str:
    """As many whole sentences as there is room for, and how many more there are."""
    for kept in range(len(why), 1, -1):
        text = _with_more(why[:kept], len(why) - kept)
        if cell_len(text) <= room:
            return text
    first = _with_more(why[:1], len(why) - 1)
    return first if cell_len(first) <= room else why[0]


def _with_more(why: Sequence[str], more: int) -> str:
    return " ".join([*why, f"+{more}"] if more else why)


def header(width: int) -> str:
    """The names of the columns."""
    return _joined("", [column.heading for column in _columns(width)], ["Why"], width)


def row(line: CaseloadLine, width: int) -> str:
    """One patient in `width` columns; `+2` for reasons that there is no room for."""
    cells = [clean_line(line.enrolled.name), legs(line)]
    if width >= BROADEST:
        cells.append(line.reach.word if line.reach is not None else NOTHING)
    cells.append(f"{line.percent:.0f}%" if line.percent is not None else NOTHING)
    cells.append(f"{line.silent_days} d" if line.silent_days is not None else NOTHING)
    why = [clean_line(one.words) for one in line.reasons] or [line.why]
    if line.shares_name:
        why[0] = f"({short_id(line.enrolled.patient)}) {why[0]}"
    return _joined(SIGNS[line.level], cells, why, width)


def legs(line: CaseloadLine) -> str:
    """`6→3`: the start of the plan and now; `(7)` is the newest, with too few for a middle."""
    if line.leg_now is None:
        return NOTHING if line.leg_newest is None else f"({line.leg_newest})"
    before = "" if line.leg_start is None else f"{shown(line.leg_start)}→"
    return f"{before}{shown(line.leg_now)}"


def status(
    lines: Sequence[CaseloadLine], found: int, order: Order, show: Show, typed: str, waiting: int
) -> str:
    """How many need a person, and what the list shows."""
    counts = [
        f"{count} {LEVELS[level]}"
        for level in (Level.NOW, Level.SOON, Level.LOOK)
        if (count := sum(1 for line in lines if line.level is level))
    ]
    if not lines and not waiting:
        return "Nobody yet."
    patients = "1 patient" if len(lines) == 1 else f"{len(lines)} patients"
    text = f"{patients}: {', '.join(counts) or 'no threshold crossed'}."
    text += f"  Showing {SHOWS[show]}"
    text += f' with "{clean_line(typed, limit=40)}" ({found})' if typed else ""
    text += f", by {ORDERS[order]}."
    return f"{text}  Reading {waiting} more ..." if waiting else text


def next_show(show: Show) -> Show:
    """What `f` goes on to."""
    shows = list(Show)
    return shows[(shows.index(show) + 1) % len(shows)]


def nobody_shown(found: Sequence[CaseloadLine], show: Show, typed: str) -> str:
    """Why nobody is listed, and the key that changes it; `found` are all whom the search finds."""
    on = f"f to go on to {SHOWS[next_show(show)]}"
    if not typed:
        return f"Nobody is shown: the list is of {SHOWS[show]}. Press {on}."
    searched = f'"{clean_line(typed, limit=40)}"'
    if not found:
        return f"Nobody is found with {searched}. Esc takes the search back."
    others = "1 patient is" if len(found) == 1 else f"{len(found)} patients are"
    return (
        f"{others} found with {searched}, and not shown: the list is of {SHOWS[show]}. "
        f"Press Enter, then {on}; Esc takes the search back."
    )


def detail(line: CaseloadLine, today: date) -> list[str]:
    """Everything about one patient, each reason on a line of its own, before the figures."""
    who = f"{clean_line(line.enrolled.name)}   {short_id(line.enrolled.patient)}"
    return [f"{who}   {_plan(line, today)}", *_reasons(line), _numbers(line)]


def _reasons(line: CaseloadLine) -> list[str]:
    if not line.reasons:
        return [line.why]
    return [f"{SIGNS[one.level] or '·':<3} {one.words}" for one in line.reasons]


def _plan(line: CaseloadLine, today: date) -> str:
    if not line.plan_version:
        return "No plan opened yet."
    until = f" until {day_words(line.plan_until, today)}" if line.plan_until is not None else ""
    stage = ""
    if line.stage is not None:
        stage = f", stage {line.stage.value} ({line.stage.name.lower()})"
    seen = line.decided_on
    decided = "no decision yet"
    if seen is not None:
        decided = last_visit(seen, today, only_signed=line.only_signed)
    return f"{line.plan_version}{stage}{until}; {decided}."


def _numbers(line: CaseloadLine) -> str:
    reach = f" Down to the {line.reach.word}." if line.reach else ""
    done = " Done: not recorded."
    if line.percent is not None:
        done = f" Done {line.percent:.0f} percent over {counted(line.percent_days, 'day')}."
    return line.leg + reach + done
