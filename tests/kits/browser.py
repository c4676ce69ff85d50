"""A browser on a page of the small newsroom with a slow writer: fixtures, and how a visitor asks."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.errors import DatelineError
from rag.question.followup import Followup
from rag.settings import load_settings
from tests.kits.page import desk_for
from ui.page.desk.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COUNT = "How many ferry delays at Port Maren have been counted?"
DATED = "How many ferry delays at Port Maren have been counted by the end of October 2023?"
BOX = "#dl-question textarea, #dl-question input"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    """A page on loopback with a writer of 0.04 s a word, 2,000 more outlets, and an index of its own for uploads."""
    from ui.page.desk.changes import ingest_files
    from ui.page.desk.uploads import Uploader
    from ui.page.frame import make_page
    from ui.serve import launch, quota_of

    folder = tmp_path_factory.mktemp("page")
    (folder / "index").mkdir()
    desk = desk_for(folder / "index", token_s=0.04, extra_outlets=2000, rewrite=_rewrite)
    desk.uploader = Uploader(lambda paths: ingest_files(desk.settings, paths), desk.uploads)
    page = make_page(desk)
    yield launch(page, "127.0.0.1", None, None, uploads=quota_of(desk)), desk
    page.close()
    gc.collect()


@contextmanager
def served_seeds(folder: Path, prepare: Callable[[Desk], None] = lambda _desk: None) -> Iterator[tuple[str, Desk]]:
    """Give a page on a fresh index of the seeds, without a language model; a visible skip where the encoder cannot be had."""
    from ui.page.desk.opening import open_desk
    from ui.page.frame import make_page
    from ui.serve import launch, quota_of

    settings = replace(load_settings(), llm="none", offline=True)
    try:
        desk = open_desk(folder / "index", settings)
    except DatelineError as err:
        pytest.skip(str(err))
    prepare(desk)
    page = make_page(desk)
    yield launch(page, "127.0.0.1", None, None, uploads=quota_of(desk)), desk
    page.close()
    desk.close()
    gc.collect()  # sockets end here, where the module's filter holds


def _rewrite(question: str, history: Any) -> Followup:
    return Followup("What do ferry engines at Port Maren cost to replace?" if history and question.startswith("And ") else question)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Debian's Chromium, headless; a visible skip where it is missing."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield opened
        opened.close()
    gc.collect()  # their sockets and loops end here, where the module's filter holds, and not at the very end


@pytest.fixture
def page(served: tuple[str, Desk], browser: "Browser") -> Iterator["Page"]:
    """A fresh visitor on the Ask tab; any script error fails the test."""
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 860}, permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.set_default_timeout(90_000)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(served[0])
    tab.wait_for_selector(".dl-welcome")
    yield tab
    context.close()
    assert errors == []


def ask(page: "Page", question: str = COUNT, *, until: str = "#dl-now .dl-meta") -> None:
    """Type a question, send it, wait for ``until``."""
    before = page.evaluate("document.querySelector('#dl-now .dl-turn')?.id ?? ''")
    page.fill(BOX, question)
    page.click("#dl-ask")
    page.wait_for_function("before => (document.querySelector('#dl-now .dl-turn')?.id ?? '') !== before", arg=before)
    page.wait_for_selector(until)


def settled(page: "Page") -> None:
    """Wait until nothing runs."""
    page.wait_for_selector("#dl-ask:visible")
