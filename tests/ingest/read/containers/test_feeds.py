"""Feeds in their dialects, and what is wrong with them."""

import json
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read.failures import Failure
from ingest.read.files import can_read, read_file

TEXT = "The ferry to Orlo stays in port until Monday."


def read(path: Path, content: str) -> list[Raw | Failure]:
    path.write_text(content)
    return list(read_file(path))


def rss(items: str, title: str = "Orlo News") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def item(title: str = "Ferry", more: str = "", text: str = TEXT) -> str:
    return f"<item><title>{title}</title><description>{text}</description>{more}</item>"


def test_a_feed_of_many_outlets(tmp_path: Path) -> None:
    items = item("Ferry stays in port - The Orlo Mail", '<source url="https://mail.example">The Orlo Mail</source>')
    (raw,) = read(tmp_path / "a.rss", rss(items, "Search - Ferry"))
    assert isinstance(raw, Raw)
    assert (raw.fields["title"], raw.fields["source"]) == ("Ferry stays in port", "The Orlo Mail")


def test_an_update_is_no_publication(tmp_path: Path) -> None:
    entry = f"<entry><title>F</title><updated>2024-02-02T10:00:00Z</updated><summary>{TEXT}</summary></entry>"
    (raw,) = read(tmp_path / "a.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>O</title>{entry}</feed>')
    assert isinstance(raw, Raw)
    assert (raw.fields["published"], raw.fields["updated"]) == ("", "2024-02-02T10:00+00:00")


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("Mon, 5 Feb 2024 10:00 EST", "2024-02-05T10:00-05:00"), ("Mon, 05 Feb 2024 10:00:00 -0500", "2024-02-05T10:00-05:00"),
        ("Mon, 05 Feb 24 10:00:00 GMT", "2024-02-05T10:00+00:00"), ("1707127200", "2024-02-05T10:00+00:00"),
        # what feedparser makes days of
        ("10:30", ""), ("2024-13-01", ""), ("2024-064", ""), ("03-04-24", ""), ("2024", ""), ("2024-03", ""),
        ("Thu, 01 Jan 1970 00:00:00 GMT", ""),
    ],
)  # fmt: skip
def test_a_publication_is_no_update_and_only_what_is_stated(tmp_path: Path, stated: str, iso: str) -> None:
    (raw,) = read(tmp_path / "a.rss", rss(item(more=f"<pubDate>{stated}</pubDate>")))
    assert isinstance(raw, Raw)
    assert (raw.fields["published"], raw.fields["updated"]) == (iso, "")


def test_rdf(tmp_path: Path) -> None:
    content = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Orlo News</title></channel><item><title>Ferry</title><description>{TEXT}</description>"
        "<dc:date>2024-02-05</dc:date><dc:creator>Ann Lee</dc:creator></item></rdf:RDF>"
    )
    (raw,) = read(tmp_path / "a.rdf", content)
    assert isinstance(raw, Raw)
    assert (raw.text, raw.fields["source"], raw.fields["byline"]) == (TEXT, "Orlo News", "Ann Lee")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.rss", rss(""), "no entry in this feed"),
        ("a.rss", "hello", "it does not begin like a .rss file"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", "items": []}', "no item in this JSON Feed"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", "items": [', "broken JSON Feed"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", "items": [3]}', "not an item but a int"),
        ("a.rss", rss(item("Ferry", text="Ferry")), "no text in this entry"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (found,) = read(tmp_path / name, content)
    assert isinstance(found, Failure)
    assert reason in found.reason


def test_a_feed_with_a_damaged_name_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(rss(item()).encode().replace(b"<title>", b"<t\x82tle>"))
    assert len(list(read_file(path))) == 1


@pytest.mark.parametrize("authors", [{"author": {"name": "Ann Lee"}}, {"authors": [{"name": "Ann Lee"}, {"url": "x"}, "y"]}])
def test_authors_of_a_json_feed(tmp_path: Path, authors: dict[str, object]) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "title": "Orlo News",
        "items": [{"id": "1", "title": "F", "content_text": TEXT, **authors}],
    }
    (raw,) = read(tmp_path / "a.json", json.dumps(feed))
    assert isinstance(raw, Raw)
    assert raw.fields["byline"] == "Ann Lee"


def test_other_xml_and_json_are_no_feeds(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?><urlset><url/></urlset>')
    assert not can_read(path)
    raw, *_ = read(tmp_path / "a.json", json.dumps({"title": "F", "text": TEXT, "version": "1"}))
    assert isinstance(raw, Raw)
    assert raw.text == TEXT
