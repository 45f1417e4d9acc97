"""Leading a session by claps and words: the ear, the voice and the rule that keeps them apart."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from coach.clock import Clock
from coach.domain.outcomes import Reason
from coach.session.answers import SPEAKING_SECONDS
from coach.session.commands import Command, Given
from coach.session.cues import Cue, CueKind
from coach.session.engine import TRANSITIONS
from coach.session.heard import Heard
from coach.session.remaining import left_words
from coach.session.state import Phase, SessionState
from coach.workflows import half_duplex, replies
from coach.workflows.phrases import FIRST_WORD, HELP, emergency_words
from coach.workflows.ports import Listener, Speaker

NO_PHRASES = "Spoken phrases cannot be made out here."
CLAP = "Listening: clap to pause or go on."
JUST_ASKING = "This is only a question or two."
WORDS = f'Listening: clap, or say "{FIRST_WORD}, help".'


WHY_SECONDS = 30.0
"""So long it is asked why something is left out; then it is left out for no reason: whoever has
laid the keyboard aside is not kept waiting (source: DESIGN)."""


TALK_WAITS_SECONDS = 20.0
"""Talk in the room makes a question wait so long in all, and no longer (source: DESIGN)."""


class Hands(Protocol):
    """A front end that carries out what was heard, as it does for keys."""

    def give_heard(self, given: Given) -> None:
        """Give the session a command."""

    def answer_heard(self, answer: str | None) -> None:
        """Answer the pain question that stands; None is "not now"."""

    def step_back_heard(self) -> None:
        """Ask the pain question before this one again."""


class HandsFree:
    """One session's listening. Polled by the front end's own tick, on its own thread."""

    def __init__(
        self,
        listener: Listener,
        speaker: Speaker,
        clock: Clock,
        emergency_number: Callable[[], str] = str,
    ) -> None:
        self._emergency_number = emergency_number
        self._listener, self._speaker, self._clock = listener, speaker, clock
        self._talk = replies.Talk()
        self._quiet_since: float | None = None
        self._line = ""
        self._heard: deque[Heard] = deque()
        self._talk_over: tuple[tuple[object, ...], float] | None = None
        """The question over which somebody talked first, and until when it waits for that."""

    @property
    def line(self) -> str:
        """What to show: what was heard last, or that it listens; empty when it does not."""
        health = self._listener.health()
        if health.state != "ok":
            return ""
        without = f"{NO_PHRASES} {CLAP}" if health.detail else CLAP
        return self._line or (WORDS if health.phrases else without)

    @property
    def waits(self) -> bool:
        """Whether something heard waits to be taken back or carried out."""
        return self._talk.pending is not None

    def begin(self) -> None:
        """A session begins: the microphone is opened, if listening is wanted at all."""
        self._talk, self._line, self._quiet_since = replies.Talk(), "", None
        self._heard.clear()
        self._talk_over = None
        self._listener.begin()

    def end(self) -> None:
        """The session is over: the microphone is closed."""
        self._listener.end()

    def rest(self) -> None:
        """Something else has the person's attention: hear nothing until the next `poll`."""
        self._quiet_since = None
        self._listener.ignore()

    def poll(
        self,
        state: SessionState | None,
        hands: Hands,
        choices: tuple[str, ...] = (),
        free: tuple[str, ...] = (),
    ) -> None:
        """Open or close the ear, and carry out what was heard.

        `choices` are the answers to the pain question that stands, none without one; `free` are
        those after which another question comes. Without a session there are only the questions.
        """
        now = self._clock.monotonic()
        ear_open = self._mind_the_voice(now)
        scene = _scene(state, choices, free)
        self._heard.extend(self._listener.take())
        if self._heard:  # One at a time: the session may stand elsewhere after it.
            reply = replies.heard(self._talk, self._heard.popleft(), scene, now)
            self._carry_out(reply, state, hands)
            return
        hearing = self._listener.is_hearing()
        if self.waits or (hearing and self._may_wait(scene, state, now)):
            self._keep_asking(state, hands)
        reply = replies.looked(self._talk, scene, ear_open=ear_open, hearing=hearing, now=now)
        self._carry_out(reply, state, hands)

    def _keep_asking(self, state: SessionState | None, hands: Hands) -> None:
        """Somebody answers just now: a question that goes on by itself waits for them."""
        if state is not None and Command.ANSWERING in TRANSITIONS[state.phase]:
            report = state.answered
            hands.give_heard(Given(Command.ANSWERING, report=report, seconds=SPEAKING_SECONDS))

    def _may_wait(self, scene: replies.Scene, state: SessionState | None, now: float) -> bool:
        """Whether a question still waits for talk in the room; a television talks without end."""
        place = (state.block, state.step) if state is not None else (0, 0)
        question = (scene.phase, scene.choices, *place)
        if self._talk_over is None or self._talk_over[0] != question:
            self._talk_over = (question, now + TALK_WAITS_SECONDS)
        return now <= self._talk_over[1]

    def take_back(self, state: SessionState | None, hands: Hands) -> bool:
        """The key for "no": whether there was something to take back."""
        if self._talk.pending is None:
            return False
        self._carry_out(replies.taken_back(self._talk), state, hands)
        return True

    def _help(self) -> str:
        """In an emergency first: whoever lies there and asks for help may mean that."""
        number = self._emergency_number()
        return f"{emergency_words(number)} {HELP}" if number else HELP

    def tell(self, entry_id: str, state: SessionState | None) -> str:
        """Say what is left, or what may be said; the words."""
        tellers: dict[str, Callable[[], str]] = {
            "how_long": lambda: self._left(state),
            "help": self._help,
        }
        words = tellers[entry_id]()
        self._say(words, state)
        return words

    def _left(self, state: SessionState | None) -> str:
        now = self._clock.monotonic()
        return left_words(state, now) if state is not None else JUST_ASKING

    def _mind_the_voice(self, now: float) -> bool:
        """The ear is closed while the coach speaks and until its sound has died away."""
        self._quiet_since = half_duplex.quiet_since(
            self._quiet_since, self._speaker.is_quiet(), now
        )
        ear_open = half_duplex.may_listen(self._quiet_since, now)
        if ear_open:
            self._listener.attend()
        else:
            self._listener.ignore()
        return ear_open

    def _carry_out(self, reply: replies.Reply, state: SessionState | None, hands: Hands) -> None:
        self._talk = reply.talk
        if reply.line is not None:
            self._line = reply.line
        for act in reply.acts:
            self._do(act, state, hands)
        if reply.say:
            self._say(reply.say, state, hushed=bool(reply.acts))

    def _do(self, act: replies.Act, state: SessionState | None, hands: Hands) -> None:
        if isinstance(act, replies.Give):
            hands.give_heard(without_why(act.command, state))
        elif isinstance(act, replies.Answer):
            hands.answer_heard(act.answer)
        elif isinstance(act, replies.StepBack):
            hands.step_back_heard()
        else:
            self._line = self.tell(act.entry_id, state)

    def _say(self, text: str, state: SessionState | None, *, hushed: bool = False) -> None:
        """Say it; in place of "paused" when that was just given, unless a pack must come off."""
        step = state.current if state is not None else None
        under_pack = step is not None and step.pack is not None
        if hushed and not under_pack:
            self._speaker.stop()
        self._speaker.say(Cue(CueKind.HEARD, text))


def _scene(
    state: SessionState | None, choices: tuple[str, ...], free: tuple[str, ...]
) -> replies.Scene:
    if state is None:
        return replies.Scene(Phase.ASKING_PAIN, choices, has_easier=False, free=free)
    easier = state.current_block is not None and state.current_block.easier is not None
    return replies.Scene(state.phase, choices, easier, free)


def without_why(command: Command, state: SessionState | None) -> Given:
    """The command as its key gives it; why something is left out is asked only of who has keys."""
    knows_why = state is not None and state.phase.knows_why
    why = Reason.PAIN if command is Command.SKIP and knows_why else Reason.NONE
    return Given(command, reason=why)
