"""What a person chooses while a coach runs, kept in the settings file."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from coach.config import Places, Settings, change_settings, place_of
from coach.domain.errors import InputError
from coach.workflows.safety import Safety
from coach.workflows.set_up import SetUpAnswers

if TYPE_CHECKING:
    from coach.session.voice_choice import VoiceChoice
    from coach.workflows.remote import RemoteKeys
    from coach.workflows.sessions import Sessions


def voice_rememberer(places: Places, sessions: "Sessions") -> "Callable[[VoiceChoice], None]":
    """Keeps a choice; sessions that begin afterwards allow for its speed."""
    from coach.bootstrap.sound import script_settings

    def remember(choice: "VoiceChoice") -> None:
        settings = change_settings(places.config_file, asdict(choice))
        sessions.script_settings = script_settings(settings)

    return remember


def answers_rememberer(
    places: Places, settings: Settings, safety: Safety
) -> Callable[[SetUpAnswers], None]:
    """Keeps what the first start asked; the number counts at once."""

    def remember(answers: SetUpAnswers) -> None:
        number = answers.emergency_number or settings.emergency_number
        safety.use_number(number)
        changes = {"name": answers.name, "emergency_number": number}
        change_settings(places.config_file, changes)

    return remember


def check_keys(places: Places, settings: Settings) -> None:
    """InputError with file and line for a table of keys that no coach can be built over."""
    if not settings.keys:
        return
    from coach.workflows.remote import WrongKeyError

    try:
        remote_keys(places, settings)
    except WrongKeyError as error:
        where = place_of(places.config_file, "keys", error.key)
        raise InputError(error.title, f"{where}: {error.message}") from error


def remote_keys(places: Places, settings: Settings) -> "RemoteKeys":
    """The keys of a person's remote. WrongKeyError for a table that cannot be used."""
    from coach.workflows.remote import RemoteKeys, key_table

    pairs = dict(settings.keys)
    table = key_table(
        pairs, any_key_pauses=settings.any_key_pauses, twice_hurts=settings.twice_hurts
    )

    def remember(changed: Mapping[str, str]) -> None:
        change_settings(places.config_file, {"keys": dict(changed)})

    return RemoteKeys(pairs, table, remember)
