"""The shipped words that voices say wrongly, as a TOML file."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.domain.findings import Finding
from coach.exchange.problems import Loaded, Problem
from coach.exchange.toml_source import TomlSource, read_toml

FILE = Path("voice", "pronunciation.toml")
TABLE = "words"
MEND = 'write words in a table: [words], then lines like "NPRS" = "N P R S"'


def shipped_pronunciation(shipped: Path) -> Mapping[str, str]:
    """What is spoken in place of what is written; nothing when the file cannot be used.

    A voice that says a word wrongly is better than none.
    """
    source = read_toml(shipped / FILE)
    return {} if isinstance(source, Problem) else decode(source).value or {}


def is_pronunciation(source: TomlSource) -> bool:
    """Whether a file is such a table, by what it holds."""
    return source.data.keys() == {TABLE}


def decode(source: TomlSource) -> Loaded[Mapping[str, str]]:
    """The table of a file, or every problem of it."""
    problems = source.problems(_findings(source.data.get(TABLE)))
    return Loaded(None, problems) if problems else Loaded(dict(source.data[TABLE]))


def _findings(words: object) -> Iterator[Finding]:
    if not isinstance(words, dict):
        yield Finding((TABLE,), "the words are no table", MEND)
        return
    for word, said in words.items():
        if not isinstance(said, str) or not said.strip() or not word.strip():
            yield Finding((TABLE, word), f"nothing to speak for '{word}'", MEND)
