"""The Articles tab: upload files, a folder or a web address; see the state of each; find, read and delete articles."""

from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.records import Article
from ui.page.desk.desk import Desk
from ui.page.html.article import article_view
from ui.page.html.catalogue import article_table, find_articles, upload_progress
from ui.page.html.welcome import page_header
from ui.page.safety.folder import discard
from ui.page.theme import SCRIPT

Updates = dict[Any, Any]
EMPTY = '<div class="dl-reader dl-reader-empty"><h2>Reader</h2><p>Choose a headline to read its article here.</p></div>'


def make_articles_tab(desk: Desk, header: gr.HTML, tab: gr.Tab) -> gr.HTML:
    """Lay the tab out and wire it; a page that others may only read shows the list alone. Returns the article view."""
    script = SCRIPT.read_text(encoding="utf-8")
    quick: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "concurrency_limit": None, "queue": False}
    upload_timer = _upload_form(desk, quick, header) if desk.uploader is not None else None
    with gr.Row(elem_id="dl-search"):
        text = gr.Textbox(
            label="Search headlines",
            placeholder="Words of the headline, byline or address",
            scale=4,
            min_width=180,
            max_lines=1,
            elem_id="dl-list-text",
        )
        outlet = gr.Textbox(label="Outlet", placeholder="Part of its name", scale=2, min_width=120, max_lines=1)
        after = gr.Textbox(label="From", placeholder="2023-10-01", scale=1, min_width=110, max_lines=1)
        before = gr.Textbox(label="To", placeholder="2024-01-31", scale=1, min_width=110, max_lines=1)
    with gr.Row(elem_id="dl-library"):
        with gr.Column(scale=7, min_width=300):
            shown = gr.HTML("", elem_id="dl-list", js_on_load=script, apply_default_css=False)
        with gr.Column(scale=5, min_width=300, elem_classes="dl-side"):
            page = gr.HTML(EMPTY, elem_id="dl-list-read", js_on_load=script, apply_default_css=False)
    form = [text, outlet, after, before]
    listing = Listing(desk, shown, page, header)
    for box in form:
        box.change(listing.on_search, form, [shown], trigger_mode="always_last", **quick)
    tab.select(listing.on_search, form, [shown], **quick)
    shown.select(listing.on_act, form, [shown, page, header], **quick)
    page.select(listing.on_page, None, [page], **quick)
    if upload_timer is not None:
        upload_timer.tick(listing.on_search, form, [shown], **quick)
    return page


class Listing:
    """The event handlers of the article list."""

    def __init__(self, desk: Desk, shown: gr.HTML, page: gr.HTML, header: gr.HTML) -> None:
        self.desk, self.shown, self.page, self.header = desk, shown, page, header

    def on_search(self, text: str, outlet: str, after: str, before: str) -> str:
        """The first page of what fits."""
        return self._table(self._found(text, outlet, after, before))

    def on_act(self, text: str, outlet: str, after: str, before: str, event: gr.EventData) -> Updates:
        """Read an article, turn the page, delete."""
        data = event._data or {}
        act, article_id = data.get("act"), str(data.get("id", ""))
        if act == "article":
            return {self.page: _article(self.desk, article_id)}
        updates: Updates = {}
        if act == "delete" and self.desk.uploader is not None:
            self.desk.delete(article_id)
            updates[self.header] = page_header(self.desk.store.counts())
        doomed = article_id if act == "doom" else ""
        found = self._found(text, outlet, after, before)
        at = int(data.get("to", 0) or 0) if act == "page" else _page_of(found, article_id)
        return updates | {self.shown: self._table(found, at, doomed)}

    def on_page(self, event: gr.EventData) -> str | dict[str, Any]:
        """Close the article, or read a copy of it."""
        data = event._data or {}
        if data.get("act") == "article":
            return _article(self.desk, str(data.get("id", "")))
        return EMPTY if data.get("act") == "close" else gr.skip()

    def _found(self, text: str, outlet: str, after: str, before: str) -> list[Article]:
        from rag.dates.typed import parse_day

        days = []
        for day, end in ((after, False), (before, True)):
            try:
                days.append(parse_day(day, end=end) if day and day.strip() else "")
            except DatelineError:
                days.append("")  # half typed: the list is shown as if the field were empty
        return find_articles(self.desk.catalogue(), text or "", outlet or "", *days)

    def _table(self, found: list[Article], page: int = 0, doomed: str = "") -> str:
        return article_table(found, page, may_delete=self.desk.uploader is not None, doomed=doomed)


def _page_of(found: list[Article], article_id: str) -> int:
    from ui.page.html.catalogue import PAGE

    return next((i // PAGE for i, a in enumerate(found) if a.id == article_id), 0)


def _article(desk: Desk, article_id: str) -> str:
    try:
        return article_view(desk.store.article(article_id), others=desk.copies(article_id))
    except KeyError:
        return '<div class="dl-reader"><p role="status">This article is no longer in the index.</p></div>'


def _upload_form(desk: Desk, quick: dict[str, Any], header: gr.HTML) -> gr.Timer:
    """The upload form; returns its timer, which ticks while files are being ingested."""
    uploader = desk.uploader
    assert uploader is not None
    with gr.Row(elem_id="dl-feed"):
        with gr.Column(scale=3, min_width=260):
            files = gr.File(label="Drop articles here, or choose files", file_count="multiple", height=130, elem_id="dl-files")
        with gr.Column(scale=2, min_width=260):
            folder = gr.UploadButton("Add a folder", file_count="directory", size="sm", elem_id="dl-folder")
            url = gr.Textbox(label="Or the address of an article", placeholder="https://", max_lines=1, max_length=2000, elem_id="dl-url")
            get = gr.Button("Fetch", size="sm", elem_id="dl-fetch")
    state = gr.HTML("", elem_id="dl-progress", apply_default_css=False)
    timer = gr.Timer(1.0, active=False)

    def on_files(uploaded: list[str] | str | None) -> Updates:
        arrived = [uploaded] if isinstance(uploaded, str) else uploaded or []
        uploader.add_files(arrived)
        discard(arrived)
        return {files: None, state: upload_progress(uploader.rows), timer: gr.Timer(active=True)}

    def on_folder(uploaded: list[str] | str | None) -> Updates:
        return {k: v for k, v in on_files(uploaded).items() if k is not files}

    def on_url(address: str) -> Updates:
        try:
            uploader.add_bytes(*desk.fetch(address))
        except DatelineError as err:
            uploader.add_failure(address or "no address", str(err))
        return {url: "", state: upload_progress(uploader.rows), timer: gr.Timer(active=True)}

    def on_tick() -> Updates:
        return {state: upload_progress(uploader.rows), timer: gr.Timer(active=uploader.busy), header: page_header(desk.store.counts())}

    slow = quick | {"queue": True}
    files.upload(on_files, [files], [files, state, timer], **slow)
    folder.upload(on_folder, [folder], [state, timer], **slow)
    gr.on([get.click, url.submit], on_url, [url], [url, state, timer], **slow)
    timer.tick(on_tick, None, [state, timer, header], **quick)
    return timer
