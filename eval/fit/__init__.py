"""Fitting weights and thresholds on the public sets."""
