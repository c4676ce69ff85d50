"""Whose the data of a page are: its article's, by address, headline or text, or another story's on the same topic."""

import json
from typing import Any

import pytest

from ingest.article.assemble import assemble_articles
from ingest.read.pages import read_page
from ingest.read.pages.said.own import CUT, KICKER, MOST_OTHER, STANDFIRST, Own, Story
from rag.records import Article
from tests.kits.ingest import BODY

HEADLINE = "Ferry fares doubled, islanders say"
URL = "https://sound.example/news/ferry-fares"
SHOWN = [BODY, "The fare for a car went from nine pounds to eighteen within one winter, the line said."]
TEXT = "The island line doubled its fares for cars in one year, and then took them back within a week of protest. " * 5
OTHER = {"headline": "Ferry fares doubled", "datePublished": "2017-02-01", "dateModified": "2017-02-01", "author": {"name": "Bo Ek"}}
PAGE = Own(
    (f"{HEADLINE} | Sound Post", HEADLINE),
    (URL, "https://sound.example/?p=9", "https://sound.example/short", "https://sound.example/a-48211", "https://sound.example/b-20240503"),
    frozenset({"2024-05-03"}),
    "\n\n".join(SHOWN),
)


@pytest.mark.parametrize(
    ("title", "url", "day", "owned"),
    [
        (HEADLINE, "", "", True), (f"{HEADLINE} - Sound Post", "", "", True), (f"Comment: {HEADLINE}", "", "", True),
        ("Ferry fares doubled", "", "", False), ("Ferry fares doubled", "", "2017-02-01", False),
        ("Ferry fares doubled", "", "2024-05-03", True),
        ("Ferry fares: what islanders say", "", "2024-05-03", False), ("Ferry fares doubled…", "", "", True),
        ("Ferry fares", "", "2024-05-03", False),
        ("", "", "", True), ("Fares", URL, "", True), (HEADLINE, "https://sound.example/2017/fares-doubled", "", False),
        ("Fares", f"{URL}/?utm_source=x#top", "", True), ("Fares", "http://www.sound.example/news/ferry-fares/", "", True),
        ("Fares", "https://amp.sound.example/news/ferry-fares.amp.html", "", True), ("Fares", f"{URL}/amp", "", True),
        ("Fares", "/news/ferry-fares", "", True), ("Fares", f"{URL}?id=7", "", False), (HEADLINE, f"{URL}?id=7", "", False),
        (HEADLINE, "https://sound.example/", "", True), (HEADLINE, "https://agency.example/wire/1", "", True),
        (HEADLINE, "https://sound.example/local/ferry-fares", "", True), ("Fares", "https://sound.example/local/ferry-fares", "", False),
        ("Fares", "https://sound.example/short", "", True),
        ("Fares", "https://sound.example/48211", "", True),
        ("Fares", "https://sound.example/48212", "", False),
        ("Fares", "https://agency.example/48211", "", False),
        ("Fares", "https://sound.example/20240503", "", False),
        ("Fares", "https://[broken", "", False), (HEADLINE, "#article", "", True),
    ],
)  # fmt: skip
def test_by_headline_and_address(title: str, url: str, day: str, *, owned: bool) -> None:
    assert PAGE.owns(title, [url] if url else [], day=day) is owned


def test_by_its_text() -> None:
    assert PAGE.owns("Fares", ["https://sound.example/a"], f"It began in May. {' '.join(SHOWN)}")
    assert not PAGE.owns("Fares", [], f"It began in May. {SHOWN[0]}")  # a report before it, of which it repeats a part
    assert not PAGE.gives_way(Story(HEADLINE, TEXT, {}))
    assert PAGE.gives_way(Story(HEADLINE, TEXT, {}, frozenset({URL})))
    assert Own((HEADLINE,), text=SHOWN[0]).gives_way(Story(HEADLINE, TEXT, {}))  # what is shown is a standfirst
    assert Own(()).owns("Fares")
    assert (CUT, KICKER, MOST_OTHER, STANDFIRST) == (90, 3, 0.5, 1)
    assert Own(("a b " * 40,)).calls("a b " * 23)
    assert not Own(("a b " * 40,)).calls("a b " * 22)


def article(head: str = "", foot: str = "", under: str = "", end: str = "") -> Article:
    top = f'<title>{HEADLINE} | Sound Post</title><link rel="canonical" href="{URL}">'
    text = "".join(f"<p>{line}</p>" for line in SHOWN)
    markup = f"<html><head>{top}{head}</head><body><article><h1>{HEADLINE}</h1>{under}{text}{end}</article>{foot}</body></html>"
    return next(assemble_articles(read_page(markup.encode()), "x"))


def linked(**more: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **OTHER, **more})}</script>'


def data(**more: Any) -> str:
    story = {"headline": OTHER["headline"], "publishedAt": OTHER["datePublished"], "author": "Bo Ek", "body": TEXT, **more}
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"related": [story]})}</script>'


@pytest.mark.parametrize(
    "mark", [linked, linked(articleBody=TEXT), linked(url="https://sound.example/2017/fares", articleBody=TEXT), data, data()]
)
def test_another_story_of_the_topic_gives_nothing(mark: Any) -> None:
    found = article(mark if isinstance(mark, str) else mark())
    assert (found.title, found.published, found.byline, found.text) == (HEADLINE, "", "", "\n\n".join(SHOWN))


def test_the_text_of_what_is_no_article_does_not_stand_for_a_short_one() -> None:
    block = {"@type": "Review", "name": "The ferry", "articleBody": TEXT}
    markup = f"<head>{linked(**block)}</head><body><article><h1>{HEADLINE}</h1><p>{BODY[:95]}</p></article></body>"
    assert TEXT[:40] not in read_page(markup.encode()).text


WHOLE = " ".join([*SHOWN, *SHOWN[::-1], "A third boat was bought."])


@pytest.mark.parametrize(
    ("mark", "whole"),
    [
        (linked(headline=HEADLINE), False), (linked(url=f"{URL}/?fbclid=1"), False), (linked(mainEntityOfPage={"@id": f"{URL}#x"}), False),
        (linked(headline=HEADLINE, articleBody=TEXT), False), (linked(articleBody=WHOLE), True),
        (linked(headline="Fares", articleBody=WHOLE), True),
        (data(headline=HEADLINE), False), (data(body=WHOLE), True), (data(url=URL, body=WHOLE), True),
    ],
)  # fmt: skip
def test_the_page_s_own_story_is_read(mark: str, *, whole: bool) -> None:
    found = article(mark)
    assert (found.title, found.published, found.byline) == (HEADLINE, "2017-02-01", "Bo Ek")
    assert ("third boat" in found.text, TEXT[:40] in found.text, found.updated) == (whole, False, "")


def test_of_several_the_one_at_the_address_and_none_where_they_disagree() -> None:
    own, other = linked(headline=HEADLINE, url=URL, datePublished="2024-05-03"), linked(headline=HEADLINE)
    assert article(other + own).published == "2024-05-03"
    assert article(linked(headline=HEADLINE, datePublished="2024-05-03") + other).published == ""
    zones = [linked(headline=HEADLINE, datePublished=time) for time in ("2024-05-03T22:00:00-05:00", "2024-05-04T03:00:00Z")]
    assert article("".join(zones)).published[:10] == "2024-05-03"


STAMP = '<time itemprop="datePublished" datetime="2017-02-01">1 Feb 2017</time>'
NAME = '<b itemprop="author">Bo Ek</b>'
SCOPE = 'itemscope itemtype="https://schema.org/NewsArticle"'


@pytest.mark.parametrize(
    ("under", "foot"),
    [
        ("", f'<aside><a itemprop="headline">Fares</a>{STAMP}</aside>'), ("", f"<div><a>Fares</a>{STAMP}{NAME}</div>"),
        (f"<figure>{STAMP}{NAME}</figure>", ""),
        ("", f'<div {SCOPE}><a itemprop="headline">Ferry fares doubled</a>{STAMP}{NAME}</div>'),
    ],
)  # fmt: skip
def test_properties_of_something_else(under: str, foot: str) -> None:
    found = article("", foot, under)
    assert (found.title, found.published, found.byline) == (HEADLINE, "", "")


def test_an_entry_of_a_list_below_the_text_is_of_something_else() -> None:
    found = article(end=f"<ul><li><a>Fares</a>{STAMP}{NAME}</li></ul>")
    assert (found.title, found.published, found.byline) == (HEADLINE, "", "")


@pytest.mark.parametrize(
    ("under", "foot"),
    [
        (f"<div>{STAMP}{NAME}</div>", ""), (f'<ul><li><a itemprop="author">Bo Ek</a></li><li>{STAMP}</li></ul>', ""),
        ("", f'<div {SCOPE}><meta itemprop="headline" content="{HEADLINE}">{STAMP}{NAME}</div>'),
        ("", f'<div {SCOPE}><link itemprop="mainEntityOfPage" href="{URL}">{STAMP}{NAME}</div>'),
        ("", f'<div {SCOPE}><div itemprop="articleBody"></div>{STAMP}{NAME}</div>'),
    ],
)  # fmt: skip
def test_properties_of_the_article(under: str, foot: str) -> None:
    found = article("", foot, under)
    assert (found.published, found.byline) == ("2017-02-01", "Bo Ek")
    stated = article('<meta property="article:published_time" content="2024-05-03">', "", f"<div>{STAMP}</div>" if under else "")
    assert stated.published == "2024-05-03"  # properties of no thing give way to the head of the page


def test_a_headline_for_those_who_search_is_not_the_one_that_is_seen() -> None:
    told = {"headline": "Fares on the sound: all you need to know", "url": f"{URL}?ref=x", "datePublished": "2024-05-03"}
    found = article(f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **told})}</script>')
    assert (found.title, found.published, HEADLINE in found.text) == (HEADLINE, "2024-05-03", False)
