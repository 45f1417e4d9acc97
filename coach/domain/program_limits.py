"""How long the texts and lists of a program may be; the same in its file and in its lines."""

MOST_TITLE = 80
MOST_LINE = 400
MOST_SENTENCES = 1000
MOST_LONG = 4000
"""Characters of a title, of one line, of a note or a reason, and of a longer text."""

MOST_PRESCRIPTIONS = 20
MOST_CRITERIA = 20
MOST_FLARE_DOSES = 10
MOST_PRECAUTIONS = 50
MOST_TASKS = 10
"""Entries of each list; far more than anybody follows."""

MORNING_WINDOW = (0, 240)
"""Minutes after getting up; 0 for no morning word."""

BREAK_MINUTES = (1, 60)
"""Least and most minutes of standing that count as a break."""
STANDING_MINUTES = (0, 240)
GAP_MINUTES = (0, 720)
SCORES = (0, 10)
