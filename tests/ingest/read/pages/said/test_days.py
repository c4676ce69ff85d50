"""Which day a page was published and changed, where its marks contradict each other or are none of the article's."""

import json
from datetime import date, timedelta

import pytest

from ingest.article.assemble import assemble_articles
from ingest.read.pages import read_page
from ingest.read.pages.said.days import TOUCHED, day_in_address, finest, settle
from ingest.read.pages.said.guess import guessed_day
from ingest.read.pages.said.stamp import page_stamp
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
        ('<div class="release-date">3 May 2024</div>', ""),
        ('<div class="timestamp">3 May 2024</div>', ""),  # of a picture, a film, a map as often
        ('<div class="created">3 May 2024</div>', ""),
        ('<div class="post-date">3 May 2024</div><div class="post-date">4 May 2024</div>', ""),
        ('<div class="related"><div class="post-date">3 May 2024</div></div>', ""),
        ("<footer>© 2024</footer>", ""),
        (f'<div class="post-date">{"word " * 10}3 May 2024</div>', ""),
    ],
)
def test_a_day_is_guessed_only_where_an_element_called_by_it_writes_it(foot: str, day: str) -> None:
    tree = page_tree(f"<html><body><h1>{HEADLINE}</h1><p>{BODY}</p><p>Founded on 1 June 1962.</p>{foot}</body></html>".encode())[1]
    assert guessed_day(tree, "") == day


TOMORROW, LATER = ((date.today() + timedelta(days=days)).isoformat() for days in (1, 2))
NONE = "0001-01-01T00:00:00 1601-01-01T00:00:00Z 1900-01-01 1970-01-01T00:00:00Z 1970-01-01T01:00:00+01:00 1969-12-31T19:00:00-05:00"


@pytest.mark.parametrize("stamp", [*NONE.split(), f"{LATER}T10:00:00Z", "9999-12-31"])
def test_a_time_that_is_none_gives_way_to_the_next_source(stamp: str) -> None:
    assert page_stamp(stamp) == ""
    meta, block = f'<meta property="article:published_time" content="{stamp}">', {"@type": "NewsArticle", "datePublished": stamp}
    changed = f'<meta property="article:modified_time" content="{stamp}">'
    linked = f'<script type="application/ld+json">{json.dumps({**block, "headline": HEADLINE})}</script>'
    data = f'<script type="application/json">{json.dumps({"title": HEADLINE, "body": BODY, "publishedAt": stamp})}</script>'
    items = f'<article itemscope itemtype="https://schema.org/Article"><h1>{HEADLINE}</h1><meta itemprop="datePublished" content="{stamp}">'
    shown = f'<h1>{HEADLINE}</h1><time datetime="{stamp}">long ago</time>'
    seen = f"<h1>{HEADLINE}</h1><p>Published {stamp[:10]}</p>"
    for head, top in ((meta + changed, ""), (linked, ""), (data, ""), ("", items), ("", shown), ("", seen)):
        top = top or f"<h1>{HEADLINE}</h1>"
        for under, day in (("<p>3 May 2024</p>", "2024-05-03"), ("", "")):
            if under and top == seen:
                continue  # two days, which contradict each other for all that reads the text
            fields = read_page(f"<html><head>{head}</head><body>{top}{under}<p>{BODY}</p></body></html>".encode()).fields
            assert (fields.get("published", ""), fields.get("updated", "")) == (day, "")


def test_times_that_are() -> None:
    for stamp in ("1970-01-02T00:00:00Z", "1969-12-30", "1905-01-01", TOMORROW, "2024-05-03T10:00"):
        assert page_stamp(stamp) == stamp.removesuffix("T00:00:00Z")


def test_the_day_on_which_a_film_was_released_dates_nothing() -> None:
    page = f'<article><h1>{HEADLINE}</h1><ul><li>Director: Ann Lee</li></ul><span class="{{}}">14 June 2019</span><p>{BODY}</p></article>'
    for name, day in (("release-date", ""), ("date", "2019-06-14")):
        assert next(assemble_articles(read_page(page.format(name).encode()), "x")).published == day


@pytest.mark.parametrize(("head", "day"), [("", ""), ('<meta property="article:published_time" content="2024-03-05">', "2024-03-05")])
@pytest.mark.parametrize("tag", ["p", "h3"])
def test_a_chronicle_keeps_its_first_day(head: str, day: str, tag: str) -> None:
    parts = "".join(f"<{tag}>{n} March 2024</{tag}><p>{BODY} It was day {n}.</p>" for n in (5, 7))
    (found,) = assemble_articles(read_page(f"<head>{head}</head><body><main><h1>{HEADLINE}</h1>{parts}</main></body>".encode()), "x")
    assert (found.published, found.text.split("\n")[0]) == (day, "5 March 2024")
    own = f"<head>{head}</head><body><main><h1>{HEADLINE}</h1><p>5 March 2024</p><p>{BODY}</p><p>{BODY[::-1]}</p></main></body>"
    (found,) = assemble_articles(read_page(own.encode()), "x")
    assert (found.published, found.text[:20]) == ("2024-03-05", BODY[:20])


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
