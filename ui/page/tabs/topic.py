"""The Timeline tab: type a topic, get dated entries, open the sentence of each in the article view beside them."""

import threading
from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.errors import DatelineError, InputError
from rag.records import Quote
from ui.page.desk.desk import Desk
from ui.page.desk.form import checked_question, in_words, panel_name, read_form, typed_filters
from ui.page.desk.outlets import matches
from ui.page.desk.runner import in_queue
from ui.page.desk.turn import Form
from ui.page.html.article import article_view
from ui.page.html.entries import quotes_of, start, timeline_html
from ui.page.theme import SCRIPT

Updates = dict[Any, Any]
EMPTY = (
    '<div class="dl-reader dl-reader-empty"><h2>Reader</h2><p>Choose an entry to read its article here, opened at the very words.</p></div>'
)


def make_timeline_tab(desk: Desk, tab: gr.Tab) -> gr.HTML:
    """Lay the tab out and wire it; returns the article view."""
    script = SCRIPT.read_text(encoding="utf-8")
    with gr.Row(elem_id="dl-when"):
        with gr.Column(scale=7, min_width=300):
            with gr.Row(elem_id="dl-topic-row"):
                topic = gr.Textbox(
                    label="Topic", placeholder="A place, a person, an event …", max_lines=1, scale=8, min_width=180, elem_id="dl-topic"
                )
                go = gr.Button("Show", variant="primary", scale=0, min_width=84, elem_id="dl-topic-go")
            panel, filters = _filters()
            shown = gr.HTML(start(()), elem_id="dl-chronicle", js_on_load=script, apply_default_css=False)
        with gr.Column(scale=5, min_width=300, elem_classes="dl-side", elem_id="dl-when-side"):
            page = gr.HTML(EMPTY, elem_id="dl-when-read", js_on_load=script, apply_default_css=False)
    found = gr.State(())
    as_of, after, before, typed, outlets = filters
    form, outputs = [topic, as_of, after, before, outlets], [topic, shown, page, found]
    acts = Acts(desk, topic, shown, page, found)
    free: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    quick = free | {"queue": False}
    for trigger in (go.click, topic.submit):
        trigger(acts.on_topic, form, outputs, **free)
    shown.submit(acts.on_example, form, outputs, **free)
    for part in (shown, page):
        part.select(acts.on_act, [found], [page], **quick)
    offer = _offer(desk, outlets)
    typed.change(offer, [typed, outlets], [outlets], trigger_mode="always_last", **quick)
    panel.expand(offer, [typed, outlets], [outlets], **quick)
    gr.on([as_of.change, after.change, before.change, outlets.change], _counted, [as_of, after, before, outlets], [panel], **quick)
    tab.select(acts.on_open, [found], [shown], **quick)
    return page


def _filters() -> tuple[gr.Accordion, list[Any]]:
    """The filters of a question, without the choice of who writes."""
    with gr.Accordion("Filters", open=False, elem_id="dl-when-filters", elem_classes="dl-filters") as panel:
        with gr.Row():
            as_of = gr.Textbox(label="As of", info="Nothing later is read", placeholder="5 Dec 2023", min_width=130, max_lines=1)
            after = gr.Textbox(label="From", info="Published on or after", placeholder="2023-10-01", min_width=130, max_lines=1)
            before = gr.Textbox(label="To", info="Published on or before", placeholder="2024-01-31", min_width=130, max_lines=1)
        typed = gr.Textbox("", label="Find outlets", placeholder="Type part of a name", max_lines=1)
        outlets = gr.CheckboxGroup(label="Outlets", info="None ticked: all are read", choices=[])
    return panel, [as_of, after, before, typed, outlets]


def _offer(desk: Desk, outlets: gr.CheckboxGroup) -> Any:  # noqa: ANN401 - a handler
    def on_typed(typed: str | None, chosen: list[str]) -> Updates:
        return {outlets: gr.update(choices=matches(desk.store.outlets(), typed, chosen))}

    return on_typed


def _counted(as_of: str | None, after: str | None, before: str | None, outlets: list[str] | None) -> Any:  # noqa: ANN401
    return gr.update(label=panel_name(Form(typed_filters(as_of, after, before, outlets))))


class Acts:
    """The event handlers of the tab; the quotes a visitor was shown are in the session's state."""

    def __init__(self, desk: Desk, topic: gr.Textbox, shown: gr.HTML, page: gr.HTML, found: gr.State) -> None:
        self.desk, self.topic, self.shown, self.page, self.found = desk, topic, shown, page, found

    def on_open(self, found: tuple[Quote, ...]) -> Any:  # noqa: ANN401
        """Offer topics of the corpus until there is a timeline."""
        return gr.skip() if found else start(self.desk.topics())

    def on_topic(self, topic: str, as_of: str, after: str, before: str, outlets: list[str]) -> Iterator[Updates]:
        """Show the timeline of what was typed."""
        try:
            asked, filters = _checked(topic), read_form(as_of, after, before, outlets, "").filters
        except DatelineError as err:
            gr.Warning(str(err))
            yield {self.page: gr.skip()}
            return
        yield {self.shown: '<p class="dl-status dl-busy" role="status">Looking for dated reports …</p>', self.page: EMPTY}
        try:
            with in_queue(self.desk.searching, threading.Event(), self.desk.settings.deadline_s):
                entries = self.desk.assistant.timeline(asked, **filters.given())
        except DatelineError as err:
            gr.Warning(str(err))
            yield {self.shown: start(self.desk.topics())}
            return
        except Exception:  # a bug: Gradio shows it, and the busy line is taken away
            yield {self.shown: start(self.desk.topics())}
            raise
        yield {self.shown: timeline_html(asked, entries, in_words(filters)), self.found: quotes_of(entries)}

    def on_example(self, _t: str, as_of: str, after: str, before: str, outlets: list[str], event: gr.EventData) -> Iterator[Updates]:
        """Show the timeline of a topic that was offered."""
        topic = str((event._data or {}).get("q", ""))
        yield {self.topic: topic}
        yield from self.on_topic(topic, as_of, after, before, outlets)

    def on_act(self, found: tuple[Quote, ...], event: gr.EventData) -> Any:  # noqa: ANN401
        """Open an entry or a copy of its report, or close the article."""
        data = event._data or {}
        act = data.get("act")
        if act == "close":
            return EMPTY
        if act == "article":
            try:
                article = self.desk.store.article(str(data.get("id", "")))
            except KeyError:  # deleted since
                return EMPTY
            return article_view(article, others=self.desk.copies(article.id))
        quote = _numbered(found, data) if act == "open" else None
        if quote is None:
            return gr.skip()
        return article_view(quote.article, found, quote.n, others=self.desk.copies(quote.article.id))


def _numbered(found: tuple[Quote, ...], data: dict[str, Any]) -> Quote | None:
    try:
        n = int(data.get("n", 0))
    except (TypeError, ValueError):
        return None
    return next((q for q in found if q.n == n), None)


def _checked(topic: str) -> str:
    """The topic with its blanks tidied.

    :raises InputError: when it is empty or too long.
    """
    if not (topic or "").strip():
        raise InputError("Type a topic first.")
    return checked_question(topic)
