"""Values of the domain with sensible defaults: override the one thing a test is about."""

from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from coach.domain.dose import Dose, parse_dose_line
from coach.domain.events import Fact, RedFlagAnswered, Stamped
from coach.domain.exercise import Bias, Exercise, Kind, Pack, Position, Presentation, Variant
from coach.domain.history import History
from coach.domain.instrument import Instrument
from coach.domain.instrument_parts import Better, InstrumentItem, Scoring
from coach.domain.program import (
    Confirms,
    FlarePlan,
    Prescription,
    Program,
    SittingLimits,
    Stage,
    StageCode,
    Thresholds,
)
from coach.domain.red_flags import RedFlagList

BERLIN = ZoneInfo("Europe/Berlin")
NINE = datetime(2027, 3, 1, 9, 0, tzinfo=BERLIN)
"""Monday, the first of March 2027, nine in the morning."""

_numbers = count(1)


def a_dose(line: str = "2x10 hold 5s rest 30s", **changes: Any) -> Dose:
    """The dose of a dose line without its exercise."""
    return replace(parse_dose_line(f"bridge {line}").dose, **changes)


def a_pack(**changes: Any) -> Pack:
    """A pack with a skin check after five minutes, for twenty at the most."""
    values: dict[str, Any] = {
        "question": "Can you feel a light touch as usual where the pack will go?",
        "layer": "Put a damp cloth between the pack and your skin.",
        "check_after_seconds": 300,
        "check": "Lift the pack and look at your skin.",
        "longest_seconds": 1200,
        "gap_minutes": 60,
        "take_off": "Take the cold pack off now.",
    }
    return Pack(**(values | changes))


def an_exercise(**changes: Any) -> Exercise:
    """A bridge: on the back, two sets of ten, held for five seconds each."""
    values: dict[str, Any] = {
        "id": "bridge",
        "code": "C02",
        "name": "Bridge",
        "also_called": (),
        "kind": Kind.MOVEMENT,
        "stages": ("C",),
        "core": True,
        "bias": Bias.NEUTRAL,
        "patterns": tuple(Presentation),
        "therapist_only": False,
        "equipment": (),
        "position": Position.ON_BACK,
        "start": "Lie on your back with your knees bent.",
        "steps": ("Squeeze your buttocks.", "Lift your hips."),
        "short": "Squeeze and lift.",
        "go": "Lift.",
        "release": "And lower.",
        "breath": "Breathe out as you lift.",
        "mistake": "Arching the back.",
        "feel": "You should feel your buttocks working.",
        "stop": "Stop if leg pain rises.",
        "cautions": (),
        "source": ("GK",),
        "reviewed_by": "",
        "dose": a_dose(),
        "easier": Variant("Lift only half way.", ""),
        "harder": Variant("", ""),
        "pack": None,
    }
    return Exercise(**(values | changes))


def a_cold_pack(**changes: Any) -> Exercise:
    """Cold on the low back for ten minutes, lying on the side."""
    values: dict[str, Any] = {
        "id": "cold-pack",
        "code": "A06",
        "name": "Cold pack",
        "kind": Kind.COLD,
        "stages": ("A",),
        "position": Position.ON_SIDE,
        "start": "Lie on your side with a pillow between your knees.",
        "steps": ("Touch the skin first.", "It goes on your low back."),
        "short": "Cold on the low back.",
        "go": "Put the pack on.",
        "release": "",
        "breath": "",
        "feel": "It should feel cool and then dull.",
        "stop": "Take it off if it burns.",
        "dose": a_dose("10min 3/day", gap_minutes=60),
        "easier": Variant("Use it for five minutes only.", ""),
        "pack": a_pack(),
    }
    return an_exercise(**(values | changes))


def a_prescription(line: str = "bridge 2x10 hold 5s", **changes: Any) -> Prescription:
    """What one dose line asks; once a day at nine unless it says more."""
    read = parse_dose_line(line)
    return replace(Prescription(read.exercise, read.dose), **changes)


def sitting_limits(**changes: Any) -> SittingLimits:
    """Twenty minutes on a good seat, ten on a hard one, two minutes of break."""
    values: dict[str, Any] = {
        "soft": 20,
        "firm": 20,
        "hard": 10,
        "floor": 10,
        "car": 20,
        "break_minutes": 2,
        "standing_cap": 0,
        "reason": "Sitting for long can bring your leg pain on.",
        "source": ("DESIGN",),
    }
    return SittingLimits(**(values | changes))


def a_stage(*prescriptions: Prescription, **changes: Any) -> Stage:
    """Stage A asking these prescriptions, or one bridge a day."""
    values: dict[str, Any] = {
        "code": StageCode.CALM,
        "name": "Calm it down",
        "aim": "Let the leg settle.",
        "window": "day 0 to 14",
        "source": ("DESIGN",),
        "sitting": sitting_limits(),
        "prescriptions": prescriptions or (a_prescription(),),
        "enter": (),
        "leave": (),
        "fall_back": (),
    }
    return Stage(**(values | changes))


def a_flare_plan(*prescriptions: Prescription, **changes: Any) -> FlarePlan:
    """A bad day of 48 hours asking these prescriptions, or lying on the side twice a day."""
    values: dict[str, Any] = {
        "title": "A bad day",
        "text": "Rest in short bouts on your side.",
        "hours": 48,
        "sitting_factor": 0.75,
        "prescriptions": prescriptions or (a_prescription("side-lie 10min 2/day"),),
        "source": ("DESIGN",),
    }
    return FlarePlan(**(values | changes))


def a_program(*prescriptions: Prescription, **changes: Any) -> Program:
    """A program of one stage, A, asking these prescriptions."""
    values: dict[str, Any] = {
        "id": "steady-back",
        "title": "Steady back",
        "version": 1,
        "presentation": Presentation.UNSET,
        "direction": Bias.NEUTRAL,
        "summary": "Calm, then move.",
        "for_therapist": "",
        "precautions": (),
        "source": ("DESIGN",),
        "reviewed_by": "",
        "confirms_stage": Confirms.THERAPIST,
        "thresholds": Thresholds(),
        "flare": a_flare_plan(),
        "stages": (a_stage(*prescriptions),),
    }
    return Program(**(values | changes))


def an_instrument(**changes: Any) -> Instrument:
    """Three questions from 0 to 10, added up, asked every week; more is better."""
    values: dict[str, Any] = {
        "id": "steps",
        "title": "Steps",
        "version": 1,
        "embed": True,
        "instruction": "Think of today.",
        "items": tuple(InstrumentItem(str(n), f"How is step {n}?") for n in (1, 2, 3)),
        "own_activities": 0,
        "choices": (),
        "low": "badly",
        "high": "well",
        "private": False,
        "scoring": Scoring.SUM,
        "least": 0,
        "most": 30,
        "better": Better.HIGHER,
        "change": None,
        "scheduled": True,
        "weekly": True,
        "weeks": (),
        "then_every_weeks": 0,
        "subscales": (),
        "bands": (),
        "after": "",
        "for_therapist": "",
        "licence": "Own words.",
        "citation": "None.",
        "code": "",
        "source": ("DESIGN",),
        "reviewed_by": "",
    }
    return Instrument(**(values | changes))


def stamped(fact: Fact, at: datetime = NINE, **changes: Any) -> Stamped:
    """A fact as it stands in a log, recorded at `at`."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"fact-{number}",
        "patient": "sam",
        "at": at,
        "day": at.date(),
        "device": "laptop",
        "seq": number,
        "plan_version": "steady-back@1",
        "fact": fact,
    }
    return Stamped(**(values | changes))


def a_history(*facts: Fact | Stamped, at: datetime = NINE) -> History:
    """A history of these facts, oldest first; those without a stamp were recorded at `at`."""
    return History(
        tuple(fact if isinstance(fact, Stamped) else stamped(fact, at) for fact in facts)
    )


def all_no(flags: RedFlagList) -> list[RedFlagAnswered]:
    """The whole safety list answered no."""
    return [
        RedFlagAnswered(item=item.id, answer=False, tier=item.tier, text_version=flags.version)
        for item in flags.items
    ]
