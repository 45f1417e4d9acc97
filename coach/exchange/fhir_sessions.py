"""What was done and how it felt as FHIR: session panels, exercises, pain, adherence by day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from coach.domain.events import ExerciseDone, PainScore, SessionEnded, SessionStarted, Stamped
from coach.domain.outcomes import Reason
from coach.domain.pain import Site
from coach.exchange.fhir_codes import (
    ACTIVITY,
    ACTIVITY_PANEL,
    ADHERENCE,
    ASKED,
    BACK,
    COUNT,
    DONE,
    DURATION,
    EXCUSED,
    EXERCISE_RESULT,
    LEG,
    MINUTE,
    MOMENT,
    NOT_APPLICABLE,
    PAIN,
    PARTIAL,
    PERCENT,
    PHYSICAL_ACTIVITY,
    REACH,
    REASON,
    REPS_ASKED,
    REPS_DONE,
    RESULT,
    SECOND,
    SECONDS_ASKED,
    SECONDS_DONE,
    SESSION_OUTCOME,
    SURVEY,
    UNKNOWN,
)
from coach.exchange.fhir_parts import (
    Resource,
    component,
    concept,
    counted,
    derived_id,
    entry,
    moment,
    own_value,
    period,
    quantity,
    reference,
    resource,
)
from coach.exchange.fhir_plan import care_plan_id, request_of
from coach.review.adherence import DayAdherence
from coach.review.care_course import CareCourse, plan_of

_SITES = {Site.BACK: BACK, Site.LEG: LEG}


def session_entries(course: CareCourse) -> Iterator[Resource]:
    """Every session that ran in real time: a panel with its length and its exercises.

    One that has only begun is left out: nothing is known of it yet.
    """
    rehearsed = course.history.rehearsed_sessions()
    ends = {fact.session: one for one, fact in course.history.of(SessionEnded)}
    sets: dict[str, list[Stamped]] = defaultdict(list)
    for one, done in course.history.of(ExerciseDone):
        sets[done.session or ""].append(one)
    for one, begun in course.history.of(SessionStarted):
        end, found = ends.get(begun.session), sets[begun.session]
        if begun.session not in rehearsed and (end or found):
            yield from _session(course, one, end, found)


def pain_entries(course: CareCourse) -> Iterator[Resource]:
    """Every score; one that was taken back is sent once more as entered in error."""
    rehearsed = course.history.rehearsed_sessions()
    for status, found in (("final", course.history.facts), ("entered-in-error", course.taken_back)):
        for one in found:
            if isinstance(one.fact, PainScore) and one.fact.session not in rehearsed:
                yield entry(_pain(course, one, one.fact, status))


def adherence_entries(course: CareCourse) -> Iterator[Resource]:
    """Every day on which something was asked."""
    for day in course.adherence:
        yield entry(_adherence(course, day))


def _session(
    course: CareCourse, started: Stamped, ended: Stamped | None, sets: Sequence[Stamped]
) -> Iterator[Resource]:
    """The members first; a panel without an end yet is preliminary."""
    members = list(_members(course, started, ended, sets))
    yield from (entry(member) for member in members)
    outcome = ended.fact.outcome.value if ended and isinstance(ended.fact, SessionEnded) else ""
    yield entry(
        _observation(
            course,
            started.id,
            status="final" if ended else "preliminary",
            category=_ACTIVITY_CATEGORIES,
            basedOn=_based_on(course, started, sets),
            code=concept(ACTIVITY_PANEL),
            effectivePeriod=period(started.at, ended.at if ended else None),
            hasMember=[
                reference("Observation", member["identifier"][0]["value"]) for member in members
            ],
            component=(
                [component(SESSION_OUTCOME, valueCodeableConcept=own_value(outcome))]
                if outcome
                else None
            ),
        )
    )


_ACTIVITY_CATEGORIES = [concept(ACTIVITY), concept(PHYSICAL_ACTIVITY)]


def _members(
    course: CareCourse, started: Stamped, ended: Stamped | None, sets: Sequence[Stamped]
) -> Iterator[Resource]:
    if ended is not None and isinstance(ended.fact, SessionEnded):
        yield _observation(
            course,
            ended.id,
            category=_ACTIVITY_CATEGORIES,
            code=concept(DURATION),
            effectivePeriod=period(started.at, ended.at),
            valueQuantity=quantity(ended.fact.minutes, MINUTE),
        )
    by_item: dict[tuple[str, str], list[Stamped]] = defaultdict(list)
    for one in sets:
        if isinstance(one.fact, ExerciseDone):
            by_item[one.fact.item, one.fact.exercise].append(one)
    for (item, exercise), found in by_item.items():
        yield _exercise(course, started, item, exercise, found)


def _exercise(
    course: CareCourse, started: Stamped, item: str, exercise: str, sets: Sequence[Stamped]
) -> Resource:
    facts = [one.fact for one in sets if isinstance(one.fact, ExerciseDone)]
    reasons = dict.fromkeys(fact.reason.value for fact in facts if fact.reason is not Reason.NONE)
    entry_of = course.exercises.get(exercise)
    return _observation(
        course,
        derived_id(course.patient, started.id, item, exercise),
        category=_ACTIVITY_CATEGORIES,
        basedOn=_based_on(course, started, sets),
        code=concept(EXERCISE_RESULT, text=entry_of.name if entry_of else exercise),
        effectivePeriod=period(sets[0].at, sets[-1].at),
        component=[
            counted(REPS_DONE, sum(fact.reps for fact in facts), COUNT),
            counted(REPS_ASKED, sum(fact.planned_reps for fact in facts), COUNT),
            counted(SECONDS_DONE, sum(fact.seconds for fact in facts), SECOND),
            counted(SECONDS_ASKED, sum(fact.planned_seconds for fact in facts), SECOND),
            component(RESULT, valueCodeableConcept=own_value(facts[-1].outcome.value)),
            *(component(REASON, valueCodeableConcept=own_value(reason)) for reason in reasons),
        ],
    )


def _based_on(course: CareCourse, started: Stamped, sets: Sequence[Stamped]) -> list[Resource]:
    """What was asked: the requests of the plan that held; the plan where they are not known."""
    plan = plan_of(course.plans, started)
    if plan is None or not isinstance(started.fact, SessionStarted):
        return []
    program = course.programs.get(plan.id)
    stage = started.fact.stage
    asked = (
        {one.exercise for one in program.stage(stage).prescriptions}
        if (program is not None and stage in plan.stages)
        else set()
    )
    done = dict.fromkeys(_asked_exercise(one) for one in sets)
    found = [
        reference("ServiceRequest", request_of(course.patient, plan, stage, exercise))
        for exercise in done
        if exercise in asked
    ]
    return found or [reference("CarePlan", care_plan_id(course.patient, plan))]


def _asked_exercise(one: Stamped) -> str:
    """The exercise the item names; an easier form may have come in its place."""
    fact = one.fact
    if not isinstance(fact, ExerciseDone):
        return ""
    parts = fact.item.split("/")
    return parts[1] if len(parts) == 3 else fact.exercise


def _pain(course: CareCourse, one: Stamped, fact: PainScore, status: str) -> Resource:
    parts = [component(MOMENT, valueCodeableConcept=own_value(fact.moment.value))]
    if fact.reach is not None:
        parts.append(component(REACH, valueCodeableConcept=own_value(fact.reach.word)))
    return _observation(
        course,
        one.id,
        status=status,
        category=[concept(SURVEY)],
        code=concept(PAIN),
        bodySite=concept(_SITES[fact.site], text=fact.site.value),
        effectiveDateTime=moment(one.at),
        valueInteger=fact.score,
        component=parts,
    )


def _adherence(course: CareCourse, day: DayAdherence) -> Resource:
    """The formula of coach; a day that was not recorded has no value, and is not zero."""
    counts = (
        (ASKED, day.planned),
        (DONE, day.done),
        (PARTIAL, day.partial),
        (EXCUSED, day.excused),
    )
    value: Resource = {}
    if day.percent is not None:
        value["valueQuantity"] = quantity(day.percent, PERCENT)
    else:
        value["dataAbsentReason"] = concept(UNKNOWN if day.not_recorded else NOT_APPLICABLE)
    return _observation(
        course,
        derived_id(course.patient, "adherence", day.day.isoformat()),
        category=_ACTIVITY_CATEGORIES,
        code=concept(ADHERENCE),
        effectiveDateTime=day.day.isoformat(),
        component=[
            counted(code, number, COUNT)
            for code, number in counts
            if not day.not_recorded or code in (ASKED, EXCUSED)
        ],
        **value,
    )


def _observation(course: CareCourse, value: str, **fields: object) -> Resource:
    """An observation that the patient gave."""
    patient = reference("Patient", course.patient)
    given: dict[str, object] = {"status": "final", **fields}
    return resource("Observation", value, subject=patient, performer=[patient], **given)
