"""Messages between the coach and the process that talks to the desktop."""

import msgspec

from coach.processes.lines import Wire


class Show(msgspec.Struct, tag="show", frozen=True):
    """To the helper: show a notice; answered by `Shown`."""

    number: int
    id: str
    title: str
    text: str
    buttons: list[tuple[str, str]]
    """Key and label of each."""
    urgent: bool = False


class Withdraw(msgspec.Struct, tag="withdraw", frozen=True):
    """To the helper: take a notice away."""

    id: str


class Ask(msgspec.Struct, tag="ask", frozen=True):
    """To the helper: how does the desktop stand; answered by `Told`."""

    number: int


class Bye(msgspec.Struct, tag="bye", frozen=True):
    """To the helper: take every notice away and end."""


class Ready(msgspec.Struct, tag="ready", frozen=True):
    """From the helper: it listens."""


class Shown(msgspec.Struct, tag="shown", frozen=True):
    """From the helper: whether the desktop took the notice."""

    number: int
    ok: bool


class Told(msgspec.Struct, tag="told", frozen=True):
    """From the helper: what the desktop tells; None and empty for what it does not."""

    number: int
    idle_seconds: float | None
    idle_by: str
    disturb: bool | None
    disturb_by: str


class Pressed(msgspec.Struct, tag="pressed", frozen=True):
    """From the helper: a button, or the notice itself with the key `open`."""

    id: str
    key: str


class Gone(msgspec.Struct, tag="gone", frozen=True):
    """From the helper: the person closed a notice."""

    id: str


Message = Show | Withdraw | Ask | Bye | Ready | Shown | Told | Pressed | Gone
WIRE: Wire[Message] = Wire(Message)
