"""Handle stories, which are groups of articles that copy one report: the first article, and passages that repeat another (pure)."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rag.language.negation import negated
from rag.language.numbers import numbers
from rag.language.text import words
from rag.records import Article

SAME = 0.8  # share of the longer passage's words that both must have, to count as the same


def first_of(articles: Iterable[Article]) -> Article:
    """Return the article that represents its copies: the earliest; an undated one only when all are; then by id."""
    return min(articles, key=lambda a: (not a.dated, a.dated[:10], a.dated, a.id))


def says_the_same(a: str, b: str) -> bool:
    """Whether two passages of one story are the same but for some words; other numbers or negations make them differ."""
    one, two = _word_counts(a), _word_counts(b)
    if (one & two).total() < SAME * max(one.total(), two.total()):
        return False
    return sorted(n.value for n in numbers(a)) == sorted(n.value for n in numbers(b)) and negated(a)[1] == negated(b)[1]


@lru_cache(maxsize=256)  # every passage of a large story is compared with many
def _word_counts(text: str) -> Counter[str]:
    return Counter(words(text))
