"""What stands on a report, as values: HTML and PDF draw the same sentences, tables and pictures."""

from msgspec import Struct


class Sentences(Struct, frozen=True):
    """Paragraphs, one after the other."""

    lines: tuple[str, ...]


class Listing(Struct, frozen=True):
    """Lines with a mark before each."""

    lines: tuple[str, ...]


class Table(Struct, frozen=True):
    """Rows under column heads; the first cell of a row says what the row is about."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Chart(Struct, frozen=True):
    """A picture with its words and its figures."""

    name: str
    """What tells it from the other pictures of the page; letters and hyphens."""
    title: str
    description: str
    """What is to be seen, for those who do not see it."""
    svg: str
    """Escaped and whole; without a namespace, as it stands inside of HTML."""
    ratio: float
    """Its height over its width."""
    figures: Table
    """Every value that is drawn."""


Block = Sentences | Listing | Table | Chart


class Section(Struct, frozen=True):
    """A heading and what stands under it."""

    name: str
    heading: str
    blocks: tuple[Block, ...]
    half: bool = False
    """Whether it takes half of the width, beside the next half one."""


class Report(Struct, frozen=True):
    """A whole report."""

    title: str
    patient: str
    """The pseudonym, also where the title has a name."""
    facts: tuple[str, ...]
    """Which patient, which days, which plan: a line each."""
    answer: str
    """The follow-up in one sentence: it comes first."""
    sections: tuple[Section, ...]
    """In the order in which they are read; safety first."""
    foot: tuple[Section, ...]
    """How the figures come about, and what the report rests on."""

    @property
    def rows(self) -> tuple[tuple[Section, ...], ...]:
        """The sections as they stand on paper: two half ones that follow each other share a row."""
        rows: list[tuple[Section, ...]] = []
        for section in self.sections:
            if section.half and rows and len(rows[-1]) == 1 and rows[-1][0].half:
                rows[-1] = (rows[-1][0], section)
            else:
                rows.append((section,))
        return tuple(rows)
