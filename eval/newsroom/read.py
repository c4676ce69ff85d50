"""Read the set as a user would: written into a folder, ingested whole into a new index, every article listed; beside it two libraries."""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.newsroom.exports.all import exports
from eval.newsroom.pages.all import pages
from eval.newsroom.pdfs.all import pdfs
from eval.newsroom.records import File, halves
from eval.newsroom.score import Found

KINDS = ("pages", "exports", "pdfs")


def files(half: str = "") -> list[File]:
    """Return the files of the set, or of the half that is "dev" or "held"."""
    made = [list(pages()), list(exports()), list(pdfs())]
    chosen = [halves(f.style for f in kind) for kind in made]
    return [f for kind, of in zip(made, chosen, strict=True) for f in kind if not half or of[f.style] == half]


def write(made: Iterable[File], folder: Path) -> None:
    """Write files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in made:
        (folder / file.name).write_bytes(file.data)


def by_dateline(made: Sequence[File], folder: Path) -> Mapping[str, list[Found]]:
    """Return, by name of file, what Dateline makes of a folder in which the files lie; those it could not read are named."""
    from ingest.sync import ingest
    from rag.index.writing import StoreWriter
    from rag.models.encoders import StaticEmbedder
    from rag.settings import Settings

    embedder, found = StaticEmbedder(), defaultdict[str, list[Found]](list)
    with tempfile.TemporaryDirectory() as index:
        store = StoreWriter.open(Settings(index_dir=Path(index)), models=embedder.name)
        try:
            for place, reason in ingest([folder], store, embedder).failed:
                print(f"not read: {place}: {reason}", file=sys.stderr)
            for a in store.articles(versions=True):
                name = next((f.name for f in made if f.name in a.path), "")
                found[name].append(Found(a.title, a.source, a.byline, a.published, a.updated, a.text))
        finally:
            store.close()
    return found


def by_libraries(made: Sequence[File]) -> Mapping[str, list[Found]]:
    """Return what trafilatura, as it starts, and htmldate make of the pages; neither tells updates."""
    from htmldate import find_date
    from trafilatura import bare_extraction

    found = dict[str, list[Found]]()
    for file in made:
        got = bare_extraction(file.data, with_metadata=True)
        if got is None or isinstance(got, dict):
            continue
        day = find_date(file.data, original_date=True) or ""
        found[file.name] = [Found(got.title or "", got.sitename or "", got.author or "", day, "", got.text or "", updates=False)]
    return found
