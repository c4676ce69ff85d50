"""What the ingest tests share: a tiny embedder that is real, a store made of its own words, files made by hand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from ingest.report import Report
from ingest.sync import update
from rag.index.columns import PassageTable
from rag.index.keywords import Keywords
from rag.index.store import Store
from rag.language.text import stems
from rag.models.encoders import Vectors
from rag.settings import Settings
from tests.kits.documents import docx_of, p, pdf_file

Write = Callable[[str, str | bytes], Path]  # of a file: name and content
BODY = (
    "Two boats sank off the harbour on Monday in heavy wind, the coast guard said in a statement. "
    "All nine fishermen were brought ashore before dark. The harbour master had warned of the storm the day before."
)


class HashEmbedder:
    """Unit vectors from the digest of a text: the same everywhere, and different for different texts."""

    name, dim = "hash-8", 8

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([list(sha256(text.encode()).digest()[:8]) for text in texts], np.float32).reshape(len(texts), 8) + 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def run(index: Path, *paths: Path, prune: bool = False) -> Report:
    """Ingest with the hash embedder."""
    return update(Settings(index_dir=index), list(paths), prune=prune, embedder=HashEmbedder())


@contextmanager
def opened(index: Path) -> Iterator[Store]:
    """Open a store for reading."""
    store = Store.open(Settings(index_dir=index), models=HashEmbedder.name)
    try:
        yield store
    finally:
        store.close()


def snapshot(index: Path) -> dict[str, Any]:
    """Return all that a store holds, in a form that two stores can be compared by."""
    with opened(index) as store:
        table, articles = store.table(), store.articles(versions=True)
        rows = in_order(table)
        near = {a.id: store.nearest(HashEmbedder().embed([a.text])[0], 5) for a in articles}
        keywords = Keywords.open(index / "keywords")
        words = sorted({s for a in articles for s in stems(f"{a.title} {a.text}")})
        return {
            "articles": articles,
            "passages": [(table.id_of(row), table.article_of(row), *table.span_of(row)) for row in rows],
            "vectors": [table.vectors[row].tolist() for row in rows],
            "stories": [table.story_of(row) for row in rows],
            "nearest": {i: sorted(map(table.id_of, found)) for i, found in near.items()},
            "chroma": sorted(table.id_of(row) for row in in_chroma(store) if table.holds(row)),
            "words": {s: sorted(table.id_of(row) for row in keywords.rows(s).tolist()) for s in words},
            "files": store.files(),
            "known": store.known(),
        }


def in_order(table: PassageTable) -> list[int]:
    """Return the rows of an index by article id, then place."""
    return sorted(np.flatnonzero(table.whole).tolist(), key=lambda row: (table.article_of(row), row))


def in_chroma(store: Store) -> set[int]:
    """Return the rows that Chroma holds."""
    return {int(i) for i in store._nearest.collection.get(include=[])["ids"]}


def article_text(title: str, body: str = BODY, date: str = "Updated 3 May 2024") -> str:
    """Return a plain-text article as a scraper saves one."""
    return f"{title}\n\n{date}\nFollow\n\n{body}\n"


def pdf(*texts: str) -> bytes:
    """Return a PDF with one page a text, written by hand: the smallest that readers accept."""
    parts: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    pages = []
    for text in texts:
        shown = " ".join(f"({line}) Tj T*" for line in text.replace("(", r"\(").replace(")", r"\)").split("\n"))
        stream = f"BT /F1 11 Tf 72 760 Td 14 TL {shown} ET".encode("latin-1")
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % len(parts)
        )
        pages.append(b"%d 0 R" % len(parts))
    parts[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(pages), len(pages))
    return pdf_file(parts)


def docx(*paragraphs: str, title: str = "") -> bytes:
    """Return a Word document."""
    return docx_of(*([p(title, style="Title")] if title else []), *map(p, paragraphs))
