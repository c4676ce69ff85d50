"""The figures that fetching goes by; each is said in the README, by a standard, or beside it."""

from ingest.news import duration, gather, keep, listing, manners, memory, sitemap, worth
from ingest.news.listing import Item
from ingest.read.address import Page


def test_how_long_is_waited() -> None:
    assert (manners.PAUSE_S, manners.LONGEST_PAUSE_S, manners.MOST_WAIT_S, manners.BREAK_S, manners.ROBOTS_S) == (1, 120, 60, 30, 86_400)
    assert (memory.FIRST_BACK_OFF, memory.MOST_BACK_OFF_S, duration.SHORTEST_S, duration.LONGEST_S) == (2, 86_400, 10, 2_592_000)


def test_how_much_is_taken() -> None:
    assert (gather.LIMIT, gather.MOST_MAPS, memory.MOST_TRIES, listing.WHOLE_WORDS) == (50, 5, 5, 120)
    assert (sitemap.MOST_ROWS, listing.MOST_UNPACKED, manners.ROBOTS_BYTES) == (50_000, 50_000_000, 1_000_000)
    assert Item("a", {}).changed == 0
    assert (worth.MUCH_SHORTER, worth.SAME) == (0.5, 0.25)


def test_what_a_list_says_of_a_page_is_put_in_as_pages_say_it() -> None:
    page = Page("https://a.example/1", b"<html><head><title>T</title></head></html>", ".html")
    told = keep._as_file(page, {"byline": "Ann <Lee>", "published": "2024-03-05"}, 0.0)
    assert b'<meta name="author" content="Ann &lt;Lee&gt;" data-dateline="listed">' in told
    assert b'<meta property="article:published_time" content="2024-03-05" data-dateline="listed">' in told
