"""The process that talks to the desktop: notices and senses, spoken to in lines.

Apart from the coach, because desktop libraries start event loops, X11 ends the process it runs in,
and a hung desktop must hang nobody else. Its parent's end is its own: it takes its notices away
first, because nobody would hear their buttons.
"""

import asyncio
import os
import sys
import threading
from typing import BinaryIO, Protocol

from coach.desktop.senses import Senses, make_senses
from coach.desktop.wire import (
    WIRE,
    Ask,
    Bye,
    Gone,
    Message,
    Pressed,
    Ready,
    Show,
    Shown,
    Told,
    Withdraw,
)
from coach.processes.stdio import claim_wire, send


class Shows(Protocol):
    """Whoever shows notices here."""

    async def show(self, show: Show) -> bool:
        """Whether it was taken."""

    async def withdraw(self, notice: str) -> None:
        """Take one away."""

    async def withdraw_all(self) -> None:
        """Take all away."""


class Helper:
    """Carries messages out, one by one, in the order they came."""

    def __init__(self, senses: Senses, shower: Shows, outgoing: BinaryIO) -> None:
        self._senses, self._shower, self._outgoing = senses, shower, outgoing
        self._going: set[asyncio.Future[None]] = set()

    async def serve(self, inbox: "asyncio.Queue[Message]") -> None:
        """Until `Bye`, or until the parent is gone."""
        self._send(Ready())
        while True:
            message = await inbox.get()
            if isinstance(message, Bye):
                await self._shower.withdraw_all()
                self._senses.close()
                return
            await self._carry_out(message)

    async def _carry_out(self, message: Message) -> None:
        if isinstance(message, Show):
            self._send(Shown(message.number, await self._shower.show(message)))
        elif isinstance(message, Withdraw):
            withdrawn = asyncio.ensure_future(self._shower.withdraw(message.id))
            self._going.add(withdrawn)  # A loop keeps no task by itself.
            withdrawn.add_done_callback(self._going.discard)
        elif isinstance(message, Ask):
            idle, disturb = await self._senses.idle(), await self._senses.disturb()
            told = Told(message.number, idle.seconds, idle.by, disturb.may, disturb.by)
            self._send(told)

    def _send(self, message: Message) -> None:
        send(self._outgoing, WIRE, message)


async def run(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Read on a thread, serve on the loop."""
    inbox: asyncio.Queue[Message] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for message in WIRE.messages(incoming):
            loop.call_soon_threadsafe(inbox.put_nowait, message)
        loop.call_soon_threadsafe(inbox.put_nowait, Bye())

    threading.Thread(target=read, name="wire", daemon=True).start()
    senses = await make_senses(os.environ)
    await Helper(senses, _shower(senses, outgoing), outgoing).serve(inbox)


def _shower(senses: Senses, outgoing: BinaryIO) -> Shows:
    from coach.desktop.shower import Shower

    if sys.platform == "darwin" and not _is_bundle():
        from coach.desktop.mac_shower import ScriptShower

        return ScriptShower()
    return Shower(
        lambda notice, key: send(outgoing, WIRE, Pressed(notice, key)),
        lambda notice: send(outgoing, WIRE, Gone(notice)),
        getattr(senses, "bus", None),
    )


def _is_bundle() -> bool:
    from desktop_notifier.backends.macos_support import is_bundle

    return bool(is_bundle())


def main() -> None:
    """Serve until the parent is gone."""
    incoming, outgoing = claim_wire()
    if sys.platform == "darwin":
        # Buttons come back through the run loop of the main thread.
        from rubicon.objc.eventloop import RubiconEventLoop

        RubiconEventLoop().run_until_complete(run(incoming, outgoing))
    else:
        asyncio.run(run(incoming, outgoing))
    os._exit(0)  # The reading thread may hang on the wire; everything is done.


if __name__ == "__main__":
    main()
