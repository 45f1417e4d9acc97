"""What starts the watch with the session: a systemd unit, a launchd agent, a scheduled task.

Pure texts. A program that ends with 2, 3 or 4 waits for a person: starting it again mends nothing.
"""

import plistlib
import subprocess
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

UNIT = "coach-watch.service"
LABEL = "org.coach.watch"
TASK = "Coach watch"
DESCRIPTION = "Coach: reminders and the sitting guard"
THROTTLE_SECONDS = 60


def systemd_unit(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """A unit of `systemd --user`; a passphrase is never among `environment`."""
    variables = "".join(
        f"{systemd_variable(name, value)}\n" for name, value in sorted(environment.items())
    )
    words = " ".join(_systemd_word(word, exec_line=True) for word in command)
    return f"""\
[Unit]
Description={DESCRIPTION}
After=graphical-session.target
StartLimitIntervalSec=600
StartLimitBurst=5

[Service]
ExecStart={words}
{variables}Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2 3 4

[Install]
WantedBy=default.target
"""


def systemd_variable(name: str, value: str) -> str:
    """One line of a unit that sets a variable of the environment."""
    return f"Environment={_systemd_word(f'{name}={value}', exec_line=False)}"


def _systemd_word(word: str, *, exec_line: bool) -> str:
    """One word in quotes: `%` begins a specifier, and `$` a variable where programs start."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    quoted = quoted.replace("\n", "\\n").replace("\t", "\\t")
    if exec_line:
        quoted = quoted.replace("$", "$$")
    return f'"{quoted}"'


def launchd_agent(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """A property list for ~/Library/LaunchAgents."""
    agent: dict[str, object] = {
        "Label": LABEL,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": THROTTLE_SECONDS,
        "LimitLoadToSessionType": "Aqua",
    }
    if environment:
        agent["EnvironmentVariables"] = dict(sorted(environment.items()))
    return plistlib.dumps(agent, sort_keys=False).decode("utf-8")


def scheduled_task(command: Sequence[str], user: str) -> str:
    """A task for `schtasks /Create /XML`; the scheduler knows no environment, so words carry it."""
    program, *words = command
    arguments = subprocess.list2cmdline(words)
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(DESCRIPTION)}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>{escape(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{escape(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>3</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(arguments)}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
