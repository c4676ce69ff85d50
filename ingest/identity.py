"""Give each article its id: one that states none is known by all it shows, and by its file where another file holds the same.

Two files that hold the same article are two articles in the list and one story, which counts once (``ingest.copies``). A stated id that
is another article's gets its host or outlet behind it: the same in every file, and the article keeps it when that other is gone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from ingest.alike import Whose, scoped
from ingest.article.assemble import fingerprint, is_made, made_id
from ingest.ledger import Ledger
from rag.index.store import Deleted
from rag.records import Article

MARK = 16  # digits of a fingerprint; what follows in an id tells the file


class Seen(NamedTuple):
    """Where an id came in this run: the fingerprint of its article, its place, the file; and, where it was read, whose it is."""

    mark: str
    where: str
    path: str
    whose: Whose | None = None


class Ids:
    """The ids of one run, and which file holds each.

    :param deleted: what a person deleted, by ids, which are given to no other article.
    :param stored: the article under an id in the store, without its text.
    :param unread: whether a file, by its written name, has yet to be read in this run and is other than when it was last read: what it
        held then is no longer known to be in it.
    """

    def __init__(
        self, ledger: Ledger, deleted: Mapping[str, Deleted], unread: Callable[[str], bool], stored: Callable[[str], Article | None]
    ) -> None:
        self._ledger, self._deleted, self._changed_since, self._stored = ledger, deleted, unread, stored
        self._seen: dict[str, Seen] = {}
        self._read: set[str] = set()  # files that were read whole in this run: they hold what was seen under them, and nothing else

    def seen(self, article_id: str) -> Seen | None:
        """Return where an id came in this run."""
        return self._seen.get(article_id)

    def see(self, article_id: str, mark: str, where: str, path: str, article: Article | None = None) -> None:
        """Enter an id; where it first came stays."""
        whose = Whose.of(article) if article and not is_made(article_id) else None
        self._seen[article_id] = Seen(mark, *(self._seen[article_id][1:] if article_id in self._seen else (where, path, whose)))

    def forget(self, article_id: str) -> None:
        """Take an id back: its article could not be stored."""
        self._seen.pop(article_id, None)

    def read(self, path: str) -> None:
        """Record that a file was read whole."""
        self._read.add(path)

    def shared(self, ids: Iterable[str], path: str) -> bool:
        """Whether one of a file's ids that no article states came under another file too: it must be read again, to get its own."""
        return any((seen := self._seen.get(i)) and seen.path != path and is_made(i) for i in ids)

    def holders(self, article_id: str, path: str) -> list[str]:
        """Return the other files that hold an id, but for those that were read since or are to be read anew."""
        return [other for other in self._ledger.others(article_id, path) if other not in self._read and not self._changed_since(other)]

    def stated(self, article: Article, path: str, before: Collection[str]) -> Article:
        """Return an article that states an id which is another article's under one of its own; others as they are.

        :param before: the ids of the file in its last run: the article keeps the one that it has.
        """
        if not (article.url or article.source or article.title) or not states_id(article):
            return article
        whose = Whose.of(article)
        others = scoped(article.id, whose)
        kept = next((i for i in others if i in before and not self._is_apart(self._held(i), whose)), "")
        kept = kept or next((i for i in (article.id, *others) if self._is_deleted(i, article)), "")
        own = kept or next((i for i in (article.id, *others) if self._may_have(i, article, whose, path)), article.id)
        return article if own == article.id else replace(article, id=own)

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

    def _may_have(self, article_id: str, article: Article, whose: Whose, path: str) -> bool:
        """Whether an id is no other article's: another text of the same one is told so later."""
        if seen := self._seen.get(article_id):
            same = seen.mark == fingerprint(replace(article, id=article_id))
            return same or not self._is_apart(seen.whose or self._held(article_id), whose)
        # A file that changed may hold its article still, and keeps the id until it was read without it.
        unread = (other for other in self._ledger.others(article_id, path) if other not in self._read)
        return not any(unread) or not self._is_apart(self._held(article_id), whose)

    def _held(self, article_id: str) -> Whose | None:
        article = self._stored(article_id)
        return Whose.of(article) if article else None

    def _is_apart(self, held: Whose | None, whose: Whose) -> bool:
        return held is not None and held.is_apart(whose)

    def _is_deleted(self, article_id: str, article: Article) -> bool:
        told = self._deleted.get(article_id)
        return told is not None and bool(told.title) and told.title == article.title

    def _free(self, article_id: str, path: str, *, held: bool = False) -> bool:
        seen = self._seen.get(article_id)
        if (seen and seen.path != path) or article_id in self._deleted:
            return False
        others = self.holders(article_id, path)
        return not others or (held and path < others[0])


def states_id(article: Article) -> bool:
    """Whether an article brought its id with it, which is then the same in every file."""
    return article.id[:MARK] != made_id(article)


def by_mark(ids: Iterable[str]) -> dict[str, str]:
    """Return the ids that no article states by the fingerprint they begin with."""
    return {i[:MARK]: i for i in sorted(ids) if is_made(i)}
