"""What a page states about its article, wherever its markup says so; a field that is missed is a date or an outlet lost."""

import json
from typing import Any

import pytest

from ingest.read.failures import ReadError
from ingest.read.pages import read_page
from tests.kits.ingest import BODY

STATED = {
    "published": "2024-05-03",
    "updated": "2024-05-03",
    "title": "Storm",
    "source": "Post",
    "byline": "Ann Lee",
    "url": "https://p.example",
}


def page(head: str = "", top: str = "<h1>Storm sinks two boats</h1>", under: str = "", body: str = BODY) -> dict[str, str]:
    markup = f"<html><head>{head}</head><body><article>{top}{under}<p>{body}</p><p>{BODY}</p></article></body></html>"
    return dict(read_page(markup.encode()).fields)


def meta(name: str, content: str, attribute: str = "name") -> str:
    return f'<meta {attribute}="{name}" content="{content}">'


def linked(*blocks: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)


METAS = {
    "published": "article:published_time og:published_time datePublished publish-date pubdate parsely-pub-date sailthru.date bt:pubdate "
    "dc.date.issued dcterms.created date dc.date",
    "updated": "article:modified_time og:updated_time dateModified last-modified dcterms.modified lastmod",
    "title": "og:title twitter:title headline dc.title",
    "source": "og:site_name application-name dc.publisher publisher",
    "byline": "author article:author parsely-author byl dc.creator",
    "url": "og:url parsely-link",
}


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, names in METAS.items() for name in names.split()])
def test_meta_elements(field: str, name: str) -> None:
    top = "" if field == "title" else "<h1>Storm sinks two boats</h1>"
    assert page(meta(name, f" {STATED[field]} "), top)[field] == STATED[field]


@pytest.mark.parametrize("attribute", ["name", "property", "itemprop"])
def test_the_attributes_that_name_a_meta_element(attribute: str) -> None:
    assert page(meta("og:site_name", "Post", attribute))["source"] == "Post"


def test_of_several_meta_elements_the_more_trusted_counts() -> None:
    assert page(meta("date", "2024-05-09") + meta("article:published_time", "2024-05-03"))["published"] == "2024-05-03"
    assert page(meta("date", "2024-05-09") + meta("article:published_time", "soon"))["published"] == "2024-05-09"
    assert page(meta("author", "https://p.example/ann") + meta("byl", "Ann Lee"))["byline"] == "Ann Lee"
    assert "byline" not in page(meta("author", ""))
    assert page(meta("article:modified_time", "later") + meta("last-modified", "2024-05-04"))["updated"] == "2024-05-04"


ARTICLE = {"@type": "NewsArticle", "headline": "Storm", "datePublished": "2024-05-03", "dateModified": "2024-05-04",
           "publisher": {"name": "Post"}, "author": "Ann Lee"}  # fmt: skip
ALL = {"title": "Storm", "published": "2024-05-03", "updated": "2024-05-04", "source": "Post", "byline": "Ann Lee"}


@pytest.mark.parametrize(
    ("blocks", "fields"),
    [
        ([ARTICLE], ALL), ([[ARTICLE]], ALL), ([{"@graph": [{"@type": "WebSite"}, ARTICLE]}], ALL), (["", ARTICLE], ALL),
        ([{**ARTICLE, "@type": ["Thing", "BlogPosting"]}], ALL), ([{**ARTICLE, "@type": "Article"}], ALL),
        ([{**ARTICLE, "@type": "LiveBlogPosting"}], ALL), ([{**ARTICLE, "@type": "ArticleList"}], {}), ([{**ARTICLE, "@type": None}], {}),
        ([ARTICLE, ARTICLE], ALL), ([ARTICLE, {**ARTICLE, "headline": "Another"}], {}),  # a page of several stories
        ([{**ARTICLE, "headline": None, "name": "Storm"}], {k: v for k, v in ALL.items() if k != "title"}),
        ([{**ARTICLE, "datePublished": "soon"}], {k: v for k, v in ALL.items() if k != "published"}),
        ([{**ARTICLE, "dateModified": "later"}], {k: v for k, v in ALL.items() if k != "updated"}),
        ([{**ARTICLE, "datePublished": None}, ARTICLE], ALL),
        ([{**ARTICLE, "publisher": {"@id": "#p"}}, {"@id": "#p", "@type": "Organization", "name": "Post"}], ALL),
        ([{**ARTICLE, "publisher": {"@id": "#p", "name": "Post"}}, {"@id": "#p", "name": "Other"}], ALL),
        ([{**ARTICLE, "publisher": {"@id": "#p"}}, {"@id": "#p"}, {"@id": "#q", "name": "Other"}, {"@id": "#p", "name": "Post"}], ALL),
        ([{**ARTICLE, "author": [{"@id": "#a"}, {"name": "Bo Ek"}]}, {"@id": "#a", "name": "Ann Lee"}], ALL | {"byline": "Ann Lee, Bo Ek"}),
        ([{**ARTICLE, "publisher": {"@id": "#none"}}], {k: v for k, v in ALL.items() if k != "source"}),
    ],
)  # fmt: skip
def test_linked_data(blocks: list[Any], fields: dict[str, str]) -> None:
    found = page(linked(*blocks), top="")
    assert {k: v for k, v in found.items() if v} == fields


def test_of_several_articles_the_one_with_the_headline_or_the_address_of_the_page() -> None:
    other = {**ARTICLE, "headline": "Another", "datePublished": "2023-01-01"}
    assert page(linked(other, ARTICLE), top="<h1>Storm</h1>")["published"] == "2024-05-03"
    named = {**ARTICLE, "mainEntityOfPage": {"@id": "https://p.example/s"}}
    found = page(linked(other, named) + '<link rel="canonical" href="https://p.example/s">', top="")
    assert (found["published"], found["url"]) == ("2024-05-03", "https://p.example/s")
    nested = {"@type": "WebPage", "mainEntity": ARTICLE}
    assert page(linked(nested), top="")["published"] == "2024-05-03"


def test_the_days_of_a_page_count_where_it_is_called_as_its_article_is() -> None:
    block = {"@type": "WebPage", "name": "Storm sinks two boats - Post", "datePublished": "2024-05-03", "dateModified": "2024-05-04"}
    found = page(linked(block))
    assert (found["published"], found["updated"]) == ("2024-05-03", "2024-05-04")
    assert "published" not in page(linked({**block, "name": "Post"}))
    assert "published" not in page(linked(block, {"@type": "Article", "headline": "Storm sinks two boats"}))


def test_values_in_comments_with_commas_too_many_and_written_twice() -> None:
    broken = '<!-- {"@type": "Article", "headline": "Storm &amp; sea", "author": {"name": "Ann Lee",},} -->'
    found = page(f'<script type="application/ld+json">{broken}</script>', top="")
    assert (found["title"], found["byline"]) == ("Storm & sea", "Ann Lee")
    assert page(linked({**ARTICLE, "author": {"name": "Post"}}), top="").get("byline", "") == ""  # the outlet is no author


def test_a_broken_block_says_nothing_and_linked_data_beats_meta_beats_what_is_seen() -> None:
    broken = '<script type="application/ld+json">{"@type": </script>'
    head = broken + linked(ARTICLE) + meta("og:site_name", "Meta") + meta("og:url", "https://p.example")
    found = page(head, "<h1>Storm</h1>", "<p>1 May 2024</p>")
    assert (found["source"], found["url"], found["published"]) == ("Post", "https://p.example", "2024-05-03")
    assert page(meta("date", "2024-05-02"), under="<p>1 May 2024</p>")["published"] == "2024-05-02"


def words(n: int) -> str:
    return "word " * n


@pytest.mark.parametrize(
    ("under", "published", "updated"),
    [
        ("<p>3 May 2024</p>", "2024-05-03", ""), ("<p>Updated 3 May 2024</p>", "", "2024-05-03"),
        ("<div>Published <b>3 May 2024</b></div><div>Updated 4 May 2024</div>", "2024-05-03", "2024-05-04"),
        ("<p>3 May 2024</p><p>4 May 2024</p>", "", ""),  # it does not say which
        ('<p><time datetime="2024-05-03T10:00:00Z">3 May 2024</time></p>', "2024-05-03T10:00+00:00", ""),
        ('<p><time datetime="2024-05-03T10:00:00Z">3 May 2024, 10:00</time></p>', "2024-05-03T10:00+00:00", ""),
        ('<p><time datetime="2024-05-02T10:00:00Z">3 May 2024</time></p>', "2024-05-03", ""),  # the two differ: what is seen counts
        (f"<p>{words(24)}</p><p>3 May 2024</p>", "2024-05-03", ""), (f"<p>{words(25)}</p><p>3 May 2024</p>", "", ""),
        (f"<div>{words(25)}</div><p>3 May 2024</p>", "2024-05-03", ""), ("<script>3 May 2024</script>", "", ""),
        ("<style>3 May 2024</style>", "", ""), ("<p>The king came on 3 May 2024</p>", "", ""),
    ],
)  # fmt: skip
def test_dates_that_a_reader_sees_between_headline_and_text(under: str, published: str, updated: str) -> None:
    found = page(under=under, body=f"{BODY} {words(25)}")
    assert (found.get("published", ""), found.get("updated", "")) == (published, updated)


def test_a_page_without_a_headline_shows_no_date() -> None:
    assert "published" not in page(top="", under="<p>3 May 2024</p>")


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>Storm | Post</title>", "<h1>Storm</h1>", "Storm"), ("<title>Storm | Post</title>", "", "Storm | Post"),
        ("<title>Storm</title>", "<h1>Post</h1><h1>News</h1>", "Storm"), ("<title>Post</title>", "<h1>Storm</h1><h1> Storm </h1>", "Storm"),
        ("", "", ""), (meta("og:title", "Storm"), "<h1>Post</h1>", "Storm"),
    ],
)  # fmt: skip
def test_the_title(head: str, top: str, title: str) -> None:
    assert page(head, top)["title"] == title


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"), ("<meta charset=koi8-r>", "koi8-r"), ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"), ('<meta charset="utf8">', "utf-8"),
        ('<meta charset="no-such-thing">', "utf-8"), ('<meta charset="ascii">', "utf-8"), ('<meta charset="UTF-8">', "utf-16"),
    ],
)  # fmt: skip
def test_the_encoding_is_the_stated_one_or_what_the_bytes_are(head: str, encoding: str) -> None:
    markup = f"<html><head>{head}</head><body><p>Буря у гавани. {BODY}</p></body></html>"
    assert read_page(markup.encode(encoding)).text.startswith("Буря у гавани")


@pytest.mark.parametrize("name", ["utf-8", "utf8", "UTF8"])
def test_a_byte_order_mark_before_the_stated_encoding(name: str) -> None:
    markup = f'\ufeff<?xml version="1.0" encoding="{name}"?><html><body><p>Буря у гавани. {BODY}</p></body></html>'
    assert read_page(markup.encode()).text.startswith("Буря у гавани")


def test_an_encoding_is_stated_in_the_first_four_kilobytes() -> None:
    markup = '<?xml version="1.0" encoding="windows-1251"?>' + f"<html><body><p>Буря у гавани. {BODY}</p></body></html>"
    assert "Буря у гавани" in read_page(markup.encode("cp1251")).text
    late = "<!--" + "x" * 5000 + '--><meta charset="koi8-r">' + f"<p>Naïve. {BODY}</p>"
    assert "Naïve" in read_page(late.encode()).text


@pytest.mark.parametrize(
    "markup", ["<p>Boats sank.</p>", "<ul><li>Boats sank.</li></ul>", "<blockquote>Boats sank.</blockquote>", "Boats sank."]
)
def test_a_short_page_is_read_too(markup: str) -> None:
    assert read_page(f"<html><body>{markup}</body></html>".encode()).text == "Boats sank."


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(ReadError, match="no article text"):
        read_page(b"<html><head><title>Storm</title></head></html>")
    with pytest.raises(ReadError, match="not a web page"):
        read_page(b"<!-- -->")
