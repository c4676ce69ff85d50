"""Put the articles that wait into the store, so that one that cannot be worked on costs itself and no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ingest.article.assemble import fingerprint
from ingest.copies.register import Copies, Row, store_row
from ingest.passages import Worked
from ingest.read.limits import Limits, explain
from ingest.versions import earlier_rows
from rag.index.writing import StoreWriter
from rag.models.encoders import Embedder
from rag.records import Article

if TYPE_CHECKING:
    from ingest.pipeline import Indexer


@dataclass(slots=True)
class File:
    """A file while it is read: the ids of its articles so far and of its last run, and how far it is."""

    path: str
    digest: str
    before: tuple[str, ...]  # ids of its articles in the last run
    size: int
    shown: int = 0  # bytes that the progress has counted
    ids: dict[str, None] = field(default_factory=dict)
    added: int = 0
    failed: bool = False
    waiting: bool = False  # for the batch to be stored


class Waiting(NamedTuple):
    """An article of the batch: its fingerprint, its file and its place there, and how it stood earlier by the same file."""

    article: Article
    mark: str
    file: File
    where: str
    earlier: tuple[Article, ...] = ()
    worked: Worked | None = None  # what was worked out of it ahead


class Storing:
    """Makes the rows of articles and stores them; an article goes in with its earlier versions, or not at all."""

    def __init__(self, store: StoreWriter, embedder: Embedder, copies: Copies | None, limits: Limits) -> None:
        self._store, self._embedder, self._copies, self._limits = store, embedder, copies, limits
        self._loaded_indexer: Indexer | None = None

    def put(self, part: Sequence[Waiting]) -> dict[str, str]:
        """Store a batch; return id -> reason of those that cannot be worked on."""
        before = {a.id: a for a in self._store.articles(one.article.id for one in part) if not a.version_of}
        kept, rows, failed = self._rows(part, before)
        self._store.add(kept)  # ahead of the articles that replace them
        words = {one.article.id: one.worked.words for one in part if one.worked}
        self._store.add(list({row[0].id: row for row in rows}.values()), words)  # two files may tell how one article stood on one day
        if self._copies:
            self._copies.remember(one.article.id for one in part if one.article.id not in failed)
        return failed

    def _own_rows(self, pairs: Sequence[tuple[Article, str]], worked: Mapping[str, Worked]) -> list[Row]:
        """Return the rows of articles that copy none, in their order."""
        others = [pair for pair in pairs if pair[0].id not in worked]
        made = iter(self._indexer.rows(others) if others else ())
        return [(a, mark, w.passages(a), w.vectors) if (w := worked.get(a.id)) else next(made) for a, mark in pairs]

    @property
    def _indexer(self) -> "Indexer":
        if self._loaded_indexer is None:
            from ingest.pipeline import Indexer  # LlamaIndex takes seconds to import

            self._loaded_indexer = Indexer(self._embedder)
        return self._loaded_indexer

    def _rows(self, part: Sequence[Waiting], before: Mapping[str, Article]) -> tuple[list[Row], list[Row], dict[str, str]]:
        """Return the rows of articles that are replaced and stay as versions, those of the batch, and what cannot be worked on."""
        pairs = [(one.article, one.mark) for one in part]
        worked = {one.article.id: one.worked for one in part if one.worked}
        try:
            copied = self._copies.rows(pairs, {i: w.sketch for i, w in worked.items()}) if self._copies else []
            ids = {row[0].id for row in copied}
            rows = [*self._own_rows([pair for pair in pairs if pair[0].id not in ids], worked), *copied]
            rows += [store_row(v, fingerprint(v), v, self._embedder) for one in part for v in one.earlier]
            replaced = [(before[one.article.id], one.article) for one in part if one.article.id in before]
            return earlier_rows(self._store, self._embedder, replaced), rows, {}
        except Exception as err:  # whatever it is, it costs this article alone
            if len(part) == 1:
                return [], [], {part[0].article.id: explain(err, self._limits)}
        kept, rows, failed = list[Row](), list[Row](), dict[str, str]()
        for one in part:
            more_kept, more, reasons = self._rows([one], before)
            kept += more_kept
            rows += more
            failed |= reasons
        return kept, rows, failed
