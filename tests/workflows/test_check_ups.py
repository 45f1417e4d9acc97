"""Check-ups over two weeks by a hand-moved clock; what was answered is read back from the log."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from coach.clock import ManualClock
from coach.config import Settings
from coach.domain.events import AnswerGiven, NoteWritten, PainScore
from coach.domain.forms import Answering, Form, FormItem
from coach.domain.pain import Moment, Reach
from coach.workflows.check_ups import (
    NOTHING_NOTED,
    THANKS,
    CheckUp,
)
from coach.workflows.coach import Coach
from coach.workflows.set_up import SetUpAnswers
from tests.workflows.test_today import MONDAY, until

TUESDAY = MONDAY + timedelta(days=1)
BANDS = ("none", "mild", "moderate", "severe", "depression", "anxiety")

DAY_0 = ["walk", "confidence", "psfs", "phq-4", "rmdq-24"]
WEEK_1 = ["walk", "confidence", "global-change", "psfs"]
WEEK_2 = ["walk", "confidence", "global-change", "psfs", "phq-4", "rmdq-24"]


def ids(coach: Coach) -> list[str]:
    return [one.id for one in coach.check_ups.ready()]


def some(item: FormItem) -> str:
    """An answer that a person might give."""
    if item.answering is Answering.CHOICE:
        return item.options[-1].value
    return {Answering.SCALE: "6", Answering.NUMBER: "20", Answering.WORDS: "to garden"}[
        item.answering
    ]


def answer(form: Form, answers: dict[str, str | None] | None = None) -> Form:
    """The whole form: these answers, and something for the rest."""
    while (item := form.question) is not None:
        given = answers or {}
        form = form.answered(given[item.id] if item.id in given else some(item))
    return form


def passed(form: Form) -> Form:
    while form.question is not None:
        form = form.answered(None)
    return form


def named(coach: Coach, check_up: str) -> CheckUp:
    return next(one for one in coach.check_ups.ready() if one.id == check_up)


def take(coach: Coach, check_up: str, answers: dict[str, str | None] | None = None) -> list[str]:
    """Answer one that is due; what the patient is told."""
    one = named(coach, check_up)
    return list(coach.check_ups.take(one, answer(one.form, answers)))


def take_all(coach: Coach) -> list[str]:
    """Everything due, in order."""
    asked = ids(coach)
    for check_up in asked:
        take(coach, check_up)
    return asked


def answers_of(coach: Coach, instrument: str) -> list[tuple[date, str, str, float | None]]:
    return [
        (stamped.day, fact.item, fact.value, fact.total)
        for stamped, fact in coach.records.whole(AnswerGiven).of(AnswerGiven)
        if fact.instrument == instrument
    ]


def test_two_weeks_of_evenings_and_weeks(coach: Coach, clock: ManualClock) -> None:
    asked: dict[int, list[str]] = {}
    for day in range(15):
        until(clock, MONDAY + timedelta(days=day), time(19, 0))
        asked[day] = take_all(coach)
        assert ids(coach) == []
    for day, names in asked.items():
        week = {0: DAY_0, 7: WEEK_1, 14: WEEK_2}.get(day, [])
        assert names[0] == "evening"
        assert sorted(names[1:]) == sorted(week), day
    worst = [
        (stamped.day, fact.site.value, fact.score, fact.reach)
        for stamped, fact in coach.records.whole(PainScore).of(PainScore)
        if fact.moment is Moment.WORST_24H
    ]
    assert len(worst) == 30
    assert worst[:2] == [(MONDAY, "back", 6, Reach.FOOT), (MONDAY, "leg", 6, Reach.FOOT)]
    assert len(answers_of(coach, "evening")) == 30
    weeks = [MONDAY + timedelta(days=day) for day in (0, 7, 14)]
    assert answers_of(coach, "walk") == [(day, "minutes", "20", None) for day in weeks]
    for name, days in (("rmdq-24", 2), ("phq-4", 2), ("psfs", 3), ("global-change", 2)):
        totals = [row for row in answers_of(coach, name) if row[1] == "total"]
        assert len(totals) == days, name
    notes = [fact for _, fact in coach.records.whole(NoteWritten).of(NoteWritten)]
    assert [note.about for note in notes[:2]] == ["medicine", "evening"]


def test_the_evening_comes_first_and_the_weekly_ones_before_the_rare_ones(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY, time(18, 0))
    assert ids(coach)[:2] == ["evening", "walk"]
    assert set(ids(coach)[-2:]) == {"phq-4", "rmdq-24"}


def test_a_week_that_was_left_is_taken_up_again_where_it_stopped(
    coach: Coach, clock: ManualClock
) -> None:
    take(coach, "walk")
    until(clock, MONDAY + timedelta(days=3), time(10, 0))
    assert sorted(ids(coach)) == sorted(set(DAY_0) - {"walk"})


def test_own_activities_are_named_once_and_then_only_scored(
    coach: Coach, clock: ManualClock
) -> None:
    take(coach, "psfs", {"activity-3": None, "3": None})
    until(clock, MONDAY + timedelta(days=7), time(10, 0))
    form = named(coach, "psfs").form
    assert [item.id for item in form.items] == ["1", "2"]
    assert all("to garden" in item.text for item in form.items)


def test_an_evening_left_half_way_keeps_what_was_answered_and_offers_the_rest(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY, time(19, 0))
    evening = named(coach, "evening")
    coach.check_ups.keep(evening, evening.form.answered("5").answered(None).answered("knee"))
    (score,) = [fact for _, fact in coach.records.whole(PainScore).of(PainScore)]
    assert (score.site.value, score.score, score.reach) == ("back", 5, Reach.KNEE)
    assert "evening" not in ids(coach)
    rest = next(offer for offer in coach.check_ups.menu() if offer.key == "e")
    left = [item.id for item in rest.check_ups[0].form.items]
    assert left == ["worst_leg", "sleep", "easy_position", "medicine", "note"]


def test_a_questionnaire_left_half_way_leaves_nothing_and_stays_due(coach: Coach) -> None:
    one = named(coach, "phq-4")
    coach.check_ups.keep(one, one.form.answered("3"))
    assert answers_of(coach, "phq-4") == []
    assert "phq-4" in ids(coach)


def test_what_was_passed_over_writes_nothing_and_is_not_asked_again_that_day(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, MONDAY, time(19, 0))
    before = len(coach.log.read())
    for one in coach.check_ups.ready():
        told = coach.check_ups.take(one, passed(one.form))
        assert told[0] == NOTHING_NOTED
    assert len(coach.log.read()) == before
    assert coach.check_ups.ready() == ()
    until(clock, TUESDAY, time(1, 0))
    assert "evening" not in ids(coach)
    until(clock, TUESDAY, time(18, 0))
    assert ids(coach)[0] == "evening"
    assert len(ids(coach)) == 1 + len(DAY_0)


def test_the_evening_is_due_past_midnight_and_counts_to_the_day_before(
    coach: Coach, clock: ManualClock
) -> None:
    until(clock, TUESDAY, time(1, 0))
    take(coach, "evening", {"worst_leg": "9"})
    lines = {line.day: line.leg for line in coach.look_back.view(3).lines}
    assert lines[MONDAY] == 9
    assert lines[TUESDAY] is None
    until(clock, TUESDAY, time(18, 0))
    assert "evening" in ids(coach)


def test_the_history_shows_the_worst_of_the_evening(coach: Coach, clock: ManualClock) -> None:
    until(clock, MONDAY, time(19, 0))
    take(coach, "evening", {"worst_back": "2", "worst_leg": "8"})
    last = coach.look_back.view(2).lines[-1]
    assert (last.day, last.back, last.leg) == (MONDAY, 2, 8)


def test_in_the_afternoon_the_evening_can_be_asked_for(coach: Coach, clock: ManualClock) -> None:
    assert "e" not in {offer.key for offer in coach.check_ups.menu()}
    until(clock, MONDAY, time(16, 0))
    assert "evening" not in ids(coach)
    (early,) = next(o for o in coach.check_ups.menu() if o.key == "e").check_ups
    coach.check_ups.take(early, answer(early.form))
    until(clock, MONDAY, time(20, 0))
    assert "evening" not in ids(coach)
    assert "e" not in {offer.key for offer in coach.check_ups.menu()}


def test_one_line_says_what_is_ready_and_for_how_long(coach: Coach, clock: ManualClock) -> None:
    (weekly,) = coach.check_ups.lines()
    assert weekly.startswith("The weekly questions are ready, about ")
    until(clock, MONDAY, time(18, 0))
    (both,) = coach.check_ups.lines()
    assert both.startswith("Evening check-in and weekly questions are ready, about ")
    for one in ids(coach)[1:]:
        take(coach, one)
    assert coach.check_ups.lines() == ("Evening check-in is ready, about 1 minute. Press c.",)
    take(coach, "evening")
    assert coach.check_ups.lines() == ()


def test_before_a_plan_no_week_is_asked(new_coach: Coach) -> None:
    assert new_coach.check_ups.ready() == ()


def test_a_score_is_told_with_its_range_and_not_judged(coach: Coach) -> None:
    (told,) = take(coach, "rmdq-24")
    assert told.startswith(f"{THANKS} Your score is ")
    assert told.endswith(" It can go from 0 to 24.")


@pytest.mark.parametrize("low_or_high", [0, -1])
def test_after_the_questions_on_mood_the_crisis_line_is_always_named(
    coach: Coach, low_or_high: int
) -> None:
    form = named(coach, "phq-4").form
    chosen: dict[str, str | None] = {
        item.id: item.options[low_or_high].value for item in form.items
    }
    told = take(coach, "phq-4", chosen)
    assert "call your local crisis line" in told[-1]
    assert len(told) == (2 if low_or_high == 0 else 3)
    assert not any(word in " ".join(told).lower() for word in BANDS)


def test_the_patients_own_crisis_line_is_named(open_coach: Callable[..., Coach]) -> None:
    coach = open_coach(Settings(crisis_line="the Listening Line, 0800 111"))
    coach.set_up.finish(SetUpAnswers(program="steady-back"))
    assert "call the Listening Line, 0800 111 or" in take(coach, "phq-4")[-1]


def test_mood_questions_that_were_left_name_the_crisis_line_too(coach: Coach) -> None:
    one = named(coach, "phq-4")
    assert "crisis line" in coach.check_ups.words_after(one, one.form.answered("3"))[-1]


def test_a_total_from_paper_can_be_typed_in(coach: Coach) -> None:
    odi = next(one for one in coach.check_ups.typed() if one.id == "odi")
    check_up = coach.check_ups.typing(odi)
    with pytest.raises(ValueError, match="a number from 0 to 100"):
        check_up.form.answered("101")
    told = coach.check_ups.take(check_up, answer(check_up.form, {"total": "42"}))
    assert told == (f"{THANKS} Your score is 42. It can go from 0 to 100.",)
    assert answers_of(coach, "odi") == [(MONDAY, "total", "42", 42.0)]


def test_every_total_on_the_list_can_be_typed_in(coach: Coach) -> None:
    assert len(coach.check_ups.typed()) >= 10
    for one in coach.check_ups.typed():
        check_up = coach.check_ups.typing(one)
        form = check_up.form
        while (item := form.question) is not None:
            form = form.answered(f"{item.least:g}")
        coach.check_ups.take(check_up, form)
        assert ("total", float(one.least)) in [(r[1], r[3]) for r in answers_of(coach, one.id)]


def test_a_restart_knows_what_was_answered(
    open_coach: Callable[..., Coach], clock: ManualClock
) -> None:
    coach = open_coach()
    coach.set_up.finish(SetUpAnswers(program="steady-back"))
    until(clock, MONDAY, time(19, 0))
    take_all(coach)
    coach.close()
    assert open_coach().check_ups.ready() == ()
