"""A patient's year of facts from a fixed seed: as a home logs it, times to the microsecond."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from coach.domain.events import (
    AnswerGiven,
    ExerciseDone,
    Fact,
    ItemAsked,
    LightGiven,
    NoteWritten,
    PainScore,
    SessionEnded,
    SessionStarted,
    SittingBout,
    SittingStarted,
    Stamped,
)
from coach.domain.fact_id import fact_id
from coach.domain.lights import Light
from coach.domain.outcomes import Reason, SessionOutcome, SetOutcome
from coach.domain.pain import Moment, Reach, Site
from coach.domain.program import StageCode, Surface
from tests.exchange.documents import DEVICE, PATIENT

EXERCISES = ("bridge", "bird-dog", "cat-camel", "side-plank", "belly-breath")
FIRST = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)
NOTES = ("Long drive, leg worse after.", "Slept well.", "Garden work, back tight.", "Sat long.")


def a_year(seed: int = 7) -> list[Stamped]:
    """One year, numbered without a gap; more than the 3,773 facts of the first measurement."""
    random = Random(seed)
    found: list[Stamped] = []
    for nth in range(365):
        day = FIRST + timedelta(days=nth)
        for at, facts in _day(random, day, nth):
            for fact in facts:
                seq = len(found) + 1
                found.append(
                    Stamped(
                        id=fact_id(at, DEVICE, seq),
                        patient=PATIENT,
                        at=at,
                        day=at.date(),
                        device=DEVICE,
                        seq=seq,
                        plan_version=f"steady-back@{1 + nth // 60}",
                        fact=fact,
                    )
                )
    return found


def _day(random: Random, day: datetime, nth: int) -> Iterator[tuple[datetime, list[Fact]]]:
    at = _later(random, day, 60)
    asked = random.sample(EXERCISES, 3)
    yield at, [_asked(name, day) for name in asked]
    if random.random() < 0.15:
        return
    session, score = _uuid(random, at), random.randrange(2, 8)
    at = _later(random, at, 90)
    started = SessionStarted(
        session=session, stage=StageCode.BUILD, items=tuple(_item(name, day) for name in asked)
    )
    yield at, [*_scores(score, Moment.BEFORE, session), started]
    for name in asked:
        at = _later(random, at, 4)
        yield at, [_done(random, name, day, session)]
    at = _later(random, at, 2)
    minutes = round(random.uniform(6, 20), 2)
    yield (
        at,
        [
            SessionEnded(
                session=session,
                stage=StageCode.BUILD,
                outcome=SessionOutcome.COMPLETED,
                minutes=minutes,
            ),
            *_scores(max(0, score - 1), Moment.AFTER, session)[:1],
        ],
    )
    yield from _evening(random, at, nth, session)


def _evening(
    random: Random, at: datetime, nth: int, session: str
) -> Iterator[tuple[datetime, list[Fact]]]:
    if nth % 2 == 0:
        bout, began = _uuid(random, at), _later(random, at, 200)
        yield began, [SittingStarted(bout=bout, surface=Surface.HARD)]
        minutes = round(random.uniform(5, 40), 2)
        at = began + timedelta(minutes=minutes)
        bout_fact = SittingBout(
            bout=bout,
            surface=Surface.HARD,
            started_at=began,
            minutes=minutes,
            limit_minutes=20,
            warnings=0,
            overdue_minutes=0.0,
        )
        yield at, [bout_fact]
    at = _later(random, at, 120)
    if nth % 3 == 0:
        why = "Leg 4 before and 3 after."
        light = LightGiven(session=session, item="", exercise="", light=Light.GREEN, why=why)
        yield at, [light]
    yield at, [AnswerGiven(instrument="evening", item="sleep", value=str(random.randrange(11)))]
    if nth % 9 == 0:
        yield at, [NoteWritten(text=f"{random.choice(NOTES)} Day {nth}.")]


def _scores(score: int, moment: Moment, session: str) -> list[PainScore]:
    return [
        PainScore(site=site, score=score, moment=moment, reach=Reach.CALF, session=session)
        for site in (Site.LEG, Site.BACK)
    ]


def _item(name: str, day: datetime) -> str:
    return f"{day.date()}/{name}/1"


def _asked(name: str, day: datetime) -> ItemAsked:
    return ItemAsked(
        item=_item(name, day),
        for_day=day.date(),
        exercise=name,
        planned_reps=20,
        planned_seconds=0,
        timed=False,
    )


def _done(random: Random, name: str, day: datetime, session: str) -> ExerciseDone:
    reps = random.choice((10, 10, 10, 7, 0))
    return ExerciseDone(
        session=session,
        item=_item(name, day),
        exercise=name,
        set_no=1,
        side="both",
        reps=reps,
        hold_seconds=5,
        seconds=round(random.uniform(30, 80), 1),
        planned_reps=10,
        planned_seconds=50.0,
        outcome=SetOutcome.DONE if reps == 10 else SetOutcome.PARTIAL,
        reason=Reason.NONE if reps == 10 else Reason.PAIN,
    )


def _later(random: Random, at: datetime, minutes: int) -> datetime:
    return at + timedelta(microseconds=random.randrange(1, minutes * 60_000_000))


def _uuid(random: Random, at: datetime) -> str:
    moment = int(at.timestamp() * 1000) << 80
    return str(UUID(int=moment | 7 << 76 | random.getrandbits(12) << 64 | random.getrandbits(62)))
