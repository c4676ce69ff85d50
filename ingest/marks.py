"""The fingerprints of the articles that the store held when a run began, and of those that it stored."""

from rag.index.store import Store

MANY = 300  # articles asked for one by one, after which all are read: so many take as long as 30,000 at once  # equivalent: costs time only


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
