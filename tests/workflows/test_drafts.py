"""A draft: edited, undone, weighed, heard and kept; what it began as is never touched."""

from pathlib import Path

import pytest

from coach.domain.errors import InputError
from coach.domain.plan_lines import lines_of
from coach.domain.program import StageCode
from coach.exchange.program_folder import ProgramFolder
from coach.exchange.shelf import FolderShelf, shipped_folder
from coach.session.plan import ScriptSettings
from coach.workflows.drafts import Draft, Drafts


def opened(home: Path) -> tuple[FolderShelf, Drafts]:
    """A shelf with an own folder, and drafts over it."""
    shelf = FolderShelf(shipped_folder(), home)
    return shelf, Drafts(shelf, ProgramFolder(home, shipped_folder()), ScriptSettings())


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return opened(tmp_path / "programs")[1]


@pytest.fixture
def draft(drafts: Drafts) -> Draft:
    return drafts.start(FolderShelf(shipped_folder()).program("steady-back"))


def asked(draft: Draft, stage: StageCode) -> list[str]:
    return [one.exercise for one in draft.program.stage(stage).prescriptions]


def test_every_edit_can_be_undone_one_by_one(draft: Draft) -> None:
    steps = [draft]
    steps.append(steps[-1].edit(("C", "dose", 1), "bridge 3x8 hold 3s"))
    steps.append(steps[-1].add(("C", "dose", 1), "hinge 2x8"))
    steps.append(steps[-1].move(("C", "dose", 2), -1))
    steps.append(steps[-1].remove(("C", "dose", 0)))
    steps.append(steps[-1].set(StageCode.BUILD, "sitting hard 10"))
    assert all(step.changed and step.base == draft.base for step in steps[1:])
    now = steps[-1]
    for earlier in reversed(steps[:-1]):
        now = now.undo()
        assert now == earlier
    assert now.undo() == draft
    assert not now.changed


def test_a_draft_is_one_line_in_a_traceback(draft: Draft) -> None:
    edited = draft.edit(("C", "dose", 1), "bridge 3x8 hold 3s")
    assert repr(edited) == f"<Draft of {draft.base.id}@{draft.base.version}, at ('C', 'dose', 1)>"


def test_an_edit_that_changes_nothing_is_no_step_to_undo(draft: Draft) -> None:
    same = draft.edit(("title",), 'title "Steady back"')
    assert not same.changed
    assert same.before is None


def test_a_draft_says_where_the_newest_edit_was(draft: Draft) -> None:
    assert draft.set(StageCode.BUILD, "B: sitting hard 10").at == ("B", "sitting")
    assert draft.add(("C", "dose", 0), "hinge 2x8").at == ("C", "dose", 1)
    assert draft.move(("C", "dose", 0), 1).at == ("C", "dose", 1)
    last = draft.remove(("flare", "dose", 3))
    assert last.at == ("flare", "dose", 2)
    keys = [line.key for line in lines_of(last.program, last.exercises)]
    assert last.at in keys


def test_a_refused_edit_leaves_the_draft_as_it_was(draft: Draft) -> None:
    with pytest.raises(InputError):
        draft.edit(("C", "dose", 1), "bridge 3x800")
    assert not draft.changed


def test_minutes_warnings_and_changes_follow_the_edits(draft: Draft) -> None:
    more = draft.set(StageCode.BUILD, "bridge 6x10 hold 5s rest 60s 1/day mon,tue,thu,fri")
    assert more.minutes(StageCode.BUILD).exercises > draft.minutes(StageCode.BUILD).exercises
    assert len(more.warnings()) > len(draft.warnings())
    assert more.changes(StageCode.BUILD)[0].startswith("Bridge: 6 sets of 10")
    assert draft.changes() == ()


def test_a_new_direction_leaves_problems_that_stop_keeping_it(drafts: Drafts) -> None:
    away = drafts.start(FolderShelf(shipped_folder()).program("ease-back"))
    turned = away.edit(("direction",), "direction flexion")
    (key, said), *_ = turned.problems()
    assert key == ("A", "dose", 0)
    assert "prone-lie is extension" in said
    with pytest.raises(InputError, match="prone-lie is extension"):
        drafts.save_as_template(turned, "turned")


def test_what_the_patient_will_hear_has_the_new_dose(drafts: Drafts, draft: Draft) -> None:
    more = draft.set(StageCode.BUILD, "bridge 3x9 hold 3s 1/day")
    texts = [line.cue.text for line in drafts.rehearse(more, StageCode.BUILD).lines]
    assert "Bridge. Nine times, three seconds each, three sets." in texts


def test_a_template_is_a_new_program_and_then_its_next_version(tmp_path: Path) -> None:
    shelf, drafts = opened(tmp_path / "programs")
    first = drafts.start(shelf.program("steady-back")).set(StageCode.BUILD, "bridge off")
    drafts.save_as_template(first, "my-back", "My back")
    kept = shelf.program("my-back")
    assert (kept.title, kept.version) == ("My back", 1)
    assert shelf.program("steady-back").version == 1
    drafts.save_as_template(drafts.start(kept).set(StageCode.BUILD, "brace off"), "my-back")
    assert (shelf.program("my-back").title, shelf.program("my-back").version) == ("My back", 2)


def test_a_shipped_program_is_never_replaced(drafts: Drafts, draft: Draft) -> None:
    with pytest.raises(InputError, match="shipped program; choose an id of your own"):
        drafts.save_as_template(draft, "steady-back")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bir", "bird-dog"),
        ("C: bri", "C: bridge"),
        ("knee ro", "knee-rolls"),
        ("short wa", "walk-little-often"),
        ("brdge", "bridge"),
        ("bird-dog 3x6 si", "bird-dog 3x6 side"),
        ("bird-dog 3x6 side ea", "bird-dog 3x6 side each"),
        ("sitting ha", "sitting hard"),
        ("leave gr", "leave green_in_a_row"),
        ("leave leg_at_most sc", "leave leg_at_most score"),
        ("leave instrument_change better h", "leave instrument_change better higher"),
        ("thre", "thresholds"),
    ],
)
def test_a_word_is_completed(drafts: Drafts, typed: str, first: str) -> None:
    assert drafts.completions(typed)[0] == first


@pytest.mark.parametrize("typed", ['title "bri', "bird-dog 3x", "qqqqq"])
def test_nothing_is_offered_where_nothing_fits(drafts: Drafts, typed: str) -> None:
    assert drafts.completions(typed) == []
