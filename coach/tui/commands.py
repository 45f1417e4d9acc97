"""The command palette: every command of the present screen, from the one registry."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from coach.tui.keys import action, offered
from coach.workflows.registry import Entry, Place


class RegistryCommands(Provider):
    """Finds a command by its label or its help."""

    def _entries(self) -> Iterable[Entry]:
        place = getattr(self.screen, "place", Place.EVERYWHERE)
        return [entry for entry in offered(place) if entry.id != "palette"]

    def _run(self, entry: Entry) -> Any:
        target = self.app if entry.place is Place.EVERYWHERE else self.screen
        return partial(target.run_action, action(entry))

    async def discover(self) -> Hits:
        for entry in self._entries():
            yield DiscoveryHit(entry.label, self._run(entry), help=entry.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for entry in self._entries():
            score = max(matcher.match(entry.label), matcher.match(entry.help))
            if score > 0:
                label = matcher.highlight(entry.label)
                yield Hit(score, label, self._run(entry), text=entry.label, help=entry.help)
