"""Windows and macOS as pyttsx3's own drivers see them: their speech engines, played by scripts.

The drivers are the real ones of pyttsx3; only what they call is made here, faults included: what
reaches the file in the end is a tone as long as the words. `windows` and `macos` are engines for
the worker's `--engine` option; the `plain_` ones use pyttsx3 as its own documents show it.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from coach.speech.wavefile import write_wave
from coach.speech.wire import Render, Voice
from coach.speech.worker import Pyttsx3Engine
from tests.speech.engines import sine


def put_in_place(name: str, **parts: Any) -> None:
    """A module that is imported in place of one that this system lacks."""
    module = ModuleType(name)
    for part, value in parts.items():
        setattr(module, part, value)
    sys.modules[name] = module


def write_words(path: str, text: str) -> None:
    write_wave(Path(path), sine(440, max(0.2, len(text) / 15)))


# --- Windows: SAPI


class SapiToken:
    def __init__(self, name: str, language: str) -> None:
        self.Id, self._name, self._language = f"HKEY\\{name}", name, language

    def GetDescription(self) -> str:
        return self._name

    def GetAttribute(self, name: str) -> str:
        return {"Language": self._language, "Gender": "Female", "Age": "Adult"}[name]


class SapiStream:
    def Open(self, filename: str, mode: int) -> None:
        self.filename = filename

    def close(self) -> None:
        pass


class SapiVoice:
    """Speaks into a stream at once, and tells the end of it while it does."""

    def __init__(self) -> None:
        self.tokens = [SapiToken("Hedda", "407"), SapiToken("Zira", "409")]
        self.Voice = self.tokens[0]
        self.AudioOutputStream: SapiStream | None = None
        self.Rate, self.Volume, self.EventInterests = 0, 100, 0
        self.sink: Any = None

    def GetVoices(self) -> list[SapiToken]:
        return self.tokens

    def Speak(self, text: str, flags: int = 0) -> None:
        stream = self.AudioOutputStream
        if flags or stream is None:
            raise RuntimeError("it speaks into the room, and a second line purges the first")
        write_words(stream.filename, text)
        self.sink._ISpeechVoiceEvents_StartStream(1, 0)
        self.sink._ISpeechVoiceEvents_EndStream(1, 0)


def _sapi_events(voice: SapiVoice, sink: Any) -> object:
    voice.sink = sink
    return object()


def _like_windows() -> None:
    makes: dict[str, Callable[[], Any]] = {
        "SAPI.SPVoice": SapiVoice,
        "SAPI.SPFileStream": SapiStream,
    }
    client = SimpleNamespace(CreateObject=lambda name: makes[name](), GetEvents=_sapi_events)
    put_in_place("comtypes", client=client)
    put_in_place("comtypes.client", **vars(client))
    put_in_place("comtypes.gen", SpeechLib=SimpleNamespace(SSFMCreateForWrite=3))
    put_in_place("pythoncom", PumpWaitingMessages=lambda: None)
    import locale

    locale.windows_locale = {0x407: "de_DE", 0x409: "en_US"}


# --- macOS: NSSpeechSynthesizer and its run loop


class RunLoop:
    """Fires timers, then whatever speech is under way ends; with nothing to wait for it hangs."""

    timers: list[tuple[Any, str]] = []  # noqa: RUF012 - there is one run loop
    speech: list["Synthesizer"] = []  # noqa: RUF012
    stopper: Any = None

    def limitDateForMode_(self, mode: str) -> None:
        return None

    def runMode_beforeDate_(self, mode: str, date: Any) -> bool:
        if self.timers:
            target, selector = self.timers.pop(0)
            getattr(target, selector.replace(":", "_"))(None)
        elif self.speech:
            self.speech.pop(0).finish()
        else:
            threading.Event().wait()
        return True


class NSObject:
    @classmethod
    def alloc(cls) -> Any:
        return cls.__new__(cls)

    def init(self) -> Any:
        return self


class Stopper(NSObject):
    """The base of the driver's own stopper."""

    shouldStop = False

    def shouldRun(self) -> bool:
        return not self.shouldStop

    @staticmethod
    def addRunLoopStopper_toRunLoop_(stopper: Any, loop: RunLoop) -> None:
        RunLoop.stopper = stopper

    @staticmethod
    def removeRunLoopStopperFromRunLoop_(loop: RunLoop) -> None:
        RunLoop.stopper = None


class Synthesizer(NSObject):
    """Writes its file when the run loop comes to it; stopped before that, nothing is in it."""

    def initWithVoice_(self, voice: None) -> "Synthesizer":
        self._voice, self._rate, self._volume = "com.apple.Anna", 175.0, 1.0
        self._delegate: Any = None
        self._text, self._path = "", ""
        return self

    @staticmethod
    def availableVoices() -> list[str]:
        return ["com.apple.Anna", "com.apple.Samantha"]

    @staticmethod
    def attributesForVoice_(voice: str) -> dict[str, str]:
        locale = {"com.apple.Anna": "de_DE", "com.apple.Samantha": "en_US"}[voice]
        name = voice.rsplit(".", 1)[1]
        return {"VoiceIdentifier": voice, "VoiceName": name, "VoiceLocaleIdentifier": locale}

    def setDelegate_(self, delegate: Any) -> None:
        self._delegate = delegate

    def voice(self) -> str:
        return self._voice

    def setVoice_(self, voice: str) -> None:
        self._voice = voice

    def rate(self) -> float:
        return self._rate

    def setRate_(self, rate: float) -> None:
        self._rate = rate

    def volume(self) -> float:
        return self._volume

    def setVolume_(self, volume: float) -> None:
        self._volume = volume

    def startSpeakingString_toURL_(self, text: str, url: str) -> None:
        self._text, self._path = text, url
        RunLoop.speech.append(self)

    def stopSpeaking(self) -> None:
        if self in RunLoop.speech:
            RunLoop.speech.remove(self)
            write_wave(Path(self._path), sine(440, 0.0))

    def finish(self) -> None:
        write_words(self._path, self._text)
        self._delegate.speechSynthesizer_didFinishSpeaking_(self, True)


def _schedule(seconds: float, target: Any, selector: str, info: None, repeats: bool) -> None:
    RunLoop.timers.append((target, selector))


def _like_macos() -> None:
    put_in_place("objc", python_method=lambda method: method, super=super)
    put_in_place("AppKit", NSSpeechSynthesizer=Synthesizer)
    put_in_place(
        "Foundation",
        NSURL=SimpleNamespace(fileURLWithPath_=str),
        NSDate=SimpleNamespace(dateWithTimeIntervalSinceNow_=lambda seconds: None),
        NSDefaultRunLoopMode="default",
        NSObject=NSObject,
        NSRunLoop=SimpleNamespace(currentRunLoop=RunLoop),
        NSTimer=SimpleNamespace(
            scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_=_schedule
        ),
    )
    app_helper = ModuleType("PyObjCTools.AppHelper")
    app_helper.PyObjCAppHelperRunLoopStopper = Stopper  # type: ignore[attr-defined]
    app_helper.stopEventLoop = lambda: RunLoop.stopper and RunLoop.stopper.stop()  # type: ignore[attr-defined]
    put_in_place("PyObjCTools", AppHelper=app_helper)
    sys.modules["PyObjCTools.AppHelper"] = app_helper


# --- engines


class Plain:
    """pyttsx3 as its own documents show it, without one cure."""

    name = "plain"

    def __init__(self, driver: str) -> None:
        import pyttsx3

        self._engine: Any = pyttsx3.init(driver)

    def voices(self) -> list[Voice]:
        return []

    def render(self, request: Render, path: Path) -> None:
        self._engine.save_to_file(request.text, str(path))
        self._engine.runAndWait()


def windows() -> Pyttsx3Engine:
    _like_windows()
    return Pyttsx3Engine("sapi5")


def macos() -> Pyttsx3Engine:
    _like_macos()
    return Pyttsx3Engine("nsss")


def plain_windows() -> Plain:
    _like_windows()
    return Plain("sapi5")


def plain_macos() -> Plain:
    _like_macos()
    return Plain("nsss")
