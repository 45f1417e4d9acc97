"""Requests on disk for the coach that holds the home, and the port to where they lie."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from coach.domain.events import Fact
from coach.domain.outcomes import AwayAnswer, Reason, TimerKind
from coach.domain.pain import Reach
from coach.domain.program import Surface
from coach.domain.reminding import LONGEST_LATER_MINUTES, LONGEST_QUIET_MINUTES
from coach.domain.text import clean_line
from coach.workflows.sitting_words import UP, UP_NOW

RED_FLAG = "red_flag"
"""A safety question answered yes that a coach could not write: carried out before all else."""
WHOLE_LIST = "list"
"""The whole safety list is due: a coach could not write down what asks for it."""
SESSION = "session"
"""What the log refused of a session until that was left: it is over, and is carried out next."""
ANSWERS = "answers"
"""What the log refused of a check-in's questions."""

WHATS = (
    *("sit", "stand", "pain", RED_FLAG, WHOLE_LIST, SESSION, ANSWERS),
    *("later", "leave_out", "quiet", "away", "timer", "timer_off", "task"),
)
"""What may be asked for."""
UP_ANSWERS = (UP, UP_NOW)
"""What `stand` may answer to `still sitting?`: up since then, and getting up now."""
MOST_ITEMS = 50
MOST_MINUTES = 6 * 60
"""Of one bout; a longer one was forgotten."""
MOST_AHEAD = 12 * 60
"""The longest that a timer runs, or that a task is announced ahead (source: DESIGN)."""


class Request(Struct, frozen=True):
    """One thing a command or a second coach asks of the coach that holds the home."""

    what: str
    """One of `WHATS`."""
    at: datetime
    surface: str = ""
    back: int | None = None
    leg: int | None = None
    reach: str = ""
    note: str = ""
    item: str = ""
    """Id of the safety question that was answered yes, for `red_flag`; of a task, for `task`."""
    minutes: int | None = None
    """How long to wait or be quiet; 0 ends the quiet. For `stand` how long they say they sat. Of a
    timer how long it runs, of a task how far ahead it is."""
    answer: str = ""
    """The reason of `leave_out`, or what to do after an absence; of a pack `yes` or `no` to the
    question about the skin, and `hurt` when it came off for that; of a task `off` when it does not
    come after all; of `stand` one of `UP_ANSWERS`."""
    timer: str = ""
    """What is to run by the clock."""
    items: tuple[str, ...] = ()
    """Exercises of today that `leave_out` names; none is all that is due."""
    facts: tuple[Fact, ...] = ()
    """What one moment of a session is to be written down as, for `session`; for `answers`, what was
    answered."""


def checked(request: Request) -> Request:
    """A request that came from outside, made harmless. Raises ValueError when it is none."""
    numbers = (request.back, request.leg)
    words = (
        request.what,
        request.surface,
        request.reach,
        request.note,
        request.item,
        request.answer,
        request.timer,
        *request.items,
    )
    if not all(isinstance(word, str) for word in words) or request.at.tzinfo is None:
        raise ValueError("a field has the wrong kind")
    if any(number is not None and type(number) is not int for number in numbers):
        raise ValueError("a score is no number")
    if any(number is not None and not 0 <= number <= 10 for number in numbers):
        raise ValueError("a score is not from 0 to 10")
    if request.what not in WHATS:
        raise ValueError(request.what)
    if bool(request.facts) is not (request.what in (SESSION, ANSWERS)):
        raise ValueError("facts are what a session or a check-in left, and nothing else")
    _check_answer(request)
    _check_timing(request)
    if request.what == "sit":
        Surface(request.surface)
    if request.reach:
        Reach.from_word(request.reach)
    return replace(request, note=clean_line(request.note), items=tuple(request.items))


def _check_answer(request: Request) -> None:
    """What is said to a reminder. Raises ValueError."""
    if len(request.items) > MOST_ITEMS:
        raise ValueError("too many items")
    if request.what == "away":
        AwayAnswer(request.answer)
    elif request.what == "leave_out" and Reason(request.answer) is Reason.NONE:
        raise ValueError("a reason is missing")
    elif request.what in ("later", "quiet"):
        most = LONGEST_LATER_MINUTES if request.what == "later" else LONGEST_QUIET_MINUTES
        least = 1 if request.what == "later" else 0
        if type(request.minutes) is not int or not least <= request.minutes <= most:
            raise ValueError("a length is out of bounds")
    elif request.what == "stand" and request.answer not in ("", *UP_ANSWERS):
        raise ValueError("no answer to `still sitting?`")
    elif request.what == "stand" and request.minutes is not None:
        _check_sat(request.minutes)


def _check_sat(minutes: int) -> None:
    """How long somebody says they sat. Raises ValueError."""
    if type(minutes) is not int or not 0 <= minutes <= MOST_MINUTES:
        raise ValueError("a length is out of bounds")


def _check_timing(request: Request) -> None:
    """What runs by the clock, and tasks that come. Raises ValueError."""
    if request.what not in ("timer", "task"):
        return
    if request.what == "timer":
        TimerKind(request.timer)
    minutes = request.minutes
    if minutes is not None and (type(minutes) is not int or not 0 <= minutes <= MOST_AHEAD):
        raise ValueError("a length is out of bounds")


class Inbox(Protocol):
    """Requests on disk: they outlive both programs until one takes them."""

    def put(self, request: Request) -> None:
        """Write one request whole. Raises OSError."""

    def put_anyhow(self, request: Request) -> None:
        """As `put`; on a full disk in a little room that was kept for what must not be lost."""

    def take(self) -> Sequence[Request]:
        """Requests in the order they were made; each is kept until `done`."""

    def unread(self) -> Sequence[str]:
        """Names of what lies there and can be read by nobody, or not just now."""

    def set_aside(self, name: str) -> None:
        """What `unread` named is known now: it is moved out of the way where that can be done."""

    def claim(self, request: Request) -> bool:
        """From here on nobody takes it back; False when somebody did, and it is not to be done."""

    def leave(self, request: Request) -> None:
        """What was claimed could not be carried out: it waits again."""

    def done(self, request: Request) -> None:
        """The request's facts are on disk: forget it."""

    def waits(self, request: Request) -> bool:
        """Whether nobody has claimed it yet."""

    def take_back(self, request: Request) -> bool:
        """Withdraw a request that nobody has claimed; False when it is gone already."""
