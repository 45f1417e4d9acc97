"""Every key and list element is found on the line it stands on."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from coach.domain.findings import KeyPath
from coach.domain.toml_lines import TomlLines
from coach.exchange.shelf import shipped_folder

SHIPPED = sorted(shipped_folder().rglob("*.toml"))


def paths_of(data: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path in parsed TOML."""
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths_of(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from paths_of(value, (*path, number))


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_the_lines_of_a_shipped_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = TomlLines(text).lines
    assert set(found) == set(paths_of(tomllib.loads(text)))
    lines = text.split("\n")
    assert all(str(key[-1]) in lines[n - 1] for key, n in found.items() if key[-1] in KEYS_OF_OURS)


KEYS_OF_OURS = {"id", "name", "steps", "dose", "sets", "title", "stage", "question", "rule"}

LAYOUTS = {
    "values": "a = 1\n\nb = [\n  1, # one ]\n  [2,\n 3],\n]\nc = { d = 4, e.f = 5 }\n",
    "tables": "[a]\nb = 1\n[a.c]\nd = 2\n[[e]]\nf = 3\n[e.g]\nh = 1\n[[e]]\n[[e.i]]\nj = 1\n",
    "keys": '"a b" = 1\n\'c.d\' = 2\ne . f = 3\n"\\u0067" = 4\n[h.\'i\']\n"" = 5\n',
    "strings": 'a = """x\n[b]\n""" # c = 1\nd = \'\'\'y\ne = 1\'\'\'\nf = "g = 1 # \\" ]"\nh = 1\n',
    "quotes": 'a = """x"""""\nb = \'\'\'y\'\'\'\'\'\nc = """"""\nd = \'\'\nf = """\\""""\n',
    "times": "a = 1979-05-27 07:32:00\nb = 07:32:00 # late\nc = [07:30:00, 1.5e3, 0x1F]\n",
    "blank": "\r\n# only a comment\r\n\ta = [ ]\r\nb = {}\r\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_every_path_of_a_layout_is_found(text: str) -> None:
    assert set(TomlLines(text).lines) == set(paths_of(tomllib.loads(text)))


def test_a_list_of_tables_counts_its_elements() -> None:
    text = (
        "[[stage]]\n\n  [[stage.dose]]\n  line = 1\n\n  [[stage.dose]]\n  line = 2\n\n[[stage]]\n"
    )
    lines = TomlLines(text)
    assert lines.line(("stage", 0, "dose", 1, "line")) == 7
    assert lines.line(("stage", 1)) == 9


def test_what_is_missing_is_looked_for_around_it() -> None:
    lines = TomlLines("a = 1\n[b]\nc = 2\n")
    assert lines.line(("b", "missing", 3)) == 2
    assert lines.line(("missing",)) == 1


def test_the_walk_ends_at_what_is_no_toml() -> None:
    lines = TomlLines("a = 1\n[b\nc = 2\n")
    assert lines.line(("a",)) == 1
    assert ("b", "c") not in lines.lines


BARE = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
KEYS = st.one_of(
    BARE,
    BARE.map(lambda key: f'"{key}.\\t{key}"'),
    st.text("ab .#=[]", max_size=5).map(lambda key: f"'{key}'"),
)
SPACE = st.sampled_from(["", " ", "\t"])
GAP = st.sampled_from(["", " ", "\n", "\n\n  ", " # note, ] }\n"])
SCALARS = st.one_of(
    st.integers().map(str),
    st.booleans().map(lambda yes: "true" if yes else "false"),
    st.text("ab#=[]{},'\n", max_size=8).map(lambda text: '"""' + text + '"""'),
    st.text('ab#=[]{},"\n', max_size=8).map(lambda text: "'''" + text.strip('"') + " '''"),
    st.text("ab#=[]{},'", max_size=8).map(lambda text: f'"{text}\\""'),
    st.sampled_from(["07:30:00", "1979-05-27 07:32:00", "-1.5e-3", "0xFF"]),
)


@st.composite
def lists(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    parts = [f"{draw(GAP)}{draw(values)}{draw(GAP)}" for _ in range(draw(st.integers(0, 3)))]
    return f"[{','.join(parts)}{draw(GAP)}]"


@st.composite
def inline_tables(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    keys = draw(st.lists(BARE, unique=True, max_size=3))
    return "{ " + ", ".join(f"{key}{draw(SPACE)}= {draw(values)}" for key in keys) + " }"


VALUES = st.recursive(SCALARS, lambda inner: st.one_of(lists(inner), inline_tables(inner)))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """TOML with tables, lists of tables and every kind of value."""
    names = draw(st.lists(KEYS, unique=True, max_size=4))
    lines = [f"{key}{draw(SPACE)}={draw(SPACE)}{draw(VALUES)}{draw(GAP)}" for key in names]
    for number in range(draw(st.integers(0, 4))):
        header = draw(st.sampled_from([f"[table{number}]", "[[many]]", f"[one.'t.{number}']"]))
        lines.append(f"{draw(SPACE)}{header}{draw(SPACE)}# [x]")
        lines += [f"key{n} = {draw(VALUES)}{draw(GAP)}" for n in range(draw(st.integers(0, 3)))]
    return "\n".join(lines)


@given(documents())
def test_any_document_gives_a_line_for_every_path(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()  # one key was spelled in two ways
    assert set(TomlLines(text).lines) == set(paths_of(data))


@given(st.lists(st.integers(1000, 9999), unique=True, min_size=1, max_size=12), st.data())
def test_every_value_is_on_its_line(numbers: list[int], data: st.DataObject) -> None:
    gaps = [data.draw(GAP) for _ in numbers]
    listed = "values = [" + "".join(f"{gap}{n}, " for gap, n in zip(gaps, numbers, strict=True))
    text = f'# start\ntext = """\nvalues = 1\n"""\n[[many]]\n[[many]]\n{listed}]'
    lines = text.split("\n")
    found = TomlLines(text)
    for index, number in enumerate(numbers):
        assert str(number) in lines[found.line(("many", 1, "values", index)) - 1]


@given(st.text())
def test_any_text_at_all_ends_the_walk_without_an_error(text: str) -> None:
    assert TomlLines(text).line(("anything",)) >= 1
