"""The Evals tab: the last eval runs, and the report of one of them in a sandboxed frame."""

from typing import Any

import gradio as gr

from ui.page.desk.desk import Desk
from ui.page.html import runs
from ui.page.theme import SCRIPT


def make_evals_tab(desk: Desk, tab: gr.Tab) -> None:
    """Lay the tab out and wire it."""
    quick: dict[str, Any] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}
    shown = gr.HTML(runs.NONE, elem_id="dl-evals", js_on_load=SCRIPT.read_text(encoding="utf-8"), apply_default_css=False)

    def on_open() -> str:
        return runs.runs_html(runs.list_runs(desk.reports))

    def on_act(event: gr.EventData) -> str:
        data = event._data or {}
        return runs.report_frame(desk.reports, str(data.get("run", ""))) if data.get("act") == "report" else on_open()

    tab.select(on_open, None, shown, **quick)
    shown.select(on_act, None, shown, **quick)
