"""Which articles a list names, in which order; what an address is known by; how long a time is."""

from types import SimpleNamespace

import pytest

from ingest.news.duration import read_duration
from ingest.news.keep import address_key, with_address
from ingest.news.listing import Item, newest_first, own_text, read_listing, seconds
from ingest.read.address import Page, _wait
from ingest.read.failures import ReadError
from rag.errors import InputError
from tests.kits.site import item, rss


def listed(*dates: str) -> list[str]:
    return [item.url for item in newest_first(Item(str(n), {"published": date}) for n, date in enumerate(dates))]


def test_the_newest_first() -> None:
    assert listed("2024-03-04", "2024-03-05T10:00+02:00", "2024-03-05T09:00+00:00") == ["2", "1", "0"]
    assert listed("2024-03-04", "", "2024-03-06") == ["0", "1", "2"]  # where not all say when, the order of the list stays
    one = Item("a", {"published": "2024-03-04", "updated": "2024-03-09"})
    assert newest_first([Item("b", {"published": "2024-03-08"}), one, one])[0] == one
    assert (seconds("1970-01-02"), seconds("no day"), seconds("")) == (86400.0, 0.0, 0.0)


def test_an_item_is_marked_by_all_that_is_said_of_it() -> None:
    one = Item("a", {"title": "T", "updated": "2024-03-04"})
    assert one.mark == Item("a", {"updated": "2024-03-04", "title": "T"}).mark
    assert len({one.mark, Item("a", {"title": "U"}).mark, Item("a", one.fields, "text").mark}) == 3


@pytest.mark.parametrize(
    "start", ["<!doctype html><rss>", "\ufeff <html><feed>", '<?xml version="1.0"?><!-- a --><!DOCTYPE html><rdf:RDF>', "plain words", ""]
)
def test_what_is_no_list(start: str) -> None:
    assert read_listing(Page("http://a.example/", start.encode(), ".html")) is None


def test_a_sitemap_that_breaks_off_gives_what_it_has() -> None:
    rows = "<url><loc> https://a.example/1 </loc></url><url><loc>mailto:x</loc></url><url><loc>https://a.exam"
    found = read_listing(Page("https://a.example/", f'<?xml version="1.0"?><urlset xmlns="s">{rows}'.encode(), ".html"))
    assert found is not None
    assert ([item.url for item in found.items], found.broken) == (["https://a.example/1"], 1)


def test_entities_of_a_sitemap_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(ReadError, match="no page in this sitemap"):
        read_listing(Page("https://a.example/", f"{bomb}<urlset><url><loc>&f;&b;</loc></url></urlset>".encode(), ".html"))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.News.example/A?utm_source=rss&id=5#top", "news.example/A?id=5"),
        ("http://news.example/A?id=5&fbclid=x", "news.example/A?id=5"),
        ("https://news.example:443/", "news.example/"), ("https://news.example:444/?utm=1", "news.example:444/?utm=1"),
    ],
)  # fmt: skip
def test_addresses_of_one_article(url: str, key: str) -> None:
    assert address_key(url) == key


def test_a_fetched_page_learns_its_address() -> None:
    page = SimpleNamespace(url='https://news.example/a?b=1&c="2', data=b"<html><head lang=en><title>T</title>", suffix=".html")
    told = with_address(page)  # type: ignore[arg-type]
    assert b'<head lang=en><meta property="og:url" content="https://news.example/a?b=1&amp;c=&quot;2"><title>' in told
    for data in (b'<meta property="og:url" content="x">', "<html>".encode("utf-16"), b"<\0h\0t\0"):
        page.data = data
        assert with_address(page) == data  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("90s", 90.0), ("15m", 900.0), ("15 min", 900.0), ("2h", 7200.0), ("1h30m", 5400.0), ("1d", 86400.0), ("2 Hours", 7200.0),
     ("0.5h", 1800.0), ("10s", 10.0), ("30d", 2_592_000.0)],
)  # fmt: skip
def test_lengths_of_time(typed: str, expected: float) -> None:
    assert read_duration(typed) == expected


@pytest.mark.parametrize("typed", ["", "15", "m", "soon", "15m and more", "-5m", "9s", "31d", "15x", "1h 30"])
def test_what_is_no_length_of_time(typed: str) -> None:
    with pytest.raises(InputError, match=r"90s, 15m, 2h or 1d|between 10 s and 30 days"):
        read_duration(typed)


def test_when_a_server_may_be_asked_again() -> None:
    assert (_wait("120"), _wait(""), _wait("soon"), _wait("Tue, 05 Mar 2024 10:00:00 GMT")) == (120.0, 0.0, 0.0, 0.0)
    assert _wait("Fri, 31 Dec 2999 23:59:59 GMT") > 1e9
    assert _wait("9" * 400) == 1e9


HOME = "<link>https://www.post.example/</link>"


@pytest.mark.parametrize(
    ("feed", "site", "page", "told"),
    [
        ("https://post.example/feed", "", "https://www.post.example/1", True),
        ("https://feeds.post.example/all", "", "https://post.example/1", True),
        ("https://feeds.host.example/post", HOME, "https://post.example/1", True),
        ("https://roundup.example/feed", "", "https://post.example/1", False),
        ("https://ann.pages.example/feed", "", "https://bob.pages.example/1", False),
        ("https://post.example/feed", "", "https://notpost.example/1", False),
    ],
)
def test_a_list_speaks_for_the_pages_of_its_own_site_alone(feed: str, site: str, page: str, told: bool) -> None:
    whole = f"<content:encoded>{'The mill at Arden opened again. ' * 30}</content:encoded>"
    listing = read_listing(Page(feed, rss([item(1, page, whole)], extra=site).encode(), ".xml"))
    assert listing is not None
    (found,) = listing.items
    assert (bool(found.told(page)), bool(found.text)) == (told, told)


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("\n\nThe post Mill appeared first on Arden Post.", ""), (" The post Mill appeared first on Arden Post.", ""),
        ("\nMill appeared first on Arden Post", ""), ("\nIt appeared first on his list.\nMore.", "\nIt appeared first on his list.\nMore."),
        (" It appeared first on his list.", " It appeared first on his list."), ("", ""),
    ],
)  # fmt: skip
def test_the_line_of_the_site_goes_and_no_article_with_it(end: str, kept: str) -> None:
    text = "The mill opened again. " * 40_000 + "It runs."
    assert own_text(text + end) == text + kept
