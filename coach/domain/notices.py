"""Notices of the desktop as values: what they say, and what may be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """One answer that a notice offers."""

    key: str
    """What comes back when it is pressed."""
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A few words that the desktop shows over whatever the person does."""

    id: str
    """A later notice of the same id takes the place of this one."""
    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    urgent: bool = False
    """Stays until it is seen, where the desktop lets it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a notice, or the notice itself, was pressed."""

    notice: str
    """Id of the notice."""
    key: str
    """Key of the button; `open` for the notice itself."""


OPEN = "open"
