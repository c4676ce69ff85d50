"""Remember between runs what feeds and sitemaps listed, when a failing one is asked again, and which files wait to be ingested."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Self

FILE: Final = "memory.json"
MOST_TRIES: Final = 5  # of a page that fails in a way that may pass
FIRST_BACK_OFF: Final = 2.0  # times the time between rounds, after the first failure; doubled by each further one
MOST_BACK_OFF_S: Final = 24 * 3600.0


@dataclass(slots=True)
class FeedMemory:
    """What is remembered of one feed or sitemap.

    ``seen``: key of an item -> its mark when it was got, or given up; ``refused``: key -> why it could not be fetched, and in ``tries``
    how often that was tried.
    """

    etag: str = ""
    modified: str = ""
    limit: int = 0  # items that were looked at when it had this etag
    horizon: float = 0.0  # when the newest was published that was left out when it was read first, in seconds since 1970
    seen: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    failures: int = 0  # one after the other
    next_try: float = 0.0  # seconds since 1970

    def fail(self, now: float, every_s: float, wait_s: float = 0.0) -> None:
        """Note that it could not be read; it is asked again later and later, and no earlier than it asks for.

        :param every_s: the time between two rounds.
        """
        back_off_s = min(every_s * FIRST_BACK_OFF * 2.0 ** min(self.failures, 30), max(MOST_BACK_OFF_S, every_s))
        self.failures += 1
        self.next_try = now + max(back_off_s, wait_s)

    def forget_all_but(self, keys: set[str]) -> None:
        """Forget items that are listed no more."""
        self.seen = {key: mark for key, mark in self.seen.items() if key in keys}
        self.refused = {key: why for key, why in self.refused.items() if key in keys}
        self.tries = {key: n for key, n in self.tries.items() if key in keys}


@dataclass(slots=True)
class Memory:
    """All that is remembered; ``pending``: files that were kept and not ingested yet."""

    path: Path
    feeds: dict[str, FeedMemory] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the memory in ``folder``; one that is damaged is put aside as ``memory.broken``, and nothing is remembered."""
        path = folder / FILE
        try:
            told = json.loads(path.read_bytes())
            feeds = {str(url): _feed(row) for url, row in told["feeds"].items()}
            return cls(path, feeds, [str(name) for name in told["pending"]])
        except FileNotFoundError:
            return cls(path)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            path.replace(path.with_suffix(".broken"))
            return cls(path)

    def feed(self, url: str) -> FeedMemory:
        """Return what is remembered of a feed; changes to it are remembered."""
        return self.feeds.setdefault(url, FeedMemory())

    def waits(self, paths: Iterable[Path]) -> None:
        """Note files that are to be ingested, or were removed, and save."""
        self.pending = list(dict.fromkeys([*self.pending, *map(str, paths)]))
        self.save()

    def save(self) -> None:
        """Write it whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        told = {"feeds": {url: asdict(feed) for url, feed in self.feeds.items()}, "pending": self.pending}
        draft.write_text(json.dumps(told), encoding="utf-8", errors="replace")
        os.replace(draft, self.path)


def _feed(row: dict[str, Any]) -> FeedMemory:
    """Return a feed's memory; a field of the wrong type, or one that is not known, spoils the whole."""
    feed = FeedMemory(**row)
    if any(not isinstance(getattr(feed, f.name), type(getattr(FeedMemory(), f.name))) for f in fields(feed)):
        raise ValueError
    return feed
