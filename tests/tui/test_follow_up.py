"""The follow-up on the screen: the answer first, safety always, decisions a key away."""

import threading
from datetime import date
from string import ascii_letters
from typing import Any

import pytest
from msgspec.structs import replace

from coach.domain.lights import Light
from coach.domain.outcomes import Decision
from coach.review.follow_up import FollowUp, Visit
from coach.tui.therapist.ask_line import AskLineScreen
from coach.tui.therapist.editor import EditorScreen
from coach.tui.therapist.exercise_rows import exercise_lines
from coach.tui.therapist.follow_up import FollowUpScreen
from coach.tui.therapist.follow_up_blocks import Tone, blocks, safety_block
from coach.tui.therapist.help import HelpScreen
from coach.tui.widgets.plain import Plain
from coach.workflows.registry import Place
from tests.review.follow_up_samples import (
    NEVER_ASKED,
    a_follow_up,
    a_hold,
    an_exercise_line,
    the_instruments,
    the_sitting,
)
from tests.tui.conftest import settle
from tests.tui.desk import (
    MARIA,
    TODAY,
    DeskApp,
    RecordingFollowUps,
    a_desk,
    at_desk,
    quiet,
    tap,
)
from tests.tui.pictures import check_golden, picture

sizes = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def lines_of(name: str, **over: object) -> str:
    """The lines of one block of a follow-up."""
    found = [block for block in blocks(a_follow_up(**over), 76) if block.id == name]
    return "\n".join(line for block in found for line in block.lines)


# --- blocks, without a screen


def test_a_standing_hold_comes_before_every_other_event() -> None:
    over = a_hold(what="Cleared by the patient.", standing=False)
    block = safety_block(a_follow_up(safety=(over, a_hold())))
    assert block.lines[0].startswith("■ LOCKED since 14 Mar 08:00")
    assert block.tone is Tone.ALARM


def test_that_there_was_no_safety_event_is_said() -> None:
    assert safety_block(a_follow_up()).lines == ("No safety event.",)


def test_a_safety_list_that_was_never_finished_is_an_alarm_and_no_silence() -> None:
    block = safety_block(a_follow_up(safety_list=NEVER_ASKED))
    assert block.lines == ("! The safety list was never finished.",)
    assert block.tone is Tone.ALARM


def test_an_exercise_row_tells_why_it_was_left_out_and_its_lights() -> None:
    line = an_exercise_line(skipped={"pain": 5, "none": 1}, lights={Light.RED: 1, Light.GREEN: 4})
    shown = "\n".join(exercise_lines([line], 76))
    assert "! Bridge" in shown
    assert "●4 ■1" in shown
    assert "pain 5, no reason given 1" in shown
    assert "asked now: 3x10" in shown


@pytest.mark.parametrize("width", [68, 76])
def test_a_name_is_whole_wherever_there_is_room_for_its_figures(width: int) -> None:
    line = an_exercise_line(name="Press-up on your front", skipped={"pain": 16, "none": 18})
    rows = exercise_lines([line, an_exercise_line()], width)
    shown = " ".join(" ".join(rows).split())
    assert "! Press-up on your front 5 of 14" in shown
    assert "left out or stopped: pain 16, no reason given 18; asked now: 3x10" in shown
    assert max(map(len, rows)) <= width


def test_a_percentage_that_is_not_known_is_no_nought() -> None:
    (_, row, *_) = exercise_lines([an_exercise_line(percent=None, done=0, asked=0)], 76)
    assert " · " in row


def test_sitting_without_a_bout_is_not_recorded() -> None:
    empty = replace(the_sitting(), surfaces=(), bouts=0, longest_minutes=None, hard_share=None)
    assert lines_of("sitting", sitting=empty) == "Sitting: not recorded."
    short = replace(empty, bouts=2)
    told = lines_of("sitting", sitting=short)
    assert told == "Sitting: only under a minute at a time, 2 spells."
    assert "hard   limit 10 min  longest 16 min, over it 1 of 3" in lines_of("sitting")


def test_an_important_change_is_named_without_the_code_of_its_source() -> None:
    (first, _) = the_instruments()
    shown = lines_of("instruments", instruments=(first,))
    assert "13 to 7 of 24, 6 better: an important change (1 Mar, 14 Mar)" in shown
    assert "S49" not in shown


def test_the_day_of_the_mood_is_written_as_the_other_days_are() -> None:
    assert "PHQ-4 of 1 Mar: 3 of 12, halves 2 and 1 of 6." in lines_of("sleep")


def test_sleep_and_mood_that_were_not_noted_are_said_to_be_so() -> None:
    days = tuple(replace(day, sleep=None) for day in a_follow_up().days)
    shown = lines_of("sleep", days=days, mood="", medication=())
    assert shown == "Sleep: not recorded.\nMood: not recorded."


def test_what_stands_proposed_comes_first_with_its_evidence() -> None:
    shown = lines_of("proposals").split("\n")
    assert shown[0] == "▶ now  Stage B to stage C. Leg 3 on 3 days."


def test_the_order_of_care_is_a_dated_checklist() -> None:
    shown = lines_of("care").split("\n")
    assert shown[0].startswith("✓ 1 Program at home")
    assert shown[1] == "· 2 Medicines, through the physician, not noted"


# --- the screen


async def test_it_opens_on_the_answer_and_on_safety() -> None:
    follow_ups = RecordingFollowUps(a_follow_up(safety=(a_hold(),)))
    async with at_desk(FollowUpScreen(a_desk(follow_ups=follow_ups), MARIA)) as pilot:
        shown = picture(pilot.app)
        assert follow_ups.asked == [None]
    assert "Maria Example" in shown
    assert "Done on 11 of 14 days (2 not recorded), leg 6 to 3" in shown
    assert shown.index("leg 6 to 3") < shown.index("LOCKED since 14 Mar") < shown.index("plan ")


async def test_a_chosen_day_is_handed_on() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA, date(2027, 2, 1))):
        assert desk.follow_ups.asked == [date(2027, 2, 1)]


class HeldFollowUps(RecordingFollowUps):
    """Reads a log that takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def follow_up(self, patient: str, since: date | None = None) -> FollowUp:
        self.go_on.wait()
        return super().follow_up(patient, since)


async def test_a_key_pressed_while_the_log_is_read_waits_for_it() -> None:
    held = HeldFollowUps()
    async with DeskApp(FollowUpScreen(a_desk(follow_ups=held), MARIA)).run_test() as pilot:
        try:
            await pilot.pause()
            await pilot.press("o", "e")
            await pilot.pause()
            assert "Reading what came in ... Then: ease." in picture(pilot.app)
        finally:
            held.go_on.set()
        await quiet(pilot)
        assert isinstance(pilot.app.screen, AskLineScreen)
        assert "make the plan easier?" in picture(pilot.app)


class OvertakenFollowUps(RecordingFollowUps):
    """The first that was asked for is ready after the one that was asked for anew."""

    def __init__(self, seen: FollowUp, anew: FollowUp) -> None:
        super().__init__(seen)
        self._anew = anew
        self.go_on, self.told = threading.Event(), threading.Event()

    def follow_up(self, patient: str, since: date | None = None) -> FollowUp:
        super().follow_up(patient, since)
        if len(self.asked) > 1:
            return self._anew
        self.go_on.wait()
        return self.seen

    def course(self, patient: str) -> Any:
        if self.go_on.is_set():
            self.told.set()
        return super().course(patient)


async def test_what_was_asked_for_before_stands_over_nothing_that_was_asked_for_anew() -> None:
    overtaken = OvertakenFollowUps(a_follow_up(), a_follow_up(safety=(a_hold(),)))
    screen = FollowUpScreen(a_desk(follow_ups=overtaken), MARIA)
    async with DeskApp(screen).run_test() as pilot:
        try:
            while not overtaken.asked:
                await pilot.pause()
            screen.reload()
            while "LOCKED since 14 Mar" not in picture(pilot.app):
                await pilot.pause()
        finally:
            overtaken.go_on.set()
        while not overtaken.told.is_set():
            await pilot.pause()
        await settle(pilot)
        assert "LOCKED since 14 Mar" in picture(pilot.app)


async def test_a_log_that_cannot_be_read_is_said_in_a_sentence() -> None:
    follow_ups = RecordingFollowUps(fails="The log of this patient cannot be read.")
    async with at_desk(FollowUpScreen(a_desk(follow_ups=follow_ups), MARIA)) as pilot:
        assert "The log of this patient cannot be read." in picture(pilot.app)
        await tap(pilot, "k", "y", "d", "o", "f", "escape")
        assert follow_ups.decided == []


async def test_to_keep_the_plan_is_written_down_at_once_with_nothing_to_sign() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "k")
        assert "nothing to sign" in picture(pilot.app)
        assert desk.follow_ups.decided == []
        await tap(pilot, "~ok", "enter")
        assert desk.follow_ups.decided == [("patient-1", Decision.KEEP, "ok")]
        assert isinstance(pilot.app.screen, FollowUpScreen)


async def test_to_keep_the_plan_says_that_a_signed_one_may_be_with_the_patient() -> None:
    desk = a_desk()
    desk.assigning.unopened = 2
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "k")
        shown = " ".join(picture(pilot.app).split())
        assert "Version 2 is signed and not opened yet" in shown
        assert "Enter writes your decision down" in shown


@pytest.mark.parametrize(("key", "decision"), [("e", Decision.EASE), ("p", Decision.PROGRESS)])
async def test_another_decision_is_written_down_once_its_plan_is_signed(
    key: str, decision: Decision
) -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, key, "~ok", "enter")
        assert isinstance(pilot.app.screen, EditorScreen)
        await tap(pilot, "escape")
        if "Leave without signing?" in picture(pilot.app):
            await tap(pilot, "y")
        assert desk.follow_ups.decided == []
        await tap(pilot, key, "~ok", "enter", "i", "ctrl+s")
        if not desk.assigning.issued:
            await tap(pilot, "y")
        assert desk.assigning.decided == [(decision, "ok")]


async def test_a_digit_goes_to_its_section_and_stands_beside_its_heading() -> None:
    async with at_desk(FollowUpScreen(a_desk(), MARIA)) as pilot:
        assert "1-9 Section" in picture(pilot.app)
        page = pilot.app.screen.query_one("#follow-up")
        for key, heading in (("5", "5 Questionnaires"), ("1", "1 Exercises"), ("3", "3 Sitting")):
            await tap(pilot, key)
            below = picture(pilot.app).split("\n")[page.region.y :]
            assert next(line.strip() for line in below if line.strip()) == heading


async def test_a_section_without_anything_in_it_is_said_to_be_empty() -> None:
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(notes=())))
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "2")
        told = [one.message for one in pilot.app._notifications]
    assert told == ["Own words: nothing in this time."]


async def test_every_digit_from_one_to_nine_is_explained_by_help() -> None:
    async with at_desk(HelpScreen(a_desk(), Place.FOLLOW_UP), (100, 60)) as pilot:
        shown = picture(pilot.app)
    for digit, label in ((1, "Exercises"), (4, "Proposed"), (9, "Plans")):
        assert f"{digit}           {label}: " in shown


async def test_escape_decides_nothing() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "e", "escape")
        assert desk.follow_ups.decided == []
        assert isinstance(pilot.app.screen, FollowUpScreen)


async def test_without_a_readable_plan_nothing_is_decided_and_it_is_said() -> None:
    desk = a_desk(given=None)
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "e", "enter")
        assert desk.follow_ups.decided == []
        assert "Nothing is written down yet" in picture(pilot.app)
        await tap(pilot, "k", "enter")
        assert len(desk.follow_ups.decided) == 1


async def test_the_paragraph_has_what_was_decided_also_after_it_was_opened_again() -> None:
    seen = a_follow_up(visits=(Visit(TODAY, Decision.KEEP, "as agreed"),))
    desk = a_desk(follow_ups=RecordingFollowUps(seen))
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "y")
        assert pilot.app.clipboard.endswith("P: Keep the plan as it is (2027-03-14). As agreed.")


async def test_nothing_is_decided_where_nothing_can_be_written() -> None:
    desk = a_desk(refusal="Another desk holds this home.")
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "k", "enter")
        assert desk.follow_ups.decided == []
        assert picture(pilot.app).count("Another desk holds this home.") == 1
        told = [one.message for one in pilot.app._notifications]
    assert told == ["Not done: the line at the top says why."]


async def test_what_is_said_for_a_moment_covers_neither_the_answer_nor_the_keys() -> None:
    app = DeskApp(FollowUpScreen(a_desk(), MARIA))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await quiet(pilot)
        before = picture(pilot.app).split("\n")
        await tap(pilot, "k", "enter")
        after = picture(pilot.app).split("\n")
    assert "Kept as it is; nothing to sign." in " ".join(" ".join(after).split())
    assert (after[:6], after[-2:]) == (before[:6], before[-2:])


async def test_the_paragraph_is_copied_with_one_key_and_names_nobody() -> None:
    async with at_desk(FollowUpScreen(a_desk(), MARIA)) as pilot:
        await tap(pilot, "y")
        assert pilot.app.clipboard.startswith("Home program follow-up, 2027-03-01")
        assert "Maria" not in pilot.app.clipboard
        assert "Leg 6 to 3" in picture(pilot.app)


async def test_paragraph_and_report_go_to_the_files_that_are_named() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "w", "enter", "d", "enter", "n")
    (path,) = desk.files.written
    assert path == "record-patient-1-2027-03-14.txt"
    assert desk.files.written[path].endswith(b"\n")
    assert desk.reports.written == [("", "report-patient-1-2027-03-14.html")]


async def test_the_name_is_put_on_a_report_only_when_it_is_wanted() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "d", "enter", "escape")
        assert desk.reports.written == []
        await tap(pilot, "d", "enter", "y")
    assert desk.reports.written == [("Maria Example", "report-patient-1-2027-03-14.html")]


async def test_a_step_of_care_is_noted_with_a_digit_and_its_day() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "o", "2", "~by letter", "enter")
        assert desk.follow_ups.noted == [("patient-1", "medicines", TODAY, "by letter")]
        assert "✓ 2 Medicines, through the physician, 14 Mar: by letter" in picture(pilot.app)


async def test_a_day_to_come_is_refused_as_it_is_typed() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "o", "2", "ctrl+u", "~2027-04-01", "enter")
        assert desk.follow_ups.noted == []
        assert "That day is still to come" in picture(pilot.app)


async def test_help_explains_the_signs_of_the_chart_and_of_proposals() -> None:
    async with at_desk(HelpScreen(a_desk(), Place.FOLLOW_UP), (120, 70)) as pilot:
        shown = " ".join(picture(pilot.app).split())
    assert "L leg, B back" in shown
    assert "u buttock" in shown
    assert "? not recorded" in shown
    assert "▶ the rules propose it now" in shown


async def test_every_formula_is_shown_on_request() -> None:
    async with at_desk(FollowUpScreen(a_desk(), MARIA), (120, 200)) as pilot:
        await tap(pilot, "f")
        shown = picture(pilot.app)
    assert "done dose / asked dose" in shown
    assert "u buttock" in shown
    assert "5 points and 30 percent (S49, S50b)" in shown
    assert "no clinician has reviewed them" in " ".join(shown.split())
    assert "clinical 2" not in shown


async def test_text_of_the_patient_is_never_markup() -> None:
    notes = (replace(a_follow_up().notes[0], text="[b]a[/]b [@click=app.quit]x[/]"),)
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(notes=notes)))
    async with at_desk(FollowUpScreen(desk, MARIA), (120, 80)) as pilot:
        assert "[b]a[/]b [@click=app.quit]x[/]" in picture(pilot.app)


@sizes
async def test_golden_follow_up(size: tuple[int, int]) -> None:
    async with at_desk(FollowUpScreen(a_desk(), MARIA), size) as pilot:
        check_golden(pilot.app, "follow-up")
        await tap(pilot, "pagedown")
        check_golden(pilot.app, "follow-up-below")
        await tap(pilot, "o")
        check_golden(pilot.app, "care")


@sizes
async def test_rows_of_figures_stand_beside_the_scrollbar(size: tuple[int, int]) -> None:
    line = an_exercise_line(dose=" ".join(ascii_letters))
    follow_ups = RecordingFollowUps(a_follow_up(exercises=(line,)))
    async with at_desk(FollowUpScreen(a_desk(follow_ups=follow_ups), MARIA), size) as pilot:
        room = pilot.app.screen.query_one("#left-blocks").content_size.width
        below = [row for part in pilot.app.screen.query(Plain) for row in part.text.splitlines()]
        assert max(len(row) for row in below if row.startswith("    ")) <= room


@sizes
async def test_golden_follow_up_under_a_hold(size: tuple[int, int]) -> None:
    follow_ups = RecordingFollowUps(a_follow_up(safety=(a_hold(),)))
    async with at_desk(FollowUpScreen(a_desk(follow_ups=follow_ups), MARIA), size) as pilot:
        check_golden(pilot.app, "follow-up-hold")


async def test_a_resize_storm_breaks_nothing() -> None:
    async with at_desk(FollowUpScreen(a_desk(), MARIA)) as pilot:
        before = picture(pilot.app)
        for width, height in ((1, 1), (20, 5), (40, 12), (200, 50), (120, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await tap(pilot)
            await pilot.pause()
        await pilot.pause()
        assert picture(pilot.app) == before


def test_what_is_no_longer_asked_is_said_behind_its_figures() -> None:
    (_, row) = exercise_lines([an_exercise_line(dose="", partial=0, not_recorded=0)], 76)
    assert row.endswith("pain 5; no longer asked")


async def test_the_paragraph_is_written_over_no_file_but_a_former_one_of_the_same_patient() -> None:
    desk = a_desk()
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "w", "ctrl+u", "~clinic.db", "enter")
        assert "End it with .txt." in picture(pilot.app)
        assert desk.files.written == {}
        await tap(pilot, "ctrl+u", "~other.txt", "enter", "w", "enter")
    assert desk.files.marks == {
        "other.txt": b"",
        "record-patient-1-2027-03-14.txt": b"Home program follow-up",
    }
    for path, mark in desk.files.marks.items():
        assert desk.files.written[path].startswith(mark)


async def test_to_keep_the_plan_under_a_hold_says_that_coaching_stays_locked() -> None:
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(safety=(a_hold(),))))
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "k")
        shown = " ".join(picture(pilot.app).split())
        assert "Coaching stays locked" in shown
        assert "nothing to sign" not in shown
        await tap(pilot, "enter")
        told = [one.message for one in pilot.app._notifications]
    assert told == [
        "Kept. Coaching stays locked: a signed plan lifts it (a in the list of patients)."
    ]


async def test_to_go_on_is_refused_under_a_hold_and_no_note_is_asked_for() -> None:
    follow_ups = RecordingFollowUps(a_follow_up(safety=(a_hold(),)))
    async with at_desk(FollowUpScreen(a_desk(follow_ups=follow_ups), MARIA)) as pilot:
        await tap(pilot, "p")
        shown = " ".join(picture(pilot.app).split())
        assert isinstance(pilot.app.screen, FollowUpScreen)
        assert "Coaching is locked, and no plan goes on while it is" in shown
        assert "with your reason, and decide then." in shown
        await tap(pilot, "k", "enter")
        assert "no plan goes on" not in picture(pilot.app)


async def test_the_refusal_goes_once_the_page_is_read_anew() -> None:
    follow_ups = RecordingFollowUps(a_follow_up(safety=(a_hold(),)))
    async with at_desk(FollowUpScreen(a_desk(follow_ups=follow_ups), MARIA)) as pilot:
        await tap(pilot, "p")
        assert "no plan goes on" in picture(pilot.app)
        follow_ups.seen = a_follow_up()  # A log came in meanwhile that has the lock no more.
        await tap(pilot, "o", "escape")
        assert "no plan goes on" not in picture(pilot.app)


async def test_a_decision_under_a_hold_says_so_before_a_note_is_typed() -> None:
    desk = a_desk(follow_ups=RecordingFollowUps(a_follow_up(safety=(a_hold(),))))
    async with at_desk(FollowUpScreen(desk, MARIA)) as pilot:
        await tap(pilot, "e")
        shown = " ".join(picture(pilot.app).split())
        assert "Coaching is locked, and nothing may be raised while it is." in shown
        assert "the page that signs has a line that lifts the lock" in shown
    async with at_desk(FollowUpScreen(a_desk(), MARIA)) as pilot:
        await tap(pilot, "e")
        assert "locked" not in picture(pilot.app)
