"""What the keys of a remote do, in line mode: named, because lines carry no single keys."""

from coach.cli.console import Console, LeftOffError, Question
from coach.workflows.remote import MEANINGS, RemoteKeys

ASKED = Question(
    "A key and what it does?",
    f"like: right pause. It can do: {', '.join(MEANINGS)}; a key alone gives it its usual meaning;"
    " q: back",
    "like: right pause; ?: all words; q: back",
)


def choose_keys(console: Console) -> None:
    """Until `q`. Raises InputError when a choice cannot be kept, EndOfInputError."""
    remote = console.coach.remote
    console.say(*_lines(remote))
    try:
        while True:
            key, word = console.ask(ASKED, read_choice)
            remote.choose(key, word)
            console.say(f"{key}: {remote.words(key)}")
    except LeftOffError:
        console.say("Kept.")


def read_choice(text: str) -> tuple[str, str | None]:
    """A key and its word; None for its usual meaning. ValueError for everything else."""
    parts = text.split()
    if len(parts) == 1:
        return parts[0], None
    if len(parts) == 2 and parts[1] in MEANINGS:
        return parts[0], parts[1]
    raise ValueError


def _lines(remote: RemoteKeys) -> list[str]:
    chosen = [f"{key}: {remote.words(key)}" for key in remote.pairs]
    return chosen or ["Any key without a meaning of its own pauses and goes on."]
