"""What follows from what was heard: at once, after a moment in which "no" takes it back, or never.

Pure: a talk goes in and comes out. The log only grows, so nothing that it would have to keep is
done on a hearing that nobody had the time to take back.
"""

from msgspec import Struct
from msgspec.structs import replace

from coach.session.commands import Command
from coach.session.engine import TRANSITIONS
from coach.session.heard import Heard, Knock, NotCaught, Phrase, Sureness
from coach.session.state import Phase
from coach.workflows.phrases import FIRST_WORD, MEANINGS, TAKE_BACK, Meaning

GRACE_SECONDS = 2.5
"""So long the ear is open for a "no" before what was heard is carried out."""
LISTEN_ON_SECONDS = 0.5
"""While somebody speaks it waits, and so much longer."""
LATEST_SECONDS = 10.0
"""In a room where somebody always speaks it is carried out all the same."""
UNDO_SECONDS = 6.0
"""How long a pause, its end or an answer can be taken back by "no", from when the ear is open."""
NOT_CAUGHT_EVERY_SECONDS = 20.0

MOVING = (Phase.RUNNING, Phase.COUNTING_IN)
WAITING = (Phase.PAUSED, Phase.INTERRUPTED)

NOT_CAUGHT = "I did not catch that."
TAKEN_BACK = "Taken back."
HOW_TO_TAKE_BACK = "Say no if that is wrong."
NOTHING_NOW = "That does nothing just now."
NO_EASIER = "There is no easier form of this one."

_SURE = {Sureness.SURE: "Quite sure.", Sureness.LIKELY: "Fairly sure."}
_SAID_AS = {Sureness.SURE: "I heard", Sureness.LIKELY: "I think I heard"}
"""How sure it is, for who does not look at the screen."""
_FOLLOWS = {
    Command.HURTS: "I stop this one.",
    Command.DONE: "On to the next.",
    Command.REPEAT: "Once more from the start.",
    Command.EASIER: "I take the easier form.",
    Command.SKIP: "I leave this one out.",
    Command.END: "I end the session.",
}


class Scene(Struct, frozen=True):
    """What the session is at when something is heard."""

    phase: Phase
    choices: tuple[str, ...] = ()
    """What may be answered to the pain question that stands; empty without one."""
    has_easier: bool = True
    free: tuple[str, ...] = ()
    """Answers after which another question comes: nothing is kept of them yet."""


class Give(Struct, frozen=True):
    """Have a command carried out, as its key would."""

    command: Command


class Answer(Struct, frozen=True):
    """Answer the pain question; None is "not now"."""

    answer: str | None


class StepBack(Struct, frozen=True):
    """Ask the pain question before this one again."""


class Tell(Struct, frozen=True):
    """Have something said that only the session knows: what is left, or what may be said."""

    entry_id: str


Act = Give | Answer | StepBack | Tell


class Pending(Struct, frozen=True):
    """Heard, said back, and not yet carried out."""

    meaning: Meaning
    act: Act
    scene: Scene
    """How the session stands while it waits; when that changes by a key, it is forgotten."""
    line: str
    """What is shown of it."""
    stood_still: bool = False
    """Whether the session was paused for it."""
    due_at: float | None = None
    """When it is carried out; None until the ear is open for a "no"."""
    latest_at: float | None = None


class Undo(Struct, frozen=True):
    """What a "no" takes back, for a while."""

    act: Act
    phase: Phase
    """The phase in which it still can be."""
    until: float | None = None
    """Monotonic seconds; None until the ear is open for a "no": a long question comes first."""


class Talk(Struct, frozen=True):
    """What was said so far, as far as it matters."""

    pending: Pending | None = None
    undo: Undo | None = None
    """What takes back the last pause, its end or an answer."""
    explained: bool = False
    """Whether how to take something back was said in this session."""
    not_caught_at: float | None = None


class Reply(Struct, frozen=True):
    """What to do: acts in order, then words aloud, and the line to show."""

    talk: Talk
    acts: tuple[Act, ...] = ()
    say: str = ""
    line: str | None = None
    """None leaves the line as it is."""


def heard(talk: Talk, what: Heard, scene: Scene, now: float) -> Reply:
    """The answer to one thing heard at monotonic time `now`."""
    if isinstance(what, Knock):
        return _knocked(talk, scene, now)
    if isinstance(what, NotCaught):
        return _not_caught(talk, now)
    if talk.pending is not None:
        reply = _on_pending(talk, talk.pending, what)
        if reply is not None:
            return reply
    undone = _undo(talk, what.text, scene, now)
    if undone is not None:
        return Reply(replace(talk, pending=None, undo=None), (undone,), line=TAKEN_BACK)
    if not what.named:
        return Reply(talk)  # A bare "no" takes back, and is nothing else.
    meaning = MEANINGS.get(what.text)
    if meaning is None:
        return Reply(talk)
    return _understood(replace(talk, pending=None), meaning, what, scene, now)


def looked(talk: Talk, scene: Scene, *, ear_open: bool, hearing: bool, now: float) -> Reply:
    """Time passes: what nobody took back is carried out."""
    talk = _undo_runs(talk, now) if ear_open else talk
    pending = talk.pending
    if pending is None:
        return Reply(talk)
    if scene.phase is not pending.scene.phase or scene.choices != pending.scene.choices:
        return Reply(replace(talk, pending=None), line="")
    if not ear_open:
        return Reply(replace(talk, pending=replace(pending, due_at=None)))
    latest = pending.latest_at if pending.latest_at is not None else now + LATEST_SECONDS
    due = pending.due_at if pending.due_at is not None else now + GRACE_SECONDS
    if hearing:
        due = max(due, now + LISTEN_ON_SECONDS)
    due = min(due, latest)
    if now < due:
        waits = replace(pending, due_at=due, latest_at=latest)
        return Reply(replace(talk, pending=waits))
    return _carried_out(talk, pending)


def taken_back(talk: Talk) -> Reply:
    """Somebody says no, or presses its key: what waits is forgotten."""
    pending = talk.pending
    if pending is None:
        return Reply(talk)
    acts = (Give(Command.RESUME),) if pending.stood_still else ()
    say = "" if pending.stood_still else TAKEN_BACK
    return Reply(replace(talk, pending=None), acts, say, TAKEN_BACK)


def _knocked(talk: Talk, scene: Scene, now: float) -> Reply:
    """Pause, or go on after a pause; while something waits for a "no" it is no answer."""
    if talk.pending is not None:
        return Reply(talk)
    if scene.phase in MOVING:
        act, line = Give(Command.PAUSE), "I heard a clap: pause."
    elif scene.phase in WAITING:
        act, line = Give(Command.RESUME), "I heard a clap: go on."
    else:
        return Reply(talk)
    return Reply(replace(talk, undo=_undoing(act)), (act,), line=line)


def _not_caught(talk: Talk, now: float) -> Reply:
    if talk.not_caught_at is not None and now - talk.not_caught_at < NOT_CAUGHT_EVERY_SECONDS:
        return Reply(talk, line=NOT_CAUGHT)
    return Reply(replace(talk, not_caught_at=now), say=NOT_CAUGHT, line=NOT_CAUGHT)


def _on_pending(talk: Talk, pending: Pending, what: Phrase) -> Reply | None:
    """No forgets it; yes, or the same once more, carries it out; None for everything else."""
    if what.text == TAKE_BACK:
        return taken_back(talk)
    if what.named and what.text in ("yes", pending.meaning.phrase):
        return _carried_out(talk, pending)
    return None


def _carried_out(talk: Talk, pending: Pending) -> Reply:
    return Reply(replace(talk, pending=None), (pending.act,), line=pending.line)


def _understood(talk: Talk, meaning: Meaning, what: Phrase, scene: Scene, now: float) -> Reply:
    line = f"I heard: {FIRST_WORD}, {meaning.phrase}. {_SURE[what.sureness]}"
    act = _act(meaning, scene)
    if act is None:
        easier = meaning.command is Command.EASIER and not scene.has_easier
        return Reply(talk, say=NO_EASIER if easier else NOTHING_NOW, line=line)
    if isinstance(act, Answer) and act.answer in scene.free:
        # Said back, and the next question follows at once: "no" asks this one again.
        back = Undo(StepBack(), scene.phase)
        return Reply(replace(talk, undo=back), (act,), f"{_number(meaning)}.", line)
    if not meaning.asks_back:
        return Reply(replace(talk, undo=_undoing(act)), (act,), line=line)
    return _asked_back(talk, Pending(meaning, act, scene, line), what.sureness)


def _asked_back(talk: Talk, pending: Pending, sureness: Sureness) -> Reply:
    """Stand still, say what was heard, how sure and what follows, and wait for a no."""
    scene = pending.scene
    still: tuple[Act, ...] = ()
    if scene.phase in MOVING:
        still = (Give(Command.PAUSE),)
        pending = replace(pending, stood_still=True, scene=replace(scene, phase=Phase.PAUSED))
    words = f"{_SAID_AS[sureness]}: {_said_back(pending)}"
    if not talk.explained:
        words = f"{words} {HOW_TO_TAKE_BACK}"
    waits = replace(talk, pending=pending, explained=True, undo=None)
    return Reply(waits, still, words, f"{pending.line} n takes it back.")


def _said_back(pending: Pending) -> str:
    meaning, act = pending.meaning, pending.act
    if isinstance(act, Answer) and act.answer is None:
        return "not now."
    follows = _FOLLOWS.get(act.command, "") if isinstance(act, Give) else ""
    return f"{_number(meaning)}. {follows}".strip()


def _number(meaning: Meaning) -> str:
    """What was said, a number without the word before it."""
    return meaning.phrase.removeprefix("number ")


def _act(meaning: Meaning, scene: Scene) -> Act | None:
    """What the phrase comes to in this scene; None when it does nothing there."""
    if meaning.answer is not None:
        return Answer(meaning.answer) if meaning.answer in scene.choices else None
    entry, command = meaning.entry, meaning.command
    if entry is None or command is None:
        return Tell(entry.id) if entry is not None else None
    if command is Command.NO and scene.choices:
        return Answer(None)
    if command is Command.EASIER and not scene.has_easier:
        return None
    phase = Phase.PAUSED if meaning.asks_back and scene.phase in MOVING else scene.phase
    return Give(command) if command in TRANSITIONS[phase] else None


def _undoing(act: Act) -> Undo | None:
    if act == Give(Command.PAUSE):
        return Undo(Give(Command.RESUME), Phase.PAUSED)
    if act == Give(Command.RESUME):
        return Undo(Give(Command.PAUSE), Phase.COUNTING_IN)
    return None


def _undo_runs(talk: Talk, now: float) -> Talk:
    """The time for a "no" begins when one can be heard, and is over when it is up."""
    undo = talk.undo
    if undo is None:
        return talk
    if undo.until is None:
        return replace(talk, undo=replace(undo, until=now + UNDO_SECONDS))
    return replace(talk, undo=None) if now > undo.until else talk


def _undo(talk: Talk, said: str, scene: Scene, now: float) -> Act | None:
    """What a "no" takes back when nothing waits: a pause, its end or an answer just now."""
    undo = talk.undo
    if undo is None or said != TAKE_BACK:
        return None
    same = scene.phase is undo.phase or (undo.phase in MOVING and scene.phase in MOVING)
    in_time = undo.until is None or now <= undo.until
    return undo.act if same and in_time else None
