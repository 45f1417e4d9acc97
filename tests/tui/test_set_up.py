"""The first start: five short questions and one Enter each."""

import pytest
from textual.events import Key, Load
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Input

from coach.clock import ManualClock
from coach.config import Places, load_settings
from coach.domain.events import AnswerGiven, PlanReceived, RedFlagAnswered
from coach.domain.outcomes import TimerKind
from coach.domain.program import StageCode
from coach.domain.safety_rhythm import NEW_PLAN
from coach.speech.settings import SpeechHealth
from coach.tui.app import CoachApp
from coach.tui.patient.hold import HoldScreen
from coach.tui.patient.red_flags import RedFlagScreen
from coach.tui.patient.set_up import VOICE_OFF, SetUpScreen
from coach.tui.patient.today import TodayScreen
from coach.tui.widgets.block_font import in_blocks
from coach.workflows.coach import Coach
from coach.workflows.safety import LIST_DUE
from coach.workflows.set_up import VOICE_TEST, number_problem
from tests.conftest import answer_list
from tests.tui.conftest import Running, on, press, settle
from tests.tui.pictures import picture


async def test_enter_alone_leads_to_today(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "n", "enter", "enter")
        assert on(pilot, RedFlagScreen)
        await press(pilot, "escape")
        assert on(pilot, TodayScreen)
    (plan,) = [fact for _, fact in new_coach.records.course().of(PlanReceived)]
    assert plan.program == new_coach.set_up.programs()[0].id
    assert plan.sore_side == "none"


async def test_the_name_greets_and_the_sore_side_is_kept(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "backspace", "backspace", "backspace", *"Kim", "enter", "enter", "r")
        await press(pilot, "enter", "enter", "escape")
        assert "Good morning, Kim." in picture(pilot.app)
    (plan,) = [fact for _, fact in new_coach.records.course().of(PlanReceived)]
    assert plan.sore_side == "right"


async def test_what_was_typed_before_the_question_is_shown_is_no_answer(new_coach: Coach) -> None:
    app = CoachApp(new_coach)

    def type_ahead(message: Message) -> None:
        if isinstance(message, Load):
            for key, character in (("l", "l"), ("s", "s"), ("q", "q"), ("enter", "\r")):
                app.post_message(Key(key, character))

    async with app.run_test(size=(80, 24), message_hook=type_ahead) as pilot:
        await settle(pilot)
        assert on(pilot, SetUpScreen)
        assert "1 of 5" in picture(pilot.app)
        assert pilot.app.screen.query_one("#name-input", Input).value == new_coach.name
        await press(pilot, "enter")
        assert "2 of 5" in picture(pilot.app)


async def test_the_voice_can_be_tried(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "l")
        assert "The sound is off" in picture(pilot.app)
        await press(pilot, "v")
        assert [cue.text for cue in new_coach.speaker.said] == [VOICE_TEST]  # type: ignore[attr-defined]
        assert "stands on the screen" in picture(pilot.app)
        assert "The sound is off" in picture(pilot.app)
        assert "unknown" not in picture(pilot.app)


async def test_with_the_sound_off_a_no_asks_nobody_to_turn_it_up(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "l", "n")
        shown = " ".join(picture(pilot.app).split())
    assert VOICE_OFF in shown
    assert "turn the sound" not in shown


async def test_whether_the_voice_is_heard_is_asked_and_a_no_is_told_what_to_do(
    running: Running, new_coach: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaks = SpeechHealth(voice="ok", sound="ok", mode="voice", engine="any", detail="")
    monkeypatch.setattr(new_coach.speaker, "health", lambda: speaks)
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "l", "n")
        assert "4 of 5" in picture(pilot.app)
        shown = " ".join(picture(pilot.app).split())
        assert "turn the sound of the computer up" in shown
        assert "coach doctor" in shown
        assert "y n Heard it, or not" in picture(pilot.app)
        await press(pilot, "y")
        assert "5 of 5" in picture(pilot.app)


async def test_escape_goes_one_question_back_and_never_out(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "escape")
        assert "Which emergency number" in picture(pilot.app)
        await press(pilot, "escape", "escape", "escape")
        assert on(pilot, SetUpScreen)
        assert "What shall I call you?" in picture(pilot.app)


async def test_program_titles_and_summaries_are_shown(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "n", "enter")
        shown = picture(pilot.app)
    assert new_coach.set_up.programs()[0].title in shown
    assert "Which program will you follow?" in shown
    assert "No therapist? Steady back is the one for anyone." in " ".join(shown.split())
    assert "coach open FILE" in shown
    assert "Nobody is alerted by this program." in shown


async def test_up_on_the_first_program_stays_there(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "enter", "n", "enter", "up", "enter")
        assert on(pilot, RedFlagScreen)
    (plan,) = [fact for _, fact in new_coach.records.course().of(PlanReceived)]
    assert plan.program == "steady-back"


async def test_a_number_without_a_digit_is_asked_again(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", *["backspace"] * 3, *"help", "enter")
        assert "Which emergency number" in picture(pilot.app)
        assert number_problem("help") in picture(pilot.app)
        await press(pilot, *["backspace"] * 4, "enter", "enter")
        assert "Which leg is sore?" in picture(pilot.app)


async def test_an_empty_number_is_not_kept_in_silence(running: Running, new_coach: Coach) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "ctrl+u", "enter")
        assert "Without a number of yours it is 112." in picture(pilot.app)
        assert "Which emergency number" in picture(pilot.app)
        await press(pilot, "enter")
        assert "Which emergency number" not in picture(pilot.app)


async def test_a_number_typed_after_the_usual_one_came_back_stands_in_its_place(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await press(pilot, "enter", "ctrl+u", "enter", *"911", "enter")
        assert "Which leg is sore?" in picture(pilot.app)
    assert new_coach.safety.emergency().number == "911"


async def test_the_number_is_shown_and_kept_as_soon_as_it_is_entered(
    running: Running, new_coach: Coach, places: Places
) -> None:
    """Whatever becomes of the set-up: the coach may be killed before its last question."""
    async with running(new_coach) as pilot:
        await press(pilot, *"Kim", "enter", *"911", "enter")
        settings = load_settings(places.config_file)
        assert (settings.name, settings.emergency_number) == ("Kim", "911")
        await press(pilot, "!")
        assert in_blocks("911", 1)[0].rstrip() in picture(pilot.app)
    assert new_coach.set_up.needed


async def test_a_number_that_cannot_be_kept_is_shown_all_the_same(
    running: Running, new_coach: Coach, places: Places
) -> None:
    places.config_file.mkdir(parents=True)
    async with running(new_coach) as pilot:
        await press(pilot, "enter", *"911", "enter")
        assert "cannot be" in picture(pilot.app)
        assert "Which leg is sore?" in picture(pilot.app)
    assert new_coach.safety.emergency().number == "911"


async def test_quit_is_not_offered_where_its_letter_is_typed(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        assert "q Quit" not in picture(pilot.app)
        assert "Ctrl+Q Quit" in picture(pilot.app)
        await press(pilot, "enter", "enter")
        assert "Ctrl+Q" not in picture(pilot.app)
        assert "q Quit" in picture(pilot.app)


def _safety_keys(coach: Coach, until: str = "") -> list[str]:
    """A no to every question, or to those before the one with the id `until`."""
    ids = [item.id for item in coach.safety.flags.items]
    return ["n"] * (ids.index(until) if until else len(ids))


async def _set_up(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "enter", "n", "enter", "enter")


async def test_the_whole_safety_list_comes_before_the_first_day(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await _set_up(pilot)
        assert NEW_PLAN in " ".join(picture(pilot.app).split())
        assert new_coach.safety.flags.apology in " ".join(picture(pilot.app).split())
        await press(pilot, "n")
        assert new_coach.safety.flags.apology not in " ".join(picture(pilot.app).split())
        await press(pilot, *_safety_keys(new_coach)[1:])
        assert "If a sign from the list comes, what do you do?" in picture(pilot.app)
        await press(pilot, "2")
        assert on(pilot, TodayScreen)
        assert LIST_DUE not in picture(pilot.app)
    history = new_coach.records.recent()
    (taught,) = [fact for _, fact in history.of(AnswerGiven)]
    assert (taught.instrument, taught.item, taught.value) == ("teach-back", "stop-signs", "right")
    assert len(list(history.of(RedFlagAnswered))) == len(new_coach.safety.flags.items)


async def test_a_wrong_idea_of_what_to_do_is_put_right_at_once(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await _set_up(pilot)
        await press(pilot, *_safety_keys(new_coach), "1")
        shown = " ".join(picture(pilot.app).split())
        assert new_coach.safety.flags.teach_back.correction in shown
        assert new_coach.safety.emergency().number in shown
        await press(pilot, "enter")
        assert "If a sign from the list comes, what do you do?" in picture(pilot.app)
        await press(pilot, "2")
        assert on(pilot, TodayScreen)
    taught = [fact.value for _, fact in new_coach.records.recent().of(AnswerGiven)]
    assert taught == ["wrong", "right"]


async def test_enter_alone_answers_nothing_and_escape_says_that_it_goes_on(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await _set_up(pilot)
        await press(pilot, *_safety_keys(new_coach), "enter")
        assert "If a sign from the list comes, what do you do?" in picture(pilot.app)
        assert "Esc Go on without" in picture(pilot.app)
        assert "Back" not in picture(pilot.app)
        await press(pilot, "down", "down", "enter")
        assert on(pilot, TodayScreen)
    taught = [fact.value for _, fact in new_coach.records.recent().of(AnswerGiven)]
    assert taught == ["right"]


def plan_from_a_file(coach: Coach) -> None:
    """What `coach open` writes before the first start."""
    plan = PlanReceived(
        program="steady-back",
        version=1,
        therapist="Dr. Reed",
        from_day=coach.records.today(),
        stage=StageCode.CALM,
        sore_side="left",
    )
    coach.records.record(plan)


async def test_with_a_plan_from_a_file_the_first_start_asks_name_and_number(
    running: Running, new_coach: Coach
) -> None:
    """`coach open` came before the first start: nobody was asked which number to call."""
    plan_from_a_file(new_coach)
    async with running(new_coach) as pilot:
        assert "1 of 3" in picture(pilot.app)
        await press(pilot, "enter", *["backspace"] * 3, *"911", "enter", "enter")
        assert on(pilot, RedFlagScreen)
    assert new_coach.safety.emergency().number == "911"
    assert not new_coach.set_up.unasked
    (plan,) = [fact for _, fact in new_coach.records.course().of(PlanReceived)]
    assert plan.therapist == "Dr. Reed"


async def test_how_to_find_out_stands_under_the_question(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await _set_up(pilot)
        await press(pilot, *_safety_keys(new_coach, until="leg-weak-slow"))
        assert new_coach.safety.flags.item("leg-weak-slow").how in " ".join(
            picture(pilot.app).split()
        )


async def test_a_first_list_that_is_left_stays_due_and_goes_on_with_r(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await _set_up(pilot)
        await press(pilot, "n", "n", "escape")
        assert on(pilot, TodayScreen)
        assert LIST_DUE in picture(pilot.app)
        await press(pilot, "r")
        assert new_coach.safety.flags.items[2].question in " ".join(picture(pilot.app).split())
        await press(pilot, *_safety_keys(new_coach)[2:], "2")
        assert on(pilot, TodayScreen)
        assert LIST_DUE not in picture(pilot.app)


async def test_a_yes_in_the_first_list_locks_before_the_first_day(
    running: Running, new_coach: Coach
) -> None:
    async with running(new_coach) as pilot:
        await _set_up(pilot)
        await press(pilot, "n", "y")
        assert on(pilot, HoldScreen)
        await press(pilot, "escape", "enter", "s")
        assert on(pilot, HoldScreen)
    assert new_coach.safety.hold() is not None


async def test_a_pack_that_lies_on_the_skin_is_told_off_before_the_day_is_open(
    running: Running, new_coach: Coach, clock: ManualClock
) -> None:
    """The name and the number are asked still; who holds the home looks at the clock."""
    plan_from_a_file(new_coach)
    answer_list(new_coach)
    new_coach.timers.start(TimerKind.COLD, 10, skin_is_fine=True)
    async with running(new_coach) as pilot:
        assert "1 of 3" in picture(pilot.app)
        clock.advance(601)
        app = pilot.app
        assert isinstance(app, CoachApp)
        app.look_before_today()
        await settle(pilot)
        assert "off now" in " ".join(cue.text for cue in new_coach.speaker.said)  # type: ignore[attr-defined]
