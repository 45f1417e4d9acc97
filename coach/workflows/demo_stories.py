"""The sample caseload: six made-up patients, each in need of something else."""

from coach.domain.program import StageCode
from coach.workflows.demo_story import Story

_ONE_STAGE = {StageCode.CALM: 0, StageCode.MOVE: 10}

STORIES: tuple[Story, ...] = (
    Story(
        name="Ada Brook",
        seed=11,
        follows_leg=True,
        days=30,
        leg=(6.0, 4.5),
        worse=(0, 0, 0.0),
        flare_day=None,
        away_days=frozenset({9}),
        yes_day=28,
        stage_from_day=_ONE_STAGE,
        notes={27: "My foot felt odd on the stairs tonight."},
    ),
    Story(
        name="Ben Castle",
        program="ease-back",
        seed=12,
        follows_leg=True,
        leg=(5.0, 2.5),
        worse=(37, 41, 3.5),
        flare_day=None,
        away_days=frozenset({16}),
        hurts=("press-up", 0.35),
        notes={38: "Drove four hours, since then the leg is worse."},
    ),
    Story(
        name="Cleo Dale",
        seed=13,
        follows_leg=True,
        leg=(6.0, 4.0),
        worse=(0, 0, 0.0),
        flare_day=None,
        away_days=frozenset({5, 37, 38, 39, 40, 41}),
        does=0.5,
        stage_from_day=_ONE_STAGE,
        notes={20: "Busy week at work."},
    ),
    Story(
        name="Dan Elm",
        program="forward-ease",
        seed=14,
        follows_leg=True,
        leg=(6.0, 6.2),
        back=(3.0, 3.0),
        worse=(0, 0, 0.0),
        flare_day=None,
        away_days=frozenset(),
        stage_from_day={StageCode.CALM: 0},
        notes={30: "I do it all, but the leg stays as it is."},
    ),
    Story(
        name="Eve Frost",
        seed=15,
        follows_leg=True,
        second_plan=(28, ("C: bridge 2x8 hold 5s rest 30s",)),
    ),
    Story(
        name="Finn Grove",
        program="stand-ease",
        seed=16,
        follows_leg=True,
        days=8,
        leg=(4.0, 3.0),
        worse=(0, 0, 0.0),
        flare_day=None,
        away_days=frozenset({3}),
        stage_from_day={StageCode.CALM: 0},
        sore_sitting_day=4,
        notes={2: "Not sure I do the tilt right."},
    ),
)
