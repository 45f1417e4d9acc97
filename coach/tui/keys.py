"""Keys, footers, help and palette: everything a screen offers, made from the one registry."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.events import Key

from coach.session.commands import Command
from coach.workflows.clinic_registry import CLINIC_PLACES, clinic_entries
from coach.workflows.registry import Entry, Place, entries

if TYPE_CHECKING:
    from coach.session.state import Phase

SCREEN_ONLY = (
    Entry(
        "contrast",
        "ctrl+t",
        "Contrast",
        "Calm colours, or black and white with strong edges.",
        Place.EVERYWHERE,
    ),
    Entry(
        "palette",
        "ctrl+p",
        "Search",
        "Find a command by its name.",
        Place.EVERYWHERE,
    ),
)
"""Commands that only a screen has: line mode has no colours and no palette."""

EMERGENCY_KEY = next(entry.key for entry in entries(Place.EVERYWHERE) if entry.id == "emergency")
"""Taken by the app before anything else sees it."""

VITAL = ("hurts", "end", "pause", "emergency", "start", "help", "quit")
"""What a very small screen still shows, in this order."""


def offered(place: Place) -> list[Entry]:
    """Every command of one place, with those that are everywhere."""
    found = clinic_entries(place) if place in CLINIC_PLACES else entries(place)
    return [*found, *SCREEN_ONLY]


def besides(found: Collection[Entry], named: Collection[tuple[str, str]]) -> list[Entry]:
    """`found` without what works everywhere and whose key the screen itself names in a pair."""
    keys = {key for pair in named for key in pair[0].split()}
    return [one for one in found if one.place is not Place.EVERYWHERE or one.key not in keys]


def own(place: Place) -> list[Entry]:
    """The commands of one place alone."""
    return [entry for entry in offered(place) if entry.place is place]


def in_phase(phase: "Phase", *, without: Collection[str] = (), skip: str = "") -> list[Entry]:
    """The commands that a session in `phase` knows, most needed first.

    `skip` is what leaving out is called there; empty for its usual label.
    """
    from coach.session.engine import TRANSITIONS

    known = TRANSITIONS[phase]
    legal = [
        replace(entry, label=skip) if skip and entry.command is Command.SKIP else entry
        for entry in own(Place.SESSION)
        if entry.command is not None and entry.id not in without and _is_known(entry.command, known)
    ]
    rest = [entry for entry in entries(Place.SESSION) if entry.place is Place.EVERYWHERE]
    return legal + rest


def _is_known(command: Command, known: Collection[Command]) -> bool:
    if command is Command.PAUSE:
        return Command.PAUSE in known or Command.RESUME in known
    return command in known


def action(entry: Entry) -> str:
    """The name of the action that carries an entry out."""
    if entry.section:
        return f"go_to('{entry.section}')"
    return f"give('{entry.command.value}')" if entry.command is not None else f"do_{entry.id}"


SIGNS = {"!": "exclamation_mark", "?": "question_mark"}
"""Signs as Textual names them: asked for the name, it reads 0.4 MiB of Unicode's names."""


def bindings(found: Collection[Entry]) -> list[BindingType]:
    """Textual's bindings for entries."""
    made: list[BindingType] = []
    for entry in found:
        for key in (entry.key, *entry.more_keys):
            made.append(
                Binding(
                    SIGNS.get(key, key),
                    action(entry),
                    entry.label,
                    tooltip=entry.help,
                    show=False,
                )
            )
    return made


def key_of(event: Key) -> str:
    """A key as the registry names it: by its sign when it has one, else by Textual's name."""
    sign = event.character
    return sign if sign is not None and sign.isprintable() and sign != " " else event.key


def key_name(key: str) -> str:
    """A key as it stands on a keyboard."""
    names = {
        **{"space": "Space", "enter": "Enter", "left": "←", "right": "→", "escape": "Esc"},
        **{"up": "↑", "down": "↓", "pagedown": "Page Down", "pageup": "Page Up"},
    }
    if key.startswith("ctrl+"):
        held = key.removeprefix("ctrl+")
        return f"Ctrl+{names.get(held, held.upper())}"
    return names.get(key, key)
