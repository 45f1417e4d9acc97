"""Keys of a remote in line mode and from the shell."""

from coach.cli.diagnostics import ExitCode
from tests.cli.conftest import Patient, Run


def test_keys_are_named_in_line_mode(run: Run, set_up: Patient) -> None:
    set_up()
    result = run(answers=["k", "right pause", "right dance", "left hurts", "left", "q", "q"])
    assert result.code == 0
    assert "right: It pauses and goes on." in result.lines
    assert any(line.startswith("left: That hurts") for line in result.lines)
    assert any(line.startswith("left: As usual: Back") for line in result.lines)
    assert any("It can do: pause, hurts" in line for line in result.lines)
    assert '{ "right" = "pause" }' in run("settings", "keys").out


def test_a_table_is_changed_line_by_line_from_the_shell(run: Run) -> None:
    assert run("settings", "keys", "right = pause").code == 0
    assert run("settings", "keys", "f5=hurts").code == 0
    assert run("settings", "pronunciation", "NPRS = N P R S").code == 0
    shown = run("settings").out
    assert '"f5" = "hurts", "right" = "pause"' in shown
    assert '"NPRS" = "N P R S"' in shown
    assert run("settings", "keys", "f5=").code == 0
    assert "f5" not in run("settings", "keys").out


def test_a_line_that_says_nothing_is_refused(run: Run) -> None:
    for value in ("right", "= pause", "right = dance"):
        refused = run("settings", "keys", value)
        assert refused.code == ExitCode.INPUT
        assert len(refused.err.splitlines()) == 1
    assert run("settings", "keys").out.startswith("keys = {}")
