"""The command line and the page in the browser."""

import logging

import rag  # noqa: F401 - first, so that libraries are told to report nothing

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless somebody asks for a log
