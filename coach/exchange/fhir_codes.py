"""Every code that exported FHIR carries, in one frozen table.

A code of a public system stands here only when it is certain, with where that comes from. What has
no certain public code keeps one of our own, under an address that never leads anywhere, and its
words say so: a receiver must not take it for a standard.
"""

from msgspec import Struct

OWN = "https://coach.invalid/fhir"
"""Ours; `.invalid` is reserved and belongs to nobody (RFC 6761)."""
OWN_CODES = f"{OWN}/CodeSystem/coach"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
_HL7 = "http://terminology.hl7.org/CodeSystem"
_ACTIVITY = "http://hl7.org/fhir/us/physical-activity/CodeSystem/pa-temporary-codes"
_OWN_WORDS = "own code of coach, no public one is confirmed"


class Code(Struct, frozen=True):
    """One code as it is sent."""

    system: str
    code: str
    display: str
    certain: bool
    """False for our own, which stand in for a public code that is not confirmed."""
    source: str
    """Where it was found."""


def _own(code: str, words: str) -> Code:
    return Code(OWN_CODES, code, f"{words} ({_OWN_WORDS})", False, "DESIGN")


_IG = "HL7 Physical Activity IG 1.0.0"
_R4 = "FHIR R4 4.0.1 terminology"

PAIN = Code(
    LOINC,
    "72514-3",
    "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
    True,
    "interop.md 1; LOINC name as other guides print it",
)
DURATION = Code(LOINC, "55411-3", "Exercise duration", True, _IG)
GAD_7 = Code(
    LOINC,
    "70274-6",
    "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]",
    True,
    "LOINC name as other guides print it",
)
EXERCISE_THERAPY = Code(SNOMED, "229065009", "Exercise therapy", True, _IG)
LEG = Code(SNOMED, "61685007", "Lower limb structure", True, "FHIR R4 examples")
BACK = Code(SNOMED, "77568009", "Structure of back of trunk", True, "public FHIR guides")
PHYSICAL_ACTIVITY = Code(_ACTIVITY, "PhysicalActivity", "Physical Activity", True, _IG)
ACTIVITY_PANEL = Code(_ACTIVITY, "PAPanel", "Physical Activity Panel", True, _IG)
ASSESS_PLAN = Code(
    "http://hl7.org/fhir/us/core/CodeSystem/careplan-category",
    "assess-plan",
    "Assessment and Plan of Treatment",
    True,
    "US Core",
)
SURVEY = Code(f"{_HL7}/observation-category", "survey", "Survey", True, _R4)
ACTIVITY = Code(f"{_HL7}/observation-category", "activity", "Activity", True, _R4)
SAFETY = Code(f"{_HL7}/flag-category", "safety", "Safety", True, _R4)
UNKNOWN = Code(f"{_HL7}/data-absent-reason", "unknown", "Unknown", True, _R4)
NOT_APPLICABLE = Code(f"{_HL7}/data-absent-reason", "not-applicable", "Not Applicable", True, _R4)
MINUTE = Code(UCUM, "min", "min", True, "UCUM")
SECOND = Code(UCUM, "s", "s", True, "UCUM")
PERCENT = Code(UCUM, "%", "%", True, "UCUM")
SCORE = Code(UCUM, "{score}", "score", True, "UCUM annotation")
COUNT = Code(UCUM, "1", "1", True, "UCUM")

ADHERENCE = _own("adherence", "Done dose over asked dose of a day")
ASKED = _own("items-asked", "Items asked")
DONE = _own("items-done", "Items done in full")
PARTIAL = _own("items-partial", "Items done in part")
EXCUSED = _own("items-excused", "Items excused")
EXERCISE_RESULT = _own("exercise-result", "One exercise as it was done")
REPS_DONE = _own("repetitions-done", "Repetitions done")
REPS_ASKED = _own("repetitions-asked", "Repetitions asked")
SECONDS_DONE = _own("seconds-done", "Seconds of work done")
SECONDS_ASKED = _own("seconds-asked", "Seconds of work asked")
RESULT = _own("result", "How it ended")
REASON = _own("reason", "Why it was not done as asked")
SESSION_OUTCOME = _own("session-outcome", "How the session ended")
MOMENT = _own("moment", "When the score was given")
REACH = _own("reach", "How far down the symptoms go")
TOTAL = _own("questionnaire-total", "Total of a questionnaire")
RED_FLAG = _own("safety-answer", "Answer to a safety question")
HOLD = _own("safety-hold", "Coaching is locked until someone has looked")

CODES: tuple[Code, ...] = tuple(one for one in globals().values() if isinstance(one, Code))
"""The whole table."""

LOINC_TOTALS = {GAD_7.code: GAD_7}
"""Totals of questionnaires whose LOINC code is confirmed; every other total keeps our own."""
