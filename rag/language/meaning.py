"""Say which words mean the same, which the opposite, and which carry no weight (general English, pure)."""

from functools import lru_cache

from rag.language.data import read_data
from rag.language.text import stem

_LIGHT = (
    "say said says tell told report reported announce announced according add added put also new several many some people person "
    "other others "
    "there now currently today yesterday still however around about total number make made become became take took taken amount go "
    "went gone "
    "going place time part stand stood early earlier later recent recently so far cause leave leaves left leaving not no never nor neither "
    "without across out up down over after before one"
)
LIGHT = frozenset(map(stem, _LIGHT.split()))  # stems that a rewording adds or drops freely
AUXILIARY = frozenset(  # words that stand only in a whole clause
    "he she it they we i there who will would was were is are has had have been be could can may might did do does not no".split()
)


def lines() -> list[str]:
    """Return the lines of ``en/senses.txt``: words of one meaning, and behind a bar those of the opposite; "= " as written only."""
    return [line for line in read_data("senses.txt").splitlines() if not line.startswith("#")]


@lru_cache(maxsize=1)
def _senses() -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Return the meaning of each listed word and of each stem, and the opposites of each meaning that has some."""
    exact: dict[str, str] = {}
    stemmed: dict[str, str] = {}
    opposed: dict[str, set[str]] = {}
    for line in lines():
        sides = [side.split() for side in line.removeprefix("= ").split("|")]
        for side in sides:
            for word in side:
                exact.setdefault(word, side[0])
                if not line.startswith("= "):
                    stemmed.setdefault(stem(word), side[0])
        if len(sides) == 2:
            one, two = (exact[side[0]] for side in sides)
            opposed.setdefault(one, set()).add(two)
            opposed.setdefault(two, set()).add(one)
    return exact, stemmed, opposed


@lru_cache(maxsize=65536)
def sense(word: str) -> str:
    """Return a word's meaning as one word: its stem, or the first of the words that are listed as meaning the same."""
    exact, stemmed, _ = _senses()
    root = word[:-3] + "y" if word.endswith("ied") else stem(word)  # supplied, supplying
    return exact.get(word) or stemmed.get(root) or root


def opposites(meaning: str) -> set[str]:
    """Return the meanings opposite to one."""
    return _senses()[2].get(meaning, set())
