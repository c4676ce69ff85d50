"""Give each article its id: one that states none is known by all it shows, and by its file where another file holds the same.

Two files that hold the same article are two articles in the list and one story, which counts once (``ingest.copies``).
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from ingest.article.assemble import is_made, made_id
from ingest.ledger import Ledger
from rag.records import Article

MARK = 16  # digits of a fingerprint; what follows in an id tells the file


class Seen(NamedTuple):
    """Where an id came in this run: the fingerprint of its article, its place, the file."""

    mark: str
    where: str
    path: str


class Ids:
    """The ids of one run, and which file holds each.

    :param deleted: ids that a person deleted, which are given to no other article.
    :param unread: whether a file, by its written name, has yet to be read in this run and is other than when it was last read: what it
        held then is no longer known to be in it.
    """

    def __init__(self, ledger: Ledger, deleted: Container[str], unread: Callable[[str], bool]) -> None:
        self._ledger, self._deleted, self._changed_since = ledger, deleted, unread
        self._seen: dict[str, Seen] = {}
        self._read: set[str] = set()  # files that were read whole in this run: they hold what was seen under them, and nothing else

    def seen(self, article_id: str) -> Seen | None:
        """Return where an id came in this run."""
        return self._seen.get(article_id)

    def see(self, article_id: str, mark: str, where: str, path: str) -> None:
        """Enter an id; where it first came stays."""
        self._seen[article_id] = Seen(mark, *(self._seen[article_id][1:] if article_id in self._seen else (where, path)))

    def forget(self, article_id: str) -> None:
        """Take an id back: its article could not be stored."""
        self._seen.pop(article_id, None)

    def read(self, path: str) -> None:
        """Record that a file was read whole."""
        self._read.add(path)

    def shared(self, ids: Iterable[str], path: str) -> bool:
        """Whether one of a file's ids that no article states came under another file too: it must be read again, to get its own."""
        return any((seen := self._seen.get(i)) and seen.path != path and is_made(i) for i in ids)

    def own(self, article: Article, path: str, held: Mapping[str, str]) -> Article:
        """Return an article that states no id under the id that it has in this file; others as they are.

        :param held: the ids of the file in its last run, by what they begin with: see :func:`by_mark`. It keeps the one it has.
        """
        if states_id(article):
            return article
        if (before := held.get(article.id)) and self._free(before, path, held=True):
            return replace(article, id=before)
        names = (sha256(f"{path}{'#' * n}".encode()).hexdigest()[:8] for n in count())
        own = article.id
        while not self._free(own, path):
            own = f"{article.id}-{next(names)}"
        return article if own == article.id else replace(article, id=own)

    def _free(self, article_id: str, path: str, *, held: bool = False) -> bool:
        seen = self._seen.get(article_id)
        if (seen and seen.path != path) or article_id in self._deleted:
            return False
        others = [other for other in self._ledger.others(article_id, path) if other not in self._read and not self._changed_since(other)]
        return not others or (held and path < others[0])


def states_id(article: Article) -> bool:
    """Whether an article brought its id with it, which is then the same in every file."""
    return article.id[:MARK] != made_id(article)


def by_mark(ids: Iterable[str]) -> dict[str, str]:
    """Return the ids that no article states by the fingerprint they begin with."""
    return {i[:MARK]: i for i in sorted(ids) if is_made(i)}
