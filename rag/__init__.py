"""Answers from a folder of news articles, every sentence on a quote you can open."""

import logging
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.assistant import Assistant
from rag.records import Answer, Article, Citation, Evidence, Passage, Quote, Sentence
from rag.settings import Settings

# Libraries that would report their use to somebody are told not to, here, before any of them can be imported, whatever the machine
# says of it; processes that we start inherit it. Each is read by library code, some of it native, that no argument of ours reaches.
# A program that imports onnxruntime before rag must set its variable itself.
SILENCE = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime: looks up its maker's host, keeps a device id under the user's cache
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, which gradio and sentence-transformers import
    "RAY_USAGE_STATS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
}
os.environ.update(SILENCE)
logging.getLogger(__name__).addHandler(logging.NullHandler())  # silent unless somebody asks for a log

__all__ = ["Answer", "Article", "Assistant", "Citation", "Evidence", "Passage", "Quote", "Sentence", "Settings"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - module attribute hook
    """Import the Assistant on first use, so that ``import rag`` stays light."""
    if name == "Assistant":
        from rag.assistant import Assistant

        return Assistant
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
