"""The PDF report: the same words as the HTML, tagged for those who listen, two pages at most."""

import json
import re
import sys
from typing import Any

import pytest

from coach.domain.errors import InputError
from coach.reports import missing_letters, report_pdf
from coach.reports.page import Chart
from coach.reports.report_pdf import MARK, MOST_PAGES, SIZES, alternative, pages, pdf_report
from coach.reports.report_values import report_of
from tests.reports.samples import HOSTILE, MADE, a_long_follow_up, all_texts
from tests.review.follow_up_samples import a_follow_up

NEAR_THE_START = 512


def a_pdf(paper: str = "a4", **over: Any) -> bytes:
    return pdf_report(report_of(a_follow_up(**over), MADE), MADE.by, MADE.at, paper)


def test_it_is_tagged_and_says_its_language_and_title() -> None:
    pdf = a_pdf()
    assert pdf.startswith(b"%PDF-")
    for part in (b"/StructTreeRoot", b"/Marked true", b"/Lang(en)", b"/DisplayDocTitle true"):
        assert part in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"Follow-up of patient-1" in pdf


def test_headings_tables_lists_and_pictures_are_tagged_as_such() -> None:
    pdf = a_pdf()
    for tag in (b"/H1", b"/H2", b"/TH", b"/TD", b"/LI", b"/Figure", b"/Alt"):
        assert re.search(tag + rb"\W", pdf)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_fullest_report_has_two_pages(paper: str) -> None:
    report = report_of(a_long_follow_up(), MADE)
    assert pages(pdf_report(report, MADE.by, MADE.at, paper)) == MOST_PAGES


def test_the_fullest_report_needs_no_smaller_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    # The words were cut to two pages before: small letters are only for what nobody foresaw.
    monkeypatch.setattr(report_pdf, "SIZES", SIZES[:1])
    report = report_of(a_long_follow_up(), MADE)
    assert pages(pdf_report(report, MADE.by, MADE.at)) <= MOST_PAGES


def test_a_report_that_no_size_of_letters_fits_says_how_many_pages_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(report_pdf, "SIZES", (16.0,))
    report = report_of(a_long_follow_up(), MADE)
    given = handed_over(monkeypatch, report, call=-1)
    made = pages(pdf_report(report, MADE.by, MADE.at))
    assert made > MOST_PAGES
    assert given["facts"][-1] == f"Too full for 2 pages: this report has {made}."


def test_another_paper_is_another_size() -> None:
    assert b"612 792" in a_pdf("letter")
    assert b"612 792" not in a_pdf("a4")


def test_another_paper_than_these_is_refused() -> None:
    with pytest.raises(InputError, match="choose a4 or letter"):
        a_pdf("a5")


@pytest.mark.parametrize("words", [*HOSTILE, "x" * 10_000, "/Type/Pages/Count 9"])
def test_hostile_words_break_nothing_and_run_nothing(words: str) -> None:
    pdf = pdf_report(report_of(a_long_follow_up(words), MADE), MADE.by, MADE.at)
    assert 1 <= pages(pdf) <= MOST_PAGES
    assert b"/JavaScript" not in pdf
    assert b"/URI" not in pdf


def handed_over(monkeypatch: pytest.MonkeyPatch, report: Any, call: int = 0) -> dict[str, Any]:
    """What typst was given as data, in this one of its calls."""
    import typst

    given: list[dict[str, Any]] = []
    whole = typst.compile

    def compile_and_keep(source: bytes, **options: Any) -> Any:
        given.append(json.loads(options["sys_inputs"]["report"]))
        return whole(source, **options)

    monkeypatch.setattr(typst, "compile", compile_and_keep)
    pdf_report(report, MADE.by, MADE.at)
    return given[call]


def texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_in(one)]
    return [text for one in value for text in texts_in(one)] if isinstance(value, list) else []


@pytest.mark.parametrize("words", ["usual", *HOSTILE])
def test_every_text_and_figure_of_the_report_is_in_the_pdf(
    monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    report = report_of(a_long_follow_up(words), MADE)
    given = "\n".join(texts_in(handed_over(monkeypatch, report))).replace("\u200b", "")
    assert not [one for one in all_texts(report) if one not in given]


def test_texts_are_data_and_never_part_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    sources: set[bytes] = set()
    whole = typst.compile

    def compile_and_keep(source: bytes, **options: Any) -> Any:
        sources.add(source)
        return whole(source, **options)

    monkeypatch.setattr(typst, "compile", compile_and_keep)
    for words in ("usual", HOSTILE[2]):
        pdf_report(report_of(a_long_follow_up(words), MADE), MADE.by, MADE.at)
    assert len(sources) == 1


def test_a_picture_is_told_with_every_value() -> None:
    report = report_of(a_follow_up(), MADE)
    charts = [one for part in report.sections for one in part.blocks if isinstance(one, Chart)]
    for chart in charts:
        told = alternative(chart)
        assert chart.description in told
        assert not [cell for row in chart.figures.rows for cell in row if cell not in told]


def test_letters_that_no_font_has_are_named() -> None:
    assert missing_letters.named("well \U0001f600") == "well [grinning face]"
    assert missing_letters.named("\u4e2d\u6587\u4e2d") == "[3 letters the PDF lacks]"
    assert missing_letters.named("Müße, 5 ≥ 4 ✓ שלום") == "Müße, 5 ≥ 4 ✓ שלום"


def test_every_letter_that_is_let_through_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the table of letters to the fonts that typst brings along."""
    letters = [chr(n) for n in range(0x20, 0x2800) if missing_letters.named(chr(n)) == chr(n)]
    words = tuple("".join(letters[n : n + 60]) for n in range(0, len(letters), 60))
    tried: list[bool] = []
    import typst

    whole = typst.Fonts

    def fonts(*, include_system_fonts: bool) -> Any:
        tried.append(include_system_fonts)
        return whole(include_system_fonts=False)

    monkeypatch.setattr(typst, "Fonts", fonts)
    for start in range(0, len(words), 4):
        pdf_report(report_of(a_follow_up(body=words[start : start + 4]), MADE), MADE.by, MADE.at)
    assert not any(tried)


def test_without_typst_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError, match=r"pip install '\.\[pdf\]'"):
        a_pdf()


def test_the_same_report_is_the_same_file() -> None:
    assert a_pdf() == a_pdf()


def test_a_former_report_is_known_by_its_start() -> None:
    assert MARK in a_pdf()[:NEAR_THE_START]


def test_letters_are_embedded() -> None:
    assert re.search(rb"/BaseFont/[A-Z]{6}\+LibertinusSerif", a_pdf())
