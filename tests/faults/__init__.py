"""Faults done for real: power cuts, kills, full and frozen disks, damaged files, odd terminals."""
