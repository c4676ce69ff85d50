"""What an index knew before a run: of each file its digest and the ids of its articles, and of each article its fingerprint."""

import os
from collections.abc import Collection, Container, Iterable
from itertools import chain
from pathlib import Path

from ingest.article.assemble import is_made
from ingest.read.records.told import is_as_told
from ingest.read.walk import on_disk, within, written
from rag.index.store import READING, Store
from rag.index.writing import StoreWriter

FORMAT = 3  # version of reading, cleaning and splitting; raised when they change, so that all files are read again
MANY = 300  # articles asked for one by one, after which all are read: so many take as long as 30,000 at once  # equivalent: costs time only


class Ledger:
    """The files of a store and, for each article, the files that hold it (its owners); every change is written to the store at once."""

    def __init__(self, store: StoreWriter) -> None:
        self._store = store
        self._files = store.files()
        self._owners = Owners()
        for path, (_, ids) in self._files.items():
            self._owners.add(path, ids)
        self._by_mark: dict[str, set[str]] = {}
        for path, (mark, _) in self._files.items():
            self._by_mark.setdefault(mark, set()).add(path)
        self._leaving: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {}  # path -> mark, its ids, ids to go
        self._touched: set[str] = set()

    def ids_of(self, path: str) -> tuple[str, ...]:
        """Return the ids of the articles that were in ``path`` when it was last read."""
        return self._files.get(path, ("", ()))[1]

    def others(self, article_id: str, path: str) -> list[str]:
        """Return the existing files other than ``path`` that hold this article, sorted; a link to ``path`` is no other file."""
        others = [other for other in sorted(self._owners.of(article_id) - {path}) if os.path.exists(on_disk(other))]
        return [other for other in others if os.path.realpath(on_disk(other)) != os.path.realpath(on_disk(path))]

    def is_as_read(self, path: str, digest: str) -> bool:
        """Whether a file of this content was read to its end before."""
        return is_as_told(self._files.get(path, ("",))[0], _mark(digest))

    def knows(self, digest: str) -> bool:
        """Whether a file of this content was read to its end before, under whatever name."""
        return bool(self._by_mark.get(_mark(digest)))

    def ids_if_unchanged(self, path: str, digest: str, known: Container[str]) -> tuple[str, ...] | None:
        """Return the article ids of ``path`` if its content is that of its last run, or of a file of its type that is gone; else None."""
        mark = _mark(digest)
        entry = self._files.get(path)
        if entry:
            if not is_as_told(entry[0], mark) or not all(i in known and not self._shared(i, path) for i in entry[1]):
                return None
            self._touched.update(entry[1])  # a killed run may have left them under the wrong path; see settle
            return entry[1]
        alike = (p for p in sorted(self._by_mark.get(mark, ())) if Path(p).suffix.lower() == Path(path).suffix.lower())
        twin = next((p for p in alike if not os.path.lexists(on_disk(p))), "")
        ids = self.ids_of(twin)
        if not ids or not all(i in known for i in ids):
            return None
        self._set(path, mark, ids)  # it moved
        self._drop(twin)
        return ids

    def reading(self, path: str, ids: Iterable[str]) -> None:
        """Record that ``path`` is being ingested and that its articles ``ids`` may be in the store."""
        self._set(path, READING, tuple(dict.fromkeys(ids)))

    def end(self, path: str, digest: str, ids: tuple[str, ...], before: tuple[str, ...]) -> None:
        """Record that ``path`` is ingested to its end.

        Articles that are no longer in it are removed in :meth:`settle`, after all files were read: another file may hold them.
        """
        held = set(ids)
        leaving = tuple(i for i in before if i not in held)
        if not leaving:
            self._set(path, _mark(digest), ids)
            return
        for i in leaving:
            self._owners.discard(path, i)
        self._owners.add(path, ids)
        self._enter(path, READING, (*ids, *leaving))
        self._leaving[path] = (_mark(digest), ids, leaving)

    @property
    def files(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The files as the store had them when the run began: path -> (sha256, article ids)."""
        return self._files

    def emptied(self, roots: Iterable[Path | str]) -> list[str]:
        """Return, by written names, the folders at or under ``roots`` that held files and are empty now: a disk may not be mounted."""
        folders = [written(os.path.abspath(Path(root).expanduser())) for root in roots]
        parents = {name for path in self._files for name in map(str, Path(path).parents)} if folders else set[str]()
        held = {name for name in parents if any(within(name, folder) for folder in folders)}
        return sorted(name for name in held if os.path.isdir(on_disk(name)) and not os.listdir(on_disk(name)))

    def prune(self, roots: Iterable[Path | str], found: Collection[str], *, but: Collection[str] = ()) -> int:
        """Drop files under ``roots`` that were not ``found`` and no longer exist; return how many articles are removed with them.

        :param but: folders, by their written names, of which nothing is dropped.
        """
        folders = [os.path.abspath(Path(root).expanduser()) for root in roots]
        folders = [written(folder) for folder in folders if os.path.isdir(folder)]  # a missing folder may be a disk that is not mounted
        existing = set(map(written, found))
        inside = [p for p in self._files if p not in existing and any(within(p, f) for f in folders) and not any(within(p, f) for f in but)]
        gone = [p for p in inside if not os.path.lexists(on_disk(p))]
        ids = {i for path in gone for i in self.ids_of(path)}
        for path in gone:
            for i in self.ids_of(path):
                self._owners.discard(path, i)
        leaving = {i for i in ids if not self._owners.of(i)}
        self._store.remove(sorted(leaving))
        for path in gone:
            self._drop(path)
        return len(leaving)

    def leaving(self) -> list[tuple[list[str], tuple[str, ...]]]:
        """Return, for each changed file, the ids of articles that no file holds any more and the ids it holds now."""
        found, gone = [], set[str]()
        for _, ids, leaving in self._leaving.values():
            orphans = {i for i in leaving if not self._owners.of(i)} - gone
            found.append((sorted(orphans), ids))
            gone |= orphans
        return found

    def settle(self) -> dict[str, int]:
        """Remove the articles that no file holds any more; set the path of the others to the first file that holds them.

        Return path -> how many articles of a changed file were removed.
        """
        gone = [orphans for orphans, _ in self.leaving()]
        counts = {path: len(orphans) for path, orphans in zip(self._leaving, gone, strict=True)}
        self._store.remove(sorted(chain.from_iterable(gone)))
        for path, (mark, ids, _) in self._leaving.items():
            self._set(path, mark, ids)
        self._leaving.clear()
        first = {i: self._first(i) for i in self._touched if self._owners.of(i)}
        paths = {
            a.id: first[a.id] for a in self._store.articles(sorted(first), light=True) if not within(a.path, first[a.id])
        }  # a member's stays
        if paths:
            self._store.set_paths(paths)
        self._touched.clear()
        return counts

    def _set(self, path: str, mark: str, ids: tuple[str, ...]) -> None:
        for i in set(self.ids_of(path)).difference(ids):
            self._owners.discard(path, i)
        if self._files.get(path) != (mark, ids):  # equivalent: saves a write
            self._store.set_file(path, mark, ids)
            self._enter(path, mark, ids)
        self._owners.add(path, ids)
        self._touched.update(ids)

    def _enter(self, path: str, mark: str, ids: tuple[str, ...]) -> None:
        self._by_mark.get(self._files.get(path, ("",))[0], set()).discard(path)
        self._files[path] = (mark, ids)
        self._by_mark.setdefault(mark, set()).add(path)

    def _shared(self, article_id: str, path: str) -> bool:
        """Whether an id that no article states is another file's too: an earlier version of this program let them share it."""
        return len(self._owners.of(article_id)) > 1 and is_made(article_id) and bool(self.others(article_id, path))

    def _first(self, article_id: str) -> str:
        """Return the first of the files that hold an article, of those that exist if there are any."""
        owners = sorted(self._owners.of(article_id))
        return owners[0] if len(owners) == 1 else next((p for p in owners if os.path.exists(on_disk(p))), owners[0])

    def _drop(self, path: str) -> None:
        mark, ids = self._files.pop(path)
        self._by_mark[mark].discard(path)
        for i in ids:
            self._owners.discard(path, i)
        self._touched.update(ids)
        self._store.drop_file(path)


class Owners:
    """The files that hold each article; nearly all articles have one, which takes no set."""

    def __init__(self) -> None:
        self._of: dict[str, str | set[str]] = {}

    def of(self, article_id: str) -> set[str]:
        """Return the files that hold an article."""
        held = self._of.get(article_id, set())
        return {held} if isinstance(held, str) else held

    def add(self, path: str, ids: Collection[str]) -> None:
        """Let a file hold these articles too."""
        if self._of.keys().isdisjoint(ids):  # equivalent: saves half a second where one file holds 200,000
            self._of.update(dict.fromkeys(ids, path))
            return
        for i in ids:
            held = self.of(i) | {path}
            self._of[i] = path if len(held) == 1 else held

    def discard(self, path: str, article_id: str) -> None:
        """Let a file hold an article no longer."""
        self._of[article_id] = self.of(article_id) - {path}


class Marks:
    """Fingerprints by article id; a run that looks at a few files does not read those of a whole archive."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all = False
        self._held: dict[str, str | None] = {}  # None: it is not in the store
        self._stored: dict[str, str] = {}

    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, str) and self.get(article_id) is not None

    def __getitem__(self, article_id: str) -> str:
        mark = self.get(article_id)
        if mark is None:
            raise KeyError(article_id)
        return mark

    def __setitem__(self, article_id: str, mark: str) -> None:
        self._stored[article_id] = mark

    def get(self, article_id: str) -> str | None:
        """Return the fingerprint of an article, None where it is not known."""
        if article_id in self._stored:
            return self._stored[article_id]
        if article_id not in self._held and not self._all:
            self._all = len(self._held) >= MANY
            self._held |= self._store.known() if self._all else {article_id: self._store.known([article_id]).get(article_id)}
        return self._held.get(article_id)


def unread(mark: str) -> str:
    """Return what tells the content of a file as a mark does, but has it read again: that of a format before the first."""
    return f"0:{mark.partition(':')[2]}"


def _mark(digest: str) -> str:
    return f"{FORMAT}:{digest}"
