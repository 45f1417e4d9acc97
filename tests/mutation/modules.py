"""Which rules are broken on purpose, and the tests that have to see it."""

SAFETY = (
    "coach/domain/lights.py",
    "coach/domain/pain.py",
    "coach/domain/red_flags.py",
    "coach/domain/safety_rhythm.py",
    "coach/domain/talk_first.py",
    "coach/domain/raised.py",
    "coach/domain/dose_changes.py",
    "coach/domain/easing.py",
    "coach/domain/gate_checks.py",
    "coach/domain/stage_changes.py",
    "coach/domain/sitting_limits.py",
    "coach/domain/sitting_spells.py",
    "coach/domain/sitting_state.py",
    "coach/domain/timers.py",
    "coach/domain/reminding.py",
    "coach/domain/still.py",
    "coach/review/gates.py",
    "coach/review/gate_doing.py",
    "coach/review/gate_pain.py",
    "coach/review/gate_worse.py",
    "coach/review/step_up.py",
    "coach/review/verdicts.py",
    "coach/review/worsening.py",
    "coach/session/endings.py",
    "coach/session/lighter.py",
    "coach/session/needed.py",
    "coach/session/pack_timers.py",
)
"""What decides whether somebody goes on, stops, does more or less, or is told: all is pure."""

TESTS = ("tests/domain", "tests/review", "tests/session")
"""Tests of rules alone: a rule that only a screen's test sees is not well seen."""
