"""macOS without a signed Python: notices by AppleScript, which have no buttons."""

import asyncio
import contextlib
import json

from coach.desktop.wire import Show

SHOW_SECONDS = 1.5


class ScriptShower:
    """The Notification Center takes notices with buttons from app bundles alone."""

    async def show(self, show: Show) -> bool:
        """Whether the script ran. Never raises."""
        try:
            process = await asyncio.create_subprocess_exec(
                "osascript",
                "-e",
                script_of(show),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError:
            return False
        try:
            return await asyncio.wait_for(process.wait(), SHOW_SECONDS) == 0
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            return False

    async def withdraw(self, notice: str) -> None:
        """Such a notice goes by itself."""

    async def withdraw_all(self) -> None:
        """Such notices go by themselves."""


def script_of(show: Show) -> str:
    """The script; JSON's quotes and escapes are AppleScript's own."""
    text = json.dumps(show.text, ensure_ascii=False)
    return f"display notification {text} with title {json.dumps(show.title, ensure_ascii=False)}"
