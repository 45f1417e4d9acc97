"""A small log that has one of everything that leaves a home, and a course of care made of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    FactRetracted,
    ItemAsked,
    NoteWritten,
    PainScore,
    PlanReceived,
    RedFlagAnswered,
    ReviewDecided,
    SafetyCleared,
    SafetyHold,
    SessionEnded,
    SessionStarted,
    Stamped,
)
from coach.domain.exported import Exported
from coach.domain.fact_id import fact_id
from coach.domain.history import History
from coach.domain.outcomes import ClearedBy, Decision, Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode
from coach.domain.red_flags import Tier
from coach.review.adherence import adherence_by_day
from coach.review.care_course import CareCourse, given_plans, standing_and_taken_back
from tests.builders import NINE, a_prescription, a_program, an_exercise, an_instrument

GOLDEN = Path(__file__).parent / "golden"
PATIENT = "0190a3c0-0000-7000-8000-000000000001"
DEVICE = "0190a3c0-0000-7000-8000-00000000d001"
DESK = f"0190a3c0-0000-7000-8000-00000000d002/{PATIENT}"
PLAN = "steady-back@3"
PLAN_ID = "d" * 64
SIGNER = "ab" * 32
FORMULA = '=HYPERLINK("http://example.org","see")'
LATER = timedelta(minutes=20)
BRIDGE = f"{NINE.date()}/bridge/1"


def a_set(set_no: int, reps: int, **changes: object) -> ExerciseDone:
    """One set of ten bridges, held for five seconds each."""
    done = ExerciseDone(
        session="s1",
        item=BRIDGE,
        exercise="bridge",
        set_no=set_no,
        side="both",
        reps=reps,
        hold_seconds=5,
        seconds=reps * 5.0,
        planned_reps=10,
        planned_seconds=50.0,
        outcome=SetOutcome.DONE,
    )
    return replace(done, **changes)


def a_score(score: int, moment: Moment = Moment.NOW, **changes: object) -> PainScore:
    """A score of the leg."""
    return replace(
        PainScore(site=Site.LEG, score=score, moment=moment),
        **changes,
    )


def a_plan(**changes: object) -> PlanReceived:
    """The third version, signed."""
    plan = PlanReceived(
        program="steady-back",
        version=3,
        therapist="Dr. Ito",
        from_day=NINE.date(),
        stage=StageCode.CALM,
        sore_side="left",
        signer=SIGNER,
        document=PLAN_ID,
        valid_until=NINE.date() + timedelta(days=42),
    )
    return replace(plan, **changes)


def a_session(session: str = "s1", **changes: object) -> SessionStarted:
    started = SessionStarted(session=session, stage=StageCode.CALM, items=(BRIDGE,))
    return replace(started, **changes)


def _facts() -> list[tuple[datetime, Fact]]:
    asked = ItemAsked(
        item=BRIDGE,
        for_day=NINE.date(),
        exercise="bridge",
        planned_reps=20,
        planned_seconds=100,
        timed=True,
    )
    ended = SessionEnded(
        session="s1", stage=StageCode.CALM, outcome=SessionOutcome.STOPPED_PAIN, minutes=18.5
    )
    yes = RedFlagAnswered(item="walking", answer=True, tier=Tier.SAME_DAY, text_version=1)
    total = AnswerGiven(instrument="steps", item="total", value="12", total=12.0)
    return [
        (NINE, a_plan()),
        (NINE, asked),
        (NINE, RedFlagAnswered(item="opening", answer=False, tier=Tier.SAME_DAY, text_version=1)),
        (NINE, a_session()),
        (NINE, a_score(4, Moment.BEFORE, session="s1", reach=Reach.CALF)),
        (NINE, a_score(0, Moment.BEFORE, session="s1", site=Site.BACK)),
        (NINE + LATER / 2, a_set(1, 10)),
        (NINE + LATER, a_set(2, 4, outcome=SetOutcome.STOPPED, reason=Reason.PAIN)),
        (NINE + LATER, ended),
        (NINE + LATER, a_score(6, Moment.AFTER, session="s1")),
        (NINE + 2 * LATER, a_session("practice", pace=5.0)),
        (NINE + 2 * LATER, a_score(9, session="practice")),
        (NINE + 3 * LATER, AnswerGiven(instrument="steps", item="1", value="7")),
        (NINE + 3 * LATER, AnswerGiven(instrument="steps", item="2", value="5")),
        (NINE + 3 * LATER, total),
        (NINE + 4 * LATER, NoteWritten(text=f'{FORMULA}\n"two" lines, one — note')),
        (NINE + 4 * LATER, NoteWritten(text="")),
        (NINE + 5 * LATER, yes),
        (NINE + 5 * LATER, SafetyHold(tier=Tier.SAME_DAY)),
        (NINE + 9 * LATER, SafetyCleared(by=ClearedBy.SELF_ATTESTED, note="Seen at noon.")),
        (NINE + 9 * LATER, a_score(8)),
    ]


def numbered(facts: Sequence[tuple[datetime, Fact]], device: str = DEVICE) -> tuple[Stamped, ...]:
    """Facts as one device stamps them."""
    return tuple(
        Stamped(
            id=fact_id(at, device, seq),
            patient=PATIENT,
            at=at,
            day=at.date(),
            device=device,
            seq=seq,
            plan_version=PLAN,
            fact=fact,
        )
        for seq, (at, fact) in enumerate(facts, start=1)
    )


def the_facts() -> tuple[Stamped, ...]:
    """A day of a patient, whose last score was wrong, and what the therapist decided on it."""
    day = _facts()
    wrong = numbered(day)[-1]
    day.append((NINE + 10 * LATER, FactRetracted(fact=wrong.id, reason="typing slip")))
    own: list[tuple[datetime, Fact]] = [
        (NINE + 11 * LATER, ReviewDecided(decision=Decision.EASE, note="Half the bridges."))
    ]
    return (*numbered(day), *numbered(own, DESK))


def the_export() -> Exported:
    """The small log as it leaves a home."""
    return Exported(PATIENT, the_facts(), ())


def a_course(facts: Sequence[Stamped] | None = None, today: date | None = None) -> CareCourse:
    """A course of care out of facts, as the workflow gathers it; decisions are not in it."""
    kept = [
        one
        for one in (the_facts() if facts is None else facts)
        if not isinstance(one.fact, ReviewDecided)
    ]
    standing, taken_back = standing_and_taken_back(kept)
    history = History(standing)
    program = a_program(a_prescription("bridge 2x10 hold 5s 1/day mon,wed,fri"), version=3)
    return CareCourse(
        patient=PATIENT,
        today=today or NINE.date(),
        history=history,
        taken_back=taken_back,
        plans=given_plans(history),
        programs={PLAN_ID: program},
        exercises={"bridge": an_exercise()},
        instruments={"steps": an_instrument()},
        questions={"walking": "Is walking suddenly hard?"},
        adherence=tuple(adherence_by_day(history)),
    )
