"""What the sitting guard says: plain, what to do first, and why for this patient."""

from datetime import datetime, timedelta

from msgspec import Struct

from coach.domain.notices import Button, Notice
from coach.domain.outcomes import LimitRule
from coach.domain.program import Surface
from coach.domain.sitting_spells import HARD_SEATS
from coach.domain.sitting_state import LEG_QUESTION
from coach.domain.time_events import SittingLimitSet

CUSHION = "Put a cushion under you."
LOCKED_UP = "That is noted. Coaching is locked until you were seen."
"""What is said to whoever gets up while a hold stands: nothing is asked for."""
AGAIN = "Sitting again? Say so."
SOON = "One more minute, then stand up."
STILL, UP, UP_NOW = "still", "up", "now"
LONGER, SAME, BACK, KEEP = "longer", "same", "back", "keep"
NOTICE_ID = "sitting"


class SittingQuestion(Struct, frozen=True):
    """Something the guard asked, with its answers: the key of each, and its words."""

    text: str
    choices: tuple[tuple[str, str], ...]

    def notice(self) -> Notice:
        """The same for the desktop."""
        buttons = tuple(Button(key, label) for key, label in self.choices)
        return Notice(NOTICE_ID, "Sitting", self.text, buttons, urgent=True)


def minutes_text(count: float) -> str:
    """`1 minute`, `12 minutes`."""
    whole = round(count)
    return "1 minute" if whole == 1 else f"{whole} minutes"


def seat(surface: Surface) -> str:
    """Where one sits, within a sentence."""
    if surface is Surface.CAR:
        return "in the car"
    return "on the floor" if surface is Surface.FLOOR else f"on a {surface.value} seat"


def sat_down(surface: Surface, left: int, *, too_soon: bool) -> str:
    """Said on sitting down; a hard seat wants a cushion at once (source: clinical 4.2)."""
    ahead = f"Up again in {minutes_text(left)}." if left > 0 else "Please stand up again."
    text = f"Sitting, {seat(surface)}. {ahead}"
    if too_soon:
        text = f"The break was too short, so the clock goes on. {ahead}"
    return f"{text} {CUSHION}" if surface in HARD_SEATS else text


def stand_up(surface: Surface, minutes: float, why: str) -> str:
    """The first spoken warning."""
    text = f"Time to stand and walk. {minutes_text(minutes)} {seat(surface)}."
    return f"{text} {why}".strip()


def why_for_you(rise_minutes: int | None, reason: str) -> str:
    """Why, for this patient: by what they logged, else the program's reason (clinical 4.5)."""
    if rise_minutes is None:
        return reason
    return f"You told us sitting brings the leg on after about {minutes_text(rise_minutes)}."


def second(surface: Surface, minutes: float) -> str:
    """The second and last warning; plainer on a hard seat."""
    text = f"You have sat {minutes_text(minutes)} {seat(surface)}."
    if surface in HARD_SEATS:
        text += " Please get up now. When you sit again, choose a softer seat or a cushion."
    return f"{text} {LEG_QUESTION}"


def away_question(slept: timedelta, *, off: bool) -> SittingQuestion:
    """Asked after a sleep in the middle of a bout, or a time the machine was off."""
    what = "was off" if off else "slept"
    return SittingQuestion(
        f"The computer {what} for {minutes_text(_minutes(slept))}. Did you sit through it?",
        ((STILL, "Yes, I sat through it"), (UP, "No, I was up")),
    )


def long_question(silent: timedelta) -> SittingQuestion:
    """Asked when the person said nothing for so long."""
    return SittingQuestion(
        f"Still sitting? I last heard from you {minutes_text(_minutes(silent))} ago.",
        (
            (STILL, "Yes, still sitting"),
            (UP, "No, and I do not know since when"),
            (UP_NOW, "I am getting up now"),
        ),
    )


def idle_question(since: datetime, *, back: bool) -> SittingQuestion:
    """Asked when the hands rest since then; `back` is whether they are at work again."""
    clock = f"{since:%H:%M}"
    rested = f"rested for a while from {clock} on" if back else f"have rested since {clock}"
    return SittingQuestion(
        f"Still sitting? Keyboard and mouse {rested}.",
        (
            (STILL, "Yes, still sitting"),
            (UP, f"No, I got up at {clock}"),
            (UP_NOW, "I am getting up now"),
        ),
    )


def counted(minutes: float, *, off: bool) -> str:
    """Told of a bout that ended where the machine fell asleep, or was switched off."""
    until = "until the computer went off" if off else "up to the sleep"
    return f"Sitting counted {until}: {minutes_text(minutes)}. {AGAIN}"


def _minutes(length: timedelta) -> float:
    return length.total_seconds() / 60


def limit_told(fact: SittingLimitSet, before: int) -> str:
    """Why a limit is another one now; told once."""
    new = f"{minutes_text(fact.minutes)} {seat(fact.surface)} from now on, not {before}"
    if fact.rule is LimitRule.RISE:
        return f"New limit: {new}. Your leg came up before the time was over."
    if fact.rule is LimitRule.NO_RISE:
        return f"New limit: {new}. Your leg stayed calm for three days."
    if fact.rule is LimitRule.ASKED:
        return f"New limit: {new}, as you asked."
    return f"Taken back: {new}."


def limit_question(fact: SittingLimitSet, plan_minutes: int) -> SittingQuestion:
    """The fitted limit may be taken back."""
    text = f"The sitting time {seat(fact.surface)} is {minutes_text(fact.minutes)} now."
    back = f"Take it back: {minutes_text(plan_minutes)}, as in the program"
    return SittingQuestion(text, ((KEEP, "Keep it so"), (BACK, back)))


def too_short_question(surface: Surface, longer: int) -> SittingQuestion:
    """Asked once, the day after many warnings that nobody followed (source: clinical 4.5)."""
    text = f"Is the sitting time {seat(surface)} too short? You may have {minutes_text(longer)}."
    return SittingQuestion(
        text, ((LONGER, f"Yes, {minutes_text(longer)}"), (SAME, "No, leave it as it is"))
    )
