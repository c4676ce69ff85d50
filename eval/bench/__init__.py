"""Measurements with a command of their own, and the making of sets."""
