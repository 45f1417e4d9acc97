"""A draft that nobody signed: asked about before it is lost, and there again after a kill."""

from typing import Any

from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.tui.clinic_app import ClinicApp
from coach.tui.therapist.assign import assign_to
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.editor import EditorScreen
from coach.tui.therapist.follow_up import FollowUpScreen
from coach.tui.therapist.pick_program import PickProgramScreen
from coach.workflows.decided import Decided
from coach.workflows.unsigned import Beside
from tests.tui.desk import MARIA, DeskApp, a_desk, at_desk, quiet, tap
from tests.tui.pictures import picture
from tests.tui.test_editor import doses, editor


class EditingApp(ClinicApp):
    """The therapist's app with one editor open."""

    CSS_PATH = DeskApp.CSS_PATH

    def __init__(self, desk: Any, **over: Any) -> None:
        super().__init__(desk)
        self._editor = editor(desk, **over)

    def open_first(self) -> None:
        self.push_screen(self._editor)


class Assigns(TherapistScreen[None]):
    """Gives a plan on g."""

    BINDINGS = [("g", "give", "Give")]  # noqa: RUF012 - as Textual

    def action_give(self) -> None:
        self.run_worker(assign_to(self, MARIA))


async def test_q_asks_before_a_change_is_lost_as_escape_does() -> None:
    desk = a_desk()
    async with EditingApp(desk).run_test() as pilot:
        await quiet(pilot)
        await tap(pilot, "enter", "~2x8", "enter", "q")
        assert "Leave without signing? What you changed is not kept." in picture(pilot.app)
        await tap(pilot, "n")
        assert doses(pilot)["pelvic-tilt"] == (8, 8)
        await tap(pilot, "q", "y")
        assert not pilot.app.is_running
    assert desk.unsigned.of(MARIA.patient) is None


async def test_q_closes_at_once_where_nothing_was_changed() -> None:
    async with EditingApp(a_desk()).run_test() as pilot:
        await quiet(pilot)
        await tap(pilot, "q")
        assert not pilot.app.is_running


async def test_what_was_typed_is_offered_again_after_a_kill() -> None:
    desk = a_desk()
    decided = Decided(Decision.EASE, "less of it")
    async with at_desk(editor(desk, decided=decided)) as pilot:
        await tap(pilot, "enter", "~2x8", "enter")
    # The app went without leaving the editor: nothing was asked, nothing was signed.
    async with at_desk(Assigns(desk)) as pilot:
        await tap(pilot, "g")
        asked = " ".join(picture(pilot.app).split())
        assert "a plan was left unsigned, 1 change against Steady back (steady-back@1)" in asked
        assert "after you decided to ease" in asked
        await tap(pilot, "escape")
        assert desk.unsigned.of(MARIA.patient) is not None
        await tap(pilot, "g", "y")
        assert doses(pilot)["pelvic-tilt"] == (8, 8)
        screen = pilot.app.screen
        assert isinstance(screen, EditorScreen)
        assert screen._decided == decided
        await tap(pilot, "u")
        assert not screen.draft.changed
        assert desk.unsigned.of(MARIA.patient) is None


async def test_thrown_away_it_is_not_offered_again() -> None:
    desk = a_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "enter", "~2x8", "enter")
    async with at_desk(Assigns(desk)) as pilot:
        await tap(pilot, "g", "n")
        assert isinstance(pilot.app.screen, PickProgramScreen)
        assert desk.unsigned.of(MARIA.patient) is None


async def test_signed_or_left_with_a_yes_nothing_is_kept() -> None:
    for keys in (("i", "ctrl+s"), ("escape", "y")):
        desk = a_desk()
        async with at_desk(editor(desk)) as pilot:
            await tap(pilot, "enter", "~2x8", "enter")
            assert desk.unsigned.of(MARIA.patient) is not None
            await tap(pilot, *keys)
            assert desk.unsigned.of(MARIA.patient) is None


async def test_a_decision_goes_on_with_the_draft_that_was_left() -> None:
    desk = a_desk()
    async with at_desk(editor(desk, stage=StageCode.BUILD)) as pilot:
        await tap(pilot, "C", "enter", "~2x8", "enter")
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "e", "y")
        assert isinstance(pilot.app.screen, EditorScreen)
        assert doses(pilot, StageCode.BUILD)["brace"] == (8, 8)


def test_kept_and_read_it_is_the_same_draft() -> None:
    desk = a_desk()
    for program in desk.shelf.programs():
        draft = desk.drafts.start(program)
        draft = draft.edit(("title",), 'title "Another"').set(
            program.stages[0].code, "flare hours 9"
        )
        beside = Beside(program.stages[0].code)
        desk.unsigned.keep("p", draft, beside, desk.now())
        kept = desk.unsigned.of("p")
        assert (kept.draft.base, kept.draft.program, kept.beside) == (
            program,
            draft.program,
            beside,
        )
        assert kept.at == desk.now()


def test_a_torn_or_foreign_file_is_none() -> None:
    desk = a_desk()
    for text in ("{", "[]", '{"format": 99}'):
        desk.unsigned._files.keep("p", text)
        assert desk.unsigned.of("p") is None
