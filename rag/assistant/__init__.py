"""The Assistant, the class behind the Python API: how it finds what answers (``asking``), and what is said of that (``saying``)."""

from rag.assistant.asking import Assistant
from rag.assistant.saying import DECLINE, FOUND_NONE, NO_TOTAL, NOT_ALL

__all__ = ["DECLINE", "FOUND_NONE", "NOT_ALL", "NO_TOTAL", "Assistant"]
