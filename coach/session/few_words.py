"""Fewer words, and slower, for a person whose pain leaves little room for listening."""

from msgspec.structs import replace

from coach.domain.pain import PainReport
from coach.session.cues import Cue, CueKind
from coach.session.plan import ScriptSettings
from coach.session.state import SessionState

SLOWER_PERCENT = 80
"""Of the rate that is set (source: DESIGN)."""
SLOWEST_WORDS_PER_MINUTE = 80
"""Slower than this speech falls apart into single words."""


def wants_few_words(before: PainReport, from_pain: int) -> bool:
    """Whether back or leg are at `from_pain` or above; what is not recorded decides nothing."""
    worst = before.worst
    return worst is not None and worst >= from_pain


def in_few_words(settings: ScriptSettings) -> ScriptSettings:
    """Only what the body needs, slower, with longer pauses; nothing is said faster than before."""
    slower = max(settings.words_per_minute * SLOWER_PERCENT // 100, SLOWEST_WORDS_PER_MINUTE)
    rate = min(settings.words_per_minute, slower)
    return replace(settings, few_words=True, words_per_minute=rate)


def few_words_sentence(before: PainReport) -> str:
    """Why less is said, for the screen."""
    return f"You noted pain of {before.worst}, so I say less today, and slower."


def lessened(state: SessionState, report: PainReport) -> tuple[SessionState, tuple[Cue, ...]]:
    """The state after a score within the session, and why less is said from now on, once.

    The blocks are laid out in few words beforehand, with the same sets; the steps of the present
    block stay what they are, for after a score none of them is begun any more.
    """
    if state.fewer is None or not wants_few_words(report, state.few_words_from_pain):
        return state, ()
    why = Cue(CueKind.NOTICE, f"You said {report.worst}, so I say less now, and slower.")
    return replace(state, plan=state.fewer, fewer=None), (why,)
