"""What is said and shown of an exercise that is asked easier after a red."""

from coach.domain.program import Because, Eased, Easier

_HOW = {
    Easier.FORM: "The easier form today",
    Easier.HALF: "Half of it today",
    Easier.FORM_AND_HALF: "The easier form today, and half of it",
    Easier.LEFT_OUT: "Left out until your therapist changes the plan",
}
_WHY = {
    Because.RED: "it was red last time.",
    Because.HURT: "it was stopped for pain last time.",
    Because.NOT_SETTLED: "the leg had not settled after last time.",
    Because.COMING_BACK: "it was red not long ago.",
}
_SHORT_HOW = {
    Easier.FORM: "easier form",
    Easier.HALF: "half",
    Easier.FORM_AND_HALF: "easier form, half",
    Easier.LEFT_OUT: "rests",
}
_SHORT_WHY = {
    Because.RED: "was red",
    Because.HURT: "hurt",
    Because.NOT_SETTLED: "had not settled",
    Because.COMING_BACK: "for now",
}


def eased_sentence(eased: Eased) -> str:
    """`Half of it today: it was red last time.`"""
    return f"{_HOW[eased.how]}: {_WHY[eased.because]}"


def eased_remark(eased: Eased) -> str:
    """`half: was red`, for a list that has little room."""
    return f"{_SHORT_HOW[eased.how]}: {_SHORT_WHY[eased.because]}"
