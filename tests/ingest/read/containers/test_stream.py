"""A page of several articles gives each with its own day; teasers, comments and boxes make no page of several."""

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.stream import LEAST_WORDS, UNDATED, split
from ingest.read.failures import ReadError
from ingest.read.markup import parse

PUBLISHED = '<meta property="article:published_time" content="2020-03-27T10:00:00Z">'


def article(n: int, day: str = "2020-03-0{}", words: int = LEAST_WORDS, css: str = "post", more: str = "") -> str:
    time = f'<time datetime="{day.format(n)}">then</time>' if day else ""
    return f'<article class="{css}"><h2>Story {n}</h2>{time}{more}<p>{" ".join(["word"] * words)}</p></article>'


def page(*articles: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{''.join(articles)}</body></html>"


def days(markup: str) -> list[str]:
    return [raw.fields["published"] for raw in split(parse(markup)) if isinstance(raw, Raw)]


def test_two_are_several() -> None:
    assert days(page(article(1), article(2))) == ["2020-03-01", "2020-03-02"]


@pytest.mark.parametrize(
    "markup",
    [
        page(article(1)),
        page(article(1), article(2, words=LEAST_WORDS - 1)),
        page(article(1), article(2, css="comment-body")),
        page(article(1), article(2, day="")),
        page(f'<article class="page">{article(1)}{article(2)}<p>x</p></article>'),
        page(*(article(n, day="") for n in range(UNDATED - 1))),
        page(*(article(n, day="") for n in range(UNDATED)), head=PUBLISHED),
    ],
    ids=["one", "a teaser", "a comment", "a box without a day", "parts of one", "two without a day", "its page says when"],
)
def test_one_article_is_not_several(markup: str) -> None:
    assert split(parse(markup)) == []


def test_one_without_a_day_among_dated_ones_gets_none_of_theirs() -> None:
    assert days(page(article(1), article(2), article(3, day=""))) == ["2020-03-01", "2020-03-02", ""]


def test_several_that_state_no_day_are_named() -> None:
    with pytest.raises(ReadError, match="3 articles that state no day"):
        split(parse(page(*(article(n, day="") for n in range(UNDATED)))))


def test_a_later_time_in_an_article_is_its_update() -> None:
    later = '<time datetime="2020-04-01T09:00:00Z">changed</time>'
    first = split(parse(page(article(1, more=later), article(2))))[0]
    assert isinstance(first, Raw)
    assert (first.fields["published"], first.fields["updated"]) == ("2020-03-01", "2020-04-01T09:00+00:00")


@pytest.mark.parametrize(("second", "updated"), [("2020-03-01T22:00:00Z", ""), ("2020-03-02", "2020-03-02")])
def test_an_update_is_of_a_later_day(second: str, updated: str) -> None:
    first = split(parse(page(article(1, more=f'<time datetime="{second}">changed</time>'), article(2))))[0]
    assert isinstance(first, Raw)
    assert first.fields["updated"] == updated


def test_a_visible_day_counts_where_no_markup_states_one() -> None:
    assert days(page(article(1, day="", more="<p>5 March 2020</p>"), article(2, day="", more="<div>9 March 2020</div>"))) == [
        "2020-03-05",
        "2020-03-09",
    ]
