"""Check-ups in line mode: what is due in order, or what else can be told."""

from coach.cli.console import Console, Question, hold_lines, read_word
from coach.cli.line_checkin import list_is_clear, require_writable
from coach.cli.line_form import ask_form
from coach.domain.forms import Form
from coach.workflows.check_ups import NOTHING_DUE, STOP_ANY_TIME, CheckUp


def check_up(console: Console) -> None:
    """Ask what is due; with more than one form, or none, what is wanted.

    Raises LogError, LeftOffError and EndOfInputError.
    """
    require_writable(console)
    check_ups = console.coach.check_ups
    ready = check_ups.ready()
    if len(ready) == 1:
        _ask_in_order(console, ready)
        return
    offers = {offer.key: offer for offer in check_ups.menu()}
    console.say(STOP_ANY_TIME if ready else NOTHING_DUE)
    answers = ", ".join(f"{offer.key} {offer.text}" for offer in offers.values())
    key = console.ask(
        Question("What would you like?", f"{answers}; q back"),
        lambda text: read_word(text, list(offers)),
    )
    if offers[key].check_ups:
        _ask_in_order(console, offers[key].check_ups)
    else:
        _type_a_total(console)


def _ask_in_order(console: Console, check_ups: tuple[CheckUp, ...]) -> None:
    """One form after the other; each is written when it is finished."""
    for one in check_ups:
        _ask(console, one)
    safety = console.coach.safety
    weekly = any(one.weekly for one in check_ups)
    due = safety.list_due() if weekly else safety.due_for_pain()
    if due is not None and not list_is_clear(console, due):
        hold = safety.hold()
        console.say(*(hold_lines(hold) if hold is not None else ()))


def _ask(console: Console, one: CheckUp) -> None:
    """One form to its end, its thanks and what belongs after it."""
    check_ups = console.coach.check_ups

    def keep(form: Form) -> None:
        check_ups.keep(one, form)
        console.say(*check_ups.words_after(one, form))

    form = ask_form(console, one.form, keep)
    console.say(*check_ups.take(one, form))


def _type_a_total(console: Console) -> None:
    instruments = console.coach.check_ups.typed()
    numbers = [str(nth) for nth in range(1, len(instruments) + 1)]
    console.say(*(f"{nth:>2}  {one.title}" for nth, one in enumerate(instruments, start=1)))
    chosen = int(console.choose("Which questionnaire?", numbers))
    _ask(console, console.coach.check_ups.typing(instruments[chosen - 1]))
