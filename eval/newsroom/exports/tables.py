"""Exports as tables: of media monitors, of a newsroom's own system with odd names of columns, pasted from a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from eval.newsroom.exports.apis import Export, zulu
from eval.newsroom.records import NONE, in_utc, minute, noted
from eval.newsroom.stories import Story


def sheet(head: Sequence[str], rows: Sequence[Sequence[str]], *, mark: str = ",") -> str:
    """Return a table as text, cells quoted where they must be."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def turned(names: Sequence[str]) -> str:
    """Return names as libraries write them, the last name first."""
    return "; ".join(", ".join(reversed(name.split(" ", 1))) for name in names)


def mediacloud(stories: Sequence[Story]) -> Export:
    """Write a media monitor's table: the day of publication, the outlet by name and by address, the day it was indexed."""
    head = ("id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url", "text")
    rows = [
        (f"9f{i}c2", "2025-03-01 04:12:55.101", "en", s.outlet, s.host, f"{s.when:%Y-%m-%d}", s.title, s.url, "\n".join(s.paras))
        for i, s in enumerate(stories)
    ]
    return sheet(head, rows), [noted(s, byline=NONE, published=(f"{s.when:%Y-%m-%d}",), litter=["9f0c2"]) for s in stories]


def gdelt(stories: Sequence[Story]) -> Export:
    """Write a monitor's table that says when an article was seen and on which domain, but not when it was published."""
    head = ("url", "url_mobile", "title", "seendate", "socialimage", "domain", "language", "sourcecountry", "text")
    rows = [
        (s.url, "", s.title, f"{in_utc(s.when):%Y%m%dT%H%M}00Z", "", s.host[4:], "English", "Nordmark", " ".join(s.paras)) for s in stories
    ]
    return sheet(head, rows, mark="\t"), [
        noted(s, outlet=(s.host[4:], s.host), byline=NONE, published=("", minute(in_utc(s.when)), f"{in_utc(s.when):%Y-%m-%d}"))
        for s in stories
    ]


def proquest(stories: Sequence[Story]) -> Export:
    """Write a library database's table: names turned round, the day in words of American form, the full text in a cell."""
    head = ("Title", "Abstract", "StoreId", "AccessionNumber", "articleType", "Authors", "pubdate", "pubtitle", "placeOfPublication", "startPage",
            "FullText", "documentURL")  # fmt: skip
    rows = [
        (s.title, s.dek, f"29{i}", "", "News", turned(s.people),
         f"{s.when:%b} {s.when.day}, {s.when.year}", s.outlet, s.place, "A.4", "\n\n".join(s.paras), f"https://db.example/docview/29{i}")
        for i, s in enumerate(stories)
    ]  # fmt: skip
    return sheet(head, rows), [noted(s, byline=(turned(s.people), *s.people), published=(f"{s.when:%Y-%m-%d}",)) for s in stories]


def desk(stories: Sequence[Story]) -> Export:
    """Write a newsroom's own table: trade words for columns, semicolons, days as dd/mm/yyyy, some of them past the twelfth."""
    head = ("Slug", "Pub", "Run date", "Hed", "Dek", "Byl.", "Pg", "Copy", "Status")
    rows = [
        (s.slug[:12], s.outlet, f"{s.when:%d/%m/%Y}", s.title, s.dek, f"By {s.people[0]}", f"A{i + 1}", "\n".join(s.paras), "PUBLISHED")
        for i, s in enumerate(stories)
    ]
    return "\ufeff" + sheet(head, rows, mark=";"), [noted(s, published=(f"{s.when:%Y-%m-%d}",), litter=["PUBLISHED"]) for s in stories]


def spreadsheet(stories: Sequence[Story]) -> Export:
    """Write what a spreadsheet gives to the clipboard: tabs, cells of many lines in quotes, the coder's own columns beside them."""
    head = ("No.", "Newspaper", "Headline", "Author(s)", "Date of publication", "Last edited", "Full text", "Coder")
    rows = [
        (str(i + 1), s.outlet, s.title, ", ".join(s.people), f"{s.when.day} {s.when:%b %Y}", f"{s.changed.day} {s.changed:%b %Y}",
         "\n".join(s.paras), "initials kept")
        for i, s in enumerate(stories)
    ]  # fmt: skip
    return sheet(head, rows, mark="\t"), [
        noted(s, published=(f"{s.when:%Y-%m-%d}",), updated=("", f"{s.changed:%Y-%m-%d}"), litter=["initials kept"]) for s in stories
    ]


def rss(stories: Sequence[Story]) -> Export:
    """Write a feed with the whole text in it, one item by nobody."""
    items = "".join(
        f"""<item><title>{_xml(s.title)}</title><link>{s.url}</link>{"" if i == 2 else f"<dc:creator><![CDATA[{s.people[0]}]]></dc:creator>"}
<pubDate>{s.when:%a, %d %b %Y %H:%M}:30 {s.when:%z}</pubDate><category>News</category><guid isPermaLink="false">{i}</guid>
<description><![CDATA[{s.dek}]]></description><content:encoded><![CDATA[{"".join(f"<p>{_xml(p)}</p>" for p in s.paras)}
<p>The post <a href="{s.url}">{_xml(s.title)}</a> appeared first on {_xml(s.outlet)}.</p>]]></content:encoded></item>
"""
        for i, s in enumerate(stories)
    )
    feed = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>{_xml(stories[0].outlet)}</title><link>https://{stories[0].host}</link>
<description>News and views</description><lastBuildDate>Sat, 01 Nov 2025 00:00:00 +0000</lastBuildDate>{items}</channel></rss>"""
    return feed, [
        noted(s, byline=NONE if i == 2 else (), published=(minute(s.when), minute(in_utc(s.when)))) for i, s in enumerate(stories)
    ]


def atom(stories: Sequence[Story]) -> Export:
    """Write a feed of the newer form: published and updated apart, content as escaped HTML."""
    entries = "".join(
        f"""<entry><id>tag:{s.host},{s.when.year}:{i}</id><title type="text">{_xml(s.title)}</title><link rel="alternate" href="{s.url}"/>
<published>{zulu(s)}</published><updated>{in_utc(s.changed):%Y-%m-%dT%H:%M}:00Z</updated><author><name>{_xml(s.people[0])}</name></author>
<summary>{_xml(s.dek)}</summary><content type="html">{_xml("".join(f"<p>{_xml(p)}</p>" for p in s.paras))}</content></entry>
"""
        for i, s in enumerate(stories)
    )
    feed = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{_xml(stories[0].outlet)}</title>
<updated>2025-11-01T00:00:00Z</updated><id>tag:{stories[0].host},2020:feed</id>{entries}</feed>"""
    return feed, [
        noted(s, published=(minute(in_utc(s.when)),), updated=(minute(in_utc(s.changed)),), litter=["<p>", "2025-11-01"]) for s in stories
    ]


def _xml(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


STYLES = {
    "mediacloud.csv": mediacloud, "gdelt.tsv": gdelt, "proquest.csv": proquest, "desk.csv": desk, "spreadsheet.tsv": spreadsheet,
    "rss.xml": rss, "atom.xml": atom,
}  # fmt: skip
ONE_OUTLET = ("rss.xml", "atom.xml")
