"""Bringing files into the index as dated, attributed articles."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless somebody asks for a log
