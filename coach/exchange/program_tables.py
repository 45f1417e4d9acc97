"""What a program's file may hold: one list of keys drives reading, mends and JSON Schema."""

from coach.domain.exercise import Bias, Presentation
from coach.domain.gate_checks import EXAMPLES, RANGES
from coach.domain.instrument_parts import Better
from coach.domain.program import MORNING_MINUTES, Confirms, GateRule, StageCode, TaskKind
from coach.domain.program_checks import FLARE_HOURS, SITTING_FACTOR, SITTING_MINUTES
from coach.domain.program_limits import (
    BREAK_MINUTES,
    MORNING_WINDOW,
    MOST_CRITERIA,
    MOST_FLARE_DOSES,
    MOST_LONG,
    MOST_PRECAUTIONS,
    MOST_PRESCRIPTIONS,
    MOST_SENTENCES,
    MOST_TASKS,
    MOST_TITLE,
    SCORES,
    STANDING_MINUTES,
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
from coach.exchange.shapes import (
    DOSE_EXAMPLE,
    Choice,
    DoseText,
    ListOf,
    Number,
    Text,
    Word,
    YesNo,
)
from coach.exchange.tables import Key, Table

_SCORE = Number(*SCORES)
_MINUTES = Number(*SITTING_MINUTES)
_CLOCK_TIME = Word("([01][0-9]|2[0-3]):[0-5][0-9]", 'a time of day, like "07:30"', most=5)
_LONG = Text(most=MOST_LONG, lines=True)
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
_TASK = Table(
    (
        Key("id", ID, "What `coach task` calls it.", '"lifting"'),
        Key("name", LINE, "What people call it.", '"Lifting"'),
        Key("kind", Choice(TaskKind), "What is hard about it.", '"lifting"'),
        Key("text", SENTENCES, "What to do; spoken before it starts.", '"Keep it close to you."'),
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
        Key(
            "doses",
            ListOf(_DOSE_LINE, most=MOST_FLARE_DOSES),
            "Dose lines.",
            '["z-lie 10min 4/day"]',
        ),
        SOURCE,
    )
)
_SITTING = Table(
    (
        *(
            Key(surface, _MINUTES, f"Minutes of sitting, {surface}.", "20")
            for surface in ("soft", "firm", "hard", "floor", "car")
        ),
        Key("break_minutes", Number(*BREAK_MINUTES), "Standing time that counts as a break.", "2"),
        Key(
            "standing_cap",
            Number(*STANDING_MINUTES),
            "Minutes upright; 0 means no cap.",
            "0",
            False,
            0,
        ),
        Key(
            "reason",
            Text(most=MOST_SENTENCES),
            "Why; said after a warning.",
            '"Discs dislike long sits."',
        ),
        SOURCE,
        Key("adapts", YesNo(), "Limits are fitted to the patient.", "true", False, True),
        Key("most_minutes", _MINUTES, "Longest fitted limit; else as written.", "30", False),
    )
)
_PRESCRIPTION = Table(
    (
        Key("dose", _DOSE_LINE, "The dose line.", f'"{DOSE_EXAMPLE}"'),
        Key("times", ListOf(_CLOCK_TIME, most=24), "Preferred times.", '["07:30"]', False, ()),
        Key("gap_minutes", GAP_MINUTES, "Smallest gap; else the exercise's own.", "60", False),
        Key(
            "note",
            Text(most=MOST_SENTENCES, may_be_empty=True),
            "For the patient.",
            '""',
            False,
            "",
        ),
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
_CRITERIA = ListOf(_CRITERION, most=MOST_CRITERIA)
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
            ListOf(_PRESCRIPTION, least=1, most=MOST_PRESCRIPTIONS),
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
        Key("title", Text(most=MOST_TITLE), "What people call it.", '"Steady back"'),
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
            Text(most=MOST_LONG, lines=True, may_be_empty=True),
            "Whom it suits and what it leaves out.",
            '""',
            False,
            "",
        ),
        Key(
            "precautions",
            ListOf(LINE, most=MOST_PRECAUTIONS),
            "Who takes care.",
            '["pregnancy"]',
            False,
            (),
        ),
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
        Key(
            "morning_minutes",
            Number(*MORNING_WINDOW),
            "Minutes after getting up without bending; 0 for no morning word.",
            "120",
            False,
            MORNING_MINUTES,
        ),
        Key(
            "task",
            ListOf(_TASK, most=MOST_TASKS),
            "Tasks of the day with a word before.",
            "[[task]]",
            False,
            (),
        ),
        Key("thresholds", _THRESHOLDS, "Cut-points of the light.", "[thresholds]", False),
        Key("easing", _EASING, "What is made easier after a red.", "[easing]", False),
        Key("flare", _FLARE, "A bad day's own plan.", "[flare]"),
        Key("stage", ListOf(_STAGE, least=1, most=4), "In order.", "[[stage]]"),
    )
)
