"""Count the independent reports among articles: the one count behind citations, the sides of a difference and timelines (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType

from rag.dates.calendar import days_between
from rag.language.names import names
from rag.language.text import plain
from rag.records import Article
from rag.sources.agencies import agency_of, credits_outlet, forms, outlets_credited

APART = 3  # days within which rewrites of an agency's report on one event come out
ALIKE = 0.3  # share of the names of the article with fewer names that both must give, for one event
NO_STORIES: Mapping[str, str] = MappingProxyType({})  # where copies were not looked for


def count_independent(articles: Iterable[Article], story_of: Mapping[str, str] = NO_STORIES) -> int:
    """Return the most articles that can be picked with no two of them from one source (``share_source``), each article once.

    So another article raises the count by one at most, and their order does not matter. It lowers the count only where it is the
    link of a chain: a report relays it, and it relays a third.

    :param story_of: article id -> story id, as ``Store.story_of`` returns; an article it lacks is a story of its own.
    """
    by_id = {article.id: article for article in articles}
    found = list(by_id.values())
    behind = {article.id: _behind(article, found) for article in found}
    near: dict[str, set[str]] = {i: set() for i in by_id}
    for a, b in combinations(by_id, 2):
        one, two = by_id[a], by_id[b]
        if story_of.get(a, a) == story_of.get(b, b) or _one_source(one, two, behind[a] & behind[b]):
            near[a].add(b)
            near[b].add(a)
    return _most_apart(near, frozenset(near))


def share_source(a: Article, b: Article) -> bool:
    """Whether two articles are one report told twice, copies apart.

    Articles of one outlet always are, as one desk stands behind them. Of two outlets they are where, on one event, both credit
    one agency or outlet, or one credits the other.
    """
    return _one_source(a, b, _behind(a, [a, b]) & _behind(b, [a, b]))


def relays(a: Article, b: Article) -> bool:
    """Whether ``a`` retells what ``b`` reports: it credits the outlet or agency of ``b``, on one event, and ``b`` not its."""
    there = _outlet(b) in _cited(a, frozenset({b.source}))
    return there and _outlet(a) not in _cited(b, frozenset({a.source})) and _outlet(a) != _outlet(b) and report_same_event(a, b)


def _one_source(a: Article, b: Article, shared: frozenset[str]) -> bool:
    return bool(a.source and plain(a.source) == plain(b.source)) or (bool(shared) and report_same_event(a, b))


def _behind(article: Article, found: Sequence[Article]) -> frozenset[str]:
    """Return the outlets behind an article: its own, those that it credits, and on one event those that their reports credit."""
    outlets = frozenset(a.source for a in found)
    reached = {_outlet(article)} | _cited(article, outlets)
    left = [a for a in found if a.id != article.id]
    while linked := [a for a in left if _outlet(a) in reached and _outlet(a) != _outlet(article) and report_same_event(article, a)]:
        left = [a for a in left if a not in linked]
        reached = reached.union(*(_cited(a, outlets) for a in linked))
    return frozenset(reached - {""})


def _outlet(article: Article) -> str:
    source = article.source.removeprefix("The ")
    return plain(forms().get(source, source))


@lru_cache(maxsize=512)
def _cited(article: Article, outlets: frozenset[str]) -> frozenset[str]:
    """Return the outlets that an article credits, in plain form: the agency that it credits most, those given, others by their names."""
    named = {o.removeprefix("The ") for o in outlets if credits_outlet(article.text, o)} | outlets_credited(article.text)
    return frozenset(plain(n) for n in (*named, _agency(article)) if n)


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
