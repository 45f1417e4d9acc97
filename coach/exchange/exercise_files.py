"""Exercises as TOML files, one entry a file, named by its id."""

from collections.abc import Collection, Iterator
from pathlib import Path

from coach.domain import program_limits
from coach.domain.dose import (
    MOST_HOLD_SECONDS,
    MOST_REPS,
    MOST_REST_SECONDS,
    MOST_SETS,
    MOST_TEMPO_SECONDS,
    MOST_TIMES_A_DAY,
    Dose,
    Most,
    Side,
)
from coach.domain.exercise import (
    HARD_LIMIT_SECONDS,
    Bias,
    Exercise,
    Kind,
    Pack,
    Position,
    Presentation,
    Variant,
)
from coach.domain.exercise_checks import check_exercise
from coach.domain.findings import Finding
from coach.domain.program import StageCode
from coach.exchange.problems import Loaded, Problem
from coach.exchange.shapes import Choice, ListOf, Number, Text, Values, Word, YesNo
from coach.exchange.tables import Key, NeededWhen, Table, read_table
from coach.exchange.toml_source import TomlSource, read_toml

ID = Word("[a-z0-9]+(-[a-z0-9]+)*", 'small letters and hyphens, like "bird-dog"')
MAYBE_ID = Word(ID.pattern, f'an exercise id or ""; {ID.wanted}', may_be_empty=True)
LINE = Text()
MAYBE_LINE = Text(may_be_empty=True)
SENTENCES = Text(most=1000)
LINES = ListOf(LINE)
SOURCES = ListOf(Text(most=60), most=20)
SOURCE = Key("source", SOURCES, "Where the numbers come from.", '["GK"]', False, ())
REVIEWED_BY = Key(
    "reviewed_by", MAYBE_LINE, "The clinician who signed it; empty until one has.", '""', False, ""
)
GAP_MINUTES = Number(*program_limits.GAP_MINUTES)

_MOST = Table(
    (
        Key("sets", Number(1, MOST_SETS), "Most sets.", "4", False),
        Key("reps", Number(1, MOST_REPS), "Most repetitions.", "12", False),
        Key("hold_seconds", Number(1, MOST_HOLD_SECONDS), "Longest hold.", "10", False),
        Key("times_a_day", Number(1, MOST_TIMES_A_DAY), "Most times a day.", "3", False),
        Key("days_a_week", Number(1, 7), "Most days a week.", "7", False),
    )
)
_DOSE = Table(
    (
        Key("sets", Number(1, MOST_SETS), "Sets; with a list of reps, its length.", "3", False),
        Key(
            "reps",
            ListOf(Number(1, MOST_REPS), least=1, most=MOST_SETS, or_one=True),
            "Repetitions of every set, or a list with one number a set.",
            "6",
        ),
        Key("hold_seconds", Number(0, MOST_HOLD_SECONDS), "0 when nothing is held.", "8"),
        Key(
            "tempo_seconds", Number(0, MOST_TEMPO_SECONDS), "One moving repetition.", "4", False, 4
        ),
        Key("rest_seconds", Number(0, MOST_REST_SECONDS), "Rest between sets.", "30"),
        Key("side", Choice(Side), "Which side works.", '"each"', False, Side.NONE),
        Key("times_a_day", Number(1, MOST_TIMES_A_DAY), "Times a day.", "1"),
        Key("days_a_week", Number(1, 7), "Days a week.", "7", False, 7),
        Key("gap_minutes", GAP_MINUTES, "Smallest gap between two times.", "60", False, 0),
        SOURCE,
        Key("most", _MOST, "The upper end of the usual range.", "[dose.most]", False),
    )
)
_VARIANT = Table(
    (
        Key("text", MAYBE_LINE, "The other form in words; empty when there is none.", '"Smaller."'),
        Key("exercise", MAYBE_ID, "Id of the entry that is this form.", '""', False, ""),
    )
)
_MOST_PACK = max(HARD_LIMIT_SECONDS.values())
_PACK = Table(
    (
        Key("question", LINE, "Asked first, each time: is the skin numb?", '"Can you feel it?"'),
        Key("layer", LINE, "What lies between pack and skin.", '"A damp cloth."'),
        Key("check_after_seconds", Number(60, 600), "When the skin is looked at.", "300"),
        Key("check", LINE, "What to look for.", '"Light pink is fine."'),
        Key("longest_seconds", Number(60, _MOST_PACK), "Never longer than this.", "1200"),
        Key("gap_minutes", GAP_MINUTES, "Skin rests this long.", "60"),
        Key("take_off", LINE, "Said at the end.", '"Take the pack off now."'),
    )
)
EXERCISE = Table(
    (
        Key("id", ID, "The file's name without .toml.", '"bird-dog"'),
        Key("code", Word("[A-Z][0-9]{2}", 'a letter and two digits, like "C05"'), "Code.", '"C05"'),
        Key("name", Text(most=80), "What people call it.", '"Bird-dog"'),
        Key("also_called", LINES, "Other names, for the search.", "[]", False, ()),
        Key("kind", Choice(Kind), "What sort of thing it is.", '"movement"'),
        Key("stages", ListOf(Choice(StageCode), least=1, most=4), "Where it belongs.", '["C"]'),
        Key("core", YesNo(), "Part of the core catalogue.", "false", False, False),
        Key("bias", Choice(Bias), "The direction it moves the back.", '"neutral"'),
        Key("patterns", ListOf(Choice(Presentation), least=1), "For whom.", '["P1_PEP", "P4_FA"]'),
        Key("therapist_only", YesNo(), "Never self-chosen.", "false", False, False),
        Key(
            "bends",
            YesNo(),
            "Whether it bends or loads the back: the morning word comes before it.",
            "true",
            False,
            False,
        ),
        Key(
            "check_reach",
            YesNo(),
            "Asks after it how the leg is and how far down it goes.",
            "true",
            False,
            False,
        ),
        Key("equipment", LINES, "What one needs.", '["mat"]', False, ()),
        Key("position", Choice(Position), "How the body is.", '"on-back"'),
        Key("start", SENTENCES, "How to begin.", '"Lie on your back."'),
        Key("steps", ListOf(LINE, least=1, most=20), "One thing a step.", '["Breathe out."]'),
        Key("short", LINE, "Said instead of the steps later.", '"Leg back, arm forward."'),
        Key("go", LINE, "Starts one repetition or the hold.", '"Lift."'),
        Key("release", MAYBE_LINE, "Ends one repetition.", '"Lower."', False, ""),
        Key("breath", MAYBE_LINE, "How to breathe.", '"Keep breathing."', False, ""),
        Key("mistake", SENTENCES, "What goes wrong.", '"The back arches."'),
        Key("feel", SENTENCES, "What one should feel.", '"The buttock works."'),
        Key("stop", SENTENCES, "When to stop.", '"Stop if the leg gets worse."'),
        Key("cautions", LINES, "Who takes care.", '["wrist pain"]', False, ()),
        SOURCE,
        REVIEWED_BY,
        Key("dose", _DOSE, "The usual dose.", "[dose]"),
        Key("easier", _VARIANT, "An easier form.", "[easier]"),
        Key("harder", _VARIANT, "A harder form.", "[harder]"),
        Key("pack", _PACK, "For cold and heat only.", "[pack]", False),
    ),
    NeededWhen("pack", key="kind", values=(Kind.COLD.value, Kind.HEAT.value)),
)


def load_exercise(path: Path, known: Collection[str]) -> Loaded[Exercise]:
    """The exercise in the file at `path`; `known` are the ids its links may name."""
    source = read_toml(path)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    return decode_exercise(source, path.stem, known)


def decode_exercise(source: TomlSource, file_id: str, known: Collection[str]) -> Loaded[Exercise]:
    """The exercise in `source`, or all that is wrong with it."""
    values, findings = read_table(EXERCISE, source.data)
    broken = {finding.path for finding in findings}
    exercise = _exercise(values)
    checked = [*_check_sets(values["dose"]), *check_exercise(exercise, file_id, known)]
    findings += [finding for finding in checked if finding.stands(broken)]
    return Loaded(None if findings else exercise, source.problems(findings))


def _check_sets(dose: Values) -> Iterator[Finding]:
    sets, reps = dose["sets"], dose["reps"]
    if sets and len(reps) > 1 and sets != len(reps):
        what = f"{sets} sets and {len(reps)} numbers of reps"
        mend = f"write sets = {len(reps)}"
        yield Finding(("dose", "sets"), what, mend, (("dose", "reps"),))


def _exercise(values: Values) -> Exercise:
    pack = values["pack"]
    return Exercise(
        **{
            **values,
            "stages": tuple(stage.value for stage in values["stages"]),
            "dose": _dose(values["dose"]),
            "easier": Variant(**values["easier"]),
            "harder": Variant(**values["harder"]),
            "pack": Pack(**pack) if pack else None,
        }
    )


def _dose(values: Values) -> Dose:
    given = dict(values)
    sets, reps, most = given.pop("sets"), given.pop("reps"), given.pop("most")
    if sets and len(reps) == 1:
        reps *= sets
    return Dose(reps=reps, most=Most(**most) if most else None, **given)
