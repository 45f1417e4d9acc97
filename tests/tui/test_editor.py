"""The editor: lines checked as they are typed, nothing in place, and signed with two keys."""

from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from coach.domain.exercise import Presentation
from coach.domain.outcomes import Decision
from coach.domain.program import StageCode
from coach.review.follow_up import HurtLine
from coach.review.lifting import Lifting
from coach.review.next_version import FilledIn
from coach.tui.therapist.assign import assign_to
from coach.tui.therapist.base import TherapistScreen
from coach.tui.therapist.draft_text import amount_of
from coach.tui.therapist.editor import EditorScreen
from coach.tui.therapist.hear import HearScreen
from coach.tui.therapist.issue import IssueScreen
from coach.tui.therapist.line_entry import LineEntry, LineInput
from coach.tui.therapist.pick_program import PickProgramScreen, fits
from coach.tui.widgets.plain import Plain
from coach.workflows.decided import Decided
from tests.builders import a_program
from tests.review.follow_up_samples import a_follow_up, a_hold
from tests.tui.desk import (
    MARIA,
    TODAY,
    RecordingFiles,
    RecordingFollowUps,
    a_desk,
    at_desk,
    quiet,
    tap,
)
from tests.tui.pictures import check_golden, picture

sizes = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def editor(desk: Any, **over: Any) -> EditorScreen:
    """The editor over what the patient has now, beginning in stage B."""
    values: dict[str, Any] = {"stage": StageCode.MOVE} | over
    enrolled = values.pop("enrolled", MARIA)
    return EditorScreen(desk, enrolled, desk.drafts.start(desk.assigning.given), **values)


def chosen(pilot: Pilot[None]) -> str:
    """The text of the chosen line."""
    option = pilot.app.screen.query_one("#lines", OptionList).highlighted_option
    assert option is not None
    return str(option.prompt).lstrip(" !✗")


def typed(pilot: Pilot[None]) -> str:
    """What stands in the line that is typed."""
    return pilot.app.screen.query_one(LineInput).value


def doses(pilot: Pilot[None], stage: StageCode = StageCode.MOVE) -> dict[str, tuple[int, ...]]:
    """Repetitions by exercise, as the draft has them."""
    screen = pilot.app.screen
    assert isinstance(screen, EditorScreen)
    asked = screen.draft.program.stage(stage).prescriptions
    return {one.exercise: one.dose.reps for one in asked}


async def test_it_begins_at_the_first_dose_of_the_stage() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        assert chosen(pilot).startswith("pelvic-tilt 2x10")
        await tap(pilot, "C")
        assert chosen(pilot).startswith("brace")


async def test_a_stage_other_than_the_patients_is_said_with_both() -> None:
    async with at_desk(editor(a_desk(), stage_before=StageCode.BUILD), (120, 40)) as pilot:
        assert "begins in B Get it moving, was C Build it up" in picture(pilot.app)
    async with at_desk(editor(a_desk(), stage_before=StageCode.MOVE), (120, 40)) as pilot:
        assert "was" not in picture(pilot.app).splitlines()[2]


async def test_enter_and_an_amount_change_a_dose_and_nothing_else() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "enter", "~2x8", "enter")
        assert doses(pilot)["pelvic-tilt"] == (8, 8)
        assert chosen(pilot).startswith("pelvic-tilt 2x8 hold 3s")
        assert "1 change," in picture(pilot.app)


async def test_a_fault_is_said_while_it_is_typed_and_is_not_taken() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "enter", "~2x8888", "enter")
        assert pilot.app.screen.query_one(LineEntry).is_open
        assert "8888" in picture(pilot.app)
        assert doses(pilot)["pelvic-tilt"] == (10, 10)
        await tap(pilot, "escape")
        assert not pilot.app.screen.query_one(LineEntry).is_open
        assert isinstance(pilot.app.screen, EditorScreen)


async def test_tab_completes_an_exercise_from_the_catalogue() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "a", "~bird", "tab", "~2x6", "enter")
        assert doses(pilot)["bird-dog"] == (6, 6)
        assert chosen(pilot).startswith("bird-dog 2x6")


async def test_a_line_finds_its_own_place() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "s", "~pelvic-tilt 1x5", "enter")
        assert doses(pilot)["pelvic-tilt"] == (5,)
        await tap(pilot, "s", "~pelvic-tilt off", "enter")
        assert "pelvic-tilt" not in doses(pilot)


async def test_a_short_line_keeps_the_rest_and_shows_what_it_makes_before_it_is_taken() -> None:
    async with at_desk(editor(a_desk()), (120, 40)) as pilot:
        await tap(pilot, "s", "~calf 1x4")
        shown = " ".join(picture(pilot.app).split())
        assert "Becomes B: calf 1x4 hold 20s rest 30s side each 1/day" in shown
        await tap(pilot, "enter", "s", "~calf side none", "enter")
        assert chosen(pilot).startswith("calf 1x4 hold 20s rest 30s 1/day")


async def test_what_hurt_in_the_stage_it_begins_in_is_named_before_signing() -> None:
    hurt = (HurtLine("bridge", "Bridge", date(2027, 1, 3), pain=9),)
    seen = a_follow_up(hurt=hurt)
    clinic = a_desk(follow_ups=RecordingFollowUps(seen))
    words = "! Bridge hurt before: left out or stopped 9 times for pain, the last on 3 Jan 2027."
    async with at_desk(editor(clinic, stage=StageCode.BUILD, hurt=hurt), (120, 50)) as pilot:
        assert "! C: Bridge hurt before:" in picture(pilot.app)
    async with at_desk(editor(clinic, hurt=hurt), (120, 50)) as pilot:
        await tap(pilot, "i")
        assert "hurt before" not in picture(pilot.app)
        pilot.app.screen.query_one("#stage", Input).value = "C"
        await quiet(pilot)
        assert words in " ".join(picture(pilot.app).split())


async def test_remove_and_undo() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "x")
        assert "pelvic-tilt" not in doses(pilot)
        await tap(pilot, "u")
        assert "pelvic-tilt" in doses(pilot)


@pytest.mark.parametrize("keys", [["x"], ["s", "~hinge 1x8", "enter"], ["x", "u"]])
async def test_the_eye_stays_on_the_line_that_was_changed_on_a_low_screen(
    keys: list[str],
) -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "D", "down", *keys)
        options = pilot.app.screen.query_one("#lines", OptionList)
        at, row = options.highlighted, options.scroll_offset.y
        assert at is not None
        assert row <= at < row + options.size.height
        if keys[-1] != "x":
            assert chosen(pilot).startswith("hinge")


async def test_a_line_moves_down_and_stays_chosen() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "ctrl+down")
        assert list(doses(pilot))[1] == "pelvic-tilt"
        assert chosen(pilot).startswith("pelvic-tilt")


async def test_what_cannot_be_taken_out_is_refused_in_a_sentence() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "home", "x")
        assert pilot.app.screen.query_one("#trouble").display
        assert not pilot.app.screen.draft.changed  # type: ignore[attr-defined]


async def test_what_was_filled_in_is_shown_with_its_reason() -> None:
    filled = (FilledIn("Bridge: 2x5.", "Red 1 time."),)
    async with at_desk(editor(a_desk(), filled=filled), (120, 40)) as pilot:
        assert "+ Bridge: 2x5. Red 1 time." in picture(pilot.app)


async def test_a_changed_draft_is_not_left_by_accident() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "x", "escape")
        assert "What you changed is not kept." in picture(pilot.app)
        await tap(pilot, "n")
        assert isinstance(pilot.app.screen, EditorScreen)
        await tap(pilot, "escape", "y")
        assert not isinstance(pilot.app.screen, EditorScreen)


async def test_the_differences_are_shown_in_the_patients_words() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "enter", "~2x8", "enter", "c")
        shown = picture(pilot.app)
    assert "What the patient will read and hear" in shown
    assert "Pelvic tilt" in shown


async def test_a_step_back_is_shown_against_what_is_asked_in_the_stage_they_are_in() -> None:
    async with at_desk(editor(a_desk(), stage_before=StageCode.BUILD), (120, 40)) as pilot:
        await tap(pilot, "c")
        shown = " ".join(picture(pilot.app).split())
    assert "You go back to “Get it moving” for now." in shown
    assert "Longer walk: 10 minutes instead of 15 minutes" in shown
    assert "bridge and bird-dog are no longer asked for." in shown


async def test_two_keys_sign_and_write_the_file() -> None:
    desk = a_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "enter", "~2x8", "enter", "i", "ctrl+s")
        (plan,) = desk.assigning.issued
        assert (plan.from_day, plan.stage, plan.clears) == (TODAY, StageCode.MOVE, "")
        # Twelve weeks from today, today the first day of them.
        assert (plan.valid_until - plan.from_day).days == 12 * 7 - 1
        assert desk.files.written == {"patient-1-v2.coachplan": b"sealed"}
        shown = picture(pilot.app)
        assert "Written: patient-1-v2.coachplan" in shown
        assert "amber boat cedar" in shown
        await tap(pilot, "ctrl+s")
        assert len(desk.assigning.issued) == 1
        await tap(pilot, "escape")
        assert pilot.app.left_with is True  # type: ignore[attr-defined]


async def test_a_file_in_the_way_is_named_anew_and_nothing_is_signed_twice() -> None:
    desk = a_desk(files=RecordingFiles(in_the_way="patient-1-v2.coachplan"))
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", "ctrl+s")
        assert "is in the way; name a new file." in picture(pilot.app)
        assert desk.assigning.issued == []
        await tap(pilot, "ctrl+u", "~new.coachplan", "ctrl+s", "y")
        assert "Written: new.coachplan" in picture(pilot.app)
    assert len(desk.assigning.issued) == 1
    assert list(desk.files.written) == ["new.coachplan"]


@pytest.mark.parametrize(
    ("downs", "text", "sentence"),
    [
        (0, "yesterday", "is no day"),
        (1, "0", "Write 1 to 104 weeks."),
        (2, "Z", "There is no stage Z"),
        (3, "front", "is none; write left, right, both, none."),
        (4, " ", "Name the file for the patient."),
    ],
)
async def test_a_wrong_line_is_said_and_nothing_is_signed(
    downs: int, text: str, sentence: str
) -> None:
    desk = a_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", *["enter"] * downs, "ctrl+u", f"~{text}", "ctrl+s")
        assert sentence in picture(pilot.app)
        assert isinstance(pilot.app.screen, IssueScreen)
    assert desk.assigning.issued == []


async def test_without_a_patient_nothing_is_signed_and_a_template_is_kept() -> None:
    desk = a_desk()
    async with at_desk(editor(desk, enrolled=None)) as pilot:
        await tap(pilot, "i", "t", "enter", "enter")
    assert desk.assigning.issued == []
    (saved,) = desk.own.saved
    assert saved.id == "steady-back-own"


async def test_hear_speaks_line_after_line_until_it_is_stopped() -> None:
    desk = a_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "h")
        screen = pilot.app.screen
        assert isinstance(screen, HearScreen)
        assert "0:00" in picture(pilot.app)
        await tap(pilot, "space")
        screen.listen()
        spoken = [cue.text for cue in desk.speaker.said]
        assert len(spoken) >= 2
        await tap(pilot, "s")
        said = len(desk.speaker.said)
        screen.listen()
        assert len(desk.speaker.said) == said


async def test_why_nothing_is_heard_is_told_where_something_is_to_be_heard() -> None:
    desk = a_desk()
    desk.sound_notices.leave("No sound device was found.")
    async with at_desk(editor(desk)) as pilot:
        assert "No sound device" not in picture(pilot.app)
        await tap(pilot, "h")
        screen = pilot.app.screen
        assert isinstance(screen, HearScreen)
        screen.listen()
        await pilot.pause()
        assert "No sound device was found." in picture(pilot.app)


def test_the_amount_of_a_dose_is_what_typing_replaces() -> None:
    desk = a_desk()
    lines = desk.drafts.start(desk.assigning.given).lines
    line = next(line for line in lines if line.kind == "dose")
    start, end = amount_of(line) or (0, 0)
    assert line.text[start:end] == line.text.split()[1]
    assert amount_of(next(line for line in lines if line.kind == "sitting")) is None


class Home(TherapistScreen[None]):
    """Where the therapist comes from."""

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.signed: bool | None = None

    def on_mount(self) -> None:
        self.run_worker(self._assign())

    async def _assign(self) -> None:
        self.signed = await assign_to(self, MARIA)


async def test_a_shipped_program_with_two_changed_doses_takes_few_keys() -> None:
    """The budget is sixty keys from the list of patients; `a` there is the first."""
    desk = a_desk(given=None)
    home = Home(desk)
    keys = [
        *("~stea", "enter"),
        *("B", "enter", "~2x8", "enter"),
        *("down", "enter", "~1x8", "enter"),
        *("i", "ctrl+s", "escape"),
    ]
    async with at_desk(home) as pilot:
        await tap(pilot, *keys)
        assert home.signed is True
    assert 1 + sum(len(key) - 1 if key.startswith("~") else 1 for key in keys) == 21
    assert len(desk.assigning.issued) == 1


async def test_what_the_patient_has_now_is_the_first_to_pick() -> None:
    desk = a_desk()
    async with at_desk(PickProgramScreen(desk, MARIA)) as pilot:
        assert "what the patient has now" in picture(pilot.app)
        await tap(pilot, "enter")
        assert pilot.app.left_with == desk.assigning.given  # type: ignore[attr-defined]


async def test_a_plan_that_was_issued_and_not_opened_yet_is_called_so() -> None:
    desk = a_desk()
    desk.assigning.unopened = 2
    async with at_desk(PickProgramScreen(desk, MARIA)) as pilot:
        assert "issued, not opened yet" in picture(pilot.app)
        assert "what the patient has now" not in picture(pilot.app)


async def test_letters_find_a_program_and_nothing_found_is_said() -> None:
    async with at_desk(PickProgramScreen(a_desk(), MARIA)) as pilot:
        await tap(pilot, "~qqq")
        assert "No program fits." in picture(pilot.app)
        await tap(pilot, "enter")
        assert isinstance(pilot.app.screen, PickProgramScreen)


def test_every_word_typed_must_fit() -> None:
    program = a_program(title="Ease the back", presentation=Presentation.P1_PEP)
    assert fits(program, "ease p1_pep")
    assert not fits(program, "ease p2")


@sizes
async def test_golden_editor(size: tuple[int, int]) -> None:
    async with at_desk(editor(a_desk()), size) as pilot:
        check_golden(pilot.app, "editor")
        await tap(pilot, "a", "~bri")
        check_golden(pilot.app, "editor-typing")
        await tap(pilot, "escape", "enter", "~2x8", "enter", "i")
        check_golden(pilot.app, "issue")
        await tap(pilot, "ctrl+s")
        check_golden(pilot.app, "issued")


@sizes
async def test_golden_pick_program(size: tuple[int, int]) -> None:
    async with at_desk(PickProgramScreen(a_desk(), MARIA), size) as pilot:
        check_golden(pilot.app, "pick-program")


async def test_a_resize_storm_breaks_nothing() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        before = picture(pilot.app)
        for width, height in ((1, 1), (20, 5), (40, 12), (200, 50), (120, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await tap(pilot)
            await pilot.pause()
        assert picture(pilot.app) == before


# --- signing


def locked_desk(**over: Any) -> Any:
    """A desk whose patient answered yes to a safety question."""
    yes = a_hold(what="Yes to: Is it hard to start passing water? (emergency)")
    return a_desk(follow_ups=RecordingFollowUps(a_follow_up(safety=(yes,), **over)))


async def test_a_plan_without_a_change_is_asked_about_once() -> None:
    desk = a_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", "ctrl+s")
        assert "Nothing is different for the patient." in picture(pilot.app)
        await tap(pilot, "n")
        assert desk.assigning.issued == []
        await tap(pilot, "ctrl+s", "y")
        assert len(desk.assigning.issued) == 1


async def test_a_decision_is_written_down_when_the_plan_is_signed_and_not_before() -> None:
    desk = a_desk()
    decided = Decided(Decision.EASE, "sore")
    async with at_desk(editor(desk, decided=decided)) as pilot:
        await tap(pilot, "enter", "~2x8", "enter", "i", "escape", "i")
        assert desk.assigning.decided == []
        await tap(pilot, "ctrl+s")
        assert desk.assigning.decided == [decided]
        assert desk.follow_ups.decided == []


async def test_the_lock_has_a_line_of_its_own_only_where_coaching_is_locked() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "i")
        assert "Lift the lock" not in picture(pilot.app)
    async with at_desk(editor(locked_desk())) as pilot:
        await tap(pilot, "i")
        shown = picture(pilot.app)
        assert shown.index("Coaching is locked. Yes to: Is it hard") < shown.index("Lift the lock")


@pytest.mark.parametrize("word", ["no", "maybe", "ok ok"])
async def test_one_word_is_no_reason_to_lift_a_lock(word: str) -> None:
    desk = locked_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", *["enter"] * 5, f"~{word}", "ctrl+s")
        assert "Say in a few words why coaching may go on" in picture(pilot.app)
        assert desk.assigning.issued == []


async def test_lifting_a_lock_repeats_the_yes_and_asks_once_more() -> None:
    desk = locked_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", *["enter"] * 5, "~Seen today, reflexes fine.")
        assert "Seen today, reflexes fine." in picture(pilot.app)
        await tap(pilot, "ctrl+s")
        asked = picture(pilot.app)
        assert "Yes to: Is it hard to start passing water?" in asked
        assert "Lift the lock?" in asked
        await tap(pilot, "n")
        assert desk.assigning.issued == []
        await tap(pilot, "ctrl+s", "y")
        assert desk.assigning.issued[0].clears == "Seen today, reflexes fine."
        assert "It lifts the lock once the patient opens it." in picture(pilot.app)


async def test_lifting_a_lock_says_what_it_raises_before_it_is_signed() -> None:
    desk = locked_desk()
    desk.assigning.raises = ("C: Bridge 2x8, it was 1x4",)
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", *["enter"] * 5, "~Seen today, reflexes fine.", "ctrl+s")
        assert "It raises: C: Bridge 2x8, it was 1x4." in " ".join(picture(pilot.app).split())
        assert desk.assigning.issued == []


async def test_nothing_raised_is_signed_under_a_lock_without_a_reason_that_lifts_it() -> None:
    desk = locked_desk()
    desk.assigning.hold, desk.assigning.raises = True, ("B: Pelvic tilt 5x30, it was 2x10",)
    async with at_desk(editor(desk), (100, 40)) as pilot:
        await tap(pilot, "i")
        assert "! Raised under a lock: B: Pelvic tilt 5x30, it was 2x10" in picture(pilot.app)
        await tap(pilot, "ctrl+s")
        shown = " ".join(picture(pilot.app).split())
        assert "A safety hold stands, and this plan asks for more." in shown
        assert pilot.app.focused is pilot.app.screen.query_one("#clears")
        assert desk.assigning.issued == []
        await tap(pilot, "~Seen today, reflexes fine.", "ctrl+s")
        asked = " ".join(picture(pilot.app).split())
        assert "It raises: B: Pelvic tilt 5x30, it was 2x10." in asked
        assert "Lift the lock and raise it?" in asked
        await tap(pilot, "y")
        assert desk.assigning.issued[0].clears == "Seen today, reflexes fine."


async def test_the_editor_says_what_was_raised_under_a_lock() -> None:
    desk = locked_desk()
    desk.assigning.hold, desk.assigning.raises = True, ("B: Pelvic tilt 5x30, it was 2x10",)
    async with at_desk(editor(desk), (120, 40)) as pilot:
        shown = pilot.app.screen.query_one("#filled", Plain).text
        assert "! Raised under a lock: B: Pelvic tilt 5x30, it was 2x10" in shown
    free = a_desk()
    free.assigning.raises = ("B: Pelvic tilt 5x30, it was 2x10",)
    async with at_desk(editor(free), (120, 40)) as pilot:
        assert "Raised under a lock" not in picture(pilot.app)


async def test_what_is_to_be_weighed_stands_on_the_page_that_signs_too() -> None:
    async with at_desk(editor(a_desk()), (120, 40)) as pilot:
        await tap(pilot, "s", "~pelvic-tilt 5x30", "enter", "i")
        weigh = pilot.app.screen.query_one("#weigh", Plain)
        assert "Pelvic tilt is asked for 5 sets; usual is at most 2." in weigh.text
        assert "Stage B takes 41 minutes" in weigh.text
        await tap(pilot, *["tab"] * 2, "~C")
        assert "Pelvic tilt" not in weigh.text


async def test_a_plan_that_leaves_the_lock_says_so() -> None:
    async with at_desk(editor(locked_desk())) as pilot:
        await tap(pilot, "i", "ctrl+s", "y")
        assert "Coaching stays locked" in picture(pilot.app)


async def test_a_plan_that_would_end_the_one_that_lifts_the_lock_says_so_before_and_after() -> None:
    desk = locked_desk(lifting=Lifting(3))
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i")
        lock = " ".join(pilot.app.screen.query_one(".locked", Plain).text.split())
        assert "Version 3 was signed to lift the lock; once this one is opened" in lock
        assert lock.endswith("Lift the lock in this one too.")
        await tap(pilot, "ctrl+s", "y")
        signed = " ".join(pilot.app.screen.query_one("#written-text", Plain).text.split())
    version = desk.assigning.issued[0].version
    assert f"Version 3 lifts it, if it is opened before version {version}." in signed


async def test_that_it_got_worse_stands_in_the_editor_its_changes_and_at_the_top_of_sign() -> None:
    worse = ("Leg up by 3: 3 in the week before, 6 in the last 3 days.",)
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(worse=worse)))
    told = tuple(f"Worse: {sign}" for sign in worse)
    async with at_desk(editor(desk, worse=told), (120, 40)) as pilot:
        assert "! Worse: Leg up by 3" in picture(pilot.app)
        await tap(pilot, "c")
        assert "! Worse: Leg up by 3" in picture(pilot.app)
        await tap(pilot, "escape", "i")
        shown = picture(pilot.app)
        assert shown.index("Worse: Leg up by 3") < shown.index("From day")


WORSE = "Leg up by 3: 3 in the week before, 6 in the last 3 days."


async def test_more_is_signed_for_someone_who_got_worse_with_a_typed_reason_alone() -> None:
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(worse=(WORSE,))))
    desk.assigning.raises = ("B: Pelvic tilt 5x30, it was 2x10",)
    async with at_desk(editor(desk), (120, 40)) as pilot:
        await tap(pilot, "s", "~pelvic-tilt 5x30", "enter", "i")
        assert "! Raises: B: Pelvic tilt 5x30, it was 2x10" in picture(pilot.app)
        await tap(pilot, "ctrl+s")
        asked = " ".join(picture(pilot.app).split())
        assert "Why is more asked for?" in asked
        assert f"Worse: {WORSE} It raises: B: Pelvic tilt 5x30, it was 2x10." in asked
        await tap(pilot, "enter")
        assert "Say in a few words why more is asked for" in picture(pilot.app)
        await tap(pilot, "~ok", "enter")
        assert "Say in a few words why more is asked for" in picture(pilot.app)
        await tap(pilot, "escape")
        assert desk.assigning.issued == []
        await tap(pilot, "ctrl+s", "~Seen today, leg settled since.", "enter")
        assert desk.assigning.why_more == ["Seen today, leg settled since."]


async def test_a_yes_since_asks_for_the_reason_as_well_where_something_is_raised() -> None:
    seen = a_follow_up(yes_since=("numb between the legs, on 9 Mar",))
    desk = a_desk(follow_ups=RecordingFollowUps(seen))
    async with at_desk(editor(desk), (120, 40)) as pilot:
        await tap(pilot, "s", "~pelvic-tilt 1x5", "enter", "i")
        assert "! Yes since: numb between the legs, on 9 Mar." in picture(pilot.app)
        await tap(pilot, "ctrl+s")
        assert desk.assigning.why_more == [""]
    desk = a_desk(follow_ups=RecordingFollowUps(seen))
    desk.assigning.raises = ("B: Pelvic tilt 5x30, it was 2x10",)
    async with at_desk(editor(desk), (120, 40)) as pilot:
        await tap(pilot, "s", "~pelvic-tilt 5x30", "enter", "i", "ctrl+s")
        assert "Why is more asked for?" in picture(pilot.app)
        assert desk.assigning.issued == []


async def test_the_note_of_the_decision_stands_where_the_reason_is_asked_for() -> None:
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(worse=(WORSE,))))
    desk.assigning.raises = ("B: Pelvic tilt 5x30, it was 2x10",)
    eased = Decided(Decision.EASE, "leg settled since the drive")
    async with at_desk(editor(desk, decided=eased), (120, 40)) as pilot:
        await tap(pilot, "s", "~pelvic-tilt 5x30", "enter", "i", "ctrl+s", "enter")
        assert desk.assigning.why_more == ["leg settled since the drive"]


async def test_the_line_that_is_typed_stays_in_sight_on_a_low_screen() -> None:
    async with at_desk(editor(a_desk())) as pilot:
        await tap(pilot, "end", *["up"] * 3, "enter")
        options = pilot.app.screen.query_one("#lines", OptionList)
        at = options.highlighted
        assert at is not None
        row = options.scroll_offset.y
        assert row <= at < row + options.size.height


async def test_a_first_day_years_ahead_is_asked_about_before_it_is_signed() -> None:
    desk = a_desk()
    async with at_desk(editor(desk)) as pilot:
        await tap(pilot, "i", "ctrl+u", "~2036-01-01", "ctrl+s")
        shown = " ".join(picture(pilot.app).split())
        assert "begins only on 2036-01-01, more than a year from now" in shown
        await tap(pilot, "n")
        assert desk.assigning.issued == []
