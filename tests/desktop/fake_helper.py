"""A helper process that does as its environment tells: `python -m tests.desktop.fake_helper`."""

import os
import sys
from threading import Event
from typing import BinaryIO

from coach.desktop.wire import WIRE, Ask, Bye, Message, Pressed, Ready, Show, Shown, Told
from coach.processes.stdio import claim_wire, send

GOODBYE_SECONDS = 0.3
"""So long a desktop may take to put a notice away."""


def main() -> None:
    """Answer until the parent says goodbye."""
    way = os.environ.get("FAKE_DESKTOP", "")
    if way == "dies":
        sys.exit(3)
    incoming, outgoing = claim_wire()
    if way == "hangs":
        for _ in incoming:  # It never says that it is ready, and ends with its parent.
            pass
        return
    send(outgoing, WIRE, Ready())
    late: list[Message | None] = []
    for line in incoming:
        message = WIRE.decode(line)
        if isinstance(message, Show) and way == "late":
            late.append(message)
            continue
        while late:
            answer(late.pop(0), way, outgoing)
        if isinstance(message, Bye):
            if way == "slow goodbye":
                Event().wait(GOODBYE_SECONDS)
            return
        if way != "deaf":
            answer(message, way, outgoing)


def answer(message: Message | None, way: str, outgoing: BinaryIO) -> None:
    """What the desktop says to a question, and whoever sits before it."""
    if isinstance(message, Show):
        send(outgoing, WIRE, Shown(message.number, way != "refuses"))
        if message.buttons and way == "presses":
            send(outgoing, WIRE, Pressed(message.id, message.buttons[0][0]))
    elif isinstance(message, Ask):
        quiet = way == "do-not-disturb"
        send(outgoing, WIRE, Told(message.number, 12.5, "a test", not quiet, "a test"))


if __name__ == "__main__":
    main()
