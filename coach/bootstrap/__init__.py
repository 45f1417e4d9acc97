"""The one place that builds adapters and wires them to the workflows."""

from coach.bootstrap.patient import build, make_inbox, new_id
from coach.bootstrap.sound import (
    listen_settings,
    make_listener,
    make_speaker,
    phrases_missing,
    script_settings,
    speech_settings,
)
from coach.bootstrap.wishes import Wishes

__all__ = [
    "Wishes",
    "build",
    "listen_settings",
    "make_inbox",
    "make_listener",
    "make_speaker",
    "new_id",
    "phrases_missing",
    "script_settings",
    "speech_settings",
]
