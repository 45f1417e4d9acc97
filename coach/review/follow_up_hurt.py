"""Exercises that hurt at any time of the course: what no plan should bring back unseen."""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from coach.domain.agenda import left_out
from coach.domain.counts import counted
from coach.domain.easing import asked_exercise, lights_by_exercise
from coach.domain.events import ExerciseDone, ItemAsked
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import Reason
from coach.domain.program import Stage
from coach.review.follow_up import HurtLine
from coach.review.follow_up_window import Known


def hurt_lines(own: History, known: Known) -> tuple[HurtLine, ...]:
    """Every exercise that was left out or stopped for pain, or was red; the most often first."""
    asked = {fact.item: fact for _, fact in own.of(ItemAsked)}
    found: dict[str, HurtLine] = {}

    def line_of(exercise: str, day: date) -> HurtLine:
        held = found.get(exercise) or HurtLine(exercise, known.name(exercise), last_day=day)
        return replace(held, last_day=max(day, held.last_day))

    for item, day in _stopped(own).items():
        fact = asked.get(item)
        exercise = asked_exercise(item) or (fact.exercise if fact is not None else "")
        if exercise:
            line = line_of(exercise, day)
            found[exercise] = replace(
                line,
                pain=line.pain + 1,
                asked_reps=fact.planned_reps if fact is not None else line.asked_reps,
                asked_seconds=fact.planned_seconds if fact is not None else line.asked_seconds,
            )
    lights = lights_by_exercise(own)
    for day, exercise, light in lights:
        if light is Light.RED:
            line = line_of(exercise, day)
            found[exercise] = replace(line, red=line.red + 1)
    for day, exercise, light in lights:
        held = found.get(exercise)
        if held is not None and light is Light.GREEN and day > held.last_day:
            found[exercise] = replace(held, green_since=held.green_since + 1)
    return tuple(sorted(found.values(), key=lambda line: (-line.pain, -line.red, line.name)))


def _stopped(own: History) -> dict[str, date]:
    """Items that were left out, stopped or broken off for pain, each with its day, oldest first."""
    rehearsed = own.rehearsed_sessions()
    return {
        fact.item: stamped.day
        for stamped, fact in own.of(ExerciseDone)
        if fact.session not in rehearsed and fact.reason is Reason.PAIN and left_out(fact)
    }


def hurt_in(stage: Stage, lines: Iterable[HurtLine]) -> tuple[HurtLine, ...]:
    """Those that a stage asks."""
    asked = {one.exercise for one in stage.prescriptions}
    return tuple(line for line in lines if line.exercise in asked)


def hurt_words(line: HurtLine) -> str:
    """`Bridge hurt before: left out or stopped 5 times for pain, the last on 3 May.`"""
    parts = []
    if line.pain:
        parts.append(f"left out or stopped {counted(line.pain, 'time')} for pain")
    if line.red:
        parts.append(f"red {counted(line.red, 'time')}")
    last = f"the last on {line.last_day.day} {line.last_day:%b %Y}"
    since = f"; green {counted(line.green_since, 'time')} since" if line.green_since else ""
    return f"{line.name} hurt before: {', '.join(parts)}, {last}{since}."
