"""The Ask tab: the question box, the answer as it grows, the reader beside it, a chart of the articles under it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from ui.page.desk.desk import Desk
from ui.page.desk.form import checked_question, is_edit, over_link, panel_name, read_form, typed_filters, without_filter
from ui.page.desk.links import from_query, link_of
from ui.page.desk.outlets import matches
from ui.page.desk.runner import run
from ui.page.desk.turn import MODES, Form, Turn
from ui.page.html.article import EMPTY, article_view
from ui.page.html.elements import escape
from ui.page.html.figure import figure, undated
from ui.page.html.turn import turn_html
from ui.page.html.welcome import page_header, welcome
from ui.page.tabs import thumbs
from ui.page.tabs.about import begun
from ui.page.tabs.composer import Components, make_composer
from ui.page.theme import SCRIPT
from ui.phrases import count

Turns = tuple[Turn, ...]
Updates = dict[Any, Any]
GREET_LOOK_S = 0.2  # between two looks whether the first greeting has been found
KEPT = 50  # turns of a conversation; each holds its articles in memory
LABELS = {mode: label for label, mode in MODES.items()}


def make_ask_tab(desk: Desk, header: gr.HTML) -> Components:
    """Lay the tab out and wire it."""
    script = SCRIPT.read_text(encoding="utf-8")
    with gr.Row(elem_id="dl-main"):
        with gr.Column(scale=7, min_width=300, elem_id="dl-talk"):
            past = gr.HTML("", elem_id="dl-past", js_on_load=script, apply_default_css=False)
            now = gr.HTML("", elem_id="dl-now", js_on_load=script, apply_default_css=False)
            hello = gr.HTML("", elem_id="dl-hello", js_on_load=script, apply_default_css=False)
            judge = thumbs.make_thumbs(desk)
            with gr.Accordion("Timeline of the articles behind the answer", open=True, visible=False, elem_id="dl-timeline") as chart_panel:
                plot = gr.Plot(show_label=False, container=False)
                undated_note = gr.HTML("")
            components = make_composer(
                hello=hello, past=past, now=now, judge=judge, chart_panel=chart_panel, plot=plot, undated=undated_note
            )
        with gr.Column(scale=5, min_width=300, elem_id="dl-side"):
            components["reader"] = gr.HTML(EMPTY, elem_id="dl-read", js_on_load=script, apply_default_css=False)
    ask_components = Components(**components)
    _wire(desk, ask_components, header)
    return ask_components


def _wire(desk: Desk, p: Components, header: gr.HTML) -> None:
    """Connect events; none of them is part of the public API, and asking waits in our own queue, not Gradio's."""
    free: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None}
    quick = free | {"queue": False}
    handlers = Handlers(desk, p, header)
    outputs = [p.past, p.now, p.reader, p.question, p.ask, p.stop, p.panel, p.as_of, p.after, p.before, p.typed, p.outlets, p.mode,
               p.chart_panel, p.plot, p.undated, p.turns, p.wording, p.hello, p.ready, *p.judge.outputs]  # fmt: skip
    for trigger in (p.ask.click, p.question.submit):
        trigger(handlers.on_ask, p.form, outputs, **free)
    for talk in (p.hello, p.past, p.now):
        talk.submit(handlers.on_again, p.form, outputs, **free)
    for part in (p.past, p.now, p.reader):
        part.select(handlers.on_act, [p.turns], [p.reader, p.question, p.wording], **quick)
    p.stop.click(handlers.on_stop, None, None, **quick)
    p.typed.change(handlers.on_typed, [p.typed, p.outlets], [p.outlets], trigger_mode="always_last", **quick)
    p.panel.expand(handlers.on_typed, [p.typed, p.outlets], [p.outlets], **quick)
    gr.on([p.as_of.change, p.after.change, p.before.change, p.outlets.change, p.mode.change], handlers.on_filters,
          [p.as_of, p.after, p.before, p.outlets, p.mode], [p.panel], **quick)  # fmt: skip
    thumbs.wire_thumbs(desk, p.judge, p.turns, quick)
    page = gr.context.Context.root_block
    assert page is not None
    page.load(handlers.on_load, p.form, [header, *outputs], **free)


class Handlers:
    """The event handlers of the tab; a visitor's data is in the session's state, none is here."""

    def __init__(self, desk: Desk, components: Components, header: gr.HTML) -> None:
        self.desk, self.p, self.header = desk, components, header

    async def on_ask(
        self,
        question: str,
        as_of: str,
        after: str,
        before: str,
        outlets: list[str],
        mode: str,
        turns: Turns,
        wording: str,
        ready: str,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        """Ask the question in the form; a wording that is edited is searched as it is."""
        typed = Form(typed_filters(as_of, after, before, outlets), MODES.get(mode, "model"))
        given = typed if ready else over_link(typed, _linked(request)[1])
        try:
            asked, form = checked_question(question), read_form(**given.filters.given(), mode=LABELS[given.mode])
        except DatelineError as err:
            gr.Warning(str(err))
            yield {self.p.stop: gr.skip()}
            return
        async for updates in self._run(asked, form, turns, request, as_is=is_edit(asked, wording)):
            yield updates

    async def on_again(
        self, _q: str, as_of: str, after: str, before: str, outlets: list[str], mode: str, turns: Turns, _wording: str,
        ready: str, event: gr.EventData, request: gr.Request,
    ) -> AsyncIterator[Updates]:  # fmt: skip
        """Ask an example, one of the wordings that a question may mean, or the same again with a filter taken off."""
        data = event._data or {}
        if data.get("act") == "example":
            async for updates in self.on_ask(str(data.get("q", "")), as_of, after, before, outlets, mode, turns, "", ready, request):
                yield updates
            return
        turn = _turn(turns, data)
        if turn is None:
            return
        if data.get("act") == "choose":
            question, form = _choice(turn, data), turn.form
        else:
            question, form = turn.searched or turn.question, without_filter(turn, str(data.get("what", "")), str(data.get("value", "")))
        if not question:
            return
        yield self._form_of(form)
        async for updates in self._run(question, form, turns, request, as_is=True):
            yield updates

    async def on_load(
        self,
        _q: str,
        _as_of: str,
        _after: str,
        _before: str,
        _outlets: list[str],
        _mode: str,
        turns: Turns,
        _wording: str,
        _ready: str,
        request: gr.Request,
    ) -> AsyncIterator[Updates]:
        """Restore the filters of a link at once and ask its question, or greet.

        A greeting takes its time and leaves the form alone: whoever was quicker than it has already typed there, or asked.
        """
        counts = self.desk.store.counts()
        asked, linked = _linked(request)
        form: Updates = self._form_of(linked) if linked != Form() else {}
        yield form | {self.header: page_header(counts), self.p.ready: "yes"}
        if not asked:
            while (examples := await asyncio.to_thread(self.desk.greeting)) is None:
                await asyncio.sleep(GREET_LOOK_S)
            yield {self.p.hello: welcome(counts, examples)}
        elif not turns:
            yield {self.p.question: asked}
            async for updates in self._restore(asked, linked, turns, request):
                yield updates

    async def _restore(self, question: str, linked: Form, turns: Turns, request: gr.Request) -> AsyncIterator[Updates]:
        """Ask the question of a link, checked as strictly as the form: anybody may have written it."""
        try:
            asked = checked_question(question)
            form = read_form(**linked.filters.given(), mode=LABELS[linked.mode])
        except DatelineError as err:
            gr.Warning(str(err))
            yield {self.p.stop: gr.skip()}
            return
        async for updates in self._run(asked, replace(form, use_window=linked.use_window), turns, request, as_is=True):
            yield updates

    async def _run(self, question: str, form: Form, turns: Turns, request: gr.Request, *, as_is: bool = False) -> AsyncIterator[Updates]:
        past = tuple(t for t in turns if not t.running)[-KEPT:]
        index, shown = len(past), 0
        yield {
            self.p.past: "".join(turn_html(t, i, current=False) for i, t in enumerate(past)), self.p.question: "", self.p.wording: "",
            self.p.ask: gr.update(visible=False), self.p.stop: gr.update(visible=True), self.p.chart_panel: gr.update(visible=False),
        } | self.p.judge.hide()  # fmt: skip
        turn = Turn(question, form=form)
        try:
            async for turn in run(self.desk, request.session_hash or "", question, form, past, as_is=as_is):
                updates: Updates = {self.p.now: self._now(turn, index)}
                if not turn.running or len(turn.quotes) != shown:  # chips work as soon as quotes are there
                    shown = len(turn.quotes)
                    updates[self.p.turns] = (*past, turn)
                yield updates
        finally:
            ended = self._ended(turn, index)
        yield ended

    def _now(self, turn: Turn, index: int) -> str:
        link = link_of(turn)
        return f'<div data-link="{escape(link)}">{turn_html(turn, index, link=link)}</div>'

    def _ended(self, turn: Turn, index: int) -> Updates:
        updates: Updates = {self.p.ask: gr.update(visible=True), self.p.stop: gr.update(visible=False)}
        plot = figure(turn.shown_quotes, turn.cited(), index)
        n_undated = undated(turn.shown_quotes)
        updates[self.p.chart_panel] = gr.update(visible=plot is not None)
        if plot is not None:
            updates[self.p.plot] = plot
            note = (
                f"{count(n_undated, 'article')} without a stated date {'is' if n_undated == 1 else 'are'} not placed in time."
                if n_undated
                else ""
            )
            updates[self.p.undated] = f'<p class="dl-quiet">{note}</p>' if note else ""
        return updates | self.p.judge.show(turn, self.desk.read_only)

    def _form_of(self, form: Form) -> Updates:
        filters = form.filters
        choices = matches(self.desk.store.outlets(), "", filters.outlets)
        return {
            self.p.as_of: filters.as_of, self.p.after: filters.after, self.p.before: filters.before, self.p.typed: "",
            self.p.outlets: gr.update(choices=choices, value=list(filters.outlets)), self.p.mode: LABELS[form.mode],
            self.p.panel: gr.update(label=panel_name(form)),
        }  # fmt: skip

    def on_act(self, turns: Turns, event: gr.EventData) -> Updates:
        """Open a quote or an article, close it, ask about it, or edit the wording that was searched."""
        data = event._data or {}
        act = data.get("act")
        if act == "open" and (turn := _turn(turns, data)) is not None:
            return self._open(turn, data)
        if act == "article":
            return self._article(str(data.get("id", "")))
        if act == "close":
            return {self.p.reader: EMPTY}
        if act == "about":
            return {self.p.question: begun(str(data.get("title", ""))), self.p.wording: ""}
        if act == "edit" and (turn := _turn(turns, data)) is not None:
            return {self.p.question: turn.searched, self.p.wording: turn.searched}
        return {self.p.wording: gr.skip()}

    def _open(self, turn: Turn, data: dict[str, Any]) -> Updates:
        quote = turn.quote(int(data.get("n", 0)))
        if quote is None:
            return {self.p.wording: gr.skip()}
        others = self.desk.copies(quote.article.id)
        return {self.p.reader: article_view(quote.article, turn.shown_quotes, quote.n, turn=int(data["turn"]), others=others)}

    def _article(self, article_id: str) -> Updates:
        try:
            article = self.desk.store.article(article_id)
        except KeyError:  # deleted since
            return {self.p.reader: EMPTY}
        return {self.p.reader: article_view(article, others=self.desk.copies(article_id))}

    def on_stop(self, request: gr.Request) -> None:
        """End what this visitor has running."""
        self.desk.stop(request.session_hash or "")

    def on_typed(self, typed: str | None, chosen: list[str]) -> Updates:
        """Offer the outlets that match; what is ticked is left alone, as it may have changed since the box was typed in."""
        return {self.p.outlets: gr.update(choices=matches(self.desk.store.outlets(), typed, chosen))}

    def on_filters(self, as_of: str | None, after: str | None, before: str | None, outlets: list[str] | None, mode: str) -> Updates:
        """Say in the panel's name how many filters are on."""
        form = Form(typed_filters(as_of, after, before, outlets), MODES.get(mode, "model"))
        return {self.p.panel: gr.update(label=panel_name(form))}


def _linked(request: gr.Request) -> tuple[str, Form]:
    """Question and form of the address that the page has in the browser."""
    return from_query(list(request.query_params.multi_items()))


def _turn(turns: Turns, data: dict[str, Any]) -> Turn | None:
    """The turn that an event names, if this visitor has it."""
    try:
        index = int(data.get("turn", -1))
    except (TypeError, ValueError):
        return None
    return turns[index] if 0 <= index < len(turns) else None


def _choice(turn: Turn, data: dict[str, Any]) -> str:
    """The wording that an event chooses of those the turn offers, empty for none of them."""
    choices = turn.answer.choices if turn.answer is not None else ()
    return next((wording for n, wording in enumerate(choices) if str(n) == str(data.get("n"))), "")
