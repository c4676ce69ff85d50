"""Run ``add`` and ``watch`` for the terminal: say what is fetched, how each round went, and stop when asked to."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import IndexBusy
from rag.settings import Settings
from ui import terminal
from ui.phrases import count
from ui.show import one_line

if TYPE_CHECKING:
    from ingest.news.gather import Gathered
    from ingest.news.run import Added, News, Round, Trouble
    from ingest.read.failures import Failure

NAMED = 3  # pages that could not be fetched, and files that could not be read, named in the line of a round


def add(settings: Settings, urls: Sequence[str], limit: int, folder: Path | None, *, index: str = "", news: "News | None" = None) -> bool:
    """Fetch addresses, ingest what came and show it; return whether all of it came.

    :param index: how the index is named in the commands that are shown.

    :raises DatelineError: when nothing could be ingested.
    """
    from ingest.news.run import News

    news = news or News.of(settings, folder, tell=terminal.print_stderr)
    try:
        added = news.add(urls, limit)
    except IndexBusy:
        terminal.print_stderr(f"What was fetched is kept in {news.folder}, and goes in with the next add or watch.")
        raise
    show_added(added, news.folder, index)
    return not added.failed


def show_added(added: "Added", folder: Path, index: str = "") -> None:
    """Show how much of each list was taken, and what the ingest did."""
    for place in added.places:
        if place.kind != "page":
            terminal.print_stdout(list_line(place))
    terminal.show_report(replace(added.report, failed=added.failed), index)
    if any(place.kept for place in added.places):
        terminal.print_stdout(f"kept in {folder}")


def list_line(place: "Gathered") -> str:
    """Return how many of a list's items were taken, and how to take more.

    >>> from ingest.news.gather import Gathered
    >>> list_line(Gathered("https://a.example/f", "feed", listed=80, looked_at=50, known=45, kept=5))
    'feed https://a.example/f: the newest 50 of 80 items (--limit 80 takes all); 5 fetched, 45 known'
    """
    items = count(place.listed, "item")
    some = f"the newest {place.looked_at:,} of {items} (--limit {place.listed} takes all)" if place.looked_at < place.listed else items
    failed = f", {len(place.failed):,} not fetched" if place.failed else ""
    broken = f", {count(place.broken, 'entry', 'entries')} without an address" if place.broken else ""
    left = f", {count(place.maps_left, 'further sitemap')} not looked at (add them by their addresses)" if place.maps_left else ""
    return f"{place.kind} {place.url}: {some}; {place.kept:,} fetched, {place.known:,} known{failed}{broken}{left}"


def watch(
    settings: Settings,
    sources: Sequence[str],
    every: str,
    limit: int,
    folder: Path | None,
    *,
    prune: bool = False,
    once: bool = False,
    news: "News | None" = None,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Look at folders and feeds round after round, a line each, until interrupted; with ``once`` return whether all went well.

    :param news: what fetches and ingests; by the settings when not given.
    :raises InputError: before the first round, for a source that cannot be watched or a time that is none.
    """
    from ingest.news.duration import read_duration
    from ingest.news.run import News, check_sources

    every_s = read_duration(every)
    sources = list(dict.fromkeys(sources))
    check_sources(settings, sources)
    news = news or News.of(settings, folder)
    if not once:
        terminal.print_stderr(f"watching {count(len(sources), 'place')}, a look every {every}; Ctrl-C ends it")
    while True:
        began = time.monotonic()
        done = news.watch(sources, every_s, limit=limit, prune=prune)
        terminal.print_stdout(round_line(done))
        if once:
            return done.is_good
        sleep(max(0.0, every_s - (time.monotonic() - began)))


def round_line(done: "Round") -> str:
    """Return a round in a line: its time, the counts, then what went wrong.

    >>> from ingest.news.run import Round
    >>> round_line(Round(0.0, said="Another ingest is writing to index. Wait."))[5:]
    ' 0 new, 0 changed, 0 removed; nothing went in: Another ingest is writing to index. Wait.'
    """
    report = done.report
    said = [f"{clock(done.at)} {report.added:,} new, {report.changed:,} changed, {report.removed:,} removed"]
    said += [trouble_words(trouble, done.at) for trouble in done.troubles]
    said += failure_words(done.failed, "page not fetched", "pages not fetched")
    said += failure_words(report.failed, "file not read", "files not read")
    said += [f"nothing went in: {done.said}"] if done.said else []
    return "; ".join(map(one_line, said))


def trouble_words(trouble: "Trouble", at: float) -> str:
    """Return what is the matter with a feed, and when it is asked again."""
    what = f"failed: {trouble.reason}" if trouble.reason else "left alone since it failed"
    return f"feed {trouble.url} {what}, next try {clock(trouble.next_try, at)}"


def failure_words(failed: "Sequence[Failure]", one: str, many: str) -> list[str]:
    """Return failures in words, the first of them by name."""
    if not failed:
        return []
    more = f", and {len(failed) - NAMED:,} more" if len(failed) > NAMED else ""
    return [f"{count(len(failed), one, many)} ({', '.join(f'{where}: {reason}' for where, reason in failed[:NAMED])}{more})"]


def clock(seconds: float, since: float | None = None) -> str:
    """Return a time as the clock on the wall shows it, with the day when it is another than that of ``since``."""
    when = datetime.fromtimestamp(seconds)
    if since is not None and when.date() != datetime.fromtimestamp(since).date():
        return f"{when:%Y-%m-%d %H:%M}"
    return f"{when:%H:%M}"
