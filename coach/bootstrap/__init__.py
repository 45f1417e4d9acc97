"""The one place that builds adapters and wires them to the workflows."""

from coach.bootstrap.patient import (
    Wishes,
    build,
    listen_settings,
    make_inbox,
    make_listener,
    make_speaker,
    new_id,
    script_settings,
    speech_settings,
)

__all__ = [
    "Wishes",
    "build",
    "listen_settings",
    "make_inbox",
    "make_listener",
    "make_speaker",
    "new_id",
    "script_settings",
    "speech_settings",
]
