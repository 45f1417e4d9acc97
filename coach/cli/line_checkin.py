"""Check-ins, safety questions and the way out of a hold, in line mode."""

from collections.abc import Sequence

from coach.cli.console import Console, LeftOffError, Question, hold_lines, read_word
from coach.cli.line_input import EndOfInputError
from coach.cli.line_list import SafetyList
from coach.domain.check_in import Asking, CheckIn
from coach.domain.check_in import Question as CheckInQuestion
from coach.domain.errors import InputError, LogError
from coach.domain.outcomes import Reason
from coach.domain.red_flags import RedFlag, Tier
from coach.domain.safety_rhythm import Due
from coach.domain.text import NUMBER_WORDS
from coach.workflows.hands_free import WHY_SECONDS
from coach.workflows.safety import HAVE_TALKED, TALK_FIRST, WHO_SAW, Hold

NOT_NOW = ("n", "not now")

REASONS = {
    "p": Reason.PAIN,
    "f": Reason.FATIGUE,
    "t": Reason.TIME,
    "o": Reason.OTHER,
    "tired": Reason.FATIGUE,
    "no time": Reason.TIME,
    "something else": Reason.OTHER,
    "": Reason.NONE,
}
REASON_HINT = "p pain, f tired, t no time, o something else, Enter for no reason"

SEEN = Question(
    "If a clinician has looked at you and said you may go on, type the day you were seen.",
    "a date like 2026-03-01; Enter leaves coaching locked",
)


def as_asked(question: CheckInQuestion) -> Question:
    """One question of a check-in with what may be answered; the words are said only once."""
    if question.asking is Asking.REACH:
        by_number = f"0 to {len(question.choices) - 1}; n for not now"
        listed = ", ".join(f"{number} {one}" for number, one in enumerate(question.choices))
        return Question(question.text, f"{listed}; n for not now", f"the word, or {by_number}")
    return Question(question.text, "0 to 10; n for not now")


def answered(check_in: CheckIn, text: str) -> CheckIn:
    """The check-in after what was typed; ValueError, with the nearest word, for no answer."""
    word = text.strip().lower()
    question = check_in.question
    if word in NOT_NOW:
        return check_in.answered(None)
    if question is not None and question.asking is Asking.REACH:
        by_number = {str(number): one for number, one in enumerate(question.choices)}
        return check_in.answered(by_number.get(word) or read_word(word, question.choices))
    try:
        return check_in.answered(_digits(word))
    except ValueError:
        raise ValueError("") from None


def _digits(word: str) -> str:
    """A number that was written as a word in its digits; everything else as it is."""
    return str(NUMBER_WORDS.index(word)) if word in NUMBER_WORDS else word


def ask_score(console: Console, question: str) -> int | None:
    """One number from zero to ten; None for "not now"."""
    return console.ask(Question(question, "0 to 10; n for not now"), read_score)


def read_score(text: str) -> int | None:
    """A whole number from 0 to 10, or None for "not now"; ValueError for everything else."""
    word = _digits(text.lower())
    if word in NOT_NOW:
        return None
    if not (word.isascii() and word.isdigit() and int(word) <= 10):
        raise ValueError
    return int(word)


def ask_reason(console: Console) -> Reason:
    """Why something is left out; no reason when nobody answers in time.

    For whoever meanwhile reads what to do in an emergency it stays open.
    """
    clock, shown = console.coach.clock, console.emergencies
    until = clock.monotonic() + WHY_SECONDS

    def in_time() -> str | None:
        return None if clock.monotonic() < until or console.emergencies > shown else ""

    return console.ask(Question("Why?", REASON_HINT), read_reason, aside=in_time)


def read_reason(text: str) -> Reason:
    """A reason by its letter or word; ValueError for everything else."""
    word = text.lower()
    if word in REASONS:
        return REASONS[word]
    try:
        return Reason(word)
    except ValueError:
        raise ValueError from None  # The person reads what may be answered, and no name of ours.


def opening_is_clear(console: Console) -> bool:
    """The one safety line of every start, or the whole list when it is due.

    A yes to the line opens the full list. False when nothing may start now: a hold stands from
    here on, or a yes needs a therapist.
    """
    safety = console.coach.safety
    due = safety.list_due()
    if due is not None:
        return list_is_clear(console, due) and _has_talked(console)
    if not _has_talked(console):
        return False
    something_new = _asked_aloud(console, safety.flags.opening)
    safety.opening_answered(something_new)
    if something_new:
        ask_red_flags(console)
    return not something_new


def _asked_aloud(console: Console, question: str) -> bool:
    """A safety question before a session: read aloud as well, until it is answered."""
    console.coach.safety.ask_aloud(question)
    try:
        return console.safety_question(question)
    finally:
        console.coach.speaker.stop()


def _has_talked(console: Console) -> bool:
    """Whether what was new is settled: nothing starts before the patient has talked to someone."""
    safety = console.coach.safety
    if safety.talk_first() is None:
        return True
    if _asked_aloud(console, HAVE_TALKED):
        safety.has_talked()
        return True
    say_talk_first(console)
    return False


def list_is_clear(console: Console, due: Due) -> bool:
    """The whole list because it is due, from where it stopped; whether every answer was no.

    False when a hold stands from here on, or when a yes needs a therapist, which is said.
    """
    flags = console.coach.safety.flags
    console.say(*due.words)
    answers = SafetyList(console, flags.items, flags.place_of(due.first_item)).ask()
    if isinstance(answers, Hold):
        return False
    if answers:
        say_talk_first(console)
        return False
    if due.new_plan:
        _teach_back(console)
    return True


def ask_after_score(console: Console) -> None:
    """The list at once when a score asks for it; a hold that it brings is shown whole."""
    safety = console.coach.safety
    due = safety.due_for_pain()
    if due is not None and not list_is_clear(console, due):
        hold = safety.hold()
        console.say(*(hold_lines(hold) if hold is not None else ()))


def ask_red_flags(console: Console, items: Sequence[RedFlag] | None = None) -> Hold | None:
    """The full list, one question at a time; the first yes that locks ends it at once.

    `items` asks these questions instead. What does not lock is for the therapist, and that is
    said.
    """
    if items is None:
        items = console.coach.safety.flags.items
    answers = SafetyList(console, items).ask()
    if isinstance(answers, Hold):
        return answers
    say_talk_first(console)
    return None


def _teach_back(console: Console) -> None:
    """What one would do after a yes; a wrong choice is put right, and it is asked again.

    Raises LogError, LeftOffError and EndOfInputError.
    """
    teach_back = console.coach.safety.flags.teach_back
    numbers = [str(number) for number in range(1, len(teach_back.choices) + 1)]
    listed = [f"{number}  {text}" for number, text in zip(numbers, teach_back.choices, strict=True)]
    console.say(*listed)
    asked = Question(teach_back.question, f"1 to {len(numbers)}")
    while True:
        choice = console.ask(asked, lambda text: int(read_word(text, numbers)), unseen=False)
        if console.coach.safety.taught_back(choice):
            return
        console.say(console.coach.safety.correction)


def say_talk_first(console: Console) -> None:
    """After something new that does not lock: what to do about it."""
    console.say(TALK_FIRST, console.coach.safety.flags.advice[Tier.THERAPIST].first)


def require_writable(console: Console) -> None:
    """LogError for a coach that only reads: nothing is asked that could not be kept."""
    log = console.coach.log
    if not log.writable and log.refusal:
        raise LogError("The log is only read", log.refusal)


def require_free(console: Console) -> None:
    """Show the hold that stands and offer the way out; SafetyHoldError while it still stands.

    A coach that only reads tells of it as well, before `require_writable`, and asks for no
    statement that it could not keep.
    """
    hold = console.coach.safety.hold()
    if hold is None:
        return
    console.say(*hold_lines(hold), console.coach.sessions.way_up())
    if not console.coach.log.refusal:
        offer_attest(console)
    console.coach.safety.require_free()


def offer_attest(console: Console) -> bool:
    """The patient's own dated statement that a clinician has looked; whether coaching is free."""
    while True:
        try:
            day = console.ask(SEEN, str)
        except (LeftOffError, EndOfInputError):
            return False
        if not day:
            return False
        try:
            if not console.safety_question(f"{console.coach.safety.statement(day)} Is that so?"):
                return False
            # A pipe may go on with the answers of a session.
            note = console.text(WHO_SAW) if console.live else ""
            console.coach.safety.attest(day, note)
        except InputError as error:
            console.say(error.message)
            continue
        except (LeftOffError, EndOfInputError):
            return False
        console.say("Your statement is in the log, for your therapist to read. Coaching is open.")
        return True
