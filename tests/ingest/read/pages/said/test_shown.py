"""What a page marks in its body and shows under its headline: microdata, RDFa, microformats, times, bylines, outlets, headlines."""

import json

import pytest

from ingest.article.assemble import assemble_articles
from ingest.read.pages import read_page
from ingest.read.pages.said.heads import KICKER
from ingest.read.pages.said.names import clean_byline, outlet_behind, rights_holder
from rag.records import Article
from tests.kits.ingest import BODY

HEADLINE = "Storm sinks two boats"


SCOPE = '<div itemscope itemtype="https://schema.org/NewsArticle">'


def page(inside: str, head: str = "", top: str = f"<h1>{HEADLINE}</h1>", foot: str = "") -> Article:
    markup = f"<html><head>{head}</head><body>{top}{inside}<p>{BODY}</p><p>{BODY[::-1]}</p>{foot}</body></html>"
    return next(assemble_articles(read_page(markup.encode()), "x"))


def scoped(inside: str, foot: str = "") -> Article:
    return page(
        "",
        top=f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{HEADLINE}</h1>{inside}',
        foot=f"</div>{foot}",
    )


def test_microdata_of_the_article_and_not_of_a_related_one() -> None:
    other = f'{SCOPE}<h3 itemprop="headline">Other</h3><time itemprop="datePublished" datetime="2023-01-01"></time></div>'
    found = scoped(
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">By <b itemprop="name">Ann Lee</b></span>'
        '<meta itemprop="datePublished" content="2024-05-03T10:00:00Z"><meta itemprop="dateModified" content="2024-05-04T10:00:00Z">'
        '<div itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="Post"></div>',
        other,
    )
    assert (found.byline, found.source, found.published, found.updated) == (
        "Ann Lee",
        "Post",
        "2024-05-03T10:00+00:00",
        "2024-05-04T10:00+00:00",
    )


def test_rdfa() -> None:
    top = f'<article typeof="schema:NewsArticle"><h1 property="schema:headline">{HEADLINE}</h1><i property="schema:author">Ann Lee</i>'
    found = page('<span property="schema:datePublished" content="2024-05-03">May</span>', top=top)
    assert (found.byline, found.published) == ("Ann Lee", "2024-05-03")


@pytest.mark.parametrize(
    ("inside", "published", "updated", "byline"),
    [
        ('<div>Ann Lee <time datetime="2024-05-03T10:00:00Z">3 hours ago</time></div>', "2024-05-03T10:00+00:00", "", "Ann Lee"),
        (
            '<div><time datetime="2024-05-03T10:00:00Z">3 hours ago</time></div><div>Ann Lee</div><div>Harbour correspondent</div>',
            "2024-05-03T10:00+00:00",
            "",
            "Ann Lee",
        ),
        (
            '<p>Published <time datetime="2024-05-03T10:00">x</time> Updated <time datetime="2024-05-04T11:00">x</time></p>',
            "2024-05-03T10:00",
            "2024-05-04T11:00",
            "",
        ),
        ('<abbr class="dt-published" title="2024-05-03T10:00:00Z">last week</abbr>', "2024-05-03T10:00+00:00", "", ""),
        (
            '<time class="entry-date published" datetime="2024-05-03">x</time><time class="updated" datetime="2024-05-05">x</time>',
            "2024-05-03",
            "2024-05-05",
            "",
        ),
        ("<div><span>By Ann Lee</span><span>May 3, 2024</span><span>4 min read</span></div>", "2024-05-03", "", "Ann Lee"),
        ("<p>By Ann Lee | May 3, 2024 | 3 min read</p>", "2024-05-03", "", "Ann Lee"),
        ("<p>Filed by Ann Lee on 3 May 2024</p>", "2024-05-03", "", "Ann Lee"),
        ("<i>By ANN LEE, Post Staff</i>", "", "", "Ann Lee"),
        ('<a rel="author">Ann Lee</a>', "", "", "Ann Lee"),
        ('<span class="byline">By Ann Lee, staff writer</span>', "", "", "Ann Lee"),
        ('<p>The two boats left the harbour in calm weather at <time datetime="2024-05-03T19:00">seven</time>.</p>', "", "", ""),
        ("<nav>3 May 2024</nav><aside>3 May 2024</aside>", "", "", ""),
    ],
)
def test_lines_under_the_headline(inside: str, published: str, updated: str, byline: str) -> None:
    found = page(inside)
    assert (found.published, found.updated, found.byline, found.found) == (published, updated, byline, "")


@pytest.mark.parametrize(
    ("top", "foot", "published"),
    [
        (f'<article><time datetime="2024-05-03">x</time><h1>{HEADLINE}</h1>', "</article>", "2024-05-03"),
        (f"<p>3 May 2024</p><h1>{HEADLINE}</h1>", "", "2024-05-03"),
        (f"<p>3 May 2024</p><nav>x</nav><h1>{HEADLINE}</h1>", "", ""),
        (f'<div class="masthead">3 May 2024</div><h1>{HEADLINE}</h1>', "", ""),
        (f'<div><time datetime="2024-09-01">x</time></div><h1>{HEADLINE}</h1>', "", ""),
        (
            f"<article><h1>{HEADLINE}</h1>",
            '<footer class="entry-footer">Posted on <time datetime="2024-05-03">x</time></footer></article>',
            "2024-05-03",
        ),
        (f"<h1>{HEADLINE}</h1>", "<aside><ul><li>Older <time datetime='2022-01-01'>1 January 2022</time></li></ul></aside>", ""),
        (f"<h1>{HEADLINE}</h1>", "<footer>© 2024 Post. Page generated 2 January 2024.</footer>", ""),
    ],
)
def test_days_elsewhere(top: str, foot: str, published: str) -> None:
    assert page("", top=top, foot=foot).published == published


@pytest.mark.parametrize(
    ("head", "top", "title", "source", "found"),
    [
        (f"<title>{HEADLINE} | The Post</title>", f"<h2>{HEADLINE}</h2>", HEADLINE, "The Post", "source"),
        (f"<title>{HEADLINE} - News - Harbour Post</title>", f"<h1>{HEADLINE}</h1>", HEADLINE, "Harbour Post", "source"),
        (f"<title>Harbour Post: {HEADLINE}</title>", f"<h1>{HEADLINE}</h1>", HEADLINE, "Harbour Post", "source"),
        (
            f"<title>{HEADLINE} - Harbour Post</title>",
            f'<a class="logo" href="/"><img alt="Harbour Post"></a><h1>{HEADLINE}</h1>',
            HEADLINE,
            "Harbour Post",
            "",
        ),
        (
            f'<title>{HEADLINE} - Post</title><link rel="canonical" href="https://www.post.example/a">',
            f"<h1>{HEADLINE}</h1>",
            HEADLINE,
            "Post",
            "",
        ),
        (f"<title>{HEADLINE} | The Post</title>", f"<h1>The Post</h1><h2>{HEADLINE}</h2>", HEADLINE, "The Post", "source"),
        (f"<title>{HEADLINE} - live</title>", f"<h1>{HEADLINE}</h1>", HEADLINE, "", ""),
        (f"<title>{HEADLINE} - by Ann Lee - The Letter</title>", f"<h1>{HEADLINE}</h1>", HEADLINE, "The Letter", "source"),
        (
            f'<meta property="og:title" content="{HEADLINE} – Post"><meta property="og:site_name" content="Post">',
            f"<h1>{HEADLINE} in harbour</h1>",
            f"{HEADLINE} in harbour",
            "Post",
            "",
        ),
        (f'<meta property="og:title" content="{HEADLINE}">', f"<h1><i>Shipping</i> {HEADLINE}</h1>", HEADLINE, "", ""),
        (f"<title>{HEADLINE} – night of loss</title>", f"<h1>{HEADLINE} – night of loss</h1>", f"{HEADLINE} – night of loss", "", ""),
        (
            f"<title>{HEADLINE}</title>",
            f"<h1>{HEADLINE}</h1><footer>Copyright 2024 Harbour Post Ltd. All rights reserved.</footer>",
            HEADLINE,
            "Harbour Post",
            "source",
        ),
    ],
)
def test_headline_and_outlet(head: str, top: str, title: str, source: str, found: str) -> None:
    article = page("", head, top)
    assert (article.title, article.source, article.found) == (title, source, found)
    assert KICKER == 3


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("Written by: Ann Lee", "Ann Lee"),
        ("Ann Lee, Staff Writer", "Ann Lee"),
        ("By ANN LEE", "Ann Lee"),
        ("https://p.example/ann", ""),
        ("admin", ""),
        ("Super User", ""),
        ("Newsroom", ""),
        ("Ann Lee ann@p.example", "Ann Lee"),
        ("Ann Lee and Bo Ek", "Ann Lee and Bo Ek"),
        ("Ann-Mari Lee", "Ann-Mari Lee"),
        ("Ann Lee | Post", "Ann Lee"),
        ("a" * 121, ""),
    ],
)
def test_bylines(line: str, names: str) -> None:
    assert clean_byline(line) == names


def test_names_of_outlets() -> None:
    assert outlet_behind("Storm | Harbour Post", "", []) == ("", False)  # too short a headline to be sure of
    assert outlet_behind("Storm sinks two boats | Harbour Post", "", []) == ("Harbour Post", False)
    assert outlet_behind("Storm - Harbour Post", "", ["harbourpost"]) == ("Harbour Post", True)
    assert rights_holder("© 2019-2024 Harbour Post | Contact") == "Harbour Post"
    assert rights_holder("© 2024 All rights reserved. Contact us.") == ""


@pytest.mark.parametrize(
    ("under", "foot", "published", "byline"),
    [
        ("<p>12 March 1943 – 4 October 2024</p>", "", "", ""),  # a life
        ("<p>Ann Lee</p><p>2 May 1923 – 3 May 1977</p>", "", "", ""),
        ("<dl><dt>Opened</dt><dd>12 May 2001</dd></dl>", "", "", ""), ("<p>Hearing date:</p><p>12 May 2019</p>", "", "", ""),
        ("<div>Next review due: <time datetime='2020-05-12'>12 May 2020</time></div>", "", "", ""),
        ("<p>31 January 2020</p><p>Last day to comment</p>", "", "", ""), ("<p>12 May 1993</p>", "", "", ""),
        ("<p>12 May 1994</p>", "", "1994-05-12", ""), ("<p>12 May 2999</p>", "", "", ""),
        ("<p>Published 12 May 1993</p>", "", "1993-05-12", ""),
        ("<p>EMBARGOED UNTIL 00:01 Friday 6 December 2019</p>", "", "", ""), ("<p>Bo Ek / Getty Images</p><p>12 May 2009</p>", "", "", ""),
        ("<div class='caption'>Ann Lee / 5 March 2019</div>", "", "", ""), ("<div class='event-date'>5 March 2019</div>", "", "", ""),
        ("<div class='author'>Follow</div><div class='author'>Ann Lee</div>", "", "", "Ann Lee"),
        ("<a rel='author'>About the authors</a>", "", "", ""), ("<address class='author'>12 High Street, Kelby</address>", "", "", ""),
        ("<p>By Bo Ek</p><p>Reviewed by Ann Lee</p>", "", "", "Ann Lee"), ("<p>Von Ann Lee | 5.3.2024</p>", "", "2024-03-05", "Ann Lee"),
        ("<p>5 March 2024</p>", f"<h2>Bridge shut</h2><p>5 March 2023</p><p>{BODY.upper()}</p>", "", ""),  # two articles
        ("", "<div class='grid'><div class='story-date'>5 March 2019</div><a>Bridge shut</a></div>", "", ""),
        ("", "<ul><li><span class='post-time'>5 March 2019</span> Bridge shut</li></ul>", "", ""),
        ("", "<p class='publication'>Our history was published on 5 March 2019</p>", "", ""),
    ],
)  # fmt: skip
def test_days_and_names_that_are_not_the_articles(under: str, foot: str, published: str, byline: str) -> None:
    article = page(under, foot=foot)
    assert (article.published, article.byline) == (published, byline)


def test_lines_that_state_nothing_of_the_article_stay_in_its_text() -> None:
    assert page("<p>12 March 1943 – 4 October 2024</p>").text.startswith("12 March 1943")
    assert page("<p>By Ann Lee, dpa</p>").agency == "dpa"


@pytest.mark.parametrize("tail", ["Part 2", "Read now", "March 2024", "Election 2024", "Planning", "Ann Lee"])
def test_what_stands_behind_a_headline_is_an_outlet_only_if_it_reads_as_one(tail: str) -> None:
    assert page("", f"<title>{HEADLINE} - {tail}</title>").source == ""


@pytest.mark.parametrize(
    "foot", ["<small>© Maps and Mills</small>", "<small>Photographs © Ann Lee</small>", "<a href='/'>Back to overview</a>"]
)
def test_makers_of_maps_and_pictures_are_no_outlets(foot: str) -> None:
    assert page("", foot=f"<footer>{foot}</footer>").source == ""


def test_the_article_of_another_page_in_the_marks_of_this_one() -> None:
    other = {"@type": "NewsArticle", "headline": "Fire at the mill", "datePublished": "2019-01-01", "articleBody": "A fire. " * 100}
    block = f'<script type="application/ld+json">{json.dumps(other)}</script>'
    data = {"props": {"recommended": [{"title": "Fire at the mill", "body": "A fire burned. " * 60, "publishedAt": "2019-01-01"}]}}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    for head in (block, script):
        markup = f"<html><head>{head}</head><body><article><h1>{HEADLINE}</h1><p>{BODY[:80]}</p></article></body></html>"
        article = next(assemble_articles(read_page(markup.encode()), "x"))
        assert (article.title, article.published, "fire" in article.text) == (HEADLINE, "", False)
