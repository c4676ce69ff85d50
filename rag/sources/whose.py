"""Find who says what stands at a place of an article: in its sentence, by the quotation that goes on, by the name before "he" (pure)."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from rag.language.text import sentences
from rag.sources.attribution import Attribution, attributions
from rag.sources.speaker import PRONOUNS, speaker, tidy

BACK = 3  # sentences before "he" or "she" in which the name is looked for: right for four of five on marked articles
LOOSE = -1.0  # log-odds from which a cue counts whose content holds the place: as CUE_AT

AROUND = 4  # further sentences before one of a quotation in which its source is looked for

_RELATIVE = frozenset({"who", "which"})
_PERSONAL = frozenset({"he", "she"})
_BEFORE = re.compile(r"([^,;:()—–\"“”]+?),?\s*$")
# "51 percent of respondents said" is a finding of the poll.
_SHARE = re.compile(r"(?:\w+\s+){0,3}?\d[\d.,]*\s*(?:%|percent|per\s+cent)")
_PERCENT = re.compile(r"\d[\d.,]*\s*(?:%|-?percent|per\s+cent|points?\b)|\d[\d.]*\s*(?:to|-|–)\s*\d")
_POLL = re.compile(
    r"\b(?:in|according\s+to|by)\s+(?P<who>(?:an?|the|its|his|her|their)\s"
    r"(?:[^\s,;]+\s){0,7}?(?:polls?|surveys?|stud(?:y|ies)|census)\b[^,.;]*)",
    re.I,
)
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
    for s, _ in _spans(text):
        begin = max(text.rfind("\n", 0, s), 0)
        inside = len(_MARK.findall(text, begin, s)) % 2 == 1
        found.append(inside or _MARK.match(text, s) is not None)
    return tuple(found)


def _own(text: str, at: int, start: int) -> str:
    """Return the source that the sentence itself names, as written."""
    s, e = _spans(text)[at]
    sentence, start = text[s:e], start - s
    found = [a for a in attributions(sentence) if not a.source[0] <= start < a.source[1]]
    if (poll := _POLL.search(sentence)) and any(_SHARE.match(sentence, a.source[0]) for a in attributions(sentence)):
        return tidy(poll["who"])
    if (who := speaker(sentence, start)) and any(who in sentence[slice(*a.source)] for a in found):
        return who
    holds = [a for a in found if a.odds >= LOOSE and a.content[0] <= start < a.content[1]]
    best = min(holds, key=lambda a: a.content[1] - a.content[0], default=None)
    if best:
        return _words(sentence, best)
    return tidy(poll["who"]) if poll and _PERCENT.match(sentence, start) else ""


def _words(sentence: str, a: Attribution) -> str:
    who = sentence[slice(*a.source)]
    return tidy(who) or who


def _around(text: str, at: int) -> Said:
    """Return the source of the nearest sentence of the same paragraph, before or behind."""
    spans = _spans(text)
    for near in (at - 1, at + 1, *range(at - 2, at - 2 - AROUND, -1)):
        if 0 <= near < len(spans) and "\n" not in text[slice(*sorted((spans[near][1], spans[at][0])))]:
            s, e = spans[near]
            if found := attributions(text[s:e]):
                return _named(text, near, _words(text[s:e], found[-1]))
    return NOBODY


def _named(text: str, at: int, words: str) -> Said:
    low = words.lower()
    if low not in PRONOUNS:
        return Said(words, words)
    if low in _RELATIVE:
        s, e = _spans(text)[at]
        place = re.search(rf"\b{re.escape(words)}\b", text[s:e])
        before = _BEFORE.search(text[s : s + place.start()]) if place else None
        return Said(words, tidy(before[1]) if before else "")
    if low not in _PERSONAL:
        return Said(words)
    return Said(words, _last_named(text, at))


def _last_named(text: str, at: int) -> str:
    """Return the person stated as a source last before a sentence; empty where the sentence that does so has two of them."""
    for near in range(at - 1, max(at - 1 - BACK, -1), -1):
        s, e = _spans(text)[near]
        stated = (tidy(text[s + a.source[0] : s + a.source[1]]) for a in attributions(text[s:e]))
        names = [w for w in stated if _PERSON.search(w)]
        if names:
            return names[-1] if len({n.split()[-1] for n in names}) == 1 else ""
    return ""
