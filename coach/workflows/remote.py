"""What the button of a remote or a pedal does in a session: chosen by pressing it."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.session.commands import Command
from coach.workflows.presses import BUTTONS, KeyTable, plain_key
from coach.workflows.registry import Place, entries

NOTHING = "nothing"
_SESSION = {entry.id: entry for entry in entries(Place.SESSION) if entry.command is not None}
MEANINGS: dict[str, Command | None] = {
    **{
        name: _SESSION[name].command
        for name in ("pause", "hurts", "done", "again", "back", "easier", "skip", "no", "end")
    },
    NOTHING: None,
}
"""What a button may be told to do, by its word in the settings file. It never says yes: no pack
goes on by a button in the dark."""

KEPT = ("h", "r", "q", "y", "n", "!", "?", "escape")
"""Keys that nobody can give another meaning: that hurts, something new, the end, the two answers
to a safety question, and help."""

TURNS: tuple[str | None, ...] = (None, "pause", "hurts", "done", "again", "back", NOTHING)
"""What pressing the same button again goes through; None is its usual meaning."""

_WORDS = {
    "pause": "It pauses and goes on.",
    NOTHING: "It does nothing.",
}


class WrongKeyError(InputError):
    """A line of the table that no coach can use."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__("Settings", f"keys: '{key}' {why}")
        self.key = key


def key_table(
    pairs: Mapping[str, str], *, any_key_pauses: bool = True, twice_hurts: bool = True
) -> KeyTable:
    """The table of a person's own keys. WrongKeyError for a line that means nothing here."""
    for key, word in pairs.items():
        if plain_key(key) in KEPT:
            raise WrongKeyError(key, "keeps its meaning, to be safe. Choose another key.")
        if word not in MEANINGS:
            words = ", ".join(MEANINGS)
            raise WrongKeyError(key, f"cannot do '{word}'; there are: {words}.")
    own = {plain_key(key): MEANINGS[word] for key, word in pairs.items()}
    return KeyTable(own, any_key_pauses=any_key_pauses, twice_hurts=twice_hurts)


class RemoteKeys:
    """The keys of a remote as they are, and choosing what they do."""

    def __init__(
        self,
        pairs: Mapping[str, str],
        table: KeyTable,
        remember: Callable[[Mapping[str, str]], object],
    ) -> None:
        """`remember` writes the pairs down; InputError when it cannot."""
        self.pairs = dict(pairs)
        self.table = table
        self._remember = remember

    def choose(self, key: str, word: str | None) -> None:
        """Let `key` do what `word` says; None gives it its usual meaning back.

        InputError, and nothing changed, for a word that means nothing or when it cannot be kept.
        """
        key = plain_key(key)
        pairs = {one: said for one, said in self.pairs.items() if one != key}
        if word is not None:
            pairs[key] = word
        own = key_table(pairs).own
        self._remember(pairs)
        self.pairs, self.table = pairs, replace(self.table, own=own)

    def turn(self, key: str) -> None:
        """The next meaning of `key`. InputError as `choose`."""
        here = self.pairs.get(plain_key(key))
        at = TURNS.index(here) if here in TURNS else 0
        self.choose(key, TURNS[(at + 1) % len(TURNS)])

    def words(self, key: str) -> str:
        """What `key` does in a session, in one sentence."""
        key = plain_key(key)
        word = self.pairs.get(key)
        if word is None:
            return f"As usual: {self._usual(key)}"
        return _WORDS.get(word) or f"{_SESSION[word].label}: {_SESSION[word].help}"

    def _usual(self, key: str) -> str:
        for entry in _SESSION.values():
            if key in (entry.key, *entry.more_keys) and key not in BUTTONS:
                return f"{entry.label}: {entry.help}"
        return _WORDS["pause" if key in BUTTONS or self.table.any_key_pauses else NOTHING]
