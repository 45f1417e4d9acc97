"""Messages between the coach and a process of its own: one JSON document a line.

Libraries print what they like, so a line that is no message is skipped, never an error.
"""

from collections.abc import Iterator
from typing import IO, Any, Generic, TypeVar

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

    def messages(self, stream: IO[bytes]) -> Iterator[MessageT]:
        """Every message of a stream up to its end; a line longer than any is never held whole."""
        while line := stream.readline(MAX_LINE_BYTES + 1):
            message = self.decode(line)
            if message is not None:
                yield message
            while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES + 1)
