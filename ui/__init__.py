"""The command line and the page in the browser."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless somebody asks for a log
