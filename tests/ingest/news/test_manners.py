"""What a host is asked, when, and when not."""

from typing import Any

import pytest

from ingest.news.manners import LONGEST_PAUSE_S, MOST_WAIT_S, PAUSE_S, ROBOTS_S, Manners
from ingest.read.address import Refused
from rag.errors import InputError
from tests.kits.site import Clock, Reply, Site, story


@pytest.fixture
def site(site: Site) -> Site:
    site.pages |= {"/a": story(1), "/b": story(2)}
    return site


def manners_of(site: Site) -> tuple[Manners, Clock]:
    clock = Clock()
    own = {site.host, site.host.replace("127.0.0.1", "other.example")}
    return Manners(allow=own, resolver=lambda *_: ["127.0.0.1"], clock=clock.now, sleep=clock.sleep, timeout_s=5.0), clock


def robots(site: Site, text: str, **more: Any) -> None:
    site.pages["/robots.txt"] = Reply(text, kind="text/plain", **more)


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False), ("User-agent: *\nDisallow:", True), ("", True), ("<html>not found</html>", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: dateline\nAllow: /", True), ("User-agent: Dateline\nDisallow: /*?id=", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a?id=5$", True), ("\ufeffUser-agent: *\nDisallow: /a", False), ("\x00\xff", True),
    ],
)  # fmt: skip
def test_rules_of_a_robots_txt(site: Site, rules: str, allowed: bool) -> None:
    robots(site, rules)
    manners, _ = manners_of(site)
    if allowed:
        assert manners.get(site.url("/a?id=5")).data
    else:
        with pytest.raises(InputError, match=r"robots\.txt of .* says no"):
            manners.get(site.url("/a?id=5"))
        assert site.paths == []


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False), (429, False)])
def test_a_robots_txt_that_is_not_given(site: Site, status: int, allowed: bool) -> None:
    robots(site, "", status=status)
    manners, clock = manners_of(site)
    if allowed:
        assert manners.get(site.url("/a")).data
        return
    with pytest.raises(Refused, match=f"robots.txt of .* was answered with {status}"):
        manners.get(site.url("/a"))
    robots(site, "User-agent: *\nDisallow: /b")
    clock.at += MOST_WAIT_S
    assert manners.get(site.url("/a")).data


def test_a_robots_txt_counts_for_a_day(site: Site) -> None:
    manners, clock = manners_of(site)
    manners.get(site.url("/a"))
    robots(site, "User-agent: *\nDisallow: /")
    clock.at += ROBOTS_S - 2  # a second was the pause before the page
    manners.get(site.url("/a"))
    clock.at += 1
    with pytest.raises(InputError, match="says no"):
        manners.get(site.url("/a"))


@pytest.mark.parametrize(("asked", "pause_s"), [("0.2", PAUSE_S), ("7", 7.0), (str(int(LONGEST_PAUSE_S)), LONGEST_PAUSE_S), ("x", PAUSE_S)])
def test_a_pause_between_two_pages_of_a_host(site: Site, asked: str, pause_s: float) -> None:
    robots(site, f"User-agent: *\nCrawl-delay: {asked}")
    manners, clock = manners_of(site)
    manners.get(site.url("/a"))
    clock.slept.clear()
    manners.get(site.url("/b"))
    assert clock.slept == [pause_s]
    clock.at += pause_s
    manners.get(site.url("/a"))
    assert clock.slept == [pause_s]


def test_a_pause_that_nobody_waits_for(site: Site) -> None:
    robots(site, f"User-agent: *\nCrawl-delay: {LONGEST_PAUSE_S + 1}")
    with pytest.raises(InputError, match="asks for 121 s between pages; more than 120 s"):
        manners_of(site)[0].get(site.url("/a"))


def test_each_host_that_a_redirect_leads_to_is_asked_for_its_rules(site: Site) -> None:
    other = f"http://{site.host.replace('127.0.0.1', 'other.example')}"
    site.pages["/to"] = Reply("", 302, {"Location": f"{other}/a"})
    manners, clock = manners_of(site)
    assert manners.get(site.url("/to")).url == f"{other}/a"
    assert [(path, told["host"].partition(":")[0]) for path, told in site.asked] == [
        ("/robots.txt", "127.0.0.1"), ("/to", "127.0.0.1"), ("/robots.txt", "other.example"), ("/a", "other.example"),
    ]  # fmt: skip
    assert sum(clock.slept) == 2 * PAUSE_S  # between the two things that each host was asked


@pytest.mark.parametrize(
    ("status", "stated", "waits"), [(429, "60", True), (429, "61", False), (503, "5", True), (503, "", False), (500, "5", False)]
)
def test_a_short_wait_is_waited_once(site: Site, status: int, stated: str, waits: bool) -> None:
    busy = Reply("", status, {"Retry-After": stated} if stated else {})
    site.pages["/a"] = [busy, story(1)]
    manners, clock = manners_of(site)
    if waits:
        assert manners.get(site.url("/a")).data
        assert float(stated) in clock.slept
        site.pages["/a"] = [busy, busy, story(1)]
    with pytest.raises(Refused, match=f"answered {status}"):
        manners.get(site.url("/a"))


def test_a_host_that_wants_to_be_left_alone_is(site: Site) -> None:
    site.pages["/a"] = Reply("", 429, {"Retry-After": "300"})
    manners, clock = manners_of(site)
    with pytest.raises(Refused) as refused:
        manners.get(site.url("/a"))
    assert (refused.value.wait_s, refused.value.passing) == (300.0, True)
    with pytest.raises(Refused, match="left alone for another 300 s"):
        manners.get(site.url("/b"))
    clock.at += 300
    assert manners.get(site.url("/b")).data
    assert site.paths == ["/a", "/b"]


def test_what_a_server_is_told(site: Site) -> None:
    manners_of(site)[0].get(site.url("/a"), {"If-None-Match": "x"})
    told = site.asked[-1][1]
    assert told["user-agent"].startswith("Dateline/")
    assert told["if-none-match"] == "x"
    assert "cookie" not in told
