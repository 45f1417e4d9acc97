"""The floor of every screen: a bare Textual app. Each key changes its one line."""

from typing import Any

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Hello(App[None]):
    """One Static."""

    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("Hello, world", id="line")

    def on_key(self, event: Key) -> None:
        self.pressed += 1
        line: Any = self.query_one("#line")
        line.update(f"Key {event.key}, {self.pressed}")


if __name__ == "__main__":
    Hello().run()
