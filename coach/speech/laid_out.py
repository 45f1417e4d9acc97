"""When each line of a script is really heard, by the rules of the speech queue. Pure."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from coach.session.script import ScriptLine
from coach.speech.utterances import (
    Queue,
    Readiness,
    Speak,
    Utterance,
    finished,
    next_decision,
    put,
)


class Heard(Struct, frozen=True):
    """One line as it is heard."""

    offset_seconds: float
    seconds: float
    """How much of it is heard; a warning cuts off what matters less."""
    text: str

    @property
    def end_seconds(self) -> float:
        """When it is over."""
        return self.offset_seconds + self.seconds


def laid_out(lines: Sequence[ScriptLine], seconds_of: Callable[[str], float]) -> list[Heard]:
    """What is heard of `lines`, when and how long, if `seconds_of` a text is how long it takes.

    A line that is not over when the next is due is handled as in a session: a count that comes
    too late is left out, guidance waits, a warning comes at once.
    """
    mouth = _Mouth(seconds_of)
    for number, line in enumerate(lines):
        mouth.speak_until(line.offset_seconds)
        mouth.put(Utterance(number, line.cue, line.cue.text, line.offset_seconds))
    mouth.speak_until(float("inf"))
    return mouth.heard


class _Mouth:
    """Says one thing at a time; every sound is ready."""

    def __init__(self, seconds_of: Callable[[str], float]) -> None:
        self._seconds_of = seconds_of
        self._queue = Queue()
        self.heard: list[Heard] = []

    def put(self, new: Utterance) -> None:
        self._queue, cut = put(self._queue, new, new.asked_at)
        if cut:
            spoken = new.asked_at - self.heard[-1].offset_seconds
            self.heard[-1] = replace(self.heard[-1], seconds=spoken)
        self._begin(new.asked_at)

    def speak_until(self, at_seconds: float) -> None:
        """Go on with what waits, as far as it begins by then."""
        while (playing := self._queue.playing) is not None:
            end = self.heard[-1].end_seconds
            if end > at_seconds:
                return
            self._queue = finished(self._queue, playing.number)
            self._begin(end)

    def _begin(self, now: float) -> None:
        self._queue, decision = next_decision(self._queue, _ready, now)
        if isinstance(decision, Speak):
            text = decision.utterance.text
            self.heard.append(Heard(now, self._seconds_of(text), text))


def _ready(utterance: Utterance) -> Readiness:
    return Readiness.READY
