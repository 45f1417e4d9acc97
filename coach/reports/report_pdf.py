"""The same report as a tagged PDF (PDF/UA-1), drawn by typst, which is an extra of the package.

Its letters are those that typst brings along, so that every machine makes the same file. Where a
text needs others, the machine's own letters are asked, and then what is missing is named.
"""

import json
import re
from datetime import datetime
from importlib import resources
from typing import Any

from coach.domain.errors import InputError
from coach.reports import missing_letters
from coach.reports.page import Block, Chart, Listing, Report, Section, Sentences
from coach.reports.report_html import paper_size
from coach.reports.svg import standalone
from coach.reports.words import LONGEST_WORD

INSTALL = (
    "install coach with its pdf part: pip install 'coach[pdf]', or pip install '.[pdf]' in its "
    "folder; or write an .html file"
)
PAPERS = {"A4": "a4", "letter": "us-letter"}
SIZES = (8.6, 8.0, 7.4, 6.8)
"""Letters in points, tried until the report has two pages."""
MOST_PAGES = 2
MOST_TOLD_ROWS = 100
"""A longer table of a picture is left to the HTML; its words stay."""
MARK = b"/Title(Safety)"
"""By this near the start a former report is known: the first entry of its outline."""
MAYBE_BREAK = "\u200b"
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
NO_LETTER = "could not be displayed"


def owner_of(report: Report) -> bytes:
    """By this in it a former report is known to be about the same patient."""
    return f"/Keywords({report.patient})".encode()


def pdf_report(report: Report, author: str, made_at: datetime, paper: str = "a4") -> bytes:
    """The whole file, on two pages; one that is too full says on how many it stands.

    InputError without typst, or for an unknown paper.
    """
    try:
        import typst
    except ImportError as error:
        raise InputError("Report", INSTALL) from error
    values = _values(report, author, PAPERS[paper_size(paper)])
    for size in SIZES:
        made = _compiled(typst, values | {"size": size}, made_at)
        if pages(made) <= MOST_PAGES:
            return made
    too_full = f"Too full for {MOST_PAGES} pages: this report has {pages(made)}."
    told = values | {"size": SIZES[-1], "facts": (*report.facts, too_full)}
    return _compiled(typst, told, made_at)


def pages(pdf: bytes) -> int:
    """How many pages the PDF has, by its first object, which stands before any text."""
    found = _PAGES.search(pdf)
    return int(found.group(1)) if found else 1


def _compiled(typst: Any, values: dict[str, Any], made_at: datetime) -> bytes:
    """With the letters typst brings; else with the machine's; else with missing ones named."""
    source = resources.files("coach.reports").joinpath("report.typ").read_bytes()

    def compiled(words: dict[str, Any], *, system: bool) -> bytes:
        found: bytes = typst.compile(
            source,
            format="pdf",
            pdf_standards=["ua-1"],
            font_paths=typst.Fonts(include_system_fonts=system),
            sys_inputs={"report": json.dumps(words)},
            timestamp=int(made_at.timestamp()),
        )
        return found

    for system in (False, True):
        try:
            return compiled(values, system=system)
        except typst.TypstError as error:
            if NO_LETTER not in error.message:
                raise
    return compiled(_each_text(values, missing_letters.named), system=False)


def _values(report: Report, author: str, paper: str) -> dict[str, Any]:
    return {
        "title": report.title,
        "patient": report.patient,
        "author": author,
        "paper": paper,
        "facts": report.facts,
        "answer": _breakable(report.answer),
        "rows": [[_section(section) for section in row] for row in report.rows],
        "foot": [_section(section) for section in report.foot],
    }


def _section(section: Section) -> dict[str, Any]:
    return {"heading": section.heading, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Sentences):
        return {"kind": "sentences", "lines": [_breakable(line) for line in block.lines]}
    if isinstance(block, Listing):
        return {"kind": "listing", "lines": [_breakable(line) for line in block.lines]}
    if isinstance(block, Chart):
        return {"kind": "chart", "svg": standalone(block.svg), "alt": alternative(block)}
    return {
        "kind": "table",
        "head": block.head,
        "rows": [[_breakable(cell) for cell in row] for row in block.rows],
    }


def alternative(chart: Chart) -> str:
    """A picture in words: what it shows, then every value."""
    told = f"{chart.title}. {chart.description}"
    figures = chart.figures
    if len(figures.rows) > MOST_TOLD_ROWS:
        return told
    first, *others = figures.head
    rows = (
        f"{first} {row[0]}: "
        + ", ".join(f"{head} {cell}" for head, cell in zip(others, row[1:], strict=True))
        for row in figures.rows
    )
    return f"{told} {figures.caption}: {'; '.join(rows)}."


def _breakable(line: str) -> str:
    """`line` with places to end a row inside of words that are too long for a column."""
    return " ".join(
        MAYBE_BREAK.join(word[n : n + LONGEST_WORD] for n in range(0, len(word), LONGEST_WORD))
        for word in line.split(" ")
    )


def _each_text(value: Any, change: Any) -> Any:
    """The same data with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value
