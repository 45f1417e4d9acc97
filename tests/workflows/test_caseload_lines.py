"""Lines from what was kept: read once, read anew when facts came, never believed when foreign."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.domain.events import RedFlagAnswered, ReviewDecided, SafetyHold
from coach.domain.outcomes import Decision
from coach.domain.red_flags import Tier
from coach.exchange.plan_text import kept_plan
from coach.exchange.shelf import FolderShelf
from coach.review.caseload_line import CaseloadLine
from coach.review.caseload_rules import CaseloadRules, Level, Rule
from coach.review.caseload_signs import Signs
from coach.store.caseload import SqliteCaseload
from coach.workflows import caseload_codec, caseload_lines
from coach.workflows.caseload_codec import signs_from, signs_text
from coach.workflows.caseload_lines import CaseloadLines
from tests.builders import BERLIN
from tests.conftest import SHIPPED
from tests.review.caseload_samples import some_signs
from tests.review.courses import a_leg, a_plan, at, every_day
from tests.store.caseloads import a_caseload, enrolled

SAM = enrolled("sam-1", "Sam Sample")
EVA = enrolled("eva-1", "Eva Example", key="cd" * 32)


@pytest.fixture
def clock() -> ManualClock:
    """The evening of the tenth day of the plan."""
    return ManualClock(at(9, hour=20))


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[SqliteCaseload]:
    with a_caseload(tmp_path) as found:
        found.enrol(SAM)
        found.enrol(EVA)
        yield found


def written(caseload: SqliteCaseload, scores: dict[int, int], patient: str = SAM.patient) -> None:
    """A plan and leg scores, as they stand once a log was taken in."""
    log = caseload.log(patient)
    log.append([a_plan().fact], at=at(0, 8), plan_version="steady-back@1")
    for nth, score in scores.items():
        log.append([a_leg(score)], at=at(nth), plan_version="steady-back@1")
    caseload.drop_signs(patient)


def lines_of(caseload: SqliteCaseload, clock: ManualClock) -> CaseloadLines:
    return CaseloadLines(caseload, clock, CaseloadRules(), BERLIN, read_plan=kept_plan)


def by_name(lines: list[CaseloadLine]) -> dict[str, CaseloadLine]:
    return {line.enrolled.name: line for line in lines}


def test_everyone_has_a_line_also_without_any_fact(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    written(caseload, every_day(3, 0, 6) | every_day(6, 7, 9))
    lines = by_name(lines_of(caseload, clock).lines())
    assert lines["Sam Sample"].has(Rule.LEG_UP)
    assert lines["Eva Example"].why == "No plan given yet."


def test_a_lock_says_what_the_yes_was_about_however_old_it_is(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    log = caseload.log(SAM.patient)
    yes = RedFlagAnswered(item="saddle-numb", answer=True, tier=Tier.EMERGENCY, text_version=1)
    log.append([a_plan().fact], at=at(0, 8), plan_version="")
    log.append([yes, SafetyHold(tier=Tier.EMERGENCY)], at=at(0, 9), plan_version="")
    log.append([a_leg(3)], at=at(100), plan_version="")
    clock.set_wall(at(100, 20))
    lines = CaseloadLines(
        caseload,
        clock,
        CaseloadRules(),
        BERLIN,
        read_plan=kept_plan,
        shelf=FolderShelf(SHIPPED),
    )
    why = by_name(lines.lines())["Sam Sample"].why
    assert why.startswith("Locked: numb between the legs, since ")
    assert by_name(lines.lines())["Sam Sample"].why == why


def test_what_was_kept_is_not_read_again(
    caseload: SqliteCaseload, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(caseload, every_day(3, 0, 9))
    first = lines_of(caseload, clock).lines()

    def broken(patient: str) -> None:
        raise AssertionError(f"the log of {patient} was read again")

    monkeypatch.setattr(caseload, "log", broken)
    assert lines_of(caseload, clock).lines() == first


def test_silence_grows_on_what_was_kept(caseload: SqliteCaseload, clock: ManualClock) -> None:
    written(caseload, every_day(3, 0, 9))
    lines = lines_of(caseload, clock)
    assert by_name(lines.lines())["Sam Sample"].level is Level.CALM
    clock.advance(timedelta(days=5).total_seconds())
    assert by_name(lines.lines())["Sam Sample"].why == "Silent for 5 days."


def test_a_decision_is_seen_once_its_signs_are_dropped(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    written(caseload, every_day(3, 0, 6) | every_day(6, 7, 9))
    lines = lines_of(caseload, clock)
    assert by_name(lines.lines())["Sam Sample"].level is Level.SOON
    decided = ReviewDecided(decision=Decision.EASE, note="")
    caseload.log(SAM.patient).append([decided], at=clock.now(), plan_version="")
    caseload.drop_signs(SAM.patient)
    line = by_name(lines.lines())["Sam Sample"]
    assert line.level is Level.LOOK
    assert line.decided_on == clock.now().date()


def test_a_log_that_ended_long_before_the_last_decision_is_still_read(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    written(caseload, every_day(3, 0, 6) | every_day(6, 7, 9))
    clock.advance(timedelta(days=80).total_seconds())
    decided = ReviewDecided(decision=Decision.KEEP, note="")
    caseload.log(SAM.patient).append([decided], at=clock.now(), plan_version="")
    line = by_name(lines_of(caseload, clock).lines())["Sam Sample"]
    assert line.silent_days == 80
    assert line.leg_now == 3.0  # the middle of 3 3 3 3 6 6 6
    assert line.has(Rule.LEG_UP)


def test_a_score_that_a_wrong_clock_dated_ahead_hides_nothing(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    written(caseload, every_day(3, 0, 6) | every_day(6, 7, 9) | {400: 1})
    line = by_name(lines_of(caseload, clock).lines())["Sam Sample"]
    assert line.has(Rule.LEG_UP)


def test_the_start_of_a_long_plan_is_read_with_its_end(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    written(caseload, every_day(7, 0, 6) | every_day(4, 100, 109))
    clock.set_wall(at(109, hour=20))
    line = by_name(lines_of(caseload, clock).lines())["Sam Sample"]
    assert (line.leg_start, line.leg_now) == (7.0, 4.0)


def test_the_first_view_has_whoever_was_kept_and_says_how_many_wait(
    caseload: SqliteCaseload, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caseload_lines, "KEEP_EVERY", 1)
    written(caseload, every_day(3, 0, 9))
    views = list(lines_of(caseload, clock).reading())
    assert [(len(view.lines), view.waiting) for view in views] == [(0, 2), (1, 1), (2, 0)]
    views = list(lines_of(caseload, clock).reading())
    assert [(len(view.lines), view.waiting) for view in views] == [(2, 0)]


def test_signs_of_another_format_are_read_anew(
    caseload: SqliteCaseload, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(caseload, every_day(3, 0, 9))
    first = lines_of(caseload, clock).lines()
    monkeypatch.setattr(caseload_codec, "FORMAT", 99)
    caseload.keep_signs({EVA.patient: "{'not': json"})
    assert sorted(lines_of(caseload, clock).lines(), key=lambda one: one.enrolled.name) == sorted(
        first, key=lambda one: one.enrolled.name
    )
    assert all('"format":99' in text for text in caseload.signs().values())


def test_a_reader_shows_lines_and_keeps_nothing(
    caseload: SqliteCaseload, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(caseload, every_day(3, 0, 9))
    monkeypatch.setattr(SqliteCaseload, "refusal", property(lambda self: "Another coach is open."))
    assert len(lines_of(caseload, clock).lines()) == 2
    assert caseload.signs() == {}


def test_signs_come_back_as_they_were_kept() -> None:
    for signs in (Signs(), some_signs()):
        assert signs_from(signs_text(signs)) == signs
    assert signs_from("") is None
    assert signs_from('{"format":1,"signs":{"leg_now":"six"}}') is None


def test_a_safety_list_of_long_ago_is_known_by_its_day_and_none_at_all_is_never(
    caseload: SqliteCaseload, clock: ManualClock
) -> None:
    shelf = FolderShelf(SHIPPED)
    flags = shelf.red_flags()
    written(caseload, {}, SAM.patient)
    written(caseload, {}, EVA.patient)
    no = [
        RedFlagAnswered(item=one.id, answer=False, tier=one.tier, text_version=flags.version)
        for one in flags.items
    ]
    caseload.log(SAM.patient).append(no, at=at(0, 9), plan_version="steady-back@1")
    for patient in (SAM, EVA):
        caseload.log(patient.patient).append([a_leg(3)], at=at(60), plan_version="")
    clock.set_wall(at(60, hour=20))

    lines = CaseloadLines(
        caseload, clock, CaseloadRules(), BERLIN, read_plan=kept_plan, shelf=shelf
    )
    found = by_name(lines.lines())

    assert "Safety list last finished 1 Mar, due since 8 Mar." in found["Sam Sample"].why
    assert "The safety list was never finished." in found["Eva Example"].why
