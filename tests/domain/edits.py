"""Shipped programs, and edits of them as a therapist might type any of them."""

from hypothesis import strategies as st

from coach.domain.criterion_lines import GATES
from coach.domain.dose import DAYS, Side
from coach.domain.findings import KeyPath
from coach.domain.gate_checks import MAY, NEEDS, RANGES
from coach.domain.line_words import quoted
from coach.domain.plan_lines import kind_of, lines_of
from coach.domain.program import GateRule, Program
from coach.exchange.shelf import FolderShelf, shipped_folder

SHELF = FolderShelf(shipped_folder())
CATALOGUE = {exercise.id: exercise for exercise in SHELF.exercises()}
PROGRAMS = SHELF.programs()
STEADY = SHELF.program("steady-back")

texts = st.text(min_size=1, max_size=60).map(lambda text: f"{text}.")
"""Any text with a word in it, odd characters too."""


@st.composite
def edits(draw: st.DrawFn) -> tuple[Program, KeyPath, str]:
    """A shipped program, one of its lines, and what is typed in its place."""
    program = draw(st.sampled_from(PROGRAMS))
    line = draw(st.sampled_from(lines_of(program, CATALOGUE)))
    return program, line.key, draw(typed(line.key, line.text))


def typed(key: KeyPath, before: str) -> st.SearchStrategy[str]:
    """Lines of the kind that stands at `key`; some of them break a rule."""
    kind = kind_of(key)
    if kind.endswith("dose"):
        return doses(is_flare=kind != "dose")
    if kind in GATES:
        return criteria(kind)
    if kind in _SETTINGS:
        return _SETTINGS[kind]
    head = before[: before.index('"')]
    return texts.map(lambda text: f"{head}{quoted(text)}")


@st.composite
def doses(draw: st.DrawFn, *, is_flare: bool) -> str:
    """A dose line of any exercise."""
    minutes = draw(st.integers(1, 40))
    amount = draw(
        st.sampled_from(["2x8", "3x6 hold 8s", "6-4-2 hold 7s rest 45s", f"{minutes}min", "1x5"])
    )
    parts = [draw(st.sampled_from(sorted(CATALOGUE))), amount]
    parts += draw(st.lists(st.sampled_from([f"side {side.value}" for side in Side]), max_size=1))
    times = draw(st.integers(1, 4))
    parts.append(f"{times}/day")
    parts += draw(st.lists(st.sampled_from([*DAYS, "5/week"]), max_size=1))
    if not is_flare:
        parts += draw(st.lists(st.sampled_from(["gap 90min", "gap 0min"]), max_size=1))
        if draw(st.booleans()):
            parts.append("at " + " ".join(f"{8 + 3 * hour:02d}:30" for hour in range(times)))
        parts += [f"note {quoted(text)}" for text in draw(st.lists(texts, max_size=1))]
    return " ".join(parts)


@st.composite
def criteria(draw: st.DrawFn, gate: str) -> str:
    """A criterion of any rule with the numbers it needs, and some it may have."""
    rule = draw(st.sampled_from(list(GateRule)))
    parts = [gate, rule.value]
    if rule is GateRule.INSTRUMENT_CHANGE:
        parts.append(f"instrument odi better {draw(st.sampled_from(['lower', 'higher']))}")
    names = [*NEEDS[rule], *MAY.get(rule, ())]
    parts += [f"{name} {draw(st.integers(*RANGES[name]))}" for name in names]
    parts += [quoted(text) for text in draw(st.lists(texts, max_size=1))]
    return " ".join(parts)


def _numbers(form: str, least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.integers(least, most), min_size=5, max_size=5).map(
        lambda numbers: form.format(*numbers)
    )


_SETTINGS = {
    "sitting": _numbers("sitting soft {} firm {} hard {} break {} standing {}", 1, 60),
    "thresholds": _numbers("thresholds green {} amber {} rise {} {} severe {}", 0, 10),
    "flare hours": _numbers("flare hours {} sitting x0.{}", 1, 72),
    "easing": st.sampled_from(["easing halve no", "easing swap no", "easing halve no swap no"]),
    "confirms": st.sampled_from(
        ["confirms stage patient", "confirms back same", "confirms stage therapist back therapist"]
    ),
    "direction": st.sampled_from(["direction extension", "direction flexion", "direction neutral"]),
    "presentation": st.sampled_from(["presentation P2", "presentation UNSET"]),
    "allow-direction": st.sampled_from(
        ['allow-direction ""', 'allow-direction "Tested in the clinic."']
    ),
}
