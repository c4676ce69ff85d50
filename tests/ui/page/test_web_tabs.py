"""The other tabs of the page in a real browser: articles, judgements, timeline, evals."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag.errors import IndexBusy
from tests.kits import browser
from tests.kits.browser import BOX, COUNT, ask, settled
from tests.kits.page import ARTICLES
from ui.page.desk.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Page

served, browser, page = browser.served, browser.browser, browser.page  # its fixtures, one page a module
# Gradio's and Playwright's own sockets and loops are closed by the garbage collector, and their warnings are not ours
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("default")]


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

    def busy(*_: object) -> None:
        raise IndexBusy(served[1].settings.index_dir)

    served[1].remove = busy
    page.click("role=tab[name=Articles]")
    page.wait_for_selector("#dl-list tbody tr")
    page.fill("#dl-list-text input", "climb")
    page.wait_for_function("document.querySelectorAll('#dl-list tbody tr').length === 1")
    page.click("#dl-list .dl-title")
    page.wait_for_selector("#dl-list-read .dl-headline >> text=climb to 92")
    page.click("#dl-list tbody >> text='Delete'")
    page.click("#dl-list >> text=Keep")
    page.click("#dl-list tbody >> text='Delete'")
    page.click("#dl-list >> text=Delete for good")
    page.wait_for_selector("#dl-told >> text=Another ingest is writing")
    served[1].remove = lambda settings, uploads, article_id: gone.append(store.items.pop(article_id).id)
    try:
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


def test_timeline_of_a_topic_opens_the_article_at_its_sentence(page: "Page", served: tuple[str, Desk]) -> None:
    page.click("role=tab[name=Timeline]")
    page.click("#dl-chronicle [data-act=example] >> nth=0")
    page.wait_for_selector("#dl-chronicle .dl-entry")
    assert page.input_value("#dl-topic input, #dl-topic textarea") == "Port Maren"
    page.fill("#dl-topic input, #dl-topic textarea", "ferry delays at Port Maren")
    page.keyboard.press("Enter")
    page.wait_for_selector("#dl-chronicle .dl-question >> text=ferry delays")
    assert page.locator("#dl-chronicle .dl-day").all_inner_texts() == ["17 to 30 Oct 2023", "11 Dec 2023"]
    page.click("#dl-chronicle .dl-title >> nth=1")
    page.wait_for_selector("#dl-when-read .dl-now")
    assert page.text_content("#dl-when-read .dl-now") == "Ferry delays at Port Maren have reached 92, the authority said on 11 December."
    page.click("#dl-when-read [aria-label='Previous quote']")
    page.wait_for_function("document.querySelector('#dl-when-read .dl-headline').textContent.includes('counts 23')")
    page.click("#dl-when-read >> text=Ask about this")
    page.wait_for_function(f"document.querySelector('{BOX}').value.includes('counts 23')")
    page.wait_for_selector("#dl-ask:visible")


def test_timeline_is_narrowed_like_a_question(page: "Page") -> None:
    page.click("role=tab[name=Timeline]")
    page.click("#dl-when-filters > button")
    page.fill("#dl-when-filters input >> nth=0", "30 Nov 2023")
    page.fill("#dl-topic input, #dl-topic textarea", "ferry delays at Port Maren")
    page.click("#dl-topic-go")
    page.wait_for_selector("#dl-chronicle >> text=as of 30 Nov 2023")
    assert page.locator("#dl-chronicle .dl-day").all_inner_texts() == ["17 to 30 Oct 2023"]
    page.fill("#dl-when-filters input >> nth=0", "thirtyish")
    page.click("#dl-topic-go")
    page.wait_for_selector("text=Cannot read 'thirtyish' as a date")


def test_articles_tab_leads_to_a_question(page: "Page") -> None:
    page.click("role=tab[name=Articles]")
    page.click("#dl-list .dl-title >> text=climb to 92")
    page.click("#dl-list-read >> text=Ask about this")
    page.wait_for_function(f"document.querySelector('{BOX}').value.includes('climb to 92')")
    page.wait_for_selector("#dl-ask:visible")


def test_report_of_a_run_opens_in_a_frame_that_reaches_nothing(page: "Page", served: tuple[str, Desk], tmp_path: Path) -> None:
    (tmp_path / "seeds-1").mkdir()
    (tmp_path / "seeds-1" / "summary.json").write_text('{"suite": "seeds", "n": 3, "means": {"right": {"value": 0.5, "n": 3}}}')
    (tmp_path / "seeds-1" / "report.html").write_text(
        "<!doctype html><html><body><h1>Report of seeds</h1><p id=ran></p><img src='http://evil.example/x.png'>"
        "<script>document.querySelector('#ran').textContent = 'drawn'; fetch('http://evil.example/y').catch(() => 0);"
        "try { parent.document.title = 'taken' } catch (e) { document.querySelector('#ran').textContent += ', shut in' }</script>"
    )
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    before, served[1].reports = served[1].reports, tmp_path
    try:
        page.click("role=tab[name=Evals]")
        page.click("#dl-evals [aria-label='Open the report of seeds-1']")
        frame = page.frame_locator("#dl-evals iframe")
        frame.locator("#ran >> text=drawn, shut in").wait_for()
        assert page.title() == "Dateline"
        page.click("#dl-evals >> text=All runs")
        page.wait_for_selector("#dl-evals >> text=Last runs")
    finally:
        served[1].reports = before
    assert [u for u in asked if "evil.example" in u] == []
