"""Waking a running coach for the next due thing. apscheduler lives here and nowhere else.

It is never the record of what is due: that is the agenda, a pure function of plan, facts and now.
"""
