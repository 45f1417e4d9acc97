"""The patient's screens, one file each with its style beside it."""
