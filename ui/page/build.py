"""The whole page: head, tabs, and the endpoints for programs."""

import gradio as gr

from ui.page import api, asking, evals, feeding
from ui.page.desk import Desk
from ui.page.welcome import head

TITLE = "Dateline"


def build(desk: Desk) -> gr.Blocks:
    """Make the page for one desk; nothing is sent to anyone, nothing is fetched from elsewhere."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
        header = gr.HTML(head(desk.store.counts()), elem_id="dl-head", apply_default_css=False)
        with gr.Tabs(elem_id="dl-tabs"):
            with gr.Tab("Ask", id="ask"):
                asking.build(desk, header)
            with gr.Tab("Articles", id="articles") as articles:
                feeding.build(desk, header, articles)
            with gr.Tab("Evals", id="evals") as tab:
                shown = gr.HTML(evals.NONE, apply_default_css=False)
            tab.select(
                lambda: evals.render(evals.reports(desk.reports)),
                None,
                shown,
                api_visibility="private",
                queue=False,
                show_progress="hidden",
            )
        api.build(desk)
    return page
