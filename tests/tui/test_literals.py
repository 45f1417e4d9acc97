"""Text from data is never markup: no widget is given a text that could be read as such."""

import ast
from pathlib import Path

import coach.tui

FOLDER = Path(coach.tui.__file__).parent
SAFE = {"literal", "Content", "Text"}
SLOTS = {"Static", "Label", "Button", "Option", "Toast", "Markdown", "Checkbox", "RadioButton"}
METHODS = {"notify", "add_row", "add_column", "add_option", "panic"}
UPDATES = {"update"}


def _call_name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _no_markup(call: ast.Call) -> bool:
    return any(
        keyword.arg == "markup"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is False
        for keyword in call.keywords
    )


def _is_safe(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return "[" not in str(node.value)
    return isinstance(node, ast.Call) and _call_name(node) in SAFE | SLOTS


def faults(source: str) -> list[int]:
    """Lines where a text that is no literal goes into a slot that parses markup."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or _no_markup(node):
            continue
        if _call_name(node) not in SLOTS | METHODS | UPDATES:
            continue
        if any(not _is_safe(argument) for argument in node.args):
            found.append(node.lineno)
    return found


def test_no_widget_is_given_bare_text() -> None:
    found = {
        f"{file.relative_to(FOLDER)}:{line}"
        for file in FOLDER.rglob("*.py")
        for line in faults(file.read_text(encoding="utf-8"))
    }
    assert not found


def test_the_check_itself_finds_bare_text() -> None:
    assert faults("Static(name)") == [1]
    assert faults("self.notify(f'{name} is due')") == [1]
    assert faults("Option(name, id='x')") == [1]
    assert faults("Static('[b]bold[/b]')") == [1]
    assert not faults("Static(literal(name)); self.notify(name, markup=False)")


def test_every_list_of_options_has_markup_off() -> None:
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _call_name(node) == "OptionList":
                assert _no_markup(node), f"{file.name}:{node.lineno}"


def test_every_line_to_type_is_a_plain_one() -> None:
    """Textual's own writes an escape in its text to the terminal."""
    for file in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                own = _call_name(node) not in {"Input", "MaskedInput", "TextArea"}
                assert own, f"{file.name}:{node.lineno}"


def test_no_header_and_no_list_view() -> None:
    for file in FOLDER.rglob("*.py"):
        names = {
            node.id
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Name)
        }
        assert not names & {"Header", "ListView"}, file.name


def test_files_and_functions_stay_small() -> None:
    for file in FOLDER.rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        limit = 150 if file.name == "app.py" else 250 if file.parent.name == "patient" else 300
        assert len(source.splitlines()) <= limit, file.name
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 40, f"{file.name}: {node.name} has {length} lines"
