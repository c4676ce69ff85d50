"""Say in a line each what an open index lacks, so that less is found than it holds."""

from collections.abc import Iterator

from rag.index.keywords import Keywords
from rag.index.store import Store

MEND = "The next ingest, of whatever path, mends that; so does dateline doctor --repair."


def faults(store: Store, keywords: Keywords) -> Iterator[str]:
    """Yield what is lost or behind: the keywords, Chroma; nothing where all is found."""
    number = store.held("passages")
    if keywords.fault:
        yield f"Nothing is found by its words, only by likeness: the keyword index is damaged ({keywords.fault}). {MEND}"
    elif keywords.size != number and keywords.generation != store.generation:
        behind = max(number - keywords.size, 1)
        them = f"{behind:,} passages" if behind > 1 else "Some passages"
        yield f"{them} cannot be found by their words yet: the last ingest is not done, or was ended. {MEND}"
    elif keywords.size != number:
        yield f"Some passages cannot be found by their words: the keyword index holds {keywords.size:,} of {number:,}. {MEND}"
    if fault := store.chroma_fault:
        yield f"What is alike is found less surely: Chroma could not be asked ({fault}). {MEND}"
