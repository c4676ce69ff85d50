"""What outlets say of their own reports: that one was wrong, or is taken back; which report it is, and what is right instead."""

from rag.sources.notices.read import Notice, read_notices

__all__ = ["Notice", "read_notices"]
