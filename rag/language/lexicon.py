"""Word lists for what news reports count, for groups of people and for harm, read from ``en/quantities.json`` (pure)."""

from typing import Any

from rag.language.data import word_list
from rag.language.pattern import Pattern
from rag.language.text import stem


def _list(name: str) -> Any:  # noqa: ANN401 - words, or a table of them
    return word_list("quantities.json", name)


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(w) for w in _list(name).split())


CLASSES: dict[str, str] = _list("classes")  # quantities by name, with a pattern of the words for each
CUE = {name: Pattern(rf"\b(?:{words})\b") for name, words in CLASSES.items()}
CLASS_NOUNS: dict[str, str] = _list("class_nouns")
EVENTS = {name: Pattern(rf"\b(?:{words})") for name, words in _list("events").items()}
PERSONAL: tuple[str, ...] = tuple(_list("personal").split())
GROUP_OF: dict[str, str] = {stem(word): group for group, words in _list("groups").items() for word in words.split()}  # stem -> group
ANYONE, UNCOUNTED, PASSED_OVER = _stems("anyone"), _stems("uncounted"), frozenset(_list("passed_over").split())
TALLIED = ANYONE | GROUP_OF.keys() | {stem(w) for words in CLASS_NOUNS.values() for w in words.split()}
HARM = Pattern(rf"\b(?:{_list('harm')})\b")
HARM_ASKED, HARM_OPEN = str(_list("harm_asked")), str(_list("harm_open"))  # patterns for longer ones
