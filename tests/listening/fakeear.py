"""An ear that does as COACH_TEST_EAR says: hears, lies, prints, hangs, dies or finds nothing."""

import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from coach.listening import wire
from coach.processes import stdio

Send = Callable[..., None]


def die() -> None:
    os._exit(3)


def hang() -> None:
    threading.Event().wait()


def die_once() -> None:
    mark = Path(os.environ["COACH_TEST_MARK"])
    if not mark.exists():
        mark.touch()
        die()


def print_junk() -> None:
    sys.stdout.write('{"type":"KnockHeard"}\n')
    sys.stdout.flush()
    os.write(1, b'{"type":"KnockHeard"}\nnot json \xff\xfe\n')


AT_ONCE: dict[str, Callable[[], None]] = {
    "dies": die,
    "hangs at once": hang,
    "dies once": die_once,
    "prints": print_junk,
}


def main() -> None:
    incoming, outgoing = stdio.claim_wire()
    inbox: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
    stdio.read_into(incoming, wire.WIRE, inbox)
    what, begin = os.environ["COACH_TEST_EAR"], inbox.get()

    def send(*replies: wire.Reply) -> None:
        for reply in replies:
            stdio.send(outgoing, wire.WIRE, reply)

    AT_ONCE.get(what, lambda: None)()
    if what == "no microphone":
        send(wire.NoMicrophone("scripted"))
        return
    if what == "prints":
        outgoing.write(b'{"type":"Nonsense"}\n{"type":"PhraseHeard"}\n\n[]\n')
    send(wire.EarReady("scripted", protocol=99 if what == "another version" else wire.PROTOCOL))
    if what == "no recogniser":
        send(wire.NoRecogniser("scripted"))
    phrases = begin.phrases if isinstance(begin, wire.Begin) else []
    if what == "speaks":
        send(wire.RecogniserReady())
    heard = False
    while isinstance(message := inbox.get(), wire.Attend | wire.Ignore):
        if isinstance(message, wire.Attend) and heard:
            send(wire.Alive())
        elif isinstance(message, wire.Attend) and not attend(what, phrases, send):
            return
        heard |= isinstance(message, wire.Attend)


def attend(what: str, phrases: list[str], send: Send) -> bool:
    """What it does when it may listen at first; whether it goes on.

    It hears once, however often a busy machine had it asked before its first answer was read.
    """
    if what == "vanishes":
        send(wire.NoMicrophone("the microphone went away"))
        return False
    if what == "hangs later":
        hang()
    if what == "speaks":
        send(wire.SpeechBegan(), wire.PhraseHeard(phrases[0], True, True))
    send(wire.KnockHeard(), wire.Alive())
    return True


if __name__ == "__main__":
    main()
