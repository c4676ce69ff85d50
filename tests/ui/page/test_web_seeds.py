"""The page on the real index of seeds/, with the real assistant: without a model, and once with it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.errors import DatelineError
from tests.kits import browser as kit
from tests.kits.browser import served_seeds
from ui.page.desk.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]
COUNT = "How many attacks on US forces in Iraq and Syria had there been by January 2024?"
browser = kit.browser  # its fixture


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    with served_seeds(tmp_path_factory.mktemp("seeds")) as opened:
        yield opened


@pytest.fixture
def page(served: tuple[str, Desk], browser: "Browser") -> Iterator["Page"]:
    """A fresh visitor."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(served[0])
    tab.wait_for_selector(".dl-welcome")
    yield tab
    context.close()


def ask(page: "Page", question: str, until: str) -> None:
    """Type a question, send it, wait for ``until``."""
    page.fill("#dl-question textarea, #dl-question input", question)
    page.click("#dl-ask")
    page.wait_for_selector(until)


def test_answer_stands_on_a_quote_that_opens_at_its_words(page: "Page", served: tuple[str, Desk]) -> None:
    ask(page, COUNT, "#dl-now .dl-chip")
    assert "140" in page.inner_text("#dl-now .dl-answer")
    assert "up to 31 Jan 2024" in page.inner_text("#dl-now .dl-pill")
    page.click("#dl-now .dl-chip >> nth=0")
    page.wait_for_selector("#dl-read .dl-now")
    marked = "".join(page.locator("#dl-read .dl-now").all_text_contents())
    assert "140" in marked
    texts = [a.text for a in served[1].store.articles()]
    assert page.text_content("#dl-read .dl-body") in texts
    assert any(marked in text for text in texts)


def test_declines_what_the_seeds_do_not_say(page: "Page") -> None:
    ask(page, "Who is the mayor of Paris?", "#dl-now .dl-decline")
    assert page.inner_text("#dl-now .dl-decline") == "The articles do not say."
    assert page.locator("#dl-now .dl-quote").count() > 0


def test_as_of_leaves_later_reports_out(page: "Page") -> None:
    page.click("#dl-filters > button")
    page.fill("#dl-as-of input", "2023-11-30")
    page.press("#dl-as-of input", "Tab")  # as a person leaves the field
    asked = "How many times were US and coalition troops attacked between October 17 and 30?"
    ask(page, asked, "#dl-now .dl-meta")  # which comes with the whole answer
    page.wait_for_selector("#dl-now time")
    days = page.eval_on_selector_all("#dl-now time", "all => all.map(t => t.getAttribute('datetime').slice(0, 10))")
    assert days
    assert max(days) <= "2023-11-30"


def test_a_file_given_on_the_page_can_be_asked_about(page: "Page", tmp_path: Path) -> None:
    story = "The Zorvane bridge in Quillport reopened on 3 May 2024 after repairs that cost 17 million crowns, the harbour office said. "
    (tmp_path / "bridge.txt").write_text(
        f"Zorvane bridge reopens in Quillport\n\n4 May 2024\n\n{story}Ferries had carried its traffic for two years.\n"
    )
    page.click("role=tab[name=Articles]")
    page.set_input_files("#dl-files input[type=file]", tmp_path / "bridge.txt")
    page.wait_for_selector("#dl-progress >> text=added", timeout=120_000)
    page.click("role=tab[name=Ask]")
    ask(page, "How much did the repairs of the Zorvane bridge in Quillport cost?", "#dl-now .dl-chip")
    assert "17 million" in page.inner_text("#dl-now .dl-answer")


def test_page_over_the_endpoint_in_one_run(page: "Page", served: tuple[str, Desk]) -> None:
    """The page and the assistant are timed side by side; the note has the figures of a quiet machine."""
    import sys

    began = time.perf_counter()
    assert list(served[1].assistant.stream(COUNT, llm=False))
    direct = time.perf_counter() - began
    began = time.perf_counter()
    ask(page, COUNT, "#dl-now .dl-meta")
    seen = time.perf_counter() - began
    sys.stdout.write(f"\nassistant {direct * 1000:.0f} ms, page {seen * 1000:.0f} ms\n")
    assert seen < direct + 20


def test_the_models_words_stream_and_are_checked(browser: "Browser", served: tuple[str, Desk]) -> None:
    from rag.assistant import Assistant
    from rag.llm.client import EMBEDDED
    from rag.models.local import ensure
    from ui.page.frame import make_page
    from ui.serve import launch

    settings = replace(served[1].settings, llm="tiny", deadline_s=240)
    try:
        ensure(EMBEDDED["tiny"], settings)
    except DatelineError as err:
        pytest.skip(str(err))
    desk = Desk(Assistant.open(settings=settings), settings)
    page = make_page(desk)
    url = launch(page, "127.0.0.1", None, None)
    context = browser.new_context()
    tab = context.new_page()
    try:
        tab.set_default_timeout(260_000)
        tab.goto(url)
        tab.wait_for_selector(".dl-welcome")
        ask(tab, COUNT, "#dl-now .dl-draft")
        assert tab.locator("#dl-now .dl-quote").count() > 0
        tab.wait_for_selector("#dl-now .dl-meta")
        assert tab.locator("#dl-now .dl-chip").count() > 0
    finally:
        context.close()
        page.close()
        desk.close()
