"""Suites, metrics, reports and the gate."""
