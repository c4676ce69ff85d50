"""The judgement row under an answer: one click stores "right"; "not right" asks for reasons first."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.page.desk import feedback
from ui.page.desk.desk import Desk
from ui.page.desk.turn import Turn

THANKS = "Kept. Thank you."


@dataclass
class Judge:
    """The components of the judgement row."""

    row: gr.Row
    up: gr.Button
    down: gr.Button
    thanks: gr.HTML
    why: gr.Column
    reasons: gr.CheckboxGroup
    right: gr.Textbox
    comment: gr.Textbox
    send: gr.Button

    @property
    def outputs(self) -> list[Any]:
        """All that handlers write."""
        return [self.row, self.up, self.down, self.thanks, self.why, self.reasons, self.right, self.comment]

    def hide(self) -> dict[Any, Any]:
        """Updates that hide the row."""
        return {self.row: gr.update(visible=False), self.why: gr.update(visible=False)}

    def show(self, turn: Turn, read_only: bool) -> dict[Any, Any]:
        """Updates that show the row empty, once there is an answer to judge."""
        can = turn.answer is not None and not turn.running and not turn.answer.choices and not read_only
        fresh = {
            self.up: gr.update(interactive=True),
            self.down: gr.update(interactive=True),
            self.thanks: "",
            self.reasons: [],
            self.right: "",
            self.comment: "",
        }
        return {self.row: gr.update(visible=can), self.why: gr.update(visible=False)} | fresh


def make_thumbs(desk: Desk) -> Judge:
    """Lay the row out, hidden until there is an answer."""
    with gr.Row(visible=False, elem_id="dl-judge") as row:
        gr.HTML('<span class="dl-quiet">Is this answer right?</span>', apply_default_css=False, min_width=150, scale=0)
        up = gr.Button("Right", size="sm", scale=0, min_width=96, elem_id="dl-up")
        down = gr.Button("Not right", size="sm", scale=0, min_width=116, elem_id="dl-down")
        thanks = gr.HTML("", elem_id="dl-said")
    with gr.Column(visible=False, elem_id="dl-why") as why:
        reasons = gr.CheckboxGroup(list(feedback.REASONS), label="What is not right?")
        right = gr.Textbox(label="The right answer, in few words (it becomes an eval case)", max_length=feedback.LONGEST)
        comment = gr.Textbox(label="Anything else", max_length=feedback.LONGEST)
        send = gr.Button("Send", size="sm", scale=0, min_width=96, variant="primary", elem_id="dl-send")
    return Judge(row, up, down, thanks, why, reasons, right, comment, send)


def wire_thumbs(desk: Desk, j: Judge, turns: gr.State, quick: dict[str, Any]) -> None:
    """Connect the buttons; a read-only page stores nothing."""
    if desk.read_only:
        return

    def thanked() -> dict[Any, Any]:
        return {j.up: gr.update(interactive=False), j.down: gr.update(interactive=False), j.why: gr.update(visible=False),
                j.thanks: f'<p class="dl-quiet" role="status">{THANKS}</p>'}  # fmt: skip

    def store_judgement(turns_: tuple[Turn, ...], good: bool, reasons: list[str], right: str, comment: str) -> dict[Any, Any]:
        turn = turns_[-1] if turns_ else None
        if turn is None or turn.answer is None:
            return {j.thanks: ""}
        row = feedback.entry(turn, turn.answer, good, tuple(reasons), comment, right)
        row["versions"] = feedback.program_and_index(desk.store.counts()) | {"writer": turn.answer.writer}
        feedback.keep_feedback(desk.feedback, row)
        return thanked()

    def on_up(turns_: tuple[Turn, ...]) -> dict[Any, Any]:
        return store_judgement(turns_, True, [], "", "")

    def on_send(turns_: tuple[Turn, ...], reasons: list[str], right: str, comment: str) -> dict[Any, Any]:
        return store_judgement(turns_, False, reasons, right, comment)

    j.up.click(on_up, [turns], j.outputs, **quick)
    j.down.click(lambda: gr.update(visible=True), None, j.why, **quick)
    j.send.click(on_send, [turns, j.reasons, j.right, j.comment], j.outputs, **quick)
