"""The first start: five short questions, Enter goes on, Escape goes back."""

from math import inf
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key
from textual.widgets import ContentSwitcher, Input, OptionList
from textual.widgets.option_list import Option

from coach.domain.emergency_number import MOST_CHARACTERS
from coach.domain.program import Program
from coach.tui.patient.asking import YesNoScreen
from coach.tui.patient.base import CoachScreen
from coach.tui.widgets.plain import Plain, literal
from coach.tui.widgets.plain_input import PlainInput
from coach.tui.widgets.straight_list import StraightList
from coach.workflows.coach import Coach
from coach.workflows.set_up import (
    DID_THERAPIST,
    PLAN_FILE,
    WHICH_PROGRAM,
    SetUpAnswers,
    needs_a_therapist,
    number_problem,
    without_a_plan,
)

STEPS = ("name", "number", "side", "voice", "program")
WITH_A_PLAN = ("name", "number", "voice")
"""What is asked where a plan was opened from a file before the first start."""
LEAVE_TYPING = (("Ctrl+Q", "Quit"),)
"""Where text is typed, `q` is a letter."""
STEP_KEYS = {
    "side": (("n l r b", "Which leg"),),
    "name": LEAVE_TYPING,
    "number": LEAVE_TYPING,
    "voice": (("v", "Hear the voice"), ("y n", "Heard it, or not")),
    "program": (("↑ ↓", "Choose"),),
}
"""The keys that one step has besides."""
VOICE_OFF = "The sound is off: there is no voice to hear. Enter goes on without it."
DID_YOU_HEAR = "It spoke now. Did you hear it?  y / n"
NOT_HEARD = (
    "Then turn the sound of the computer up, and press v again. If it stays quiet, Enter goes on: "
    "every word stands on the screen, and `coach doctor` says what to do about the voice."
)
VOICE_STARTS = "The voice is getting ready. If you hear nothing, press v again."
NUMBER_KEPT = "Without a number of yours it is {}. Enter goes on with it."
SIDES = (("n", "none"), ("l", "left"), ("r", "right"), ("b", "both"))
_SIDE_TEXTS = {
    "none": "neither, or only the back",
    "left": "the left leg",
    "right": "the right leg",
    "both": "both legs",
}


HEAR = (
    "v  hear the voice now\ny  I hear it\nn  I do not\n\n"
    "Everything that is said also stands on the screen."
)


class SetUpScreen(CoachScreen[SetUpAnswers]):
    """Gives back the answers when the plan is written."""

    CSS_PATH = "set_up.tcss"
    quiet = True
    heading = "Welcome"
    typing = True
    has_figures = False
    asks_since = inf
    more_keys: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "Go on"), ("Esc", "Back"))

    def __init__(self, coach: Coach) -> None:
        super().__init__(coach)
        self._steps = STEPS if coach.set_up.needed else WITH_A_PLAN
        self._step = 0
        self._programs = coach.set_up.programs()
        self._side = "none"

    def compose_body(self) -> ComposeResult:
        yield Plain(id="count")
        with ContentSwitcher(initial="name", id="steps"):
            with VerticalScroll(id="name", can_focus=False):
                yield Plain("What shall I call you?", classes="question")
                yield Plain("You may leave this empty.", classes="below")
                yield PlainInput(self.coach.name, id="name-input", max_length=60)
            with VerticalScroll(id="number", can_focus=False):
                yield Plain("Which emergency number do you call?", classes="question")
                yield Plain(
                    "112 works in Europe. Change it if yours is another. The ! key shows it at any"
                    " time.",
                    classes="below",
                )
                number = self.coach.safety.emergency().number
                yield PlainInput(number, id="number-input", max_length=MOST_CHARACTERS)
                yield Plain(fold=True, id="number-problem")
            with VerticalScroll(id="side", can_focus=False):
                yield Plain("Which leg is sore?", classes="question")
                yield StraightList(
                    *(Option(literal(f"{key}   {_SIDE_TEXTS[side]}")) for key, side in SIDES),
                    markup=False,
                    id="sides",
                )
            with VerticalScroll(id="voice", can_focus=False):
                yield Plain("Can you hear me?", classes="question")
                yield Plain(HEAR, classes="below")
                yield Plain(fold=True, id="voice-health", classes="below")
            with VerticalScroll(id="program", can_focus=False):
                yield Plain(WHICH_PROGRAM, classes="question")
                which = f"{without_a_plan(self._programs)}\n{PLAN_FILE}"
                yield Plain(which, fold=True, classes="below")
                yield StraightList(
                    *(Option(literal(f"{p.title}\n{p.summary}")) for p in self._programs),
                    markup=False,
                    id="programs",
                )

    def on_mount(self) -> None:
        self._go(0)
        self.call_after_refresh(self.ask_from_now_on)

    def _go(self, step: int) -> None:
        """Show one step and put the cursor where it is needed; past the last one, finish."""
        if step == len(self._steps):
            self._finish_introduction()
            return
        self._step = step
        name = self._steps[step]
        self.query_one("#steps", ContentSwitcher).current = name
        self.query_one("#count", Plain).show(f"{step + 1} of {len(self._steps)}")
        inputs = {"name": "#name-input", "number": "#number-input"}
        self.typing = name in inputs
        self.show_keys((*STEP_KEYS.get(name, ()), *self.more_keys))
        lists = {"side": "#sides", "program": "#programs"}
        if name in inputs:
            self.query_one(inputs[name], Input).focus()
        elif name in lists:
            self.query_one(lists[name], OptionList).focus()
        else:
            self.set_focus(None)
            if self.coach.speaker.health().mode == "off":
                self.query_one("#voice-health", Plain).show(VOICE_OFF)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "number-input":
            self._take_number(event.input)
        else:
            self._go(self._step + 1)

    def _take_number(self, field: Input) -> None:
        """Use and keep it at once: whoever needs it needs it before the last question."""
        problem = number_problem(field.value)
        if not problem and not field.value.strip():
            known = self.coach.safety.emergency().number
            field.value = known  # What holds is seen, and not kept in silence.
            field.select_all()  # A number that is typed now stands in its place.
            problem = NUMBER_KEPT.format(known)
        self.query_one("#number-problem", Plain).show(problem)
        if not problem:
            answers = self._answers("")
            with self.guarded():
                self.coach.set_up.introduce(answers.name, answers.emergency_number)
            self._go(self._step + 1)

    def on_key(self, event: Key) -> None:
        step = self._steps[self._step]
        if step == "voice" and event.key.lower() == "v":
            self._test_voice()
        elif step == "voice" and event.key == "n":
            off = self.coach.speaker.health().mode == "off"
            self.query_one("#voice-health", Plain).show(VOICE_OFF if off else NOT_HEARD)
        elif step == "voice" and event.key in ("y", "enter"):
            self._go(self._step + 1)
        elif step == "side" and event.key in dict(SIDES):
            self._take_side(dict(SIDES)[event.key])
        else:
            return
        event.stop()
        event.prevent_default()

    def _test_voice(self) -> None:
        self.coach.set_up.test_voice()
        self.query_one("#voice-health", Plain).show(self._heard())

    def _heard(self) -> str:
        """How voice and sound are doing, or what to do."""
        health = self.coach.speaker.health()
        if health.mode == "off":
            return VOICE_OFF
        if health.sound == "unknown" or health.voice == "starting":
            return health.detail or VOICE_STARTS
        return health.detail or DID_YOU_HEAR

    def _take_side(self, side: str) -> None:
        self._side = side
        self._go(self._step + 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id == "sides":
            self._take_side(SIDES[event.option_index][1])
        else:
            self._take_program(self._programs[event.option_index])

    def _take_program(self, program: Program) -> None:
        """A program for one way symptoms behave is taken on a therapist's word alone."""
        if not needs_a_therapist(program):
            self._finish(program.id)
            return

        def asked(answer: bool | None) -> None:
            if answer:
                self._finish(program.id)

        self.app.push_screen(YesNoScreen(self.coach, program.title, DID_THERAPIST), asked)

    def _finish_introduction(self) -> None:
        """Keep what was answered beside the plan that is there already."""
        answers = self._answers("")
        with self.guarded():
            self.coach.set_up.introduce(answers.name, answers.emergency_number)
            self.dismiss(answers)

    def _answers(self, program: str) -> SetUpAnswers:
        return SetUpAnswers(
            program=program,
            name=self.query_one("#name-input", Input).value.strip(),
            emergency_number=self.query_one("#number-input", Input).value.strip(),
            sore_side=self._side,
        )

    def _finish(self, program: str) -> None:
        """Write the plan; what cannot be written is said, and nothing goes on."""
        if not self.may_write():
            return
        answers = self._answers(program)
        with self.guarded():
            self.coach.set_up.finish(answers)
            self.dismiss(answers)

    def action_leave(self) -> None:
        """Escape: one step back; from the first one there is nowhere to go."""
        if self._step:
            self._go(self._step - 1)
