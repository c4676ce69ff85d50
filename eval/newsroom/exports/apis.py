"""What the interfaces of papers, archives and search engines hand out: JSON."""

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from eval.newsroom.records import NONE, Expected, in_utc, minute, noted
from eval.newsroom.stories import Story

Export = tuple[str, Sequence[Expected]]


def dump(thing: Any) -> str:  # noqa: ANN401 - any JSON
    """Return JSON as interfaces write it, indented."""
    return json.dumps(thing, ensure_ascii=False, indent=1)


def markup(paras: Sequence[str]) -> str:
    """Return paragraphs as the HTML of a field."""
    return "".join(f"<p>{escape(p, quote=False)}</p>" for p in paras)


def zulu(story: Story) -> str:
    """Return the time of publication as interfaces write it."""
    return f"{in_utc(story.when):%Y-%m-%dT%H:%M}:09Z"


def guardian(stories: Sequence[Story]) -> Export:
    """Write an answer of a content interface whose fields are nested and whose body is HTML."""
    rows = [
        {"id": f"world/{s.slug}", "type": "article", "sectionName": "World news", "webPublicationDate": zulu(s), "webTitle": s.title, "webUrl": s.url,
         "apiUrl": f"https://content.example/{i}", "isHosted": False, "pillarName": "News",
         "fields": {"headline": s.title, "trailText": s.dek, "byline": " and ".join(s.people), "publication": s.outlet, "wordcount": "231",
                    "lastModified": f"{in_utc(s.changed):%Y-%m-%dT%H:%M}:41Z", "body": markup(s.paras)}}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    said = {"response": {"status": "ok", "userTier": "developer", "total": 4, "startIndex": 1, "pageSize": 50, "results": rows}}
    return dump(said), [
        noted(s, published=(minute(in_utc(s.when)),), updated=(minute(in_utc(s.changed)),), litter=["<p>", "developer"]) for s in stories
    ]


def nyt(stories: Sequence[Story]) -> Export:
    """Write an answer of an archive that gives the first paragraph and an abstract."""
    rows = [
        {"_id": f"nyt://article/{i}", "web_url": s.url, "snippet": s.dek, "abstract": s.dek, "lead_paragraph": s.paras[0], "print_page": "4",
         "source": s.outlet, "headline": {"main": s.title, "kicker": None, "print_headline": s.title.upper()},
         "byline": {"original": f"By {' and '.join(s.people)}", "person": [{"firstname": p.split()[0], "rank": 1} for p in s.people]},
         "pub_date": f"{in_utc(s.when):%Y-%m-%dT%H:%M}:00+0000", "document_type": "article", "news_desk": "Foreign",
         "keywords": [{"name": "glocations", "value": s.place, "rank": 1}]}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    text = dump({"status": "OK", "copyright": "Copyright (c) 2025 The Archive.", "response": {"docs": rows, "meta": {"hits": 4}}})
    return text, [noted(s, published=(minute(in_utc(s.when)),), whole=s.paras[:1]) for s in stories]


def newsapi(stories: Sequence[Story]) -> Export:
    """Write an answer of an aggregator: titles that end with the outlet, content that is cut off."""
    rows = [
        {"source": {"id": None, "name": s.outlet}, "author": None if i == 3 else s.people[0], "title": f"{s.title} - {s.outlet}",
         "description": s.dek, "url": s.url, "urlToImage": f"https://{s.host}/i.jpg", "publishedAt": zulu(s),
         "content": f"{s.paras[0]}\r\n{s.paras[1][:40]}… [+{1900 + i} chars]"}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    noted_down = [
        noted(s, byline=NONE if i == 3 else (), published=(minute(in_utc(s.when)),), whole=s.paras[:1], litter=[f"[+{1900 + i} chars]"])
        for i, s in enumerate(stories)
    ]
    return dump({"status": "ok", "totalResults": 4, "articles": rows}), noted_down


def elasticsearch(stories: Sequence[Story]) -> Export:
    """Write an answer of a search server, with the passages it would highlight beside the source."""
    hits = [
        {"_index": "archive-2024", "_id": f"q{i}", "_score": 11.2 - i, "highlight": {"body": [f"<em>{s.place}</em> highlighted here"]},
         "_source": {"headline": s.title, "body": "\n\n".join(s.paras), "authors": list(s.people), "outlet": s.outlet,
                     "publish_date": f"{s.when:%Y-%m-%d %H:%M}:00", "crawled": "2025-02-02 03:00:00", "url": s.url}}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    text = dump({"took": 5, "timed_out": False, "_shards": {"total": 5, "failed": 0}, "hits": {"total": {"value": 4}, "hits": hits}})
    return text, [noted(s, published=(minute(s.when.replace(tzinfo=None)),), litter=["highlighted here", "2025-02-02"]) for s in stories]


def wordpress(stories: Sequence[Story]) -> Export:
    """Write the posts of a blog as its own interface gives them: rendered HTML, times with and without zone."""
    rows = [
        {"id": 4100 + i, "date": f"{s.when:%Y-%m-%dT%H:%M}:00", "date_gmt": f"{in_utc(s.when):%Y-%m-%dT%H:%M}:00", "slug": s.slug, "link": s.url,
         "modified": f"{s.changed:%Y-%m-%dT%H:%M}:00", "modified_gmt": f"{in_utc(s.changed):%Y-%m-%dT%H:%M}:00", "status": "publish",
         "title": {"rendered": escape(s.title).replace(";", "&#59;")}, "excerpt": {"rendered": f"<p>{escape(s.dek)} [&hellip;]</p>"},
         "content": {"rendered": markup(s.paras).replace("—", "&#8212;"), "protected": False}, "author": 7,
         "yoast_head_json": {"og_site_name": s.outlet}, "_embedded": {"author": [{"id": 7, "name": s.people[0]}]}}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    whens = [[(minute(t.replace(tzinfo=None)), minute(t), minute(in_utc(t))) for t in (s.when, s.changed)] for s in stories]
    return json.dumps(rows), [
        noted(s, published=w[0], updated=w[1], litter=["<p>", "&#8212;", "[…]"]) for s, w in zip(stories, whens, strict=True)
    ]


def ninjs(stories: Sequence[Story]) -> Export:
    """Write an agency's items for editors: first and this version, provider, body with markup."""
    rows = [
        {"uri": f"urn:news:{i}", "type": "text", "version": "2", "firstcreated": zulu(s), "versioncreated": f"{in_utc(s.changed):%Y-%m-%dT%H:%M}:00Z",
         "pubstatus": "usable", "urgency": 3, "headline": s.title, "slugline": s.slug[:20], "byline": f"By {s.people[0]}", "located": s.place,
         "description_text": s.dek, "provider": s.outlet, "language": "en", "body_html": markup(s.paras), "wordcount": 220,
         "subject": [{"code": "04000000", "name": "economy"}]}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", [
        noted(s, published=(minute(in_utc(s.when)),), updated=(minute(in_utc(s.changed)),), litter=["<p>", "urn:news"]) for s in stories
    ]


def newsplease(stories: Sequence[Story]) -> Export:
    """Write what a crawler kept: domain for outlet, the day of the download beside that of publication."""
    rows = [
        {"authors": list(s.people), "date_download": "2025-11-01 08:00:00", "date_modify": "2025-11-01 08:00:03", "description": s.dek,
         "date_publish": f"{s.when:%Y-%m-%d %H:%M}:11", "filename": f"{s.slug}.json", "image_url": None, "language": "en", "localpath": None,
         "maintext": "\n".join(s.paras), "source_domain": s.host, "title": s.title, "title_page": None, "title_rss": None, "url": s.url}
        for s in stories
    ]  # fmt: skip
    naive = [minute(s.when.replace(tzinfo=None)) for s in stories]
    return dump(rows), [
        noted(s, outlet=(s.host, s.host[4:]), published=(t,), updated=("", "2025-11-01T08:00")) for s, t in zip(stories, naive, strict=True)
    ]


def fundus(stories: Sequence[Story]) -> Export:
    """Write what a library of scrapers saves: a body of sections, free access, authors."""
    rows = [
        {"title": s.title, "authors": list(s.people), "publishing_date": s.when.isoformat(sep=" "), "topics": [s.place], "free_access": True,
         "body": {"summary": [s.dek], "sections": [{"headline": [], "paragraphs": list(s.paras[:3])},
                                                   {"headline": ["What comes next"], "paragraphs": list(s.paras[3:])}]},
         "publisher": s.outlet, "lang": "en"}
        for s in stories
    ]  # fmt: skip
    return dump(rows), [noted(s, litter=["free_access"]) for s in stories]


def epochs(stories: Sequence[Story]) -> Export:
    """Write lines of JSON of a paper's own making: milliseconds since 1970, a nested author, HTML."""
    rows = [
        {"storyId": i, "hed": s.title, "dek": s.dek, "author": {"id": 3, "displayName": s.people[0]}, "publisherName": s.outlet,
         "publishedAtMs": int(s.when.timestamp() * 1000), "updatedAtMs": int(s.changed.timestamp() * 1000), "bodyHtml": markup(s.paras)}
        for i, s in enumerate(stories)
    ]  # fmt: skip
    return "\n".join(json.dumps(row) for row in rows) + "\n", [
        noted(s, published=(minute(in_utc(s.when)),), updated=(minute(in_utc(s.changed)),), litter=["<p>"]) for s in stories
    ]


STYLES = {
    "guardian.json": guardian, "nyt.json": nyt, "newsapi.json": newsapi, "elasticsearch.json": elasticsearch, "wordpress.json": wordpress,
    "ninjs.jsonl": ninjs, "newsplease.json": newsplease, "fundus.json": fundus, "epochs.jsonl": epochs,
}  # fmt: skip
