"""Programs as TOML files, one folder a program, named by its id."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import time
from pathlib import Path

from coach.domain.exercise import Bias, Exercise, Presentation
from coach.domain.gate_checks import EXAMPLES, RANGES
from coach.domain.instrument_parts import Better
from coach.domain.program import (
    Confirms,
    Criterion,
    Easing,
    FlarePlan,
    GateRule,
    Prescription,
    Program,
    SittingLimits,
    Stage,
    StageCode,
    Thresholds,
)
from coach.domain.program_checks import (
    FLARE_HOURS,
    SITTING_FACTOR,
    SITTING_MINUTES,
    check_program,
)
from coach.exchange.exercise_files import (
    GAP_MINUTES,
    ID,
    LINE,
    MAYBE_LINE,
    REVIEWED_BY,
    SENTENCES,
    SOURCE,
)
from coach.exchange.problems import Loaded, Problem
from coach.exchange.shapes import (
    DOSE_EXAMPLE,
    AskedDose,
    Choice,
    DoseText,
    ListOf,
    Number,
    Text,
    Values,
    Word,
    YesNo,
)
from coach.exchange.tables import Key, Table, read_table
from coach.exchange.toml_source import TomlSource, read_toml

FindExercise = Callable[[str], Exercise | None]
"""The exercise with an id; None when there is none or its file is broken."""

PROGRAM_FILE = "program.toml"

_SCORE = Number(0, 10)
_MINUTES = Number(*SITTING_MINUTES)
_CLOCK_TIME = Word("([01][0-9]|2[0-3]):[0-5][0-9]", 'a time of day, like "07:30"', most=5)
_LONG = Text(most=4000, lines=True)
_DOSE_LINE = DoseText()
_THRESHOLDS = Table(
    (
        Key("green_up_to", _SCORE, "Leg score up to which the light is green.", "3", False, 3),
        Key("amber_up_to", _SCORE, "Leg score up to which it is amber.", "5", False, 5),
        Key("rise_amber", _SCORE, "Rise over rest that is amber.", "2", False, 2),
        Key("rise_red", _SCORE, "Rise over rest that is red.", "3", False, 3),
        Key("severe_from", _SCORE, "Always red from here on.", "8", False, 8),
        SOURCE,
    )
)
_EASING = Table(
    (
        Key("may_halve", YesNo(), "Half the dose may be asked.", "true", False, True),
        Key("may_swap", YesNo(), "The easier form may come instead.", "true", False, True),
        SOURCE,
    )
)
_FLARE = Table(
    (
        Key("title", LINE, "Name of the plan.", '"A bad day"'),
        Key("text", _LONG, "What to do, in the patient's words.", '"Rest little and often."'),
        Key("hours", Number(*FLARE_HOURS), "How long it lasts.", "48"),
        Key(
            "sitting_factor",
            Number(*SITTING_FACTOR, whole=False),
            "Sitting limits are multiplied by this.",
            "0.5",
        ),
        Key("doses", ListOf(_DOSE_LINE, most=10), "Dose lines.", '["z-lie 10min 4/day"]'),
        SOURCE,
    )
)
_SITTING = Table(
    (
        *(
            Key(surface, _MINUTES, f"Minutes of sitting, {surface}.", "20")
            for surface in ("soft", "firm", "hard", "floor", "car")
        ),
        Key("break_minutes", Number(1, 60), "Standing time that counts as a break.", "2"),
        Key("standing_cap", Number(0, 240), "Minutes upright; 0 means no cap.", "0", False, 0),
        Key("reason", Text(most=1000), "Why; said after a warning.", '"Discs dislike long sits."'),
        SOURCE,
    )
)
_PRESCRIPTION = Table(
    (
        Key("dose", _DOSE_LINE, "The dose line.", f'"{DOSE_EXAMPLE}"'),
        Key("times", ListOf(_CLOCK_TIME, most=24), "Preferred times.", '["07:30"]', False, ()),
        Key("gap_minutes", GAP_MINUTES, "Smallest gap; else the exercise's own.", "60", False),
        Key("note", Text(most=1000, may_be_empty=True), "For the patient.", '""', False, ""),
    )
)
_CRITERION = Table(
    (
        Key("rule", Choice(GateRule), "What is measured.", '"leg_at_most"'),
        Key("text", LINE, "The rule in the patient's words.", '"Leg pain is 5 or less."'),
        *(
            Key(name, Number(*limits), f"The rule's {name}.", str(EXAMPLES[name]), False)
            for name, limits in RANGES.items()
        ),
        Key(
            "instrument",
            Word(ID.pattern, ID.wanted, most=ID.most),
            "The questionnaire that is compared.",
            '"rmdq-24"',
            False,
            "",
        ),
        Key("better", Choice(Better), "Which way its total is better.", '"lower"', False),
    )
)
_CRITERIA = ListOf(_CRITERION, most=20)
_STAGE = Table(
    (
        Key("code", Choice(StageCode), "A calm, B move, C build, D keep.", '"A"'),
        Key("name", LINE, "What the patient reads.", '"Calm it down"'),
        Key("aim", SENTENCES, "What it is for.", '"Settle the leg."'),
        Key("window", MAYBE_LINE, "How long it usually takes.", '"the first two weeks"'),
        SOURCE,
        Key("sitting", _SITTING, "Sitting limits.", "[stage.sitting]"),
        Key(
            "prescription",
            ListOf(_PRESCRIPTION, least=1, most=20),
            "What is asked.",
            "[[stage.prescription]]",
        ),
        Key("enter", _CRITERIA, "Needed to come in.", "[[stage.enter]]", False, ()),
        Key("leave", _CRITERIA, "Needed to go on.", "[[stage.leave]]", False, ()),
        Key("fall_back", _CRITERIA, "Sends back.", "[[stage.fall_back]]", False, ()),
    )
)
PROGRAM = Table(
    (
        Key("id", ID, "The folder's name.", '"steady-back"'),
        Key("title", Text(most=80), "What people call it.", '"Steady back"'),
        Key("version", Number(1, 9999), "One more with every change.", "1"),
        Key("presentation", Choice(Presentation), "How symptoms behave.", '"UNSET"'),
        Key("direction", Choice(Bias), "Set by the therapist.", '"neutral"'),
        Key(
            "allow_direction",
            LINE,
            "A typed reason that lets exercises against the direction in.",
            '"Tested in the clinic."',
            False,
            "",
        ),
        Key("summary", _LONG, "For the patient.", '"Calm, then move."'),
        Key(
            "for_therapist",
            Text(most=4000, lines=True, may_be_empty=True),
            "Whom it suits and what it leaves out.",
            '""',
            False,
            "",
        ),
        Key("precautions", ListOf(LINE), "Who takes care.", '["pregnancy"]', False, ()),
        SOURCE,
        REVIEWED_BY,
        Key("confirms_stage", Choice(Confirms), "Who confirms a new stage.", '"therapist"'),
        Key(
            "confirms_step_back",
            Choice(Confirms),
            "Who confirms a step back; else as confirms_stage.",
            '"patient"',
            False,
        ),
        Key("thresholds", _THRESHOLDS, "Cut-points of the light.", "[thresholds]", False),
        Key("easing", _EASING, "What is made easier after a red.", "[easing]", False),
        Key("flare", _FLARE, "A bad day's own plan.", "[flare]"),
        Key("stage", ListOf(_STAGE, least=1, most=4), "In order.", "[[stage]]"),
    )
)


def load_program(path: Path, find: FindExercise, known: Collection[str]) -> Loaded[Program]:
    """The program in the file at `path`; `known` are all exercise ids there are."""
    source = read_toml(path)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    return decode_program(source, program_file_id(path), find, known)


def program_file_id(path: Path) -> str:
    """The id a program filed at `path` must have."""
    return path.absolute().parent.name if path.name == PROGRAM_FILE else path.stem


def decode_program(
    source: TomlSource, file_id: str, find: FindExercise, known: Collection[str]
) -> Loaded[Program]:
    """The program in `source`, or all that is wrong with it."""
    values, findings = read_table(PROGRAM, source.data)
    broken = {finding.path for finding in findings}
    found: dict[str, Exercise] = {}

    def find_and_keep(exercise_id: str) -> Exercise | None:
        exercise = find(exercise_id)
        if exercise:
            found[exercise_id] = exercise
        return exercise

    program = _program(values, find_and_keep)
    checked = check_program(program, file_id, found, known)
    findings += [finding for finding in checked if finding.stands(broken)]
    return Loaded(None if findings else program, source.problems(findings))


def _program(values: Values, find: FindExercise) -> Program:
    given = dict(values)
    flare, stages, thresholds = (
        dict(given.pop("flare")),
        given.pop("stage"),
        given.pop("thresholds"),
    )
    doses, reason = flare.pop("doses"), given.pop("allow_direction")
    easing = given.pop("easing")
    return Program(
        **given,
        direction_reason=reason,
        thresholds=Thresholds(**thresholds) if thresholds else Thresholds(),
        easing=Easing(**easing) if easing else Easing(),
        flare=FlarePlan(
            **flare,
            prescriptions=tuple(_prescription(asked, {}, find) for asked in doses),
        ),
        stages=tuple(_stage(stage, find) for stage in stages),
    )


def _stage(values: Values, find: FindExercise) -> Stage:
    gates = {
        gate: tuple(Criterion(**criterion) for criterion in values[gate])
        for gate in ("enter", "leave", "fall_back")
    }
    asked = values["prescription"]
    return Stage(
        code=values["code"],
        name=values["name"],
        aim=values["aim"],
        window=values["window"],
        source=values["source"],
        sitting=SittingLimits(**values["sitting"]),
        prescriptions=tuple(_prescription(one["dose"], one, find) for one in asked),
        **gates,
    )


def _prescription(asked: AskedDose, values: Values, find: FindExercise) -> Prescription:
    """The asked dose; tempo and gap are the exercise's own where the program names none."""
    exercise, dose, gap = find(asked.exercise), asked.dose, values.get("gap_minutes")
    if exercise:
        if gap is None:
            gap = max(exercise.dose.gap_minutes, exercise.pack.gap_minutes if exercise.pack else 0)
        own_tempo = exercise.dose.tempo_seconds
        tempo = dose.tempo_seconds if asked.names_tempo else own_tempo
        dose = replace(dose, tempo_seconds=tempo, gap_minutes=gap)
    return Prescription(
        exercise=asked.exercise,
        dose=dose,
        times=tuple(time.fromisoformat(one) for one in values.get("times", ()) if one),
        gap_minutes=gap or 0,
        note=values.get("note", ""),
    )
