"""Measuring Dateline: suites, metrics, reports and the gate."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless somebody asks for a log
