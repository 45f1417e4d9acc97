"""The session bus of a Linux desktop: one question at a time, none waited for long."""

import asyncio
from typing import Any, Protocol

CALL_SECONDS = 0.1
CONNECT_SECONDS = 1.0

PROPERTIES = "org.freedesktop.DBus.Properties"


class Bus(Protocol):
    """Questions to services that run already; none is started for a question."""

    async def call(
        self, service: str, path: str, interface: str, member: str, *words: str | int
    ) -> Any | None:
        """The first value of the answer; None when there is none."""

    def close(self) -> None:
        """Leave the bus."""


class SessionBus:
    """The bus over dbus-fast."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def call(
        self, service: str, path: str, interface: str, member: str, *words: str | int
    ) -> Any | None:
        """The first value of the answer; None for an error, and when it is late."""
        from dbus_fast import Message, MessageFlag, MessageType, Variant

        question = Message(
            destination=service,
            path=path,
            interface=interface,
            member=member,
            signature="".join("u" if isinstance(word, int) else "s" for word in words),
            body=list(words),
            flags=MessageFlag.NO_AUTOSTART,
        )
        try:
            answer = await asyncio.wait_for(self._connection.call(question), CALL_SECONDS)
        except Exception:  # noqa: BLE001 - a desktop that misbehaves tells nothing
            return None
        if answer is None or answer.message_type is not MessageType.METHOD_RETURN:
            return None
        value = answer.body[0] if answer.body else None
        return value.value if isinstance(value, Variant) else value

    def close(self) -> None:
        """Leave the bus."""
        self._connection.disconnect()


class NoBus:
    """Where no bus can be reached."""

    async def call(
        self, service: str, path: str, interface: str, member: str, *words: str | int
    ) -> Any | None:
        """Nobody answers."""
        return None

    def close(self) -> None:
        """Nothing to leave."""


async def session_bus() -> Bus:
    """The bus of this session; one on which nobody answers where there is none."""
    try:
        from dbus_fast.aio import MessageBus

        connection = await asyncio.wait_for(MessageBus().connect(), CONNECT_SECONDS)
    except Exception:  # noqa: BLE001 - whatever is wrong with a bus, the coach goes on without it
        return NoBus()
    return SessionBus(connection)
