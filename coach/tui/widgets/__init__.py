"""Widgets that know only the values they are given; what happens goes up as messages."""
