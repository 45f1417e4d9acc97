"""The rules of the speech queue: who speaks next, who is cut off, who is too late. Pure."""

import unicodedata
from collections.abc import Callable
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from coach.session.cues import Cue, CueKind, Priority

MAX_CHARACTERS = 1000
"""A longer line is cut; nobody listens to minutes of one line."""

ALERT_AFTER_SECONDS = 1.5
"""A warning whose words are not ready by then is announced with a tone at once."""

COUNTS_PASS_AFTER_SECONDS = 0.4
"""A name that is still being made by then is in the hands of a voice that hangs: counts that are
ready do not wait for it."""

_AS_SPACE = str.maketrans(dict.fromkeys("<>[]{}|\\`~^", " "))
"""Some engines take markup and commands from their text; words need none of these."""


def speakable(text: str) -> str:
    """`text` as one plain line for any engine; empty when there is nothing to pronounce."""
    plain = "".join(
        " "
        if unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
        else character
        for character in text[: MAX_CHARACTERS * 2]
    )
    line = " ".join(plain.translate(_AS_SPACE).split())[:MAX_CHARACTERS].strip()
    return line if any(character.isalnum() for character in line) else ""


class Utterance(Struct, frozen=True):
    """One cue on its way to being heard."""

    number: int
    """Grows with every cue; tells two with the same words apart."""
    cue: Cue
    text: str
    """What is really spoken; see `speakable`."""
    asked_at: float
    """Monotonic seconds."""
    alerted: bool = False
    """A tone has stood in for the words while they are made."""
    retried: bool = False
    """The device failed under it once."""

    @property
    def priority(self) -> Priority:
        """How it stands against others."""
        return self.cue.priority

    @property
    def expires_at(self) -> float | None:
        """Monotonic seconds after which beginning it would be worse than silence."""
        seconds = self.cue.expires_seconds
        return None if seconds is None else self.asked_at + seconds

    def is_late(self, now: float) -> bool:
        """Whether its last useful moment has passed."""
        return self.expires_at is not None and now > self.expires_at


class Queue(Struct, frozen=True):
    """What is being said and what waits, the next one first."""

    playing: Utterance | None = None
    waiting: tuple[Utterance, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Nothing playing, nothing waiting."""
        return self.playing is None and not self.waiting


class Readiness(Enum):
    """How far the sound of an utterance is."""

    READY = "ready"
    COMING = "coming"
    NEVER = "never"


class Speak(Struct, frozen=True):
    """Play this one now; it is `Queue.playing` already."""

    utterance: Utterance


class Alert(Struct, frozen=True):
    """Play the alert tone now for this warning, whose words come later."""

    utterance: Utterance


class Wait(Struct, frozen=True):
    """Nothing to play; ask again at this moment (monotonic seconds) at the latest, if any."""

    until: float | None = None


Decision = Speak | Alert | Wait


def put(queue: Queue, new: Utterance, now: float) -> tuple[Queue, bool]:
    """The queue with `new` in it, and whether what is playing must be cut off now."""
    kept = [old for old in queue.waiting if not old.is_late(now) and not _replaces(new, old)]
    playing, cut = queue.playing, _cuts_off(new, queue.playing)
    if cut and playing is not None:
        kept = [old for old in kept if old.number != playing.number]
        if _is_worth_repeating(playing, now):
            kept.append(playing)
        playing = None
    if new.priority is Priority.SAFETY:
        # What was to come next no longer holds; other warnings still do.
        kept = [old for old in kept if old.priority <= Priority.WARNING]
    kept.append(new)
    return Queue(playing, tuple(sorted(kept, key=_order))), cut


def next_decision(
    queue: Queue, readiness: Callable[[Utterance], Readiness], now: float
) -> tuple[Queue, Decision]:
    """What to do now, and the queue after it; late ones and hopeless ones are dropped."""
    if queue.playing is not None:
        return queue, Wait()
    waiting = tuple(one for one in queue.waiting if not one.is_late(now))
    while waiting:
        head, rest = waiting[0], waiting[1:]
        ready = readiness(head)
        if ready is Readiness.READY:
            return Queue(head, rest), Speak(head)
        if ready is Readiness.COMING:
            count = _passing_count(head, rest, readiness, now)
            if count is not None:
                return Queue(count, tuple(one for one in waiting if one is not count)), Speak(count)
            return _await_words(head, rest, now)
        waiting = rest
    return Queue(), Wait()


def finished(queue: Queue, number: int) -> Queue:
    """The queue after utterance `number` has been heard or has failed."""
    if queue.playing is None or queue.playing.number != number:
        return queue
    return Queue(None, queue.waiting)


def silenced(queue: Queue) -> Queue:
    """The queue when all is to be still: only what is to be taken off the skin is said to its end.

    A pack that nobody heard of would stay on.
    """
    playing = queue.playing
    if playing is not None and not _takes_off(playing):
        playing = None
    return Queue(playing, tuple(one for one in queue.waiting if _takes_off(one)))


def failed(queue: Queue, number: int) -> Queue:
    """The queue after the device failed under `number`; what matters is tried once more."""
    playing = queue.playing
    if playing is None or playing.number != number:
        return queue
    if playing.priority > Priority.GUIDE or playing.retried:
        return Queue(None, queue.waiting)
    waiting = [one for one in queue.waiting if one.number != number]
    again = sorted([replace(playing, retried=True), *waiting], key=_order)
    return Queue(None, tuple(again))


def put_back(queue: Queue) -> Queue:
    """The queue when what was to play could not even begin: it waits as if never begun."""
    playing = queue.playing
    if playing is None:
        return queue
    waiting = [one for one in queue.waiting if one.number != playing.number]
    return Queue(None, tuple(sorted([playing, *waiting], key=_order)))


def _await_words(
    head: Utterance, rest: tuple[Utterance, ...], now: float
) -> tuple[Queue, Decision]:
    """The most important one waits for its words; only a warning may not wait in silence."""
    alert_at = head.asked_at + ALERT_AFTER_SECONDS
    if head.priority > Priority.WARNING or head.alerted:
        return Queue(None, (head, *rest)), Wait(head.expires_at)
    if now < alert_at:
        return Queue(None, (head, *rest)), Wait(_earlier(alert_at, head.expires_at))
    return Queue(head, (replace(head, alerted=True), *rest)), Alert(head)


def _passing_count(
    head: Utterance,
    rest: tuple[Utterance, ...],
    readiness: Callable[[Utterance], Readiness],
    now: float,
) -> Utterance | None:
    """A ready count that goes before a name whose words do not come; never before a warning."""
    if head.priority <= Priority.WARNING or now < head.asked_at + COUNTS_PASS_AFTER_SECONDS:
        return None
    counts = (one for one in rest if one.priority is Priority.COUNT)
    return next((one for one in counts if readiness(one) is Readiness.READY), None)


def _earlier(one: float, other: float | None) -> float:
    return one if other is None else min(one, other)


def _order(utterance: Utterance) -> tuple[int, int]:
    return utterance.priority, utterance.number


def _cuts_off(new: Utterance, playing: Utterance | None) -> bool:
    """Safety and warnings cut off what matters less; nothing else cuts anything off."""
    return (
        playing is not None and new.priority <= Priority.WARNING and new.priority < playing.priority
    )


def _is_worth_repeating(cut: Utterance, now: float) -> bool:
    """A name or a warning that was cut off is said again; a count is over."""
    return cut.priority <= Priority.GUIDE and not cut.is_late(now)


def _takes_off(utterance: Utterance) -> bool:
    return utterance.cue.kind is CueKind.TAKE_OFF


def _replaces(new: Utterance, old: Utterance) -> bool:
    """Newer counts of a kind make waiting ones pointless, and nothing is said twice in a row."""
    if old.cue.kind is not new.cue.kind or old.priority is not new.priority:
        return False
    return new.priority >= Priority.COUNT or old.text == new.text
