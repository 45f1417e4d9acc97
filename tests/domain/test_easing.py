"""Easing after a red: the steps down and up by hand-worked tables, and what may never happen."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.dose import Dose, Side
from coach.domain.easier import eased, halved, may_replace
from coach.domain.easing import MOST_LEVEL, Standing, red_in, red_on, standings
from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    LightGiven,
    PlanReceived,
    SessionStarted,
    StageChanged,
    Stamped,
)
from coach.domain.exercise import Bias, Exercise, Kind, Presentation, Variant
from coach.domain.history import History
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.program import Because, Eased, Easier, Easing, Prescription, Program, StageCode
from tests.builders import (
    NINE,
    a_dose,
    a_flare_plan,
    a_history,
    a_prescription,
    a_program,
    an_exercise,
    stamped,
)

EASED = frozenset({"press-up", "walk", "prone-lie"})
FAR = NINE + timedelta(days=60)


def day_of(nth: int) -> datetime:
    return NINE + timedelta(days=nth)


def done(session: str, nth: int, exercise: str = "press-up", **changes: object) -> Stamped:
    """One whole set of an exercise on the nth day."""
    values: dict[str, object] = {
        "session": session,
        "item": f"2027-03-01/{exercise}/1",
        "exercise": exercise,
        "set_no": 1,
        "side": "none",
        "reps": 10,
        "hold_seconds": 0,
        "seconds": 60.0,
        "planned_reps": 10,
        "planned_seconds": 60.0,
        "outcome": SetOutcome.DONE,
    }
    return stamped(ExerciseDone(**(values | changes)), day_of(nth))  # type: ignore[arg-type]


def light(session: str, nth: int, colour: str, exercise: str = "") -> Stamped:
    """A light of the whole session, or of one exercise."""
    item = f"2027-03-01/{exercise}/1" if exercise else ""
    fact = LightGiven(
        session=session, item=item, exercise=exercise, light=Light(colour), why="leg 4, then 6"
    )
    return stamped(fact, day_of(nth))


def settled(session: str, nth: int, value: str) -> Stamped:
    return stamped(AnswerGiven(instrument="settled", item=session, value=value), day_of(nth))


def level(*facts: Stamped, exercise: str = "press-up", on: datetime = FAR) -> int:
    found = standings(History(facts), EASED, on.date())
    return found.get(exercise, Standing()).level


def told(lights: str) -> list[Stamped]:
    """One session a day, each with a light of the exercise itself: `rga` is red, green, amber."""
    colours = {"r": "red", "a": "amber", "g": "green"}
    facts = []
    for nth, letter in enumerate(lights):
        facts += [done(f"s{nth}", nth), light(f"s{nth}", nth, colours[letter], "press-up")]
    return facts


@pytest.mark.parametrize(
    ("lights", "expected"),
    [
        ("", 0),
        ("g", 0),
        ("a", 0),
        ("r", 1),
        ("rr", 2),
        ("rrr", 2),
        ("rg", 1),
        ("rgg", 0),
        ("rag", 1),
        ("rgag", 1),
        ("rgagg", 0),
        ("rrgg", 1),
        ("rrggg", 1),
        ("rrgggg", 0),
        ("rgrgg", 1),
        ("gggr", 1),
    ],
)
def test_a_red_goes_a_step_down_and_two_greens_in_a_row_a_step_up(
    lights: str, expected: int
) -> None:
    assert level(*told(lights)) == expected


PAIN = Reason.PAIN
STOPPED, PARTIAL, SKIPPED = SetOutcome.STOPPED, SetOutcome.PARTIAL, SetOutcome.SKIPPED
SESSIONS: list[tuple[str, list[Stamped], int]] = [
    (
        "red, then green: the worst of a session is its light",
        [done("s", 0), light("s", 0, "red", "press-up"), light("s", 0, "green", "press-up")],
        1,
    ),
    (
        "green, then red",
        [done("s", 0), light("s", 0, "green", "press-up"), light("s", 0, "red", "press-up")],
        1,
    ),
    (
        "red as a whole, of which it had some seconds and no whole repetition",
        [done("s", 0, reps=0, seconds=0.4, outcome=PARTIAL), light("s", 0, "red")],
        1,
    ),
    (
        "red as a whole, of which it had a repetition by the patient's own count",
        [done("s", 0, reps=1, seconds=0.0, outcome=PARTIAL), light("s", 0, "red")],
        1,
    ),
    (
        "red as a whole, another exercise that is never eased with it",
        [done("s", 0, "ankle-pump"), done("s", 0), light("s", 0, "red")],
        1,
    ),
    ("stopped, and not for pain", [done("s", 0, outcome=STOPPED, reason=Reason.OTHER)], 0),
    ("left out for pain before it was begun", [done("s", 0, outcome=SKIPPED, reason=PAIN)], 0),
    (
        "another form's answer about that session",
        [
            done("s", 0),
            light("s", 0, "amber"),
            stamped(AnswerGiven(instrument="own", item="s", value="worse"), day_of(1)),
        ],
        0,
    ),
    (
        "not settled after a session nobody knows",
        [done("s", 0), light("s", 0, "green"), settled("of another log", 1, "worse")],
        0,
    ),
    ("red as a whole", [done("s", 0), light("s", 0, "red")], 1),
    (
        "red as a whole, green by itself",
        [done("s", 0), light("s", 0, "green", "press-up"), light("s", 0, "red")],
        0,
    ),
    (
        "red as a whole, amber by itself",
        [done("s", 0), light("s", 0, "amber", "press-up"), light("s", 0, "red")],
        1,
    ),
    (
        "red by itself and as a whole is one step",
        [done("s", 0), light("s", 0, "red", "press-up"), light("s", 0, "red")],
        1,
    ),
    (
        "red by itself, green as a whole",
        [done("s", 0), light("s", 0, "red", "press-up"), light("s", 0, "green")],
        1,
    ),
    ("stopped red before lights were facts", [done("s", 0, light=Light.RED)], 1),
    (
        "not done in the red session",
        [done("s", 0, reps=0, seconds=0.0, outcome=SetOutcome.SKIPPED), light("s", 0, "red")],
        0,
    ),
    (
        "not settled after amber",
        [done("s", 0), light("s", 0, "amber"), settled("s", 1, "not_yet")],
        1,
    ),
    ("worse after green", [done("s", 0), light("s", 0, "green"), settled("s", 1, "worse")], 1),
    (
        "not settled after red is two steps",
        [done("s", 0), light("s", 0, "red"), settled("s", 1, "not_yet")],
        2,
    ),
    (
        "settled by the morning",
        [done("s", 0), light("s", 0, "amber"), settled("s", 1, "morning")],
        0,
    ),
    (
        "not yet after some hours is no answer to a day",
        [done("s", 0), light("s", 0, "amber"), settled("s", 0, "not_yet")],
        0,
    ),
    (
        "not yet at first, then by the morning",
        [
            done("s", 0),
            light("s", 0, "amber"),
            settled("s", 0, "not_yet"),
            settled("s", 1, "morning"),
        ],
        0,
    ),
]


@pytest.mark.parametrize(
    ("facts", "expected"), [case[1:] for case in SESSIONS], ids=[case[0] for case in SESSIONS]
)
def test_what_one_session_says_of_an_exercise(facts: list[Stamped], expected: int) -> None:
    assert level(*facts) == expected


def test_greens_count_only_when_the_leg_settled_within_the_hour_or_was_not_asked() -> None:
    start = [done("s0", 0), light("s0", 0, "red")]
    second = [done("s1", 1), light("s1", 1, "green")]
    third = [done("s2", 2), light("s2", 2, "green")]
    assert level(*start, *second, *third) == 0
    assert level(*start, *second, settled("s1", 2, "hour"), *third) == 0
    assert level(*start, *second, settled("s1", 2, "morning"), *third) == 1


def test_a_green_session_in_which_it_was_stopped_for_pain_is_no_green() -> None:
    stop: dict[str, Any] = {"outcome": SetOutcome.STOPPED, "reason": Reason.PAIN, "reps": 3}
    hurt = done("s1", 1, light=Light.GREEN, **stop)
    facts = [*told("r"), hurt, light("s1", 1, "green")]
    facts += [done("s2", 2), light("s2", 2, "green")]
    assert level(*facts) == 1


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        (SetOutcome.PARTIAL, Reason.TIME, 0),
        (SetOutcome.PARTIAL, Reason.PAIN, 1),
        (SetOutcome.STOPPED, Reason.OTHER, 1),
    ],
)
def test_a_green_session_counts_only_when_it_was_not_broken_off(
    outcome: SetOutcome, reason: Reason, expected: int
) -> None:
    broken = done("s1", 1, outcome=outcome, reason=reason, reps=3)
    facts = [*told("r"), broken, light("s1", 1, "green")]
    assert level(*facts, done("s2", 2), light("s2", 2, "green")) == expected


def test_a_fact_that_a_wrong_clock_dated_ahead_hides_nothing() -> None:
    ahead = [done("s0", 40), light("s0", 40, "red", "press-up")]
    today = [done("s1", 0), light("s1", 0, "red", "press-up")]
    assert level(*ahead, *today, on=day_of(1)) == 1


def test_a_red_session_counts_for_its_walks_and_one_way_rests_and_no_other_rest() -> None:
    for exercise, own, expected in (
        ("walk", "", 1),
        ("walk", "walk", 1),
        ("prone-lie", "", 1),
        ("prone-lie", "prone-lie", 1),
        ("side-lie", "", 0),
        ("side-lie", "side-lie", 0),
    ):
        facts = [done("s", 0, exercise), light("s", 0, "red", own)]
        assert level(*facts, exercise=exercise) == expected


def test_a_red_after_a_walk_makes_the_walk_easier_though_the_movement_was_green() -> None:
    facts = [done("s", 0), light("s", 0, "green", "press-up"), done("s", 0, "walk")]
    facts.append(light("s", 0, "red"))
    assert level(*facts, exercise="walk") == 1
    assert level(*facts) == 0


def test_a_walk_whose_leg_had_not_settled_is_made_easier() -> None:
    facts = [done("s", 0, "walk"), light("s", 0, "amber"), settled("s", 1, "worse")]
    assert level(*facts, exercise="walk") == 1


HURT: dict[str, Any] = {"outcome": SetOutcome.STOPPED, "reason": Reason.PAIN, "reps": 3}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([], 1),
        ([light("s", 0, "green")], 1),
        ([light("s", 0, "red", "press-up")], 1),
        ([settled("s", 1, "worse")], 2),
    ],
)
def test_that_hurts_without_a_score_is_one_step_down_next_time(
    after: list[Stamped], expected: int
) -> None:
    facts = [done("s", 0, **HURT), *after]
    assert level(*facts) == expected


def test_that_hurts_at_once_before_any_repetition_is_a_step_down_too() -> None:
    assert level(done("s", 0, **(HURT | {"reps": 0, "seconds": 0.0}))) == 1


def test_that_hurts_without_a_score_makes_no_rest_easier() -> None:
    assert level(done("s", 0, "side-lie", **HURT), exercise="side-lie") == 0


def test_that_hurts_with_a_score_is_what_its_light_says() -> None:
    # The light of a stop is a fact of its own; older logs have it in the set.
    assert level(done("s", 0, **HURT), light("s", 0, "amber", "press-up")) == 0
    assert level(done("s", 0, light=Light.GREEN, **HURT)) == 0
    assert level(done("s", 0, light=Light.AMBER, **HURT)) == 0
    assert level(done("s", 0, light=Light.RED, **HURT)) == 1


def test_a_stop_for_pain_is_given_as_the_reason_and_the_rest_of_the_day_stays() -> None:
    facts = History((done("s", 0, **HURT),))
    assert standings(facts, EASED, FAR.date())["press-up"].because is Because.HURT
    assert red_on(facts, EASED, NINE.date()) == {}
    assert red_in(facts, EASED, "s") == frozenset()


def test_a_rehearsal_eases_nothing() -> None:
    started = SessionStarted(session="s", stage=StageCode.MOVE, items=(), pace=20.0)
    assert level(stamped(started), done("s", 0, light=Light.RED), light("s", 0, "red")) == 0


def test_a_new_plan_starts_as_written() -> None:
    plan = PlanReceived(
        program="stand-ease",
        version=2,
        therapist="",
        from_day=date(2027, 3, 2),
        stage=StageCode.MOVE,
        sore_side="left",
    )
    before = told("rr")
    assert level(*before) == 2
    assert level(*before, stamped(plan, day_of(3))) == 0
    assert level(*before, stamped(plan, day_of(3)), done("s", 4, light=Light.RED)) == 1


def test_another_stage_asks_what_was_red_as_easy_as_before() -> None:
    change = StageChanged(from_stage=StageCode.MOVE, to_stage=StageCode.BUILD, rule="", evidence="")
    before = told("rr")
    assert level(*before, stamped(change, day_of(3))) == 2
    greens = [done("s3", 4), light("s3", 4, "green"), done("s4", 5), light("s4", 5, "green")]
    assert level(*before, stamped(change, day_of(3)), *greens) == 1


def test_nothing_shifts_in_the_middle_of_a_day() -> None:
    facts = told("r")
    assert level(*facts, on=day_of(0)) == 0
    assert level(*facts, on=day_of(1)) == 1


def test_what_is_said_of_yesterday_counts_today() -> None:
    facts = [done("s", 0), light("s", 0, "amber"), settled("s", 1, "not_yet")]
    assert level(*facts, on=day_of(0)) == 0
    assert level(*facts, on=day_of(1)) == 1


def test_the_reason_is_the_last_sessions() -> None:
    def because(*facts: Stamped) -> Because:
        return standings(History(facts), EASED, FAR.date())["press-up"].because

    assert because(*told("r")) is Because.RED
    assert because(*told("rg")) is Because.COMING_BACK
    assert because(*told("ra")) is Because.COMING_BACK
    assert because(*told("rrgg")) is Because.COMING_BACK
    unsettled = [done("s", 0), light("s", 0, "amber"), settled("s", 1, "not_yet")]
    assert because(*unsettled) is Because.NOT_SETTLED


def test_what_was_red_today_is_known_with_when() -> None:
    day = NINE.date()
    own = [done("s", 0, "side-lie"), light("s", 0, "red", "side-lie")]
    assert red_on(History(tuple(own)), EASED, day) == {"side-lie": NINE}
    whole = [done("s", 0), done("s", 0, "walk"), light("s", 0, "red")]
    assert red_on(History(tuple(whole)), EASED, day) == {"press-up": NINE, "walk": NINE}
    assert red_on(History(tuple(whole)), EASED, day + timedelta(days=1)) == {}
    assert red_in(History(tuple(whole)), EASED, "s") == {"press-up", "walk"}
    assert red_in(a_history(), EASED, "s") == frozenset()


@pytest.mark.parametrize("colour", ["green", "amber"])
def test_what_was_not_red_is_not_left_out_for_the_day(colour: str) -> None:
    facts = History((done("s", 0), light("s", 0, colour, "press-up"), light("s", 0, colour)))
    assert red_on(facts, EASED, NINE.date()) == {}


def test_it_is_left_out_from_the_first_red_of_the_day_on() -> None:
    later = NINE + timedelta(hours=5)
    second = [replace(one, at=later) for one in (done("t", 0), light("t", 0, "red"))]
    first = [done("s", 0), light("s", 0, "red")]
    for facts in ([*first, *second], [*second, *first]):
        found = red_on(History(tuple(facts)), EASED, NINE.date())
        assert found == {"press-up": NINE}


# --- what a step makes of a prescription


PRESS_UP = an_exercise(
    id="press-up",
    bias=Bias.EXTENSION,
    easier=Variant("Stay on your elbows.", "elbows"),
    dose=a_dose("1x10 tempo 6s 4/day"),
)
ELBOWS = an_exercise(
    id="elbows",
    kind=Kind.REST,
    bias=Bias.EXTENSION,
    dose=a_dose("60s 3/day"),
    easier=Variant("", ""),
)
WALK = an_exercise(id="walk", kind=Kind.WALK, easier=Variant("Shorter.", ""))
ASKED = a_prescription("press-up 1x10 tempo 6s 4/day", note="Slowly.")


def made(
    standing: Standing,
    asked: Prescription = ASKED,
    exercises: Sequence[Exercise] = (PRESS_UP, ELBOWS, WALK),
    **changes: object,
) -> Prescription:
    values: dict[str, object] = {"direction": Bias.EXTENSION}
    program = a_program(asked, **(values | changes))
    found = {asked.exercise: standing}
    known = {exercise.id: exercise for exercise in exercises}
    (prescription,) = eased((asked,), program, found, known)
    return prescription


def test_the_first_step_is_the_easier_form_as_often_as_asked() -> None:
    first = made(Standing(1))
    assert (first.exercise, first.instead, first.note) == ("press-up", "elbows", "")
    assert (first.dose.reps, first.dose.hold_seconds, first.dose.times_a_day) == ((1,), 60, 4)
    assert first.eased == Eased(Easier.FORM, Because.RED)


def test_the_second_step_is_half_of_the_easier_form() -> None:
    second = made(Standing(2))
    assert (second.instead, second.dose.hold_seconds) == ("elbows", 30)
    assert second.eased == Eased(Easier.FORM_AND_HALF, Because.RED)


def test_as_written_stays_as_written() -> None:
    assert made(Standing(0)) is ASKED


NO_FORM: list[tuple[str, dict[str, Any], list[Exercise]]] = [
    ("the plan does not allow it", {"easing": Easing(may_swap=False)}, [PRESS_UP, ELBOWS]),
    ("there is none", {}, [PRESS_UP]),
    ("a therapist gives it", {}, [PRESS_UP, replace(ELBOWS, therapist_only=True)]),
    ("it goes against the direction", {"direction": Bias.FLEXION}, [PRESS_UP, ELBOWS]),
    (
        "it does not suit the patient",
        {"presentation": Presentation.P4_FR},
        [PRESS_UP, replace(ELBOWS, patterns=(Presentation.P4_FA,))],
    ),
    ("it is a pack", {}, [PRESS_UP, replace(ELBOWS, kind=Kind.COLD)]),
]


@pytest.mark.parametrize(
    ("changes", "exercises"), [case[1:] for case in NO_FORM], ids=[case[0] for case in NO_FORM]
)
def test_without_an_easier_form_it_is_half(
    changes: dict[str, Any], exercises: list[Exercise]
) -> None:
    for steps in (1, 2):
        found = made(Standing(steps), exercises=exercises, **changes)
        assert (found.instead, found.dose.reps, found.note) == ("", (5,), "Slowly.")
        assert found.eased is not None
        assert found.eased.how is Easier.HALF


def test_a_form_that_is_asked_already_is_not_asked_twice() -> None:
    asked = (ASKED, a_prescription("elbows 60s 2/day"))
    program = a_program(*asked, direction=Bias.EXTENSION)
    known = {exercise.id: exercise for exercise in (PRESS_UP, ELBOWS)}
    first, second = eased(asked, program, {"press-up": Standing(1)}, known)
    assert (first.instead, first.dose.reps) == ("", (5,))
    assert second is asked[1]


def test_what_the_plan_lets_nobody_ease_is_left_out() -> None:
    found = made(Standing(1), easing=Easing(may_halve=False, may_swap=False))
    assert found.eased == Eased(Easier.LEFT_OUT, Because.RED)
    assert found.dose == ASKED.dose


def test_where_only_the_form_is_allowed_the_second_step_is_the_form_as_well() -> None:
    found = made(Standing(2), easing=Easing(may_halve=False))
    assert found.instead == "elbows"
    assert found.dose.hold_seconds == 60


def test_a_walk_is_shorter_and_never_another_exercise() -> None:
    walk = replace(WALK, easier=Variant("Sit.", "elbows"))
    found = made(Standing(2), a_prescription("walk 3min 4/day"), (walk, ELBOWS))
    assert (found.instead, found.dose.hold_seconds, found.dose.times_a_day) == ("", 90, 4)


def test_a_rest_that_moves_the_back_one_way_is_shorter_or_its_easier_form() -> None:
    prone = replace(ELBOWS, id="prone-lie", dose=a_dose("2min 4/day"))
    half = made(Standing(1), a_prescription("prone-lie 2min 4/day"), (prone,))
    assert (half.instead, half.dose.hold_seconds) == ("", 60)
    propped = replace(ELBOWS, easier=Variant("Lie flat.", "prone-lie"))
    flat = made(Standing(1), a_prescription("elbows 60s 3/day"), (propped, prone))
    assert (flat.instead, flat.dose.hold_seconds, flat.dose.times_a_day) == ("prone-lie", 60, 3)


@pytest.mark.parametrize("kind", [Kind.REST, Kind.COLD, Kind.HEAT, Kind.HABIT, Kind.MASSAGE])
def test_neutral_rests_packs_and_habits_are_never_eased(kind: Kind) -> None:
    plain = replace(PRESS_UP, kind=kind, bias=Bias.NEUTRAL)
    assert made(Standing(2), exercises=[plain, ELBOWS]) is ASKED


@pytest.mark.parametrize(
    ("line", "reps", "hold"),
    [
        ("1x10", (5,), 0),
        ("1x5", (3,), 0),
        ("2x9 hold 4s", (5, 5), 4),
        ("6-4-2", (3, 2, 1), 0),
        ("3x1", (1, 1), 0),
        ("3min", (1,), 90),
        ("2x1 hold 15s", (1, 1), 8),
    ],
)
def test_half_is_rounded_up_and_never_nothing(line: str, reps: tuple[int, ...], hold: int) -> None:
    half = halved(a_dose(line))
    assert half is not None
    assert (half.reps, half.hold_seconds) == (reps, hold)


def test_one_repetition_without_a_time_has_no_half() -> None:
    assert halved(a_dose("1x1")) is None


doses = st.builds(
    Dose,
    reps=st.lists(st.integers(1, 60), min_size=1, max_size=10).map(tuple),
    hold_seconds=st.integers(0, 3600),
    side=st.sampled_from(Side),
    times_a_day=st.integers(1, 24),
    days_a_week=st.integers(1, 7),
)
programs = st.builds(
    lambda direction, presentation, halve, swap: a_program(
        direction=direction, presentation=presentation, easing=Easing(halve, swap)
    ),
    st.sampled_from(Bias),
    st.sampled_from(Presentation),
    st.booleans(),
    st.booleans(),
)
forms = st.builds(
    lambda kind, bias, only, dose, patterns: replace(
        ELBOWS, kind=kind, bias=bias, therapist_only=only, dose=dose, patterns=tuple(patterns)
    ),
    st.sampled_from(Kind),
    st.sampled_from(Bias),
    st.booleans(),
    doses,
    st.lists(st.sampled_from(Presentation), min_size=1),
)


@given(doses, programs, forms, st.integers(0, MOST_LEVEL))
def test_never_more_than_prescribed_never_nothing_never_against_the_direction(
    dose: Dose, program: Program, form: Exercise, steps: int
) -> None:
    asked = Prescription("press-up", dose)
    known = {"press-up": PRESS_UP, "elbows": form}
    (found,) = eased((asked,), program, {"press-up": Standing(steps)}, known)
    assert found.exercise == "press-up"
    assert min(found.dose.reps) >= 1
    assert found.dose.total_seconds > 0 or found.dose.total_reps > 0
    assert found.dose.sets <= dose.sets
    assert max(found.dose.reps) <= max(dose.reps)
    assert found.dose.times_a_day == dose.times_a_day
    assert found.dose.days_a_week == dose.days_a_week
    if found.instead:
        assert may_replace(form, program)
        assert form.bias in (Bias.NEUTRAL, program.direction)
        assert program.easing.may_swap
    else:
        assert found.dose.total_reps <= dose.total_reps
        assert found.dose.hold_seconds <= dose.hold_seconds
        assert found.dose.side is dose.side
    if steps and not (program.easing.may_swap or program.easing.may_halve):
        assert found.eased is not None
        assert found.eased.how is Easier.LEFT_OUT


@given(st.text("rga", max_size=30))
def test_a_step_up_takes_two_greens_and_a_level_never_leaves_its_bounds(lights: str) -> None:
    levels = [level(*told(lights[:nth])) for nth in range(len(lights) + 1)]
    assert all(0 <= one <= MOST_LEVEL for one in levels)
    for nth, (before, after) in enumerate(pairwise(levels)):
        if after < before:
            assert before - after == 1
            assert lights[nth - 1 : nth + 1] == "gg"
        if lights[nth] == "r":
            assert after == min(MOST_LEVEL, before + 1)
        assert after <= before or lights[nth] == "r"


def test_the_plan_for_a_bad_day_is_eased_like_the_stage() -> None:
    flare = a_flare_plan(a_prescription("walk 3min 4/day"))
    program = a_program(flare=flare)
    (found,) = eased(flare.prescriptions, program, {"walk": Standing(1)}, {"walk": WALK})
    assert found.dose.hold_seconds == 90
