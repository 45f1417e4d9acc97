"""The therapist's commands: keys, footer, help and palette of `coach clinic` come from here."""

from coach.workflows.registry import Entry, Place, entries

CLINIC_PLACES = frozenset({Place.CASELOAD, Place.FOLLOW_UP, Place.EDITOR})
"""Where the therapist's commands are offered."""

_SECTIONS = (
    ("exercises", "Exercises", "What was done, what was left out and why, the lights."),
    ("notes", "Own words", "What the patient wrote."),
    ("sitting", "Sitting", "The longest, over the limit, on hard seats."),
    ("proposals", "Proposed", "What the rules propose, with the evidence."),
    ("instruments", "Questionnaires", "Start, now, and whether the change is an important one."),
    ("sleep", "Sleep, mood", "How they slept, the mood, what was taken."),
    ("gates", "Gates", "The criteria of the stage, each with its figures."),
    ("points", "To talk about", "Rules of the review that apply, and what is not known."),
    ("plans", "Plans", "The plans in this time, and what was different."),
)
"""Sections of a follow-up in the order of the page: a digit goes to each."""

CLINIC_REGISTRY: tuple[Entry, ...] = (
    Entry("open", "enter", "Open", "The follow-up of the chosen patient.", Place.CASELOAD),
    Entry("search", "/", "Search", "Type some letters of a name.", Place.CASELOAD),
    Entry("sort", "s", "Sort", "By need, name, silence, done, leg, or last visit.", Place.CASELOAD),
    Entry(
        "filter",
        "f",
        "Filter",
        "Everyone, who needs you, who is locked, or who is silent.",
        Place.CASELOAD,
    ),
    Entry(
        "assign",
        "a",
        "Assign",
        "Give the chosen patient a plan, or change the one there is.",
        Place.CASELOAD,
    ),
    Entry("new_patient", "n", "New", "Add a patient by words or a card file.", Place.CASELOAD),
    Entry("receive", "r", "Receive", "Take in log files, or a folder of them.", Place.CASELOAD),
    Entry("reread", "g", "Read again", "Read what came in since.", Place.CASELOAD, minor=True),
    Entry(
        "thresholds",
        "t",
        "Thresholds",
        "What makes a patient rise to the top, and where each number is set.",
        Place.CASELOAD,
        minor=True,
    ),
    Entry("keep", "k", "Keep", "Decide to keep the plan; nothing to sign.", Place.FOLLOW_UP),
    Entry("ease", "e", "Ease", "Decide to ease; opens an easier next version.", Place.FOLLOW_UP),
    Entry(
        "progress",
        "p",
        "Progress",
        "Decide to go on; opens the next version, a step up.",
        Place.FOLLOW_UP,
    ),
    Entry(
        "paragraph",
        "y",
        "Copy",
        "Show the paragraph for the record and copy it.",
        Place.FOLLOW_UP,
    ),
    Entry("save_paragraph", "w", "Write", "Save that paragraph to a file.", Place.FOLLOW_UP),
    Entry("formulas", "f", "Formulas", "How every figure comes about.", Place.FOLLOW_UP),
    Entry("care", "o", "Care", "The order of care, with its dates.", Place.FOLLOW_UP),
    Entry("report", "d", "Report", "The follow-up as a file to keep or print.", Place.FOLLOW_UP),
    *(
        Entry(f"to_{name}", str(digit), label, text, Place.FOLLOW_UP, minor=True, section=name)
        for digit, (name, label, text) in enumerate(_SECTIONS, start=1)
    ),
    Entry("edit", "enter", "Edit", "Change the chosen line.", Place.EDITOR),
    Entry("add", "a", "Add", "Add a line below the chosen one.", Place.EDITOR),
    Entry(
        "set",
        "s",
        "Set line",
        "Type a line that finds its own place and keeps what it does not name: bird-dog 3x8, "
        "bridge off, sitting hard 10. Taken away by hold 0s, side none, 1/day, daily, at any.",
        Place.EDITOR,
    ),
    Entry("remove", "x", "Remove", "Take the chosen line out.", Place.EDITOR),
    Entry("move_up", "ctrl+up", "Up", "Move the chosen line up.", Place.EDITOR),
    Entry("move_down", "ctrl+down", "Down", "Move the chosen line down.", Place.EDITOR),
    Entry("undo", "u", "Undo", "Take the last change back.", Place.EDITOR),
    Entry("hear", "h", "Hear", "What the patient will hear in this stage.", Place.EDITOR),
    Entry("changes", "c", "Changes", "What is different from the version before.", Place.EDITOR),
    Entry("template", "t", "Template", "Save it as an own program.", Place.EDITOR),
    Entry(
        "issue",
        "i",
        "Sign",
        "Sign it and write the file for the patient.",
        Place.EDITOR,
        more_keys=("ctrl+s",),
    ),
)
"""Every command of the therapist; within one place and everywhere no key stands twice."""


def clinic_entries(place: Place) -> list[Entry]:
    """The therapist's commands of one place, and those that are everywhere."""
    own = [entry for entry in CLINIC_REGISTRY if entry.place is place]
    return [*own, *entries(Place.EVERYWHERE)]
