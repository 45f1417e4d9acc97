"""Hostile input: every kept one again, and some that were never tried; `make fuzz` tries on."""

import os
from collections.abc import Iterator
from random import Random

import pytest

from tests.fuzz import commands
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import TARGETS
from tests.fuzz.trying import Target, counted, inputs_of, kept, outcome_of

RUNS = int(os.environ.get("COACH_FUZZ_RUNS", "25"))
ALL = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)


@pytest.fixture(scope="module", autouse=True)
def _made() -> Iterator[None]:
    yield
    commands.drop_made()


@ALL
def test_what_once_did_harm_or_is_odd_does_none(target: Target) -> None:
    for path in kept(target):
        counted(target, path.read_bytes())


@ALL
def test_changed_inputs_end_in_a_sentence(target: Target) -> None:
    random, inputs = Random(), inputs_of(target)
    for nth in range(max(1, round(RUNS * target.share))):
        data = mutated(random.choice(inputs), inputs, random, target.most_bytes)
        try:
            outcome_of(target, data)
        except AssertionError as fault:
            pytest.fail(f"{fault}\ninput {nth}: {data!r}")
