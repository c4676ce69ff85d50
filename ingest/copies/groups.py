"""Articles that are known to be one report so far, so that no two of them need to be compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.records import Article
from rag.sources.stories import first_of


@dataclass(slots=True)
class _Group:
    ids: set[str]
    first: Article


class Groups:
    """Disjoint sets of article ids; what is known of one ends when a member of it changes, since the others may hang together by it."""

    def __init__(self) -> None:
        self._of: dict[str, _Group] = {}

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._of

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def together(self, one: str, other: str) -> bool:
        """Whether two articles are in one group."""
        return one in self._of and self._of[one] is self._of.get(other)

    def first(self, article: Article) -> Article:
        """Return the first article of the group that ``article`` is in; itself where it is alone."""
        return self._of[article.id].first if article.id in self._of else article

    def join(self, one: Article, other: Article) -> None:
        """Make one group of those of two articles."""
        small, large = sorted((self._of.get(a.id) or _Group({a.id}, a) for a in (one, other)), key=lambda group: len(group.ids))
        large.first = first_of((small.first, large.first))
        large.ids |= small.ids
        self._of |= dict.fromkeys(small.ids | {one.id, other.id}, large)

    def dissolve(self, ids: Iterable[str]) -> set[str]:
        """Forget the groups of articles; return all who were in them."""
        gone = set[str]().union(*(self._of[i].ids for i in ids if i in self._of))
        for i in gone:
            del self._of[i]
        return gone
