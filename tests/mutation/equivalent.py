"""Changes that make no difference to anybody, each with the reason: `equivalent.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.trial import Survivor

FILE = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Equivalent:
    """A change that no test can or need see."""

    where: str
    """The function, as `coach.domain.pain.Reach.from_word`."""
    became: str
    """The changed line as it is written then."""
    why: str

    def fits(self, survivor: Survivor) -> bool:
        """Whether this is that change."""
        return (self.where, self.became) == (survivor.name, survivor.became)


def known() -> tuple[Equivalent, ...]:
    """What was looked at and left."""
    return tuple(Equivalent(**row) for row in tomllib.loads(FILE.read_text("utf-8"))["change"])
