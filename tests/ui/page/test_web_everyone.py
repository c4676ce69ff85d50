"""The page for everyone, in a real browser: keyboard, phone, contrast, and text that means harm."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.kits import browser
from tests.kits.browser import BOX, COUNT, ask, settled
from tests.kits.page import HOSTILE
from ui.page.desk.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

served, browser, page = browser.served, browser.browser, browser.page  # its fixtures, one page a module
# Gradio's and Playwright's own sockets and loops are closed by the garbage collector, and their warnings are not ours
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]


def test_keyboard_alone_suffices(page: "Page") -> None:
    page.focus(BOX)
    page.keyboard.type(COUNT)
    page.keyboard.press("Enter")
    page.wait_for_selector("#dl-now .dl-chip")
    settled(page)
    page.evaluate("document.querySelector('#dl-now').setAttribute('tabindex', '-1'); document.querySelector('#dl-now').focus()")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('dl-chip')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#dl-read .dl-now")
    page.wait_for_function("document.activeElement.closest('#dl-read') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector("#dl-read .dl-reader-empty")
    page.wait_for_function("document.activeElement.classList.contains('dl-chip')")


def test_hostile_article_text_stays_text_and_fetches_nothing(page: "Page") -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, "What are the harbour notes and the harbour fee at Port Maren, crowns?", until="#dl-now .dl-quote")
    settled(page)
    page.locator("#dl-now .dl-quote", has_text="Evil").locator(".dl-title").first.click()
    page.wait_for_selector("#dl-read .dl-now")
    assert page.text_content("#dl-read .dl-body") == HOSTILE
    assert page.inner_text("#dl-read .dl-headline") == "<b>Fees</b> at the harbour & <script>alert(1)</script>"
    assert page.locator("#dl-read img, #dl-read script, #dl-read .dl-body a, #dl-read [href^=javascript], #dl-now img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert [u for u in asked if "evil.example" in u] == []


def test_long_headline_and_article_do_not_break_the_page(page: "Page") -> None:
    ask(page, "How long did the dredging hearing at Port Maren last, nine hours?", until="#dl-now .dl-chip")
    settled(page)
    page.click("#dl-now .dl-chip")
    page.wait_for_selector("#dl-read .dl-now")
    assert len(page.inner_text("#dl-read .dl-headline")) == 300
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_phone_width(page: "Page") -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#dl-now .dl-chip >> nth=1")
    page.wait_for_selector("#dl-read .dl-now")
    page.wait_for_timeout(300)
    box = page.locator("#dl-read .dl-now").bounding_box()
    assert box is not None
    assert 0 <= box["x"] < 390
    assert 0 < box["y"] < 844
    page.click("#dl-read [aria-label='Close the article']")
    page.wait_for_selector("#dl-read .dl-reader", state="hidden")


def test_nothing_is_fetched_from_elsewhere(browser: "Browser", served: tuple[str, Desk]) -> None:
    outside: list[str] = []
    context = browser.new_context()
    tab = context.new_page()
    tab.on("request", lambda r: outside.append(r.url) if not r.url.startswith((served[0], "data:", "blob:")) else None)
    tab.goto(served[0])
    tab.wait_for_selector(".dl-welcome")
    ask(tab)
    settled(tab)
    tab.click("#dl-now .dl-chip")
    for name in ("Timeline", "Articles", "Evals"):
        tab.click(f"role=tab[name={name}]")
        tab.wait_for_timeout(500)
    context.close()
    assert outside == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_labels_and_contrast_pass_axe(browser: "Browser", served: tuple[str, Desk], theme: str) -> None:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    tab = context.new_page()
    tab.set_default_timeout(90_000)
    tab.goto(f"{served[0]}?__theme={theme}")
    tab.wait_for_selector(".dl-welcome")
    found = _violations(axe, tab, "welcome")
    ask(tab)
    settled(tab)
    tab.click("#dl-now .dl-chip")
    tab.wait_for_selector("#dl-read .dl-now")
    tab.click("#dl-filters > button")
    tab.wait_for_selector("#dl-outlets >> text=Maren Courier")
    tab.click("#dl-down")
    tab.wait_for_selector("#dl-why")
    found += _violations(axe, tab, "answer")
    ask(tab, "Who designed the opera house of Port Maren harbour district?", until=".dl-decline")
    found += _violations(axe, tab, "decline")
    for name in ("Timeline", "Articles", "Evals"):
        tab.click(f"role=tab[name={name}]")
        tab.wait_for_timeout(600)
        found += _violations(axe, tab, name)
    context.close()
    assert found == []


def _violations(axe: Any, tab: "Page", where: str) -> list[str]:
    tab.wait_for_timeout(600)
    result = axe.run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    # Plotly adds its own style element a second time, under the same id; WCAG 2.2 dropped that rule
    kept = [v for v in result["violations"] if v["id"] != "duplicate-id"]
    return [f"{where}: {v['id']}: {n['target']} {n['failureSummary'][:300]}" for v in kept for n in v["nodes"][:4]]
