"""The first start by questions: a name, the emergency number, the voice, a program."""

from coach.cli.console import Console, LeftOffError, Question, hold_lines
from coach.cli.line_checkin import list_is_clear
from coach.cli.line_input import EndOfInputError
from coach.domain.program import Program
from coach.workflows.coach import Coach
from coach.workflows.set_up import (
    DID_THERAPIST,
    PLAN_FILE,
    WHICH_PROGRAM,
    SetUpAnswers,
    for_anyone,
    needs_a_therapist,
    number_problem,
    without_a_plan,
)

SIDES = ("none", "left", "right", "both")
LIST_LEFT = "The safety list is not finished. It comes again before the first session."


def set_up(console: Console) -> None:
    """Ask little, make the chosen program the plan, then go through the safety list.

    Raises LeftOffError and EndOfInputError before the plan is made, none after it.
    """
    coach = console.coach
    flags = coach.safety.flags
    console.say("Welcome. A few questions, then you can start.", flags.nobody)
    name, number = _ask_name_and_number(console)
    coach.set_up.introduce(name, number)
    _test_voice(console)
    program = _choose_program(console)
    side = console.choose("Which leg is sore?", SIDES)
    coach.set_up.finish(
        SetUpAnswers(
            program=program.id,
            name=name,
            emergency_number=number,
            sore_side=side,
        )
    )
    console.say(f"Your program is {program.title}.", program.summary, *program.precautions)
    _first_list(console)


def introduce(console: Console) -> None:
    """Where a plan was opened before the first start: a name, and the number to call.

    Nobody follows a plan with a number that was never asked for. Raises EndOfInputError.
    """
    if not console.coach.set_up.unasked:
        return
    console.say("Two questions before the first start.", console.coach.safety.flags.nobody)
    console.coach.set_up.introduce(*_ask_name_and_number(console))


def unasked_number(coach: Coach) -> str:
    """Which number holds that nobody was asked for, and how to change it; empty when one was.

    For those who begin in the shell: the screens, and lines at a terminal, ask for it.
    """
    if not coach.set_up.unasked:
        return ""
    number = coach.safety.emergency().number
    return (
        f"In an emergency this coach tells you to call {number}. Nobody asked you yet whether that "
        "is your number. Another one: coach settings emergency_number NUMBER"
    )


def _ask_name_and_number(console: Console) -> tuple[str, str]:
    name = console.text("What should the coach call you? Enter for no name.")
    known = console.coach.safety.emergency().number
    asked = f"Which number do you call in an emergency? Enter for {known}."
    number = console.ask(Question(asked, "a number, or Enter", ""), _read_number, leave=False)
    if not number:
        console.say(f"The number to call is {known}. ! shows it at any time.")
    return name, number


def _first_list(console: Console) -> None:
    """The whole safety list; left, it stays due, and the plan is made all the same."""
    due = console.coach.safety.list_due()
    try:
        if due is None or list_is_clear(console, due):
            return
    except (LeftOffError, EndOfInputError):
        console.say(LIST_LEFT)
        return
    hold = console.coach.safety.hold()
    if hold is not None:
        console.say(*hold_lines(hold))


def _read_number(text: str) -> str:
    """A number to call, or nothing; ValueError with a sentence for what is none."""
    problem = number_problem(text)
    if problem:
        raise ValueError(problem)
    return text


def _test_voice(console: Console) -> None:
    coach = console.coach
    if coach.speaker.health().mode == "off":
        console.say("The voice is off; every word is shown as a line.")
        return
    coach.set_up.test_voice()
    if not console.yes_or_no("Did you hear the coach?"):
        console.say(
            "Then read the lines: they hold every word. `coach doctor` says what to do.",
            coach.speaker.health().detail,
        )


def _choose_program(console: Console) -> Program:
    """The program the therapist named; the one without a direction for an empty line.

    Nobody is given a direction of movement by a slip of a key.
    """
    programs = console.coach.set_up.programs()
    neutral = for_anyone(programs)
    if len(programs) == 1:
        return programs[0]
    for nth, program in enumerate(programs, start=1):
        console.say(f"{nth}  {program.title}: {program.summary}")
    console.say(without_a_plan(programs), PLAN_FILE)
    numbers = {str(nth): program for nth, program in enumerate(programs, start=1)}
    answers = f"1 to {len(programs)}"
    if neutral is not None:
        numbers[""] = neutral
        answers += f"; Enter for {neutral.title}"

    def read(text: str) -> Program:
        if text not in numbers:
            raise ValueError
        return numbers[text]

    while True:
        chosen = console.ask(Question(WHICH_PROGRAM, answers), read)
        console.say(chosen.title)
        if not needs_a_therapist(chosen) or console.yes_or_no(DID_THERAPIST):
            return chosen
