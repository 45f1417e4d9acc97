"""Practice moving: how long this person needs to get down, turn and get up, measured and kept."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from coach.clock import Clock
from coach.session.cues import Cue, CueKind
from coach.session.moving_times import (
    PRACTICE,
    Bounds,
    Move,
    MovePrompt,
    SeenMoves,
    learned_seconds,
)
from coach.session.spoken import spoken_seconds
from coach.workflows.ports import Speaker
from coach.workflows.safety import Safety
from coach.workflows.sessions import Sessions

LEAST_SECONDS = 2.0
"""Nobody has moved sooner once the words are said: a key that bounces, or one pressed too early
(source: DESIGN)."""
WITHIN_REACH = "Put the keyboard or the remote within your reach."
VERY_QUICK = "That was very quick. Once more."
KEEP_THEM = "Keep these times?"

_NAMES = {Move.GET_DOWN: "getting down", Move.TURN: "turning over", Move.GET_UP: "getting up"}

Times = Mapping[Move, int]
"""Seconds that sessions wait for each move."""

Keep = Callable[[Mapping[str, object]], object]
"""Writes settings by name; InputError when they cannot be written."""


class Practice:
    """One practice under way; nothing of it is kept before its end."""

    def __init__(self, moving: "Moving", clock: Clock, speaker: Speaker) -> None:
        self._moving, self._clock, self._speaker = moving, clock, speaker
        self._measured: dict[Move, list[float]] = {}
        self._at = 0
        self._since = 0.0

    def begin(self) -> MovePrompt:
        """The first thing to do; it is said as well, and before it where the keys belong."""
        return self._ask(WITHIN_REACH)

    def pressed(self) -> MovePrompt | None:
        """What to do next; None when all is measured.

        A move that nobody makes so fast is asked for again. Raises SafetyHoldError while a hold
        stands.
        """
        self._moving.require_free()
        prompt = PRACTICE[self._at]
        seconds = self._clock.monotonic() - self._since
        if seconds < self._seconds_of(prompt.text) + LEAST_SECONDS:
            self._speaker.stop()
            return replace(self._ask(VERY_QUICK), text=f"{VERY_QUICK} {prompt.text}")
        self._measured.setdefault(prompt.move, []).append(seconds)
        self._at += 1
        return self._ask() if self._at < len(PRACTICE) else None

    def question(self) -> tuple[str, ...]:
        """What was measured, one line a move, and whether to keep it; it is said as well."""
        texts = (*_told(self._moving.learned(self._measured)), KEEP_THEM)
        for text in texts:
            self._speaker.say(Cue(CueKind.QUESTION, text))
        return texts

    def keep(self) -> None:
        """Sessions wait so long from now on.

        Raises SafetyHoldError while a hold stands, and InputError when the settings cannot be
        written.
        """
        self._moving.require_free()
        self._speaker.stop()
        self._moving.learn(self._measured)

    def leave(self) -> None:
        """Break it off; nothing changes."""
        self._speaker.stop()

    def _ask(self, first: str = "") -> MovePrompt:
        """Say what to do; the time counts from those words, not from what is said `first`."""
        prompt = PRACTICE[self._at]
        self._since = self._clock.monotonic() + self._seconds_of(first)
        for text in filter(None, (first, prompt.text)):
            self._speaker.say(Cue(CueKind.MOVE, text))
        return prompt

    def _seconds_of(self, text: str) -> float:
        return spoken_seconds(text, self._moving.words_per_minute)


class Moving:
    """The times of a person's body: practised, proposed by what was seen, and used at once."""

    def __init__(
        self,
        clock: Clock,
        speaker: Speaker,
        safety: Safety,
        sessions: Sessions,
        keep: Keep,
        bounds: Mapping[Move, Bounds],
    ) -> None:
        self._clock, self._speaker, self._safety = clock, speaker, safety
        self._sessions, self._keep, self._bounds = sessions, keep, bounds

    def practice(self) -> Practice:
        """A practice to be begun. Raises SafetyHoldError while a hold stands."""
        self.require_free()
        return Practice(self, self._clock, self._speaker)

    def require_free(self) -> None:
        """Raises SafetyHoldError while a hold stands."""
        self._safety.require_free()

    def times(self) -> Times:
        """How long sessions wait now."""
        settings = self._sessions.script_settings
        return {move: round(getattr(settings, _setting(move))) for move in Move}

    @property
    def words_per_minute(self) -> float:
        """The rate of the voice."""
        return self._sessions.script_settings.words_per_minute

    def learned(self, measured: Mapping[Move, list[float]]) -> Times:
        """How long to wait by what was measured."""
        return {
            move: learned_seconds(all_of, self._bounds[move]) for move, all_of in measured.items()
        }

    def learn(self, measured: Mapping[Move, list[float]]) -> None:
        """Wait as long as was measured from now on. InputError when that cannot be kept."""
        self._use(self.learned(measured))

    def proposal(self) -> Times:
        """What sessions have shown to be too long or too short; empty for nothing."""
        now, seen = self.times(), self._sessions.moves.seen
        wanted = {
            move: seen.get(move, SeenMoves()).proposed_seconds(now[move], self._bounds[move])
            for move in Move
        }
        return {move: seconds for move, seconds in wanted.items() if seconds != now[move]}

    def accept(self) -> None:
        """Wait as proposed from now on. InputError when that cannot be kept."""
        self._use(self.proposal())

    def decline(self) -> None:
        """Leave it as it is; what was seen is not proposed again."""
        self._sessions.moves.forget()

    def question(self) -> str:
        """The proposal as a question; empty when there is none."""
        proposed = self.proposal()
        if not proposed:
            return ""
        now = self.times()
        parts = [
            f"{seconds} seconds for {_NAMES[move]}, not {now[move]}"
            for move, seconds in proposed.items()
        ]
        return f"Wait {', '.join(parts)}?"

    def lines(self) -> tuple[str, ...]:
        """A proposal as a line beside the day's program."""
        if not self.proposal():
            return ()
        return ("Your moves take another time than I wait. To change it: Press o.",)

    def told(self) -> tuple[str, ...]:
        """How long sessions wait, one line a move."""
        return _told(self.times())

    def _use(self, times: Times) -> None:
        changes: dict[str, Any] = {_setting(move): seconds for move, seconds in times.items()}
        self._keep(changes)
        settings = self._sessions.script_settings
        self._sessions.script_settings = replace(settings, **changes)
        self._sessions.moves.forget()


def _setting(move: Move) -> str:
    """The setting's name; the script's own field has the same."""
    return f"{move.value}_seconds"


def _told(times: Times) -> tuple[str, ...]:
    return tuple(
        f"{_NAMES[move].capitalize()}: {seconds} seconds." for move, seconds in times.items()
    )
