"""Hearing claps, knocks and a dozen phrases without ever blocking or crashing a session.

Only `ear` opens a microphone, and only in a process of its own. What it records is looked at and
thrown away; nothing is kept or sent.
"""
