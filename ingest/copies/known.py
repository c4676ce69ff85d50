"""The sketches of all articles that one may be a copy of: those of the store, looked up in files, and those of this run, in memory."""

from collections.abc import Mapping
from itertools import islice

import numpy as np

from ingest.copies.duplicates import HITS, Finder, is_enough
from ingest.copies.runs import Runs
from ingest.copies.shingles import Hashes
from rag.index.store import Store
from rag.index.writing import StoreWriter

FOLDER = "sketches"  # beside the store
RECENT = 10_000  # sketches in memory, some 6 kB each  # equivalent: costs time or memory only


class Known:
    """Sketches by article id."""

    def __init__(self, store: StoreWriter) -> None:
        """Begin with a store of which every article was signed."""
        self._store, self._runs = store, Runs(store.folder / FOLDER, store.first_generation)
        if self._runs.last > store.last_number:  # of a state that was lost
            self._runs.clear()
        self.keep()

    def add(self, sketches: Mapping[str, Hashes]) -> None:
        """Take in articles by id; the last sketch of an id counts."""
        self._recent.add(sketches)

    def sketch_of(self, article_id: str) -> Hashes:
        """Return the sketch of an article; KeyError if it is not known."""
        if article_id in self._recent:
            return self._recent.sketch_of(article_id)
        return _hashes(self._store.signatures([article_id])[article_id])

    def near(self, article_id: str) -> list[str]:
        """Return the ids of articles whose sketch shares enough with that of one to look closer."""
        hashes = self.sketch_of(article_id)
        shared = {n: count for n, count in self._runs.near(hashes).items() if count >= min(HITS, max(1, len(hashes)))}
        stored = ((n, i, _hashes(signature)) for n, i, signature in self._store.signatures_of(shared) if i not in self._recent)
        return sorted(i for n, i, other in stored if is_enough(shared[n], hashes, other)) + self._recent.near(hashes)

    def keep(self) -> None:
        """Let what the store holds now be looked up in files from now on."""
        last = self._store.last_number
        if self._runs.last < last:
            signed = ((n, _hashes(signature)) for n, _, signature in self._store.signatures_after(self._runs.last))
            while some := list(islice(signed, RECENT)):
                self._runs.add(some, some[-1][0])
            self._runs.add([], last)
        self._recent = Finder({})

    def make_room(self) -> None:
        """Keep no more than RECENT sketches in memory, once the store holds them all."""
        if len(self._recent) >= RECENT:
            self.keep()


def forget(store: StoreWriter) -> None:
    """Delete the files of sketches."""
    Runs(store.folder / FOLDER, store.first_generation).clear()


def fault_of(store: Store) -> str:
    """Return what is wrong with the files of sketches; empty where they are sound, or hold nothing yet."""
    runs = Runs(store.folder / FOLDER, store.first_generation, look=True)
    signed = [(n, _hashes(signature)) for n, _, signature in store.signatures_after(0)]
    if runs.lost:  # or an ingest has just put new files in their place
        runs = Runs(store.folder / FOLDER, store.first_generation, look=True)
    if runs.lost:
        return "they are missing or cut" if signed else ""
    return "" if runs.last <= store.last_number and runs.knows(signed) else "they are not those of the articles"


def _hashes(signature: bytes) -> Hashes:
    return np.frombuffer(signature, np.uint32)
