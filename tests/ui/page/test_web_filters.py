"""The filters of the page in a real browser: dates, outlets, and what the question itself says about time."""

import time
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from rag.records import Filters
from tests.kits import browser
from tests.kits.browser import BOX, COUNT, DATED, ask, settled
from ui.page.desk.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

served, browser, page = browser.served, browser.browser, browser.page  # its fixtures, one page a module
# Gradio's and Playwright's own sockets and loops are closed by the garbage collector, and their warnings are not ours
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]


def test_filters_narrow_the_answer_and_can_be_taken_off(page: "Page") -> None:
    page.click("#dl-filters > button")
    page.fill("#dl-as-of input", "15 Dec 2023")
    ask(page)
    settled(page)
    assert "92" in page.inner_text("#dl-now .dl-answer")
    assert "140" not in page.inner_text("#dl-now .dl-answer")
    assert "Filters (1 on)" in page.inner_text("#dl-filters")
    page.click("#dl-now .dl-pill >> text=As of 15 Dec 2023")
    page.wait_for_function("document.querySelector('#dl-now .dl-answer')?.textContent.includes('140')")
    assert page.input_value("#dl-as-of input") == ""


def test_time_in_the_question_is_a_filter_that_can_be_taken_off(page: "Page") -> None:
    ask(page, DATED)
    settled(page)
    pill = page.locator("#dl-now .dl-pill")
    assert pill.inner_text().startswith("“by the end of October 2023”: up to 31 Oct 2023")
    assert "140" not in page.inner_text("#dl-now .dl-answer")
    pill.click()
    page.wait_for_function("document.querySelector('#dl-now .dl-answer')?.textContent.includes('140')")


def test_two_thousand_outlets_stay_quick(page: "Page", served: tuple[str, Desk]) -> None:
    page.click("#dl-filters > button")
    page.wait_for_selector("#dl-outlets >> text=Maren Courier")
    assert page.locator("#dl-outlets input").count() <= 8
    began = time.monotonic()
    page.locator("#dl-outlet-search input").press_sequentially("coast")
    page.wait_for_selector("#dl-outlets >> text=Coast Wire")
    page.wait_for_function("document.querySelectorAll('#dl-outlets input').length === 1")
    assert time.monotonic() - began < 5
    page.check("#dl-outlets input")
    page.fill("#dl-outlet-search input", "1999")
    page.wait_for_selector("#dl-outlets >> text=Outlet number 1999")
    assert page.is_checked("#dl-outlets input >> nth=0")
    ask(page)
    assert served[1].assistant.calls[-1]["filters"].outlets == ("Coast Wire",)  # type: ignore[attr-defined]


def test_bad_date_is_said_and_nothing_is_asked(page: "Page", served: tuple[str, Desk]) -> None:
    calls = len(served[1].assistant.calls)  # type: ignore[attr-defined]
    page.click("#dl-filters > button")
    page.fill("#dl-as-of input", "thirtyish")
    page.fill(BOX, COUNT)
    page.click("#dl-ask")
    page.wait_for_selector("text=Cannot read 'thirtyish' as a date")
    assert len(served[1].assistant.calls) == calls  # type: ignore[attr-defined]
    assert page.input_value(BOX) == COUNT


def test_what_was_typed_before_the_greeting_is_kept(browser: "Browser", served: tuple[str, Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    address, desk = served
    greeting, may_greet = desk.greeting, Event()

    def late() -> Any:
        may_greet.wait(30)
        return greeting()

    monkeypatch.setattr(desk, "greeting", late)
    page = browser.new_page()
    page.goto(address)
    page.click("#dl-filters > button")
    page.fill("#dl-as-of input", "2023-11-01")
    page.fill(BOX, COUNT)
    may_greet.set()
    page.wait_for_selector("#dl-hello .dl-welcome")
    page.wait_for_timeout(300)  # were the form filled again, it would be now
    assert (page.input_value("#dl-as-of input"), page.input_value(BOX)) == ("2023-11-01", COUNT)
    page.close()


@pytest.mark.parametrize("held", [True, False], ids=["before the form is filled", "while the greeting is made"])
def test_filters_of_an_address_hold_for_what_is_asked_at_once(
    browser: "Browser", served: tuple[str, Desk], monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    address, desk = served
    greeting, may_greet, loads = desk.greeting, Event(), list[Any]()

    def late() -> Any:
        may_greet.wait(30)
        return greeting()

    def hold(route: Any) -> None:  # the first request is that of the page's loading
        if held and not loads:
            loads.append(route)
        else:
            route.continue_()

    monkeypatch.setattr(desk, "greeting", late)
    page = browser.new_page()
    page.route("**/queue/join*", hold)
    page.goto(f"{address}?as_of=2023-11-01&outlet=Maren+Courier&by=extract")
    page.fill(BOX, COUNT)
    page.click("#dl-ask")
    page.wait_for_selector("#dl-now .dl-meta")
    call = desk.assistant.calls[-1]  # type: ignore[attr-defined]
    assert (call["filters"], call["llm"]) == (Filters("2023-11-01", outlets=("Maren Courier",)), False)
    for route in loads:
        route.continue_()
    may_greet.set()
    page.wait_for_selector("#dl-hello .dl-welcome", state="attached")
    assert not page.is_visible("#dl-hello")  # the greeting does not take the answer's place
    assert page.inner_text("#dl-now .dl-question") == COUNT
    page.click("#dl-filters > button")
    page.wait_for_function("document.querySelector('#dl-as-of input').value === '2023-11-01'")
    page.fill("#dl-as-of input", "")  # once the form has them, what the form says holds
    page.uncheck("#dl-outlets input >> nth=0")
    page.press("#dl-as-of input", "Tab")
    ask(page)
    settled(page)
    assert desk.assistant.calls[-1]["filters"] == Filters()  # type: ignore[attr-defined]
    page.close()
