"""The rules of the speech queue, with time as a number."""

from hypothesis import given
from hypothesis import strategies as st

from coach.session.cues import CueKind, Priority
from coach.speech.utterances import (
    ALERT_AFTER_SECONDS,
    COUNTS_PASS_AFTER_SECONDS,
    Alert,
    Decision,
    Queue,
    Readiness,
    Speak,
    Utterance,
    Wait,
    failed,
    finished,
    next_decision,
    put,
    silenced,
    speakable,
)
from tests.speech.conftest import a_cue


def an_utterance(
    number: int = 1,
    priority: Priority = Priority.GUIDE,
    kind: CueKind = CueKind.NAME,
    expires_seconds: float | None = None,
    asked_at: float = 0.0,
    text: str = "",
) -> Utterance:
    line = text or f"line {number}"
    return Utterance(number, a_cue(line, priority, kind, expires_seconds), line, asked_at)


def a_count(number: int, asked_at: float = 0.0, kind: CueKind = CueKind.COUNT) -> Utterance:
    return an_utterance(number, Priority.COUNT, kind, 0.8, asked_at)


def queue_of(*utterances: Utterance, now: float = 0.0) -> Queue:
    queue = Queue()
    for utterance in utterances:
        queue, _ = put(queue, utterance, now)
    return queue


def decide(
    queue: Queue, now: float = 0.0, readiness: Readiness = Readiness.READY
) -> tuple[Queue, Decision]:
    return next_decision(queue, lambda _: readiness, now)


def spoken(queue: Queue, now: float = 0.0) -> list[int]:
    """The numbers in the order they would be said, all ready and none taking time."""
    numbers: list[int] = []
    while True:
        queue, decision = decide(queue, now)
        if not isinstance(decision, Speak):
            return numbers
        numbers.append(decision.utterance.number)
        queue = finished(queue, decision.utterance.number)


def test_the_most_important_is_said_first_and_equals_in_their_order() -> None:
    queue = queue_of(
        an_utterance(1, Priority.EXTRA, CueKind.HALF_WAY),
        an_utterance(2),
        an_utterance(3, Priority.WARNING, CueKind.TAKE_OFF),
        an_utterance(4),
    )
    assert spoken(queue) == [3, 2, 4, 1]


def test_a_count_never_cuts_off_a_name() -> None:
    playing, _ = decide(queue_of(an_utterance(1)))
    queue, cut = put(playing, a_count(2), 0.1)
    assert not cut
    assert queue.playing == playing.playing


def test_a_count_that_is_late_when_the_name_has_ended_is_dropped() -> None:
    queue, _ = decide(queue_of(an_utterance(1)))
    queue, _ = put(queue, a_count(2, asked_at=1.0), 1.0)
    queue, decision = decide(finished(queue, 1), now=1.9)
    assert decision == Wait()
    assert queue.is_quiet


def test_a_count_in_time_is_said_after_the_name() -> None:
    queue, _ = decide(queue_of(an_utterance(1)))
    queue, _ = put(queue, a_count(2, asked_at=1.0), 1.0)
    assert spoken(finished(queue, 1), now=1.7) == [2]


def test_a_newer_count_takes_the_place_of_a_waiting_one_of_its_kind() -> None:
    queue = queue_of(a_count(1), a_count(2), a_count(3, kind=CueKind.GO))
    assert spoken(queue) == [2, 3]


def test_the_same_name_waiting_twice_is_said_once() -> None:
    queue = queue_of(an_utterance(1, text="Bird dog."), an_utterance(2, text="Bird dog."))
    assert spoken(queue) == [2]


def test_safety_cuts_off_a_warning_which_is_said_afterwards() -> None:
    queue, _ = decide(queue_of(an_utterance(1, Priority.WARNING, CueKind.TAKE_OFF)))
    queue, cut = put(queue, an_utterance(2, Priority.SAFETY, CueKind.SAFETY), 1.0)
    assert cut
    assert spoken(queue) == [2, 1]


def test_safety_drops_what_was_to_come_next() -> None:
    queue, _ = decide(queue_of(an_utterance(1), an_utterance(2), a_count(3)))
    queue, cut = put(queue, an_utterance(4, Priority.SAFETY, CueKind.SAFETY), 0.1)
    assert cut
    assert spoken(queue, 0.1) == [4]


def test_a_warning_cuts_off_a_name_which_is_said_again_before_the_next() -> None:
    queue, _ = decide(queue_of(an_utterance(1), an_utterance(2)))
    queue, cut = put(queue, an_utterance(3, Priority.WARNING, CueKind.SITTING), 0.1)
    assert cut
    assert spoken(queue, 0.1) == [3, 1, 2]


def test_a_count_that_was_cut_off_is_over() -> None:
    queue, _ = decide(queue_of(a_count(1)))
    queue, cut = put(queue, an_utterance(2, Priority.WARNING, CueKind.SITTING), 0.1)
    assert cut
    assert spoken(queue, 0.1) == [2]


def test_a_warning_does_not_cut_off_another() -> None:
    queue, _ = decide(queue_of(an_utterance(1, Priority.WARNING, CueKind.SITTING)))
    queue, cut = put(queue, an_utterance(2, Priority.WARNING, CueKind.TAKE_OFF), 0.1)
    assert not cut
    assert spoken(finished(queue, 1)) == [2]


def test_a_line_that_is_being_made_is_waited_for_until_its_deadline() -> None:
    queue, decision = decide(queue_of(a_count(1)), readiness=Readiness.COMING)
    assert decision == Wait(0.8)
    queue, decision = decide(queue, 0.9, Readiness.COMING)
    assert decision == Wait()
    assert queue.is_quiet


def test_a_ready_count_does_not_wait_for_a_name_that_does_not_come() -> None:
    def hung(one: Utterance) -> Readiness:
        return Readiness.READY if one.priority is Priority.COUNT else Readiness.COMING

    at = COUNTS_PASS_AFTER_SECONDS
    queue, decision = next_decision(queue_of(an_utterance(1), a_count(2, at)), hung, at)
    assert isinstance(decision, Speak)
    assert decision.utterance.number == 2
    assert spoken(finished(queue, 2), at) == [1]


def test_a_count_waits_for_a_name_that_is_just_being_made() -> None:
    queue = queue_of(an_utterance(1), a_count(2))
    ready = {2: Readiness.READY}
    _, decision = next_decision(queue, lambda u: ready.get(u.number, Readiness.COMING), 0.1)
    assert isinstance(decision, Wait)


def test_no_count_goes_before_a_warning_whose_words_do_not_come() -> None:
    queue = queue_of(an_utterance(1, Priority.WARNING), a_count(2, 1.0), now=1.0)
    ready = {2: Readiness.READY}
    _, decision = next_decision(queue, lambda u: ready.get(u.number, Readiness.COMING), 1.0)
    assert decision == Wait(ALERT_AFTER_SECONDS)


def test_a_line_that_cannot_be_had_gives_way_to_the_next() -> None:
    queue = queue_of(an_utterance(1), an_utterance(2))
    only_two = {2: Readiness.READY}
    _, decision = next_decision(queue, lambda u: only_two.get(u.number, Readiness.NEVER), 0.0)
    assert isinstance(decision, Speak)
    assert decision.utterance.number == 2


def test_a_warning_without_words_is_announced_by_a_tone_once_and_said_when_ready() -> None:
    queue = queue_of(an_utterance(1, Priority.SAFETY, CueKind.SAFETY))
    queue, decision = decide(queue, 0.1, Readiness.COMING)
    assert decision == Wait(ALERT_AFTER_SECONDS)
    queue, decision = decide(queue, ALERT_AFTER_SECONDS, Readiness.COMING)
    assert isinstance(decision, Alert)
    queue, decision = decide(finished(queue, 1), 3.0, Readiness.COMING)
    assert decision == Wait()
    assert spoken(queue, 4.0) == [1]


def test_a_name_under_which_the_device_failed_is_tried_once_more() -> None:
    queue, _ = decide(queue_of(an_utterance(1), an_utterance(2)))
    queue, decision = decide(failed(queue, 1))
    assert isinstance(decision, Speak)
    assert decision.utterance.number == 1
    assert spoken(failed(queue, 1)) == [2]


def test_a_count_under_which_the_device_failed_is_not_tried_again() -> None:
    queue, _ = decide(queue_of(a_count(1)))
    assert failed(queue, 1).is_quiet


def test_the_end_of_something_else_changes_nothing() -> None:
    queue, _ = decide(queue_of(an_utterance(1)))
    assert finished(queue, 9) == failed(queue, 9) == queue


UTTERANCES = st.lists(
    st.tuples(
        st.sampled_from(Priority),
        st.sampled_from([CueKind.NAME, CueKind.COUNT, CueKind.GO, CueKind.SAFETY]),
        st.one_of(st.none(), st.floats(0.0, 3.0)),
        st.floats(0.0, 2.0),
    ),
    max_size=25,
)


@given(UTTERANCES)
def test_whatever_is_said_is_in_time_and_never_twice_without_a_cut(
    asked: list[tuple[Priority, CueKind, float | None, float]],
) -> None:
    now, queue = 0.0, Queue()
    begun: list[int] = []
    cuts = 0
    for number, (priority, kind, expires_seconds, wait_seconds) in enumerate(asked, 1):
        new = an_utterance(number, priority, kind, expires_seconds, now)
        before = queue.playing
        queue, cut = put(queue, new, now)
        cuts += cut
        assert not cut or (before is not None and new.priority < before.priority)
        queue, decision = decide(queue, now)
        if isinstance(decision, Speak):
            assert not decision.utterance.is_late(now)
            begun.append(decision.utterance.number)
        now += wait_seconds
        if wait_seconds > 1.0 and queue.playing is not None:
            queue = finished(queue, queue.playing.number)
    assert len(begun) - len(set(begun)) <= cuts


@given(st.text())
def test_any_text_becomes_one_plain_line(text: str) -> None:
    line = speakable(text)
    assert line == " ".join(line.split())
    assert not set(line) & set("\x00\x1b\n\r<>[]\ud800")
    assert speakable(line) == line


def test_a_text_without_letters_or_digits_is_nothing_to_say() -> None:
    assert speakable(" ...\x07—! ") == ""


def test_markup_and_control_characters_are_not_passed_on() -> None:
    assert speakable("Lift <b>your</b>\x1b[0m leg\n10 times") == "Lift b your /b 0m leg 10 times"


def test_silence_leaves_only_what_takes_a_pack_off() -> None:
    """A pack that nobody heard of would stay on."""
    playing, _ = decide(queue_of(an_utterance(1, Priority.SAFETY, CueKind.STOPPED)))
    queue, _ = put(playing, an_utterance(2, Priority.WARNING, CueKind.TAKE_OFF), 0.1)
    queue, _ = put(queue, an_utterance(3, kind=CueKind.QUESTION), 0.1)
    assert spoken(silenced(queue)) == [2]


def test_silence_does_not_cut_what_takes_a_pack_off() -> None:
    playing, _ = decide(queue_of(an_utterance(1, Priority.WARNING, CueKind.TAKE_OFF)))
    queue, _ = put(playing, an_utterance(2), 0.1)
    still = silenced(queue)
    assert still.playing == playing.playing
    assert still.waiting == ()


def test_silence_is_silence_where_nothing_is_to_be_taken_off() -> None:
    playing, _ = decide(queue_of(an_utterance(1, Priority.WARNING, CueKind.SKIN_CHECK)))
    queue, _ = put(playing, an_utterance(2), 0.1)
    assert silenced(queue).is_quiet
