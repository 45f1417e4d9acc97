"""The one registry of commands: keys, footer, help, palette and line mode all come from here."""

from enum import StrEnum

from msgspec import Struct

from coach.session.commands import Command


class Place(StrEnum):
    """Where a command is offered."""

    EVERYWHERE = "everywhere"
    TODAY = "today"
    SESSION = "session"
    PAIN_QUESTION = "pain_question"
    HISTORY = "history"
    CASELOAD = "caseload"
    FOLLOW_UP = "follow_up"
    EDITOR = "editor"


class Entry(Struct, frozen=True):
    """One command as a person meets it."""

    id: str
    key: str
    """The key on the screens, and the letter in line mode."""
    label: str
    """One or two words for the footer and for line mode."""
    help: str
    """One sentence for the help screen and the palette."""
    place: Place
    command: Command | None = None
    """What it gives a running session; None for commands outside one."""
    more_keys: tuple[str, ...] = ()
    """Further keys for the screens, in Textual's names."""
    minor: bool = False
    """Whether it stands under "more" instead of in the footer; its key works all the same."""
    phrase: str = ""
    """What is said for it after the first word; empty when no voice gives it."""
    more_phrases: tuple[str, ...] = ()
    section: str = ""
    """The part of its screen that it goes to; empty for whatever else it does."""
    asks_back: bool = False
    """Whether a voice that gives it is asked back before it is carried out."""


REGISTRY: tuple[Entry, ...] = (
    Entry("emergency", "!", "Emergency", "What to do now, with the number.", Place.EVERYWHERE),
    Entry(
        "help",
        "?",
        "Help",
        "Every key of this screen and what it does.",
        Place.EVERYWHERE,
        phrase="help",
    ),
    Entry("quit", "q", "Quit", "Close the coach; everything is kept.", Place.EVERYWHERE),
    Entry("start", "s", "Start", "Do what is due now, led by voice.", Place.TODAY),
    Entry("choose", "enter", "This one", "Do the chosen item now.", Place.TODAY),
    Entry("not_today", "x", "Leave out", "Leave the chosen item out, and say why.", Place.TODAY),
    Entry("pain", "p", "Pain", "Note how strong back and leg pain are now.", Place.TODAY),
    Entry("sit", "i", "I sit", "Say that you sit down, and on what.", Place.TODAY),
    Entry("stand", "u", "I am up", "Say that you stand up.", Place.TODAY),
    Entry("snooze", "z", "3 more min", "Sit three minutes longer, once a sitting.", Place.TODAY),
    Entry(
        "still",
        "j",
        "Still sitting?",
        "Answer what the coach asked about your sitting.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "bad_day",
        "b",
        "Bad day",
        "Switch to the plan for a bad day; it ends by itself.",
        Place.TODAY,
    ),
    Entry(
        "safety",
        "r",
        "Something new",
        "Something new is wrong: answer the safety questions.",
        Place.TODAY,
    ),
    Entry("check_up", "c", "Check-in", "The evening and weekly questions.", Place.TODAY),
    Entry("first_aid", "a", "First aid", "What to do first on a bad day.", Place.TODAY),
    Entry("more", "m", "More", "Everything else you can do here.", Place.TODAY),
    Entry(
        "history", "h", "History", "Pain and what you did over the weeks.", Place.TODAY, minor=True
    ),
    Entry("week", "w", "Week", "How this week went, in three sentences.", Place.TODAY, minor=True),
    Entry(
        "stage",
        "g",
        "Stage",
        "What the next stage needs, and where you are.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "timer",
        "f",
        "Timer",
        "Cold, heat, a rest or a belt by the clock, and taking it off.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "task",
        "e",
        "Task",
        "A drive, lifting or another task comes: what helps before it.",
        Place.TODAY,
        minor=True,
    ),
    Entry("lesson", "l", "Lesson", "A short lesson, spoken.", Place.TODAY, minor=True),
    Entry(
        "remote",
        "k",
        "Remote",
        "What the button of a remote or a pedal does in a session.",
        Place.TODAY,
        minor=True,
    ),
    Entry("body", "y", "Body map", "Mark where you feel it.", Place.TODAY, minor=True),
    Entry(
        "practice",
        "o",
        "Practice moving",
        "Learn how long you need to get down, turn and get up.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "therapist",
        "t",
        "Therapist",
        "Open a plan, hand your log over, or pair.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "voice",
        "v",
        "Voice",
        "How the coach sounds, and what it says aloud.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "later",
        "n",
        "Later",
        "Be reminded again later of what is due.",
        Place.TODAY,
        minor=True,
    ),
    Entry(
        "quiet",
        "d",
        "Quiet",
        "Nothing is said for a while, as in a call; it ends by itself.",
        Place.TODAY,
        minor=True,
    ),
    Entry("formula", "f", "Formula", "How the percentage comes about.", Place.HISTORY),
    Entry("take_back", "t", "Take back", "Say that a pain score was wrong.", Place.HISTORY),
    Entry(
        "pause",
        "space",
        "Pause / go on",
        "Stand still, or go on with the time that was left. Any other key does it too; twice"
        " quickly says that it hurts.",
        Place.SESSION,
        Command.PAUSE,
        phrase="pause",
        more_phrases=("go on",),
    ),
    Entry(
        "hurts",
        "h",
        "That hurts",
        "Stop this exercise at once.",
        Place.SESSION,
        Command.HURTS,
        phrase="that hurts",
        asks_back=True,
    ),
    Entry(
        "done",
        "d",
        "Done",
        "You have finished this step; on to the next.",
        Place.SESSION,
        Command.DONE,
        ("right",),
        phrase="next",
        asks_back=True,
    ),
    Entry(
        "again",
        "a",
        "Again",
        "This step once more from its start.",
        Place.SESSION,
        Command.REPEAT,
        phrase="again",
        asks_back=True,
    ),
    Entry("back", "k", "Back", "Back to the step before.", Place.SESSION, Command.BACK, ("left",)),
    Entry(
        "easier",
        "e",
        "Easier",
        "The easier form of this.",
        Place.SESSION,
        Command.EASIER,
        phrase="easier",
        asks_back=True,
    ),
    Entry(
        "skip",
        "x",
        "Leave out",
        "Leave this exercise out.",
        Place.SESSION,
        Command.SKIP,
        phrase="skip",
        asks_back=True,
    ),
    Entry(
        "yes",
        "y",
        "Yes",
        "Yes, to the question asked.",
        Place.SESSION,
        Command.YES,
        phrase="yes",
        asks_back=True,
    ),
    Entry(
        "no",
        "n",
        "No",
        "No, to the question asked; takes back what the coach heard wrongly.",
        Place.SESSION,
        Command.NO,
        phrase="no",
        asks_back=True,
    ),
    Entry(
        "end",
        "q",
        "End",
        "End the session; what you did is kept.",
        Place.SESSION,
        Command.END,
        phrase="stop",
        asks_back=True,
    ),
    Entry(
        "how_long",
        "t",
        "How long",
        "Says what is left of this one and of the session.",
        Place.SESSION,
        minor=True,
        phrase="how long",
    ),
    Entry(
        "red_flag",
        "r",
        "Something new",
        "Bladder, bowel, numb between the legs, both legs, a weak leg: stop and answer.",
        Place.SESSION,
        Command.RED_FLAG,
    ),
)
"""Every command; within one place and everywhere no key stands twice, but `q` ends a session."""


def entries(place: Place) -> list[Entry]:
    """The commands of one place and those that are everywhere; the place's own win a key."""
    own = [entry for entry in REGISTRY if entry.place is place]
    taken = {entry.key for entry in own}
    everywhere = [
        entry for entry in REGISTRY if entry.place is Place.EVERYWHERE and entry.key not in taken
    ]
    return own + everywhere
