"""Tell which of the articles that an ingest reads are those that a person deleted.

An article that states no id is known by all it shows and by its file: a copy in another file is another article. One that states an id is
known by that in its file, and by that and its headline in others, since two exports may number alike. What was alone in its file is known
there by its address, too: a page that was fetched again with other words is the same one.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from ingest.article.assemble import is_made
from ingest.identity import MARK, states_id
from ingest.read.walk import on_disk
from rag.index.store import READING, Deleted
from rag.records import Article


class LeftOut:
    """What a person deleted from an index."""

    def __init__(self, deleted: Mapping[str, Deleted], files: Mapping[str, tuple[str, Sequence[str]]]) -> None:
        self._deleted = dict(deleted)
        self._whole = {path: _content(mark) for path, mark in emptied(deleted, files).items()}
        self._by_mark: dict[str, list[str]] = {}
        for i in filter(is_made, deleted):
            self._by_mark.setdefault(i[:MARK], []).append(i)
        self._by_address = {(stem, told.url): i for i, told in deleted.items() if told.url for stem in map(_stem, told.files)}
        self.moved: dict[str, Deleted] = {}  # with the files that they were found in instead of those in which they were

    def holds(self, article: Article, path: str, digest: str) -> bool:
        """Whether a person deleted an article as it comes from a file; one whose files are all gone is known in any, and moves there.

        :param article: under its stated id, or under its fingerprint (``made_id``).
        :param digest: of the file's content as it is now.
        """
        if not self._deleted:
            return False
        if self._whole.get(path) == _content(digest):
            return True
        if article.url and (_stem(path), article.url) in self._by_address:
            return True
        if states_id(article):
            told = self._deleted.get(article.id)
            return told is not None and (path in told.files or told.title == article.title)
        alike = self._by_mark.get(article.id[:MARK], ())
        if any(path in self._deleted[i].files for i in alike):
            return True
        lost = next((i for i in alike if path not in self._deleted[i].copies and not any(there(self._deleted[i].files))), "")
        if lost:
            self._deleted[lost] = self.moved[lost] = self._deleted[lost]._replace(files=(path,))
        return bool(lost)


def emptied(deleted: Mapping[str, Deleted], files: Mapping[str, tuple[str, Sequence[str]]]) -> dict[str, str]:
    """Return the files all of whose articles a person deleted, with what the ledger marks their content by."""
    told = {path for one in deleted.values() for path in one.files}
    return {path: mark for path, (mark, held) in files.items() if path in told and not held and mark != READING}


def there(files: Iterable[str]) -> Iterator[str]:
    """Yield those of some files, by their written names, that exist."""
    return (path for path in files if os.path.lexists(on_disk(path)))


def _content(mark: str) -> str:
    """Return the digest alone of what the ledger marks a file by, without the format before it and what was told of records behind it."""
    return mark.rpartition(":")[2].partition("+")[0]


def _stem(path: str) -> str:
    return str(PurePath(path).with_suffix(""))
