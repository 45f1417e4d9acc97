"""What a program costs its patient: minutes a day, and what a therapist may want to weigh.

It stands on this floor because the session knows how long it takes: words, lead-ins and rests.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from coach.domain.dose import DAYS, Dose, Most, Side
from coach.domain.exercise import Bias, Exercise, Kind
from coach.domain.findings import KeyPath
from coach.domain.plan_places import DOSE, FLARE, FLARE_DOSES, STAGE
from coach.domain.plan_problems import line_of_finding
from coach.domain.program import Prescription, Program, Stage
from coach.domain.program_checks import too_long
from coach.session.phrasing import Telling
from coach.session.plan import ScriptSettings, SessionItem, plan_session

MOST_EXERCISE_MINUTES = 15
"""Minutes of exercises a day above which a therapist is told (source: DESIGN, issue 4)."""

USUAL_TIMES = ScriptSettings()
"""The times of a body and a voice nobody has learned yet."""


class DayMinutes(Struct, frozen=True):
    """Minutes that a stage takes, as a session does; of each the most on any day of the week."""

    exercises: float
    walks: float
    rests: float
    """Positions of rest, cold, heat and massage."""
    total: float
    """All of it on the fullest day: less than the sum where they fall on different days."""


class BudgetWarning(Struct, frozen=True):
    """Something a therapist weighs; it stops nothing."""

    stage: str
    """`A` to `D`, or `flare`."""
    key: KeyPath
    """The line it is about; that of the stage when it is about all of it."""
    text: str
    reason: str
    source: tuple[str, ...]
    """Tags of clinical.md for the figures."""
    is_caution: bool = False
    """Whether it holds for the exercise at any dose, as the catalogue says it."""


def minutes_a_day(
    stage: Stage, exercises: Mapping[str, Exercise], settings: ScriptSettings = USUAL_TIMES
) -> DayMinutes:
    """Minutes a day once the exercises are known: words, lead-ins, work and rests.

    What names no days is counted on every day; habits and moving in between take no time.
    """
    by_day = {day: {Kind.MOVEMENT: 0.0, Kind.WALK: 0.0, Kind.REST: 0.0} for day in DAYS}
    for asked in stage.prescriptions:
        exercise = exercises.get(asked.exercise)
        if exercise is None:
            continue
        minutes = _minutes(asked, exercise, settings)
        for day in asked.dose.days or DAYS:
            by_day[day][_sort(exercise.kind)] += minutes
    most = {kind: max(day[kind] for day in by_day.values()) for kind in by_day[DAYS[0]]}
    total = max(sum(day.values()) for day in by_day.values())
    return DayMinutes(most[Kind.MOVEMENT], most[Kind.WALK], most[Kind.REST], total)


def _minutes(asked: Prescription, exercise: Exercise, settings: ScriptSettings) -> float:
    return _seconds(exercise, asked.dose, asked.note, settings) * asked.dose.times_a_day / 60


@lru_cache(maxsize=256)
def _seconds(exercise: Exercise, dose: Dose, note: str, settings: ScriptSettings) -> float:
    """One time of an exercise; kept, since an editor asks for all of them after every key."""
    item = SessionItem(exercise.id, exercise, dose, telling=Telling.SHORT, note=note)
    blocks = plan_session([item], settings).blocks
    return sum(step.timeline.seconds for block in blocks for step in block.steps)


def _sort(kind: Kind) -> Kind:
    return kind if kind in (Kind.MOVEMENT, Kind.WALK) else Kind.REST


def budget_warnings(
    program: Program, exercises: Mapping[str, Exercise], settings: ScriptSettings = USUAL_TIMES
) -> tuple[BudgetWarning, ...]:
    """What a therapist may want to weigh, stage by stage, then a bad day's plan."""
    found: list[BudgetWarning] = []
    for stage in program.stages:
        code = stage.code.value
        found += _length_warnings(program, stage, exercises, settings)
        found += _asked_warnings(program, (code, DOSE), stage.prescriptions, exercises)
    found += _asked_warnings(program, FLARE_DOSES, program.flare.prescriptions, exercises)
    return tuple(found)


def _length_warnings(
    program: Program, stage: Stage, exercises: Mapping[str, Exercise], settings: ScriptSettings
) -> Iterator[BudgetWarning]:
    code = stage.code.value
    for finding in too_long(program):
        key = line_of_finding(program, finding.path)
        if key[0] == code:
            reason = f"Shorter lists are kept up better: {finding.mend}."
            yield BudgetWarning(
                code, key, f"{finding.what[:1].upper()}{finding.what[1:]}.", reason, ("S65",)
            )
    minutes = minutes_a_day(stage, exercises, settings).exercises
    if minutes > MOST_EXERCISE_MINUTES:
        text = f"Stage {code} takes {minutes:.0f} minutes of exercises on its fullest day."
        reason = f"More than {MOST_EXERCISE_MINUTES} minutes a day are much to ask."
        yield BudgetWarning(code, (code, STAGE), text, reason, ("DESIGN",))


def _asked_warnings(
    program: Program,
    list_key: KeyPath,
    asked: tuple[Prescription, ...],
    exercises: Mapping[str, Exercise],
) -> Iterator[BudgetWarning]:
    where = FLARE if list_key == FLARE_DOSES else str(list_key[0])
    for number, one in enumerate(asked):
        exercise, key = exercises.get(one.exercise), (*list_key, number)
        if exercise is None:
            continue
        for text, reason in _fit_warnings(program, exercise):
            yield BudgetWarning(where, key, text, reason, ("S24",))
        for text in _dose_warnings(exercise.name, one.dose, exercise.dose):
            source = exercise.dose.source or exercise.source
            yield BudgetWarning(where, key, text, "The catalogue has it so.", source)
        for text in _cautions(exercise):
            yield BudgetWarning(
                where, key, text, "The catalogue says it.", exercise.source, is_caution=True
            )


def _fit_warnings(program: Program, exercise: Exercise) -> Iterator[tuple[str, str]]:
    """What of the program's direction or presentation the exercise does not fit, and why."""
    name = exercise.name
    if exercise.bias not in (Bias.NEUTRAL, program.direction):
        text = f"{name} moves in {exercise.bias.value}, the program in {program.direction.value}."
        yield text, f"Let in with: {program.direction_reason or 'no reason is written yet'}"
    elif program.presentation not in exercise.patterns:
        patterns = ", ".join(pattern.value for pattern in exercise.patterns)
        text = f"{name} is not meant for presentation {program.presentation.value}."
        yield text, f"The catalogue has it for {patterns}."


def _dose_warnings(name: str, dose: Dose, usual: Dose) -> Iterator[str]:
    for asked, most in _beyond_usual(dose, usual):
        yield f"{name} is asked for {asked}; usual is at most {most}."
    if usual.side is not Side.NONE and dose.side is Side.NONE:
        yield f"{name} names no side; usual is side {usual.side.value}."
    if usual.timed and not dose.timed:
        yield f"{name} is not held; usual is hold {usual.hold_seconds}s."


def _beyond_usual(dose: Dose, usual: Dose) -> Iterator[tuple[str, int]]:
    """What goes beyond the usual range, and its upper end: the usual dose where none is given."""
    most = usual.most or Most()
    numbers = [
        ("{} sets", dose.sets, most.sets or usual.sets),
        ("{} repetitions a set", max(dose.reps), most.reps or max(usual.reps)),
        ("{} times a day", dose.times_a_day, most.times_a_day or usual.times_a_day),
        ("{} days a week", dose.days_a_week, most.days_a_week or usual.days_a_week),
    ]
    if dose.timed and usual.timed:
        longest = most.hold_seconds or usual.hold_seconds
        numbers.append(("{} seconds", dose.hold_seconds, longest))
    for words, asked, limit in numbers:
        if asked > limit:
            yield words.format(asked), limit


def _cautions(exercise: Exercise) -> Iterator[str]:
    if exercise.therapist_only:
        yield f"{exercise.name} is for a therapist to choose and to show."
    if exercise.cautions:
        yield f"{exercise.name}: care with {'; '.join(exercise.cautions)}."
