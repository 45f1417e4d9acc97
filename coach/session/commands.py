"""What a person, a voice or the clock can ask of a session."""

from enum import StrEnum

from msgspec import Struct, field

from coach.domain.outcomes import Reason
from coach.domain.pain import PainReport


class Command(StrEnum):
    """One word for every request; keys, letters and spoken phrases all become one of these."""

    TICK = "tick"
    """Time is now t."""
    GAP = "gap"
    """Time passed without the program: the machine slept or the program stood still."""
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    REPEAT = "repeat"
    BACK = "back"
    DONE = "done"
    SKIP = "skip"
    EASIER = "easier"
    HURTS = "hurts"
    SCORED = "scored"
    """The answer to where it hurts and how much; an empty report is "not now"."""
    ANSWERING = "answering"
    """A question is being answered, part by part, or the person is there: it waits on."""
    LISTED = "listed"
    """The safety list was gone through, with a no to all of it: only the person leads on."""
    EMERGENCY = "emergency"
    """What to do in an emergency is read: it stands still, and only the person leads on."""
    YES = "yes"
    NO = "no"
    END = "end"
    RED_FLAG = "red_flag"
    """A safety question was answered yes: the session ends at once."""


class Given(Struct, frozen=True):
    """A command with what belongs to it."""

    command: Command
    reason: Reason = Reason.NONE
    """Why, for skip and end."""
    report: PainReport = field(default_factory=PainReport)
    """The score, for scored."""
    seconds: float = 0.0
    """For gap: how long it was and the monotonic clock did not see. For answering: how long the
    question waits at the least for somebody who speaks just now."""


TICK = Given(Command.TICK)
