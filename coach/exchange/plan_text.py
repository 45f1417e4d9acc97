"""A plan as the exact text that is signed and kept, and back."""

import json

from coach.domain.documents import PlanDocument
from coach.domain.errors import InputError, LogError, RefusedError
from coach.domain.our_time import in_our_time
from coach.domain.text import clean_line

SCHEMA = "coach/plan/1"
NEWER = "This plan was made by a newer coach. Update this one and open the file again."


def kept_plan(content: str) -> PlanDocument:
    """The plan in a text that was kept. LogError when that is none."""
    try:
        return read_plan_text(content)
    except (ValueError, RefusedError) as error:
        why = clean_line(str(error), limit=200)
        raise LogError(
            "A kept plan cannot be read", f"It is no plan ({why}). Open the plan file again."
        ) from error


def plan_text(plan: PlanDocument) -> str:
    """A plan as JSON text; InputError for what is no text."""
    content = {
        "schema": SCHEMA,
        "patient": plan.patient,
        "patient_key": plan.patient_key,
        "therapist": clean_line(plan.therapist, limit=200),
        "version": plan.version,
        "issued_at": plan.issued_at.isoformat(),
        "from_day": plan.from_day.isoformat(),
        "valid_until": plan.valid_until.isoformat(),
        "stage": plan.stage.value,
        "sore_side": plan.sore_side,
        "program": plan.program,
        "exercises": dict(plan.exercises),
        "changes": [clean_line(line, limit=1000) for line in plan.changes],
        "clears": clean_line(plan.clears, limit=1000),
        "clears_facts": list(plan.clears_facts),
    }
    text = json.dumps(content, indent=1, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("Plan", "The program holds characters that are no text.") from error
    return text


def read_plan_text(content: str) -> PlanDocument:
    """The plan in its text.

    Raises ValueError that says what is wrong, RefusedError for one that a newer coach wrote.
    """
    import msgspec

    from coach.exchange.plan_shape import PlanText, Versioned

    try:
        schema = msgspec.json.decode(content, type=Versioned).schema
        if schema != SCHEMA and schema.startswith("coach/plan/"):
            raise RefusedError("A newer plan", NEWER)
        read = msgspec.json.decode(content, type=PlanText)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not all(map(in_our_time, (read.issued_at, read.from_day, read.valid_until))):
        raise ValueError("it holds a date that no clock shows")
    if read.valid_until < read.from_day:
        raise ValueError("it ends before it begins")
    if bool(read.clears_facts) != bool(clean_line(read.clears)):
        raise ValueError("it lifts a hold without naming it, or without a reason")
    return PlanDocument(
        patient=clean_line(read.patient),
        patient_key=read.patient_key,
        therapist=clean_line(read.therapist),
        version=read.version,
        issued_at=read.issued_at,
        from_day=read.from_day,
        valid_until=read.valid_until,
        stage=read.stage,
        sore_side=read.sore_side,
        program=read.program,
        exercises=read.exercises,
        changes=tuple(clean_line(line, limit=1000) for line in read.changes),
        clears=clean_line(read.clears, limit=1000),
        clears_facts=tuple(read.clears_facts),
    )
