"""Stories: several articles that are one report, its first member, and how many independent reports there are (pure)."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rag.language.negation import negated
from rag.language.numbers import numbers
from rag.language.text import words
from rag.records import Article

SAME = 0.8  # of the words of the longer of two passages that both have, for the one to stand for the other


def first_of(articles: Iterable[Article]) -> Article:
    """Return the article that stands for its copies: out earliest; an undated one only when all are; then by id."""
    return min(articles, key=lambda a: (not a.dated, a.dated[:10], a.dated, a.id))


def says_the_same(a: str, b: str) -> bool:
    """Whether two passages of one story tell the same but for some words: not where a number or a denial is another, that is the news."""
    one, two = _counted(a), _counted(b)
    if (one & two).total() < SAME * max(one.total(), two.total()):
        return False
    return sorted(n.value for n in numbers(a)) == sorted(n.value for n in numbers(b)) and negated(a)[1] == negated(b)[1]


@lru_cache(maxsize=256)  # every passage of a large story is held against many
def _counted(text: str) -> Counter[str]:
    return Counter(words(text))
