"""A patient who uses the coach for weeks while the machine under it fails in every way."""
