"""Instruments as TOML files, one a file, named by its id."""

from pathlib import Path

from coach.domain.instrument import Instrument
from coach.domain.instrument_checks import check_instrument
from coach.domain.instrument_parts import (
    AnswerChoice,
    Band,
    Better,
    Change,
    InstrumentItem,
    Scoring,
    Subscale,
    Together,
)
from coach.exchange.exercise_files import ID, LINE, REVIEWED_BY, SOURCE
from coach.exchange.problems import Loaded, Problem
from coach.exchange.shapes import Choice, ListOf, Number, Text, Values, Word, YesNo
from coach.exchange.tables import Key, Table, read_table
from coach.exchange.toml_source import TomlSource, read_toml

INSTRUMENTS_FOLDER = "instruments"

_SCORE = Number(-1000, 1000, whole=False)
_MAYBE_LONG = Text(most=2000, lines=True, may_be_empty=True)
_CODE = Word("[0-9]{1,7}-[0-9]", 'a LOINC code, like "70272-0"', may_be_empty=True)
_ITEM = Table(
    (
        Key("id", ID, "Answers are logged under it.", '"1"'),
        Key("text", Text(most=300), "The question or sentence.", '"I walk slowly."'),
        Key("code", _CODE, "LOINC code, when one is confirmed.", '""', False, ""),
    )
)
_CHOICE = Table(
    (
        Key("value", Number(-100, 100), "What it counts.", "0"),
        Key("label", Text(most=60), "What is shown.", '"Not at all"'),
    )
)
_SCALE = Table(
    (
        Key("low", Text(most=120), "What 0 means.", '"not at all"'),
        Key("high", Text(most=120), "What 10 means.", '"fully"'),
    )
)
_SUBSCALE = Table(
    (
        Key("id", ID, "Its name in the log.", '"anxiety"'),
        Key("title", LINE, "Its name for the therapist.", '"Anxiety"'),
        Key("items", ListOf(ID, most=60), "Ids of its items; none when typed.", '["1"]', False, ()),
        Key("least", _SCORE, "Lowest score.", "0"),
        Key("most", _SCORE, "Highest score.", "6"),
        Key("at_least", _SCORE, "From here on the patient is told something.", "3"),
        Key("told", _MAYBE_LONG, "What the patient is told then.", '""', False, ""),
    )
)
_BAND = Table(
    (
        Key("least", _SCORE, "Lowest total of the band.", "0"),
        Key("most", _SCORE, "Highest total of the band.", "2"),
        Key("words", LINE, "What the therapist reads.", '"none"'),
    )
)
_CHANGE = Table(
    (
        Key("points", Number(0.1, 1000, whole=False), "Points of the total.", "5", False),
        Key("percent", Number(1, 100, whole=False), "Percent of the first total.", "30", False),
        Key(
            "together",
            Choice(Together),
            "Whether either is enough or both are needed.",
            '"either"',
            False,
            Together.EITHER,
        ),
    )
)
INSTRUMENT = Table(
    (
        Key("id", ID, "The file's name without .toml.", '"rmdq-24"'),
        Key("title", Text(most=80), "What people call it.", '"How my back holds me up"'),
        Key("version", Number(1, 9999), "One more with every change.", "1"),
        Key("embed", YesNo(), "Whether the licence lets the questions be asked here.", "false"),
        Key("instruction", _MAYBE_LONG, "Shown before the first question.", '"Think of today."'),
        Key("private", YesNo(), "Shown, never spoken.", "false", False, False),
        Key("scoring", Choice(Scoring), "How the total comes about.", '"typed"'),
        Key("least", _SCORE, "Lowest total.", "0"),
        Key("most", _SCORE, "Highest total.", "24"),
        Key("better", Choice(Better), "Which way is better.", '"lower"'),
        Key("own_activities", Number(0, 5), "How many the patient names.", "3", False, 0),
        Key("scheduled", YesNo(), "Whether it is asked by itself.", "false", False, True),
        Key("weekly", YesNo(), "Every seven days.", "true", False, False),
        Key(
            "weeks",
            ListOf(Number(0, 520), most=20),
            "Weeks after the plan's first day; for a weekly one the week it begins.",
            "[0, 2, 6, 12]",
            False,
            (),
        ),
        Key("then_every_weeks", Number(0, 104), "After the last of them.", "26", False, 0),
        Key("after", _MAYBE_LONG, "Shown at the end, always.", '""', False, ""),
        Key("for_therapist", _MAYBE_LONG, "What a therapist should know.", '""', False, ""),
        Key("licence", Text(most=1000), "Who lets it be used, and how.", '"Free to use."'),
        Key("citation", Text(most=1000), "Where it was published.", '"Roland 1983."'),
        Key("code", _CODE, "LOINC code of the total, when one is confirmed.", '""', False, ""),
        SOURCE,
        REVIEWED_BY,
        Key("change", _CHANGE, "The smallest change that matters.", "[change]", False),
        Key("scale", _SCALE, "Answers from 0 to 10.", "[scale]", False),
        Key("choice", ListOf(_CHOICE, least=2, most=20), "Answers.", "[[choice]]", False, ()),
        Key("item", ListOf(_ITEM, least=1, most=60), "The questions.", "[[item]]", False, ()),
        Key("subscale", ListOf(_SUBSCALE, most=10), "Parts.", "[[subscale]]", False, ()),
        Key("band", ListOf(_BAND, most=20), "For the therapist.", "[[band]]", False, ()),
    )
)


def load_instrument(path: Path) -> Loaded[Instrument]:
    """The instrument in the file at `path`."""
    source = read_toml(path)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    return decode_instrument(source, path.stem)


def decode_instrument(source: TomlSource, file_id: str) -> Loaded[Instrument]:
    """The instrument in `source`, or all that is wrong with it."""
    values, findings = read_table(INSTRUMENT, source.data)
    broken = {finding.path for finding in findings}
    instrument = _instrument(values)
    checked = check_instrument(instrument, file_id)
    findings += [finding for finding in checked if finding.stands(broken)]
    return Loaded(None if findings else instrument, source.problems(findings))


def _instrument(values: Values) -> Instrument:
    given = dict(values)
    scale, change = given.pop("scale"), given.pop("change")
    return Instrument(
        low=scale["low"] if scale else "",
        high=scale["high"] if scale else "",
        change=Change(**change) if change else None,
        items=tuple(InstrumentItem(**one) for one in given.pop("item")),
        choices=tuple(AnswerChoice(**one) for one in given.pop("choice")),
        subscales=tuple(Subscale(**one) for one in given.pop("subscale")),
        bands=tuple(Band(**one) for one in given.pop("band")),
        **given,
    )
