"""The “Ask about this” button of an article view: opens the Ask tab with the beginning of a question."""

from collections.abc import Sequence
from typing import Any

import gradio as gr


def begun(title: str) -> str:
    """The beginning of a question on an article."""
    return f"What does “{title}” say about "


def wire_about(readers: Sequence[gr.HTML], tabs: gr.Tabs, question: gr.Textbox, quick: dict[str, Any]) -> None:
    """Let the article views of other tabs open the Ask tab with a question begun."""

    def on_about(event: gr.EventData) -> dict[Any, Any]:
        data = event._data or {}
        if data.get("act") != "about":
            return {question: gr.skip()}
        return {tabs: gr.Tabs(selected="ask"), question: begun(str(data.get("title", "")))}

    for reader in readers:
        reader.select(on_about, None, [tabs, question], **quick)
