"""What the patient wrote in the window, each with what it belongs to."""

from coach.domain.check_ups import EVENING, MEDICINE
from coach.domain.easing import asked_exercise
from coach.domain.events import ExerciseDone, NoteWritten, SessionStarted
from coach.domain.history import History
from coach.review.follow_up import NoteLine
from coach.review.follow_up_window import Known, Window

SESSION = "session"


def note_lines(own: History, window: Window, known: Known) -> tuple[NoteLine, ...]:
    """Every note but those on medicine, oldest first."""
    return _notes(own, window, known, medicine=False)


def medicine_lines(own: History, window: Window, known: Known) -> tuple[NoteLine, ...]:
    """What the patient wrote down as taken; it is never judged."""
    return _notes(own, window, known, medicine=True)


def _notes(own: History, window: Window, known: Known, *, medicine: bool) -> tuple[NoteLine, ...]:
    places = _places(own, known)
    return tuple(
        NoteLine(stamped.day, "" if medicine else places.get(fact.about, fact.about), fact.text)
        for stamped, fact in own.of(NoteWritten)
        if window.holds(stamped.day) and (fact.about == MEDICINE) is medicine
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
