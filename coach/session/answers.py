"""What happens around a question: "that hurts", numb skin, an interruption."""

from msgspec.structs import replace

from coach.domain.events import AnswerGiven, Fact, ItemExcused
from coach.domain.lights import Light
from coach.domain.outcomes import Excuse, Reason, SetOutcome
from coach.domain.pain import PainReport
from coach.domain.timers import SKIN
from coach.session import during, endings, moves, phrasing, sets
from coach.session.commands import Command, Given
from coach.session.cues import Cue
from coach.session.few_words import lessened
from coach.session.plan import PlanStep
from coach.session.state import Phase, SessionState, Step

ASK_AGAIN_SECONDS = 30.0
"""An unanswered question is asked again after this (source: DESIGN)."""

LEG_ANSWER_SECONDS = 20.0
"""Whoever lies with no key in reach is not kept waiting: so long after the question about the leg
the session goes on, and nothing is recorded (source: DESIGN)."""

SKIN_ANSWER_SECONDS = 60.0
"""Without a yes to the skin question in this time the pack is left out (source: DESIGN)."""

HURT_ANSWER_SECONDS = 120.0
"""Whoever says "that hurts" and then nothing is told how to get up after this, and the session ends
with what was done (source: DESIGN)."""

SPEAKING_SECONDS = 5.0
"""Somebody speaks: a question waits so long more at the least (source: DESIGN)."""

SHORT_GAP_SECONDS = 120.0
"""After a longer gap nobody may lie there any more (source: DESIGN)."""

GAP_ANSWER_SECONDS = 60.0
"""So long after the question about a short gap the session goes on by itself (source: DESIGN)."""


def hurts(state: SessionState, given: Given, now: float) -> Step:
    """Stop at once and log it, then ask where and how much; the light follows with the score."""
    step = state.current
    stopped = None
    if step is not None and step.logged:
        stopped = sets.as_far_as(state, step, state.elapsed(now), SetOutcome.STOPPED, Reason.PAIN)
    elif state.current_block is not None:
        stopped = replace(
            sets.skipped(state, state.current_block, Reason.PAIN), outcome=SetOutcome.STOPPED
        )
    asking = replace(
        state.without_way_to_it(),
        phase=Phase.ASKING_PAIN,
        elapsed_seconds=state.elapsed(now),
        stopped=stopped,
        hurt=True,
        asked_at=now,
        first_asked_at=now,
        goes_on=True,
        answered=PainReport(),
    )
    facts = (*((stopped,) if stopped is not None else ()), *endings.told_off(state))
    cues = (phrasing.STOP_NOW, *endings.take_off(state), phrasing.ASK_PAIN)
    return Step(asking, facts, cues)


def scored(state: SessionState, given: Given, now: float) -> Step:
    """The score is in: log it with the light of what hurt, then offer what is left.

    "Not now" to the rest of the questions keeps the numbers that were answered.
    """
    report = during.answer_of(state, given.report)
    phase, cue = (
        (Phase.OFFERING_EASIER, phrasing.OFFER_EASIER)
        if during.light_of(state, report) is not Light.RED and _has_easier_form(state)
        else (Phase.OFFERING_STOP, _offer_stop(state))
    )
    ahead, why_less = lessened(state, report)
    offering = replace(ahead, phase=phase, stopped=None, asked_at=now, first_asked_at=now)
    return Step(offering, during.answer_facts(state, report), (*why_less, cue))


_AFTER_LIGHT = {Light.RED: (phrasing.LEAVE_FOR_TODAY,), Light.AMBER: (phrasing.HOLD_THE_DOSE,)}


def reach_scored(state: SessionState, given: Given, now: float) -> Step:
    """How the leg is after an exercise is in: log it with its light, say what follows, go on.

    The same for who goes on without having answered all: what is in counts.
    """
    report = during.answer_of(state, given.report)
    light = during.light_of(state, report)
    said = _AFTER_LIGHT.get(light, ()) if light is not None else ()
    left = state.without_way_to_it() if light is Light.RED else state
    ahead, why_less = lessened(left, report)
    following = moves.go_on_unasked(ahead, given, now)
    facts = during.answer_facts(state, report) + following.facts
    return Step(following.state, facts, said + why_less + following.cues)


def _has_easier_form(state: SessionState) -> bool:
    """A pack has none: skin that hurt is left alone. An easier form has no easier one."""
    block, step = state.current_block, state.current
    with_pack = step is not None and step.pack is not None
    return block is not None and block.easier is not None and not with_pack


def _offer_stop(state: SessionState) -> Cue:
    return phrasing.OFFER_END if moves.is_last(state) else phrasing.OFFER_STOP


_QUESTIONS = {
    Phase.ASKING_PAIN: phrasing.ASK_PAIN,
    Phase.ASKING_REACH: phrasing.ASK_REACH,
    Phase.OFFERING_EASIER: phrasing.OFFER_EASIER,
    Phase.INTERRUPTED: phrasing.INTERRUPTED,
}


def answering(state: SessionState, given: Given, now: float) -> Step:
    """A part of the answer is in (`given.report`): the question waits for the rest.

    With `given.seconds` nothing is in yet: it waits for so long at the least.
    """
    if given.seconds:
        limit = SKIN_ANSWER_SECONDS if state.phase is Phase.ASKING_SKIN else LEG_ANSWER_SECONDS
        least = now - max(0.0, limit - given.seconds)
        first = max(state.first_asked_at, least)
        asked = now if state.phase is not Phase.ASKING_REACH else max(state.asked_at, least)
        return Step(replace(state, asked_at=asked, first_asked_at=first))
    return Step(replace(state, asked_at=now, first_asked_at=now, answered=given.report))


def waiting_anew(state: SessionState, given: Given, now: float) -> Step:
    """The person is there: what is offered, or asked after a gap, waits as long as at first."""
    return Step(replace(state, asked_at=now, first_asked_at=now))


def await_leg(state: SessionState, given: Given, now: float) -> Step:
    """No answer about the leg: on to the next one; what was not answered is not recorded."""
    if not state.goes_on:
        return ask_again(state, given, now)
    if now - state.asked_at < LEG_ANSWER_SECONDS:
        return Step(state)
    following = reach_scored(state, given, now)
    if state.answered != PainReport():
        return following
    return replace(following, cues=(phrasing.NO_ANSWER, *following.cues))


def await_hurt(state: SessionState, given: Given, now: float) -> Step:
    """After "that hurts" nobody answers: asked again for a while, then how to get up, and the end.

    What was answered is kept. Whoever has read what to do in an emergency may be telephoning:
    nobody is told to get up then, and it is asked again as rarely as a pause says that it waits.
    """
    if not state.goes_on:
        return ask_again(state, given, now, every_seconds=moves.STILL_PAUSED_SECONDS)
    if now - state.first_asked_at < HURT_ANSWER_SECONDS:
        return ask_again(state, given, now)
    ended = endings.end(state, Given(Command.END), now)
    return replace(ended, cues=(phrasing.NO_ANSWER_ENDS, *ended.cues))


def await_skin(state: SessionState, given: Given, now: float) -> Step:
    """No pack without a yes: asked once more, then it is left out."""
    if not state.goes_on or now - state.first_asked_at < SKIN_ANSWER_SECONDS:
        return ask_again(state, given, now)
    return _without_pack(state, (), phrasing.NO_PACK_UNANSWERED, now)


def ask_again(
    state: SessionState, given: Given, now: float, *, every_seconds: float = ASK_AGAIN_SECONDS
) -> Step:
    """An unanswered question is asked again; nothing is decided for the person."""
    if now - state.asked_at < every_seconds:
        return Step(state)
    return Step(replace(state, asked_at=now), cues=_asked(state))


def wait_for_person(state: SessionState, given: Given, now: float) -> Step:
    """From here only the person leads on; what still runs stands still.

    The time to answer what is asked or offered begins. That a pack comes off is said again: the
    voice may have been silenced in the middle of it.
    """
    still = (phrasing.PAUSED_WITH_PACK,) if state.paused_with_pack else endings.take_off(state)
    if state.phase in (Phase.RUNNING, Phase.COUNTING_IN):
        paused = moves.pause(state, given, now)
        state, still = paused.state, paused.cues
    return Step(replace(state, asked_at=now, first_asked_at=now, goes_on=False), cues=still)


def listed(state: SessionState, given: Given, now: float) -> Step:
    """The safety list came in between, and takes its time; from here only the person leads on.

    What is asked or offered is said again; what ends unanswered after "that hurts" still does.
    """
    waits = wait_for_person(state, given, now)
    ends = state.phase.ends_unanswered and state.goes_on
    all_no = phrasing.ALL_NO_ASKED if ends else phrasing.ALL_NO
    asked = replace(waits.state, goes_on=ends)
    return Step(asked, cues=(*waits.cues, all_no, *_asked(asked)))


def _asked(state: SessionState) -> tuple[Cue, ...]:
    """The question that stands."""
    block = state.current_block
    cue = _QUESTIONS.get(state.phase)
    if state.phase is Phase.OFFERING_STOP:
        cue = _offer_stop(state)
    elif state.phase is Phase.ASKING_SKIN and block and block.exercise.pack is not None:
        cue = phrasing.skin_question_cue(block.exercise.pack.question)
    return (cue,) if cue is not None else ()


def skin_is_fine(state: SessionState, given: Given, now: float) -> Step:
    """The skin feels normal: the pack may run, once, for the time that is left of it."""
    running = replace(state.without_way_to_it(), phase=Phase.RUNNING, since=now)
    following = moves.give_beats(running, now)
    return replace(following, facts=_skin_answer(state, "yes") + following.facts)


def _skin_answer(state: SessionState, value: str) -> tuple[AnswerGiven, ...]:
    block = state.current_block
    if block is None or state.pace != 1:
        return ()  # A rehearsal cools no skin.
    return (AnswerGiven(instrument=SKIN, item=block.item, value=value),)


def skin_is_numb(state: SessionState, given: Given, now: float) -> Step:
    """Numb skin: no pack today, and the log says why. It counts on neither side then.

    (source: clinical 8.4)
    """
    no = _skin_answer(state, "no")
    excused = tuple(ItemExcused(item=answer.item, reason=Excuse.SAFETY) for answer in no)
    left = state.without_way_to_it()
    return _without_pack(left, (*no, *excused), phrasing.NUMB_SKIN, now)


def _without_pack(state: SessionState, answer: tuple[Fact, ...], cue: Cue, now: float) -> Step:
    """On to the next item; what the pack was on for before a pause is logged."""
    block = state.current_block
    log = sets.partial(state, now, SetOutcome.PARTIAL, Reason.OTHER)
    if block is not None and not log:
        log = (sets.skipped(state, block, Reason.OTHER),)
    following = moves.enter_block(state, state.block_after, now)
    return Step(following.state, answer + log + following.facts, (cue, *following.cues))


def interrupt(state: SessionState, given: Given, now: float) -> Step:
    """The machine slept or stood still: nothing is counted that nobody was led through.

    A pack goes on cooling or warming whatever the machine does, so its time runs on; when it is
    over it comes off at once.
    """
    step = state.current
    if step is not None and pack_under_way(state):
        return _pack_ran_on(state, step, given.seconds, now)
    if step is None or not step.logged:
        # A rest or a move needs no question.
        return Step(as_led(state, now))
    waiting = replace(
        state,
        phase=Phase.INTERRUPTED,
        elapsed_seconds=_elapsed_when_last_seen(state),
        asked_at=now,
        first_asked_at=now,
        goes_on=now - state.last_seen + given.seconds <= SHORT_GAP_SECONDS,
    )
    return Step(waiting, cues=(phrasing.INTERRUPTED,))


def await_going_on(state: SessionState, given: Given, now: float) -> Step:
    """No answer after a short gap: on from where it was, with a fresh count-in, and it says so.

    After a long one nobody may be there any more: it waits.
    """
    if not state.goes_on or now - state.first_asked_at < GAP_ANSWER_SECONDS:
        return ask_again(state, given, now)
    following = moves.resume(state, given, now)
    return replace(following, cues=(phrasing.GOES_ON_UNANSWERED, *following.cues))


def _elapsed_when_last_seen(state: SessionState) -> float:
    if state.phase is Phase.RUNNING:
        return state.elapsed_seconds + state.last_seen - state.since
    return state.elapsed_seconds


def as_led(state: SessionState, now: float) -> SessionState:
    """The session from where it was last seen: what nobody was led through is not in it."""
    return replace(state, elapsed_seconds=_elapsed_when_last_seen(state), since=now)


def pack_under_way(state: SessionState) -> bool:
    """Whether a pack is on the skin, or on its way there or off."""
    return (
        state.phase is Phase.RUNNING
        and state.current is not None
        and state.current.pack is not None
    )


def pack_ran_out(state: SessionState, now: float) -> bool:
    """Whether the time of the present step is over, a pack's time and its coming off."""
    return state.current is not None and state.elapsed(now) >= state.current.timeline.seconds


def _pack_ran_on(state: SessionState, step: PlanStep, slept_seconds: float, now: float) -> Step:
    on_for = replace(state, elapsed_seconds=state.elapsed_seconds + slept_seconds)
    if not pack_ran_out(on_for, now):
        return moves.give_beats(on_for, now)
    awake = _elapsed_when_last_seen(state)
    log = sets.as_far_as(state, step, awake, SetOutcome.PARTIAL, Reason.OTHER)
    following = moves.next_step(state, now)
    facts = (log, *endings.told_off(state), *following.facts)
    return Step(following.state, facts, endings.take_off(state) + following.cues)
