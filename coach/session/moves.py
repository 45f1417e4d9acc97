"""What each command does: small functions from a state to the next, its facts and its cues."""

from msgspec.structs import replace

from coach.domain.events import Fact
from coach.domain.exercise import Position
from coach.domain.outcomes import Reason, SetOutcome
from coach.domain.pain import PainReport
from coach.session import endings, phrasing, sets
from coach.session.between import closing, entered
from coach.session.commands import Given
from coach.session.cues import Cue, CueKind
from coach.session.lighter import rest_of
from coach.session.plan import SessionPlan
from coach.session.state import Phase, SessionState, Step
from coach.session.timeline import COUNT_IN_SECONDS


def enter_block(state: SessionState, index: int, now: float) -> Step:
    """Go to the start of a block, by the move that leads there; past the last one, get up."""
    blocks = state.plan.blocks
    block = blocks[index] if index < len(blocks) else None
    position = block.exercise.position if block is not None else Position.STANDING
    before = state.led_from(position)
    steps = (
        entered(block, before, state.plan.settings)
        if block is not None
        else closing(state.plan, before)
    )
    ahead = replace(state, block=index, steps=steps, position=position, came_from=before)
    if not steps:
        return endings.finish(ahead, now)
    return _enter_step(ahead, 0, now)


def _enter_step(state: SessionState, index: int, at: float) -> Step:
    """Begin a step whose clock starts at `at`; a step with a question waits for the answer."""
    ahead = replace(
        state,
        phase=Phase.RUNNING,
        step=index,
        elapsed_seconds=0.0,
        since=at,
        beats_given=0,
        asked_at=at,
        first_asked_at=at,
        goes_on=True,
    )
    question = ahead.steps[index].question
    if question is not None:
        return Step(replace(ahead, phase=Phase.ASKING_SKIN), cues=(question,))
    return give_beats(ahead, at)


def give_beats(state: SessionState, now: float) -> Step:
    step = state.current
    if step is None:
        return Step(state)
    passed = state.elapsed(now)
    beats = step.timeline.beats
    due = [beat for beat in beats[state.beats_given :] if beat.offset_seconds <= passed]
    fresh = [beat.cue for beat in due if _still_useful(beat.cue, passed - beat.offset_seconds)]
    facts = tuple(
        fact
        for beat in due
        if (fact := endings.warning_fact(step, beat.cue, spoken=beat.cue in fresh))
    )
    return Step(replace(state, beats_given=state.beats_given + len(due)), facts, tuple(fresh))


def _still_useful(cue: Cue, late_seconds: float) -> bool:
    return cue.expires_seconds is None or late_seconds <= cue.expires_seconds


def run(state: SessionState, given: Given, now: float) -> Step:
    """Time passes: give what is due, and go on to the next step at the very deadline."""
    step = state.current
    if step is None:
        return endings.finish(state, now)
    given_now = give_beats(state, now)
    over = state.elapsed(now) - step.timeline.seconds
    if over < 0:
        return given_now
    log = sets.done(state, step) if step.logged else None
    following = next_step(given_now.state, now - over)
    return _after(given_now, log, following, now)


def _after(first: Step, log: Fact | None, following: Step, now: float) -> Step:
    """Join what a step's end and the next one's start bring, facts in the order they happened."""
    facts = first.facts + ((log,) if log is not None else ()) + following.facts
    ahead = give_beats(following.state, now) if following.state.phase is Phase.RUNNING else None
    cues = first.cues + following.cues
    if ahead is None:
        return Step(following.state, facts, cues)
    return Step(ahead.state, facts + ahead.facts, cues + ahead.cues)


def next_step(state: SessionState, at: float) -> Step:
    step = state.current
    if step is not None and step.then_ask is not None:
        asking = replace(
            state,
            phase=Phase.ASKING_REACH,
            elapsed_seconds=state.elapsed(at),
            asked_at=at,
            goes_on=True,
            answered=PainReport(),
        )
        return Step(asking, cues=(step.then_ask,))
    if state.step + 1 < len(state.steps):
        return _enter_step(state, state.step + 1, at)
    if state.current_block is None:
        return endings.finish(state, at)
    return enter_block(state, state.block_after, at)


def count_in(state: SessionState, given: Given, now: float) -> Step:
    """The fresh count-in after a pause; then the step runs on with the time that was left."""
    passed = now - state.since
    if passed >= COUNT_IN_SECONDS:
        running = replace(state, phase=Phase.RUNNING, since=state.since + COUNT_IN_SECONDS)
        return give_beats(running, now)
    due = min(COUNT_IN_SECONDS, int(passed) + 1)
    if due <= state.count_in_given:
        return Step(state)
    count = phrasing.count_cue(COUNT_IN_SECONDS - due + 1, CueKind.COUNT_IN)
    return Step(replace(state, count_in_given=due), cues=(count,))


def pause(state: SessionState, given: Given, now: float) -> Step:
    """Stand still; nothing is counted meanwhile."""
    paused = replace(state, elapsed_seconds=state.elapsed(now), phase=Phase.PAUSED, asked_at=now)
    return Step(paused, cues=(phrasing.PAUSED_WITH_PACK if _pack_on(state) else phrasing.PAUSED,))


PACK_AGAIN_SECONDS = 30.0
STILL_PAUSED_SECONDS = 300.0
"""How often a paused session says that it waits: with a pack on the skin soon, for it may have
been a noise that paused it while somebody dozes (source: DESIGN)."""


def wait_paused(state: SessionState, given: Given, now: float) -> Step:
    """A pause lasts as long as the person wants; now and then it says that it waits."""
    with_pack = _pack_on(state)
    every = PACK_AGAIN_SECONDS if with_pack else STILL_PAUSED_SECONDS
    if now - state.asked_at < every:
        return Step(state)
    cue = phrasing.PAUSED_WITH_PACK if with_pack else phrasing.STILL_PAUSED
    return Step(replace(state, asked_at=now), cues=(cue,))


def resume(state: SessionState, given: Given, now: float) -> Step:
    """Go on with the time that was left, after a fresh count-in where a body has to get ready.

    A pack came off for the pause: before it goes on again the skin is asked after again.
    """
    step = state.current
    if step is not None and step.pack is not None:
        asking = replace(
            state, phase=Phase.ASKING_SKIN, asked_at=now, first_asked_at=now, goes_on=True
        )
        return Step(asking, cues=(phrasing.skin_question_cue(step.pack.question),))
    if step is not None and step.logged and state.elapsed_seconds > COUNT_IN_SECONDS:
        counting = replace(state, phase=Phase.COUNTING_IN, since=now, count_in_given=0)
        first = count_in(counting, given, now)
        return replace(first, cues=(phrasing.RESUMED, *first.cues))
    return give_beats(_at_last_beat(state, now), now)


def _at_last_beat(state: SessionState, now: float) -> SessionState:
    """Back to the sentence that was being said, or to the start of the set's own count-in."""
    step = state.current
    running = replace(state, phase=Phase.RUNNING, since=now)
    if step is None or not step.timeline.beats:
        return running
    given = 0 if step.logged else max(0, state.beats_given - 1)
    offset = step.timeline.beats[given].offset_seconds if given else 0.0
    return replace(running, elapsed_seconds=offset, beats_given=given)


def repeat(state: SessionState, given: Given, now: float) -> Step:
    """The present step once more from its start; what was done of it is logged as it happened.

    A pack is never begun again: its time on the skin would add up past the limit.
    """
    if _pack_on(state):
        return Step(state, cues=(phrasing.PACK_GOES_ON,))
    log = sets.partial(state, now, SetOutcome.PARTIAL, Reason.OTHER)
    again = _enter_step(state, state.step, now)
    return Step(again.state, log + again.facts, (phrasing.REPEATED, *again.cues))


def back(state: SessionState, given: Given, now: float) -> Step:
    """To the step before; at a block's start, to the block before, but to none that stays out.

    Where none is before, this step begins once more; so it does where nothing would lead to this
    one again, as to the easier form of what hurt.
    """
    if _pack_on(state):
        return Step(state, cues=(phrasing.PACK_GOES_ON,))
    log = sets.partial(state, now, SetOutcome.PARTIAL, Reason.OTHER)
    if state.step > 0:
        target = _enter_step(state, state.step - 1, now)
    elif state.comes_again and (before := state.block_before) is not None:
        target = enter_block(state, before, now)
    else:
        first = _enter_step(state, 0, now)
        target = replace(first, cues=(phrasing.REPEATED, *first.cues))
    return replace(target, facts=log + target.facts)


def _pack_on(state: SessionState) -> bool:
    return state.current is not None and state.current.pack is not None


def done(state: SessionState, given: Given, now: float) -> Step:
    """The person says this step is done: the next one begins."""
    step = state.current
    if step is None:
        return endings.finish(state, now)
    log = sets.declared_done(state, step, state.elapsed(now)) if step.logged else None
    following = next_step(state, now)
    joined = _after(Step(state), log, following, now)
    return replace(
        joined,
        facts=endings.told_off(state) + joined.facts,
        cues=endings.take_off(state) + joined.cues,
    )


def skip(state: SessionState, given: Given, now: float) -> Step:
    """Leave the rest of this item out, with the reason."""
    log = _stopped_or_skipped(state, now, given.reason)
    cues = endings.take_off(state)
    said = phrasing.SKIPPED_LAST if is_last(state) else phrasing.SKIPPED
    left = state.without_way_to_it() if given.reason is Reason.PAIN else state
    following = enter_block(left, left.block_after, now)
    return Step(
        following.state,
        (*log, *endings.told_off(state), *following.facts),
        (*cues, said, *following.cues),
    )


def is_last(state: SessionState) -> bool:
    """Whether no other exercise follows."""
    return state.block_after == len(state.plan.blocks)


def go_on_unasked(state: SessionState, given: Given, now: float) -> Step:
    """On to the next exercise without an answer: the exercise itself is over."""
    return enter_block(state, state.block_after, now)


def _stopped_or_skipped(state: SessionState, now: float, reason: Reason) -> tuple[Fact, ...]:
    if state.phase.set_logged:
        return ()
    block = state.current_block
    if block is None:
        return ()
    part = sets.partial(state, now, SetOutcome.PARTIAL, reason)
    return part or (sets.skipped(state, block, reason),)


def easier(state: SessionState, given: Given, now: float) -> Step:
    """The rest of this item in its easier form; of a pack, that is to take it off now."""
    if _pack_on(state):
        return done(state, given, now)
    block = state.current_block
    if block is None or block.easier is None:
        return Step(state)
    log: tuple[Fact, ...] = sets.partial(state, now, SetOutcome.PARTIAL, Reason.OTHER)
    step = state.current
    done_reps = step.timeline.reps_done(state.elapsed(now)) if step is not None else 0
    ahead = _with_rest_easier(state, done_reps)
    if ahead is None:
        after = go_on_unasked(state, given, now)
        return Step(after.state, log + after.facts, after.cues)
    entered_now = enter_block(ahead, state.block, now)
    return Step(entered_now.state, log + entered_now.facts, (phrasing.EASIER, *entered_now.cues))


def _with_rest_easier(state: SessionState, reps_done: int) -> SessionState | None:
    """What is left of the present block in its easier form, in few words too; None for nothing."""
    plan = _rest_easier(state, state.plan, reps_done)
    if plan is None:
        return None
    fewer = _rest_easier(state, state.fewer, reps_done) if state.fewer is not None else None
    return replace(state, plan=plan, fewer=fewer)


def _rest_easier(state: SessionState, plan: SessionPlan, reps_done: int) -> SessionPlan | None:
    at = state.block
    easier_form = plan.blocks[at].easier
    if easier_form is None:
        return None
    lighter = rest_of(easier_form, state.steps[state.step :], reps_done, plan.settings)
    if lighter is None:
        return None
    return replace(plan, blocks=(*plan.blocks[:at], lighter, *plan.blocks[at + 1 :]))
