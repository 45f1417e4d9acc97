"""A program that is written as a file reads back as the same program."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.errors import InputError
from coach.domain.findings import KeyPath
from coach.domain.line_words import quoted
from coach.domain.program import Program
from coach.domain.program_edit import with_line
from coach.exchange.problems import Problem
from coach.exchange.program_files import decode_program
from coach.exchange.program_writer import program_text
from coach.exchange.toml_source import parse_toml
from tests.domain.edits import CATALOGUE, PROGRAMS, STEADY, edits


def read_back(text: str, program_id: str) -> Program:
    """The program in a text that must have no problem."""
    source = parse_toml("program.toml", text)
    assert not isinstance(source, Problem), source
    loaded = decode_program(source, program_id, CATALOGUE.get, CATALOGUE)
    assert loaded.problems == ()
    assert loaded.value is not None
    return loaded.value


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_a_shipped_program_reads_back_equal(program: Program) -> None:
    assert read_back(program_text(program, header="By coach.\nTwo lines."), program.id) == program


@settings(max_examples=40)
@given(st.lists(edits(), min_size=1, max_size=4))
def test_an_edited_program_reads_back_equal(many: list[tuple[Program, KeyPath, str]]) -> None:
    changed = many[0][0]
    for _, key, text in many:
        try:
            after = with_line(changed, key, text, CATALOGUE)
        except InputError:
            continue
        if key not in (("direction",), ("presentation",), ("allow-direction",)):
            changed = after
    assert read_back(program_text(changed), changed.id) == changed


LONG_TEXTS = st.lists(
    st.sampled_from([*'ab. ,"\\\n#=[]{}\t\x7fé“\u00a0', "'''", '"""', "a.b.c.d.", "  "]),
    min_size=100,
    max_size=400,
).map("".join)


@settings(max_examples=40)
@given(LONG_TEXTS)
def test_any_long_text_reads_back_equal(text: str) -> None:
    changed = with_line(STEADY, ("summary",), f"summary {quoted('x' + text)}", CATALOGUE)
    assert read_back(program_text(changed), changed.id) == changed


@pytest.mark.parametrize(
    "text", ["a, b.c.d.e.f.g.h.i.j.k", "a.b.c.d.e.f.g.h.i.j", "[a.b.c.d.e.f.g.h.i.j", "... " * 19]
)
def test_dots_in_a_text_are_no_keys(text: str) -> None:
    long = f"{text} {'and more words ' * 20}{text}"
    changed = with_line(STEADY, ("title",), f"title {quoted(text)}", CATALOGUE)
    changed = with_line(changed, ("summary",), f"summary {quoted(long)}", CATALOGUE)
    assert read_back(program_text(changed), changed.id) == changed


def test_a_gap_of_the_program_s_own_stays_what_it_was() -> None:
    assert "gap_minutes = 0" in program_text(STEADY)


def test_the_header_is_comments_only() -> None:
    lines = program_text(STEADY, header="one\ntwo").splitlines()
    assert lines[:3] == ["# one", "# two", ""]


@pytest.mark.parametrize(
    "line", ["sitting adapts no", "sitting most 60", "sitting most 45 adapts no"]
)
def test_how_far_sitting_limits_are_fitted_reads_back_equal(line: str) -> None:
    changed = with_line(STEADY, ("B", "sitting"), line, CATALOGUE)
    assert changed != STEADY
    assert read_back(program_text(changed), changed.id) == changed
    again = with_line(changed, ("B", "sitting"), "sitting most off adapts yes", CATALOGUE)
    assert again == STEADY


def test_a_program_that_says_nothing_of_fitting_is_written_without_it() -> None:
    text = program_text(STEADY)
    assert "adapts" not in text
    assert "most_minutes" not in text
