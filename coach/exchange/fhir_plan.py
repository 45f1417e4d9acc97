"""Patient, exercises and plans as FHIR: Patient, ActivityDefinition, CarePlan, ServiceRequest."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

from msgspec import to_builtins

from coach.domain.dose import DAYS, format_dose, format_dose_line
from coach.domain.exercise import Exercise
from coach.domain.program import Prescription, StageCode
from coach.exchange.fhir_codes import (
    ASSESS_PLAN,
    EXERCISE_THERAPY,
    OWN,
    PHYSICAL_ACTIVITY,
)
from coach.exchange.fhir_parts import (
    Resource,
    concept,
    derived_id,
    entry,
    moment,
    own_value,
    period,
    plain,
    reference,
    resource,
)
from coach.review.care_course import CareCourse, GivenPlan

DOSE_LINE = f"{OWN}/StructureDefinition/dose-line"
"""Extension: the dose in the one-line form that coach reads."""
REASON = "Home program for back and leg symptoms"


def patient_entry(patient: str) -> Resource:
    """The patient by the pseudonym alone."""
    return entry(resource("Patient", patient))


def plan_entries(course: CareCourse) -> Iterator[Resource]:
    """Every plan with what it asks, and who signed it."""
    before: GivenPlan | None = None
    for plan in course.plans:
        if plan.signer is not None:
            yield entry(resource("Practitioner", plan.signer))
        yield from _exercise_entries(course, plan)
        yield from _request_entries(course, plan)
        if plan.replaced:
            yield entry(_care_plan(course, plan, None))
            continue
        yield entry(_care_plan(course, plan, before))
        before = plan


def request_of(patient: str, plan: GivenPlan, stage: StageCode, exercise: str) -> str:
    """The identifier of what a plan asks of one exercise in one stage."""
    return derived_id(patient, plan.id, stage.value, exercise)


def asked_by(course: CareCourse, plan: GivenPlan) -> Iterator[tuple[StageCode, Prescription]]:
    """What a plan has asked in the stages that held under it."""
    program = course.programs.get(plan.id)
    if program is None:
        return
    for stage in dict.fromkeys(plan.stages):
        if stage in {one.code for one in program.stages}:
            for prescription in program.stage(stage).prescriptions:
                yield stage, prescription


def _exercise_entries(course: CareCourse, plan: GivenPlan) -> Iterator[Resource]:
    asked = dict.fromkeys(prescription.exercise for _, prescription in asked_by(course, plan))
    for name in asked:
        exercise = course.exercises.get(name)
        if exercise is not None:
            yield entry(_activity_definition(exercise))


def _activity_definition(exercise: Exercise) -> Resource:
    version = _version(exercise)
    return resource(
        "ActivityDefinition",
        f"{exercise.id}@{version}",
        url=_address(exercise),
        version=version,
        name="".join(part.capitalize() for part in f"exercise-{exercise.id}".split("-")),
        title=plain(exercise.name),
        # An entry that no clinician has signed yet is a draft to everyone else.
        status="active" if exercise.reviewed_by else "draft",
        description=plain(" ".join((exercise.start, *exercise.steps))),
        kind="ServiceRequest",
        code=concept(EXERCISE_THERAPY, text=exercise.name),
    )


def _address(exercise: Exercise) -> str:
    return f"{OWN}/ActivityDefinition/{exercise.id}"


def _version(exercise: Exercise) -> str:
    """A new one for every other wording: the catalogue itself counts none."""
    content = json.dumps(to_builtins(exercise), sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _request_entries(course: CareCourse, plan: GivenPlan) -> Iterator[Resource]:
    for stage, prescription in asked_by(course, plan):
        yield entry(_request(course, plan, stage, prescription))


def _request(
    course: CareCourse, plan: GivenPlan, stage: StageCode, prescription: Prescription
) -> Resource:
    exercise = course.exercises.get(prescription.exercise)
    name = exercise.name if exercise else prescription.exercise
    dose = format_dose(prescription.dose)
    line = format_dose_line(prescription.exercise, prescription.dose)
    current = stage is plan.stages[-1]
    return resource(
        "ServiceRequest",
        request_of(course.patient, plan, stage, prescription.exercise),
        extension=[{"url": DOSE_LINE, "valueString": line}],
        instantiatesCanonical=(
            [f"{_address(exercise)}|{_version(exercise)}"] if exercise else None
        ),
        status=_status(course, plan) if current or not plan.opened else "completed",
        intent="plan",
        category=[concept(PHYSICAL_ACTIVITY)],
        code=concept(EXERCISE_THERAPY, text=f"{name}: {dose}"),
        subject=reference("Patient", course.patient),
        occurrenceTiming={"repeat": _repeat(plan, prescription)},
        authoredOn=moment(plan.given_at),
        requester=_author(course, plan),
        performer=[reference("Patient", course.patient)],
        reasonCode=[own_value(REASON)],
        patientInstruction=plain(" ".join(filter(None, (_start(exercise), prescription.note)))),
    )


def _start(exercise: Exercise | None) -> str:
    return " ".join((exercise.start, exercise.short)) if exercise else ""


def _author(course: CareCourse, plan: GivenPlan) -> Resource | None:
    """Who signed it; the patient, who chose it, where nobody did; unknown until it is opened."""
    if plan.signer is not None:
        return reference("Practitioner", plan.signer)
    return reference("Patient", course.patient) if plan.opened else None


def _status(course: CareCourse, plan: GivenPlan) -> str:
    if plan.replaced:
        return "revoked"
    if not plan.opened or plan.from_day > course.today:
        return "draft"
    if plan.ended_on is not None and plan.ended_on <= course.today:
        return "completed"
    if plan.valid_until is not None and plan.valid_until < course.today:
        return "completed"
    return "active" if course.history.hold() is None else "on-hold"


def _repeat(plan: GivenPlan, prescription: Prescription) -> Resource:
    """When it is asked; named times of day stand without a frequency, as FHIR wants it."""
    dose = prescription.dose
    found: Resource = {"boundsPeriod": period(plan.from_day, _last_day(plan))}
    if dose.days and len(dose.days) < len(DAYS):
        found["dayOfWeek"] = list(dose.days)
    every_day = bool(dose.days) or dose.days_a_week == len(DAYS)
    if prescription.times and every_day:
        found["timeOfDay"] = [f"{at:%H:%M}:00" for at in prescription.times]
    elif every_day:
        found |= {"frequency": dose.times_a_day, "period": 1, "periodUnit": "d"}
    else:
        times = dose.times_a_day * dose.days_a_week
        found |= {"frequency": times, "period": 1, "periodUnit": "wk"}
    return found


def _last_day(plan: GivenPlan) -> date | None:
    ends = [day for day in (plan.valid_until, plan.ended_on) if day is not None]
    return min(ends, default=None)


def _care_plan(course: CareCourse, plan: GivenPlan, before: GivenPlan | None) -> Resource:
    program = course.programs.get(plan.id)
    return resource(
        "CarePlan",
        care_plan_id(course.patient, plan),
        replaces=(
            [reference("CarePlan", care_plan_id(course.patient, before))] if before else None
        ),
        status=_status(course, plan),
        intent="plan",
        category=[concept(PHYSICAL_ACTIVITY), concept(ASSESS_PLAN)],
        title=plain(program.title if program else plan.plan_version),
        description=plain(program.summary) if program else None,
        subject=reference("Patient", course.patient),
        period=period(plan.from_day, _last_day(plan)),
        created=moment(plan.given_at),
        author=_author(course, plan),
        activity=[
            {
                "reference": reference(
                    "ServiceRequest",
                    request_of(course.patient, plan, stage, prescription.exercise),
                )
            }
            for stage, prescription in asked_by(course, plan)
        ],
    )


def care_plan_id(patient: str, plan: GivenPlan) -> str:
    """The identifier of a plan version."""
    return derived_id(patient, plan.id)
