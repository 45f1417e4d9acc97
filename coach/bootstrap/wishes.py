"""What one command wants of its coach."""

from msgspec import Struct


class Wishes(Struct, frozen=True):
    """How one command wants its coach."""

    silent: bool = False
    """No voice, no tones and no microphone, whatever the settings say."""
    alarms: bool = False
    """Whether the scheduler wakes it: for the screens."""
    attended: bool = False
    """Somebody is at its keys: another program that holds the log is waited for but a moment."""
    demo: bool = False
    read_only: bool = False
