"""Every shipped questionnaire is complete, says whose it is, and shows nobody's protected words."""

import re

import pytest

from coach.domain.errors import InputError
from coach.domain.instrument import Instrument, form_for
from coach.domain.instrument_parts import Better, Scoring
from coach.exchange.shelf import FolderShelf, shipped_folder
from tests.programs.test_shipped import BANNED, SOURCE

SHELF = FolderShelf(shipped_folder())
INSTRUMENTS = SHELF.instruments()
FILES = sorted((shipped_folder() / "instruments").glob("*.toml"))
EMBEDDED = {"psfs", "rmdq-24", "phq-4", "confidence", "global-change"}
SCORE_ONLY = {
    *("odi", "pseq", "pseq-2", "start-back", "paindetect", "s-lanss", "fabq-pa", "fabq-w"),
    *("tsk", "tsk-11", "ears", "promis-pi", "gad-7"),
}
FIXED_WORDS = {"rmdq-24", "phq-4"}
"""Their items are others' words, which a licence lets us show only unchanged."""

each = pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda one: one.id)


def own_words(instrument: Instrument) -> list[str]:
    """Every text of ours that a patient may read."""
    texts = [instrument.title, instrument.after, *(one.told for one in instrument.subscales)]
    if instrument.id not in FIXED_WORDS:
        form = form_for(instrument)
        texts += [form.intro, *(item.text for item in form.items)]
        texts += [text for item in form.items for text in (item.low, item.high)]
        texts += [option.text for item in form.items for option in item.options]
    return texts


def test_every_file_is_an_instrument_and_all_that_belong_are_there() -> None:
    assert {path.stem for path in FILES} == {one.id for one in INSTRUMENTS}
    assert {one.id for one in INSTRUMENTS if one.embed} == EMBEDDED
    assert {one.id for one in INSTRUMENTS if not one.embed} == SCORE_ONLY


@each
def test_an_instrument_says_whose_it_is_and_where_its_numbers_come_from(
    instrument: Instrument,
) -> None:
    assert instrument.licence
    assert instrument.citation
    assert instrument.source
    assert all(SOURCE.fullmatch(tag) for tag in instrument.source)
    assert instrument.reviewed_by == ""
    assert instrument.for_therapist


@each
def test_only_a_total_is_kept_of_what_may_not_be_shown(instrument: Instrument) -> None:
    if not instrument.embed:
        assert (instrument.items, instrument.choices) == ((), ())
        assert instrument.scoring is Scoring.TYPED
        assert not instrument.scheduled


@each
def test_bands_name_every_whole_total_once(instrument: Instrument) -> None:
    totals = range(int(instrument.least), int(instrument.most) + 1)
    if instrument.bands:
        for total in totals:
            assert sum(band.least <= total <= band.most for band in instrument.bands) == 1, total


@each
def test_our_own_words_are_plain(instrument: Instrument) -> None:
    assert not [text for text in own_words(instrument) if BANNED.search(text)]
    assert not [text for text in own_words(instrument) if "[" in text or "{" in text]


@pytest.mark.parametrize(
    ("instrument_id", "least", "most", "better"),
    [
        ("psfs", 0, 10, "higher"),
        ("rmdq-24", 0, 24, "lower"),
        ("phq-4", 0, 12, "lower"),
        ("confidence", 0, 10, "higher"),
        ("global-change", -5, 5, "higher"),
        ("odi", 0, 100, "lower"),
        ("pseq", 0, 60, "higher"),
        ("pseq-2", 0, 12, "higher"),
        ("start-back", 0, 9, "lower"),
        ("paindetect", -1, 38, "lower"),
        ("s-lanss", 0, 24, "lower"),
        ("fabq-pa", 0, 24, "lower"),
        ("fabq-w", 0, 42, "lower"),
        ("tsk", 17, 68, "lower"),
        ("tsk-11", 11, 44, "lower"),
        ("ears", 0, 24, "higher"),
        ("gad-7", 0, 21, "lower"),
    ],
)
def test_ranges_are_the_published_ones(
    instrument_id: str, least: int, most: int, better: str
) -> None:
    instrument = SHELF.instrument(instrument_id)
    assert (instrument.least, instrument.most) == (least, most)
    assert instrument.better is Better(better)


@pytest.mark.parametrize(
    ("instrument_id", "points", "percent"),
    [
        ("psfs", 2, None),
        ("rmdq-24", 5, 30),
        ("odi", 10, 30),
        ("pseq", 5.5, None),
        ("pseq-2", 1.5, None),
        ("global-change", 2.5, None),
        ("promis-pi", 4, None),
    ],
)
def test_the_change_that_matters_is_the_published_one(
    instrument_id: str, points: float, percent: float | None
) -> None:
    change = SHELF.instrument(instrument_id).change
    assert change is not None
    assert (change.points, change.percent) == (points, percent)


def test_where_the_change_that_matters_is_not_known_none_is_made_up() -> None:
    known = {one.id for one in INSTRUMENTS if one.change}
    assert known == {"psfs", "rmdq-24", "odi", "pseq", "pseq-2", "global-change", "promis-pi"}


def test_codes_are_only_those_that_were_confirmed() -> None:
    codes = {one.id: one.code for one in INSTRUMENTS if one.code}
    assert codes == {"phq-4": "70272-0", "gad-7": "70274-6"}
    items = [item.code for item in SHELF.instrument("phq-4").items]
    assert items == ["69725-0", "68509-9", "44250-9", "44255-8"]


def test_the_roland_sentences_are_the_makers_own() -> None:
    rmdq = SHELF.instrument("rmdq-24")
    sentences = [item.text for item in rmdq.items]
    assert len(set(sentences)) == 24
    assert all(re.search(r"\bback\b", sentence) for sentence in sentences)
    assert sentences[3].startswith("Because of my back I am not doing any of the jobs")
    assert sentences[12] == "My back is painful almost all the time."
    assert "1983" in rmdq.citation
    assert "2000" in rmdq.citation


def test_mood_is_never_left_without_a_crisis_line_and_nobody_is_alerted() -> None:
    phq = SHELF.instrument("phq-4")
    assert phq.private
    assert "your local crisis line" in phq.after
    assert "Nobody is alerted" in phq.after
    assert all(one.at_least == 3 and one.told for one in phq.subscales)


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(InputError, match="there is no questionnaire 'rmdq'; did you mean rmdq-24"):
        SHELF.instrument("rmdq")
