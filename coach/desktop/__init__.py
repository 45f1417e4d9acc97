"""The desktop around the coach: its notices, whether it wants quiet, whether hands are at work."""
