"""Adding and watching against a real server: what is fetched, kept, ingested and remembered, and what a failure costs."""

import gzip
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.deletion import delete, restore
from ingest.news.gather import LIMIT
from ingest.news.keep import Archive
from ingest.news.listing import WHOLE_WORDS
from ingest.news.memory import MOST_BACK_OFF_S, MOST_TRIES
from ingest.news.run import News, Round, beside, check_sources
from ingest.read.limits import Limits
from ingest.read.net import read_articles
from ingest.report import Report
from ingest.sync import EMPTY, update
from rag.errors import IndexBusy, InputError
from rag.records import Article
from rag.settings import Settings
from tests.kits.ingest import BODY, HashEmbedder, opened
from tests.kits.site import NOON, Clock, Ingest, Reply, Site, item, news_from, rss, story

QUARTER_S = 900.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ingest() -> Ingest:
    return Ingest()


@pytest.fixture
def news(site: Site, tmp_path: Path, clock: Clock, ingest: Ingest) -> News:
    return news_from(site, tmp_path, clock, ingest)


def feed(site: Site, n: int, path: str = "/feed", **more: str) -> str:
    """Serve a feed of ``n`` items, the newest first, and their pages; return its address."""
    site.pages[path] = Reply(rss([item(i) for i in reversed(range(n))]), headers=more)
    site.pages |= {f"/story/{i}": story(i) for i in range(n)}
    return site.url(path)


def kept(news: News) -> list[Article]:
    """Return the articles of all kept files, as an ingest of their folder reads them."""
    files = sorted(p for p in news.folder.rglob("*") if p.is_file() and ".dateline" not in p.parts)
    return [found.article for path in files for found in read_articles(str(path), Limits()) if hasattr(found, "article")]


def test_a_page_is_kept_with_its_address_and_ingested(site: Site, news: News, ingest: Ingest) -> None:
    site.pages["/story/1"] = story(1)
    added = news.add([site.url("/story/1?utm_source=mail&id=5#top")] * 2)
    (article,) = kept(news)
    assert (article.title, article.url) == ("Mill 1 reopens", site.url("/story/1?id=5"))
    assert (added.report.added, added.failed) == (1, ())
    (path,) = ingest.files
    assert Path(path).name.startswith("story-1-")
    assert b'<meta name="dateline-fetched" content="2023-11-14T22:13:21+00:00">' in Path(path).read_bytes()
    (line,) = (news.folder / ".dateline" / "kept.jsonl").read_text().splitlines()
    assert json.loads(line)["file"] == str(Path(path).relative_to(news.folder))


def test_the_same_address_is_one_file_whatever_led_to_it(site: Site, news: News, clock: Clock) -> None:
    site.pages["/story/1"] = story(1)
    site.pages["/story/1?utm_source=x"] = Reply("", 302, {"Location": "/story/1"})
    news.add([site.url("/story/1")])
    (path,) = news.folder.glob("*/*.html")
    before = path.read_bytes()
    clock.at += 60
    news.add([site.url("/story/1?utm_source=x")])
    assert path.read_bytes() == before  # the time of its first fetching stays with the same text
    site.pages["/story/1"] = story(1, "Others will follow.")
    news.add([site.url("/story/1")])
    assert [article.text.endswith("Others will follow.") for article in kept(news)] == [True]
    (old,) = (news.folder / ".dateline" / "before").glob("*/*.html")
    assert (old.name, old.read_bytes()) == (path.name, before)


def test_an_updated_page_is_a_new_version_in_the_index(site: Site, tmp_path: Path, clock: Clock) -> None:
    from ingest.sync import update

    news = news_from(site, tmp_path, clock, lambda settings, paths, **more: update(settings, paths, embedder=HashEmbedder(), **more))
    words = "The mill at Arden opened again. " * 30
    entry = "<content:encoded>{}</content:encoded><guid>1</guid>"
    site.pages["/feed"] = rss([item(1, more=entry.format(words))])
    assert news.add([site.url("/feed")]).report.added == 1
    site.pages["/feed"] = rss([item(30, "/story/1", entry.format(f"{words} Its owner spoke of a new start."))])
    assert news.add([site.url("/feed")]).report.changed == 1
    with opened(tmp_path / "index") as store:
        found = store.articles(versions=True)
    assert sorted((a.published[:10], bool(a.version_of)) for a in found) == [("2024-03-05", True), ("2024-03-06", False)]
    assert {a.source for a in found} == {"Arden Post"}
    assert site.paths == ["/feed"] * 2


def test_a_feed_with_summaries_has_its_newest_pages_fetched_politely(site: Site, news: News, clock: Clock, ingest: Ingest) -> None:
    url = feed(site, 6)
    added = news.add([url], limit=3)
    assert site.paths == ["/feed", "/story/5", "/story/4", "/story/3"]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert len(clock.slept) == 4
    assert all(0.9 < seconds <= 1 for seconds in clock.slept)
    (place,) = added.places
    assert (place.kind, place.listed, place.looked_at, place.kept) == ("feed", 6, 3, 3)
    assert len(ingest.calls) == 1
    assert {(a.source, a.published[:13]) for a in kept(news)} == {("Arden Post", f"2024-03-05T0{n}") for n in (3, 4, 5)}


def test_what_a_page_states_itself_wins_over_its_feed(site: Site, news: News) -> None:
    url = feed(site, 1)
    site.pages["/story/0"] = story(
        0, head='<meta property="article:published_time" content="2024-01-02"><meta property="og:site_name" content="Own">'
    )
    news.add([url])
    assert [(a.source, a.published) for a in kept(news)] == [("Own", "2024-01-02")]


def test_what_its_feed_said_of_a_page_stays_with_it(site: Site, news: News) -> None:
    url = feed(site, 1)
    news.add([url])
    for more in ("", "Others will follow.", "Many will."):
        site.pages["/story/0"] = story(0, more)
        news.add([site.url("/story/0?fbclid=x")])
        (article,) = kept(news)
        assert (article.source, article.published[:10], more in article.text) == ("Arden Post", "2024-03-05", True)
    site.pages |= {"/feed": rss([item(0, more="<guid>new</guid>")], "Bray Star - News"), "/story/0": story(0, "None did.")}
    news.add([url])  # whose name changed
    assert [(a.source, "None did." in a.text) for a in kept(news)] == [("Arden Post", True)]


def test_a_limit_that_is_not_given(site: Site, news: News) -> None:
    items = [{"title": f"Mill {n}", "url": f"/story/{n}", "content_text": f"w{n} " * WHOLE_WORDS} for n in range(52)]
    site.pages["/feed"] = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Arden Post", "items": items})
    (place,) = news.add([site.url("/feed")]).places
    assert (place.listed, place.looked_at, place.kept, LIMIT) == (52, 50, 50, 50)


@pytest.mark.parametrize(
    ("more", "text", "fetched"),
    [
        ("content:encoded", "word " * WHOLE_WORDS, False), ("content:encoded", "word " * (WHOLE_WORDS - 1), True),
        ("content:encoded", "word " * 200 + "Read more", True), ("content:encoded", "word " * 200 + "[&#8230;]", True),
        ("content:encoded", "word " * 200 + "&lt;p&gt;The post Mill first appeared first on Arden Post.&lt;/p&gt;", False),
        ("category", "word " * 200, True),
    ],
)  # fmt: skip
def test_a_whole_text_in_the_feed_spares_the_page(site: Site, news: News, more: str, text: str, fetched: bool) -> None:
    site.pages |= {"/feed": rss([item(1, more=f"<{more}>{text}</{more}>")]), "/story/1": story(1)}
    news.add([site.url("/feed")])
    assert site.paths == (["/feed", "/story/1"] if fetched else ["/feed"])
    (article,) = kept(news)
    assert (article.url, article.title, article.published[:10]) == (site.url("/story/1"), "Mill 1 reopens", "2024-03-05")
    assert "first on" not in article.text


def test_entries_without_an_address_are_told_apart_by_their_text(site: Site, news: News) -> None:
    entry = "<item><guid>same</guid><title>Flash {0}</title><description>The mill has {0} doors.</description></item>"
    site.pages["/feed"] = rss([entry.format(n) for n in (1, 2)] + ["<item><title>Only a headline</title></item>"])
    added = news.add([site.url("/feed")])
    assert sorted(a.text for a in kept(news)) == ["The mill has 1 doors.", "The mill has 2 doors."]
    assert (added.places[0].listed, site.paths) == (2, ["/feed"])


def test_relative_links_and_one_link_twice(site: Site, news: News) -> None:
    site.pages |= {"/a/feed": rss([item(1, "../story/1"), item(1, "/story/1"), item(2, "javascript:alert(1)")]), "/story/1": story(1)}
    news.add([site.url("/a/feed")])
    assert site.paths == ["/a/feed", "/story/1"]


def test_what_robots_txt_forbids_is_named(site: Site, news: News) -> None:
    url = feed(site, 2)
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /*/1\nAllow: /story/", kind="text/plain")
    site.pages["/robots.txt"] = Reply("User-agent: Dateline\nDisallow: /story/1\n", kind="text/plain")
    added = news.add([url, site.url("/story/1")])
    assert [(where, "robots.txt" in reason and "says no" in reason) for where, reason in added.failed] == [(site.url("/story/1"), True)] * 2
    assert site.paths == ["/feed", "/story/0"]


def test_what_fails_is_named_and_costs_nothing_else(site: Site, news: News) -> None:
    url = feed(site, 6)
    site.pages |= {
        "/story/5": Reply("gone", 404), "/story/4": Reply(b"\x89PNG", kind="image/png"), "/story/3": "<html><body></body></html>",
        "/story/2": Reply("", 302, {"Location": "/story/2"}), "/story/1": rss([item(9)]),
    }  # fmt: skip
    added = news.add([site.url("/none"), url])
    reasons = [reason for _, reason in added.failed]
    wanted = ["answered 404", "answered 404", "image/png", "no article text", "redirects", "a feed or sitemap"]
    assert len(reasons) == len(wanted)
    assert [want for want, reason in zip(wanted, reasons, strict=True) if want not in reason] == []
    assert added.failed[0].where == site.url("/none")
    assert [a.title for a in kept(news)] == ["Mill 0 reopens"]


def test_where_a_site_sends_who_did_not_consent(site: Site, news: News) -> None:
    url = feed(site, 4)
    site.pages |= {f"/story/{n}": Reply("", 302, {"Location": "/consent?to=1" if n else "/"}) for n in (0, 1, 2)}
    site.pages |= {"/consent": story(77), "/": story(78)}
    reasons = [reason for _, reason in news.add([url]).failed]
    assert ["as others do" in reason for reason in reasons] == [True, False]
    assert "the front page" in reasons[1]
    assert sorted(a.title for a in kept(news)) == ["Mill 3 reopens", "Mill 77 reopens"]


def test_a_page_that_turns_into_less_leaves_what_was_kept(site: Site, news: News) -> None:
    less = "<html><head><title>Mill 1 reopens</title></head><body><h1>Mill 1 reopens</h1><p>The 1th mill at Arden opened.</p></body></html>"
    site.pages["/story/1"] = [story(1), "<html><body></body></html>", less]
    news.add([site.url("/story/1")])
    assert news.add([site.url("/story/1")]).failed
    (failed,) = news.add([site.url("/story/1")]).failed
    assert failed.reason.startswith("kept the earlier text: what is there now is much shorter (to take that, delete ")
    assert [a.title for a in kept(news)] == ["Mill 1 reopens"]
    assert not list(news.folder.glob("*/.*.html"))


def test_items_that_are_known_are_not_fetched_again_unless_they_change(site: Site, news: News) -> None:
    url = feed(site, 3)
    site.pages["/story/2"] = Reply("gone", 404)
    news.add([url])
    site.asked.clear()
    site.pages["/feed"] = rss([item(2), item(7, "/story/1"), item(0)])
    (place,) = news.add([url]).places
    assert site.paths == ["/feed", "/story/1", "/story/2"]  # what was updated, and what somebody asks for once more
    assert (place.known, place.kept) == (1, 1)
    site.asked.clear()
    assert news.watch([url], QUARTER_S).failed == ()
    assert site.paths == ["/feed"]


def test_a_watched_feed_says_that_nothing_changed(site: Site, news: News, ingest: Ingest) -> None:
    url = feed(site, 1, ETag='"a"', **{"Last-Modified": "Tue, 05 Mar 2024 10:00:00 GMT"})
    assert news.watch([url], QUARTER_S).report.added == 1
    assert news.watch([url], QUARTER_S).is_good
    _, told = site.asked[-1]
    assert (told["if-none-match"], told["if-modified-since"]) == ('"a"', "Tue, 05 Mar 2024 10:00:00 GMT")
    assert len(ingest.calls) == 1
    news.watch([url], QUARTER_S, limit=LIMIT + 1)
    assert "if-none-match" not in site.asked[-1][1]


def test_more_may_come_between_two_rounds_than_are_fetched_in_one(site: Site, news: News) -> None:
    feed(site, 9)
    url = site.url("/feed")
    site.pages["/feed"] = Reply(rss([item(n) for n in (1, 0)]), headers={"ETag": '"a"'})
    news.watch([url], QUARTER_S, limit=1)  # the older one is left out for good
    site.asked.clear()
    site.pages["/feed"] = Reply(rss([item(n) for n in reversed(range(6))]), headers={"ETag": '"b"'})
    added = [news.watch([url], QUARTER_S, limit=3).report.added for _ in range(3)]
    assert added == [3, 1, 0]
    assert site.paths == ["/feed", "/story/5", "/story/4", "/story/3", "/feed", "/story/2", "/feed"]
    assert news.add([url], limit=6).places[0].kept == 1


BUSY = "<html><body><h1>Service unavailable</h1><p>Our servers are busy. Please try again in a few minutes.</p></body></html>"


@pytest.mark.parametrize("reply", [Reply("", 500), BUSY])
def test_a_page_that_may_come_later_is_tried_again_some_rounds(site: Site, news: News, reply: Reply | str) -> None:
    url = feed(site, 1, ETag='"a"')
    site.pages["/story/0"] = reply
    rounds = [len(news.watch([url], QUARTER_S).failed) for _ in range(MOST_TRIES + 2)]
    assert rounds == [1] * MOST_TRIES + [0, 0]
    site.pages["/story/0"] = story(0)
    assert news.add([url]).report.added == 1  # asked for by name it is tried whatever was
    site.pages["/story/0"] = BUSY.replace("Service unavailable", "Log in")
    assert "a form to log in" in news.add([site.url("/story/0")]).failed[0].reason
    assert [a.title for a in kept(news)] == ["Mill 0 reopens"]
    assert news.add(["post.example"]).failed[0].reason.startswith("not a web address")  # named beside it


def test_a_failing_feed_is_asked_later_and_later(site: Site, news: News, clock: Clock) -> None:
    good = feed(site, 1, "/good")
    site.pages["/bad"] = Reply("", 500)
    waits = []
    for _ in range(9):
        (trouble,) = news.watch([good, site.url("/bad")], QUARTER_S).troubles
        assert "answered 500" in trouble.reason
        waits.append(trouble.next_try - clock.at)
        site.asked.clear()
        (left,) = news.watch([good, site.url("/bad")], QUARTER_S).troubles
        assert (left.reason, site.paths) == ("", ["/good"])
        clock.at = trouble.next_try
    assert waits == [1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400, 86400] == [min(1800 * 2**n, MOST_BACK_OFF_S) for n in range(9)]
    site.pages["/bad"] = rss([item(1)])
    site.pages["/story/1"] = story(1)
    assert news.watch([site.url("/bad")], QUARTER_S).is_good
    site.pages["/bad"] = [Reply("", 500), rss([item(1)])]
    assert news.watch([site.url("/bad")], QUARTER_S).troubles
    assert news.add([site.url("/bad")]).failed == ()  # somebody asked, and it answered
    assert news.watch([site.url("/bad")], QUARTER_S).is_good
    site.pages["/bad"] = Reply("", 500)
    clock.at += 1
    assert news.watch([site.url("/bad")], QUARTER_S).troubles[0].next_try - clock.at == 1800


@pytest.mark.parametrize(("stated", "slept"), [("7", 7.0), ("", 30.0), ("600", None)])
def test_a_server_that_asks_for_time_gets_it(site: Site, news: News, clock: Clock, stated: str, slept: float | None) -> None:
    url = feed(site, 1)
    headers = {"Retry-After": stated} if stated else {}
    site.pages["/feed"] = [Reply("", 429, headers), site.pages["/feed"]]  # type: ignore[list-item]
    done = news.watch([url, site.url("/story/0")], QUARTER_S)
    if slept:
        assert slept in clock.slept
        assert done.report.added == 1
    else:
        assert max(clock.slept) <= 1
        assert [("answered 429" in t.reason, "left alone" in t.reason) for t in done.troubles] == [(True, False), (False, True)]
        assert done.troubles[0].next_try == clock.at + 1800
        assert site.paths == ["/feed"]


def test_a_feed_that_turns_into_a_page_is_named_with_the_feeds_of_that(site: Site, news: News) -> None:
    url = feed(site, 1)
    news.watch([url], QUARTER_S)
    site.pages["/feed"] = story(1, head='<link rel="alternate" type="application/rss+xml" href="/new-feed">')
    (trouble,) = news.watch([url], QUARTER_S).troubles
    assert trouble.reason == f"this is a web page, not a feed or sitemap; it names {site.url('/new-feed')}"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<rss><channel></channel></rss>", "no entry"),
        ("<urlset></urlset>", "no page"),
        (b"\x1f\x8b\x08broken", "broken packed file"),
        (gzip.compress(b"<urlset>" + b" " * 50_000_001, 1), "unpacks to more than the 50 MB"),
        ("<rss>" + "x" * 10_000_001, "larger than 10 MB"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 7}', "no item"),
    ],
    ids=["empty", "no urls", "broken gzip", "bomb", "huge", "json"],
)
def test_a_broken_list_is_a_trouble_of_its_own(site: Site, news: News, content: str | bytes, why: str) -> None:
    site.pages["/feed"] = Reply(content)
    other = feed(site, 1, "/other")
    done = news.watch([site.url("/feed"), other], QUARTER_S)
    assert [why in t.reason for t in done.troubles] == [True], done.troubles
    assert done.report.added == 1


def test_sitemaps_and_their_index(site: Site, news: News) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    name, day = "<news:name>Arden Post</news:name>", "<news:publication_date>2024-03-0{0}</news:publication_date>"
    row = f"<url><loc>{{1}}</loc><news:news><news:publication>{name}</news:publication>{day}</news:news></url>"
    maps = "".join(f"<sitemap><loc>{site.url(f'/map{n}.xml.gz')}</loc><lastmod>2024-0{n}-01</lastmod></sitemap>" for n in (1, 3, 2))
    site.pages["/sitemap.xml"] = f"<sitemapindex {space}>{maps}</sitemapindex>"
    for n in (1, 2, 3):
        body = f"<urlset {space}>{row.format(n, site.url(f'/story/{n}'))}</urlset>"
        site.pages[f"/map{n}.xml.gz"] = Reply(gzip.compress(body.encode()), kind="application/x-gzip")
        site.pages[f"/story/{n}"] = story(n)
    added = news.add([site.url("/sitemap.xml")], limit=2)
    assert site.paths == ["/sitemap.xml", "/map3.xml.gz", "/map2.xml.gz", "/story/3", "/story/2"]
    assert {(a.source, a.published, a.found) for a in kept(news)} == {("Arden Post", f"2024-03-0{n}", "published source") for n in (2, 3)}
    assert (added.places[0].kind, added.places[0].maps_left) == ("sitemap", 0)
    site.pages |= {f"/map{n}.xml.gz?x": site.pages[f"/map{n}.xml.gz"] for n in (1, 2, 3)}
    site.pages["/sitemap.xml"] = f"<sitemapindex {space}>{maps}{maps.replace('.gz', '.gz?x')}</sitemapindex>"
    (place,) = news.add([site.url("/sitemap.xml")]).places
    assert (place.listed, place.maps_left) == (3, 1)


def test_what_was_fetched_before_a_kill_goes_in_with_the_next_run(
    site: Site, news: News, ingest: Ingest, tmp_path: Path, clock: Clock
) -> None:
    url = feed(site, 2)
    ingest.fails = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        news.watch([url], QUARTER_S)
    site.asked.clear()
    again = Ingest()
    assert news_from(site, tmp_path, clock, again).watch([url], QUARTER_S).report.added == 2
    assert site.paths == ["/feed"]
    assert len(again.files) == 2
    news.watch([url], QUARTER_S)
    assert ingest.files == []


def test_a_busy_index_is_said_and_tried_the_next_round(site: Site, news: News, ingest: Ingest, tmp_path: Path) -> None:
    url = feed(site, 1)
    ingest.fails = [IndexBusy(tmp_path / "index")]
    done = news.watch([url], QUARTER_S)
    assert done.said.startswith("Another ingest is writing to")
    assert not done.is_good
    assert news.watch([url], QUARTER_S).report.added == 1


def test_two_that_fetch_into_one_folder(site: Site, news: News) -> None:
    url = feed(site, 1)
    with news._gatherer():
        (trouble,) = news.watch([url, str(news.folder)], QUARTER_S).troubles
        assert trouble.reason.startswith("Another add or watch is fetching into")
        with pytest.raises(InputError, match="Another add or watch"):
            news.add([url])
    assert news.watch([url], QUARTER_S).is_good


def test_no_fault_ends_the_watch(site: Site, news: News, ingest: Ingest) -> None:
    url = feed(site, 1)
    ingest.fails = [RuntimeError("boom"), OSError(28, "No space left on device")]
    assert news.watch([url], QUARTER_S).said.endswith("RuntimeError: boom")
    assert news.watch([url], QUARTER_S).said.endswith("No space left on device")
    (news.folder / ".dateline" / "memory.json").write_text('{"feeds": {"x": {"seen": 7}}, "pending": []}')
    assert news.watch([url], QUARTER_S).is_good
    assert (news.folder / ".dateline" / "memory.broken").is_file()


def test_a_folder_is_read_when_something_in_it_changed(news: News, ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.txt").write_text("A")
    watch = [str(folder)]
    for _ in range(3):
        assert news.watch(watch, QUARTER_S, prune=True).is_good
    assert ingest.calls == [([str(folder)], True)]
    (folder / "a.txt").write_text("A changed")
    news.watch(watch, QUARTER_S)
    (folder / "a.txt").unlink()
    news.watch(watch, QUARTER_S)
    assert [prune for _, prune in ingest.calls] == [True, False, False]
    assert not news.folder.exists()


def test_a_folder_is_read_again_until_all_is_in(news: News, ingest: Ingest, tmp_path: Path) -> None:
    def real(settings: Settings, paths: Sequence[Path], **more: Any) -> Report:
        return update(settings, paths, embedder=HashEmbedder(), **more)

    news.update, folder, index = real, tmp_path / "work", tmp_path / "index"
    folder.mkdir()
    (folder / "a.txt").write_text(f"A gale\n\n{BODY}")
    watch = [str(folder)]
    assert [news.watch(watch, QUARTER_S).report.added for _ in range(2)] == [1, 0]
    with opened(index) as store:
        ids = [a.id for a in store.articles()]
    delete(news.settings, ids, models=HashEmbedder.name)
    assert news.watch(watch, QUARTER_S).report.added == 0
    restore(news.settings, ids, models=HashEmbedder.name)
    assert news.watch(watch, QUARTER_S).report.added == 1
    (folder / "bad.docx").write_bytes(b"PK")
    assert [news.watch(watch, QUARTER_S).is_good for _ in range(2)] == [False, False]
    (folder / "bad.docx").unlink()
    folder.rename(tmp_path / "away")
    assert [news.watch(watch, QUARTER_S, prune=True).is_good for _ in range(2)] == [False, False]
    folder.mkdir()  # where nothing is mounted
    done = news.watch(watch, QUARTER_S, prune=True)
    assert (done.report.removed, [reason for _, reason in done.report.failed]) == (0, [EMPTY])
    folder.rmdir()
    (tmp_path / "away").rename(folder)
    (folder / "part").mkdir()
    (folder / "part" / "b.txt").write_text(f"{BODY} It was another.")
    assert news.watch(watch, QUARTER_S, prune=True).report.added == 1
    (folder / "part" / "b.txt").rename(tmp_path / "b.txt")  # a disk that was mounted inside
    done = news.watch(watch, QUARTER_S, prune=True)
    assert (done.report.removed, [tuple(one) for one in done.report.failed]) == (0, [(str(folder / "part"), EMPTY)])
    (folder / "part").rmdir()
    assert news.watch(watch, QUARTER_S, prune=True).report.removed == 1
    assert news.watch(watch, QUARTER_S, prune=True).is_good
    shutil.rmtree(index)
    news.update = ingest
    news.watch(watch, QUARTER_S)
    assert ingest.calls == [([str(folder)], False)]


def test_where_nothing_can_be_kept_folders_are_read_all_the_same(news: News, ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    news.folder = tmp_path / "file" / "here"
    with pytest.raises(InputError, match="--to DIR"):
        news.add(["http://127.0.0.1/"])
    done = news.watch(["http://127.0.0.1/", str(tmp_path)], QUARTER_S)
    assert (["--to DIR" in t.reason for t in done.troubles], done.said, len(ingest.calls)) == ([True], "", 1)


def test_a_busy_round_is_made_up_for_a_folder_too(news: News, ingest: Ingest, tmp_path: Path) -> None:
    ingest.fails = [IndexBusy(tmp_path)]
    assert news.watch([str(tmp_path)], QUARTER_S).said
    news.watch([str(tmp_path)], QUARTER_S)
    assert len(ingest.calls) == 1


def test_an_address_that_comes_as_another_type_takes_the_place_of_the_first(site: Site, news: News, ingest: Ingest) -> None:
    words = "The mill at Arden opened again. " * 20
    site.pages |= {"/feed": rss([item(1, more=f"<content:encoded>{words}</content:encoded>")]), "/story/1": story(1)}
    news.add([site.url("/feed")])
    news.add([site.url("/story/1")])
    assert [path.suffix for path in news.folder.glob("127*/*.*")] == [".html"]
    assert ingest.calls[-1] == ([str(next(news.folder.glob("*/*.html")).parent)], True)


def test_nothing_is_fetched_offline(site: Site, tmp_path: Path, clock: Clock, ingest: Ingest) -> None:
    news = news_from(site, tmp_path, clock, ingest, offline=True)
    with pytest.raises(InputError, match="setting offline is on"):
        news.add([site.url("/story/1")])
    with pytest.raises(InputError, match="setting offline is on"):
        check_sources(news.settings, [str(tmp_path), site.url("/feed")])
    check_sources(news.settings, [str(tmp_path)])
    with pytest.raises(InputError, match="no such folder"):
        check_sources(news.settings, [str(tmp_path / "none")])
    assert site.asked == []


def test_only_own_servers_may_be_private(site: Site, tmp_path: Path) -> None:
    added = News.of(Settings(index_dir=tmp_path / "index")).add([site.url("/story/1")])
    assert "only the usual ports" in added.failed[0].reason
    assert News.of(Settings(own_servers=f"a.local:80 {site.host}")).manners.allow == {"a.local:80", site.host}
    assert site.asked == []


def test_where_what_is_fetched_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert beside(Path("news")) == tmp_path / "news-added"
    assert beside(Path()) == tmp_path.with_name(f"{tmp_path.name}-added")
    assert News.of(Settings(), Path("here")).folder == tmp_path / "here"


def test_a_round_says_by_itself_whether_it_was_good() -> None:
    assert Round(NOON).is_good
    assert not Round(NOON, said="no").is_good


def test_no_address_leads_out_of_the_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path, Limits(), read_articles)
    for url in (
        "http://../../x",
        "http://h/../../../etc/passwd",
        "http://h/" + "a/" * 900,
        "http://h/%2e%2e/..",
        "http://[::1]/",
        "http://h/\udcff",
    ):
        path = archive._path(url, ".html")
        assert path.resolve().is_relative_to(tmp_path.resolve())
        assert len(path.name) < 120
        assert not path.name.startswith(".")
        assert path.parent.parent == tmp_path
