"""One module for each thing a person can do; it owns the order of effects: facts first.

Declares the ports it needs (`ports.py`); which adapters stand behind them only `bootstrap` knows.
"""
