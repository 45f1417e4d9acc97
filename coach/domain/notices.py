"""Notices of the desktop as values: what they say, and what may be answered."""

from msgspec import Struct


class Button(Struct, frozen=True):
    """One answer that a notice offers."""

    key: str
    """What comes back when it is pressed."""
    label: str


class Notice(Struct, frozen=True):
    """A few words that the desktop shows over whatever the person does."""

    id: str
    """A later notice of the same id takes the place of this one."""
    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    urgent: bool = False
    """Stays until it is seen, where the desktop lets it."""


class Pressed(Struct, frozen=True):
    """A button of a notice, or the notice itself, was pressed."""

    notice: str
    """Id of the notice."""
    key: str
    """Key of the button; `open` for the notice itself."""


OPEN = "open"
