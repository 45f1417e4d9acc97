"""The words of line mode: letters from the one registry, and a running session as lines."""

from collections.abc import Iterable

from coach.cli.line_input import EMERGENCY_WORD
from coach.domain.counts import counted
from coach.domain.outcomes import SessionOutcome
from coach.session.commands import Command
from coach.session.moves import is_last
from coach.session.plan import PlanStep, StepKind
from coach.session.state import Phase, SessionState
from coach.session.view import HOLD, step_word
from coach.workflows.registry import Entry, Place, entries
from coach.workflows.run_session import Summary

OTHER_LETTERS = {"space": "p", "enter": "number"}
"""Keys that cannot be typed as a line: space is `p` or an empty line, enter is an item's number."""

_HINTS = {
    Phase.PAUSED: "PAUSED. p or Enter: go on, h: that hurts, x: leave out, q: end",
    Phase.COUNTING_IN: "READY. p: pause",
    Phase.ASKING_SKIN: "y: yes, n: no, h: that hurts, x: leave out, q: end",
    Phase.ASKING_PAIN: "STOPPED. Answer each question, n for not now, q: end",
    Phase.ASKING_REACH: "n: not now, d: go on without an answer, q: end",
    Phase.OFFERING_EASIER: "e: the easier form, x: leave this one out, q: end",
    Phase.OFFERING_STOP: "x: on to the next one, q: end",
    Phase.INTERRUPTED: "INTERRUPTED. a: this one again, p or Enter: go on, x: leave out, q: end",
}

_LAST_HINT = "x or q: end here"
"""Instead of the hint that leads to a next one, where there is none."""


OUTCOMES = {
    SessionOutcome.COMPLETED: "completed",
    SessionOutcome.ENDED_EARLY: "ended early",
    SessionOutcome.STOPPED_PAIN: "stopped for pain",
    SessionOutcome.HELD: "stopped for safety",
    SessionOutcome.INTERRUPTED: "cut off",
}
"""How a session ended, in a summary line."""

_HINT = "p or Enter: pause, h: that hurts, d: done, q: end, ?: all"
"""While an exercise runs, when what was typed means nothing."""

TYPED_IN_A_FRIGHT = {"hurts": ("it hurts", "hurts", "ouch", "pain"), "emergency": (EMERGENCY_WORD,)}
"""What else is typed for a command, by its id."""


def letter(entry: Entry) -> str:
    """What is typed for a command in line mode."""
    return OTHER_LETTERS.get(entry.key, entry.key)


def session_letters() -> dict[str, Entry]:
    """Letter to command while a session runs; an empty line is pause and go on for a person."""
    letters = {letter(entry): entry for entry in entries(Place.SESSION)}
    pause = next(entry for entry in letters.values() if entry.command is Command.PAUSE)
    return {**letters, "": pause}


def session_words() -> dict[str, str]:
    """Word to letter while a session runs: what is said aloud for it, what a prompt calls it, and
    what is typed in a fright."""
    letters = {letter(entry): entry for entry in entries(Place.SESSION)}
    words = {
        word: typed
        for typed, entry in letters.items()
        for word in (entry.phrase, *entry.more_phrases, *TYPED_IN_A_FRIGHT.get(entry.id, ()))
        if word
    }
    for line in (*_HINTS.values(), _LAST_HINT, _HINT):
        for part in line.rpartition(". ")[2].split(", "):
            typed, _, word = part.partition(": ")
            named = [one for one in typed.split(" or ") if one in letters]
            if word and named:
                words[word] = named[-1]
    return words


def menu_words(listed: Iterable[Entry]) -> dict[str, str]:
    """Letter and label to the id of a command: a menu shows both."""
    listed = tuple(listed)
    labels = {entry.label.lower(): entry.id for entry in listed}
    return labels | {letter(entry): entry.id for entry in listed}


def help_lines(place: Place) -> list[str]:
    """Every command of a place, one line each."""
    return [f"{letter(entry)}  {entry.label}: {entry.help}" for entry in entries(place)]


def short_help(place: Place) -> str:
    """Every letter of a place in one line, but for those that stand under "more"."""
    return ", ".join(
        f"{letter(entry)} {entry.label}" for entry in entries(place) if not entry.minor
    )


def hint(state: SessionState) -> str:
    """What may be answered in the present phase."""
    if is_hint(state):
        return _phase_hint(state)
    return _HINT


def _phase_hint(state: SessionState) -> str:
    """What the question of a phase can be answered with; only of one that has such a line."""
    if state.phase is Phase.OFFERING_STOP and is_last(state):
        return _LAST_HINT
    return _HINTS[state.phase]


def is_hint(state: SessionState) -> bool:
    """Whether the line of this state says what may be answered: it then comes after the words."""
    return state.phase in _HINTS


def state_line(state: SessionState) -> str:
    """Where the session stands, when that has just changed; empty when it is over."""
    if state.phase.over:
        return ""
    if is_hint(state):
        return _phase_hint(state)
    step = state.current
    return _step_line(state, step) if step is not None else ""


def _step_line(state: SessionState, step: PlanStep) -> str:
    word = step_word(step)
    seconds = f"{figures(step.timeline.seconds)}."
    if step.kind is StepKind.PREPARE and step.exercise is not None:
        place = f"item {state.block + 1} of {len(state.plan.blocks)}"
        return f"{word}: {step.exercise.name}, {place}."
    if not step.logged or step.exercise is None:
        return f"{word}: {seconds}"
    return f"{word}: {step.exercise.name}{_side(step)}, {_amount(step)}, {seconds}"


def figures(seconds: float) -> str:
    """A length of time in figures, as all else in a line."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [counted(minutes, "minute")] if minutes else []
    return " ".join([*parts, counted(rest, "second")] if rest or not parts else parts)


def _side(step: PlanStep) -> str:
    return f", {step.side} side" if step.side in ("left", "right", "sore") else ""


def _amount(step: PlanStep) -> str:
    times = f"{step.reps} time{'s' if step.reps != 1 else ''}"
    is_hold = step.hold_seconds and step_word(step) == HOLD
    held = f", hold {step.hold_seconds} seconds" if is_hold else ""
    return f"set {step.set_no} of {step.sets}, {times}{held}"


def summary_lines(summary: Summary) -> list[str]:
    """What a session came to."""
    lines = [
        f"Session: {_length(summary.minutes)}, {OUTCOMES[summary.outcome]}. "
        f"Sets done: {summary.sets_done}, in part: {summary.sets_partial}."
    ]
    for name, reps, seconds in summary.items:
        times = f"{reps} time{'s' if reps != 1 else ''}, " if reps else ""
        work = (
            f"{times}{counted(round(seconds), 'second')} of work."
            if reps or seconds
            else "left out."
        )
        lines.append(f"{name}: {work}")
    return lines


def _length(minutes: float) -> str:
    """Whole minutes; seconds below one."""
    if minutes < 1:
        return counted(round(minutes * 60), "second")
    return counted(round(minutes), "minute")
