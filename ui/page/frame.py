"""Assemble the whole page: header, tabs, and the endpoints for programs."""

from typing import Any

import gradio as gr

from ui.page import api
from ui.page.desk.desk import Desk
from ui.page.html.welcome import page_header
from ui.page.safety.folder import uploads_folder
from ui.page.tabs import about, articles, ask, evals, topic
from ui.page.tabs.faults import plainly

TITLE = "Dateline"


def make_page(desk: Desk) -> gr.Blocks:
    """Make the page for one desk; nothing is sent to anyone, nothing is fetched from elsewhere."""
    uploads_folder()  # before Gradio looks for one
    quick: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None, "queue": False}
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
        header = gr.HTML(page_header(desk.store.counts()), elem_id="dl-head", apply_default_css=False)
        with gr.Tabs(elem_id="dl-tabs") as tabs:
            with gr.Tab("Ask", id="ask"):
                ask_components = ask.make_ask_tab(desk, header)
            with gr.Tab("Timeline", id="timeline") as timeline_tab:
                timeline_view = topic.make_timeline_tab(desk, timeline_tab)
            with gr.Tab("Articles", id="articles") as articles_tab:
                articles_view = articles.make_articles_tab(desk, header, articles_tab)
            with gr.Tab("Evals", id="evals") as evals_tab:
                evals.make_evals_tab(desk, evals_tab)
        about.wire_about([timeline_view, articles_view], tabs, ask_components.question, quick)
        for event in page.fns.values():
            event.fn = plainly(event.fn, desk.settings.index_dir) if event.fn else None
        api.add_endpoints(desk)
    return page
