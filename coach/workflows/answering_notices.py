"""What the buttons of desktop notices do: the same commands as the keys, here or handed over."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from coach.domain.notices import OPEN, Button, Notice, Pressed
from coach.domain.reminding import LATER_MINUTES
from coach.session.cues import Cue, CueKind, Priority
from coach.workflows.answering_reminders import AWAY_KEYS, REASONS
from coach.workflows.coach import Coach
from coach.workflows.desktop import Desktop
from coach.workflows.inbox import Request
from coach.workflows.remind import AWAY_NOTICE, DUE_NOTICE
from coach.workflows.sitting_words import NOTICE_ID as SITTING_NOTICE
from coach.workflows.sitting_words import STILL, UP, UP_NOW

SNOOZE = "snooze"
OF_BOUT = "/"
"""Between the answer and the bout it is about, in the keys of the sitting notice."""
EARLIER = "That notice was about an earlier sitting. Nothing is changed."
CLOCK_NOTICE = "clock"
"""Begins the ids of what is read and not answered: timers, and the words before a task."""
UP_BUTTON, SNOOZE_BUTTON = Button(UP, "I am up"), Button(SNOOZE, "3 more minutes")

Start = Callable[[Sequence[str]], str]
"""Opens a session of these exercises for the patient to see, of all that is due for none; what to
say about it, empty when a window opened. `None` is not a session but today's screen."""


TAKE_IT_OFF = "Take it off"
TITLES = {CueKind.TAKE_OFF: TAKE_IT_OFF, CueKind.SKIN_CHECK: "Look at your skin"}


def watched_notices(coach: Coach, cues: Sequence[Cue]) -> list[Notice]:
    """The notices for what the watchers just said aloud; while it is quiet there are none.

    That a bout was closed is no line to be spoken, but it is shown.

    Raises LogError.
    """
    sitting = _sitting_notice(coach, cues)
    found = [sitting] if sitting is not None else []
    spoken = (cue for cue in cues if cue.spoken)
    found += [
        Notice(f"{CLOCK_NOTICE}/counted", "Sitting", cue.text)
        for cue in cues
        if cue.kind is CueKind.SITTING_COUNTED
    ]
    return found + [
        Notice(
            f"{CLOCK_NOTICE}/{cue.kind}",
            TITLES.get(cue.kind, "Your coach"),
            cue.text,
            urgent=cue.kind in TITLES,
        )
        for cue in spoken
        if cue.kind is CueKind.NOTICE or cue.kind in TITLES
    ]


def _sitting_notice(coach: Coach, cues: Sequence[Cue]) -> Notice | None:
    kinds = (CueKind.SITTING, CueKind.LEG_SCORE)
    warnings = [
        cue for cue in cues if cue.kind in kinds and cue.priority <= Priority.WARNING and cue.spoken
    ]
    if not warnings:
        return None
    said, question, sits = warnings[-1], coach.guard.notice(), coach.guard.now()
    if sits is None:
        return Notice(SITTING_NOTICE, "Time to sit down", said.text, urgent=True)
    if question is not None and coach.guard.asks_still():
        # The question stays open beside a warning, so its buttons stay the ones to press.
        buttons = question.buttons
        if question.text == said.text:
            return replace(question, buttons=_about(sits.bout, buttons))
    else:
        buttons = (UP_BUTTON, SNOOZE_BUTTON) if said.kind is CueKind.SITTING else (UP_BUTTON,)
    title = "Time to stand up"
    return Notice(SITTING_NOTICE, title, said.text, _about(sits.bout, buttons), urgent=True)


def _about(bout: str, buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The buttons with the bout in their keys: a notice may be pressed when another one began."""
    return tuple(Button(f"{button.key}{OF_BOUT}{bout}", button.label) for button in buttons)


def _sitting_key(coach: Coach, pressed: Pressed) -> str | None:
    """The answer that was pressed; None when it was about a bout that is over."""
    key, _, bout = pressed.key.partition(OF_BOUT)
    sits = coach.guard.now()
    return key if not bout or (sits is not None and sits.bout == bout) else None


def withdraw_settled(coach: Coach, desktop: Desktop) -> bool:
    """Take away what a notice asks for and the patient has done meanwhile.

    Whether a notice may still stand. Raises LogError.
    """
    sits, due = coach.guard.now(), bool(coach.answers.reminded_of())
    up = coach.guard.upright()
    wants_answer = coach.guard.asks() is not None or (sits is not None and sits.overdue_minutes > 0)
    stands = wants_answer or (up is not None and up.spoken > 0)
    if not stands:
        desktop.withdraw(SITTING_NOTICE)
    if not due:
        desktop.withdraw(DUE_NOTICE)
        desktop.withdraw(AWAY_NOTICE)
    return stands or due


def carry_out(coach: Coach, pressed: Pressed) -> list[Cue]:
    """The answer as facts, in a coach that may write. Raises LogError."""
    if pressed.notice != SITTING_NOTICE:
        return coach.answers.pressed(pressed)
    if pressed.key == OPEN:
        return []
    key = _sitting_key(coach, pressed)
    if key is None:
        return [Cue(CueKind.SITTING, EARLIER, spoken=False)]
    if key == SNOOZE:
        return coach.guard.snooze()
    if key == UP and not coach.guard.asks_still():
        return coach.guard.stand()
    return coach.guard.answer(key)


def handed_over(coach: Coach, pressed: Pressed) -> Request | None:
    """The answer for the coach that holds the home; None for what is no answer. LogError."""
    now = coach.records.now()
    if pressed.notice == SITTING_NOTICE:
        return _about_sitting(coach, _sitting_key(coach, pressed))
    if pressed.notice == AWAY_NOTICE:
        known = pressed.key in AWAY_KEYS
        return Request("away", now, answer=pressed.key) if known else None
    reason = REASONS.get(pressed.key)
    if reason is None and pressed.key != "later":
        return None
    items = tuple(item.id for item in coach.answers.reminded_of())
    if reason is None:
        return Request("later", now, minutes=LATER_MINUTES, items=items) if items else None
    return Request("leave_out", now, answer=reason.value, items=items) if items else None


def _about_sitting(coach: Coach, key: str | None) -> Request | None:
    """Up is up; still sitting is said by sitting down again, while the question stands."""
    now, sits = coach.records.now(), coach.guard.now()
    if key in (UP, UP_NOW):
        return Request("stand", now, answer=key)
    if key == STILL and sits is not None and coach.guard.asks_still():
        return Request("sit", now, surface=sits.surface.value)
    return None


def wants_session(pressed: Pressed) -> bool:
    """Whether the button asks for a session to begin."""
    return (pressed.notice, pressed.key) in ((DUE_NOTICE, "start"), (AWAY_NOTICE, "now"))


def wants_screen(pressed: Pressed) -> bool:
    """Whether the notice itself was pressed: whoever does that wants to see the coach."""
    return pressed.key == OPEN and pressed.notice != SITTING_NOTICE
