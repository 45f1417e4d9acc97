"""Breaks the rules on purpose, one small change at a time, and asks whether a test sees it."""
