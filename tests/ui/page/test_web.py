"""Asking on the page in a real browser: what a reader sees from the first look to the article."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from rag.question.followup import Followup
from rag.records import Answer, Event, Filters
from tests.kits import browser
from tests.kits.browser import BOX, COUNT, DATED, ask, settled
from tests.kits.page import ARTICLES
from ui.page.desk.desk import Desk
from ui.page.desk.links import query_of
from ui.page.desk.turn import Form

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

served, browser, page = browser.served, browser.browser, browser.page  # its fixtures, one page a module
# Gradio's and Playwright's own sockets and loops are closed by the garbage collector, and their warnings are not ours
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]


def test_greets_with_questions_from_the_corpus(page: "Page") -> None:
    first = page.locator(".dl-welcome li button").first
    assert "Port Maren" in first.inner_text()
    first.click()
    page.wait_for_selector("#dl-now .dl-question")
    assert "Port Maren" in page.inner_text("#dl-now .dl-question")


def test_quotes_come_first_then_words_then_the_checked_answer(page: "Page") -> None:
    page.evaluate("""() => { window.seen = []; const look = () => { const now = document.querySelector('#dl-now');
        for (const [name, css] of [['quotes', '.dl-quote'], ['words', '.dl-draft'], ['chips', '.dl-chip']])
            if (now.querySelector(css) && !window.seen.includes(name)) window.seen.push(name) };
        new MutationObserver(look).observe(document.querySelector('#dl-now'), {childList: true, subtree: true, characterData: true}) }""")
    ask(page)
    assert page.evaluate("window.seen") == ["quotes", "words", "chips"]
    assert page.inner_text("#dl-now .dl-answer").startswith("More than 140 ferry delays have been counted at Port Maren since October.")
    assert "Daily Strand · 25 Jan 2024" in page.inner_text("#dl-now .dl-chip >> nth=0")
    assert "partly supported" in page.inner_text("#dl-now .dl-answer")


def test_chip_opens_the_article_at_the_quote_and_others_follow(page: "Page") -> None:
    ask(page)
    page.click("#dl-now .dl-chip >> nth=1")
    page.wait_for_selector("#dl-read .dl-now")
    assert page.inner_text("#dl-read .dl-headline") == ARTICLES[0].title
    quote = "The port authority of Port Maren counted 23 ferry delays between 17 and 30 October 2023."
    assert page.text_content("#dl-read .dl-now") == quote
    assert page.text_content("#dl-read .dl-body") == ARTICLES[0].text
    assert "31 Oct 2023, 12:22 +02:00" in page.inner_text("#dl-read .dl-facts")
    page.click("#dl-read [aria-label='Next quote']")
    page.wait_for_function("document.querySelector('#dl-read .dl-headline').textContent.includes('climb to 92')")
    page.click("#dl-read [aria-label='Previous quote']")
    page.wait_for_function("document.querySelector('#dl-read .dl-headline').textContent.includes('counts 23')")
    page.click("#dl-read >> text=Ask about this")
    page.wait_for_function(f"document.querySelector('{BOX}').value.includes('counts 23')")
    page.click("#dl-read [aria-label='Close the article']")
    page.wait_for_selector("#dl-read .dl-reader-empty")


def test_reader_scrolls_to_a_quote_far_down(page: "Page", served: tuple[str, Desk]) -> None:
    store: Any = served[1].store
    filler = "Nothing of note was said in the chamber. " * 300
    store.items["far"] = replace(
        ARTICLES[1], id="far", title="Zebra crossing", text=f"{filler}\n\nThe zebra crossing at Quill Street opened in May."
    )
    try:
        ask(page, "When did the zebra crossing at Quill Street open?")
        page.click("#dl-now .dl-chip")
        page.wait_for_selector("#dl-read .dl-now")
        page.wait_for_timeout(300)
        box = page.locator("#dl-read .dl-now").bounding_box()
        assert box is not None
        assert 0 < box["y"] < 860
    finally:
        del store.items["far"]


def test_shows_where_sources_differ_and_a_timeline_that_opens(page: "Page") -> None:
    ask(page)
    settled(page)
    rows = page.locator("#dl-now .dl-differ tbody tr").all_inner_texts()
    assert [r.split("\t")[0] for r in rows] == ["Maren Courier", "Coast Wire", "Daily Strand"]
    page.wait_for_selector("#dl-timeline .scatterlayer .point")
    assert page.locator("#dl-timeline .scatterlayer .point").count() == 5
    page.locator("#dl-timeline").scroll_into_view_if_needed()
    spot = page.locator("#dl-timeline .scatterlayer .point >> nth=0").bounding_box()
    assert spot is not None
    page.mouse.move(spot["x"] + 5, spot["y"] + 5)
    page.wait_for_selector("#dl-timeline .hoverlayer text")
    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    page.wait_for_selector("#dl-read .dl-now")


def test_declines_plainly_with_the_nearest_quotes(page: "Page") -> None:
    ask(page, "Who designed the opera house of Port Maren harbour district?", until=".dl-decline")
    assert page.inner_text(".dl-decline") == "The articles do not say."
    assert page.inner_text("#dl-now .dl-try").count("\n") > 1
    assert page.locator("#dl-now .dl-chip").count() == 0
    ask(page, "Quantum zwitter flumox?", until=".dl-decline")
    page.wait_for_selector("text=No article comes near this question.")


@pytest.mark.parametrize(("mode", "words"), [("The articles' own sentences", "the articles' own words"), ("Only the quotes", None)])
def test_answers_without_a_model(page: "Page", mode: str, words: str | None) -> None:
    page.click("#dl-filters > button")
    page.click(f"#dl-mode >> text={mode}")
    ask(page, until="#dl-now .dl-quote")
    settled(page)
    assert page.locator("#dl-now .dl-answer").count() == (1 if words else 0)
    if words:
        assert words in page.inner_text("#dl-now .dl-meta")


def test_stop_works_at_once(page: "Page", served: tuple[str, Desk]) -> None:
    reporter: Any = served[1].assistant
    closed, reporter.token_s = reporter.closed, 0.8  # the whole answer would take over fifteen seconds
    try:
        ask(page, until="#dl-now .dl-draft")
        began = time.monotonic()
        page.click("#dl-stop")
        page.wait_for_selector("#dl-now >> text=Stopped.")
        settled(page)
        assert time.monotonic() - began < 10
    finally:
        reporter.token_s = 0.04
    assert page.locator("#dl-now .dl-quote").count() >= 3
    page.click("#dl-now .dl-title >> nth=0")
    page.wait_for_selector("#dl-read .dl-now")
    page.wait_for_timeout(3000)
    assert reporter.closed == closed + 1


def test_a_fault_is_said_and_the_next_question_goes_on(page: "Page", served: tuple[str, Desk]) -> None:
    reporter: Any = served[1].assistant
    reporter.fault = KeyError("lost words")
    try:
        ask(page, until="#dl-now .dl-error")
        assert "Something went wrong inside Dateline (KeyError: 'lost words')" in page.inner_text("#dl-now .dl-error")
        assert page.locator("#dl-now .dl-quote").count() >= 3
        settled(page)
        page.click("role=tab[name=Timeline]")
        page.fill("#dl-topic input, #dl-topic textarea", "ferry delays at Port Maren")
        page.click("#dl-topic-go")
        page.wait_for_selector(".toast-wrap >> text=lost words")
        page.wait_for_selector("#dl-chronicle .dl-welcome")
        page.click("role=tab[name=Ask]")
    finally:
        reporter.fault = None
    ask(page)
    settled(page)


def test_follow_up_shows_the_wording_searched_and_lets_it_be_edited(page: "Page", served: tuple[str, Desk]) -> None:
    ask(page)
    settled(page)
    ask(page, "And the engines?", until="#dl-now .dl-searched")
    settled(page)
    assert "What do ferry engines at Port Maren cost to replace?" in page.inner_text("#dl-now .dl-searched")
    assert served[1].assistant.calls[-1]["question"] == "What do ferry engines at Port Maren cost to replace?"  # type: ignore[attr-defined]
    assert page.locator("#dl-past .dl-turn").count() == 1
    page.click("#dl-now .dl-searched button")
    page.wait_for_function(f"document.querySelector('{BOX}').value.startsWith('What do ferry engines')")
    page.click("#dl-past summary")
    page.click("#dl-past .dl-title >> nth=0")
    page.wait_for_selector("#dl-read .dl-now")
    for typed, searched in (  # what is edited is searched as it is, what takes its place is not
        ("And what do ferry engines cost?", "And what do ferry engines cost?"),
        ("And the engines?", "What do ferry engines at Port Maren cost to replace?"),
    ):
        ask(page, typed)
        settled(page)
        assert served[1].assistant.calls[-1]["question"] == searched  # type: ignore[attr-defined]
        if searched == typed:
            ask(page, "And the engines?", until="#dl-now .dl-searched")
            settled(page)
            page.click("#dl-now .dl-searched button")
            page.wait_for_function(f"document.querySelector('{BOX}').value.startsWith('What do ferry engines')")


def test_an_unclear_follow_up_is_asked_back_and_a_choice_is_asked_as_it_is(
    page: "Page", served: tuple[str, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    choices, reporter = ("And what do ferry engines cost?", "And what do new ferries cost?"), served[1].assistant
    known = reporter.stream

    def stream(question: str, **given: Any) -> Iterator[Event]:
        if given["history"]:
            return iter((Event("answer", answer=Answer(question, "declined", choices=choices)),))
        return known(question, **given)

    monkeypatch.setattr(reporter, "stream", stream)
    monkeypatch.setattr(served[1], "rewrite", lambda question, history: Followup(question, choices if "they" in question else ()))
    ask(page)
    settled(page)
    ask(page, "What do they cost?", until="#dl-now .dl-choices")
    settled(page)
    assert page.locator("#dl-now .dl-choices button").all_inner_texts() == list(choices)
    page.click("#dl-now .dl-choices button >> nth=0")
    page.wait_for_selector("#dl-now .dl-meta")
    assert page.inner_text("#dl-now .dl-question") == choices[0]
    assert page.locator("#dl-past .dl-turn").count() == 2


def test_link_of_a_follow_up_opens_to_the_same_answer(page: "Page", browser: "Browser") -> None:
    ask(page)
    settled(page)
    ask(page, "And the engines?", until="#dl-now .dl-meta")
    settled(page)
    page.wait_for_function("location.search.includes('q=What+do')")
    context = browser.new_context()
    other = context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#dl-now .dl-meta")
    assert other.inner_text("#dl-now .dl-question") == "What do ferry engines at Port Maren cost to replace?"
    assert other.inner_text("#dl-now .dl-answer") == page.inner_text("#dl-now .dl-answer")
    context.close()


def test_copies_text_markdown_json_and_link(page: "Page", served: tuple[str, Desk]) -> None:
    ask(page)
    settled(page)
    taken = {}
    for name in ("Copy text", "Markdown", "JSON", "Link"):
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_role("button", name="Copied").wait_for()
        taken[name] = page.evaluate("navigator.clipboard.readText()")
        page.wait_for_timeout(1600)
    assert "[1] “More than 140" in taken["Copy text"]
    assert "[^1]: “More than 140" in taken["Markdown"]
    assert json.loads(taken["JSON"])["status"] == "disputed"
    assert taken["Link"] == f"{served[0]}?{query_of(COUNT, Form())}"


def test_link_restores_question_date_and_filters(page: "Page", served: tuple[str, Desk]) -> None:
    link = query_of(COUNT, Form(Filters(as_of="2023-12-15", outlets=("Coast Wire",)), mode="extract"))
    page.goto(f"{served[0]}?{link}")
    page.wait_for_selector("#dl-now .dl-meta")
    assert page.inner_text("#dl-now .dl-question") == COUNT
    call = served[1].assistant.calls[-1]  # type: ignore[attr-defined]
    assert (call["filters"], call["llm"]) == (Filters(as_of="2023-12-15", outlets=("Coast Wire",)), False)
    assert page.locator("#dl-now .dl-pill").all_inner_texts() == ["As of 15 Dec 2023 ×", "Coast Wire ×"]


def test_link_restores_that_the_time_in_the_question_was_taken_off(page: "Page", served: tuple[str, Desk]) -> None:
    page.goto(f"{served[0]}?{query_of(DATED, Form(use_window=False))}")
    page.wait_for_selector("#dl-now .dl-meta")
    assert page.inner_text("#dl-now .dl-question") == DATED
    assert page.locator("#dl-now .dl-pill").count() == 0
    assert served[1].assistant.calls[-1]["use_window"] is False  # type: ignore[attr-defined]


def test_reload_keeps_the_question(page: "Page") -> None:
    ask(page)
    page.wait_for_function("location.search.includes('q=How')")
    page.reload()
    page.wait_for_selector("#dl-now .dl-meta")
    assert page.inner_text("#dl-now .dl-question") == COUNT


def test_nobody_sees_the_conversation_of_another(page: "Page", browser: "Browser", served: tuple[str, Desk]) -> None:
    ask(page)
    settled(page)
    context = browser.new_context()
    other = context.new_page()
    other.goto(served[0])
    other.wait_for_selector(".dl-welcome")
    ask(other, "And the engines?", until="#dl-now .dl-status")
    settled(other)
    assert served[1].assistant.calls[-1]["question"] == "And the engines?"  # type: ignore[attr-defined]
    assert "ferry delays" not in other.inner_text("#dl-past")
    context.close()
