"""Every threshold of the caseload in words, with the setting that changes it."""

from collections.abc import Sequence

from coach.review.adherence import FORMULA
from coach.review.caseload_rules import CaseloadRules

Part = tuple[str, Sequence[str]]


def threshold_parts(rules: CaseloadRules) -> list[Part]:
    """What makes a patient rise, the most pressing first."""
    return [
        (
            "!!!  Now",
            [
                "A safety hold stands: a patient said yes to a safety question.",
                "A patient unlocked the coach by their own word, and you have not decided since.",
            ],
        ),
        ("!!  Soon", _soon(rules)),
        ("!  To look at", _look(rules)),
        (
            "What a decision does",
            [
                "A reason goes down once you decided after what it rests on was recorded.",
                "It is not hidden: older facts may still arrive. A hold stays on top.",
            ],
        ),
        (
            "Where they are set",
            [
                "In the settings file, each under the name in brackets.",
                "coach doctor --settings names the file and the lowest and highest values.",
            ],
        ),
    ]


def _soon(rules: CaseloadRules) -> list[str]:
    return [
        f"Leg pain up by {rules.leg_up_points} [alert_leg_up_points]: the middle of the last three "
        "days against the week before; or of the last week against the start of the plan.",
        "Further down the leg within the last 7 days of the log, in a session or over a day; "
        "also when the number falls.",
        f"Silent for {rules.silent_days} days [alert_silent_days].",
    ]


def _look(rules: CaseloadRules) -> list[str]:
    return [
        f"Silent for {rules.silent_hours} hours [alert_silent_hours]; what a running coach writes "
        "by itself is no sign of the patient.",
        f"No better at {rules.first_weeks} weeks [alert_no_better_first_weeks]: the leg is not "
        "down by a point.",
        f"No better at {rules.later_weeks} weeks [alert_no_better_later_weeks]: it is not down by "
        "2 points and 30 percent.",
        f"Done fell by {rules.adherence_drop_percent} percent "
        "[alert_adherence_drop_percent]: the last two weeks of the log against the two before.",
        f"({FORMULA})",
        "The safety list was never finished, or is due where the log ends.",
        "A stage was proposed; a version is not in use; the plan ended; no plan was given.",
    ]
