"""What the words mean: frozen values and plain functions, standard library only.

Nothing here reads a clock, a file or a screen; time comes in as an argument.
"""
