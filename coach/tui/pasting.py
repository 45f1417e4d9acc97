"""A paste is text. Textual takes what follows an escape in one for keys that were pressed.

So somebody's text, pasted into a note, could answer a question or end a session; and 110 kB of it
were 110,000 keys. And it shows a field as it was typed: a U+009B begins a sequence in some
terminals, a bidi override turns a line around. Both therefore become U+FFFD in a paste, before
Textual sees them.
"""

from collections.abc import Iterator

from coach.domain.text import harmless

START = "\x1b[200~"
"""What a terminal sends before a paste."""
END = "\x1b[201~"
"""And after it."""


class PasteGuard:
    """Watches what a terminal sends, in pieces, for the marks of a paste."""

    def __init__(self) -> None:
        self._pasting = False
        self._begun = ""
        """The end of the last piece, where a mark may have begun."""

    def passed(self, piece: str) -> str:
        """What is handed on of the next piece: all of it, but for what harms in a paste.

        Of a paste the beginning of its last mark waits for the next piece.
        """
        return "".join(self._parts(piece))

    def _parts(self, piece: str) -> Iterator[str]:
        while True:
            before = self._begun
            mark = END if self._pasting else START
            text, found, piece = (before + piece).partition(mark)
            self._begun = "" if found else _begun(text, mark)
            if self._pasting:
                yield harmless(text[: len(text) - len(self._begun)]) + found
            else:  # A key must not wait: what had begun was handed on with the piece before.
                yield (text + found)[len(before) :]
            if not found:
                return
            self._pasting = not self._pasting


def _begun(text: str, mark: str) -> str:
    """The end of `text` that may be the beginning of `mark`."""
    lengths = range(min(len(mark) - 1, len(text)), 0, -1)
    return next((mark[:length] for length in lengths if text.endswith(mark[:length])), "")
