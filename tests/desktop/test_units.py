"""What starts the watch with the session: the texts, and what is done with them."""

import plistlib
import shlex
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from pathlib import Path

import pytest

from coach.desktop import units
from coach.desktop.service import Starter, describe, install, starter_of, uninstall
from coach.domain.errors import InputError
from tests.golden_files import check_golden_file

COMMAND = ["/opt/my apps/100%/R&D/python", "-P", "-m", "coach", "watch"]
ENVIRONMENT = {"COACH_HOME": '/home/sam & co/"100%"/$HOME\\x'}
GOLDEN = Path(__file__).parent / "golden"
TASKS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_the_systemd_unit() -> None:
    check_golden_file(
        GOLDEN / "coach-watch.service", units.systemd_unit(COMMAND, ENVIRONMENT).encode()
    )


def test_the_launchd_agent() -> None:
    text = units.launchd_agent(COMMAND, ENVIRONMENT)
    check_golden_file(GOLDEN / "org.coach.watch.plist", text.encode())
    read = plistlib.loads(text.encode())
    assert read["ProgramArguments"] == COMMAND
    assert read["EnvironmentVariables"] == ENVIRONMENT


def test_the_scheduled_task() -> None:
    words = [*COMMAND, "--home", "C:\\Users\\Sam & Co\\100% mine"]
    text = units.scheduled_task(words, "OFFICE\\Sam & Co")
    check_golden_file(GOLDEN / "coach-watch.xml", text.encode())
    read = ElementTree.fromstring(text.encode("utf-16"))
    assert read.findtext(f".//{TASKS}Command") == COMMAND[0]
    assert read.findtext(f".//{TASKS}UserId") == "OFFICE\\Sam & Co"
    arguments = read.findtext(f".//{TASKS}Arguments")
    assert arguments is not None
    assert '"C:\\Users\\Sam & Co\\100% mine"' in arguments


class System:
    """A system whose programs do as they are told."""

    def __init__(self, **codes: int) -> None:
        self.codes = codes
        self.ran: list[str] = []

    def __call__(self, command: Sequence[str]) -> tuple[int, str]:
        self.ran.append(shlex.join(command))
        for word, code in self.codes.items():
            if word.replace("_", "-") in command:
                return code, "" if code == 0 else "Failed to connect to bus"
        return 0, ""


@pytest.fixture
def starter(tmp_path: Path) -> Starter:
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "COACH_HOME": "here", "COACH_PASSPHRASE": "x"}
    return starter_of(environment, Path("/home/sam/coach"), Path("/c.toml"), "linux", "/bin/python")


def test_installing_twice_is_harmless_and_uninstalling_takes_it_back(starter: Starter) -> None:
    system = System(is_active=3)
    for _ in range(2):
        outcome = install(starter, system)
        assert outcome.ok
        assert str(starter.file) in outcome.lines[0]
    assert system.ran[:3] == [
        "systemctl --user daemon-reload",
        "systemctl --user enable coach-watch.service",
        "systemctl --user restart coach-watch.service",
    ]
    assert [file.name for file in starter.file.parent.iterdir()] == ["coach-watch.service"]
    assert uninstall(starter, system).ok
    assert not starter.file.exists()
    assert uninstall(starter, system).lines == ("Nothing is installed.",)


def test_the_unit_carries_the_home_and_no_passphrase(starter: Starter) -> None:
    text = starter.content.decode()
    assert 'Environment="COACH_HOME=/home/sam/coach"' in text
    assert 'Environment="COACH_CONFIG=/c.toml"' in text
    assert "PASSPHRASE" not in text
    assert "SILENT" not in text


def test_the_watch_of_another_home_is_not_replaced_unasked(
    starter: Starter, tmp_path: Path
) -> None:
    assert install(starter, System()).ok
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "COACH_SILENT": "1"}
    other = starter_of(environment, Path("/home/ann/coach"), Path("/c"), "linux", "/bin/python")
    with pytest.raises(InputError, match="another home"):
        install(other, System())
    assert uninstall(other, System(is_active=3)).ok
    outcome = install(other, System())
    assert "COACH_SILENT is set here" in outcome.lines[-1]


def test_on_windows_too_a_second_home_does_not_take_the_task_over(tmp_path: Path) -> None:
    environment = {"LOCALAPPDATA": str(tmp_path), "USERNAME": "sam"}
    sam, ann = (
        starter_of(environment, Path(home), Path("/c"), "win32", "/python.exe")
        for home in ("/home/sam/coach-two", "/home/sam/coach")
    )
    assert install(sam, System()).ok
    with pytest.raises(InputError, match="another home"):
        install(ann, System())


@pytest.fixture
def older(tmp_path: Path) -> Starter:
    """On Windows, where an older coach kept the text of its task in the home."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "coach-watch.xml").write_text("an older task")
    environment = {"LOCALAPPDATA": str(tmp_path / "local"), "USERNAME": "sam"}
    return starter_of(environment, home, Path("/c"), "win32", "/python.exe")


def test_what_an_older_coach_installed_is_told_and_taken_back(
    older: Starter, tmp_path: Path
) -> None:
    there = tmp_path / "home" / "coach-watch.xml"
    outcome = describe(older, System())
    assert outcome.ok
    assert outcome.lines[0] == f"Installed: {there}"
    assert "bring it up to date: coach watch --install" in outcome.lines[1]
    outcome = uninstall(older, System(**{"/Query": 1}))
    assert (outcome.ok, outcome.lines[0]) == (True, f"Removed: {there}")
    assert not there.exists()
    assert describe(older, System()).lines[0].startswith("Not installed.")


def test_installing_takes_the_place_of_what_an_older_coach_installed(
    older: Starter, tmp_path: Path
) -> None:
    assert install(older, System()).ok
    assert older.kept() == [tmp_path / "local" / "coach" / "coach-watch.xml"]
    assert describe(older, System()).lines == (f"Installed: {older.file}", "Started.")


def test_without_systemd_it_says_what_to_do(starter: Starter) -> None:
    outcome = install(starter, System(enable=1))
    assert not outcome.ok
    assert starter.file.exists()
    assert "Not started: systemctl: Failed to connect to bus" in outcome.lines[1]
    assert "systemctl --user enable coach-watch.service" in outcome.lines[2]


def test_how_it_stands(starter: Starter, tmp_path: Path) -> None:
    assert describe(starter, System()).lines[0].startswith("Not installed.")
    install(starter, System())
    assert describe(starter, System()).ok
    down = describe(starter, System(is_active=3))
    assert not down.ok
    assert "systemctl --user restart" in down.lines[-1]
    starter.file.write_text("something older")
    assert any("bring it up to date" in line for line in describe(starter, System()).lines)


def test_a_folder_that_cannot_be_written(starter: Starter, tmp_path: Path) -> None:
    (tmp_path / "systemd").write_text("in the way")
    with pytest.raises(InputError, match="cannot be written"):
        install(starter, System())


def test_launchd_and_task_scheduler_are_chosen_by_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    agent = starter_of({}, tmp_path, tmp_path / "c", "darwin", "/bin/python")
    system = System()
    assert install(agent, system).ok
    assert agent.file == tmp_path / "Library/LaunchAgents/org.coach.watch.plist"
    assert "bootstrap" in system.ran[-1]

    told = {"USERNAME": "sam", "COACH_HOME": "x"}
    task = starter_of(told, tmp_path, tmp_path / "c", "win32", "C:/python.exe")
    system = System()
    assert install(task, system).ok
    assert system.ran[0].startswith("schtasks /Create")
    text = task.file.read_bytes().decode("utf-16")
    assert "pythonw.exe" in text
    assert f"--home {tmp_path}" in text
    assert uninstall(task, System(**{"/Query": 1})).ok
