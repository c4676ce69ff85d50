"""BM25 keyword index over the passages (bm25s), saved beside the store and rebuilt when it is out of date."""

import json
import math
import shutil
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.index.columns import PassageTable
from rag.index.store import Store
from rag.language.text import stems

if TYPE_CHECKING:
    from bm25s import BM25

K1, B = 1.2, 0.75  # Robertson's usual values; other settings moved hit@1 on the bench halves by less than 0.01

READING = 2  # raised when words or stems are read differently: an index saved by an earlier reading is built anew


class Keywords:
    """BM25 over every passage with its headline, in the order of ``Store.table()``."""

    def __init__(self, index: "BM25 | None", generation: int) -> None:
        self._index = index  # None when there is no passage
        self.generation = generation
        self.size = max(int(index.scores["num_docs"]), 1) if index is not None else 1  # passages, at least 1

    @classmethod
    def open(cls, store: Store) -> "Keywords":
        """Return the saved index, or build and save it when it is missing or older than the store."""
        folder = store.folder / "bm25"
        saved = _generation(folder)
        if saved == store.generation:
            from bm25s import BM25

            return cls(BM25.load(str(folder), mmap=True) if (folder / "params.index.json").is_file() else None, saved)
        table = store.table()
        built = cls.build(store, table)
        built.save(folder)
        return built

    @classmethod
    def build(cls, store: Store, table: PassageTable) -> "Keywords":
        """Return an index of the passages of ``table``."""
        articles = {a.id: (a.text, stems(a.title)) for a in store.articles(versions=True)}
        documents = []
        for article_id, start, end in zip(table.article_ids, table.starts, table.ends, strict=True):
            text, title = articles[article_id]
            documents.append(stems(text[start:end]) + title)
        return cls(_index(documents), table.generation)

    def save(self, folder: Path) -> None:
        """Write beside the store in one step: a reader sees the old index or the new one."""
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".bm25-"))
        if self._index is not None:
            self._index.save(str(fresh), show_progress=False)
        (fresh / "generation.json").write_text(json.dumps([self.generation, READING]))
        old = folder.with_name(f".bm25-old-{fresh.name[6:]}")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)

    def scores(self, question: Sequence[str], size: int) -> NDArray[np.float32]:
        """Return one BM25 score a passage (0 where no stem of ``question`` occurs), shape (size,)."""
        known = [s for s in question if self._index is not None and s in self._index.vocab_dict]
        if self._index is None or not known:
            return np.zeros(size, np.float32)
        return np.asarray(self._index.get_scores(known), np.float32)

    def rarity(self, word_stem: str) -> float:
        """Return a stem's inverse document frequency as a share of the highest, 0 to 1; 1 for a stem of at most one passage."""
        return math.log1p(self.size / max(self.count(word_stem), 1)) / math.log1p(self.size)

    @property
    def stems(self) -> Collection[str]:
        """Every stem of the index."""
        return self._index.vocab_dict.keys() if self._index is not None else ()

    def count(self, word_stem: str) -> int:
        """Return how many passages hold a stem, in their text or headline."""
        if word_stem not in self.stems:
            return 0
        column, starts = self._index.vocab_dict[word_stem], self._index.scores["indptr"]  # type: ignore[union-attr]
        return int(starts[column + 1]) - int(starts[column])

    def rows(self, word_stem: str) -> NDArray[np.int64]:
        """Return the rows of ``Store.table()`` whose passage or headline holds a stem, ascending; shape (n,)."""
        if word_stem not in self.stems:
            return np.zeros(0, np.int64)
        column, starts = self._index.vocab_dict[word_stem], self._index.scores["indptr"]  # type: ignore[union-attr]
        return np.sort(np.asarray(self._index.scores["indices"][int(starts[column]) : int(starts[column + 1])], np.int64))  # type: ignore[union-attr]


def _index(documents: list[list[str]]) -> "BM25 | None":
    if not any(documents):
        return None
    from bm25s import BM25

    index = BM25(k1=K1, b=B, method="lucene")
    index.index(documents, show_progress=False)
    return index


def _generation(folder: Path) -> int:
    try:
        generation, reading = json.loads((folder / "generation.json").read_text())
    except (OSError, ValueError, TypeError):
        return -1
    return int(generation) if reading == READING else -1
