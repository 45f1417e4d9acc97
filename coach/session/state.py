"""The state of a running session: a frozen value; the engine makes the next one."""

from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from coach.domain.events import ExerciseDone, Fact
from coach.domain.exercise import Position
from coach.domain.pain import PainReport, Reach, lowest
from coach.domain.program import StageCode, Thresholds
from coach.session.cues import Cue
from coach.session.plan import Block, PlanStep, SessionPlan, StepKind


class Phase(StrEnum):
    """What the session is waiting for."""

    READY = "ready"
    RUNNING = "running"
    COUNTING_IN = "counting_in"
    PAUSED = "paused"
    ASKING_SKIN = "asking_skin"
    ASKING_PAIN = "asking_pain"
    ASKING_REACH = "asking_reach"
    """How the leg is, right after an exercise that can move it."""
    OFFERING_EASIER = "offering_easier"
    OFFERING_STOP = "offering_stop"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    HALTED = "halted"

    @property
    def set_logged(self) -> bool:
        """Whether the present set is in the log already: it was done, or stopped for pain."""
        return self in (
            Phase.ASKING_PAIN,
            Phase.ASKING_REACH,
            Phase.OFFERING_EASIER,
            Phase.OFFERING_STOP,
        )

    @property
    def asks_pain(self) -> bool:
        """Whether pain questions stand: after "that hurts", or after an exercise."""
        return self in (Phase.ASKING_PAIN, Phase.ASKING_REACH)

    @property
    def knows_why(self) -> bool:
        """Whether why something is left out is known, or nothing is left of it."""
        return self in (Phase.OFFERING_EASIER, Phase.OFFERING_STOP, Phase.ASKING_REACH)

    @property
    def offers(self) -> bool:
        """Whether "that hurts" was answered, and it waits for what to do then."""
        return self in (Phase.OFFERING_EASIER, Phase.OFFERING_STOP)

    @property
    def ends_unanswered(self) -> bool:
        """Whether the session ends when nobody answers."""
        return self is Phase.ASKING_PAIN or self.offers

    @property
    def over(self) -> bool:
        """Whether no command leaves it."""
        return self in (Phase.ENDED, Phase.HALTED)


class SessionState(Struct, frozen=True):
    """Everything `advance` needs; nothing in it is read from outside."""

    session: str
    stage: StageCode
    plan: SessionPlan
    before: PainReport
    """The check-in before the session."""
    thresholds: Thresholds
    fewer: SessionPlan | None = None
    """The same blocks in few words, for pain that rises; None once they are what is done."""
    few_words_from_pain: int = 7
    """A score of this within the session, and what remains is said in few words; 11 is never."""
    pace: float = 1.0
    resumed_from: str | None = None
    before_cut: PainReport = field(default_factory=PainReport)
    """The lowest of the check-ins before the sessions that this one goes on from."""
    reach_before: Reach | None = None
    """The furthest point of the week before, where no check-in says how far down it goes."""
    phase: Phase = Phase.READY
    block: int = 0
    """Index into the plan's blocks; one past the last while getting up at the end."""
    steps: tuple[PlanStep, ...] = ()
    """Steps of the present block, with the move that led into it."""
    step: int = 0
    position: Position = Position.STANDING
    """Where the present block is done; the way there may not be over yet."""
    came_from: Position = Position.STANDING
    """Where the body was before that way."""
    elapsed_seconds: float = 0.0
    """Time of the present step that had passed at `since`."""
    since: float = 0.0
    """Monotonic time from which the present step runs on, while it runs."""
    last_seen: float = 0.0
    """Monotonic time of the last input, to tell a stall."""
    beats_given: int = 0
    """How many of the step's cues have been given."""
    count_in_given: int = 0
    asked_at: float = 0.0
    """Monotonic time at which the present question was asked last."""
    first_asked_at: float = 0.0
    """Monotonic time at which the present question about skin or a gap was asked first."""
    goes_on: bool = False
    """Whether it is led on from a question when nobody answers, or ended after "that hurts": not
    after a long gap, nor after the emergency text that was asked for meanwhile, nor, but for what
    hurt, after a safety list."""
    answered: PainReport = field(default_factory=PainReport)
    """What is in of the answer to the present pain questions; empty again when others are asked."""
    started_at: float = 0.0
    stopped: ExerciseDone | None = None
    """The set that "that hurts" stopped, in the log already; its light waits for the score."""
    hurt: bool = False
    """Whether anything was stopped for pain."""
    stays_out: frozenset[str] = frozenset()
    """Items that nothing leads to again: what hurt, was left out for pain or was red; a pack that
    was on, for skin that was cooled or warmed is not so again at once, and one on numb skin."""
    pack_timer: str = ""
    """Id under which the log counts the pack that lies on the skin now; empty when none does."""
    pack_from: float = 0.0
    """Time of the present step at which that pack came to lie there."""
    packs_timed: int = 0
    """How often one did in this session."""

    @property
    def rest(self) -> PainReport:
        """How it was before the whole, so that a cut hides no rise."""
        return lowest(self.before, self.before_cut)

    @property
    def held_against(self) -> PainReport:
        """What lights compare with; where no reach was said, the one that the safety list has."""
        rest = self.rest
        return replace(rest, reach=self.reach_before) if rest.reach is None else rest

    def elapsed(self, now: float) -> float:
        """Seconds of the present step that have passed at monotonic time `now`."""
        if self.phase is Phase.RUNNING:
            return self.elapsed_seconds + (now - self.since)
        return self.elapsed_seconds

    @property
    def paused_with_pack(self) -> bool:
        """Whether a pause waits for a pack to come off, as far as anybody knows."""
        step = self.current
        return self.phase is Phase.PAUSED and step is not None and step.pack is not None

    @property
    def current(self) -> PlanStep | None:
        """The present step; None before the start and after the end."""
        return self.steps[self.step] if self.step < len(self.steps) else None

    @property
    def way_ahead(self) -> bool:
        """Whether the move that leads to `position` is not over yet, or is told once more."""
        return any(step.kind is StepKind.MOVE for step in self.steps[self.step :])

    def without_way_to_it(self) -> "SessionState":
        """The same, and once the present item is left, nothing leads to it any more."""
        block = self.current_block
        item = {block.item} if block is not None else set()
        return replace(self, stays_out=self.stays_out | item)

    @property
    def comes_again(self) -> bool:
        """Whether the present item is come to again once it is left backwards."""
        return self.current_block is None or self._comes(self.block)

    @property
    def block_before(self) -> int | None:
        """The block that back leads to; None where none is before."""
        before = range(self.block - 1, -1, -1)
        return next((index for index in before if self._comes(index)), None)

    @property
    def block_after(self) -> int:
        """The block that comes next, after going back too; one past the last for none."""
        blocks = len(self.plan.blocks)
        return next((at for at in range(self.block + 1, blocks) if self._comes(at)), blocks)

    def _comes(self, index: int) -> bool:
        return self.plan.blocks[index].item not in self.stays_out

    def led_from(self, to: Position) -> Position:
        """From where the body is led to `to`; on a way it may be at either end of it.

        It is the end with the longer way, so that no move is left out that may be needed: who
        stands is told to get down, and who lies to get up.
        """
        ends = (self.position, self.came_from) if self.way_ahead else (self.position,)
        return max(ends, key=lambda end: (end.on_the_floor is not to.on_the_floor, end is not to))

    @property
    def current_block(self) -> Block | None:
        """The present block; None while getting up at the end."""
        return self.plan.blocks[self.block] if self.block < len(self.plan.blocks) else None


class Step(Struct, frozen=True):
    """The engine's answer: the next state, facts to write first, then cues to say and show."""

    state: SessionState
    facts: tuple[Fact, ...] = ()
    cues: tuple[Cue, ...] = ()
