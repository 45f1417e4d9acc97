"""The session as a state machine: a pure table of transitions that answers and never calls out.

It must not know time, threads, files, screens or any library; `now` is an argument.
"""
