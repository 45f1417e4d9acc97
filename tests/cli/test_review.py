"""`coach review` over a clinic's home: the page, the paragraph, a decision, a step of care."""

from datetime import date, datetime

import pytest

from coach.clock import ManualClock
from coach.config import Places
from coach.domain.caseload import Enrolled
from coach.domain.events import CareStepNoted, Fact, PainScore, PlanReceived, ReviewDecided
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.store.caseload import SqliteCaseload
from coach.store.event_log import SqliteEventLog
from coach.store.opening import CLINIC_LOG, open_log
from tests.cli.conftest import Run
from tests.conftest import BERLIN

PATIENT = "0192a2b4-0000-7000-8000-000000000001"


def opened(places: Places, clock: ManualClock) -> SqliteEventLog:
    return open_log(places.home, name=CLINIC_LOG, clock=clock)


@pytest.fixture(autouse=True)
def clinic(places: Places, clock: ManualClock) -> None:
    """A caseload of one patient with two weeks of scores, looked at on the fifteenth."""
    clock.set_wall(datetime(2027, 3, 15, 12, 0, tzinfo=BERLIN))
    log = opened(places, clock)
    caseload = SqliteCaseload(log)
    caseload.enrol(Enrolled(PATIENT, "Sam Sample", "ab" * 32, date(2027, 3, 1)))
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


def test_the_first_line_answers(run: Run) -> None:
    shown = run("review", "sam")
    assert (shown.code, shown.err) == (0, "")
    assert shown.lines[0].startswith("Nothing was asked, leg 6 to 3, reach calf to calf")
    assert "Sam Sample" in shown.out


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


def test_a_decision_is_written_and_its_paragraph_shown(
    run: Run, places: Places, clock: ManualClock
) -> None:
    shown = run("review", "sam", "--decide", "ease", "--note", "less of it")
    assert shown.lines[-1] == "P: Ease the plan. Less of it."
    assert "Written down." in shown.err
    (fact,) = written(places, clock, ReviewDecided)
    assert isinstance(fact, ReviewDecided)
    assert (fact.decision, fact.note) == ("ease", "less of it")


def test_a_step_of_care_is_noted_today_or_on_a_day(
    run: Run, places: Places, clock: ManualClock
) -> None:
    assert run("review", "sam", "--care", "medicines").out == "Noted: medicines on 2027-03-15.\n"
    run("review", "sam", "--care", "medicines", "--on", "2027-03-10", "--note", "GP")
    days = [fact.on_day for fact in written(places, clock, CareStepNoted)]  # type: ignore[union-attr]
    assert days == [date(2027, 3, 15), date(2027, 3, 10)]
    assert "[x] 2027-03-10 Medicines, through the physician: GP" in run("review", "sam").out


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
        (["sam", "--care", "medicines", "--decide", "keep"], "one after the other"),
        (["sam", "--json", "--record"], "--help"),
    ],
)
def test_a_slip_is_one_line_with_the_mend(run: Run, words: list[str], mend: str) -> None:
    shown = run("review", *words)
    assert (shown.code, shown.out) == (2, "")
    assert mend in shown.err
    assert len(shown.err.splitlines()) == 1
