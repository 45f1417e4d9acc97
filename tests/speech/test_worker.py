"""The worker over its wire, as a real process with an engine that follows a script."""

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.processes.child import ChildProcess
from coach.speech import wire
from coach.speech.link import Limits, WorkerError, WorkerLink
from coach.speech.voices import choose_voice
from coach.speech.wavefile import wave_seconds
from tests.speech.conftest import QUICK, a_line, some_settings

PATIENCE_SECONDS = 30.0

Link = Callable[..., WorkerLink]


@pytest.fixture
def link(tmp_path: Path) -> Iterator[Link]:
    """Makes links to workers, and closes them."""
    links: list[WorkerLink] = []

    def make(engine: str = "scripted", limits: Limits = QUICK) -> WorkerLink:
        spec = f"tests.speech.engines:{engine}" if engine else ""
        links.append(WorkerLink(some_settings(tmp_path, spec), limits))
        return links[-1]

    yield make
    for one in links:
        one.close()


def a_render(text: str = "Go", voice: str = "", language: str = "en") -> wire.Render:
    return wire.Render(1, text, voice, language, 150, 1.0, 50, "unused.wav")


def test_requests_are_answered_in_their_order_with_whole_files(tmp_path: Path) -> None:
    replies: queue.SimpleQueue[wire.Message | None] = queue.SimpleQueue()
    child = ChildProcess(
        "coach.speech.worker",
        ["--engine", "tests.speech.engines:scripted"],
        tmp_path / "log",
        wire.WIRE,
        lambda _, message: replies.put(message),
        lambda _: replies.put(None),
    )
    assert replies.get(timeout=PATIENCE_SECONDS) == wire.WorkerReady("scripted")
    texts = ["Bird dog", "nofile please", "Side plank"]
    for number, text in enumerate(texts):
        path = str(tmp_path / f"{number}.wav")
        assert child.send(wire.Render(number, text, "", "en", 150, 1.0, 50, path))
    answers = [replies.get(timeout=PATIENCE_SECONDS) for _ in texts]
    child.close()
    assert [type(answer) for answer in answers] == [
        wire.Rendered,
        wire.RenderFailed,
        wire.Rendered,
    ]
    assert [getattr(answer, "number", None) for answer in answers] == [0, 1, 2]
    assert wave_seconds(tmp_path / "0.wav") > 0.2
    assert sorted(path.name for path in tmp_path.glob("*.wav")) == ["0.wav", "2.wav"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nofile", "no readable"),
        ("silent", "silent"),
        ("short but with many more letters", "at least"),
        ("cut off in the middle", "ends before"),
        ("raise", "scripted failure"),
    ],
)
def test_a_completed_that_is_a_lie_is_not_believed(
    link: Link, tmp_path: Path, text: str, complaint: str
) -> None:
    worker = link()
    with pytest.raises(WorkerError, match=complaint):
        worker.render(a_line(text, tmp_path), tmp_path / "out.wav")
    assert not list(tmp_path.glob("out*"))
    assert worker.render(a_line("It still works", tmp_path), tmp_path / "next.wav") > 0


def test_what_an_engine_prints_does_not_reach_the_wire(link: Link, tmp_path: Path) -> None:
    assert link().render(a_line("noisy", tmp_path), tmp_path / "out.wav") < 1.0
    assert "not json" in (tmp_path / "speech.log").read_text(errors="replace")


def test_an_engine_that_dies_is_started_again(link: Link, tmp_path: Path) -> None:
    worker = link()
    with pytest.raises(WorkerError, match="ended"):
        worker.render(a_line("die", tmp_path), tmp_path / "out.wav")
    assert worker.render(a_line("Back again", tmp_path), tmp_path / "out.wav") > 0


def test_an_engine_that_hangs_is_ended_and_started_again(link: Link, tmp_path: Path) -> None:
    worker = link()
    with pytest.raises(WorkerError, match="did not answer"):
        worker.render(a_line("hang", tmp_path), tmp_path / "out.wav")
    assert worker.render(a_line("Back again", tmp_path), tmp_path / "out.wav") > 0


def test_how_a_worker_was_lost_is_told_and_no_line_that_failed(tmp_path: Path) -> None:
    lost: list[str] = []
    link = WorkerLink(some_settings(tmp_path), QUICK, lost.append)
    for text in ("die", "raise", "hang", "nofile"):
        with pytest.raises(WorkerError):
            link.render(a_line(text, tmp_path), tmp_path / "out.wav")
    link.close()
    with pytest.raises(WorkerError, match="closed"):
        link.render(a_line("Go", tmp_path), tmp_path / "out.wav")
    ended, hung = lost
    assert ended == "the voice process ended"
    assert hung.startswith("the voice process did not answer")


def test_a_worker_that_is_ended_on_purpose_was_not_lost(tmp_path: Path) -> None:
    lost: list[str] = []
    link = WorkerLink(some_settings(tmp_path), Limits(), lost.append)
    link.start()

    def hang() -> None:
        with pytest.raises(WorkerError):
            link.render(a_line("hang", tmp_path), tmp_path / "out.wav")

    asking = threading.Thread(target=hang)
    asking.start()
    link.close()
    asking.join(PATIENCE_SECONDS)
    assert not asking.is_alive()
    assert lost == []


def test_a_machine_without_an_engine_is_hopeless(link: Link, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="no engine on this machine") as caught:
        link("unable").render(a_line("Go", tmp_path), tmp_path / "out.wav")
    assert caught.value.hopeless


def test_an_engine_that_never_starts_is_ended(link: Link, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="did not start"):
        link("slow_to_start", Limits(start_seconds=0.5)).render(
            a_line("Go", tmp_path), tmp_path / "out.wav"
        )


def test_closing_ends_a_worker_for_good(link: Link, tmp_path: Path) -> None:
    worker = link()
    worker.start()
    worker.close()
    with pytest.raises(WorkerError, match="closed"):
        worker.render(a_line("Go", tmp_path), tmp_path / "out.wav")


def test_voices_are_listed(link: Link) -> None:
    assert [voice.id for voice in link().voices()] == ["one", "two"]


def test_a_worker_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    """Even while the engine hangs."""
    command = [sys.executable, "-m", "coach.speech.worker", "--engine"]
    worker = subprocess.Popen(
        [*command, "tests.speech.engines:scripted"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
        cwd=Path(__file__).parents[2],
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stdout.readline() == wire.encode(wire.WorkerReady("scripted"))
    worker.stdin.write(wire.encode(a_render("hang")))
    worker.stdin.close()
    worker.wait(PATIENCE_SECONDS)
    worker.stdout.close()


def test_the_bundled_voice_makes_every_line_of_several(link: Link, tmp_path: Path) -> None:
    """pyttsx3 alone would keep only the last one."""
    worker = link("", Limits())
    lines = ["One.", "Lie on your back and bend your knees.", "Two."]
    seconds = [
        worker.render(a_line(line, tmp_path), tmp_path / f"{n}.wav") for n, line in enumerate(lines)
    ]
    assert seconds[1] > 2 * max(seconds[0], seconds[2])
    assert worker.engine.startswith("pyttsx3")
    assert any(tag.startswith("en") for voice in worker.voices() for tag in voice.languages)


VOICES = [
    wire.Voice("de", "German", ["de-de"]),
    wire.Voice("gb", "British", ["en-gb"]),
    wire.Voice("us", "American", ["en-us"]),
]


@pytest.mark.parametrize(
    ("asked", "default", "language", "chosen"),
    [
        ("us", "de", "en", "us"),
        ("american", "de", "en", "us"),
        ("", "us", "en", "us"),
        ("", "de", "en", "gb"),
        ("", "de", "fr", "de"),
        ("uninstalled", "us", "en", "us"),
    ],
)
def test_the_voice_that_speaks_the_language_is_chosen(
    asked: str, default: str, language: str, chosen: str
) -> None:
    assert choose_voice(VOICES, asked, language, default) == chosen


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full")
@pytest.mark.parametrize("engine", ["", "tests.speech.engines:talkative"])
def test_a_voice_speaks_though_the_file_for_its_messages_takes_nothing(
    tmp_path: Path, engine: str
) -> None:
    settings = replace(some_settings(tmp_path, engine), log_file=Path("/dev/full"))
    link = WorkerLink(settings, Limits())
    try:
        assert link.render(a_line("Go", tmp_path, engine), tmp_path / "go.wav") > 0
    finally:
        link.close()
