"""Two themes. Colours stand here alone and are named for what they mean."""

from textual.theme import Theme

CALM = "coach-calm"
STRONG = "coach-strong"

_CALM = Theme(
    name=CALM,
    primary="#7fb7be",
    secondary="#5d8aa8",
    accent="#e6c17a",
    warning="#e6c17a",
    error="#f08a7c",
    success="#9ccf9a",
    foreground="#e4e7e4",
    background="#11181b",
    surface="#172126",
    panel="#1e2b31",
    dark=True,
    variables={
        "work": "#e6c17a",
        "rest": "#7fb7be",
        "alarm": "#f08a7c",
        "calm-text": "#a3b1b3",
        "edge": "#3b4e56",
        "key": "#cfe3e6",
        "chosen": "#2c444d",
    },
)
_STRONG = Theme(
    name=STRONG,
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={
        "work": "#ffff00",
        "rest": "#ffffff",
        "alarm": "#ff8080",
        "calm-text": "#ffffff",
        "edge": "#ffffff",
        "key": "#ffff00",
        "chosen": "#00005f",
    },
)

THEMES = (_CALM, _STRONG)
"""A calm dark one, and black and white with strong edges."""

MEANINGS = dict(_CALM.variables)
"""What style sheets may name; a theme that lacks one falls back to the calm colour."""


def other(theme: str) -> str:
    """The theme to change to from `theme`."""
    return CALM if theme == STRONG else STRONG
