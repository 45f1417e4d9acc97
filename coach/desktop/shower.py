"""Notices through desktop-notifier: shown, replaced, taken away; what is pressed comes back."""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from typing import Any

from coach.desktop.bus import Bus
from coach.desktop.senses_linux import NOTIFICATIONS
from coach.desktop.wire import Show

APP_NAME = "Coach"
SHOW_SECONDS = 1.2
CLEAR_SECONDS = 0.5
OPEN_KEY = "open"

PressedCall = Callable[[str, str], None]
GoneCall = Callable[[str], None]


class Shower:
    """Owns the library; it is imported for the first notice and not before."""

    def __init__(self, pressed: PressedCall, gone: GoneCall, bus: Bus | None = None) -> None:
        """`bus` is asked whether a Linux desktop reads markup; None elsewhere."""
        self._pressed, self._gone, self._bus = pressed, gone, bus
        self._notifier: Any = None
        self._shown: dict[str, Any] = {}
        self._numbers: dict[str, int] = {}
        """The desktop's own numbers of what is shown, on Linux."""
        self._closing: asyncio.Future[None] | None = None
        self._reads_markup: bool | None = None

    async def show(self, show: Show) -> bool:
        """Whether the desktop took it; one of the same id is replaced. Never raises."""
        try:
            return await asyncio.wait_for(self._show(show), SHOW_SECONDS)
        except Exception as error:  # noqa: BLE001 - no desktop's fault may reach the coach
            print(f"A notice was not shown: {error!r}", file=sys.stderr)  # noqa: T201
            return False

    async def withdraw(self, notice: str) -> None:
        """Take a notice away; nothing when there is none of this id. Never raises."""
        shown = self._shown.pop(notice, None)
        self._numbers.pop(notice, None)
        if shown is None or self._notifier is None:
            return
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self._notifier.clear(shown), CLEAR_SECONDS)

    async def withdraw_all(self) -> None:
        """Take every notice away: nobody listens to their buttons any more."""
        for notice in list(self._shown):
            await self.withdraw(notice)

    async def _show(self, show: Show) -> bool:
        from desktop_notifier import Button, DesktopNotifier, Notification, Urgency

        await self.withdraw(show.id)
        if self._notifier is None:
            self._notifier = DesktopNotifier(app_name=APP_NAME, app_icon=None)
        taken: list[bool] = []
        notice = Notification(
            title=show.title,
            message=await self._body(show.text),
            urgency=Urgency.Critical if show.urgent else Urgency.Normal,
            buttons=tuple(
                Button(label, on_pressed=self._press(show.id, key), identifier=key)
                for key, label in show.buttons
            ),
            on_dispatched=lambda: taken.append(True),
            on_clicked=self._press(show.id, OPEN_KEY),
            on_dismissed=lambda: self._forget(show.id),
        )
        await self._notifier.send_notification(notice)
        if taken:
            self._shown[show.id] = notice.identifier
            self._keep_number(show.id, notice.identifier)
        return bool(taken)

    def _keep_number(self, notice: str, identifier: str) -> None:
        """The library forgets the number when a button is pressed, and some desktops leave such a
        notice standing; then it is needed to close it."""
        backend = getattr(self._notifier, "_backend", None)
        numbers = getattr(backend, "_platform_to_interface_notification_identifier", None)
        number = numbers.inverse.get(identifier) if numbers is not None else None
        if number is not None:
            self._numbers[notice] = number

    async def _close(self, number: int) -> None:
        if self._bus is not None:
            await self._bus.call(*NOTIFICATIONS, NOTIFICATIONS[0], "CloseNotification", number)

    async def _body(self, text: str) -> str:
        """Words as they stand: some desktops would read `<` and `&` as markup."""
        if self._bus is None:
            return text
        if self._reads_markup is None:
            able = await self._bus.call(*NOTIFICATIONS, NOTIFICATIONS[0], "GetCapabilities")
            if isinstance(able, list):
                self._reads_markup = "body-markup" in able
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return escaped if self._reads_markup else text

    def _press(self, notice: str, key: str) -> Callable[[], None]:
        def press() -> None:
            self._shown.pop(notice, None)
            number = self._numbers.pop(notice, None)
            if number is not None:
                self._closing = asyncio.ensure_future(self._close(number))
            self._pressed(notice, key)

        return press

    def _forget(self, notice: str) -> None:
        self._shown.pop(notice, None)
        self._numbers.pop(notice, None)
        self._gone(notice)
