"""Word lists for what news reports count, for groups of people and for harm, read from ``en/quantities.json`` (pure)."""

import json
from importlib.resources import files
from typing import Any

from rag.language.pattern import Pattern
from rag.language.text import stem

# Each list with where its words come from.
_LISTS: dict[str, Any] = {
    name: row["words"] for name, row in json.loads(files("rag.language").joinpath("en/quantities.json").read_text(encoding="utf-8")).items()
}


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(w) for w in _LISTS[name].split())


CLASSES: dict[str, str] = _LISTS["classes"]  # quantities by name, with a pattern of the words for each
CUE = {name: Pattern(rf"\b(?:{words})\b") for name, words in CLASSES.items()}
CLASS_NOUNS: dict[str, str] = _LISTS["class_nouns"]
PERSONAL: tuple[str, ...] = tuple(_LISTS["personal"].split())
GROUP_OF: dict[str, str] = {stem(word): group for group, words in _LISTS["groups"].items() for word in words.split()}  # stem -> group
ANYONE, UNCOUNTED, PASSED_OVER = _stems("anyone"), _stems("uncounted"), frozenset(_LISTS["passed_over"].split())
HARM = Pattern(rf"\b(?:{_LISTS['harm']})\b")
HARM_ASKED, HARM_OPEN = str(_LISTS["harm_asked"]), str(_LISTS["harm_open"])  # patterns for longer ones
