"""The Gradio components of the Ask tab as one record, and the layout of its question box with the filters."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.page.desk.turn import MODES
from ui.page.tabs.thumbs import Judge


@dataclass
class Components:
    """The components that handlers read and write."""

    hello: gr.HTML
    past: gr.HTML
    now: gr.HTML
    reader: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    panel: gr.Accordion
    as_of: gr.Textbox
    after: gr.Textbox
    before: gr.Textbox
    typed: gr.Textbox
    outlets: gr.CheckboxGroup
    mode: gr.Radio
    chart_panel: gr.Accordion
    plot: gr.Plot
    undated: gr.HTML
    turns: gr.State
    wording: gr.State
    ready: gr.Textbox  # not empty once the browser has the filters of its address in the form; until then handlers read them there
    judge: Judge

    @property
    def form(self) -> list[Any]:
        """The inputs of a question, in the order that handlers take them."""
        return [self.question, self.as_of, self.after, self.before, self.outlets, self.mode, self.turns, self.wording, self.ready]


def make_composer(**components: Any) -> dict[str, Any]:  # noqa: ANN401 - the other components of the tab
    """Lay out the question box with its filters; return the components of the tab by name, the arguments included."""
    with gr.Column(elem_id="dl-composer"):
        with gr.Row(elem_id="dl-ask-row"):
            components["question"] = gr.Textbox(
                label="Your question", placeholder="Ask what the articles say …", lines=1, max_lines=5, scale=8, min_width=180,
                elem_id="dl-question", autofocus=True,
            )  # fmt: skip
            components["ask"] = gr.Button("Ask", variant="primary", scale=0, min_width=84, elem_id="dl-ask")
            components["stop"] = gr.Button("Stop", variant="stop", scale=0, min_width=84, visible=False, elem_id="dl-stop")
        with gr.Accordion("Filters", open=False, elem_id="dl-filters", elem_classes="dl-filters") as panel:
            with gr.Row():
                components["as_of"] = gr.Textbox(
                    label="As of", info="Nothing later is read", placeholder="5 Dec 2023", min_width=130, max_lines=1, elem_id="dl-as-of"
                )
                components["after"] = gr.Textbox(
                    label="From", info="Published on or after", placeholder="2023-10-01", min_width=130, max_lines=1, elem_id="dl-after"
                )
                components["before"] = gr.Textbox(
                    label="To", info="Published on or before", placeholder="2024-01-31", min_width=130, max_lines=1, elem_id="dl-before"
                )
            components["typed"] = gr.Textbox(
                "", label="Find outlets", placeholder="Type part of a name", max_lines=1, elem_id="dl-outlet-search"
            )
            components["outlets"] = gr.CheckboxGroup(label="Outlets", info="None ticked: all are read", choices=[], elem_id="dl-outlets")
            components["mode"] = gr.Radio(list(MODES), value=next(iter(MODES)), label="Answer", elem_id="dl-mode")
        components |= {"panel": panel, "turns": gr.State(()), "wording": gr.State(""), "ready": gr.Textbox(visible="hidden")}
    return components
