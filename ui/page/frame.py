"""The whole page: head, tabs, and the endpoints for programs."""

from typing import Any

import gradio as gr

from ui.page import api
from ui.page.desk.desk import Desk
from ui.page.html.welcome import head
from ui.page.tabs import about, ask, evals, topic

TITLE = "Dateline"


def build(desk: Desk) -> gr.Blocks:
    """Make the page for one desk; nothing is sent to anyone, nothing is fetched from elsewhere."""
    quick: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None, "queue": False}
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
        header = gr.HTML(head(desk.store.counts()), elem_id="dl-head", apply_default_css=False)
        with gr.Tabs(elem_id="dl-tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                asked = ask.build(desk, header)
            with gr.Tab("Timeline", id="timeline") as times:
                told = topic.build(desk, times)
            with gr.Tab("Articles", id="articles") as articles:
                listed = articles.build(desk, header, articles)
            with gr.Tab("Evals", id="evals") as tab:
                evals.build(desk, tab)
        about.wire([told, listed], tabs, asked.question, quick)
        api.build(desk)
    return page
