"""Lessons, and first aid for a bad day: whole on the screen, and spoken with one key."""

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coach.domain.lesson import FirstAid, Lesson
from coach.tui.patient import words
from coach.tui.patient.asking import Choice, ChoiceScreen, MessageScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain, literal
from coach.workflows.coach import Coach
from coach.workflows.lessons import FirstAidView, LessonLine, LessonState

ResultT = TypeVar("ResultT")
VOICE_KEY = ("Space", "Voice on / off")
SCROLL_KEY = ("↑↓", "Move")
BACK_KEY = ("Esc", "Back")


class ReadingScreen(CoachScreen[ResultT]):
    """Words to read and to hear; Space stops the voice, or begins again."""

    CSS_PATH = "lesson.tcss"
    quiet = True
    BINDINGS: ClassVar[list[BindingType]] = [("space", "voice", "Voice on / off")]

    def words_to_say(self) -> Lesson | FirstAid:
        """What the voice says."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one("#reading").focus()
        self.coach.lessons.begin(self.words_to_say())

    def on_screen_suspend(self) -> None:
        """Whatever is laid over it, or comes after it, is not talked over."""
        self.coach.lessons.hush()

    def action_voice(self) -> None:
        if self.coach.lessons.speaking:
            self.coach.lessons.hush()
        else:
            self.coach.lessons.begin(self.words_to_say())

    def action_leave(self) -> None:
        self.coach.lessons.hush()
        self.dismiss(None)


class LessonScreen(ReadingScreen[bool]):
    """One lesson; Enter goes on to its question."""

    heading = "A short lesson"
    BINDINGS: ClassVar[list[BindingType]] = [("enter", "go_on", "The question")]
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("Enter", "The question"),
        VOICE_KEY,
        SCROLL_KEY,
        BACK_KEY,
    )

    def __init__(self, coach: Coach, lesson: Lesson) -> None:
        super().__init__(coach)
        self._lesson = lesson

    def words_to_say(self) -> Lesson:
        return self._lesson

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="reading"):
            yield Plain(self._lesson.title, classes="lesson-title")
            yield from _bullets(self._lesson.shown)
            for sentence in self._lesson.say:
                yield Plain(sentence)

    def action_go_on(self) -> None:
        self.dismiss(True)


class FirstAidScreen(ReadingScreen[bool]):
    """What to do first on a bad day; none while coaching is locked."""

    heading = "First aid"
    BINDINGS: ClassVar[list[BindingType]] = [("b", "switch", "Switch to the plan for a bad day")]

    def __init__(self, coach: Coach, view: FirstAidView) -> None:
        super().__init__(coach)
        self._view = view
        switch = [("b", "My plan for a bad day")] if view.may_switch else []
        self.more_keys = (*switch, VOICE_KEY, SCROLL_KEY, BACK_KEY)  # type: ignore[misc]

    def words_to_say(self) -> FirstAid:
        return self._view.first_aid

    def compose_body(self) -> ComposeResult:
        view = self._view
        with VerticalScroll(id="reading"):
            yield Plain(view.first_aid.title, classes="lesson-title")
            yield Plain(f"Emergency number: {view.number}", id="number")
            yield from _bullets(view.first_aid.shown)
            for sentence in view.first_aid.say:
                yield Plain(sentence)
            if view.plan_text:
                yield Plain(f"Your own plan: {view.plan_text}", classes="own-plan")

    def action_switch(self) -> None:
        if self._view.may_switch:
            self.dismiss(True)


def _bullets(lines: Sequence[str]) -> ComposeResult:
    """What is shown and never spoken: a headline and its list."""
    for nth, line in enumerate(lines, start=1):
        last = " -last" if nth == len(lines) else ""
        yield Plain(line if nth == 1 else f"  • {line}", classes=f"shown{last}")


class LessonListScreen(CoachScreen[Lesson | None]):
    """Every lesson, the one that is ready first; later ones open with their stage."""

    CSS_PATH = "lesson.tcss"
    quiet = True
    heading = "Lessons"
    more_keys: ClassVar[Sequence[tuple[str, str]]] = (
        ("Enter", "This one"),
        SCROLL_KEY,
        BACK_KEY,
    )

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._lines: list[LessonLine] = []

    def compose_body(self) -> ComposeResult:
        yield Plain("Each takes about a minute, and asks one question.", id="above")
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.focus()
        with self.guarded("look"):
            self._lines = self.coach.lessons.all()
        options.add_options(
            [Option(literal(_line_text(one)), disabled=not one.may_begin) for one in self._lines]
        )
        if self._lines:
            options.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._lines[event.option_index].lesson)


def _line_text(line: LessonLine) -> str:
    lesson = line.lesson
    notes = {
        LessonState.DUE: "ready now",
        LessonState.OPEN: "",
        LessonState.HEARD: f"heard {words.short_day(line.heard_on)}" if line.heard_on else "",
        LessonState.LOCKED: f"opens in stage {lesson.stage.value}",
    }
    mark = {LessonState.DUE: "▶", LessonState.HEARD: "✓", LessonState.OPEN: "○"}
    sign = mark.get(line.state, "·")
    return f"{sign} {lesson.number:>2}  {lesson.title:<36}  {notes[line.state]}".rstrip()


async def learn(screen: CoachScreen[Any], coach: Coach) -> None:
    """From the list through one lesson to its reply; nothing is logged of one left half-way."""
    while lesson := await screen.app.push_screen_wait(LessonListScreen(coach)):
        if await screen.app.push_screen_wait(LessonScreen(coach, lesson)):
            break
    if lesson is None or not screen.may_write():
        return
    coach.lessons.ask(lesson)
    choices = [Choice(str(n), text, n) for n, text in enumerate(lesson.choices, start=1)]
    chosen = await screen.app.push_screen_wait(ChoiceScreen(coach, lesson.question, "", choices))
    with screen.guarded():
        if chosen is None:
            coach.lessons.left(lesson)
            return
        reply = coach.lessons.answer(lesson, chosen)
        await screen.app.push_screen_wait(MessageScreen(coach, reply))


async def give_first_aid(screen: CoachScreen[Any], coach: Coach) -> bool:
    """Show first aid; whether the patient wants to switch to the plan for a bad day."""
    switch: bool | None = False
    with screen.guarded():
        view = coach.lessons.first_aid()
        switch = await screen.app.push_screen_wait(FirstAidScreen(coach, view))
    return bool(switch)
