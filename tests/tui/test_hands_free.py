"""A session led by claps and words, as the screen shows it."""

from coach.clock import ManualClock
from coach.domain.events import PainScore
from coach.domain.pain import Moment, Reach
from coach.listening.silent import SilentListener
from coach.session.heard import Knock, Phrase, Sureness
from coach.session.state import Phase
from coach.tui.patient.check_in import CheckInScreen
from coach.tui.patient.help import HelpScreen
from coach.tui.patient.summary import SummaryScreen
from coach.tui.patient.today import TodayScreen
from coach.workflows.coach import Coach
from tests.tui.conftest import Running, into_session, let_pass, on, phase, press, settle
from tests.tui.pictures import picture


async def test_a_clap_pauses_and_the_screen_says_so(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await into_session(pilot)
        await let_pass(pilot, clock, 1)
        assert 'Listening: clap, or say "coach, help".' in picture(pilot.app)
        ear.will_hear(Knock())
        await let_pass(pilot, clock, 1)
        assert phase(pilot) is Phase.PAUSED
        assert "I heard a clap: pause." in picture(pilot.app)


async def test_what_was_heard_stands_with_how_sure_and_how_to_take_it_back(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await into_session(pilot)
        ear.will_hear(Phrase("skip", Sureness.LIKELY))
        await let_pass(pilot, clock, 1)
        shown = picture(pilot.app)
        assert "I heard: coach, skip. Fairly sure. n takes it back." in shown
        await press(pilot, "n")
        assert phase(pilot) is not Phase.PAUSED
        assert "Taken back." in picture(pilot.app)


async def test_that_hurts_and_its_answers_are_given_lying_down(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await into_session(pilot)
        for words in ("that hurts", "number four", "number three", "thigh"):
            ear.will_hear(Phrase(words))
            await let_pass(pilot, clock, 5)
        assert phase(pilot).offers
    scores = [fact for _, fact in listening_coach.records.recent().of(PainScore)]
    during = [(fact.site.value, fact.score) for fact in scores if fact.moment is Moment.DURING]
    assert during == [("back", 4), ("leg", 3)]


async def test_n_takes_an_answer_back_and_does_not_answer(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h")
        for words in ("number nine", "number two", "thigh"):
            ear.will_hear(Phrase(words))
            await let_pass(pilot, clock, 1)
        await press(pilot, "n")
        assert "How far down" in picture(pilot.app)
        assert "Taken back." in picture(pilot.app)
        await press(pilot, "3")
        assert phase(pilot).offers


async def test_a_wrong_number_is_undone_by_no_and_asked_again(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await into_session(pilot)
        await press(pilot, "h")
        ear.will_hear(Phrase("number nine"))
        await let_pass(pilot, clock, 1)
        assert "Leg pain now" in picture(pilot.app)
        ear.will_hear(Phrase("no", named=False))
        await let_pass(pilot, clock, 1)
        assert "Back pain now" in picture(pilot.app)


async def test_the_pain_of_the_morning_is_told_by_words(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await press(pilot, "p")
        screen = pilot.app.screen
        assert isinstance(screen, CheckInScreen)
        for words in ("number four", "number nine", "no", "number six", "calf"):
            ear.will_hear(Phrase(words))
            for _ in range(10):
                clock.advance(0.5)
                if screen.is_current:
                    screen._listen()
                await settle(pilot)
        assert on(pilot, TodayScreen)
        assert not ear.begun
    scores = [fact for _, fact in listening_coach.records.recent().of(PainScore)]
    assert [(fact.site.value, fact.score) for fact in scores] == [("back", 4), ("leg", 6)]
    assert {fact.reach for fact in scores} == {Reach.CALF}


async def test_stop_leaves_the_questions_and_nothing_is_noted(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await press(pilot, "p")
        screen = pilot.app.screen
        assert isinstance(screen, CheckInScreen)
        for words in ("number four", "stop"):
            ear.will_hear(Phrase(words))
            for _ in range(10):
                clock.advance(0.5)
                if screen.is_current:
                    screen._listen()
                await settle(pilot)
        assert on(pilot, TodayScreen)
    assert not list(listening_coach.records.recent().of(PainScore))


async def test_under_help_nothing_is_heard(
    running: Running, listening_coach: Coach, ear: SilentListener, clock: ManualClock
) -> None:
    async with running(listening_coach) as pilot:
        await into_session(pilot)
        await let_pass(pilot, clock, 1)
        session = pilot.app.screen
        await press(pilot, "question_mark")
        assert on(pilot, HelpScreen)
        clock.advance(0.1)
        session.tick()  # type: ignore[attr-defined]
        assert not ear.attending


async def test_the_microphone_is_open_in_a_session_alone(
    running: Running, listening_coach: Coach, ear: SilentListener
) -> None:
    async with running(listening_coach) as pilot:
        begun = [ear.begun]
        await into_session(pilot)
        begun.append(ear.begun)
        await press(pilot, "q", "n", "n")
        assert on(pilot, SummaryScreen)
        begun.append(ear.begun)
    assert begun == [False, True, False]


async def test_how_long_is_a_key_too(running: Running, coach: Coach) -> None:
    async with running(coach) as pilot:
        await into_session(pilot)
        await press(pilot, "t")
        assert "in all." in picture(pilot.app)
