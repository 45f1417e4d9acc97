"""Standard output: whatever the data holds, nothing of it reaches a terminal but what is read."""

import json

import pytest

from coach.cli import output

HOSTILE = "\x1b]52;c;b3duZWQ=\x07\x9b2J\x90q\u202eevil\u2066\x7f\x00\x08\u200b\ttab Ångström 漢字"


def test_a_json_document_means_the_same_and_harms_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.document("note", text=HOSTILE, **{"key " + HOSTILE: [HOSTILE]})
    shown = capsys.readouterr().out
    assert [letter for letter in shown if not letter.isprintable() and letter != "\n"] == []
    assert json.loads(shown) == {
        "schema": "coach/note/1",
        "text": HOSTILE,
        "key " + HOSTILE: [HOSTILE],
    }
    assert "Ångström 漢字" in shown


def test_nor_does_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.line(HOSTILE)
    shown = capsys.readouterr().out
    assert [letter for letter in shown if not letter.isprintable() and letter != "\n"] == []
