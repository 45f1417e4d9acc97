"""Stands in for `coach.speech.playing`: no sound, but the wire, and a log of what was asked.

COACH_TEST_PLAYER says how it behaves: `works`, `none`, `hangs` (never ends a sound), `fails`,
`dies once` (in the middle of the first sound of all) or `fails once`.
"""

import os
import queue
from pathlib import Path

from coach.processes import stdio
from coach.speech import wire


def main() -> None:
    mode = os.environ["COACH_TEST_PLAYER"]
    log = Path(os.environ["COACH_TEST_PLAYED"])
    incoming, outgoing = stdio.claim_wire()
    inbox: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
    stdio.read_into(incoming, wire.WIRE, inbox)
    if mode == "none":
        stdio.send(outgoing, wire.WIRE, wire.NoSound("scripted"))
        return
    stdio.send(outgoing, wire.WIRE, wire.SoundReady("scripted"))
    while True:
        message = inbox.get()
        first = not log.read_text()
        with log.open("a") as file:
            file.write(f"{' '.join(getattr(message, 'paths', ['silence']))}\n")
        if isinstance(message, wire.Play) and first and mode == "dies once":
            os._exit(1)
        if isinstance(message, wire.Play) and first and mode == "fails once":
            stdio.send(outgoing, wire.WIRE, wire.PlayFailed(message.number, "scripted"))
        elif isinstance(message, wire.Play) and mode in ("works", "dies once", "fails once"):
            stdio.send(outgoing, wire.WIRE, wire.Played(message.number))
        if isinstance(message, wire.Play) and mode == "fails":
            stdio.send(outgoing, wire.WIRE, wire.PlayFailed(message.number, "scripted"))


if __name__ == "__main__":
    main()
