"""The report as one HTML file: no script, nothing from outside, to read, to hear and to print."""

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from coach.domain.errors import InputError
from coach.reports.page import Chart, Listing, Report, Sentences, Table

if TYPE_CHECKING:
    from jinja2 import Template

PAPERS = {"a4": "A4", "letter": "letter"}
"""What `--paper` takes, and what print style sheets call it."""


MARK = b'<meta name="generator" content="coach report">'
"""By this near the start a former report is known."""


def owner_of(report: Report) -> bytes:
    """By this in it a former report is known to be about the same patient."""
    from markupsafe import escape

    return f'<meta name="subject" content="{escape(report.patient)}">'.encode()


def html_report(report: Report, paper: str = "a4") -> str:
    """The whole file; every text is escaped. InputError for an unknown paper."""
    return _template().render(report=report, paper=paper_size(paper))


def paper_size(paper: str) -> str:
    """What style sheets call this paper; InputError for an unknown one."""
    if paper not in PAPERS:
        raise InputError("Report", f"no paper is called {paper}; choose {' or '.join(PAPERS)}")
    return PAPERS[paper]


@cache
def _template() -> "Template":
    """The template of the package; escaping is on whatever the file is called."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    kinds = {"sentences": Sentences, "listing": Listing, "table": Table, "chart": Chart}
    for name, kind in kinds.items():
        environment.tests[name] = lambda block, kind=kind: isinstance(block, kind)
    # The pictures are our own and were escaped where they were made.
    environment.filters["drawn"] = lambda chart: Markup(chart.svg)
    source = resources.files("coach.reports").joinpath("report.html.j2")
    return environment.from_string(source.read_text(encoding="utf-8"))
