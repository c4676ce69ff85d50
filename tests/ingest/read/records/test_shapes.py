"""Shapes of records: what services, crawlers, databases and editors of newspapers write becomes title, outlet, byline, times and text."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.article.assemble import Raw
from ingest.read.files import read_file

ONE = "The ferry Orla ran aground off Senn on Sunday, the harbour office said."
TWO = "Nobody was hurt, and all 40 passengers were taken ashore by noon."
HTML = f"<p>{ONE}</p>\n<p>{TWO}</p>"
BOTH = f"{ONE}\n\n{TWO}"
Write = Callable[[str, Any], Path]


def read(path: Path) -> list[Raw]:
    return [found for found in read_file(path) if isinstance(found, Raw)]


def said(raw: Raw) -> dict[str, str]:
    """Return the fields of an article that are not empty, and its text unless that is BOTH."""
    fields = {name: value for name, value in raw.fields.items() if value and name != "id"}
    return fields | ({} if raw.text == BOTH else {"text": raw.text}) | ({"cut": "yes"} if raw.incomplete else {})


SHAPES: dict[str, tuple[Any, dict[str, str]]] = {
    "guardian": (
        {"response": {"status": "ok", "results": [{
            "id": "sea/1", "webTitle": "Ferry aground", "webPublicationDate": "2031-03-02T09:15:00Z", "webUrl": "https://a.example/1",
            "apiUrl": "https://api.example/1", "sectionName": "Sea",
            "fields": {"byline": "Ann Lee", "body": HTML, "headline": "Ferry",
                       "lastModified": "2031-03-03T08:00:00Z", "publication": "Gull"},
        }]}},
        {"title": "Ferry aground", "published": "2031-03-02T09:15:00Z", "updated": "2031-03-03T08:00:00Z",
         "url": "https://a.example/1", "byline": "Ann Lee",
         "source": "Gull"},
    ),
    "guardian, one item": (
        {"response": {"content": {"webTitle": "Ferry", "webPublicationDate": "2031-03-02T09:15:00Z", "fields": {"bodyText": BOTH}}}},
        {"title": "Ferry", "published": "2031-03-02T09:15:00Z"},
    ),
    "new york times": (
        {"response": {"docs": [{
            "abstract": "A short one.", "lead_paragraph": ONE, "web_url": "https://n.example/2", "pub_date": "2031-03-02T09:15:00+0000",
            "headline": {"main": "Ferry aground", "kicker": None, "print_headline": "Aground"}, "source": "The Gull Times",
            "byline": {"original": "By Ann Lee and Bo Ek", "person": [{"firstname": "Ann", "lastname": "Lee"}]},
            "multimedia": [{"url": "images/1.jpg", "caption": "x"}], "keywords": [{"name": "glocations", "value": "Senn"}],
        }]}},
        {"title": "Ferry aground", "source": "The Gull Times", "byline": "Ann Lee and Bo Ek", "published": "2031-03-02T09:15:00+0000",
         "url": "https://n.example/2", "text": ONE, "cut": "yes"},
    ),
    "newsapi, no content": (
        {"status": "ok", "articles": [{"source": {"id": None, "name": "Gull"}, "author": "Ann Lee", "title": "Ferry", "description": ONE,
                                       "publishedAt": "2031-03-02T09:15:00Z", "content": None}]},
        {"title": "Ferry", "source": "Gull", "byline": "Ann Lee", "published": "2031-03-02T09:15:00Z", "text": ONE, "cut": "yes"},
    ),
    "newsapi, a stub": (
        {"articles": [{"source": {"id": "gull", "name": "Gull"}, "title": "Ferry", "content": f"{ONE} Nobody wa… [+2219 chars]"}]},
        {"title": "Ferry", "source": "Gull", "text": f"{ONE} Nobody wa…", "cut": "yes"},
    ),
    "elasticsearch": (
        {"took": 3, "hits": {"total": 1, "hits": [{"_id": "5", "_source": {"title": "Ferry", "outlet": "Gull", "body": BOTH}}]}},
        {"title": "Ferry", "source": "Gull"},
    ),
    "wordpress": (
        [{"id": 9, "date": "2031-03-02T10:15:00", "date_gmt": "2031-03-02T09:15:00", "modified_gmt": "2031-03-03T08:00:00",
          "link": "https://w.example/9", "title": {"rendered": "Ferry &#8211; aground"}, "content": {"rendered": HTML, "protected": False},
          "excerpt": {"rendered": "<p>Short.</p>"}, "author": 12, "_embedded": {"author": [{"id": 12, "name": "Ann Lee"}]},
          "yoast_head_json": {"og_site_name": "Gull"}}],
        {"title": "Ferry – aground", "published": "2031-03-02T10:15:00", "updated": "2031-03-03T08:00:00Z", "url": "https://w.example/9",
         "byline": "Ann Lee", "source": "Gull"},
    ),
    "ninjs": (
        {"uri": "urn:x:1", "headline": "Ferry", "byline": "Ann Lee", "versioncreated": "2031-03-03T08:00:00Z",
         "firstcreated": "2031-03-02T09:15:00Z", "body_html": HTML, "source": "Gull", "altids": {"x": "1"}},
        {"title": "Ferry", "byline": "Ann Lee", "published": "2031-03-02T09:15:00Z", "updated": "2031-03-03T08:00:00Z", "source": "Gull"},
    ),
    "news-please": (
        {"authors": ["Ann Lee", "Bo Ek"], "date_download": "2031-05-01 10:00:00", "date_publish": "2031-03-02 09:15:00", "maintext": BOTH,
         "date_modify": None, "description": "Short.", "source_domain": "www.gull.example", "title": "Ferry", "url": "https://g.example/1"},
        {"title": "Ferry", "byline": "Ann Lee, Bo Ek", "published": "2031-03-02 09:15:00", "source": "gull.example", "url": "https://g.example/1"},
    ),
    "trafilatura": (
        {"title": "Ferry", "author": "Ann Lee", "hostname": "gull.example", "sitename": "Gull", "date": "2031-03-02", "text": BOTH,
         "source": "https://gull.example/1", "source-hostname": "Gull", "raw_text": "x", "fingerprint": "a", "filedate": "2031-05-01"},
        {"title": "Ferry", "byline": "Ann Lee", "source": "Gull", "published": "2031-03-02", "url": "https://gull.example/1"},
    ),
    "media cloud": (
        {"stories_id": 1, "media_name": "Gull", "media_url": "https://gull.example", "publish_date": "2031-03-02 09:15:00",
         "collect_date": "2031-03-09", "story_text": BOTH, "title": "Ferry", "url": "https://g.example/1"},
        {"title": "Ferry", "source": "Gull", "published": "2031-03-02 09:15:00", "url": "https://g.example/1"},
    ),
    "fundus": (
        {"title": "Ferry", "publisher": "Gull", "publishing_date": "2031-03-02 09:15:00+00:00", "authors": ["Ann Lee"],
         "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [ONE]}, {"headline": [], "paragraphs": [TWO]}]}},
        {"title": "Ferry", "source": "Gull", "published": "2031-03-02 09:15:00+00:00", "byline": "Ann Lee"},
    ),
    "event registry": (
        {"articles": {"page": 1, "results": [{
            "uri": "77", "dateTimePub": "2031-03-02T09:15:00Z", "dateTime": "2031-03-02T09:20:00Z", "url": "https://e.example/1",
            "title": "Ferry", "body": BOTH, "source": {"uri": "gull.example", "title": "Gull"},
            "authors": [{"uri": "ann", "name": "Ann Lee"}],
        }]}},
        {"title": "Ferry", "source": "Gull", "byline": "Ann Lee", "published": "2031-03-02T09:15:00Z", "url": "https://e.example/1"},
    ),
    "webz": (
        {"posts": [{"uuid": "u", "thread": {"site_full": "www.gull.example", "title": "Ferry"}, "url": "https://z.example/1",
                    "title": "Ferry", "text": BOTH, "author": "Ann Lee", "published": "2031-03-02T11:15:00.000+02:00"}]},
        {"title": "Ferry", "source": "gull.example", "byline": "Ann Lee", "url": "https://z.example/1",
         "published": "2031-03-02T11:15:00.000+02:00"},
    ),
    "json:api": (
        {"data": [{"type": "node--article", "id": "1", "attributes": {
            "title": "Ferry", "created": "2031-03-02T09:15:00+00:00", "changed": "2031-03-03T08:00:00+00:00",
            "body": {"value": HTML, "format": "full_html", "processed": HTML, "summary": ""}}}]},
        {"title": "Ferry", "updated": "2031-03-03T08:00:00+00:00"},
    ),
    "graphql": (
        {"data": {"posts": {"edges": [{"node": {"title": "Ferry", "content": HTML, "date": "2031-03-02T09:15:00",
                                                "author": {"node": {"name": "Ann Lee"}}}}]}}},
        {"title": "Ferry", "published": "2031-03-02T09:15:00", "byline": "Ann Lee"},
    ),
    "arc": (
        {"headlines": {"basic": "Ferry"}, "description": {"basic": "Short."}, "display_date": "2031-03-02T09:15:00Z",
         "credits": {"by": [{"name": "Ann Lee", "type": "author"}], "photos_by": [{"name": "Cy"}]}, "canonical_url": "/sea/ferry/",
         "content_elements": [{"type": "text", "content": ONE}, {"type": "image", "caption": "A boat", "url": "x"},
                              {"type": "text", "content": TWO}]},
        {"title": "Ferry", "published": "2031-03-02T09:15:00Z", "byline": "Ann Lee"},
    ),
    "portable text": (
        {"title": "Ferry", "publishedAt": "2031-03-02", "body": [
            {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": ONE[:20]}, {"_type": "span", "text": ONE[20:]}]},
            {"_type": "image", "alt": "A boat"}, {"_type": "block", "children": [{"_type": "span", "text": TWO}]}]},
        {"title": "Ferry", "published": "2031-03-02"},
    ),
    "rich text": (
        {"fields": {"title": "Ferry", "body": {"nodeType": "document", "content": [
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": ONE[:9]},
                                                  {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": ONE[9:]}]}]},
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": TWO}]}]}}},
        {"title": "Ferry"},
    ),
    "editor": (
        {"title": "Ferry", "content": {"time": 1, "blocks": [{"type": "paragraph", "data": {"text": ONE}},
                                                             {"type": "image", "data": {"caption": "A boat"}},
                                                             {"type": "paragraph", "data": {"text": TWO}}]}},
        {"title": "Ferry"},
    ),
    "mongo": (
        {"_id": {"$oid": "5f"}, "title": "Ferry", "date": {"$date": {"$numberLong": "1709673300000"}}, "text": BOTH},
        {"title": "Ferry", "published": "2024-03-05T21:15:00+00:00"},
    ),
    "schema.org": (
        {"@type": "NewsArticle", "headline": "Ferry", "articleBody": BOTH, "datePublished": "2031-03-02", "publisher": {"name": "Gull"},
         "author": [{"@type": "Person", "name": "Ann Lee"}], "mainEntityOfPage": "x"},
        {"title": "Ferry", "published": "2031-03-02", "source": "Gull", "byline": "Ann Lee"},
    ),
    "by its columns": (
        {"title": {"0": "Ferry"}, "text": {"0": BOTH}, "date": {"0": 1709673300000}},
        {"title": "Ferry", "published": "2024-03-05T21:15:00+00:00"},
    ),
    "by names and rows": ({"columns": ["title", "text"], "index": [0], "data": [["Ferry", BOTH]]}, {"title": "Ferry"}),
    "a list of rows": ([["title", "text"], ["Ferry", BOTH]], {"title": "Ferry"}),
    "by id": ({"a1": {"title": "Ferry", "text": BOTH}, "tags": ["x"]}, {"title": "Ferry"}),
    "one outlet for all": ({"publication": "Gull", "articles": [{"title": "Ferry", "text": BOTH}]}, {"title": "Ferry", "source": "Gull"}),
    "described as a whole": (
        {"title": "Export", "description": "All of May.", "items": [{"title": "Ferry", "text": BOTH}]},
        {"title": "Ferry"},
    ),
    "paragraphs": ({"title": "Ferry", "paragraphs": [ONE, TWO], "comments": [{"text": "Oh!", "title": "x"}]}, {"title": "Ferry"}),
    "flat paths": ({"fields.bodyText": BOTH, "source.name": "Gull", "title.rendered": "Ferry", "source.id": 4}, {
        "title": "Ferry", "source": "Gull"}),
    "an outlet's address": ({"title": "Ferry", "text": BOTH, "source": "https://www.gull.example"}, {
        "title": "Ferry", "source": "gull.example", "url": "https://www.gull.example"}),
    "a list in a string": ({"title": "Ferry", "text": json.dumps([ONE, TWO]), "authors": "['Ann Lee', 'Bo Ek']"}, {
        "title": "Ferry", "byline": "Ann Lee, Bo Ek"}),
    "updated before it was published": ({"title": "F", "text": BOTH, "date": "2031-03-02", "updated": "2031-03-01"}, {
        "title": "F", "published": "2031-03-02"}),
    "an address without its beginning": ({"title": "F", "text": BOTH, "uri": "urn:x", "link": "/sea/1"}, {"title": "F", "url": "/sea/1"}),
    "made, not published": ({"title": "F", "text": BOTH, "created": "2031-03-02", "timestamp": 1709673300}, {"title": "F"}),
    "a film's day": ({"title": "F", "text": BOTH, "release_date": "2031-03-02"}, {"title": "F"}),
    "the answer of a server": ({"title": "F", "text": BOTH, "response": {"date": "2031-03-02", "host": "cdn.example"}}, {"title": "F"}),
    "what is said beside it": ({"title": "F", "text": BOTH, "meta": {"date": "2031-03-02", "source": "Gull"}}, {
        "title": "F", "source": "Gull", "published": "2031-03-02"}),
    "the fullest text": ({"title": "F", "text": ONE, "body": BOTH, "html": HTML * 3}, {"title": "F"}),
    "a text, and the page that it was on": ({"title": "F", "raw_text": BOTH}, {"title": "F"}),
    "names that may be anything": ({"title": "F", "text": BOTH, "provider": "Cloud", "brand": "Shoe", "creator": "Microsoft Word"}, {
        "title": "F"}),
    "a provider that is a paper": ({"title": "F", "text": BOTH, "provider": [{"name": "Oxhey Star"}], "creator": ["Ann Lee"]}, {
        "title": "F", "source": "Oxhey Star", "byline": "Ann Lee"}),
    "cut off, with boxes of its own": (
        {"title": "F", "text": f"{ONE}…", "sections": [{"title": "Then", "text": TWO, "date": "2019-01-02"}]},
        {"title": "F", "text": f"{ONE}…", "cut": "yes"}),
    "seen, not published": ({"title": "F", "text": BOTH, "seendate": "20310302T091500Z"}, {
        "title": "F", "published": "2031-03-02T09:15+00:00"}),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_of_the_trade(tmp_path: Path, shape: str) -> None:
    content, wanted = SHAPES[shape]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content))
    (raw,) = read(path)
    assert said(raw) == wanted
