"""Safety: what a yes does at once, what it locks, and the two ways out."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.errors import InputError, LogError, SafetyHoldError
from coach.domain.events import SafetyCleared, SafetyHold, SessionEnded
from coach.domain.outcomes import ClearedBy
from coach.domain.pain import PainReport
from coach.domain.red_flags import RedFlag, Tier
from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.coach import Coach
from coach.workflows.safety import OPENING_ALOUD
from coach.workflows.set_up import SetUpAnswers
from tests.store.holder import held
from tests.workflows.conftest import (
    Disk,
    Opener,
    Voice,
    answered_since,
    effects_of,
    facts_of,
    said,
)

NEUTRAL = "Please stop and read the screen now."


def a_flag(coach: Coach, tier: Tier) -> RedFlag:
    return next(item for item in coach.safety.flags.items if item.tier is tier)


def answer_yes(coach: Coach, tier: Tier = Tier.EMERGENCY) -> RedFlag:
    flag = a_flag(coach, tier)
    coach.safety.answered(flag, True)
    return flag


def test_the_emergency_screen_works_before_set_up(new_coach: Coach) -> None:
    text = new_coach.safety.emergency()
    assert text.number == "112"
    assert text.advice.first
    assert "Nobody" in text.nobody


def test_a_number_chosen_at_set_up_is_on_the_emergency_screen_at_once(new_coach: Coach) -> None:
    new_coach.set_up.finish(SetUpAnswers(program="steady-back", emergency_number="911"))
    assert new_coach.safety.emergency().number == "911"


def test_the_opening_line_is_logged_with_the_version_of_its_words(coach: Coach) -> None:
    coach.safety.opening_answered(False)
    (answer,) = answered_since(coach)
    assert (answer.item, answer.answer) == ("opening", False)
    assert answer.text_version == coach.safety.flags.version


def test_a_yes_to_the_opening_line_locks_nothing_by_itself(coach: Coach) -> None:
    coach.safety.opening_answered(True)
    assert coach.safety.hold() is None
    assert said(coach) == []


def test_a_no_locks_nothing_and_says_nothing(coach: Coach) -> None:
    assert coach.safety.answered(a_flag(coach, Tier.EMERGENCY), False) is None
    assert coach.safety.hold() is None
    assert said(coach) == []


@pytest.mark.parametrize("tier", [Tier.EMERGENCY, Tier.SAME_DAY])
def test_a_yes_locks_writes_and_says_only_the_neutral_line(coach: Coach, tier: Tier) -> None:
    flag = a_flag(coach, tier)
    hold = coach.safety.answered(flag, True)
    assert hold is not None
    assert (hold.tier, hold.questions) == (tier, (flag.question,))
    assert hold.text.number == "112"
    assert [fact.tier for fact in facts_of(coach, SafetyHold)] == [tier]
    assert [fact.item for fact in answered_since(coach)] == [flag.id]
    assert said(coach) == [NEUTRAL]


def test_what_was_being_said_is_cut_off(coach: Coach) -> None:
    answer_yes(coach)
    assert coach.speaker.stops == 1  # type: ignore[attr-defined]


def test_answer_and_hold_are_on_disk_before_anything_is_said(
    overheard: Coach, diary: list[str]
) -> None:
    answer_yes(overheard)
    assert diary == ["disk: RedFlagAnswered", "disk: SafetyHold", f"said: {NEUTRAL}"]


def test_a_yes_locks_and_speaks_even_when_the_disk_is_full(
    overheard: Coach, disk: Disk, voice: Voice
) -> None:
    disk.full = True
    hold = overheard.safety.answered(a_flag(overheard, Tier.EMERGENCY), True)
    assert hold is not None
    assert len(hold.questions) == 1
    assert [cue.text for cue in voice.said] == [NEUTRAL]
    with pytest.raises(SafetyHoldError):
        overheard.safety.require_free()
    with pytest.raises(LogError):
        overheard.safety.attest("2027-03-01")


def test_a_yes_silences_the_voice_before_it_is_written(
    overheard: Coach, disk: Disk, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    effects = effects_of(disk, voice, monkeypatch)
    overheard.safety.answered(a_flag(overheard, Tier.EMERGENCY), True)
    assert effects[:2] == ["silence", "a try to write"]


def test_a_yes_that_waited_is_written_when_there_is_room_again(
    overheard: Coach, disk: Disk, clock: ManualClock
) -> None:
    began = clock.now()
    disk.full = True
    answer_yes(overheard)
    clock.advance(600)
    disk.full = False
    hold = overheard.safety.hold()
    assert hold is not None
    assert hold.since == began
    assert len(facts_of(overheard, SafetyHold)) == 1
    assert len(answered_since(overheard)) == 1


def test_a_yes_that_waited_is_written_at_the_latest_when_the_coach_is_closed(
    overheard: Coach, disk: Disk, open_coach: Opener
) -> None:
    disk.full = True
    answer_yes(overheard)
    disk.full = False
    overheard.close()
    disk.close()
    assert len(facts_of(open_coach(), SafetyHold)) == 1


def test_a_yes_that_could_never_be_written_locks_the_next_coach(
    overheard: Coach, disk: Disk, clock: ManualClock, open_coach: Opener
) -> None:
    began = clock.now()
    disk.full = True
    answer_yes(overheard)
    overheard.close()
    disk.close()
    clock.advance(600)
    later = open_coach()
    later.requests.poll(safety_only=True)
    hold = later.safety.hold()
    assert hold is not None
    assert hold.since == began


def test_a_yes_locks_where_the_log_cannot_even_be_read(coach: Coach, places: Places) -> None:
    coach.log.wait_briefly()  # type: ignore[attr-defined]
    with held(places.home / "coach.db", "EXCLUSIVE"):
        assert coach.safety.due_if_known() is None
        flag = a_flag(coach, Tier.EMERGENCY)
        hold = coach.safety.answered(flag, True)
        assert hold is not None
        assert hold.questions == (flag.question,)
        with pytest.raises(SafetyHoldError):
            coach.safety.require_free()
    assert coach.safety.hold() == replace(hold, not_saved="")
    assert len(facts_of(coach, SafetyHold)) == 1


def test_of_two_yeses_the_more_urgent_is_on_the_screen(coach: Coach) -> None:
    urgent = answer_yes(coach, Tier.EMERGENCY)
    later = answer_yes(coach, Tier.SAME_DAY)
    hold = coach.safety.hold()
    assert hold is not None
    assert hold.tier is Tier.EMERGENCY
    assert hold.questions == (urgent.question, later.question)


def test_the_hold_does_not_list_the_opening_line(coach: Coach) -> None:
    coach.safety.opening_answered(True)
    flag = answer_yes(coach)
    hold = coach.safety.hold()
    assert hold is not None
    assert hold.questions == (flag.question,)


def test_a_hold_outlives_the_program(coach: Coach, open_coach: Opener) -> None:
    answer_yes(coach)
    coach.close()
    assert open_coach().safety.hold() is not None


# --- what is refused under a hold


def test_no_session_begins_under_a_hold(coach: Coach) -> None:
    items = coach.today.look().agenda.due
    answer_yes(coach)
    with pytest.raises(SafetyHoldError) as refused:
        coach.sessions.begin(items, PainReport())
    assert "112" in refused.value.message


def test_no_session_goes_on_from_a_kill_under_a_hold(coach: Coach, open_coach: Opener) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    coach.close()
    again = open_coach()
    look = again.today.look()
    assert look.unfinished_session is not None
    answer_yes(again)
    with pytest.raises(SafetyHoldError):
        again.sessions.resume(look.agenda, look.unfinished_session, PainReport())


def test_no_bad_day_begins_under_a_hold(coach: Coach) -> None:
    answer_yes(coach)
    with pytest.raises(SafetyHoldError):
        coach.today.begin_bad_day()


def test_a_session_that_was_made_before_does_not_start_under_a_hold(coach: Coach) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    answer_yes(coach)
    with pytest.raises(SafetyHoldError):
        runner.start()
    assert runner.state.phase is Phase.READY


@pytest.mark.parametrize("command", [Command.RESUME, Command.REPEAT, Command.SKIP, Command.DONE])
def test_a_paused_session_does_not_go_on_under_a_hold(coach: Coach, command: Command) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    runner.give(Given(Command.PAUSE))
    answer_yes(coach)
    with pytest.raises(SafetyHoldError):
        runner.give(Given(command))
    assert runner.state.phase is Phase.PAUSED


def test_a_red_flag_ends_the_session_at_once(coach: Coach) -> None:
    runner = coach.sessions.begin(coach.today.look().agenda.due, PainReport())
    runner.start()
    answer_yes(coach)
    runner.give(Given(Command.RED_FLAG))
    assert runner.state.phase is Phase.HALTED
    assert [fact.outcome.value for fact in facts_of(coach, SessionEnded)] == ["held"]
    assert said(coach)[-1] == NEUTRAL


# --- the way out by the patient's own statement


def test_the_patients_dated_statement_clears_the_hold(coach: Coach, clock: ManualClock) -> None:
    answer_yes(coach)
    clock.advance(24 * 3600)
    coach.safety.attest("2027-03-02", "Seen at the hospital.")
    assert coach.safety.hold() is None
    (cleared,) = facts_of(coach, SafetyCleared)
    assert cleared.by is ClearedBy.SELF_ATTESTED
    assert "2027-03-02" in cleared.note
    assert "Seen at the hospital." in cleared.note
    coach.safety.require_free()


@pytest.mark.parametrize("words", ["yesterday", "", "2027-02-30", "01.03.2027"])
def test_what_is_no_date_is_refused(coach: Coach, words: str) -> None:
    answer_yes(coach)
    with pytest.raises(InputError, match="no date"):
        coach.safety.attest(words)
    assert coach.safety.hold() is not None


def test_a_day_to_come_is_refused(coach: Coach) -> None:
    answer_yes(coach)
    with pytest.raises(InputError, match="still to come"):
        coach.safety.attest("2027-03-02")


def test_a_day_before_the_yes_is_refused(coach: Coach) -> None:
    answer_yes(coach)
    with pytest.raises(InputError, match="before you answered"):
        coach.safety.attest("2027-02-28")


def test_an_assessment_before_the_second_yes_does_not_clear_it(
    coach: Coach, clock: ManualClock
) -> None:
    answer_yes(coach, Tier.SAME_DAY)
    clock.advance(24 * 3600)
    answer_yes(coach, Tier.EMERGENCY)
    with pytest.raises(InputError, match="before you answered"):
        coach.safety.attest("2027-03-01")
    coach.safety.attest("2027-03-02")
    assert coach.safety.hold() is None


def test_without_a_hold_there_is_nothing_to_state(coach: Coach) -> None:
    with pytest.raises(InputError, match="not locked"):
        coach.safety.attest("2027-03-01")


def test_a_new_yes_after_the_statement_locks_again(coach: Coach) -> None:
    answer_yes(coach)
    coach.safety.attest("2027-03-01")
    answer_yes(coach, Tier.SAME_DAY)
    hold = coach.safety.hold()
    assert hold is not None
    assert hold.tier is Tier.SAME_DAY
    assert len(hold.questions) == 1


def test_a_clock_set_right_does_not_hide_a_new_yes(coach: Coach, clock: ManualClock) -> None:
    # The clock runs a day fast when the first hold is cleared, and is set right afterwards.
    right: datetime = clock.now()
    clock.set_wall(right + timedelta(days=1))
    answer_yes(coach)
    coach.safety.attest("2027-03-02")
    clock.set_wall(right)
    answer_yes(coach)
    assert coach.safety.hold() is not None


def test_a_safety_question_is_read_aloud(coach: Coach) -> None:
    coach.safety.ask_aloud(coach.safety.flags.opening)
    said = [cue.text for cue in coach.speaker.said]  # type: ignore[attr-defined]
    assert said == [OPENING_ALOUD]
