"""Puts the watch into the session's own starter, and takes it out again; says what it did."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from msgspec import Struct

from coach.desktop import units
from coach.domain.errors import InputError

TASK_FILE = "coach-watch.xml"
NOT_WRITABLE = (
    "{home} or {config} has bytes in its name that are no letters, so the session cannot be told "
    "of it."
)
NAME_ANEW = "Give it another name to have the watch started by itself."
RUN_SECONDS = 30.0
Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a program; its exit code and what it printed. 127 when there is none."""


class Starter(Struct, frozen=True):
    """One system's way to start the watch with the session."""

    name: str
    file: Path
    """Where its text is kept."""
    content: bytes
    enable: tuple[tuple[str, ...], ...]
    """Programs that start it now and at every log-in; those with a leading `-` may fail."""
    disable: tuple[tuple[str, ...], ...]
    active: tuple[str, ...]
    """A program that ends with 0 while it is started."""
    owner: bytes
    """How the text names the home: one that does not is of another home."""
    silent: bool = False
    """Whether it is told to speak no word."""
    former: Path | None = None
    """Where an older coach kept the text; None where it is kept there still."""

    def kept(self) -> list[Path]:
        """The files that are there, an older coach's too."""
        return [file for file in (self.file, self.former) if file is not None and file.exists()]


class Outcome(Struct, frozen=True):
    """What was done, in lines for a person."""

    ok: bool
    lines: tuple[str, ...]


def run_program(command: Sequence[str]) -> tuple[int, str]:
    """Run a program of the system, at most half a minute."""
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=RUN_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return 127, "is not installed here"
    except (OSError, subprocess.TimeoutExpired) as error:
        return 126, str(error)
    return done.returncode, (done.stderr or done.stdout).strip()


def starter_of(
    environment: Mapping[str, str],
    home: Path,
    config: Path,
    platform: str = sys.platform,
    executable: str = sys.executable,
) -> Starter:
    """The platform's own starter. `home` and `config` are this coach's, absolute.

    InputError for a path that is no text: what starts the session keeps text alone.
    """
    # Always both: the session's environment is not that of the shell, and may mean other folders.
    carried = {"COACH_HOME": str(home), "COACH_CONFIG": str(config)}
    if environment.get("COACH_SILENT", "") not in ("", "0"):
        carried["COACH_SILENT"] = environment["COACH_SILENT"]
    command = [executable, "-P", "-m", "coach", "watch"]
    try:
        if platform == "win32":
            return _task(command, carried, environment, home)
        if platform == "darwin":
            return _agent(command, carried)
        return _unit(command, carried, environment)
    except UnicodeEncodeError as error:
        raise InputError(
            "Watch", NOT_WRITABLE.format(home=home, config=config), NAME_ANEW
        ) from error


def install(starter: Starter, run: Run = run_program) -> Outcome:
    """Write the text whole, then start it; a second time changes nothing but takes new text.

    InputError when it is installed for another home: one session has one watch.
    """
    _refuse_another_home(starter)
    _write(starter.file, starter.content)
    if starter.former is not None:
        _remove(starter.former)
    lines = [f"Written: {starter.file}"]
    problem = _carry_out(starter.enable, run)
    if problem:
        by_hand = " && ".join(_shown(step) for step in starter.enable if step[0] != "-")
        lines += [
            f"Not started: {problem}",
            f"Start it yourself, once, in your desktop session: {by_hand}",
        ]
        return Outcome(False, tuple(lines))
    lines.append(f"Told to start now, and with every log-in ({starter.name}).")
    if starter.silent:
        lines.append("It speaks no word, because COACH_SILENT is set here.")
    return Outcome(True, tuple(lines))


def _refuse_another_home(starter: Starter) -> None:
    try:
        there = starter.file.read_bytes()
    except OSError:
        return
    if starter.owner not in there:
        raise InputError(
            "Watch",
            f"{starter.file} starts the watch of another home already; take that back first with: "
            "coach watch --uninstall",
        )


def uninstall(starter: Starter, run: Run = run_program) -> Outcome:
    """Stop it and take the text away; harmless when there is none."""
    kept = starter.kept()
    if not kept and run(starter.active)[0] != 0:
        return Outcome(True, ("Nothing is installed.",))
    _carry_out(starter.disable, run)
    for file in kept:
        _remove(file)
    removed = [f"Removed: {file}" for file in kept or [starter.file]]
    if starter.name == "systemd":
        run(("systemctl", "--user", "daemon-reload"))
    if run(starter.active)[0] == 0:
        still = f"It still runs; stop it yourself: {_shown(starter.disable[-1])}"
        return Outcome(False, (*removed, still))
    return Outcome(True, (*removed, "It is stopped, and starts no more."))


def describe(starter: Starter, run: Run = run_program) -> Outcome:
    """How it stands; ok while it is installed and started."""
    kept = starter.kept()
    if not kept:
        return Outcome(False, ("Not installed. Install it with: coach watch --install",))
    lines = [f"Installed: {file}" for file in kept]
    if starter.former in kept or not _is_up_to_date(starter):
        lines.append(
            "It was written for other settings; bring it up to date: coach watch --install"
        )
    active = run(starter.active)[0] == 0
    lines.append("Started." if active else f"Not started. Start it: {_shown(starter.enable[-1])}")
    return Outcome(active, tuple(lines))


def _is_up_to_date(starter: Starter) -> bool:
    try:
        return starter.file.read_bytes() == starter.content
    except OSError:
        return False


def _unit(
    command: Sequence[str], carried: Mapping[str, str], environment: Mapping[str, str]
) -> Starter:
    base = environment.get("XDG_CONFIG_HOME") or str(Path("~/.config").expanduser())
    control = ("systemctl", "--user")
    return Starter(
        "systemd",
        Path(base, "systemd", "user", units.UNIT),
        units.systemd_unit(command, carried).encode("utf-8"),
        enable=(
            (*control, "daemon-reload"),
            (*control, "enable", units.UNIT),
            (*control, "restart", units.UNIT),
        ),
        disable=((*control, "disable", "--now", units.UNIT),),
        active=(*control, "is-active", "--quiet", units.UNIT),
        owner=units.systemd_variable("COACH_HOME", carried["COACH_HOME"]).encode("utf-8"),
        silent="COACH_SILENT" in carried,
    )


def _agent(command: Sequence[str], carried: Mapping[str, str]) -> Starter:
    file = Path("~/Library/LaunchAgents").expanduser() / f"{units.LABEL}.plist"
    user = f"gui/{os.getuid() if sys.platform != 'win32' else 0}"
    service = f"{user}/{units.LABEL}"
    return Starter(
        "launchd",
        file,
        units.launchd_agent(command, carried).encode("utf-8"),
        enable=(
            ("-", "launchctl", "bootout", service),
            ("launchctl", "enable", service),
            ("launchctl", "bootstrap", user, str(file)),
        ),
        disable=(("launchctl", "bootout", service),),
        active=("launchctl", "print", service),
        owner=f"<string>{escape(carried['COACH_HOME'])}</string>".encode(),
        silent="COACH_SILENT" in carried,
    )


def _task(
    command: Sequence[str],
    carried: Mapping[str, str],
    environment: Mapping[str, str],
    home: Path,
) -> Starter:
    program, *words = command
    quiet = Path(program).with_name("pythonw.exe")
    for name, option in (("COACH_HOME", "--home"), ("COACH_CONFIG", "--config")):
        words += [option, carried[name]]
    if carried.get("COACH_SILENT"):
        words.append("--silent")
    domain, user = environment.get("USERDOMAIN", ""), environment.get("USERNAME", "")
    who = f"{domain}\\{user}" if domain else user
    # In one place for all homes of this person, so that a second one does not take the task over.
    local = environment.get("LOCALAPPDATA", "")
    in_home = home / TASK_FILE
    file = Path(local, "coach", TASK_FILE) if local else in_home
    text = units.scheduled_task([str(quiet), *words], who)
    task = ("/TN", units.TASK)
    return Starter(
        "Task Scheduler",
        file,
        text.encode("utf-16"),
        enable=(
            ("schtasks", "/Create", *task, "/XML", str(file), "/F"),
            ("-", "schtasks", "/End", *task),
            ("schtasks", "/Run", *task),
        ),
        disable=(
            ("-", "schtasks", "/End", *task),
            ("schtasks", "/Delete", *task, "/F"),
        ),
        active=("schtasks", "/Query", *task),
        # Whole words: the home of one may begin with the home of another.
        owner=escape(subprocess.list2cmdline(["--home", carried["COACH_HOME"], "--config"])).encode(
            "utf-16"
        )[2:],
        silent="COACH_SILENT" in carried,
        former=in_home if file != in_home else None,
    )


def _carry_out(steps: Sequence[tuple[str, ...]], run: Run) -> str:
    """Run the steps until one fails; what went wrong, empty for nothing."""
    for step in steps:
        may_fail = step[0] == "-"
        command = step[1:] if may_fail else step
        code, said = run(command)
        if code != 0 and not may_fail:
            reason = said.splitlines()[0] if said else f"it ended with {code}"
            return f"{command[0]}: {reason}"
    return ""


def _shown(step: Sequence[str]) -> str:
    words = step[1:] if step[0] == "-" else step
    return shlex.join(words)


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise InputError("Watch", f"{file} cannot be removed: {error.strerror}.") from error


def _write(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError("Watch", f"{file} cannot be written: {error.strerror}.") from error
