"""The safety questions and the advice after a yes, as a TOML file."""

from collections.abc import Iterator
from pathlib import Path

from coach.domain.findings import Finding
from coach.domain.red_flags import Advice, RedFlag, RedFlagList, TeachBack, Tier
from coach.exchange.exercise_files import ID, LINE, REVIEWED_BY, SOURCE
from coach.exchange.problems import Loaded, Problem
from coach.exchange.shapes import ListOf, Number, Text, Values, YesNo
from coach.exchange.tables import Key, Table, read_table
from coach.exchange.toml_source import TomlSource, read_toml

_ADVICE_TEXT = Text(most=1000)
_ADVICE = Table(
    (
        Key("first", _ADVICE_TEXT, "What to do now; the number comes first.", '"Call 112."'),
        Key("why", _ADVICE_TEXT, "Why.", '"Some signs cannot wait."'),
        Key("say", _ADVICE_TEXT, "What to tell the person who answers.", '"I have back pain."'),
        Key("after", _ADVICE_TEXT, "What happens with the program.", '"Coaching is paused."'),
    )
)
_ITEM = Table(
    (
        Key("id", ID, "Answers are logged under it.", '"bladder"'),
        Key("tier", Number(min(Tier), max(Tier)), "1 now, 2 today, 3 therapist.", "1"),
        Key("question", _ADVICE_TEXT, "Answered with yes or no.", '"Is it new?"'),
        Key(
            "short",
            LINE,
            "What a yes is about, in a few words for the therapist's list.",
            '"numb between the legs"',
            required=False,
            default="",
        ),
        Key(
            "how",
            _ADVICE_TEXT,
            "How to find out.",
            '"Walk five steps on your heels."',
            required=False,
            default="",
        ),
        Key(
            "seconds",
            Number(0, 60),
            "How long finding out takes at the least: no no counts before.",
            "5",
            required=False,
            default=0,
        ),
        Key(
            "intimate",
            YesNo(),
            "Whether an apology comes first.",
            "true",
            required=False,
            default=False,
        ),
    )
)
_TEACH_BACK = Table(
    (
        Key("question", _ADVICE_TEXT, "Asked after the first list.", '"What do you do?"'),
        Key("choices", ListOf(LINE, least=2, most=5), "What may be chosen.", '["Wait", "Stop"]'),
        Key("right", Number(1, 5), "Number of the right choice.", "2"),
        Key("correction", _ADVICE_TEXT, "Said after a wrong choice.", '"Stop first."'),
    )
)
RED_FLAGS = Table(
    (
        Key("version", Number(1, 9999), "One more with every change of words.", "1"),
        SOURCE,
        REVIEWED_BY,
        Key("opening", _ADVICE_TEXT, "The one line asked at every start.", '"Anything new?"'),
        Key("apology", LINE, "Before the first intimate question.", '"Sorry that we ask."'),
        Key("spoken_stop", LINE, "All that is said aloud.", '"Please stop and read the screen."'),
        Key("nobody", LINE, "Says that nobody is alerted.", '"Nobody is alerted."'),
        Key("item", ListOf(_ITEM, least=1, most=60), "The questions.", "[[item]]"),
        Key(
            "advice",
            Table(
                tuple(
                    Key(
                        str(int(tier)),
                        _ADVICE,
                        f"After a yes of tier {int(tier)}.",
                        f"[advice.{int(tier)}]",
                    )
                    for tier in Tier
                )
            ),
            "What to do after a yes, for each tier.",
            "[advice.1]",
        ),
        Key("teach_back", _TEACH_BACK, "Whether it is clear what to do.", "[teach_back]"),
    )
)


def load_red_flags(path: Path) -> Loaded[RedFlagList]:
    """The list in the file at `path`."""
    source = read_toml(path)
    if isinstance(source, Problem):
        return Loaded(None, (source,))
    return decode_red_flags(source)


def decode_red_flags(source: TomlSource) -> Loaded[RedFlagList]:
    """The list in `source`, or all that is wrong with it."""
    values, findings = read_table(RED_FLAGS, source.data)
    broken = {finding.path for finding in findings}
    flags = _red_flags(values)
    findings += [finding for finding in _check(flags) if finding.stands(broken)]
    return Loaded(None if findings else flags, source.problems(findings))


def _red_flags(values: Values) -> RedFlagList:
    items, advice = values.pop("item"), values.pop("advice")
    teach_back = TeachBack(**values.pop("teach_back"))
    return RedFlagList(
        **{
            **values,
            "items": tuple(RedFlag(**{**one, "tier": Tier(one["tier"])}) for one in items),
            "advice": {tier: Advice(**advice[str(int(tier))]) for tier in Tier},
            "teach_back": teach_back,
        }
    )


def _check(flags: RedFlagList) -> Iterator[Finding]:
    ids = [item.id for item in flags.items]
    for number, item_id in enumerate(ids):
        if item_id in ids[:number]:
            what = f"two questions have the id {item_id}"
            yield Finding(("item", number, "id"), what, "give each question its own id")
    if not any(item.tier is Tier.EMERGENCY for item in flags.items):
        yield Finding(("item",), "no question has tier 1", "add the emergency questions")
    if flags.teach_back.right > len(flags.teach_back.choices):
        what = f"teach_back, right is {flags.teach_back.right}"
        mend = f"write a number from 1 to {len(flags.teach_back.choices)}"
        yield Finding(("teach_back", "right"), what, mend)
