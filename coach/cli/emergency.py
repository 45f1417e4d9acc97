"""Whom to call and what to do: `coach emergency`, without log, passphrase or settings."""

from typing import TYPE_CHECKING

from coach.cli import output
from coach.cli.diagnostics import ExitCode, tell

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.parsing import Commands
    from coach.cli.surroundings import Surroundings

NOT_DIALLED = "coach: '{said}' in {file} cannot be called: an emergency number needs {needed}."


def register(commands: "Commands") -> None:
    """Emergency."""
    commands.add(
        "emergency", "The number to call, and what to do first.", "coach emergency", emergency
    )


def emergency(given: "Namespace", around: "Surroundings") -> int:
    """Show it and end."""
    show(around)
    return ExitCode.DONE


def show(around: "Surroundings") -> None:
    """The words of the emergency screen, the number first, also before any log can be read."""
    from coach.cli.console import emergency_lines
    from coach.config import Settings
    from coach.config.emergency import emergency_settings, whom_to_call
    from coach.domain.red_flags import Tier
    from coach.exchange.shelf import FolderShelf, shipped_folder
    from coach.workflows.safety import EmergencyText

    places = around.known_places
    settings = emergency_settings(places.config_file) if places is not None else Settings()
    shipped = places.shipped if places is not None else shipped_folder()
    flags = FolderShelf(shipped, shipped).red_flags()
    advice = flags.advice[Tier.EMERGENCY]
    number = whom_to_call(places.config_file if places is not None else None)
    text = EmergencyText(number, settings.therapist_phone, advice, flags.nobody)
    for line in emergency_lines(text):
        if line:
            output.line(line)
    _tell_not_dialled(around)


def _tell_not_dialled(around: "Surroundings") -> None:
    """A number in the settings file that cannot be called is not passed over in silence."""
    from coach.config.emergency import number_not_dialled
    from coach.domain.emergency_number import DIGITS_NEEDED

    places = around.known_places
    said = number_not_dialled(places.config_file) if places is not None else ""
    if places is not None and said:
        tell(NOT_DIALLED.format(said=said, file=places.config_file, needed=DIGITS_NEEDED))
