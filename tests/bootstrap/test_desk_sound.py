"""The therapist's desk without a sound device: nothing covers the caseload for that."""

from typing import Any

import pytest

from coach.bootstrap import Wishes
from coach.bootstrap.clinic import build_clinic
from coach.clock import ManualClock
from coach.config import Places, Settings
from coach.speech.notices import NO_SOUND
from coach.speech.silent import SilentSpeaker
from coach.workflows.coach import Notices


def test_that_there_is_no_sound_is_kept_for_whoever_wants_to_hear(
    places: Places, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_a_device(*given: Any) -> SilentSpeaker:
        for one in given:
            if isinstance(one, Notices):
                one.leave(NO_SOUND)
        return SilentSpeaker()

    monkeypatch.setattr("coach.bootstrap.clinic.make_speaker", without_a_device)
    clinic = build_clinic(places, Settings(), Wishes(silent=True), clock=clock)
    try:
        assert clinic.notices.take() == []
        assert clinic.sound_notices.take() == [NO_SOUND]
    finally:
        clinic.close()
