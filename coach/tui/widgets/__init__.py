"""Widgets that more than one screen uses; they draw values and post intentions."""
