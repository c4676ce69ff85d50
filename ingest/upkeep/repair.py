"""Repair an index: save what can be read of its articles, and make anew what follows from them."""

import json
from typing import NamedTuple

from ingest.article.assemble import fingerprint
from ingest.copies.known import FOLDER
from ingest.copies.register import Copies, store_row
from ingest.lock import write_lock
from rag.errors import IndexMismatch
from rag.index.database import FILE, clear_away, told
from rag.index.schema import FORMAT
from rag.index.upkeep.broken import built_by
from rag.index.upkeep.look import Finding
from rag.index.upkeep.salvage import OLD, salvage
from rag.index.writing import StoreWriter
from rag.models.encoders import Embedder, StaticEmbedder
from rag.settings import Settings


class Repaired(NamedTuple):
    """What a repair did, a line each, and the names of the articles that are lost with their files."""

    done: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]


def repair(settings: Settings, found: list[Finding], embedder: Embedder | None = None) -> Repaired:
    """Repair what ``ingest.upkeep.doctor`` found; a kill leaves an index that can be repaired.

    :raises IndexBusy: when another process writes to the index.
    :raises IndexMismatch: when other models or another version of this program built it; nothing is touched then.
    """
    bad = {finding.part for finding in found if finding.fault}
    embedder = embedder or StaticEmbedder()
    done, lost, bare = list[str](), tuple[tuple[str, str], ...](), tuple[str, ...]()
    stamp = json.dumps({"format": FORMAT, "models": embedder.name})
    with told(settings.index_dir), write_lock(settings.index_dir):
        if (built := built_by(settings.index_dir)) not in ("", stamp):
            raise IndexMismatch(settings.index_dir, built, stamp)
        if FILE in bad:
            saved = salvage(settings.index_dir, stamp)
            lost, bare = saved.lost, saved.bare
            done.append(f"{saved.articles:,} articles were saved into a new {FILE}; the old one is kept as {OLD}")
            if not saved.articles:
                done.append("which articles are lost cannot be told: ingest their folders again, or take a copy (dateline restore)")
        for part in bad & {"keywords", FOLDER}:
            clear_away(settings.index_dir / part)
        renew(settings, embedder, bare)
    parts = bad & {"keywords", "chroma", FOLDER} if FILE not in bad else {"keywords", "chroma", FOLDER}
    return Repaired((*done, *(f"{part}: made anew" for part in sorted(parts))), lost)


def renew(settings: Settings, embedder: Embedder, bare: tuple[str, ...] = ()) -> None:
    """Make keywords, Chroma and sketches anew from the articles; ``bare`` are ids of those whose passages are lost too."""
    store = StoreWriter.open(settings, models=embedder.name)
    try:
        for at in range(0, len(bare), 64):
            articles = store.articles(bare[at : at + 64])
            store.add([store_row(a, fingerprint(a), a, embedder) for a in articles])
        store.renew()
        clear_away(settings.index_dir / FOLDER)
        if settings.copies:
            Copies(store, embedder).settle()
    finally:
        store.close()
