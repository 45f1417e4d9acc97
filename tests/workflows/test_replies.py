"""What follows from a word or a clap: what can be taken back waits, what is harmless does not."""

import pytest
from msgspec.structs import replace

from coach.session.commands import Command
from coach.session.heard import Knock, NotCaught, Phrase, Sureness
from coach.session.state import Phase
from coach.workflows import replies
from coach.workflows.phrases import MEANINGS, PHRASES
from coach.workflows.registry import REGISTRY
from coach.workflows.replies import (
    Answer,
    Give,
    Reply,
    Scene,
    StepBack,
    Talk,
    Tell,
    heard,
    looked,
)

MOVING = Scene(Phase.RUNNING)
STILL = Scene(Phase.PAUSED)
ASKED = Scene(Phase.ASKING_PAIN, choices=tuple(str(score) for score in range(11)))


FREE = replace(ASKED, free=ASKED.choices)
"""A question after which another one comes."""


def said(text: str, scene: Scene = MOVING, talk: Talk | None = None, now: float = 0.0) -> Reply:
    return heard(talk or Talk(), Phrase(text), scene, now)


def look(talk: Talk, now: float, scene: Scene = STILL, *, hearing: bool = False) -> Reply:
    return looked(talk, scene, ear_open=True, hearing=hearing, now=now)


def test_every_command_that_has_a_phrase_has_one_meaning_and_its_own_key() -> None:
    spoken = [e for e in REGISTRY if e.phrase]
    phrases = [phrase for e in spoken for phrase in (e.phrase, *e.more_phrases)]
    assert len(phrases) == len(set(phrases))
    for entry in spoken:
        assert MEANINGS[entry.phrase].entry is entry
        assert MEANINGS[entry.phrase].command is entry.command
        assert entry.key
    wanted = "pause, go on, next, again, that hurts, stop, how long, easier, skip, help, yes, no"
    assert set(wanted.split(", ")) <= set(PHRASES)
    assert {"number zero", "number seven", "number ten", "calf", "knee"} <= set(PHRASES)


@pytest.mark.parametrize("phrase", PHRASES)
def test_whatever_the_log_would_keep_is_asked_back(phrase: str) -> None:
    harmless = {"pause", "go on", "how long", "help"}
    assert MEANINGS[phrase].asks_back == (phrase not in harmless)


@pytest.mark.parametrize(
    ("phrase", "scene", "command"),
    [
        ("pause", MOVING, Command.PAUSE),
        ("go on", STILL, Command.RESUME),
    ],
)
def test_harmless_ones_act_at_once(phrase: str, scene: Scene, command: Command) -> None:
    reply = said(phrase, scene)
    assert reply.acts == (Give(command),)
    assert reply.line == f"I heard: coach, {phrase}. Quite sure."
    assert reply.talk.pending is None


@pytest.mark.parametrize("phrase", ["how long", "help"])
def test_questions_are_answered_at_once(phrase: str) -> None:
    assert said(phrase).acts == (Tell(phrase.replace(" ", "_")),)


@pytest.mark.parametrize(
    ("phrase", "command", "words"),
    [
        ("that hurts", Command.HURTS, "I heard: that hurts. I stop this one."),
        ("stop", Command.END, "I heard: stop. I end the session."),
        ("skip", Command.SKIP, "I heard: skip. I leave this one out."),
        ("easier", Command.EASIER, "I heard: easier. I take the easier form."),
        ("next", Command.DONE, "I heard: next. On to the next."),
    ],
)
def test_the_others_stand_still_say_it_back_and_wait_for_a_no(
    phrase: str, command: Command, words: str
) -> None:
    reply = said(phrase)
    assert reply.acts == (Give(Command.PAUSE),)
    assert reply.say.startswith(words)
    assert reply.say.endswith("Say no if that is wrong.")
    opened = look(reply.talk, 3.0)
    assert opened.acts == ()
    assert look(opened.talk, 5.4).acts == ()
    assert look(opened.talk, 5.5).acts == (Give(command),)


def test_how_to_take_back_is_said_once_a_session() -> None:
    first = said("next")
    second = said("skip", STILL, look(look(first.talk, 0.0).talk, 9.0).talk)
    assert second.say == "I heard: skip. I leave this one out."


@pytest.mark.parametrize("no", [Phrase("no"), Phrase("no", named=False)])
def test_no_takes_it_back_and_the_session_goes_on(no: Phrase) -> None:
    waiting = said("that hurts").talk
    reply = heard(waiting, no, STILL, 1.0)
    assert reply.acts == (Give(Command.RESUME),)
    assert reply.talk.pending is None
    assert look(reply.talk, 60.0).acts == ()


def test_what_was_paused_before_stays_paused_after_a_no() -> None:
    reply = heard(said("skip", STILL).talk, Phrase("no"), STILL, 1.0)
    assert reply.acts == ()
    assert reply.say == "Taken back."


def test_the_time_for_a_no_begins_when_the_ear_is_open() -> None:
    talk = said("stop").talk
    closed = looked(talk, STILL, ear_open=False, hearing=False, now=60.0)
    assert closed.acts == ()
    opened = look(closed.talk, 61.0)
    assert opened.acts == ()
    assert look(opened.talk, 63.5).acts == (Give(Command.END),)


def test_while_somebody_speaks_it_waits_but_not_for_ever() -> None:
    opened = look(said("stop").talk, 0.0)
    talk = opened.talk
    for tenth in range(99):
        reply = look(talk, tenth / 10, hearing=True)
        assert reply.acts == ()
        talk = reply.talk
    assert look(talk, 10.0, hearing=True).acts == (Give(Command.END),)


@pytest.mark.parametrize("again", ["yes", "stop"])
def test_yes_or_the_same_once_more_does_it_at_once(again: str) -> None:
    assert heard(said("stop").talk, Phrase(again), STILL, 0.5).acts == (Give(Command.END),)


def test_a_key_that_moves_the_session_makes_it_forgotten() -> None:
    reply = look(said("stop").talk, 1.0, Scene(Phase.RUNNING))
    assert reply.acts == ()
    assert reply.talk.pending is None


def test_another_phrase_takes_its_place() -> None:
    reply = heard(said("stop").talk, Phrase("skip"), STILL, 1.0)
    assert reply.acts == ()
    assert look(look(reply.talk, 2.0).talk, 5.0).acts == (Give(Command.SKIP),)


def test_a_bare_no_is_nothing_when_nothing_waits() -> None:
    asking = Scene(Phase.ASKING_SKIN)
    assert heard(Talk(), Phrase("no", named=False), asking, 0.0) == Reply(Talk())


def test_a_number_is_said_back_before_it_is_an_answer() -> None:
    reply = said("number seven", ASKED)
    assert reply.acts == ()
    assert reply.say.startswith("I heard: seven.")
    assert look(look(reply.talk, 0.0, ASKED).talk, 2.5, ASKED).acts == (Answer("7"),)


def test_a_number_answers_only_the_question_it_was_said_to() -> None:
    reply = said("number seven", ASKED)
    following = replace(ASKED, choices=("none", "back", "calf"))
    assert look(reply.talk, 9.0, following).acts == ()


@pytest.mark.parametrize("phrase", ["number seven", "calf"])
def test_an_answer_to_nothing_does_nothing(phrase: str) -> None:
    reply = said(phrase)
    assert reply.acts == ()
    assert reply.say == replies.NOTHING_NOW


def test_no_to_a_pain_question_is_not_now() -> None:
    reply = said("no", ASKED)
    assert reply.say.startswith("I heard: not now.")
    assert look(look(reply.talk, 0.0, ASKED).talk, 2.5, ASKED).acts == (Answer(None),)


@pytest.mark.parametrize(("phrase", "command"), [("yes", Command.YES), ("no", Command.NO)])
def test_the_skin_question_is_answered_by_words(phrase: str, command: Command) -> None:
    asking = Scene(Phase.ASKING_SKIN)
    waiting = look(said(phrase, asking).talk, 0.0, asking)
    assert look(waiting.talk, 2.5, asking).acts == (Give(command),)


def test_a_pause_heard_wrongly_is_taken_back_by_no() -> None:
    paused = said("pause")
    assert heard(paused.talk, Phrase("no"), STILL, 2.0).acts == (Give(Command.RESUME),)
    open_since = look(paused.talk, 2.0).talk
    assert heard(open_since, Phrase("no"), STILL, 60.0).acts == ()


def test_going_on_heard_wrongly_is_taken_back_by_no() -> None:
    went_on = said("go on", STILL)
    reply = heard(went_on.talk, Phrase("no"), Scene(Phase.COUNTING_IN), 2.0)
    assert reply.acts == (Give(Command.PAUSE),)


def test_after_a_pack_a_no_answers_the_skin_question_and_undoes_nothing() -> None:
    went_on = said("go on", STILL)
    reply = heard(went_on.talk, Phrase("no"), Scene(Phase.ASKING_SKIN), 2.0)
    assert reply.acts == ()
    assert reply.talk.pending is not None


def test_pause_never_goes_on_and_go_on_never_pauses() -> None:
    assert said("pause", STILL).acts == ()
    assert said("go on", MOVING).acts == ()


def test_without_an_easier_form_it_says_so() -> None:
    reply = said("easier", replace(MOVING, has_easier=False))
    assert (reply.acts, reply.say) == ((), replies.NO_EASIER)


def test_a_clap_pauses_and_goes_on() -> None:
    assert heard(Talk(), Knock(), MOVING, 0.0).acts == (Give(Command.PAUSE),)
    assert heard(Talk(), Knock(), STILL, 0.0).acts == (Give(Command.RESUME),)


@pytest.mark.parametrize("scene", [ASKED, Scene(Phase.ASKING_SKIN), Scene(Phase.READY)])
def test_a_clap_answers_no_question(scene: Scene) -> None:
    assert heard(Talk(), Knock(), scene, 0.0) == Reply(Talk())


def test_a_clap_carries_nothing_out_and_takes_nothing_back() -> None:
    talk = said("that hurts").talk
    assert heard(talk, Knock(), STILL, 1.0) == Reply(talk)


def test_not_caught_is_said_once_in_a_while() -> None:
    first = heard(Talk(), NotCaught(), MOVING, 100.0)
    soon = heard(first.talk, NotCaught(), MOVING, 110.0)
    later = heard(soon.talk, NotCaught(), MOVING, 121.0)
    assert [first.say, soon.say, later.say] == [replies.NOT_CAUGHT, "", replies.NOT_CAUGHT]
    assert first.acts == soon.acts == ()


def test_how_sure_it_is_stands_in_the_line() -> None:
    reply = heard(Talk(), Phrase("pause", Sureness.LIKELY), MOVING, 0.0)
    assert reply.line == "I heard: coach, pause. Fairly sure."


def test_an_answer_that_another_question_follows_is_said_back_and_taken_at_once() -> None:
    reply = said("number seven", FREE)
    assert reply.acts == (Answer("7"),)
    assert reply.say == "seven."
    assert reply.talk.pending is None


@pytest.mark.parametrize("named", [True, False])
def test_no_asks_the_question_before_again(named: bool) -> None:
    talk = said("number seven", FREE).talk
    back = heard(talk, Phrase("no", named=named), ASKED, 3.0)
    assert back.acts == (StepBack(),)
    assert back.line == "Taken back."
    again = heard(back.talk, Phrase("no"), ASKED, 4.0)
    assert again.acts == ()
    assert again.talk.pending is not None  # "Not now", which is asked back.


def test_a_no_that_comes_late_is_no_step_back() -> None:
    talk = look(said("number seven", FREE).talk, 0.0, FREE).talk
    assert heard(talk, Phrase("no", named=False), ASKED, 60.0).acts == ()


def test_the_time_for_a_no_begins_when_the_question_that_follows_is_over() -> None:
    """How far down it goes takes six seconds to ask: nobody can say no meanwhile."""
    talk = said("number seven", FREE).talk
    for second in range(12):
        talk = looked(talk, ASKED, ear_open=False, hearing=False, now=float(second)).talk
    talk = look(talk, 12.0, ASKED).talk
    assert heard(talk, Phrase("no", named=False), ASKED, 17.0).acts == (StepBack(),)
    assert look(talk, 19.0, ASKED).talk.undo is None


def test_not_now_and_the_last_answer_are_asked_back() -> None:
    assert said("no", FREE).talk.pending is not None
    assert said("number seven", ASKED).talk.pending is not None


@pytest.mark.parametrize("named", [True, False])
def test_a_clap_that_was_none_is_undone_by_no(named: bool) -> None:
    talk = heard(Talk(), Knock(), MOVING, 0.0).talk
    assert heard(talk, Phrase("no", named=named), STILL, 3.0).acts == (Give(Command.RESUME),)


def test_how_sure_it_is_is_heard_without_looking() -> None:
    sure = heard(Talk(), Phrase("next"), MOVING, 0.0)
    likely = heard(Talk(), Phrase("next", Sureness.LIKELY), MOVING, 0.0)
    assert sure.say.startswith("I heard: next.")
    assert likely.say.startswith("I think I heard: next.")


def test_again_is_asked_back_because_the_log_keeps_what_it_breaks_off() -> None:
    reply = said("again")
    assert reply.acts == (Give(Command.PAUSE),)
    assert reply.say.startswith("I heard: again. Once more from the start.")
