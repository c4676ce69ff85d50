"""Count the independent reports among articles: the one count behind citations, the sides of a difference and timelines (pure)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType

from rag.dates.calendar import days_between
from rag.language.names import names
from rag.language.text import plain
from rag.records import Article
from rag.sources.agencies import agency_of, credits_outlet, forms

APART = 3  # days within which rewrites of an agency's report on one event come out
ALIKE = 0.3  # share of the names of the article with fewer names that both must give, for one event
NO_STORIES: Mapping[str, str] = MappingProxyType({})  # where copies were not looked for


def count_independent(articles: Iterable[Article], story_of: Mapping[str, str] = NO_STORIES) -> int:
    """Return the most articles that can be picked with no two of them from one source (``share_source``), each article once.

    So another article never lowers the count and raises it by one at most, some of the articles never count more than all of
    them, and their order does not matter.

    :param story_of: article id -> story id, as ``Store.story_of`` returns; an article it lacks is a story of its own.
    """
    by_id = {article.id: article for article in articles}
    near: dict[str, set[str]] = {i: set() for i in by_id}
    for a, b in combinations(by_id, 2):
        if story_of.get(a, a) == story_of.get(b, b) or share_source(by_id[a], by_id[b]):
            near[a].add(b)
            near[b].add(a)
    return _most_apart(near, frozenset(near))


def share_source(a: Article, b: Article) -> bool:
    """Whether two articles are one report told twice, copies apart.

    Articles of one outlet always are, as one desk stands behind them. Of two outlets they are where, on one event, they credit
    the same agency or one credits the other.
    """
    if a.source and plain(a.source) == plain(b.source):
        return True
    agency = _agency(a)
    credit = (agency and agency == _agency(b)) or credits_outlet(a.text, b.source) or credits_outlet(b.text, a.source)
    return bool(credit) and report_same_event(a, b)


def report_same_event(a: Article, b: Article) -> bool:
    """Whether two articles can report one event: published within ``APART`` days, where both are dated, with many names in common.

    Where one gives no name, other than of agencies, nothing speaks against it.
    """
    apart = days_between(a.published or a.updated, b.published or b.updated)
    if apart is not None and apart > APART:
        return False
    ours, theirs = _names(a), _names(b)
    return len(ours & theirs) >= ALIKE * min(len(ours), len(theirs))


@lru_cache(maxsize=512)  # an article is compared with every other one
def _agency(article: Article) -> str:
    return agency_of(f"{article.source}\n{article.byline}\n{article.text}")


@lru_cache(maxsize=512)
def _names(article: Article) -> frozenset[tuple[str, ...]]:
    return frozenset(n.words for n in names(f"{article.title}\n{article.text}") if n.sure and n.text not in forms())


def _most_apart(near: Mapping[str, set[str]], free: frozenset[str]) -> int:
    """Return the size of the largest part of ``free`` in which nobody is near another (a maximum independent set).

    One whose neighbours are all near each other is always in such a part. Only where nobody is like that are both ways tried.
    """
    found = 0
    while free:
        one = min(free, key=lambda i: len(near[i] & free))
        around = near[one] & free
        if not all(around <= near[other] | {other} for other in around):
            return found + max(1 + _most_apart(near, free - around - {one}), _most_apart(near, free - {one}))
        found, free = found + 1, free - around - {one}
    return found
