"""Which day a page was published and changed, where its marks contradict each other or are none of the article's."""

import pytest

from ingest.read.pages import read_page
from ingest.read.pages.said.days import TOUCHED, day_in_address, finest, settle
from ingest.read.pages.said.guess import guessed_day
from ingest.read.pages.said.zone import Zone
from ingest.read.pages.tree import page_tree
from tests.kits.ingest import BODY

HEADLINE = "Storm sinks two boats"


@pytest.mark.parametrize(
    ("published", "updated", "seen", "changed", "settled"),
    [
        ("2024-05-06", "", "2024-05-03T10:00", "2024-05-06T08:00", ("2024-05-03T10:00", "2024-05-06T08:00")),  # the mark is the update's
        ("2024-05-06", "2024-05-06", "2024-05-03", "", ("2024-05-03", "2024-05-06")),
        ("2024-05-06", "", "2024-05-03", "", ("2024-05-06", "")),
        ("2024-05-03", "2024-05-02", "", "", ("2024-05-03", "")),
        ("2024-05-03", "2024-05-04", "", "", ("2024-05-03", "2024-05-04")),
        ("2024-05-03T10:00+00:00", "2024-05-03T09:59+00:00", "", "", ("2024-05-03T10:00+00:00", "")),
        ("2024-05-03T10:00+00:00", "2024-05-03T10:00+00:00", "", "", ("2024-05-03T10:00+00:00", "")),
        ("2024-05-03T23:00-05:00", "2024-05-04T04:01+00:00", "", "", ("2024-05-03T23:00-05:00", "2024-05-04T04:01+00:00")),
        ("2024-05-03", "", "2024-05-03T10:00", "", ("2024-05-03T10:00", "")),
        ("", "", "2024-05-03", "", ("2024-05-03", "")),
        ("2024-05-06", "", "2014-05-03", "2024-05-06T08:00", ("2024-05-06", "2024-05-06T08:00")),  # long before: of what it tells
    ],
)
def test_marks_and_what_is_seen(published: str, updated: str, seen: str, changed: str, settled: tuple[str, str]) -> None:
    assert settle({"published": published, "updated": updated}, Zone(seen, changed)) == settled


def test_the_day_of_a_file_is_no_update_long_after() -> None:
    assert settle({"published": "2024-05-03", "updated": "2024-06-04"}, Zone(), "2024-06-04") == ("2024-05-03", "")
    assert settle({"published": "2024-05-03", "updated": "2024-06-03"}, Zone(), "2024-06-03") == ("2024-05-03", "2024-06-03")
    assert settle({"published": "2024-05-03", "updated": "2024-06-04"}, Zone()) == ("2024-05-03", "2024-06-04")
    assert TOUCHED == 31
    assert finest("2024-05-03", "2024-05-04T10:00", "2024-05-03T11:00") == "2024-05-03T11:00"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://p.example/2024/05/03/storm", "2024-05-03"),
        ("https://p.example/news/2024-05-03-storm", "2024-05-03"),
        ("https://p.example/20240503/storm.html", "2024-05-03"),
        ("https://p.example/2024/05/storm", ""),
        ("https://p.example/2024/02/31/x", ""),
        ("https://p.example/2024/05/03/a/2024/05/04", ""),
        ("https://p.example/x?d=/2024/05/03/", ""),
        ("https://p.example/1202405031", ""),
        ("https://p.example/archive/1912/04/15/ship", ""),
        ("https://p.example/events/2019/12/24/carols", ""),
        ("https://p.example/20191224/", ""),
        ("https://p.example/news/2999-12-24/carols", ""),
    ],
)
def test_the_day_in_an_address(url: str, day: str) -> None:
    assert day_in_address(url) == day
    raw = read_page(f'<head><link rel="canonical" href="{url}"></head><body><h1>{HEADLINE}</h1><p>{BODY}</p></body>'.encode())
    assert (raw.fields.get("published", ""), "published" in raw.found) == (day, bool(day))


@pytest.mark.parametrize(
    ("foot", "day"),
    [
        ('<div class="post-date">3 May 2024</div>', "2024-05-03"),
        ("<div>3 May 2024</div>", ""),
        ('<div class="event-date">3 May 2024</div>', ""),
        ('<div class="post-date">3 May 2024</div><div class="post-date">4 May 2024</div>', ""),
        ('<div class="related"><div class="post-date">3 May 2024</div></div>', ""),
        ("<footer>© 2024</footer>", ""),
        (f'<div class="post-date">{"word " * 10}3 May 2024</div>', ""),
    ],
)
def test_a_day_is_guessed_only_where_an_element_called_by_it_writes_it(foot: str, day: str) -> None:
    tree = page_tree(f"<html><body><h1>{HEADLINE}</h1><p>{BODY}</p><p>Founded on 1 June 1962.</p>{foot}</body></html>".encode())[1]
    assert guessed_day(tree, "") == day


def test_the_address_of_an_article() -> None:
    def url(head: str, before: str = "") -> str:
        return read_page(f"{before}<html><head>{head}</head><body><h1>{HEADLINE}</h1><p>{BODY}</p></body></html>".encode()).fields.get(
            "url", ""
        )

    canonical, og = '<link rel="canonical" href="https://p.example/a">', '<meta property="og:url" content="https://p.example/b?x=1">'
    assert url(og + canonical) == "https://p.example/a"
    assert url(og + '<link rel="canonical" href="https://p.example/">') == "https://p.example/b?x=1"
    assert url('<link rel="canonical" href="/a">') == ""
    assert url("", "<!-- saved from url=(0019)https://p.example/c -->\n") == "https://p.example/c"
