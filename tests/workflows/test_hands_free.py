"""The ear and the voice in one session: never both at once, and a word does what its key does."""

from dataclasses import dataclass, field

import pytest

from coach.clock import ManualClock
from coach.domain.outcomes import SetOutcome
from coach.listening.settings import ListenHealth
from coach.listening.silent import SilentListener
from coach.session.commands import Command, Given
from coach.session.cues import Cue, CueKind
from coach.session.heard import Heard, Knock, Phrase
from coach.session.phrasing import ASK_PAIN
from coach.session.state import Phase
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Coach
from coach.workflows.hands_free import CLAP, NO_PHRASES, HandsFree
from coach.workflows.phrases import HELP
from tests.builders import a_cold_pack
from tests.session.driving import Driver, an_item, started
from tests.session.test_reach import asked


class Talking(SilentSpeaker):
    """A speaker that is as quiet as it is told to be."""

    quiet = True

    def is_quiet(self) -> bool:
        return self.quiet


@dataclass
class Session:
    """A session with an ear, by a clock moved by hand; it carries out what was heard."""

    driver: Driver
    clock: ManualClock
    ear: SilentListener
    speaker: Talking = field(default_factory=Talking)
    answers: list[str | None] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.hands_free = HandsFree(self.ear, self.speaker, self.clock)
        self.hands_free.begin()

    def give_heard(self, given: Given) -> None:
        self.given.append(given)
        self.driver.now = self.clock.monotonic()
        step = self.driver.give(
            given.command, reason=given.reason, report=given.report, seconds=given.seconds
        )
        for cue in step.cues:
            self.speaker.say(cue)

    def answer_heard(self, answer: str | None) -> None:
        self.answers.append(answer)

    def step_back_heard(self) -> None:
        self.answers.pop()

    def look(self, seconds: float = 0.1) -> None:
        self.clock.advance(seconds)
        self.hands_free.poll(self.driver.state, self, self.choices)

    def hears(self, *heard: Heard) -> None:
        self.ear.will_hear(*heard)
        self.look()

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.look()

    def phase(self) -> Phase:
        return self.driver.state.phase

    @property
    def said(self) -> list[str]:
        return [cue.text for cue in self.speaker.said]


@pytest.fixture
def session(clock: ManualClock, ear: SilentListener) -> Session:
    driver = started(an_item())
    driver.run(5)
    clock.mono = driver.now
    return Session(driver, clock, ear)


def test_the_ear_opens_three_tenths_after_the_voice_is_quiet(session: Session) -> None:
    session.speaker.quiet = False
    session.look()
    assert not session.ear.attending
    session.speaker.quiet = True
    session.look()
    session.look(0.2)
    assert not session.ear.attending
    session.look(0.2)
    assert session.ear.attending


def test_it_closes_as_soon_as_a_cue_is_handed_over(session: Session) -> None:
    session.wait(1)
    session.speaker.quiet = False
    session.look()
    assert not session.ear.attending


def test_under_another_screen_it_is_closed(session: Session) -> None:
    session.wait(1)
    session.hands_free.rest()
    assert not session.ear.attending
    session.look()
    assert not session.ear.attending


def test_a_clap_pauses_and_a_second_one_goes_on(session: Session) -> None:
    session.hears(Knock())
    assert session.phase() is Phase.PAUSED
    assert session.hands_free.line == "I heard a clap: pause."
    session.hears(Knock())
    assert session.phase() in (Phase.RUNNING, Phase.COUNTING_IN)


def test_that_hurts_stands_still_at_once_and_logs_after_the_grace(session: Session) -> None:
    session.hears(Phrase("that hurts"))
    assert session.phase() is Phase.PAUSED
    assert session.driver.sets == []
    assert session.said[-1].startswith("I heard: that hurts. I stop this one.")
    session.wait(4)
    assert session.phase() is Phase.ASKING_PAIN
    assert [given.command for given in session.given] == [Command.PAUSE, Command.HURTS]


def test_no_in_time_leaves_no_fact(session: Session) -> None:
    session.driver.run_to_set(1, into_seconds=4)
    session.clock.mono = session.driver.now
    before = list(session.driver.facts)
    session.hears(Phrase("stop"))
    session.hears(Phrase("no", named=False))
    session.wait(20)
    assert session.driver.facts == before
    assert session.phase() is Phase.COUNTING_IN


def test_the_key_for_no_takes_back_too(session: Session) -> None:
    session.hears(Phrase("skip"))
    assert session.hands_free.waits
    assert session.hands_free.take_back(session.driver.state, session)
    assert session.phase() is Phase.RUNNING
    assert not session.hands_free.take_back(session.driver.state, session)


def test_what_is_said_back_is_not_talked_over_by_paused(session: Session) -> None:
    session.hears(Phrase("next"))
    assert session.speaker.stops == 1
    assert session.said[-1].startswith("I heard: next.")
    assert session.speaker.said[-1].kind is CueKind.HEARD


def test_a_pack_is_called_off_before_anything_is_said_back(
    clock: ManualClock, ear: SilentListener
) -> None:
    driver = started(an_item(a_cold_pack(), reps=(1,), hold_seconds=600))
    driver.run_until(Phase.ASKING_SKIN)
    driver.give(Command.YES)
    driver.run(30)
    clock.mono = driver.now
    session = Session(driver, clock, ear)
    session.hears(Phrase("that hurts"))
    assert session.speaker.stops == 0
    assert session.said[0] == "Paused. Take the pack off while we wait."


def test_skip_after_that_hurts_is_for_pain_and_otherwise_for_no_reason(session: Session) -> None:
    session.hears(Phrase("skip"))
    session.wait(4)
    assert session.given[-1].reason.value == "none"


def test_two_things_heard_at_once_are_done_one_after_the_other(session: Session) -> None:
    session.hears(Knock(), Knock())
    assert session.phase() is Phase.PAUSED
    session.look()
    assert session.phase() is not Phase.PAUSED


def test_how_long_says_what_is_left(session: Session) -> None:
    session.hears(Phrase("how long"))
    assert session.said[-1].endswith("in all.")
    assert session.hands_free.line == session.said[-1]


def test_help_says_the_phrases(session: Session) -> None:
    session.hears(Phrase("help"))
    assert session.said[-1] == HELP
    assert "that hurts" in HELP


def test_help_says_the_emergency_number_before_all_else(listening_coach: Coach) -> None:
    """Whoever lies there and says help may mean it: the coach calls nobody."""
    number = listening_coach.safety.emergency().number
    said = listening_coach.hands_free.tell("help", None)
    assert said.startswith(f"In an emergency call {number}:")
    assert said.endswith(HELP)


def test_a_number_answers_the_question_after_it_was_said_back(session: Session) -> None:
    session.driver.give(Command.HURTS)
    session.choices = tuple(str(score) for score in range(11))
    session.hears(Phrase("number ten"))
    assert session.said[-1].startswith("I heard: ten.")
    assert session.answers == []
    session.wait(4)
    assert session.answers == ["10"]


def test_while_the_coach_speaks_nothing_is_carried_out(session: Session) -> None:
    session.hears(Phrase("stop"))
    session.speaker.quiet = False
    session.wait(30)
    assert session.phase() is Phase.PAUSED
    session.speaker.quiet = True
    session.wait(4)
    assert session.phase() is Phase.ENDED


def test_nothing_of_an_earlier_session_is_heard_in_the_next(session: Session) -> None:
    session.hears(Phrase("stop"))
    session.hands_free.end()
    assert not session.ear.begun
    session.hands_free.begin()
    assert not session.hands_free.waits


def test_off_it_shows_nothing(clock: ManualClock) -> None:
    hands_free = HandsFree(SilentListener(), SilentSpeaker(), clock)
    hands_free.begin()
    assert hands_free.line == ""


@pytest.mark.parametrize(
    ("phrases", "words"),
    [
        (False, "Listening: clap to pause or go on."),
        (True, 'Listening: clap, or say "coach, help".'),
    ],
)
def test_it_says_that_it_listens(clock: ManualClock, phrases: bool, words: str) -> None:
    ear = SilentListener(state="ok", phrases=phrases)
    assert HandsFree(ear, SilentSpeaker(), clock).line == words


def test_a_cue_that_says_back_is_guidance(session: Session) -> None:
    session.hears(Phrase("next"))
    said = session.speaker.said[-1]
    assert said == Cue(CueKind.HEARD, said.text)


def on_the_question(driver: Driver, clock: ManualClock, ear: SilentListener) -> Session:
    clock.mono = driver.now
    return Session(driver, clock, ear)


def wait_for_answer(session: Session, seconds: float) -> float:
    """Let time pass while a question stands; the seconds until it does no more."""
    asks, begun = session.phase(), session.clock.monotonic()
    while session.phase() is asks and session.clock.monotonic() - begun < seconds:
        session.look(0.5)
        session.driver.now = session.clock.monotonic()
        session.driver.tick()
    return session.clock.monotonic() - begun


def test_a_question_waits_for_whoever_answers_it_just_now(
    clock: ManualClock, ear: SilentListener
) -> None:
    """The leg is asked for twenty seconds; who begins to speak in the last of them is heard."""
    session = on_the_question(asked(), clock, ear)
    wait_for_answer(session, 18)
    ear.hearing = True
    wait_for_answer(session, 5)
    ear.hearing = False
    assert wait_for_answer(session, 4) >= 4
    assert session.given[-1].command is Command.ANSWERING
    assert session.phase() is Phase.ASKING_REACH


def test_a_television_makes_no_question_wait_without_end(
    clock: ManualClock, ear: SilentListener
) -> None:
    ear.hearing = True
    leg = on_the_question(asked(), clock, ear)
    assert wait_for_answer(leg, 600) <= 45
    driver = started(an_item(a_cold_pack(), reps=(1,), hold_seconds=600))
    driver.run_until(Phase.ASKING_SKIN)
    skin = on_the_question(driver, clock, ear)
    assert wait_for_answer(skin, 600) <= 85
    assert driver.sets[-1].outcome is SetOutcome.SKIPPED


def test_a_television_does_not_silence_the_question_after_that_hurts(
    session: Session,
) -> None:
    session.driver.give(Command.HURTS)
    session.ear.hearing = True
    said = len(session.driver.heard)
    wait_for_answer(session, 120)
    assert session.phase() is Phase.ASKING_PAIN
    assert [cue.text for _, cue in session.driver.heard[said:]].count(ASK_PAIN.text) >= 2


def test_phrases_that_cannot_be_made_out_are_told_in_the_session(clock: ManualClock) -> None:
    class Deaf(SilentListener):
        def health(self) -> ListenHealth:
            return ListenHealth("ok", False, "", "The extra is missing.")

    hands_free = HandsFree(Deaf(), SilentSpeaker(), clock)
    assert hands_free.line == f"{NO_PHRASES} {CLAP}"
