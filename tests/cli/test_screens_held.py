"""A session that was asked for from the shell and ended on the screens with a yes."""

from collections.abc import Sequence
from typing import Any

import pytest

from coach.cli.surroundings import Surroundings
from coach.domain.errors import LogError
from coach.workflows.coach import Coach
from tests.cli.conftest import Patient, Run


@pytest.fixture(autouse=True)
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Surroundings, "on_terminal", True)


def screens_that(
    monkeypatch: pytest.MonkeyPatch, *, lock: bool = False, torn: bool = False, code: int = 0
) -> None:
    """Screens on which somebody says yes, or no more can be read of the log, and that are left."""

    def run_app(coach: Coach, *, mouse: bool, start: Sequence[str] | None) -> int:
        def unread() -> Any:
            raise LogError("The log", "is torn")

        if lock:
            coach.safety.answered(coach.safety.flags.items[0], True)
        if torn:
            monkeypatch.setattr(coach.safety, "hold", unread)
        return code

    monkeypatch.setattr("coach.tui.app.run_app", run_app)


@pytest.mark.parametrize("words", [["session"], []], ids=["session", "the day"])
@pytest.mark.parametrize(("lock", "code"), [(True, 3), (False, 0)])
def test_a_yes_on_the_screens_tells_the_shell(
    run: Run,
    set_up: Patient,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    lock: bool,
    code: int,
) -> None:
    set_up()
    screens_that(monkeypatch, lock=lock)
    assert run(*words).code == code


def test_a_signal_and_a_log_that_is_torn_are_told_as_before(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    screens_that(monkeypatch, torn=True)
    assert run("session").code == 0
    screens_that(monkeypatch, lock=True, code=143)
    assert run("session").code == 143


def test_who_only_looks_at_the_day_under_a_lock_was_not_locked_by_it(
    run: Run, set_up: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up()
    screens_that(monkeypatch, lock=True)
    assert run().code == 3
    screens_that(monkeypatch)
    assert run().code == 0
