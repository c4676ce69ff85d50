"""The whole page: head, tabs, and the endpoints for programs."""

from typing import Any

import gradio as gr

from ui.page import api
from ui.page.desk.desk import Desk
from ui.page.html.welcome import head
from ui.page.tabs import about, ask, evals, topic

TITLE = "Dateline"


def make_page(desk: Desk) -> gr.Blocks:
    """Make the page for one desk; nothing is sent to anyone, nothing is fetched from elsewhere."""
    quick: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None, "queue": False}
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
        header = gr.HTML(head(desk.store.counts()), elem_id="dl-head", apply_default_css=False)
        with gr.Tabs(elem_id="dl-tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                asked = ask.make_ask_tab(desk, header)
            with gr.Tab("Timeline", id="timeline") as times:
                told = topic.make_timeline_tab(desk, times)
            with gr.Tab("Articles", id="articles") as articles:
                listed = articles.build(desk, header, articles)
            with gr.Tab("Evals", id="evals") as tab:
                evals.make_evals_tab(desk, tab)
        about.wire_about([told, listed], tabs, asked.question, quick)
        api.add_endpoints(desk)
    return page
