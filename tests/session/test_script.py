"""What will be heard: the script is the session, word for word and second for second."""

from itertools import pairwise

from coach.session.commands import Command
from coach.session.cues import CueKind
from coach.session.script import ANSWER_SECONDS, script, texts_ahead
from coach.session.spoken import duration_words, spoken_seconds
from coach.session.state import Phase
from tests.builders import a_cold_pack, an_exercise
from tests.session.driving import a_state, an_item, on_each_side, started

ITEMS = (on_each_side(), an_item(an_exercise(id="clam", name="Clam"), name="d/clam/1"))


def test_the_script_matches_the_session_cue_by_cue() -> None:
    driver = started(*ITEMS)
    driver.run_until(Phase.ENDED)
    heard = [(at - 100.0, cue.text) for at, cue in driver.heard if cue.kind is not CueKind.SUMMARY]
    written = script(a_state(*ITEMS).plan)
    assert [text for _, text in heard] == [line.cue.text for line in written.lines]
    for (at, _), line in zip(heard, written.lines, strict=True):
        # Ticks come every quarter of a second.
        assert line.offset_seconds - 1e-6 <= at <= line.offset_seconds + 0.25
    assert abs(written.seconds - (driver.now - 100.0)) <= 0.25


def test_the_script_asks_the_skin_question_before_a_pack() -> None:
    pack = an_item(a_cold_pack(), name="d/cold-pack/1", reps=(1,), hold_seconds=600)
    lines = script(a_state(pack).plan).lines
    kinds = [line.cue.kind for line in lines]
    assert kinds.index(CueKind.QUESTION) < kinds.index(CueKind.GO)
    asked = lines[kinds.index(CueKind.QUESTION)]
    following = lines[kinds.index(CueKind.QUESTION) + 1]
    assert following.offset_seconds - asked.offset_seconds >= ANSWER_SECONDS


def test_no_sentence_starts_before_the_one_before_has_been_said() -> None:
    lines = script(a_state(*ITEMS).plan).lines
    for line, following in pairwise(lines):
        if line.cue.expires_seconds is None:
            end = line.offset_seconds + spoken_seconds(line.cue.text)
            assert following.offset_seconds >= end - 0.01, (line.cue.text, following.cue.text)


def test_every_line_can_be_got_ready_ahead_once() -> None:
    texts = texts_ahead(a_state(*ITEMS).plan)
    assert len(texts) == len(set(texts))
    assert "Three." in texts


def test_lengths_of_time_are_said_as_people_say_them() -> None:
    assert duration_words(90) == "one and a half minutes"
    assert duration_words(60) == "one minute"
    assert duration_words(600) == "ten minutes"
    assert duration_words(45) == "45 seconds"
    assert duration_words(1) == "one second"


def test_a_session_can_be_ended_in_any_step() -> None:
    ahead = started(*ITEMS)
    ahead.run_until(Phase.ENDED)
    for seconds in range(5, int(ahead.now - 100), 17):
        driver = started(*ITEMS)
        driver.run(seconds)
        driver.give(Command.END)
        assert driver.state.phase is Phase.ENDED
