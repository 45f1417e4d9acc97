"""What both hostile apps do in their own process: words replaced, opened screens written down."""

from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace
from textual.app import App

from coach.exchange.shelf import FolderShelf

READ = (
    *("exercise", "exercises", "program", "programs", "plan_program", "follow_plan"),
    *("lessons", "first_aid", "instrument", "instruments"),
)
"""What the shelf gives of files that somebody else may have written."""
LOOKED_UP = ("id", "exercise", "instead", "instrument", "items", "stages", "days")
"""Fields that hold no words: by them one thing finds another."""


def poison_shelf(text: str) -> None:
    """Every word that the shelf gives is `text` from now on, past every check."""
    for name in READ:
        _poison(name, text)


def _poison(name: str, text: str) -> None:
    honest = getattr(FolderShelf, name)
    setattr(FolderShelf, name, lambda self, *given: hostile(honest(self, *given), text))


def hostile(found: Any, text: str) -> Any:
    """`found` with `text` for every word in it, however deep."""
    if type(found) is str:
        return text
    if isinstance(found, (tuple, list)):
        return type(found)(hostile(one, text) for one in found)
    if not isinstance(found, Struct):
        return found
    words = {name: held for name, held in asdict(found).items() if not _finds(name, held)}
    return replace(found, **{name: hostile(held, text) for name, held in words.items()})


def _finds(name: str, held: Any) -> bool:
    several = held if isinstance(held, tuple) else (held,)
    return name in LOOKED_UP and all(isinstance(one, str) for one in several)


def note_screens(app: type[App[Any]], file: Path) -> None:
    """Have every app of this kind write the kinds of the screens it opens into `file`."""
    push = app.push_screen

    def pushed(self: App[Any], screen: Any, *given: Any, **more: Any) -> Any:
        with file.open("a", encoding="utf-8") as out:
            out.write(type(screen).__name__ + "\n")
        return push(self, screen, *given, **more)

    app.push_screen = pushed  # type: ignore[method-assign]
