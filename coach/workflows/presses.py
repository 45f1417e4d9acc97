"""One button is enough for a session: what a press means, pressed once, twice, or held down.

Presenter remotes, page-turner pedals and headset buttons send ordinary keys. Pressed once, such a
key pauses and goes on; pressed twice or held down it says "that hurts". Nothing waits for the
second press: the first has paused already.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from coach.session.commands import Command, Given
from coach.session.state import Phase
from coach.workflows.registry import Place, entries

TWICE_SECONDS = 0.7
"""Two presses closer than this are one "that hurts". Keyboards repeat a key that is held down
after 0.25 to 0.66 s, so holding it down says the same (source: DESIGN)."""

BUTTONS = (
    *("space", "pagedown", "pageup", "f5"),
    *("media_play_pause", "media_play", "media_pause"),
)
"""Keys of remotes, pedals and headsets that pause and go on, in Textual's names."""

STOP_KEY = "ctrl+c"
"""Stops a program elsewhere: it pauses whatever other keys do, and answers nothing."""


def plain_key(key: str) -> str:
    """A key as a session knows it: a letter means the same with Shift or Caps Lock."""
    return key.lower() if len(key) == 1 and key.isascii() else key


_BY_PHASE = {
    Phase.RUNNING: Given(Command.PAUSE),
    Phase.COUNTING_IN: Given(Command.PAUSE),
    Phase.PAUSED: Given(Command.RESUME),
    Phase.INTERRUPTED: Given(Command.RESUME),
    Phase.ASKING_SKIN: Given(Command.SKIP),
    Phase.ASKING_PAIN: Given(Command.SCORED),
    Phase.ASKING_REACH: Given(Command.DONE),
    Phase.OFFERING_EASIER: Given(Command.SKIP),
    Phase.OFFERING_STOP: Given(Command.SKIP),
}
"""What one button says where: after "that hurts" it is "not now", then "leave this one out". It
never says yes: a pack that is asked about is left out."""

_STANDS_OR_GOES = (Command.PAUSE, Command.RESUME)


class KeyTable(Struct, frozen=True):
    """What keys mean in a session besides what the registry says."""

    own: Mapping[str, Command | None] = field(default_factory=dict)
    """The person's own table: a key of their remote, and what it does; None for nothing."""
    any_key_pauses: bool = True
    """Whether a key without a meaning pauses and goes on."""
    twice_hurts: bool = True
    """Whether twice means "that hurts"."""


class Press(Struct, frozen=True):
    """What one press comes to."""

    given: Given | None = None
    """What it asks of the session; None for nothing."""
    taken: bool = True
    """False: the key keeps its usual meaning."""


_USUAL = Press(taken=False)
_NOTHING = Press()


class Presses:
    """Tells presses from double and held ones; `now` gives monotonic seconds."""

    def __init__(self, table: KeyTable, now: Callable[[], float]) -> None:
        self._table = table
        self._now = now
        self._known = _known_keys()
        self._last: tuple[str, float] | None = None
        """The button that was pressed last to pause or go on, and when."""
        self._hurt = False
        """Whether that has said "that hurts" already: it is held down since."""

    def press(self, key: str, phase: Phase) -> Press:
        """One press of `key` (Textual's name) in `phase`."""
        key = plain_key(key)
        if key in self._table.own:
            command = self._table.own[key]
            if command is not Command.PAUSE:
                self._last = None
                return Press(Given(command)) if command is not None else _NOTHING
        elif not self._is_button(key):
            self._last = None
            return _USUAL
        return self._button(key, phase)

    def _is_button(self, key: str) -> bool:
        if key in BUTTONS or key == STOP_KEY:
            return True
        return self._table.any_key_pauses and key not in self._known and not key.startswith("ctrl+")

    def _button(self, key: str, phase: Phase) -> Press:
        now, last = self._now(), self._last
        twice = last is not None and last[0] == key and now - last[1] <= TWICE_SECONDS
        if twice:
            self._last = (key, now)
            if self._hurt or not self._table.twice_hurts:
                return _NOTHING  # Held down.
            self._hurt = True
            return Press(Given(Command.HURTS))
        given = _BY_PHASE.get(phase) if key in BUTTONS or key in self._table.own else None
        given = given or _pausing(phase)
        self._hurt = False
        is_first = given is not None and given.command in _STANDS_OR_GOES
        self._last = (key, now) if is_first else None
        return Press(given) if given is not None else _USUAL


def _pausing(phase: Phase) -> Given | None:
    """What a key without a meaning does: it pauses and goes on, and answers nothing."""
    given = _BY_PHASE.get(phase)
    return given if given is not None and given.command in _STANDS_OR_GOES else None


def _known_keys() -> frozenset[str]:
    """Every key that the registry gives a meaning in a session."""
    return frozenset(
        key for entry in entries(Place.SESSION) for key in (entry.key, *entry.more_keys)
    )
