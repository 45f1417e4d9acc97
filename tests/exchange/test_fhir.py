"""FHIR for other systems: valid, sendable twice, without a name, and honest about its codes."""

import copy
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.domain.events import (
    Fact,
    FactRetracted,
    PlanIssued,
    SafetyCleared,
    SessionEnded,
    StageChanged,
)
from coach.domain.fact_codec import FACT_TYPES
from coach.domain.program import StageCode
from coach.exchange.fhir_bundle import fhir_bundle, mark_of, write_fhir
from coach.exchange.fhir_codes import CODES, LOINC, OWN_CODES, SNOMED
from coach.review.care_course import CareCourse
from tests.builders import NINE, a_prescription, a_program, a_stage, an_instrument
from tests.exchange.fhir_checking import problems, resources
from tests.exchange.outgoing import (
    GOLDEN,
    LATER,
    PATIENT,
    PLAN,
    PLAN_ID,
    SIGNER,
    a_course,
    a_plan,
    a_score,
    a_session,
    a_set,
    numbered,
    the_facts,
)
from tests.golden_files import check_golden_file
from tests.store.builders import stamps_of

Bundle = dict[str, Any]


@pytest.fixture
def bundle() -> Bundle:
    """The small log as a transaction."""
    return fhir_bundle(a_course())


def by_code(bundle: Bundle, code: str) -> list[Bundle]:
    """The observations with a code."""
    return [
        one
        for one in resources(bundle, "Observation")
        if code in {coding["code"] for coding in one["code"]["coding"]}
    ]


def test_nothing_speaks_against_the_bundle(bundle: Bundle) -> None:
    assert problems(bundle) == []


def test_the_bundle_is_as_it_always_was(bundle: Bundle) -> None:
    check_golden_file(GOLDEN / "careplan.json", b"".join(write_fhir(bundle)))


def test_what_is_written_is_the_bundle(bundle: Bundle) -> None:
    data = b"".join(write_fhir(bundle))
    assert json.loads(data) == bundle
    assert data.startswith(mark_of(PATIENT))


def test_every_kind_of_resource_is_there(bundle: Bundle) -> None:
    assert {one["resourceType"] for one in resources(bundle)} == {
        "ActivityDefinition",
        "CarePlan",
        "Flag",
        "Observation",
        "Patient",
        "Practitioner",
        "QuestionnaireResponse",
        "ServiceRequest",
    }


def test_the_same_facts_give_the_same_bundle(bundle: Bundle) -> None:
    assert fhir_bundle(a_course()) == bundle


def test_a_longer_log_brings_the_same_resources_up_to_date(bundle: Bundle) -> None:
    later = (NINE + 30 * LATER, a_score(2))
    facts = [(one.at, one.fact) for one in the_facts()[:-1]]
    longer = fhir_bundle(a_course(numbered([*facts, later])))
    before = {entry["request"]["url"] for entry in bundle["entry"]}
    after = {entry["request"]["url"] for entry in longer["entry"]}
    assert before < after
    assert len(after - before) == 1


def test_no_name_and_no_note_leaves(bundle: Bundle) -> None:
    text = json.dumps(bundle)
    for word in ("Dr. Ito", "Seen at noon", "HYPERLINK", "Half the bridges"):
        assert word not in text
    (patient,) = resources(bundle, "Patient")
    assert set(patient) == {"resourceType", "identifier"}
    assert patient["identifier"][0]["value"] == PATIENT


def test_a_plan_names_what_it_asks_and_who_signed_it(bundle: Bundle) -> None:
    (plan,) = resources(bundle, "CarePlan")
    assert (plan["status"], plan["title"]) == ("active", "Steady back")
    assert plan["period"] == {"start": "2027-03-01", "end": "2027-04-12"}
    (request,) = resources(bundle, "ServiceRequest")
    assert request["code"]["text"].startswith("Bridge: 2x10 hold 5s")
    assert request["extension"][0]["valueString"].startswith("bridge 2x10 hold 5s")
    repeat = request["occurrenceTiming"]["repeat"]
    assert repeat["dayOfWeek"] == ["mon", "wed", "fri"]
    assert (repeat["frequency"], repeat["period"], repeat["periodUnit"]) == (1, 1, "d")
    (exercise,) = resources(bundle, "ActivityDefinition")
    assert request["instantiatesCanonical"] == [f"{exercise['url']}|{exercise['version']}"]
    assert exercise["status"] == "draft", "no clinician has signed it"
    (signer,) = resources(bundle, "Practitioner")
    assert signer["identifier"][0]["value"] == SIGNER


def test_times_of_day_stand_without_a_frequency() -> None:
    course = a_course()
    asked = replace(a_prescription("bridge 2x10 2/day"), times=(NINE.time(), NINE.time()))
    program = a_program(asked, version=3)
    bundle = fhir_bundle(replace(course, programs={PLAN_ID: program}))
    (request,) = resources(bundle, "ServiceRequest")
    assert request["occurrenceTiming"]["repeat"]["timeOfDay"] == ["09:00:00", "09:00:00"]
    assert problems(bundle) == []


def test_any_days_of_a_week_are_counted_by_the_week() -> None:
    program = a_program(a_prescription("bridge 2x10 2/day 5/week"), version=3)
    bundle = fhir_bundle(replace(a_course(), programs={PLAN_ID: program}))
    (request,) = resources(bundle, "ServiceRequest")
    repeat = request["occurrenceTiming"]["repeat"]
    assert (repeat["frequency"], repeat["periodUnit"]) == (10, "wk")


def test_a_session_is_a_panel_with_its_length_and_what_was_done(bundle: Bundle) -> None:
    (panel,) = by_code(bundle, "PAPanel")
    (duration,) = by_code(bundle, "55411-3")
    (bridge,) = by_code(bundle, "exercise-result")
    here = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    assert [here[one["reference"]] for one in panel["hasMember"]] == [duration, bridge]
    assert duration["valueQuantity"]["value"] == 18.5
    (request,) = resources(bundle, "ServiceRequest")
    assert here[panel["basedOn"][0]["reference"]] == request
    parts = {one["code"]["coding"][0]["code"]: one for one in bridge["component"]}
    assert parts["repetitions-done"]["valueQuantity"]["value"] == 14
    assert parts["repetitions-asked"]["valueQuantity"]["value"] == 20
    assert parts["reason"]["valueCodeableConcept"]["text"] == "pain"


def test_a_session_without_an_end_is_preliminary_and_a_rehearsal_is_none() -> None:
    begun: list[tuple[datetime, Fact]] = [
        (NINE, a_plan()),
        (NINE, a_session()),
        (NINE, a_session("p", pace=4.0)),
    ]
    assert not by_code(fhir_bundle(a_course(numbered(begun))), "PAPanel")
    facts = numbered([*begun, (NINE + LATER, a_set(1, 10))])
    bundle = fhir_bundle(a_course(facts))
    (panel,) = by_code(bundle, "PAPanel")
    assert panel["status"] == "preliminary"
    assert "end" not in panel["effectivePeriod"]
    assert problems(bundle) == []


def test_a_session_whose_clock_was_set_back_has_no_end() -> None:
    ended = next(one.fact for one in the_facts() if isinstance(one.fact, SessionEnded))
    facts = numbered([(NINE, a_plan()), (NINE, a_session()), (NINE - LATER, ended)])
    assert problems(fhir_bundle(a_course(facts))) == []


def test_leg_and_back_are_told_apart_and_zero_is_a_score(bundle: Bundle) -> None:
    scores = {
        (one["bodySite"]["text"], one["valueInteger"], one["status"])
        for one in by_code(bundle, "72514-3")
    }
    # The score of a rehearsal is not among them; the one taken back says so.
    assert scores == {
        ("leg", 4, "final"),
        ("back", 0, "final"),
        ("leg", 6, "final"),
        ("leg", 8, "entered-in-error"),
    }


def test_a_score_that_is_taken_back_later_is_sent_again_under_the_same_id() -> None:
    facts: list[tuple[datetime, Fact]] = [(NINE, a_plan()), (NINE, a_score(8))]
    before = fhir_bundle(a_course(numbered(facts)))
    wrong = numbered(facts)[-1].id
    after = fhir_bundle(
        a_course(numbered([*facts, (NINE, FactRetracted(fact=wrong, reason="slip"))]))
    )
    assert [one["status"] for one in by_code(before, "72514-3")] == ["final"]
    assert [one["status"] for one in by_code(after, "72514-3")] == ["entered-in-error"]
    assert [entry["request"] for entry in before["entry"]] == [
        entry["request"] for entry in after["entry"]
    ]


def test_a_day_that_was_not_recorded_has_no_number(bundle: Bundle) -> None:
    (day,) = by_code(bundle, "adherence")
    # Fourteen of twenty bridges, by their seconds.
    assert day["valueQuantity"]["value"] == 70
    away = replace(a_course().adherence[0], percent=None, not_recorded=1)
    bundle = fhir_bundle(replace(a_course(), adherence=(away,)))
    (day,) = by_code(bundle, "adherence")
    assert "valueQuantity" not in day
    assert day["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert "items-done" not in json.dumps(day)
    assert problems(bundle) == []


def test_a_questionnaire_comes_with_its_answers_and_a_total_derived_from_them(
    bundle: Bundle,
) -> None:
    (response,) = resources(bundle, "QuestionnaireResponse")
    assert response["questionnaire"].endswith("/Questionnaire/steps|1")
    assert response["item"][0] == {
        "linkId": "1",
        "text": "How is step 1?",
        "answer": [{"valueInteger": 7}],
    }
    (total,) = by_code(bundle, "questionnaire-total")
    assert (total["valueQuantity"]["value"], total["code"]["text"]) == (12, "Steps")
    here = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    assert here[total["derivedFrom"][0]["reference"]] == response


def test_only_a_confirmed_code_of_a_total_is_sent() -> None:
    course = a_course()
    for code, sent in (("70274-6", LOINC), ("70272-0", OWN_CODES)):
        known = {"steps": an_instrument(code=code)}
        bundle = fhir_bundle(replace(course, instruments=known))
        (total,) = [one for one in resources(bundle, "Observation") if "derivedFrom" in one]
        assert total["code"]["coding"][0]["system"] == sent
        assert problems(bundle) == []


def test_words_of_a_questionnaire_that_may_not_be_shown_do_not_leave() -> None:
    course = replace(a_course(), instruments={"steps": an_instrument(embed=False)})
    assert "How is step" not in json.dumps(fhir_bundle(course))


def test_a_yes_and_a_hold_are_flags_until_they_are_cleared(bundle: Bundle) -> None:
    answer, hold = resources(bundle, "Flag")
    assert answer["code"]["text"] == "Is walking suddenly hard?"
    assert {answer["status"], hold["status"]} == {"inactive"}
    (observation,) = by_code(bundle, "safety-answer")
    assert observation["valueBoolean"] is True
    here = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    assert here[answer["extension"][0]["valueReference"]["reference"]] == observation


def test_while_a_hold_stands_flags_are_active_and_the_plan_is_on_hold() -> None:
    facts = tuple(one for one in the_facts() if not isinstance(one.fact, SafetyCleared))
    bundle = fhir_bundle(a_course(facts))
    assert {one["status"] for one in resources(bundle, "Flag")} == {"active"}
    assert {one["status"] for one in resources(bundle, "CarePlan")} == {"on-hold"}
    assert {one["status"] for one in resources(bundle, "ServiceRequest")} == {"on-hold"}
    assert problems(bundle) == []


def _two_plans() -> CareCourse:
    """A second version a week on, and a change of stage under it."""
    week = timedelta(days=7)
    second = a_plan(version=4, document="e" * 64, from_day=(NINE + week).date())
    move = StageChanged(
        from_stage=StageCode.CALM, to_stage=StageCode.MOVE, rule="therapist", evidence=""
    )
    facts = numbered([(NINE, a_plan()), (NINE + LATER, second), (NINE + 2 * week, move)])
    stages = (a_stage(), a_stage(a_prescription("walk 10min"), code=StageCode.MOVE))
    newer = a_program(version=4, stages=stages)
    course = a_course(facts, today=(NINE + 2 * week).date())
    return replace(course, programs={**course.programs, "e" * 64: newer})


def test_a_second_version_replaces_the_first_which_is_over() -> None:
    bundle = fhir_bundle(_two_plans())
    first, second = resources(bundle, "CarePlan")
    assert (first["status"], second["status"]) == ("completed", "active")
    # Handed over a week ahead: the first one holds until the day the second begins.
    assert first["period"]["end"] == second["period"]["start"] == "2027-03-08"
    here = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    assert here[second["replaces"][0]["reference"]] == first
    assert problems(bundle) == []


def test_a_plan_that_another_one_replaced_before_its_first_day_is_revoked() -> None:
    week = timedelta(days=7)
    plans = [
        (NINE, a_plan()),
        (NINE + LATER, a_plan(version=4, document="e" * 64, from_day=(NINE + week).date())),
        (NINE + 2 * LATER, a_plan(version=5, document="f" * 64)),
    ]
    bundle = fhir_bundle(a_course(numbered(plans), today=(NINE + 2 * week).date()))
    found = {one["created"]: one["status"] for one in resources(bundle, "CarePlan")}
    assert [found[at] for at in sorted(found)] == ["completed", "revoked", "active"]
    assert problems(bundle) == []


def test_a_plan_whose_last_day_is_over_is_completed() -> None:
    last = NINE.date() + timedelta(days=42)
    for today, status in ((last, "active"), (last + timedelta(days=1), "completed")):
        bundle = fhir_bundle(a_course(today=today))
        assert [one["status"] for one in resources(bundle, "CarePlan")] == [status]


def test_what_an_earlier_stage_asked_is_over() -> None:
    bundle = fhir_bundle(_two_plans())
    by_text = {
        one["code"]["text"].partition(":")[0]: one["status"]
        for one in resources(bundle, "ServiceRequest")[1:]
    }
    assert by_text == {"Bridge": "completed", "walk": "active"}


def test_a_plan_whose_words_are_gone_is_still_a_plan() -> None:
    bundle = fhir_bundle(replace(a_course(), programs={}))
    (plan,) = resources(bundle, "CarePlan")
    assert (plan["title"], "activity" in plan) == (PLAN, False)
    (panel,) = by_code(bundle, "PAPanel")
    assert panel["basedOn"][0]["type"] == "CarePlan"
    assert problems(bundle) == []


def test_an_empty_log_is_a_patient_alone() -> None:
    bundle = fhir_bundle(a_course(()))
    assert [one["resourceType"] for one in resources(bundle)] == ["Patient"]
    assert problems(bundle) == []


@settings(max_examples=25, phases=[Phase.generate])
@given(st.lists(st.sampled_from(FACT_TYPES).flatmap(stamps_of), max_size=6))
def test_nothing_speaks_against_any_facts(found: list[Any]) -> None:
    facts = [
        replace(one, patient=PATIENT, device="d", seq=seq, id=f"fact {seq}|/")
        for seq, one in enumerate(found, start=1)
    ]
    assert problems(fhir_bundle(a_course(facts))) == []


def _pain(bundle: Bundle) -> Bundle:
    return by_code(bundle, "72514-3")[0]


FAULTS: dict[str, Callable[[Bundle], object]] = {
    "pain of 14": lambda bundle: _pain(bundle).update(valueInteger=14),
    "text for a number": lambda bundle: _pain(bundle).update(valueInteger="4"),
    "no status": lambda bundle: _pain(bundle).pop("status"),
    "a status that is none": lambda bundle: _pain(bundle).update(status="done"),
    "two values": lambda bundle: _pain(bundle).update(valueBoolean=True),
    "an unknown element": lambda bundle: _pain(bundle).update(mood=3),
    "a time without offset": lambda bundle: _pain(bundle).update(
        effectiveDateTime="2027-03-01T09:00:00"
    ),
    "a code of one's own": lambda bundle: _pain(bundle)["code"]["coding"][0].update(code="1-8"),
    "an empty text": lambda bundle: _pain(bundle)["bodySite"].update(text=""),
    "a loose reference": lambda bundle: _pain(bundle)["subject"].update(
        reference="urn:uuid:00000000-0000-0000-0000-000000000000"
    ),
    "no identifier": lambda bundle: _pain(bundle).update(identifier=[]),
    "a plain POST": lambda bundle: bundle["entry"][3]["request"].update(method="POST"),
    "an entry twice": lambda bundle: bundle["entry"].append(bundle["entry"][0]),
    "a name": lambda bundle: resources(bundle, "Patient")[0].update(name=[{"text": "Sam"}]),
    "contained": lambda bundle: _pain(bundle).update(contained=[{"resourceType": "Patient"}]),
    "no category": lambda bundle: _pain(bundle).pop("category"),
    "a value and its absence": lambda bundle: _pain(bundle).update(
        dataAbsentReason={"text": "unknown"}
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checks_find_what_they_are_for(bundle: Bundle, fault: str) -> None:
    broken = copy.deepcopy(bundle)
    FAULTS[fault](broken)
    try:
        found = problems(broken)
    except (KeyError, IndexError):
        return  # So broken that it cannot even be looked at.
    assert found


def test_the_table_of_codes_is_frozen() -> None:
    lines = [
        f"{one.system} | {one.code} | {one.display} | {'certain' if one.certain else 'own'}"
        for one in CODES
    ]
    check_golden_file(GOLDEN / "fhir-codes.txt", ("\n".join(lines) + "\n").encode())


def test_a_code_that_is_not_certain_is_our_own_and_says_so() -> None:
    assert len({(one.system, one.code) for one in CODES}) == len(CODES)
    for one in CODES:
        assert one.source
        assert one.certain == (one.system != OWN_CODES)
        assert one.certain or "own code" in one.display


def _loinc_digit(code: str) -> int:
    """The check digit of a LOINC code (mod 10, every second digit from the right doubled)."""
    digits = "".join(
        str(int(digit) * 2) if place % 2 == 0 else digit
        for place, digit in enumerate(reversed(code))
    )
    return -sum(map(int, digits)) % 10


def test_codes_of_loinc_and_snomed_have_their_check_digits() -> None:
    for one in CODES:
        if one.system == LOINC:
            body, _, digit = one.code.partition("-")
            assert _loinc_digit(body) == int(digit), one.code
        if one.system == SNOMED:
            assert _verhoeff(one.code) == 0, one.code


_TIMES = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_TURN = "1576283094"


def _verhoeff(number: str) -> int:
    """0 for a number whose last digit is its Verhoeff check digit, as in SNOMED CT."""
    check = 0
    for place, digit in enumerate(reversed(number)):
        turned = digit
        for _ in range(place % 8):
            turned = _TURN[int(turned)]
        check = int(_TIMES[check][int(turned)])
    return check


def test_a_plan_that_was_refused_is_not_the_other_therapists_of_the_same_number() -> None:
    week = timedelta(days=7)
    refused = PlanIssued(
        program="steady-back",
        version=3,
        stage=StageCode.CALM,
        from_day=NINE.date(),
        valid_until=(NINE + 6 * week).date(),
        document="a" * 64,
        changes="",
    )
    course = a_course(numbered([(NINE, a_plan()), (NINE + LATER, refused)]))
    assert [(plan.id, plan.opened) for plan in course.plans] == [
        (PLAN_ID, True),
        ("a" * 64, False),
    ]
    statuses = [one["status"] for one in resources(fhir_bundle(course), "CarePlan")]
    assert sorted(statuses) == ["active", "draft"]
