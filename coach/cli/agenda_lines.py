"""The day as plain lines: for `coach today` and the menu of line mode."""

from datetime import datetime, tzinfo

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.dose import format_dose
from coach.domain.outcomes import Excuse
from coach.review.easing_words import eased_sentence
from coach.workflows.day_lines import for_shell, left_out
from coach.workflows.today import RUNS_ELSEWHERE, Away, Today

CUT_OFF_MENU = "A session was cut off. What you did is kept; s offers to go on from there."
CUT_OFF_SHELL = "A session was cut off. What you did is kept; `coach session` offers to go on."


def today_lines(look: Today, zone: tzinfo | None, *, numbered: bool = False) -> list[str]:
    """Everything the day holds, what was missed first, a lock before all.

    `numbered` where a menu follows that takes numbers and letters; else it goes to a shell.
    """
    stage = f"stage {look.agenda.stage.value}, {look.stage_name}"
    lines = [f"{long_day(look.now)}. {look.program_title}, {stage}."]
    if look.hold is not None:
        first, number = look.hold.text.advice.first, look.hold.text.number
        lines.insert(0, f"LOCKED: {first} Number: {number}. Nothing starts until you were seen.")
    lines.extend(look.safety_lines if numbered else map(for_shell, look.safety_lines))
    if look.runs_elsewhere:
        lines.append(RUNS_ELSEWHERE)
    elif look.unfinished_session is not None and look.hold is None:
        lines.append(CUT_OFF_MENU if numbered else CUT_OFF_SHELL)
    if look.flare_until is not None:
        until = local(look.flare_until, zone).strftime("%A %H:%M")
        lines.append(f"Plan for a bad day, until {until}.")
    if look.proposal is not None:
        lines.append(look.proposal.line)
    if look.away is not None:
        lines.extend(away_lines(look.away, look, zone))
    lines.extend(item_lines(look, zone, numbered=numbered))
    percent = look.adherence.percent if look.adherence is not None else None
    if percent is not None and look.hold is None:
        lines.append(f"Done today: {percent:g} percent.")
    return lines


def item_lines(look: Today, zone: tzinfo | None, *, numbered: bool) -> list[str]:
    """One line for each item: time, name, dose, state."""
    if not look.agenda.items:
        return ["Nothing is asked today."]
    names = max(len(look.name(item)) for item in look.agenda.items)
    doses = max(len(format_dose(item.dose)) for item in look.agenda.items)
    return [
        (f"{nth:>2}  " if numbered else "")
        + f"{at(item, zone)}  {look.name(item):<{names}}  {format_dose(item.dose):<{doses}}  "
        + state_words(item, locked=look.hold is not None)
        for nth, item in enumerate(look.agenda.items, start=1)
    ]


def away_lines(away: Away, look: Today, zone: tzinfo | None) -> list[str]:
    """What happened to the plan while nobody was here; a day without entries is not zero."""
    lines = [f"While the coach was off (since {local(away.since, zone):%Y-%m-%d %H:%M}):"]
    if away.missed_today:
        missed = ", ".join(f"{at(item, zone)} {look.name(item)}" for item in away.missed_today)
        lines.append(f"  Fell due today: {missed}.")
    if away.days_not_recorded:
        days = ", ".join(day.isoformat() for day in away.days_not_recorded)
        lines.append(f"  Not recorded: {days}.")
    if look.question is not None:
        lines.append("  What of it? Say: coach away now, coach away later or coach away skip.")
    return lines


EXCUSED_WORDS = {
    Excuse.FLARE: "the plan for a bad day holds",
    Excuse.THERAPIST: "your plan does not ask for it now",
    Excuse.SAFETY: "it rests, to be safe",
    Excuse.ASLEEP: "the computer was asleep or off",
}
"""Why an item is not asked, as the patient reads it."""

LOCKED = "locked"
"""What is due or comes later, while a safety hold stands."""


def state_word(item: AgendaItem, *, locked: bool) -> str:
    """Where an item stands; under a hold nothing is called due."""
    waits = item.state in (ItemState.DUE, ItemState.LATER)
    return LOCKED if locked and waits else item.state.value


def state_words(item: AgendaItem, *, locked: bool = False) -> str:
    """Where an item stands, with the reason where there is one."""
    words = state_word(item, locked=locked)
    if item.rests and not locked:
        words += ", the skin rests until then"
    if item.state in (ItemState.DUE, ItemState.MISSED, ItemState.LATER) and item.share > 0:
        words += f", {item.share * 100:.0f} percent done"
    elif item.eased is not None and item.state in (ItemState.DUE, ItemState.LATER):
        words += f" ({eased_sentence(item.eased).removesuffix('.')})"
    if item.excused is not None and not item.numb:
        return f"{words} ({EXCUSED_WORDS[item.excused]})"
    if item.declined is None or item.state is ItemState.DONE:
        return words
    why = left_out(item.declined, numb=item.numb)
    words = words.removeprefix(item.state.value).lstrip(", ")
    return f"{why}, {words}" if words else why


def at(item: AgendaItem, zone: tzinfo | None) -> str:
    """When an item is asked for, by the patient's clock."""
    return local(item.due_at, zone).strftime("%H:%M")


def local(when: datetime, zone: tzinfo | None) -> datetime:
    """`when` by the patient's clock; the machine's zone where none is set."""
    return when.astimezone(zone)


def long_day(now: datetime) -> str:
    """`Monday 1 March 2027`."""
    return f"{now:%A} {now.day} {now:%B %Y}"
