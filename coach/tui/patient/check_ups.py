"""Check-ups on the screen: what is due in order, or what else can be told."""

from typing import Any

from coach.domain.errors import LogError
from coach.domain.forms import Form
from coach.domain.instrument import Instrument
from coach.tui.patient.asking import Choice, ChoiceScreen, MessageScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.patient.form import FormScreen
from coach.tui.patient.safety_list import go_through
from coach.workflows.check_ups import NOTHING_DUE, STOP_ANY_TIME, CheckUp, Offer
from coach.workflows.coach import Coach

MOST_KEYS = 9
"""Questionnaires that have a key of their own; further ones are chosen with the arrows."""
HEADING = "Check-in"
TOTALS = "Which questionnaire?"


async def check_up(screen: CoachScreen[Any], coach: Coach) -> None:
    """Ask what is due; with more than one form, or none, what is wanted. Raises LogError."""
    ready = coach.check_ups.ready()
    if len(ready) == 1:
        await _ask_in_order(screen, coach, ready)
        return
    offer = await screen.app.push_screen_wait(_menu(coach))
    if offer is None:
        return
    if offer.check_ups:
        await _ask_in_order(screen, coach, offer.check_ups)
    else:
        await _type_a_total(screen, coach)


def _menu(coach: Coach) -> ChoiceScreen[Offer]:
    text = STOP_ANY_TIME if coach.check_ups.ready() else NOTHING_DUE
    choices = [Choice(offer.key, offer.text, offer) for offer in coach.check_ups.menu()]
    return ChoiceScreen(coach, HEADING, text, choices)


async def _ask_in_order(
    screen: CoachScreen[Any], coach: Coach, check_ups: tuple[CheckUp, ...]
) -> None:
    """One form after the other; each is written when it is finished."""
    for one in check_ups:
        if not await _ask(screen, coach, one):
            return
    weekly = any(one.weekly for one in check_ups)
    try:
        due = coach.safety.list_due() if weekly else coach.safety.due_for_pain()
    except LogError:
        if coach.check_ups.waits:
            return  # That is told; nothing begins before the list once the log can be read.
        raise
    if due is not None:
        await go_through(screen, coach, due)


async def _ask(screen: CoachScreen[Any], coach: Coach, one: CheckUp) -> bool:
    """One form; whether it was gone through to its end."""
    left: list[Form] = []

    def keep(form: Form) -> None:
        left.append(form)
        coach.check_ups.keep(one, form)

    form = await screen.app.push_screen_wait(FormScreen(coach, one.form, keep))
    if form is None:
        words = [line for part in left for line in coach.check_ups.words_after(one, part)]
        if words:
            await screen.app.push_screen_wait(MessageScreen(coach, "\n".join(words)))
        return False
    thanks, *words = coach.check_ups.take(one, form)
    await screen.app.push_screen_wait(MessageScreen(coach, thanks, "\n".join(words)))
    return True


async def _type_a_total(screen: CoachScreen[Any], coach: Coach) -> None:
    choices: list[Choice[Instrument]] = [
        Choice(str(nth) if nth <= MOST_KEYS else " ", one.title, one)
        for nth, one in enumerate(coach.check_ups.typed(), start=1)
    ]
    chosen = await screen.app.push_screen_wait(ChoiceScreen(coach, TOTALS, "", choices))
    if chosen is not None:
        await _ask(screen, coach, coach.check_ups.typing(chosen))
