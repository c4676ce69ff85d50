"""A real web server on loopback whose answers a test writes, and news fetched from it by a clock that a test turns."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ingest.news.manners import Manners
from ingest.news.run import News
from ingest.read.failures import Failure
from ingest.read.limits import Limits
from ingest.read.net import Found, read_articles
from ingest.report import Report
from rag.settings import Settings

NOON = 1_700_000_000.0  # seconds since 1970
TYPES = {"<rss": "application/rss+xml", "<feed": "application/atom+xml", "<urlset": "application/xml", "<sitemapindex": "text/xml"}


@dataclass(frozen=True)
class Reply:
    """One answer; a status of 200 with an ETag is answered by 304 to who has it."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


@dataclass
class Site:
    """``pages``: path -> its answer, or several for one request after the other; ``asked`` holds (path, headers) as they came."""

    host: str
    pages: dict[str, Reply | str | list[Reply | str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def reply(self, path: str) -> Reply:
        given = self.pages.get(path) or self.pages.get(path.partition("?")[0], Reply("gone", 404))
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        return given if isinstance(given, Reply) else Reply(given)


@contextmanager
def serving() -> Iterator[Site]:
    """Give a site that is served while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, told))
            reply = site.reply(self.path)
            if "ETag" in reply.headers and told.get("if-none-match") == reply.headers["ETag"]:
                reply = replace(reply, status=304, body=b"")
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            start = body.decode("latin-1")[:200]
            kind = reply.kind or next((k for mark, k in TYPES.items() if mark in start), "text/html; charset=utf-8")
            self.send_response(reply.status)
            for name, value in {"Content-Type": kind, **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"127.0.0.1:{server.server_port}")
    threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Clock:
    """A time that only sleeping moves."""

    at: float = NOON
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@dataclass
class Ingest:
    """Stands for the ingest: reads the files that it is given, and keeps what came: path -> titles."""

    calls: list[tuple[list[str], bool]] = field(default_factory=list)
    fails: list[BaseException] = field(default_factory=list)  # raised one after the other

    def __call__(self, settings: Settings, paths: Sequence[Path | str], *, prune: bool = False, **_: Any) -> Report:
        if self.fails:
            raise self.fails.pop(0)
        names = [str(path) for path in paths]
        self.calls.append((names, prune))
        found = [one for name in names if Path(name).is_file() for one in read_articles(name, Limits.of(settings))]
        failed = tuple(one for one in found if isinstance(one, Failure))
        return Report(added=sum(isinstance(one, Found) for one in found), failed=failed)

    @property
    def files(self) -> list[str]:
        return [name for names, _ in self.calls for name in names]


def news_from(site: Site, folder: Path, clock: Clock, ingest: Any, **settings: Any) -> News:
    """Return news that is fetched from ``site`` into ``folder/added``, for an index in ``folder/index``."""
    manners = Manners(allow={site.host}, clock=clock.now, sleep=clock.sleep, timeout_s=5.0)
    return News(Settings(index_dir=folder / "index", **settings), folder / "added", manners, clock.now, ingest, read_articles)


def story(n: int, more: str = "", head: str = "") -> str:
    """Return the page of an article."""
    text = f"The {n}th mill at Arden reopened on Monday after the flood of the spring, its owner said. " * 4
    return (
        f"<html><head><title>Mill {n} reopens</title>{head}</head><body><article><h1>Mill {n} reopens</h1>"
        f"<p>{text}</p><p>Some {n + 40} people work there again. {more}</p></article></body></html>"
    )


def rss(items: Sequence[str], title: str = "Arden Post - News", extra: str = "") -> str:
    """Return a feed of items."""
    about = f"<title>{title}</title>{extra}"
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="{CONTENT}"><channel>{about}{"".join(items)}</channel></rss>'


def item(n: int, link: str = "", more: str = "") -> str:
    """Return an item of a feed with a summary, of the ``n``-th hour of a day."""
    when = format_datetime(datetime(2024, 3, 5, tzinfo=UTC) + timedelta(hours=n))
    about = f"<title>Mill {n} reopens</title><link>{link or f'/story/{n}'}</link><pubDate>{when}</pubDate>"
    return f"<item>{about}<description>The mill.</description>{more}</item>"


CONTENT = "http://purl.org/rss/1.0/modules/content/"
