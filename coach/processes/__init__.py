"""Processes of the coach's own: started fresh, spoken to in lines, ended for sure.

What owns a sound device runs in one, so that a library that hangs, prints or dies is only that.
"""
