"""What the patient wrote in the window, each with what it belongs to."""

from collections.abc import Sequence
from datetime import timedelta

from coach.domain.check_ups import EVENING, MEDICINE
from coach.domain.easing import asked_exercise
from coach.domain.events import ExerciseDone, NoteWritten, SessionStarted
from coach.domain.history import History
from coach.review.follow_up import NoteLine, SafetyEvent
from coach.review.follow_up_window import Known, Window

SESSION = "session"
DAYS_BEFORE = 3
"""So many days before a safety event are one's own words shown beside it (source: DESIGN)."""


def note_lines(own: History, window: Window, known: Known) -> tuple[NoteLine, ...]:
    """Every note but those on medicine, oldest first."""
    return _notes(own, window, known, medicine=False)


def notes_before(own: History, events: Sequence[SafetyEvent], known: Known) -> tuple[NoteLine, ...]:
    """What was written in the days before a safety event and on its day, oldest first."""
    days = {
        event.at.date() - timedelta(days=back)
        for event in events
        for back in range(DAYS_BEFORE + 1)
    }
    if not days:
        return ()
    found = _notes(own, Window(min(days), max(days)), known, medicine=False)
    return tuple(note for note in found if note.day in days)


def medicine_lines(own: History, window: Window, known: Known) -> tuple[NoteLine, ...]:
    """What the patient wrote down as taken; it is never judged."""
    return _notes(own, window, known, medicine=True)


def _notes(own: History, window: Window, known: Known, *, medicine: bool) -> tuple[NoteLine, ...]:
    notes = [
        (stamped.day, fact)
        for stamped, fact in own.of(NoteWritten)
        if window.holds(stamped.day) and (fact.about == MEDICINE) is medicine
    ]
    places = {MEDICINE: ""} if medicine or not notes else _places(own, known)
    return tuple(
        NoteLine(day, places.get(fact.about, fact.about), fact.text) for day, fact in notes
    )


def _places(own: History, known: Known) -> dict[str, str]:
    """What a note can be about, in words; a session of one exercise is that exercise."""
    worked: dict[str, set[str]] = {}
    places = {EVENING: EVENING}
    for _, done in own.of(ExerciseDone):
        exercise = asked_exercise(done.item) or done.exercise
        places[done.item] = known.name(exercise)
        if done.session is not None:
            worked.setdefault(done.session, set()).add(exercise)
    for _, started in own.of(SessionStarted):
        only = worked.get(started.session, set())
        places[started.session] = known.name(*only) if len(only) == 1 else SESSION
    return places
