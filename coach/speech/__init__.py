"""Saying things without ever blocking or crashing a session.

Only `worker` imports pyttsx3, and only in a process of its own.
"""
