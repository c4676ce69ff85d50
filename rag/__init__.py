"""Answers from a folder of news articles, every sentence on a quote you can open."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.assistant import Assistant
from rag.records import Answer, Article, Citation, Evidence, Passage, Quote, Sentence
from rag.settings import Settings

__all__ = ["Answer", "Article", "Assistant", "Citation", "Evidence", "Passage", "Quote", "Sentence", "Settings"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attribute hook
    """Import the Assistant on first use, so that ``import rag`` stays light."""
    if name == "Assistant":
        from rag.assistant import Assistant

        return Assistant
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
