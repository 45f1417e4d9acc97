"""What both hostile apps do in their own process: words replaced, opened screens written down."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from coach.exchange.shelf import FolderShelf


def poison(name: str, made: Callable[[Any], Any]) -> None:
    """Have the shelf's method `name` give what `made` makes of what it found."""
    honest = getattr(FolderShelf, name)
    setattr(FolderShelf, name, lambda self, *given: made(honest(self, *given)))


def note_screens(app: type[App[Any]], file: Path) -> None:
    """Have every app of this kind write the kinds of the screens it opens into `file`."""
    push = app.push_screen

    def pushed(self: App[Any], screen: Any, *given: Any, **more: Any) -> Any:
        with file.open("a", encoding="utf-8") as out:
            out.write(type(screen).__name__ + "\n")
        return push(self, screen, *given, **more)

    app.push_screen = pushed  # type: ignore[method-assign]
