"""A new program to start from."""

import re

from coach.domain.errors import InputError
from coach.domain.text import clean_line
from coach.exchange.exercise_files import ID

_TEMPLATE = """\
# A new program. Change what you need, then run: coach programs check FILE
# Exercises and their ids: coach exercises
# A dose line: bird-dog 3x6 hold 8s rest 30s side each 2/day mon,wed,fri

id = "{program_id}"              # the name of the folder that program.toml is in
title = "My program"
version = 1                    # one more with every change
presentation = "UNSET"         # P1_PEP, P1_PEN, P2, P3, P4_FA, P4_FR or UNSET
direction = "neutral"          # extension, flexion or neutral
# allow_direction = "why exercises against the direction are let in"
summary = "Calm the leg first, then move a little more each week."
for_therapist = ""
precautions = ["Stop when the feeling moves further down the leg."]
source = []
reviewed_by = ""
confirms_stage = "therapist"   # or patient
confirms_step_back = "patient" # left out: the same as confirms_stage
morning_minutes = 120          # after getting up no bending, where that is meant; 0 for none

[thresholds]                   # leg scores, 0 to 10
green_up_to = 3
amber_up_to = 5
rise_amber = 2
rise_red = 3
severe_from = 8

[easing]                       # what is made easier by itself after a red
may_halve = true               # half the dose
may_swap = true                # the easier form instead

[flare]                        # a bad day's own plan
title = "A bad day"
text = "Rest in short bouts, and take a very short walk in between."
hours = 48
sitting_factor = 0.75          # sitting limits are multiplied by this
doses = ["side-lie 10min 4/day", "walk-little-often 3min 4/day"]

[[task]]                       # said before a task of the day; as many as you like, or none
id = "lifting"                 # coach task lifting
name = "Lifting"
kind = "lifting"               # lifting, sitting or drive
text = "Keep it close to you. Turn with your feet. Ask for help if it is heavy."

[[stage]]
code = "A"                     # A calm, B move, C build, D keep
name = "Calm it down"
aim = "Let the leg settle, and keep moving a little."
window = "the first two weeks"

  [stage.sitting]              # minutes in one go
  soft = 20
  firm = 20
  hard = 10
  floor = 10
  car = 20
  break_minutes = 2
  standing_cap = 0             # 0 means no cap
  reason = "Sitting for long can bring your leg pain on."
  adapts = true                # limits are fitted to the patient, never above these minutes
  # most_minutes = 30          # unless this lets the longest of them grow, the others with it

  [[stage.prescription]]       # four or fewer, as advice
  dose = "side-lie 10min 4/day"
  gap_minutes = 60

  [[stage.prescription]]
  dose = "walk-little-often 3min 4/day"
  times = ["09:00", "12:00", "15:00", "18:00"]
  gap_minutes = 60
  note = "Indoors is fine."

  [[stage.leave]]              # all of these are needed to go on
  rule = "leg_at_most"
  score = 5
  or_points = 2                # a day so far below the start counts as well
  days = 3
  of_days = 4
  text = "Leg pain 5 or less, or 2 below the start, on 3 of the last 4 days."

[[stage]]
code = "B"
name = "Get it moving"
aim = "Bring back easy movement, and trust in it."
window = "week 1 to 4"

  [stage.sitting]
  soft = 30
  firm = 30
  hard = 15
  floor = 15
  car = 30
  break_minutes = 2
  reason = "Sitting for long can bring your leg pain on."

  [[stage.prescription]]
  dose = "pelvic-tilt 2x10 hold 3s rest 30s 2/day"

  [[stage.prescription]]
  dose = "cat-camel 1x6 tempo 6s 2/day"

  [[stage.enter]]
  rule = "no_red_flag"
  text = "No warning sign is open."

  [[stage.fall_back]]          # any one of these proposes the stage before
  rule = "reach_lower"
  days = 2
  text = "The feeling is further down the leg on two days."
"""


def template(program_id: str = "my-program") -> str:
    """The text of a new program file; InputError for what cannot be an id."""
    if len(program_id) > ID.most or not re.fullmatch(ID.pattern, program_id):
        shown = clean_line(program_id, limit=60)
        raise InputError("Program", f"'{shown}' cannot be a program's id; write {ID.wanted}")
    return _TEMPLATE.format(program_id=program_id)
