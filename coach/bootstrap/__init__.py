"""The one place that builds adapters and wires them to the workflows."""

from coach.bootstrap.patient import (
    Wishes,
    build,
    make_inbox,
    make_speaker,
    new_id,
    script_settings,
    speech_settings,
)

__all__ = [
    "Wishes",
    "build",
    "make_inbox",
    "make_speaker",
    "new_id",
    "script_settings",
    "speech_settings",
]
