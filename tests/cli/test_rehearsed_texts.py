"""What a patient hears, to be read in one go: a change of the words is seen in the commit."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.golden_files import check_golden_file

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("few_words", [False, True])
@pytest.mark.parametrize(("program", "stage"), [("steady-back", "A"), ("ease-back", "B")])
def test_golden_rehearsal(run: Run, program: str, stage: str, few_words: bool) -> None:
    words = ["--few-words"] if few_words else []
    told = run("rehearse", program, "--stage", stage, *words).out
    name = f"rehearse-{program}-{stage}{'-few-words' if few_words else ''}.txt"
    check_golden_file(GOLDEN / name, told.encode())
