"""What is played for an utterance: its words if they are ready, a tone if they never will be."""

from collections.abc import Sequence

from msgspec.structs import replace

from coach.session.voice_choice import VoiceChoice, has_tone_first
from coach.speech.cache import ReadyFile, SoundCache
from coach.speech.lines import Line, line_of, spoken
from coach.speech.makers import Makers
from coach.speech.notices import NO_LINE, NO_TONES, OnceNotices
from coach.speech.renderer import Renderer
from coach.speech.settings import SpeechSettings
from coach.speech.tonefiles import ToneFiles
from coach.speech.tones import Tone, tone_for
from coach.speech.utterances import Alert, Readiness, Speak, Utterance


class ReadySounds:
    """The files of lines as they are chosen to sound now; used under the speaker's lock.

    Files of another choice stay where they are: going back to it finds them again.
    """

    def __init__(
        self,
        settings: SpeechSettings,
        cache: SoundCache,
        makers: Makers,
        renderer: Renderer,
        tones: ToneFiles,
        notices: OnceNotices,
    ) -> None:
        self._settings, self._cache, self._renderer = settings, cache, renderer
        self._makers = makers
        self._tones, self._notices = tones, notices
        self._files: dict[str, ReadyFile] = {}
        self._hopeless: set[str] = set()
        self._prepared: tuple[str, ...] = ()
        self.gone = False
        """The voice was given up: only what is on the disk can be had."""

    @property
    def settings(self) -> SpeechSettings:
        """What holds now."""
        return self._settings

    def spoken(self, text: str) -> str:
        """The words that are spoken for `text`; empty when there is nothing to pronounce."""
        return spoken(text, self._settings)

    def use(self, choice: VoiceChoice) -> None:
        """From now on lines sound like this; what was prepared last is prepared anew."""
        self._settings = replace(self._settings, choice=choice)
        self.renew()

    def renew(self) -> None:
        """What was prepared last is prepared anew: another choice holds, or another engine."""
        self._renderer.forget()
        self._request(self._prepared)

    def prepare(self, texts: Sequence[str]) -> None:
        """Have the lines of these texts made, in this order."""
        self._prepared = tuple(
            dict.fromkeys(words for text in texts if (words := self.spoken(text)))
        )
        self._request(self._prepared)

    def want(self, words: str, loudness: float = 1.0) -> None:
        """Have a line now, unless it is there; the cache answers even when the voice hangs."""
        line = self._line(words, loudness)
        self._hopeless.discard(line.key)
        if self._settings.choice.tones_only or self._find(line) is not None:
            return
        if not self.gone:
            self._renderer.request(line)

    def readiness(self, utterance: Utterance) -> Readiness:
        """How far its sound is; what cannot be had is noticed."""
        if self._words_of(utterance) is not None:
            return Readiness.READY
        voiceless = self._settings.choice.tones_only or self.gone
        if not voiceless and self._line_of(utterance).key not in self._hopeless:
            return Readiness.COMING
        if not voiceless:
            self._notices.add(NO_LINE)
        if self.tone(tone_for(utterance.cue)) is not None:
            return Readiness.READY
        self._notices.add(NO_TONES)
        return Readiness.NEVER

    def sound_of(self, decision: Speak | Alert) -> ReadyFile | None:
        """What is played now."""
        if isinstance(decision, Alert):
            return self.tone(Tone.ALERT)
        words = self._words_of(decision.utterance)
        return words or self.tone(tone_for(decision.utterance.cue))

    def tone_before(self, decision: Speak | Alert) -> ReadyFile | None:
        """The soft tone that goes before words after a pause, if it is wanted."""
        if isinstance(decision, Alert) or self._words_of(decision.utterance) is None:
            return None
        wanted = has_tone_first(decision.utterance.cue, self._settings.choice)
        return self.tone(Tone.WORDS_COME) if wanted else None

    def tone(self, tone: Tone) -> ReadyFile | None:
        """The file of a tone as loud as it is chosen."""
        return self._tones.tone(tone, self._settings.volume)

    def came(self, line: Line, ready: ReadyFile) -> None:
        """A line is ready."""
        self._files[line.key] = ready

    def failed(self, line: Line) -> None:
        """A line cannot be made."""
        self._hopeless.add(line.key)

    def _words_of(self, utterance: Utterance) -> ReadyFile | None:
        """The ready file; one that another process trimmed from the cache is asked for anew."""
        if self._settings.choice.tones_only:
            return None
        line = self._line_of(utterance)
        known = line.key in self._files
        found = self._find(line)
        if found is None and known:
            self.want(utterance.text, utterance.cue.loudness)
        return found

    def _line_of(self, utterance: Utterance) -> Line:
        return self._line(utterance.text, utterance.cue.loudness)

    def _line(self, words: str, loudness: float = 1.0) -> Line:
        settings = self._settings
        if loudness != 1.0:
            softer = max(1, round(settings.choice.volume_percent * loudness))
            settings = replace(settings, choice=replace(settings.choice, volume_percent=softer))
        return line_of(words, settings, self._makers.of(settings))

    def _find(self, line: Line) -> ReadyFile | None:
        ready = self._files.get(line.key)
        if ready is not None and ready.path.exists():
            return ready
        self._files.pop(line.key, None)
        found = self._cache.find(line.key)
        if found is not None:
            self._files[line.key] = found
        return found

    def _request(self, prepared: Sequence[str]) -> None:
        if self._settings.choice.tones_only or self.gone:
            return
        lines = [self._line(words) for words in prepared]
        self._renderer.request_all([line for line in lines if line.key not in self._files])
