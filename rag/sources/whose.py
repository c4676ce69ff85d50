"""Find who says what stands at a place of an article: in its sentence, by the quotation that goes on, by the name before "he" (pure)."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from rag.language.text import sentences
from rag.sources.attribution import Attribution, attributions
from rag.sources.speaker import PRONOUNS, speaker, tidy

BACK = 3  # sentences before a pronoun in which its name is looked for
LOOSE = -1.0  # log-odds from which a cue counts whose content holds the place: as CUE_AT

_MARK = re.compile("[\"“”]|''|``")
_PERSON = re.compile(r"\b[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Who says something: the ``words`` of the source ("he", "the mayor") and the ``name`` it stands for; both empty: nobody is named."""

    words: str = ""
    name: str = ""


NOBODY = Said()


def speaker_in(text: str, start: int) -> Said:
    """Return who says what stands at an offset of an article's text.

    The sentence itself decides where it names a source. In a quotation without one, the source of the sentence before or behind
    in the same quotation does. A pronoun is given the one name that the sentences before it state as a source, if there is one.
    """
    spans = _spans(text)
    at = bisect_right(spans, (start, len(text))) - 1
    if at < 0 or start >= spans[at][1]:
        return NOBODY
    if found := _own(text, at, start):
        return _named(text, at, found)
    if not _quoted(text)[at]:
        return NOBODY
    return _around(text, at)


@lru_cache(maxsize=64)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentences(text))


@lru_cache(maxsize=64)
def _quoted(text: str) -> tuple[bool, ...]:
    """Whether each sentence begins within a quotation or with one; a paragraph begins outside."""
    found = []
    for s, e in _spans(text):
        begin = max(text.rfind("\n", 0, s), 0)
        inside = len(_MARK.findall(text, begin, s)) % 2 == 1
        found.append(inside or _MARK.match(text, s) is not None)
    return tuple(found)


def _own(text: str, at: int, start: int) -> str:
    s, e = _spans(text)[at]
    sentence = text[s:e]
    if who := speaker(sentence, start - s):
        return who
    holds = [a for a in attributions(sentence) if a.odds >= LOOSE and a.content[0] <= start - s < a.content[1]]
    best = min(holds, key=lambda a: a.content[1] - a.content[0], default=None)
    return _words(sentence, best) if best else ""


def _words(sentence: str, a: Attribution) -> str:
    who = sentence[slice(*a.source)]
    return tidy(who) or who


def _around(text: str, at: int) -> Said:
    """Return the source of the nearest sentence in the same paragraph, before or behind; else of the paragraph before."""
    spans = _spans(text)
    for near in (at - 1, at + 1, at - 2, at - 3, at - 4, at - 5):
        if 0 <= near < len(spans) and "\n" not in text[slice(*sorted((spans[near][1], spans[at][0])))].strip(" ") :
            s, e = spans[near]
            found = [a for a in attributions(text[s:e])]
            if found:
                return _named(text, near, _words(text[s:e], found[-1]))
    return NOBODY


def _named(text: str, at: int, words: str) -> Said:
    if words.lower() not in PRONOUNS:
        return Said(words, words)
    if words.lower() not in {"he", "she"}:
        return Said(words)
    for near in range(at - 1, max(at - 1 - BACK, -1), -1):
        s, e = _spans(text)[near]
        names = [w for a in attributions(text[s:e]) if (w := tidy(text[s:e][slice(*a.source)])) and _PERSON.search(w)]
        if names:
            return Said(words, names[-1])
    return Said(words)
