"""Messages between the coach and a process of its own: one JSON document a line.

Libraries print what they like, so a line that is no message is skipped, never an error.
"""

from typing import Any, Generic, TypeVar

import msgspec

MAX_LINE_BYTES = 1 << 20

MessageT = TypeVar("MessageT")


class Wire(Generic[MessageT]):
    """One wire's messages as lines and back."""

    def __init__(self, kinds: Any) -> None:
        """`kinds` is a union of tagged msgspec structs, the very type that `MessageT` names."""
        self._encoder = msgspec.json.Encoder()
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(kinds)

    def encode(self, message: MessageT) -> bytes:
        """The message as one line."""
        return self._encoder.encode(message) + b"\n"

    def decode(self, line: bytes) -> MessageT | None:
        """The message in a line; None for junk."""
        if len(line) > MAX_LINE_BYTES:
            return None
        try:
            message: MessageT = self._decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        return message
