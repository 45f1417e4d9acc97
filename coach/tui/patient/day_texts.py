"""What the today screen says of now and of sitting; it asks the workflows, and draws nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.domain.agenda import AgendaItem, ItemState
from coach.domain.errors import CoachError
from coach.tui.patient import words
from coach.workflows.coach import Coach
from coach.workflows.today import RUNS_ELSEWHERE, Today

if TYPE_CHECKING:
    from coach.workflows.sitting_view import SittingNow

BAR = 10


def now_text(coach: Coach, look: Today, *, timed: bool) -> str:
    """What is due now, `timed` how long it takes as well; or what comes next."""
    due = look.agenda.due
    if look.runs_elsewhere:
        return f"○ {RUNS_ELSEWHERE}"
    if not due:
        later = look.agenda.in_state(ItemState.LATER)
        if not later:
            return "○ Nothing more is asked today."
        at = words.clock_text(later[0].due_at, look.now)
        return f"○ Nothing is due now.\n  Next: {look.name(later[0])} at {at}."
    names = words.listed([look.name(item) for item in due])
    minutes = _minutes(coach, due) if timed else 0
    verb = "is" if len(due) == 1 else "are"
    time = f", about {words.count(minutes, 'minute')}" if minutes else ""
    return f"▶ {words.count(len(due), 'thing')} {verb} due now{time}.\n  {names}."


def flare_text(look: Today) -> str:
    """How long the plan for a bad day holds; empty when it does not."""
    if look.flare_until is None:
        return ""
    until = look.flare_until.astimezone(look.now.tzinfo)
    at = f"{words.day_text(until.date())}, {words.clock_text(until, look.now)}"
    return f"The plan for a bad day holds until {at}. Following it counts in full."


def ready_text(coach: Coach, look: Today, height: int) -> str:
    """What else is ready, in as many lines as a terminal of `height` lines has room for."""
    from coach.workflows.day_lines import day_lines

    proposed = [look.proposal.line] if look.proposal is not None else []
    return words.ready_text([*proposed, *day_lines(coach)], height)


def _minutes(coach: Coach, due: Sequence[AgendaItem]) -> int:
    try:
        return round(coach.sessions.seconds_for(due) / 60)
    except CoachError:
        return 0


def sitting_text(coach: Coach) -> str:
    """What runs by the clock, what is sat now and today, tasks that come, what was asked."""
    sitting, asked = coach.guard.now(), coach.guard.asks()
    timed = "   ".join(timer.line for timer in coach.timers.now())
    now = _bout_line(sitting) if sitting is not None else _upright_line(coach)
    question = f"{asked.text} Press j." if asked is not None else ""
    coming = coach.tasks.coming()
    tasks = f"To come: {words.listed(coming)}" if coming else ""
    lines = (timed, now, coach.guard.day_line(), tasks, question)
    return "\n".join(line for line in lines if line)


def _bout_line(sitting: "SittingNow") -> str:
    share = min(1.0, sitting.minutes / sitting.limit_minutes)
    full = round(BAR * share)
    bar = "■" * full + "□" * (BAR - full)
    seat = words.seat_text(sitting.surface)
    text = f"Sitting {seat}  {bar}  {int(sitting.minutes)} of {sitting.limit_minutes} min"
    if sitting.snoozed_minutes:
        return f"{text}: {words.count(sitting.snoozed_minutes, 'more minute')}"
    return f"{text}: please stand up" if sitting.overdue_minutes > 0 else text


def _upright_line(coach: Coach) -> str:
    upright = coach.guard.upright()
    if upright is None:
        return ""
    minutes = int(upright.minutes(coach.records.now()))
    return f"Up and about  {minutes} of {upright.cap_minutes} min"
