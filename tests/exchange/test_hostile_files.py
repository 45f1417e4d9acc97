"""Files that want to do harm, or are simply no programs: one plain sentence, nothing else."""

from pathlib import Path

import pytest

from coach.domain.errors import InputError
from coach.exchange.problems import Problem
from coach.exchange.template import template
from coach.exchange.toml_source import TomlSource, parse_toml, read_toml
from tests.exchange.files import Home, an_exercise, line_of

HARMFUL = {
    "escape": "\\u001b[31mred",
    "clipboard": "\\u001b]52;c;aGFybQ==\\u0007",
    "bidi": "abc\\u202edef\\u2066",
    "nul": "a\\u0000b",
    "c1": "a\\u009b31mb",
    "zero width": "a\\u200bb",
}


def refusal(text: str) -> Problem:
    answer = parse_toml("hostile.toml", text)
    assert isinstance(answer, Problem)
    return answer


@pytest.mark.parametrize("harmful", HARMFUL.values(), ids=HARMFUL)
def test_harmful_characters_in_a_name_are_replaced(home: Home, harmful: str) -> None:
    home.add_exercise("bird-dog", an_exercise(name=f'"{harmful}"', start=f'"{harmful}"'))
    exercise = home.shelf.exercise("bird-dog")
    assert exercise.name.isprintable()
    assert exercise.start.isprintable()
    assert "\ufffd" in exercise.name


def test_markup_stays_the_plain_text_it_is(home: Home) -> None:
    home.add_exercise("bird-dog", an_exercise(name='"[@click=app.quit]here[/] a[/]b"'))
    assert home.shelf.exercise("bird-dog").name == "[@click=app.quit]here[/] a[/]b"


@pytest.mark.parametrize("harmful", HARMFUL.values(), ids=HARMFUL)
@pytest.mark.parametrize("key", ["id", "code", "kind", "side"])
def test_harmful_words_are_harmless_in_what_is_said_about_them(
    home: Home, key: str, harmful: str
) -> None:
    said = home.check_exercise(an_exercise(**{key: f'"{harmful}"'}))
    assert said
    assert all(one.isprintable() for one in said)


@pytest.mark.parametrize("harmful", HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_dose_line_or_key_is_shown_harmless(home: Home, harmful: str) -> None:
    text = template().replace("cat-camel 1x6", f"{harmful} 1x6 {harmful}", 1)
    said = home.check(text + f'\n"{harmful}" = 1\n')
    assert len(said) == 2
    assert all(one.isprintable() for one in said)


def test_an_id_that_climbs_out_of_the_folder_finds_nothing(home: Home) -> None:
    shelf = home.shelf
    for climbing in ("../shipped/exercises/cat-camel", "/etc/passwd", "", "a\0b", "x" * 10_000):
        with pytest.raises(InputError, match="there is no"):
            shelf.exercise(climbing)
        with pytest.raises(InputError, match="there is no"):
            shelf.program(climbing)


def test_a_name_of_a_hundred_kilobytes_is_refused(home: Home) -> None:
    text = an_exercise(name='"' + "long " * 20_000 + '"')
    (said,) = home.check_exercise(text)
    assert said == (
        f"{line_of(text, 'name = ')}: the line has 100,009 characters; "
        "keep lines below 10,000 characters"
    )


def test_a_text_of_many_lines_is_refused_by_its_length(home: Home) -> None:
    text = an_exercise(start='"""\n' + "long long\n" * 10_000 + '"""')
    (said,) = home.check_exercise(text)
    start = line_of(text, "start")
    assert said == f"{start}: start has 100,000 characters; write at most 1,000"


def test_a_text_within_its_length_is_kept_to_the_last_word(home: Home) -> None:
    start = "Lie down. " * 99 + "Breathe."
    home.add_exercise("bird-dog", an_exercise(start=f'"{start}"'))
    assert home.shelf.exercise("bird-dog").start == start


def test_a_dose_line_is_never_cut_short(home: Home) -> None:
    text = template().replace("cat-camel 1x6", "cat-camel 1x6" + " " * 400, 1)
    (said,) = home.check(text)
    assert "dose has 428 characters; write at most 200" in said


def test_deep_nesting_is_refused_with_its_line() -> None:
    said = refusal('id = "a"\nlist = ' + "[" * 9000)
    assert (said.line, said.what) == (2, "values are nested too deep")


def test_nested_tables_are_refused_with_their_line() -> None:
    deep = 'id = "a"\nmap = ' + "{a = " * 1500 + "1" + "}" * 1500
    assert refusal(deep).line == 2


def test_a_number_of_five_thousand_digits_is_refused_with_its_line() -> None:
    said = refusal('id = "a"\nversion = ' + "9" * 5000)
    assert (said.line, said.what) == (2, "a number is too long")


@pytest.mark.parametrize("number", ["nan", "-nan", "+inf", "inf", "1e999"])
def test_a_number_that_is_none_is_refused_with_its_line(number: str) -> None:
    said = refusal(f'id = "a"\n[flare]\nhours = 4\nfactors = [1.0, {number}]')
    assert said.line == 4


@pytest.mark.parametrize(
    "key", [".".join(["a"] * 1000), ".".join(['"a"'] * 1000), " . ".join(["'b'"] * 500)]
)
@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "x = {{ {} = 1 }}", "x = {{ y = 1, {} = 1 }}"])
def test_a_key_of_a_thousand_parts_is_refused_before_it_takes_time(key: str, form: str) -> None:
    said = refusal("# first\n" + form.format(key))
    assert (said.line, said.what) == (2, "a key has more than 8 parts")


@pytest.mark.parametrize(
    "text",
    ["#\n" * 100_000, "[[stage]]\n" * 50_000, "steps = [" + '"a",\n' * 100_000 + "]"],
    ids=["comments", "stages", "list"],
)
def test_a_file_of_a_hundred_thousand_values_is_not_taken_apart(text: str) -> None:
    said = refusal(text)
    assert said.what == "it holds more lines and values than any program"


def test_many_full_stops_in_a_sentence_are_no_key() -> None:
    answer = parse_toml("a.toml", 'text = "' + "One. Two. " * 30 + '"\n')
    assert isinstance(answer, TomlSource)


def test_a_file_of_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    path.write_bytes(b"#" * 10_000_000)
    assert str(read_toml(path)).endswith(
        "big.toml: it is larger than 1 MiB; keep a program or exercise below that"
    )


def test_latin_1_bytes_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    path.write_bytes('id = "a"\ntitle = "R\u00fccken"\n'.encode("latin-1"))
    said = read_toml(path)
    assert isinstance(said, Problem)
    assert (said.line, said.what) == (2, "this is not UTF-8 text")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(home: Home) -> None:
    path = home.add_exercise("bird-dog")
    path.write_bytes(b"\xef\xbb\xbf" + an_exercise().replace("\n", "\r\n").encode())
    assert home.shelf.exercise("bird-dog").name == "Bird-dog"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id = "a"\ntitle = \n', 2),
        ('id = "a"\ntitle = "open\n', 2),
        ('id = "a"\n\n[stage\n', 3),
        ('id = "a"\nid = "b"\n', 2),
        ('id = "a"\nlist = [\n1,\n', 3),
        ("\x00", 1),
        ('id = "a\x1b"', 1),
    ],
)
def test_what_is_not_toml_is_said_with_its_line(text: str, line: int) -> None:
    said = refusal(text)
    assert said.line == line
    assert said.what.startswith("this is not TOML: ")
    assert str(said).isprintable()


def test_a_folder_or_nothing_at_all_is_no_file(tmp_path: Path) -> None:
    folder, missing = read_toml(tmp_path), read_toml(tmp_path / "missing.toml")
    assert isinstance(folder, Problem)
    assert isinstance(missing, Problem)
    assert folder.what == "this is no file"
    assert missing.what.startswith("it cannot be read")


def test_an_empty_file_names_what_is_missing(home: Home) -> None:
    said = home.check("# nothing yet\n")
    assert [one for one in said if "is missing; add" in one] == said
    assert '1: id is missing; add id = "steady-back"' in said
