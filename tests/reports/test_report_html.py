"""The HTML report: one whole file without anything from outside, for eyes, ears and paper."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.domain.errors import InputError
from coach.reports.report_html import MARK, html_report
from coach.reports.report_values import report_of
from tests.reports.samples import HOSTILE, MADE, a_long_follow_up, all_texts
from tests.review.follow_up_samples import a_follow_up, a_hold

GOLDEN = Path(__file__).parent / "report.html"
VOID = {"meta", "br", "hr", "img", "link", "input"}
NEAR_THE_START = 512


@dataclass
class Page(HTMLParser):
    """A page as it was read; `problems` are elements that do not nest."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.inside or self.inside.pop() != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] != "style":
            self.texts.append(data)

    def count(self, tag: str) -> int:
        return sum(1 for name, _ in self.tags if name == tag)


def page_of(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def text_of(html: str) -> str:
    return " ".join(" ".join(page_of(html).texts).split())


def a_page(**over: object) -> str:
    return html_report(report_of(a_follow_up(**over), MADE))


def test_the_report_is_as_it_was_looked_at() -> None:
    # A change is looked at as a picture, in a browser and on paper, before the file is replaced.
    assert a_page(safety=(a_hold(),)) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["usual", *HOSTILE])
def test_every_element_is_closed_where_it_was_opened(words: str) -> None:
    page = page_of(html_report(report_of(a_long_follow_up(words), MADE)))
    assert page.problems == []
    assert page.inside == []


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_text(words: str) -> None:
    usual, hostile = (
        page_of(html_report(report_of(a_long_follow_up(one, outlook=None), MADE)))
        for one in ("usual", words)
    )
    kinds = {tag for tag, _ in usual.tags}
    assert {tag for tag, _ in hostile.tags} <= kinds
    assert "script" not in kinds
    assert "img" not in kinds


def test_nothing_comes_from_outside_and_nothing_runs() -> None:
    html = html_report(report_of(a_long_follow_up(), MADE))
    page = page_of(html)
    assert not re.search(r"https?://|url\(|@import|javascript:", html)
    names = {name for _, attrs in page.tags for name in attrs}
    assert not names & {"src", "href", "srcset", "data", "action"}
    assert not [name for name in names if name.startswith("on")]
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in page.tags}


def test_every_picture_has_a_title_and_a_description_of_its_own() -> None:
    page = page_of(a_page())
    pictures = [attrs for tag, attrs in page.tags if tag == "svg"]
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(pictures) == 3
    assert len(ids) == len(set(ids))
    for attrs in pictures:
        assert attrs["role"] == "img"
        assert set((attrs["aria-labelledby"] or "").split()) <= set(ids)


def test_every_picture_has_its_figures_in_a_table() -> None:
    page = page_of(a_page())
    assert page.count("details") == page.count("summary") == page.count("svg")


def test_every_table_has_a_caption_and_headers_with_a_scope() -> None:
    html = a_page()
    tables = re.findall(r"<table.*?</table>", html, re.DOTALL)
    assert len(tables) == 5
    for table in tables:
        assert table.count("<caption>") == 1
        assert 'scope="col"' in table
        assert 'scope="row"' in table


def test_the_language_and_the_headings_are_there_for_those_who_listen() -> None:
    html = a_page()
    assert '<html lang="en">' in html
    levels = [tag for tag, _ in page_of(html).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == "h1"
    assert set(levels[1:]) == {"h2"}


def test_safety_is_read_before_anything_but_the_answer() -> None:
    html = a_page(safety=(a_hold(),))
    assert html.index('class="answer"') < html.index('id="safety"') < html.index('id="course"')


@pytest.mark.parametrize("words", ["usual", *HOSTILE])
def test_every_text_of_the_report_is_on_the_page(words: str) -> None:
    report = report_of(a_long_follow_up(words), MADE)
    shown = text_of(html_report(report))
    assert not [one for one in all_texts(report) if " ".join(one.split()) not in shown]


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    assert "x" * 400 not in html_report(report_of(a_long_follow_up("x" * 10_000), MADE))


@pytest.mark.parametrize(("paper", "size"), [("a4", "size: A4"), ("letter", "size: letter")])
def test_it_prints_on_either_paper(paper: str, size: str) -> None:
    assert size in html_report(report_of(a_follow_up(), MADE), paper)


def test_another_paper_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match="choose a4 or letter"):
        html_report(report_of(a_follow_up(), MADE), "a5")


def test_the_name_is_in_no_file_that_was_not_asked_to_carry_it() -> None:
    report = report_of(a_follow_up(), replace(MADE, name="Sam <b>Sample</b>"))
    assert "Sam <b>Sample</b> (patient-1)" in unescape(html_report(report))
    assert "<b>" not in html_report(report)
    assert "Sample" not in a_page()


def test_a_former_report_is_known_by_its_start() -> None:
    assert MARK in a_page().encode()[:NEAR_THE_START]
