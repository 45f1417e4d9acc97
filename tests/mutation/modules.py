"""Which rules are broken on purpose, and the tests that have to see it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAFETY = (
    "coach/domain/lights.py",
    "coach/domain/pain.py",
    "coach/domain/red_flags.py",
    "coach/domain/safety_asked.py",
    "coach/domain/safety_rhythm.py",
    "coach/domain/safety_signs.py",
    "coach/domain/settled.py",
    "coach/domain/agenda.py",
    "coach/domain/body_chart.py",
    "coach/domain/plans.py",
    "coach/domain/talk_first.py",
    "coach/domain/raised.py",
    "coach/domain/dose_changes.py",
    "coach/domain/easing.py",
    "coach/domain/exercise.py",
    "coach/domain/exercise_checks.py",
    "coach/domain/gate_checks.py",
    "coach/domain/pack_checks.py",
    "coach/domain/program_checks.py",
    "coach/domain/stage_changes.py",
    "coach/domain/sitting_limits.py",
    "coach/domain/sitting_spells.py",
    "coach/domain/sitting_state.py",
    "coach/domain/timers.py",
    "coach/domain/reminding.py",
    "coach/domain/still.py",
    "coach/review/gate_doing.py",
    "coach/review/gate_pain.py",
    "coach/review/gate_worse.py",
    "coach/review/numb_skin.py",
    "coach/review/step_up.py",
    "coach/review/verdicts.py",
    "coach/review/worsening.py",
    "coach/review/yes_since.py",
    "coach/session/answers.py",
    "coach/session/endings.py",
    "coach/session/engine.py",
    "coach/session/lighter.py",
    "coach/session/moves.py",
    "coach/session/needed.py",
    "coach/session/pack_timers.py",
    "coach/session/set_timeline.py",
)
"""What decides whether somebody goes on, stops, does more or less, or is told: all is pure."""

_RULES = ("tests/domain", "tests/review", "tests/session")
_BY_WHAT_THEY_DO = {
    "answers": (
        "session/test_back",
        "session/test_engine",
        "session/test_few_words_within",
        "session/test_lighter",
        "session/test_pack_timers",
        "session/test_reach",
        "session/test_without_touch",
    ),
    "endings": ("session/test_engine",),
    "gate_doing": ("review/test_gates",),
    "gate_pain": ("review/test_gates",),
    "moves": (
        "session/test_back",
        "session/test_engine",
        "session/test_few_words_within",
        "session/test_lighter",
        "session/test_pack_timers",
        "session/test_reach",
        "session/test_where_the_body_is",
        "session/test_without_touch",
    ),
    "numb_skin": ("review/test_follow_up_parts",),
    "pack_checks": ("domain/test_program_checks",),
    "pain": ("domain/test_lights", "domain/test_red_flags"),
    "program_checks": ("domain/test_program_findings",),
    "safety_signs": ("domain/test_safety_rhythm", "domain/test_safety_signs"),
    "yes_since": ("review/test_follow_up",),
}
"""Rules that are tested by what they make others say and do."""


def files_for(modules: Iterable[str]) -> list[str]:
    """The files of tests that have to see a change in one of these modules, by path.

    Those named for it; else those of the pure floors that import it; else all of these. That some
    screen's test would see it too is no comfort.
    """
    return sorted({path for module in modules for path in _tests_of(module)})


def _tests_of(module: str) -> Sequence[str]:
    named = [f"tests/{name}.py" for name in _BY_WHAT_THEY_DO.get(Path(module).stem, ())]
    tests = _rule_tests()
    named += [path for path in tests if Path(path).stem == f"test_{Path(module).stem}"]
    dotted = module.removesuffix(".py").replace("/", ".")
    return named or [path for path, text in tests.items() if dotted in text] or _RULES


def _rule_tests() -> dict[str, str]:
    files = (file for folder in _RULES for file in sorted((ROOT / folder).glob("test_*.py")))
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}
