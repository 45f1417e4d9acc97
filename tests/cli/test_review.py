"""`coach review` over a clinic's home: the page, the paragraph, a decision, a step of care."""

import shlex
from datetime import date, datetime
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.caseload import Enrolled
from coach.domain.documents import PlanDocument
from coach.domain.events import (
    CareStepNoted,
    ExerciseDone,
    Fact,
    ItemAsked,
    PainScore,
    PlanIssued,
    PlanReceived,
    ReviewDecided,
    SafetyHold,
)
from coach.domain.outcomes import Decision, Reason, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.exchange.papers import SealedPapers
from coach.review.care_order import STEPS
from coach.store.caseload import SqliteCaseload
from coach.store.event_log import SqliteEventLog
from coach.store.files import CLINIC_LOG
from coach.store.opening import open_log
from tests.cli.conftest import Run
from tests.conftest import BERLIN

README = Path(__file__).parents[2] / "README.md"
PATIENT = "0192a2b4-0000-7000-8000-000000000001"


def opened(places: Places, clock: ManualClock) -> SqliteEventLog:
    return open_log(places.home, name=CLINIC_LOG, clock=clock)


@pytest.fixture
def papers(tmp_path: Path) -> SealedPapers:
    """The patient's side."""
    return SealedPapers(tmp_path / "patient" / "key")


@pytest.fixture(autouse=True)
def clinic(places: Places, clock: ManualClock, papers: SealedPapers) -> None:
    """A caseload of one patient with two weeks of scores, looked at on the fifteenth."""
    clock.set_wall(datetime(2027, 3, 15, 12, 0, tzinfo=BERLIN))
    log = opened(places, clock)
    caseload = SqliteCaseload(log)
    caseload.enrol(Enrolled(PATIENT, "Sam Sample", papers.key, date(2027, 3, 1)))
    plan = PlanReceived(
        program="steady-back",
        version=1,
        therapist="",
        from_day=date(2027, 3, 1),
        stage=StageCode.MOVE,
        sore_side="left",
    )
    came(caseload, 1, plan)
    for day, score in ((1, 6), (2, 6), (13, 3), (14, 3)):
        came(caseload, day, a_leg(score))
    log.close()


def came(caseload: SqliteCaseload, day: int, fact: Fact) -> None:
    at = datetime(2027, 3, day, 9, 0, tzinfo=BERLIN)
    caseload.log(PATIENT).append([fact], at=at, plan_version="steady-back@1")


def a_leg(score: int) -> PainScore:
    return PainScore(site=Site.LEG, score=score, moment=Moment.NOW, reach=Reach.CALF)


def written(places: Places, clock: ManualClock, kind: type) -> list[Fact]:
    log = opened(places, clock)
    facts = [one.fact for one in log.for_patient(PATIENT).read(kinds=[kind])]
    log.close()
    return facts


def test_the_page_says_whose_it_is_and_answers(run: Run) -> None:
    shown = run("review", "sam")
    assert (shown.code, shown.err) == (0, "")
    assert shown.lines[0].startswith("Sam Sample (")
    assert shown.lines[1].startswith("Nothing was asked, leg 6 to 3, reach calf to calf.")


def test_since_a_day(run: Run) -> None:
    assert run("review", "sam", "--since", "2027-03-13", "--json").json["since"] == "2027-03-13"


def test_the_json_names_its_schema_and_not_the_patient(run: Run) -> None:
    shown = run("review", PATIENT, "--json")
    assert next(iter(shown.json)) == "schema"
    assert shown.json["schema"] == "coach/review/1"
    assert shown.json["days"][2]["leg"] is None
    assert "Sam" not in shown.out


def test_formulas_and_the_record_on_request(run: Run) -> None:
    assert "window: From the day of the last decision" in run("review", "sam", "--formulas").out
    assert run("review", "sam", "--record").lines[0].startswith("Home program follow-up")


def test_to_keep_the_plan_is_written_at_once_and_its_paragraph_shown(
    run: Run, places: Places, clock: ManualClock
) -> None:
    shown = run("review", "sam", "--decide", "keep", "--note", "doing well")
    assert "P: Keep the plan as it is (2027-03-15). Doing well." in shown.lines
    assert "written down." in shown.err
    (fact,) = written(places, clock, ReviewDecided)
    assert isinstance(fact, ReviewDecided)
    assert (fact.decision, fact.note) == ("keep", "doing well")
    assert not written(places, clock, PlanIssued)
    # The decision is of the fifteenth, the newest fact of the fourteenth.
    assert run("review", "sam", "--record").lines[-1].startswith("P: Keep the plan as it is")


def test_another_decision_without_a_file_writes_nothing(
    run: Run, places: Places, clock: ManualClock
) -> None:
    shown = run("review", "sam", "--decide", "ease", "--note", "less of it")
    assert (shown.code, shown.lines[-1].split()[:5]) == (
        0,
        ["coach", "review", "sam", "--decide", "keep"],
    )
    assert "Nothing is written down yet" in shown.err
    assert not written(places, clock, ReviewDecided)


def test_of_two_decisions_of_one_day_both_are_named_in_order(run: Run) -> None:
    run("review", "sam", "--decide", "keep", "--note", "first")
    run("review", "sam", "--decide", "keep", "--note", "second")
    assert run("review", "sam", "--record").lines[-1] == (
        "P: Keep the plan as it is (2027-03-15). First. "
        "Keep the plan as it is (2027-03-15). Second."
    )


@pytest.fixture
def _tilt_hurt(places: Places, clock: ManualClock) -> None:
    """The pelvic tilt was stopped for pain."""
    log = opened(places, clock)
    asked = ItemAsked(
        item="2027-03-13/pelvic-tilt/1",
        for_day=date(2027, 3, 13),
        exercise="pelvic-tilt",
        planned_reps=10,
        planned_seconds=0,
        timed=False,
    )
    stopped = ExerciseDone(
        session=None,
        item="2027-03-13/pelvic-tilt/1",
        exercise="pelvic-tilt",
        set_no=1,
        side="none",
        reps=3,
        hold_seconds=3,
        seconds=20.0,
        planned_reps=10,
        planned_seconds=0.0,
        outcome=SetOutcome.STOPPED,
        reason=Reason.PAIN,
    )
    came(SqliteCaseload(log), 13, asked)
    came(SqliteCaseload(log), 13, stopped)
    log.close()


EASED = "Pelvic tilt: 2 sets of 5 instead of 2 sets of 10."


def issued_program(papers: SealedPapers, file: Path) -> PlanDocument:
    return papers.open_plan(file.read_bytes()).plan


@pytest.mark.usefixtures("_tilt_hurt")
def test_the_next_version_is_shown_with_what_and_why_and_nothing_is_signed(
    run: Run, places: Places, clock: ManualClock
) -> None:
    shown = run("review", "sam", "--decide", "ease", "--weeks", "6")
    assert shown.code == 0
    begins = shown.lines.index("The next version, filled in; it begins in stage B:")
    filled, *_ = shown.lines[begins + 1 :]
    assert "it was 2x10" in filled
    assert "1 time" in filled
    # Tags of sources belong to programs and documents, not to who reads this.
    assert "[" not in shown.out
    assert f"  {EASED}" in shown.lines
    assert shown.lines[-1] == (
        "  coach assign sam --set 'pelvic-tilt 2x5 hold 3s rest 30s 2/day' --stage B --weeks 6"
    )
    assert not written(places, clock, PlanIssued)


@pytest.mark.usefixtures("_tilt_hurt")
def test_the_command_that_is_shown_gives_what_was_filled_in(
    run: Run, papers: SealedPapers, tmp_path: Path
) -> None:
    line = run("review", "sam", "--decide", "ease", "--weeks", "6").lines[-1]
    file = tmp_path / "sam.coachplan"
    done = run(*shlex.split(line)[1:], "--out", str(file))
    assert (done.code, done.lines[0]) == (0, str(file))
    plan = issued_program(papers, file)
    assert plan.changes == (EASED,)
    assert (plan.stage, plan.valid_until) == (StageCode.MOVE, date(2027, 4, 25))


@pytest.mark.usefixtures("_tilt_hurt")
def test_with_a_file_it_is_signed_and_written_at_once(
    run: Run, papers: SealedPapers, places: Places, clock: ManualClock, tmp_path: Path
) -> None:
    file = tmp_path / "sam.coachplan"
    shown = run("review", "sam", "--decide", "ease", "--out", str(file), "--weeks", "6")
    assert shown.code == 0
    assert str(file) in shown.lines
    assert f"  {EASED}" in shown.lines
    assert "only their coach opens it" in shown.err
    plan = issued_program(papers, file)
    assert plan.changes == (EASED,)
    assert (plan.version, plan.valid_until) == (2, date(2027, 4, 25))
    assert len(written(places, clock, PlanIssued)) == 1
    assert len(written(places, clock, ReviewDecided)) == 1
    told = f"Version 2 signed, stage B; the patient is told: {EASED}"
    assert f"P: Ease the plan (2027-03-15). {told}" in shown.lines


@pytest.mark.usefixtures("_tilt_hurt")
def test_to_keep_says_which_signed_plans_may_be_with_the_patient(run: Run, tmp_path: Path) -> None:
    assert "The plan they have goes on" in run("review", "sam", "--decide", "keep").err
    for name in ("two", "three"):
        run("review", "sam", "--decide", "ease", "--out", str(tmp_path / f"{name}.coachplan"))
    kept = run("review", "sam", "--decide", "keep").err
    assert "You decided to ease on these facts already, on 15 Mar." in kept
    assert "Versions 2 and 3 are signed and not opened yet" in kept
    assert "to keep the plan takes nothing back" in kept
    assert "goes on" not in kept
    run("review", "sam", "--decide", "ease", "--out", str(tmp_path / "four.coachplan"))
    assert "Versions 2, 3 and 4 are signed" in run("review", "sam", "--decide", "keep").err


def test_the_stage_it_begins_in_can_be_another_one(
    run: Run, papers: SealedPapers, tmp_path: Path
) -> None:
    file = tmp_path / "sam.coachplan"
    words = ("review", "sam", "--decide", "progress", "--stage", "c")
    assert run(*words).lines[-1] == "  coach assign sam --stage C"
    assert run(*words, "--out", str(file)).code == 0
    assert issued_program(papers, file).stage is StageCode.BUILD


def test_a_stage_that_the_plan_does_not_have_is_refused_before_anything_is_written(
    run: Run, places: Places, clock: ManualClock
) -> None:
    shown = run("review", "sam", "--decide", "keep", "--stage", "X")
    assert (shown.code, shown.out) == (2, "")
    assert "there are: A, B, C, D" in shown.err
    assert not written(places, clock, ReviewDecided)


def test_a_plan_that_cannot_be_read_here_can_be_kept_and_not_changed(
    run: Run, places: Places, clock: ManualClock, tmp_path: Path
) -> None:
    other = PlanReceived(
        program="theirs",
        version=2,
        therapist="",
        from_day=date(2027, 3, 10),
        stage=StageCode.MOVE,
        sore_side="left",
    )
    log = opened(places, clock)
    came(SqliteCaseload(log), 10, other)
    log.close()
    assert run("review", "sam", "--decide", "keep").code == 0
    assert len(written(places, clock, ReviewDecided)) == 1
    for more in ([], ["--out", str(tmp_path / "x.coachplan")]):
        shown = run("review", "sam", "--decide", "ease", *more)
        assert shown.code == 2
        assert "cannot be read here" in shown.err
    assert len(written(places, clock, ReviewDecided)) == 1
    assert not (tmp_path / "x.coachplan").exists()


def test_a_step_of_care_is_noted_today_or_on_a_day(
    run: Run, places: Places, clock: ManualClock
) -> None:
    assert run("review", "sam", "--care", "medicines").out == "Noted: medicines on 2027-03-15.\n"
    run("review", "sam", "--care", "medicines", "--on", "2027-03-10", "--note", "GP")
    days = [fact.on_day for fact in written(places, clock, CareStepNoted)]  # type: ignore[union-attr]
    assert days == [date(2027, 3, 15), date(2027, 3, 10)]
    assert "[x] 2027-03-10 Medicines, through the physician: GP" in run("review", "sam").out


def test_the_help_and_the_readme_name_the_steps_of_care(run: Run) -> None:
    told = " ".join(run("review", "--help").out.split())
    (row,) = [line for line in README.read_text("utf-8").splitlines() if "--care STEP" in line]
    for step in STEPS:
        assert step in told
        assert f"`{step}`" in row


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["nobody"], "coach patient list"),
        (["sam", "--since", "yesterday"], "write it like 2027-03-01"),
        (["sam", "--since", "2027-03-16"], "still to come"),
        (["sam", "--decide", "hope"], "keep"),
        (["sam", "--care", "cure"], "conservative"),
        (["sam", "--care", "medicines", "--on", "2027-04-01"], "still to come"),
        (["sam", "--on", "2027-03-10"], "--care"),
        (["sam", "--note", "x"], "--decide or --care"),
        (["sam", "--out", "sam.coachplan"], "go with --decide"),
        (["sam", "--decide", "keep", "--weeks", "0"], "write 1 to"),
        (["sam", "--decide", "keep", "--weeks", "6"], "needs no --stage"),
        (["sam", "--care", "medicines", "--decide", "keep"], "one after the other"),
        (["sam", "--json", "--record"], "--help"),
    ],
)
def test_a_slip_is_one_line_with_the_mend(run: Run, words: list[str], mend: str) -> None:
    shown = run("review", *words)
    assert (shown.code, shown.out) == (2, "")
    assert mend in shown.err
    assert len(shown.err.splitlines()) == 1


@pytest.mark.usefixtures("_tilt_hurt")
def test_to_ease_twice_halves_once(run: Run, papers: SealedPapers, tmp_path: Path) -> None:
    for number in (2, 3):
        file = tmp_path / f"{number}.coachplan"
        shown = run("review", "sam", "--decide", "ease", "--out", str(file))
        assert shown.code == 0
        assert "pelvic-tilt 2x5 hold" in issued_program(papers, file).program
        assert issued_program(papers, file).changes == (EASED,)
    assert any(
        "Version 2 is not opened yet. This starts from version 1" in line for line in shown.lines
    )
    preview = run("review", "sam", "--decide", "ease")
    assert "sign it first" in preview.lines[-1]


@pytest.mark.parametrize(
    "words", [("--decide", "keep"), ("--decide", "ease"), ("--care", "exercise")]
)
@pytest.mark.parametrize("shown", ["--json", "--record", "--formulas"])
def test_what_writes_shows_no_document(
    run: Run, places: Places, clock: ManualClock, words: tuple[str, str], shown: str
) -> None:
    refused = run("review", "sam", *words, shown)
    assert (refused.code, refused.out) == (2, "")
    assert "one after the other" in refused.err
    assert not written(places, clock, ReviewDecided)
    assert not written(places, clock, CareStepNoted)


def test_to_go_on_is_refused_under_a_lock_with_the_exit_code_of_a_hold(
    run: Run, places: Places, clock: ManualClock, tmp_path: Path
) -> None:
    log = opened(places, clock)
    came(SqliteCaseload(log), 14, SafetyHold(tier=Tier.SAME_DAY))
    log.close()
    out = ("--out", str(tmp_path / "sam.coachplan"))
    for words in ((), out):
        refused = run("review", "sam", "--decide", "progress", *words)
        assert refused.code == 3
        assert "Coaching is locked, and no plan goes on while it is" in refused.err
    assert not written(places, clock, PlanIssued)
    assert not written(places, clock, ReviewDecided)


@pytest.fixture
def _worse(places: Places, clock: ManualClock) -> None:
    """The leg came up by four in the last three days."""
    log = opened(places, clock)
    for day, score in ((8, 3), (9, 3), (10, 3), (12, 7), (13, 7), (14, 7)):
        came(SqliteCaseload(log), day, a_leg(score))
    log.close()


WHY = "Seen today, leg settled since."
SAID = "Worse: Leg up by"


@pytest.mark.usefixtures("_worse")
def test_the_shell_says_what_the_page_that_signs_says_and_raises_with_a_reason_alone(
    run: Run, places: Places, clock: ManualClock, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "sam.coachplan"))
    for words in (
        ("assign", "sam", "--set", "pelvic-tilt 3x12"),
        ("assign", "sam", "steady-back", "--stage", "C"),
        ("assign", "sam", "lean-ease"),
        ("review", "sam", "--decide", "progress", "--stage", "C"),
    ):
        refused = run(*words, *out)
        assert refused.code == 2
        assert SAID in refused.out + refused.err
        assert 'or, when you have weighed it, say why: --note "WHY"' in refused.err
    assert not written(places, clock, PlanIssued)

    raised = run("assign", "sam", "--set", "pelvic-tilt 3x12", "--note", WHY, *out)
    assert raised.code == 0
    assert SAID in raised.err
    assert "Raises: B: Pelvic tilt 3x12" in raised.err
    (fact,) = written(places, clock, ReviewDecided)
    assert fact == ReviewDecided(decision=Decision.PROGRESS, note=WHY)


@pytest.mark.usefixtures("_worse")
def test_less_is_signed_without_a_reason_and_that_it_got_worse_is_said_once(
    run: Run, tmp_path: Path
) -> None:
    less = run("assign", "sam", "--set", "pelvic-tilt 1x5", "--out", str(tmp_path / "a.coachplan"))
    assert (less.code, less.err.count(SAID)) == (0, 1)
    assert "Raises" not in less.err
    shown = run("review", "sam", "--decide", "ease")
    assert (shown.code, shown.out.count(SAID)) == (0, 1)
    signed = run("review", "sam", "--decide", "ease", "--out", str(tmp_path / "b.coachplan"))
    assert signed.code == 0
    assert signed.err.count(SAID) == 0


@pytest.mark.usefixtures("_worse")
def test_the_note_of_a_decision_is_the_reason_for_what_it_raises(
    run: Run, places: Places, clock: ManualClock, tmp_path: Path
) -> None:
    words = ("review", "sam", "--decide", "progress", "--stage", "C", "--note")
    out = ("--out", str(tmp_path / "sam.coachplan"))
    assert run(*words, "fine", *out).code == 2
    assert run(*words, WHY, *out).code == 0
    (fact,) = written(places, clock, ReviewDecided)
    assert fact == ReviewDecided(decision=Decision.PROGRESS, note=WHY)


def test_a_reason_of_nothing_is_refused_where_it_would_be_kept_nowhere(
    run: Run, tmp_path: Path
) -> None:
    words = ("--set", "pelvic-tilt 1x5", "--note", WHY, "--out", str(tmp_path / "sam.coachplan"))
    refused = run("assign", "sam", *words)
    assert refused.code == 2
    assert "--note says why more is asked for" in refused.err


def test_to_keep_the_plan_under_a_hold_says_that_coaching_stays_locked(
    run: Run, places: Places, clock: ManualClock
) -> None:
    log = opened(places, clock)
    came(SqliteCaseload(log), 14, SafetyHold(tier=Tier.SAME_DAY))
    log.close()
    kept = run("review", "sam", "--decide", "keep")
    assert kept.code == 0
    assert "Coaching stays locked" in kept.err
    assert "coach assign sam --clear-hold WHY" in kept.err
    assert "goes on" not in kept.err
