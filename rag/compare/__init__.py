"""Comparing what several reports say of the same event: values over time, differences, corrections, timelines."""
