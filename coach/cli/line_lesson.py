"""Lessons and first aid in line mode: the words as lines, the voice beside them."""

from collections.abc import Sequence

from coach.cli.console import Console, LeftOffError, Question
from coach.domain.lesson import FirstAid, Lesson
from coach.workflows.lessons import LessonLine, LessonState

VOICE = "v"
NOT_NOW = ("n", "not now")
VOICE_HINT = "v stops or starts the voice"


class LessonMenu:
    """The list, one lesson, its question."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lessons = console.coach.lessons

    def run(self) -> None:
        """One lesson, from the list to the reply. Raises LeftOffError for `q`, and LogError."""
        lines = self._lessons.all()
        self._console.say(*map(_line_text, lines))
        question = Question(
            "Which number?", "the number of an open lesson; Enter for the first in the list"
        )
        lesson = self._console.ask(question, lambda text: _read_line(text, lines))
        self._hear(lesson)

    def first_aid(self) -> None:
        """What to do first on a bad day. Raises SafetyHoldError while a hold stands."""
        view = self._lessons.first_aid()
        self._console.say(view.first_aid.title, f"Emergency number: {view.number}")
        self._console.say(*view.first_aid.shown, *view.first_aid.say)
        if view.plan_text:
            self._console.say(f"Your own plan: {view.plan_text}")
        if view.may_switch:
            self._console.say("To switch to it, go back to the day and press b.")
        self._console.say(view.nobody)
        self._lessons.begin(view.first_aid)
        back = Question("Back to the day?", f"Enter goes back, {VOICE_HINT}")
        self._ask(back, view.first_aid, ("",))

    def _hear(self, lesson: Lesson) -> None:
        self._console.say(lesson.title, *lesson.shown, *lesson.say)
        self._lessons.begin(lesson)
        log = self._console.coach.log
        if not log.writable:  # What cannot be kept is not asked.
            self._console.say(log.refusal)
            return
        choices = [str(number) for number in range(1, len(lesson.choices) + 1)]
        self._console.say(
            *(f"{n}  {text}" for n, text in zip(choices, lesson.choices, strict=True))
        )
        hint = f"{', '.join(choices)}; n for not now; {VOICE_HINT}"
        question = Question(lesson.question, hint)
        try:
            answer = self._ask(question, lesson, (*choices, *NOT_NOW))
        except LeftOffError:
            answer = NOT_NOW[0]
        if answer in NOT_NOW:
            self._lessons.left(lesson)
            self._console.say("Heard, and logged so. You can answer it another time.")
            return
        self._console.say(self._lessons.answer(lesson, int(answer)))

    def _ask(self, question: Question, words: Lesson | FirstAid, answers: Sequence[str]) -> str:
        """One of `answers`; `v` turns the voice off or on and asks again. Silent afterwards."""
        try:
            while True:
                word = self._console.ask(question, lambda text: _read(text, (*answers, VOICE)))
                if word != VOICE:
                    return word
                self._turn_voice(words)
        finally:
            self._lessons.hush()

    def _turn_voice(self, words: Lesson | FirstAid) -> None:
        if self._lessons.speaking:
            self._lessons.hush()
            self._console.say("The voice stops.")
        else:
            self._lessons.begin(words)
            self._console.say("From the beginning.")


def _read(text: str, answers: Sequence[str]) -> str:
    """One of `answers`; ValueError for everything else."""
    word = text.lower()
    if word not in answers:
        raise ValueError
    return word


def _read_line(text: str, lines: list[LessonLine]) -> Lesson:
    """The lesson with the number that was typed; ValueError for a locked one and for none."""
    if not text and lines and lines[0].may_begin:
        return lines[0].lesson
    found = [line for line in lines if str(line.lesson.number) == text]
    if found and not found[0].may_begin:
        raise ValueError(f"That one opens in stage {found[0].lesson.stage.value}.")
    if not found:
        raise ValueError
    return found[0].lesson


def _line_text(line: LessonLine) -> str:
    notes = {
        LessonState.DUE: "ready now",
        LessonState.OPEN: "open",
        LessonState.HEARD: f"heard {line.heard_on:%Y-%m-%d}" if line.heard_on else "heard",
        LessonState.LOCKED: f"opens in stage {line.lesson.stage.value}",
    }
    return f"{line.lesson.number:>2}  {line.lesson.title}: {notes[line.state]}"
