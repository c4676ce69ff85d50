"""Handle stories, which are groups of articles that copy one report: the first article, and passages that repeat another (pure)."""

from collections import Counter
from collections.abc import Iterable

from rag.records import Article
from rag.sources.statement import read_sentence

SAME = 0.8  # share of the longer passage's words that both must have, to count as the same


def first_of(articles: Iterable[Article]) -> Article:
    """Return the article that represents its copies: the earliest; an undated one only when all are; then by id."""
    return min(articles, key=lambda a: (not a.dated, a.dated[:10], a.dated, a.id))


def says_the_same(a: str, b: str) -> bool:
    """Whether two passages of one story are the same but for some words; other numbers or negations make them differ."""
    one, two = Counter(read_sentence(a).words), Counter(read_sentence(b).words)
    if (one & two).total() < SAME * max(one.total(), two.total()):
        return False
    figures = (sorted(n.value for n in read_sentence(text).numbers) for text in (a, b))
    return next(figures) == next(figures) and read_sentence(a).negations == read_sentence(b).negations
