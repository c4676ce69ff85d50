"""The work on articles that hangs on nothing stored: reading, cleaning, splitting, embedding, sketching; done wherever there is a core."""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ingest.copies.shingles import shingles, sketch
from ingest.passages import Worked
from ingest.read.child import articles_in, articles_of
from ingest.read.limits import Limits
from ingest.read.net import Found
from ingest.read.records.lines import Range
from rag.language.text import stems
from rag.models.encoders import Embedder
from rag.records import Article

AT_ONCE = 64  # articles of one message  # equivalent: any gives the same articles
AT_ONCE_CHARS = 1 << 20  # of text in them, but for the last  # equivalent: as above


class Part(NamedTuple):
    """A file to be read, or a range of one."""

    path: str  # as the system names it
    range: Range | None = None


Task = tuple[Part, ...]


class Message(NamedTuple):
    """Some of what was found in a part of a task, in order."""

    part: int  # which, from 0
    items: Sequence[Any]  # what ``articles_of`` and ``articles_in`` yield
    is_last: bool  # of this part


class Worker:
    """Does tasks, one after the other."""

    def __init__(self, embedder: Embedder, limits: Limits) -> None:
        from ingest.pipeline import Indexer

        self._indexer, self._limits = Indexer(embedder), limits

    def messages(self, task: Task) -> Iterator[bytes]:
        """Yield pickled messages with all that is in a task."""
        for n, part in enumerate(task):
            for items, is_last in self._batches(part):
                yield pickle.dumps(Message(n, self._worked(items), is_last), protocol=5)

    def _batches(self, part: Part) -> Iterator[tuple[list[Any], bool]]:
        items, chars = list[Any](), 0
        for item in read(part, self._limits):
            items.append(item)
            chars += len(item.article.text) if isinstance(item, Found) else 0
            if len(items) >= AT_ONCE or chars >= AT_ONCE_CHARS:
                yield items, False
                items, chars = [], 0
        yield items, True

    def _worked(self, items: list[Any]) -> list[Any]:
        found = {n: item for n, item in enumerate(items) if isinstance(item, Found) and not item.article.version_of}
        try:
            worked = self._work([replace(item.article, id=str(n)) for n, item in found.items()])
        except Exception:  # the writer works on them one by one, and says which of them cannot be worked on
            return items
        for (n, item), one in zip(found.items(), worked, strict=True):
            items[n] = item._replace(worked=one)
        return items

    def _work(self, articles: Sequence[Article]) -> list[Worked]:
        rows = self._indexer.rows([(article, "") for article in articles])
        return [
            Worked(
                tuple((p.start, p.end) for p in passages),
                vectors,
                tuple("\n".join(stems(p.text)) for p in passages),
                sketch(shingles(article.text)),
            )
            for article, _, passages, vectors in rows
        ]


def read(part: Part, limits: Limits) -> Iterator[Any]:
    """Yield what is in a part, without anything worked out."""
    return articles_of(part.path, limits) if part.range is None else articles_in(part.path, limits, part.range)
