"""The page in a real browser: what a reader sees and does, on a small newsroom with a slow writer."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.pagekit import ARTICLES, HOSTILE, desk_for
from ui.page.desk import Desk
from ui.page.links import query_of
from ui.page.turn import Filters

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Gradio's and Playwright's own sockets and loops are closed by the garbage collector, and their warnings are not ours
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]
COUNT = "How many ferry delays at Port Maren have been counted?"
DATED = "How many ferry delays at Port Maren have been counted by the end of October 2023?"
BOX = "#dl-question textarea, #dl-question input"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    """A page on loopback with a writer of 0.04 s a word, 2,000 more outlets, and an index of its own for uploads."""
    from ui.page.build import build
    from ui.page.feeder import Feeder
    from ui.page.library import take_in
    from ui.web import launch

    folder = tmp_path_factory.mktemp("page")
    desk = desk_for(folder / "index", token_s=0.04, extra_outlets=2000, rewrite=_rewrite)
    desk.feeder = Feeder(lambda paths: take_in(desk.settings, paths), desk.uploads)
    page = build(desk)
    yield launch(page, "127.0.0.1", None, None, wait=False), desk
    page.close()


def _rewrite(question: str, history: Any) -> str:
    return "What do ferry engines at Port Maren cost to replace?" if history and question.startswith("And ") else question


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
    assert served[1].assistant.calls[-1]["outlets"] == ("Coast Wire",)  # type: ignore[attr-defined]


def test_bad_date_is_said_and_nothing_is_asked(page: "Page", served: tuple[str, Desk]) -> None:
    calls = len(served[1].assistant.calls)  # type: ignore[attr-defined]
    page.click("#dl-filters > button")
    page.fill("#dl-as-of input", "thirtyish")
    page.fill(BOX, COUNT)
    page.click("#dl-ask")
    page.wait_for_selector("text=Cannot read 'thirtyish' as a date")
    assert len(served[1].assistant.calls) == calls  # type: ignore[attr-defined]
    assert page.input_value(BOX) == COUNT


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
    assert taken["Link"] == f"{served[0]}?{query_of(COUNT, Filters())}"


def test_link_restores_question_date_and_filters(page: "Page", served: tuple[str, Desk]) -> None:
    link = query_of(COUNT, Filters(as_of="2023-12-15", outlets=("Coast Wire",), mode="extract"))
    page.goto(f"{served[0]}?{link}")
    page.wait_for_selector("#dl-now .dl-meta")
    assert page.inner_text("#dl-now .dl-question") == COUNT
    call = served[1].assistant.calls[-1]  # type: ignore[attr-defined]
    assert (call["as_of"], call["outlets"], call["llm"]) == ("2023-12-15", ("Coast Wire",), False)
    assert page.locator("#dl-now .dl-pill").all_inner_texts() == ["As of 15 Dec 2023 ×", "Coast Wire ×"]


def test_reload_keeps_the_question(page: "Page") -> None:
    ask(page)
    page.wait_for_function("location.search.includes('q=How')")
    page.reload()
    page.wait_for_selector("#dl-now .dl-meta")
    assert page.inner_text("#dl-now .dl-question") == COUNT


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


def test_takes_in_a_good_file_and_says_why_a_broken_one_failed(page: "Page", served: tuple[str, Desk], tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(
        "Mill reopens at Arden\n\n3 May 2024\n\n"
        + "The old mill at Arden reopened on Friday after two years of repairs, the council said. " * 5
    )
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "weir.txt").write_text(
        "Weir repaired\n\n4 May 2024\n\n" + "The weir above Arden was repaired by the council this week, officials said. " * 5
    )
    page.click("role=tab[name=Articles]")
    page.set_input_files("#dl-files input[type=file]", [tmp_path / "mill.txt", tmp_path / "empty.txt"])
    page.wait_for_selector("#dl-progress >> text=2 of 2 files done", timeout=90_000)
    rows = page.locator("#dl-progress tbody tr").all_inner_texts()
    assert len(rows) == 2, rows
    assert rows[0].split("\t")[:2] == ["empty.txt", "failed"]
    assert rows[0].split("\t")[2]
    assert rows[1].split("\t")[:2] == ["mill.txt", "added"]
    page.set_input_files("#dl-folder input[type=file], input[webkitdirectory]", tmp_path / "folder")
    page.wait_for_selector("#dl-progress >> text=weir.txt", timeout=30_000)
    page.fill("#dl-url input", "http://127.0.0.1:9/private")
    page.click("#dl-fetch")
    page.wait_for_selector("#dl-progress >> text=only the usual ports")
    page.fill("#dl-url input", "http://127.0.0.1/private")
    page.click("#dl-fetch")
    page.wait_for_selector("#dl-progress >> text=inside this network")
    page.click("role=tab[name=Ask]")
    ask(page)  # questions go on meanwhile
    assert (served[1].settings.index_dir / "articles.db").exists()


def test_articles_can_be_found_read_and_deleted(page: "Page", served: tuple[str, Desk]) -> None:
    gone: list[str] = []
    store: Any = served[1].store
    served[1].remove = lambda settings, uploads, article_id: gone.append(store.items.pop(article_id).id)
    page.click("role=tab[name=Articles]")
    page.wait_for_selector("#dl-list tbody tr")
    page.fill("#dl-list-text input", "climb")
    page.wait_for_function("document.querySelectorAll('#dl-list tbody tr').length === 1")
    page.click("#dl-list .dl-title")
    page.wait_for_selector("#dl-list-read .dl-headline >> text=climb to 92")
    page.click("#dl-list tbody >> text=Delete")
    page.click("#dl-list >> text=Keep")
    assert gone == []
    try:
        page.click("#dl-list tbody >> text=Delete")
        page.click("#dl-list >> text=Delete for good")
        page.wait_for_selector("#dl-list >> text=No article fits.")
        assert gone == ["a2"]
    finally:
        store.items["a2"] = ARTICLES[1]


def test_thumbs_are_kept_with_their_reason(page: "Page", served: tuple[str, Desk]) -> None:
    ask(page)
    settled(page)
    page.click("#dl-down")
    page.click("#dl-why >> text=Outdated")
    page.fill("#dl-why textarea >> nth=0", "over 150")
    page.click("#dl-send")
    page.wait_for_selector("#dl-said >> text=Kept")
    row = json.loads(served[1].feedback.read_text().splitlines()[-1])
    assert (row["good"], row["reasons"], row["right"], row["question"]) == (False, ["Outdated"], "over 150", COUNT)
    assert row["versions"]["writer"] == "slow-model"
    ask(page)
    settled(page)
    page.click("#dl-up")
    page.wait_for_selector("#dl-said >> text=Kept")
    assert json.loads(served[1].feedback.read_text().splitlines()[-1])["good"] is True


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
    for name in ("Articles", "Evals"):
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
    for name in ("Articles", "Evals"):
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
