"""One set, second by second: what the body does, what is said meanwhile, and what is left out."""

import pytest
from msgspec.structs import replace

from coach.domain.exercise import Exercise, Kind
from coach.session.cues import CueKind
from coach.session.set_timeline import SetSpoken, capped_hold_seconds, set_timeline
from coach.session.spoken import spoken_seconds
from coach.session.timeline import Doing, Timeline
from tests.builders import a_cold_pack, a_pack, an_exercise

COUNT_IN = [(0, "Three."), (1, "Two."), (2, "One.")]
FEW_WORDS = SetSpoken(few_words=True)
LATER_SET = SetSpoken(set_no=2)
SLOW = SetSpoken(words_per_minute=80)
LONG_GO = "Breathe all the way out now, and lift."


def a_set(
    exercise: Exercise | None = None,
    *,
    reps: int = 1,
    hold: int = 0,
    tempo: int = 4,
    spoken: SetSpoken | None = None,
) -> Timeline:
    return set_timeline(
        exercise or an_exercise(),
        reps=reps,
        hold_seconds=hold,
        tempo_seconds=tempo,
        spoken=spoken,
    )


def said(timeline: Timeline) -> list[tuple[float, str]]:
    return [(beat.offset_seconds, beat.cue.text) for beat in timeline.beats]


def words(timeline: Timeline) -> list[str]:
    return [beat.cue.text for beat in timeline.beats]


def done(timeline: Timeline) -> list[tuple[float, float, Doing, int]]:
    return [(one.start_seconds, one.end_seconds, one.doing, one.rep) for one in timeline.marks]


def test_a_moved_set_names_each_repetition_and_the_way_back_twice() -> None:
    timeline = a_set(reps=3)
    assert done(timeline) == [
        (0, 3, Doing.COUNT_IN, 0),
        (3, 7, Doing.MOVE, 1),
        (7, 11, Doing.MOVE, 2),
        (11, 15, Doing.MOVE, 3),
    ]
    assert said(timeline) == [
        *COUNT_IN,
        (3, "Lift."),
        (5, "And lower."),
        (7, "Second one."),
        (9, "And lower."),
        (11, "Last one."),
    ]
    assert [beat.cue.kind for beat in timeline.beats[:3]] == [CueKind.COUNT_IN] * 3
    assert timeline.seconds == 15


def test_in_a_later_set_the_way_back_is_named_once() -> None:
    assert words(a_set(reps=3, spoken=LATER_SET)).count("And lower.") == 1


def test_a_single_repetition_is_begun_with_its_own_word_not_called_the_last() -> None:
    assert said(a_set(tempo=4))[3:] == [(3, "Lift."), (5, "And lower.")]


@pytest.mark.parametrize(
    ("tempo", "release"),
    [(3, "Down."), (4, ""), (4, "And let it all the way down again.")],
    ids=["too quick", "nothing to let go", "longer than the way back"],
)
def test_the_way_back_is_left_out_where_it_has_no_room(tempo: int, release: str) -> None:
    timeline = a_set(an_exercise(release=release), reps=2, tempo=tempo)
    assert words(timeline)[3:] == ["Lift.", "Last one."]


def test_the_way_back_may_fill_the_half_that_is_left_for_it() -> None:
    release = "And lower all the way."
    assert 4 / 3 < spoken_seconds(release) < 4 / 2
    timeline = a_set(an_exercise(release=release), reps=2)
    assert words(timeline)[3:] == ["Lift.", release, "Last one.", release]


def test_a_movement_takes_a_second_at_the_least() -> None:
    assert done(a_set(reps=2, tempo=0))[1:] == [(3, 4, Doing.MOVE, 1), (4, 5, Doing.MOVE, 2)]


def test_a_held_set_is_counted_down_and_let_go_each_time() -> None:
    timeline = a_set(reps=2, hold=5)
    assert done(timeline) == [
        (0, 3, Doing.COUNT_IN, 0),
        (3, 8, Doing.HOLD, 1),
        (8, 11, Doing.RELEASE, 1),
        (11, 16, Doing.HOLD, 2),
        (16, 19, Doing.RELEASE, 2),
    ]
    assert said(timeline) == [
        *COUNT_IN,
        *[(3, "Lift."), (5, "Three."), (6, "Two."), (7, "One."), (8, "And lower.")],
        *[(11, "Last one."), (13, "Three."), (14, "Two."), (15, "One."), (16, "And lower.")],
    ]
    assert timeline.seconds == 19


@pytest.mark.parametrize(
    ("hold", "spoken", "counted"),
    [
        (4, SetSpoken(), 0),
        (5, SetSpoken(), 3),
        (9, SetSpoken(), 3),
        (9, LATER_SET, 2),
        (10, SetSpoken(), 5),
        (10, LATER_SET, 5),
    ],
)
def test_short_holds_are_counted_down_until_they_are_known(
    hold: int, spoken: SetSpoken, counted: int
) -> None:
    timeline = a_set(reps=5, hold=hold, spoken=spoken)
    downs = [beat for beat in timeline.beats if beat.cue.kind is CueKind.COUNT]
    assert len(downs) == 3 * counted


class TestLongWords:
    """What takes longer to say than the work is said before it, and takes nothing from it."""

    def test_a_long_word_to_begin_with_comes_before_the_hold(self) -> None:
        timeline = a_set(an_exercise(go=LONG_GO), hold=1)
        begins = 3 + spoken_seconds(LONG_GO) - 1
        assert said(timeline)[3] == (3, LONG_GO)
        assert done(timeline)[1:3] == [
            (3, begins, Doing.COUNT_IN, 0),
            (begins, begins + 1, Doing.HOLD, 1),
        ]

    def test_which_repetition_it_is_may_be_left_out_but_the_last_one_is_said(self) -> None:
        timeline = a_set(reps=3, tempo=1, spoken=SLOW)
        last = spoken_seconds("Last one.", 80)
        assert words(timeline)[3:] == ["Lift.", "Last one."]
        assert done(timeline)[1:] == [
            (3, 4, Doing.MOVE, 1),
            (4, 5, Doing.MOVE, 2),
            (5, 5 + last - 1, Doing.COUNT_IN, 0),
            (5 + last - 1, 5 + last, Doing.MOVE, 3),
        ]

    def test_letting_go_takes_as_long_as_it_is_said_and_a_little_more(self) -> None:
        release = "And let it all come down again, slowly and with ease."
        timeline = a_set(an_exercise(release=release), hold=5)
        heard = spoken_seconds(release)
        assert heard > 3
        assert done(timeline)[-1] == (8, 8 + heard + 0.5, Doing.RELEASE, 1)


class TestOnTheWay:
    """Where one is in a long hold."""

    @pytest.mark.parametrize(("hold", "told"), [(14, False), (15, True)])
    def test_half_way_is_told_from_fifteen_seconds(self, hold: int, told: bool) -> None:
        timeline = a_set(hold=hold)
        assert ((3 + hold / 2, "Half way.") in said(timeline)) is told

    @pytest.mark.parametrize(("hold", "told"), [(59, False), (60, True)])
    def test_in_few_words_half_way_is_told_from_a_minute(self, hold: int, told: bool) -> None:
        halves = [one for one in said(a_set(hold=hold, spoken=FEW_WORDS)) if "Half way" in one[1]]
        assert halves == ([(33, "Half way. 30 seconds left.")] if told else [])

    def test_a_walk_is_told_when_to_turn(self) -> None:
        walk = an_exercise(kind=Kind.WALK)
        turn = "Half the time is over. You may turn back."
        assert (153, turn) in said(a_set(walk, hold=300))

    @pytest.mark.parametrize(
        ("hold", "spoken", "told"),
        [(239, SetSpoken(), False), (240, SetSpoken(), True), (300, FEW_WORDS, False)],
    )
    def test_the_last_minute_is_told_from_four_minutes(
        self, hold: int, spoken: SetSpoken, told: bool
    ) -> None:
        timeline = a_set(hold=hold, spoken=spoken)
        assert ((3 + hold - 60, "One minute left.") in said(timeline)) is told

    @pytest.mark.parametrize("kind", [Kind.MOVEMENT, Kind.WALK])
    def test_the_last_long_hold_is_encouraged(self, kind: Kind) -> None:
        work = an_exercise(kind=kind)
        cheered = [one for one in said(a_set(work, reps=2, hold=20)) if one[1] == "Nearly there."]
        assert cheered == [(3 + 20 + 3 + 20 - 6, "Nearly there.")]
        assert "Nearly there." not in words(a_set(work, reps=2, hold=19))

    @pytest.mark.parametrize(("hold", "told"), [(119, False), (120, True)])
    def test_a_rest_is_told_its_last_ten_seconds_from_two_minutes(
        self, hold: int, told: bool
    ) -> None:
        rest = an_exercise(kind=Kind.REST)
        assert ((3 + hold - 10, "Ten seconds left.") in said(a_set(rest, hold=hold))) is told
        assert "Nearly there." not in words(a_set(rest, hold=hold))
        assert "Ten seconds left." not in words(a_set(hold=hold))


class TestPack:
    """Cold and heat: the skin is looked at in time, and the end is said."""

    LOOK = "Lift the pack and look at your skin."
    OFF = "Take the cold pack off now."

    def cold(self, check_after_seconds: int = 300, go: str = "Put the pack on.") -> Exercise:
        return replace(a_cold_pack(go=go), pack=a_pack(check_after_seconds=check_after_seconds))

    def looked_at(self, exercise: Exercise, hold: int) -> list[float]:
        """When one is told to look at the skin, from the start of the set."""
        return [when for when, text in said(a_set(exercise, hold=hold)) if text == self.LOOK]

    def test_the_skin_is_looked_at_when_the_pack_says_and_the_end_is_said(self) -> None:
        timeline = a_set(self.cold(), hold=600)
        assert self.looked_at(self.cold(), 600) == [303]
        assert said(timeline)[-1] == (603, self.OFF)
        assert [beat.cue.kind for beat in timeline.beats[-1:]] == [CueKind.TAKE_OFF]

    def test_a_pack_that_is_off_by_then_is_not_looked_at(self) -> None:
        assert self.looked_at(self.cold(), 300) == []

    def test_a_look_is_heard_whole_before_the_pack_comes_off(self) -> None:
        timeline = a_set(self.cold(), hold=301)
        (look,) = self.looked_at(self.cold(), 301)
        assert look == 304 - spoken_seconds(self.LOOK)
        assert (304, self.OFF) in said(timeline)

    def test_a_look_waits_for_the_word_that_put_the_pack_on(self) -> None:
        pack = self.cold(check_after_seconds=1)
        assert self.looked_at(pack, 10) == [3 + spoken_seconds(pack.go)]

    def test_a_look_that_just_has_room_is_had_and_one_that_has_not_is_left_out(self) -> None:
        go = "Put the pack on."
        needed = spoken_seconds(go) + spoken_seconds(self.LOOK)
        pack = self.cold(check_after_seconds=1)
        assert self.looked_at(pack, int(needed) + 1) == [3 + spoken_seconds(go)]
        assert self.looked_at(pack, int(needed)) == []

    def test_no_pack_lies_longer_than_its_limit_whatever_is_asked(self) -> None:
        assert capped_hold_seconds(a_cold_pack(), 1199) == 1199
        assert capped_hold_seconds(a_cold_pack(), 1201) == 1200
        short = replace(a_cold_pack(), pack=a_pack(longest_seconds=600))
        assert capped_hold_seconds(short, 1200) == 600
        assert capped_hold_seconds(an_exercise(), 3600) == 3600


@pytest.mark.parametrize(
    ("kind", "end"),
    [(Kind.REST, "Time is up."), (Kind.WALK, "Time is up."), (Kind.MOVEMENT, "And let go.")],
)
def test_what_names_no_word_to_let_go_ends_in_plain_ones(kind: Kind, end: str) -> None:
    assert words(a_set(an_exercise(kind=kind, release=""), hold=8))[-1] == end
