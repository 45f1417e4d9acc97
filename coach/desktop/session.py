"""The desktop as the coach sees it: a helper process, started when needed, ended when idle.

Nothing here raises, and nothing waits long: a desktop that hangs, dies or is not there shows
nothing and tells nothing, and the coach goes on with voice and screen.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from coach.desktop import wire
from coach.domain.notices import Notice, Pressed
from coach.processes.child import ChildProcess

HELPER = "coach.desktop.helper"

Child = ChildProcess[wire.Message]


class Limits(Struct, frozen=True):
    """How long the helper is waited for, in seconds, and how long it is kept."""

    answer: float = 0.2
    """For what the desktop tells: the longest that any caller waits for a running helper."""
    start: float = 3.0
    """For a helper that has to be started first; it takes 0.2 s (measured)."""
    show: float = 1.5
    """For the desktop to take a notice: it may have to start its own program for that."""
    fresh: float = 4.0
    """What was told counts for so long: a screen asks every second while somebody sits."""
    unused: float = 30.0
    """A helper without a notice and without a question for so long is ended."""
    notice: float = 3600.0
    """A notice older than this is taken away: its buttons would answer something else."""
    again: float = 60.0
    """A helper that failed is tried again after this, after ten times as long when it goes on."""
    failures: int = 3
    """So many answers in a row that do not come, and the helper is hung; so many helpers in a row
    that fail, and it is tried seldom."""


class HelperDesktop:
    """Satisfies the port `coach.workflows.desktop.Desktop`."""

    def __init__(
        self,
        now: Callable[[], float],
        *,
        notices: bool = True,
        log_file: Path | None = None,
        on_press: Callable[[], None] = lambda: None,
        limits: Limits | None = None,
        module: str = HELPER,
    ) -> None:
        """Starts nothing yet. `now` gives monotonic seconds; `on_press` is called on a thread."""
        self._now, self._notices, self._log_file = now, notices, log_file
        self._on_press, self._limits, self._module = on_press, limits or Limits(), module
        self._changed = threading.Condition(threading.RLock())
        self._child: Child | None = None
        self._is_ready = False
        self._ended: Child | None = None
        """Whose end was told last."""
        self._shows: dict[int, str] = {}
        """Each showing that was not answered yet, by its number: the notice."""
        self._answers: dict[int, wire.Shown | wire.Told] = {}
        self._number = 0
        self._pressed: list[Pressed] = []
        self._open: dict[str, float] = {}
        """Notices that stand, and since when."""
        self._told: tuple[float, wire.Told] | None = None
        self._used_at = self._next_try_at = 0.0
        self._failures = 0
        self._closed = False
        self._misses = 0
        """Answers in a row that did not come in time."""

    def show(self, notice: Notice) -> bool:
        """Show a notice; whether the desktop took it."""
        if not self._notices:
            return False
        buttons = [(button.key, button.label) for button in notice.buttons]
        answer = self._answered(
            lambda number: wire.Show(
                number, notice.id, notice.title, notice.text, buttons, notice.urgent
            ),
            self._limits.show,
        )
        return isinstance(answer, wire.Shown) and answer.ok

    def withdraw(self, notice_id: str) -> None:
        """Take a notice away; nothing when there is none of this id."""
        with self._changed:
            known = self._open.pop(notice_id, None)
            if known is not None and self._child is not None:
                self._child.send(wire.Withdraw(notice_id))

    def take(self) -> list[Pressed]:
        """What was pressed since the last call, oldest first."""
        with self._changed:
            taken, self._pressed = self._pressed, []
            self._tidy()
        return taken

    def idle_seconds(self) -> float | None:
        """How long keyboard and mouse have rested; None where nobody can tell."""
        told = self.told()
        return told.idle_seconds if told is not None else None

    def may_disturb(self) -> bool:
        """False while the desktop says do-not-disturb; True where it does not tell."""
        told = self.told()
        return told is None or told.disturb is not False

    def told(self) -> wire.Told | None:
        """All that the desktop tells, and who told it; None when it told nothing in time."""
        with self._changed:
            if self._told is not None and self._now() - self._told[0] < self._limits.fresh:
                return self._told[1]
        answer = self._answered(wire.Ask, self._limits.answer)
        if not isinstance(answer, wire.Told):
            return None
        with self._changed:
            self._told = (self._now(), answer)
        return answer

    def close(self) -> None:
        """Take the notices away and end the helper; twice is harmless."""
        with self._changed:
            self._closed = True
            child, self._child = self._child, None
            if child is None:
                return
            if self._open:
                child.send(wire.Bye())
                self._changed.wait_for(lambda: self._ended is child, self._limits.show)
        child.close()

    # --- the helper

    def _answered(
        self, question: Callable[[int], wire.Show | wire.Ask], seconds: float
    ) -> wire.Shown | wire.Told | None:
        with self._changed:
            child = self._started()
            if child is None:
                return None
            self._used_at = self._now()
            if not self._is_ready:
                self._changed.wait_for(
                    lambda: self._is_ready or self._child is not child, self._limits.start
                )
            if not self._is_ready or self._child is not child:
                self._failed(child)
                return None
            self._number += 1
            number, message = self._number, question(self._number)
            if isinstance(message, wire.Show):
                self._shows[number] = message.id
            child.send(message)
            self._changed.wait_for(
                lambda: number in self._answers or self._child is not child, seconds
            )
            answer = self._answers.pop(number, None)
            self._answers.clear()
            self._misses = self._misses + 1 if answer is None else 0
            if answer is not None:
                self._failures = 0
            elif self._misses >= self._limits.failures:
                self._failed(child)
            return answer

    def _started(self) -> Child | None:
        """The running helper, or a new one; None while it is not worth trying."""
        if self._closed:
            return None
        if self._child is not None:
            return self._child
        if self._now() < self._next_try_at:
            return None
        self._is_ready = False
        self._misses = 0
        self._shows.clear()
        try:
            self._child = ChildProcess(
                self._module, [], self._log_file, wire.WIRE, self._on_message, self._on_end
            )
        except OSError:
            self._count_failure()
            return None
        return self._child

    def _failed(self, child: Child) -> None:
        """A helper that does not answer is ended; a few in a row, and it rests for long."""
        if self._child is child:
            self._child = None
            self._open.clear()
            child.kill()
        self._count_failure()

    def _count_failure(self) -> None:
        self._failures += 1
        often = self._failures >= self._limits.failures
        self._next_try_at = self._now() + self._limits.again * (10 if often else 1)

    def _tidy(self) -> None:
        """Take old notices away, and end a helper that nobody needs."""
        now, limits = self._now(), self._limits
        for notice, since in list(self._open.items()):
            if now - since > limits.notice:
                self.withdraw(notice)
        child = self._child
        if child is None or self._open or now - self._used_at <= limits.unused:
            return
        self._child = None
        child.kill()

    # --- what follows runs on the helper's thread

    def _on_message(self, child: Child, message: wire.Message) -> None:
        pressed = False
        with self._changed:
            if isinstance(message, wire.Ready):
                self._is_ready |= self._child is child
            elif isinstance(message, wire.Shown | wire.Told):
                self._answers[message.number] = message
                if self._child is child:
                    self._note_standing(message)
            elif isinstance(message, wire.Gone):
                self._open.pop(message.id, None)
            elif isinstance(message, wire.Pressed):
                self._open.pop(message.id, None)
                self._pressed.append(Pressed(message.id, message.key))
                pressed = True
            self._changed.notify_all()
        if pressed:
            self._on_press()

    def _note_standing(self, answer: wire.Shown | wire.Told) -> None:
        """A notice stands from here on: its button or its end may be told before its asker is."""
        notice = self._shows.pop(answer.number, None)
        if notice is not None and answer == wire.Shown(answer.number, True):
            self._open[notice] = self._now()

    def _on_end(self, child: Child) -> None:
        with self._changed:
            self._ended = child
            if self._child is child:
                self._child = None
                self._open.clear()
                self._count_failure()
            self._changed.notify_all()
