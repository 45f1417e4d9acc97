"""What a command finds around it: environment, places, settings, terminal; and its coach."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from coach.cli.diagnostics import tell
from coach.clock import Clock, SystemClock
from coach.config import Places, Settings, load_settings, places
from coach.domain.errors import InputError

if TYPE_CHECKING:
    from coach.cli.line_input import Lines
    from coach.workflows.clinic import Clinic
    from coach.workflows.coach import Coach


class Surroundings(Struct, frozen=True):
    """Everything outside of a command; tests hand in their own."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    clock: Clock = field(default_factory=SystemClock)
    zone: tzinfo | None = None
    """The patient's zone; None is the machine's own."""
    lines: "Lines | None" = None
    """Where answers come from; None is standard input."""
    other_places: Places | None = None
    """Places in place of those the environment names: for the demo."""

    @property
    def places(self) -> Places:
        """Where everything is."""
        if self.other_places is not None:
            return self.other_places
        try:
            return places(self.environment)
        except RuntimeError as error:
            raise InputError(
                "Folders", f"No home folder is known here ({error}); set COACH_HOME to a folder."
            ) from error

    @property
    def known_places(self) -> Places | None:
        """Where everything is; None where no home is known."""
        try:
            return self.places
        except InputError:
            return None

    @property
    def settings(self) -> Settings:
        """What the settings file says; InputError when it cannot be read."""
        return load_settings(self.places.config_file)

    @property
    def usable_settings(self) -> Settings:
        """The settings as a coach could be built over them; InputError also for a table of keys
        that no coach can use."""
        from coach.bootstrap.remembering import check_keys

        settings = self.settings
        check_keys(self.places, settings)
        return settings

    @property
    def silent(self) -> bool:
        """Whether COACH_SILENT asks for no sound."""
        return self.environment.get("COACH_SILENT", "") not in ("", "0")

    @property
    def on_terminal(self) -> bool:
        """Whether a person can be shown screens: a terminal on both sides that is not dumb."""
        if self.lines is not None or self.environment.get("TERM") == "dumb":
            return False
        return is_terminal(sys.stdin) and is_terminal(sys.stdout)

    def at(self, home: Path) -> "Surroundings":
        """These surroundings with a home and a settings file of their own under `home`."""
        there = replace(
            self.places, home=home, config_file=home / "config.toml", cache=home / "cache"
        )
        return replace(self, other_places=there)

    @contextmanager
    def clinic(
        self,
        *,
        silent: bool = True,
        attended: bool = False,
        demo: bool = False,
        read_only: bool = False,
    ) -> Iterator["Clinic"]:
        """A clinic over the home, closed at the end. Raises InputError, LogError, RefusedError."""
        from coach.bootstrap import Wishes
        from coach.bootstrap.clinic import build_clinic

        wishes = Wishes(
            silent=silent or self.silent, attended=attended, demo=demo, read_only=read_only
        )
        clinic = build_clinic(self.places, self.settings, wishes, clock=self.clock, zone=self.zone)
        try:
            yield clinic
        finally:
            clinic.close()

    @contextmanager
    def coach(
        self,
        *,
        silent: bool = True,
        alarms: bool = False,
        attended: bool = False,
        demo: bool = False,
        clock: Clock | None = None,
    ) -> Iterator["Coach"]:
        """A coach over the home, closed at the end. Raises InputError, LogError, RefusedError."""
        from coach.bootstrap import Wishes, build

        wishes = Wishes(silent=silent or self.silent, alarms=alarms, attended=attended, demo=demo)
        coach = build(self.places, self.settings, wishes, clock=clock or self.clock, zone=self.zone)
        try:
            yield coach
        finally:
            coach.close()
            if coach.safety.last_words:
                tell(coach.safety.last_words)


def is_terminal(stream: object) -> bool:
    """Whether a person sits behind `stream`; False for one that is closed or missing."""
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError, OSError):
        return False
