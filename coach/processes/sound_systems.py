"""The sound systems through which real devices are opened."""

BACKENDS = (
    "WASAPI",
    "COREAUDIO",
    "PULSEAUDIO",
    "ALSA",
    "SNDIO",
    "AUDIO4",
    "OSS",
    "DSOUND",
    "WINMM",
)
"""miniaudio's names, the best first. Its NULL device would swallow everything and report success,
or hear silence for ever, and JACK may start a server of its own."""
