"""Tell what a correction takes back and what it puts in its place (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.language.text import content_words, sentences, stem, tokens
from rag.sources.notices.outright import QUOTES, worded
from rag.sources.notices.read import Notice, vocabulary
from rag.sources.statement import Statement, read_sentence

SHARED = 2  # words of meaning from which a notice is on what a sentence says

_NOT = re.compile(r",?\s+(?:and\s+)?(?:not|rather than|instead of|in place of)\s+(?!only\b|just\b)(?P<wrong>[^.;()]+)", re.I)
# "Corrects number of hurt from 11 to 14", not "to show that growth slows from 3 to 1 percent": a range is no error
_CHANGES = r"\b(?:corrects|corrected|changes|changed|amended|refiles)\b(?:(?!\b(?:to|from)\b)[^.;()])*?\b"
_FROM_TO = re.compile(_CHANGES + r"from\s+(?P<wrong>[^.;()]+?)\s+to\s+(?P<right>[^.;()]+)", re.I)
_TO_FROM = re.compile(_CHANGES + r"to\s+(?!show|say|make|reflect|clarify|read)(?P<right>[^.;()]+?)[,]?\s+from\s+(?P<wrong>[^.;()]+)", re.I)
_TOLD = re.compile(r"\b(?:which|that|who)\s+(?:\w+ly\s+)?(?:said|reported|stated|claimed|gave|told)\b[^.\n]*", re.I)
_REGRETS = re.compile(r"\b(?:regrets?|apologi[sz]es?|we are sorry)\b", re.I)


@dataclass(frozen=True, slots=True)
class Righting:
    """What was wrong, as values to compare, and the places in the notice's article that repeat it and that set it right."""

    wrong: frozenset[str] = frozenset()  # numbers as numbers, words as stems; empty where the notice does not say
    said: tuple[int, int] = (0, 0)  # the sentence that only repeats the error; (0, 0) for none
    right: tuple[int, int] = (0, 0)  # the sentence that says what is right; (0, 0) for none
    answer: tuple[int, int] = (0, 0)  # the words in it that replace the error; (0, 0) where they cannot be told


@lru_cache(maxsize=256)
def righting(notice: Notice) -> Righting:
    """Return what a correction takes back and puts in its place; nothing of a retraction."""
    if notice.kind == "retraction":
        return Righting()
    spans = [(notice.start + a, notice.start + b) for a, b in sentences(notice.text)]
    said = [read_sentence(notice.article.text[a:b], notice.article.dated) for a, b in spans]
    for span, statement in zip(spans, said, strict=True):
        if found := _in_one(span, statement):
            return found
    return _in_two(spans, said)


def _in_one(span: tuple[int, int], said: Statement) -> Righting | None:
    """Return it from a sentence that says both: "It was 14, not 11", "to 12 from 21"."""
    text = said.text
    for pattern in (_FROM_TO, _TO_FROM, _NOT):
        for found in pattern.finditer(text):
            wrong = frozenset(f"{n.value:g}" for n in said.numbers if found.start("wrong") <= n.start < found.end("wrong"))
            before = (found.start("right"), found.end("right")) if "right" in found.groupdict() else (0, found.start())
            figures = [n for n in said.numbers if before[0] <= n.start < before[1]]
            if wrong and figures:
                at = min(figures, key=lambda n: abs(n.end - found.start("wrong")))
                return Righting(wrong - {f"{at.value:g}"}, (0, 0), span, (span[0] + at.start, span[0] + at.end))
            words = {stem(w) for w in content_words(found["wrong"])}
            if pattern is _NOT and words and not wrong:
                return Righting(frozenset(words - {stem(w) for w in content_words(text[: found.start()])}), (0, 0), span)
    return None


def _in_two(spans: Sequence[tuple[int, int]], said: Sequence[Statement]) -> Righting:
    """Return it from a sentence that repeats the error and the next, which sets it right: "It began in the laundry"."""
    in_error = worded("in error", "told")
    first = next((n for n, s in enumerate(said) if in_error.search(s.text)), -1)
    if first < 0:
        return Righting()
    others = [n for n in (*range(first + 1, len(said)), *range(first)) if said[n].content and not _REGRETS.search(said[n].text)]
    if not others:
        return Righting(frozenset(f"{x.value:g}" for x in said[first].numbers), spans[first])
    n = others[0]
    old, new = said[first], said[n]
    numbers = [frozenset(f"{x.value:g}" for x in s.numbers) for s in (old, new)]
    if numbers[1]:
        told = [x for x in new.numbers if f"{x.value:g}" not in numbers[0]]
        if len(told) != 1:  # which one is right cannot be told
            return Righting(numbers[0] - numbers[1], spans[first], spans[n])
        at = told[0]
        place = (spans[n][0] + at.start, spans[n][0] + at.end)
        return Righting(numbers[0] - numbers[1], spans[first], spans[n], place)
    wrong, right = _tail(old, new), _tail(new, old)
    if not wrong or not right:
        return Righting(frozenset(), spans[first], spans[n])
    stems = frozenset(stem(w) for w in content_words(old.text[wrong[0] : wrong[1]]))
    return Righting(stems, spans[first], spans[n], (spans[n][0] + right[0], spans[n][0] + right[1]))


def _tail(one: Statement, two: Statement) -> tuple[int, int] | None:
    """Return where in a sentence the words of meaning stand behind the last that both have; None for none."""
    meant = [t for t in tokens(one.text) if content_words(t.word)]
    shared = max((n for n, t in enumerate(meant) if stem(t.word) in two.stems), default=-1)
    rest = meant[shared + 1 :]
    return (rest[0].start, rest[-1].start + len(rest[-1].word)) if shared >= 0 and rest else None


def misstated(notice: Notice) -> tuple[tuple[int, int], ...]:
    """Return the words of a notice that only repeat what was wrong: a sentence of a correction; of a report taken back what it said.

    That is its headline in quotation marks, and what follows "which said".
    """
    if notice.kind == "correction":
        said = righting(notice).said
        return (said,) if said[1] else ()
    if notice.own:
        return ()
    told = [m.span() for pattern in (QUOTES, _TOLD) for m in pattern.finditer(notice.text)]
    return tuple((notice.start + a, notice.start + b) for a, b in told)


def takes_back(notice: Notice, words: str) -> bool:
    """Whether words, the answer of a quote, are what a correction takes back."""
    wrong, held = righting(notice).wrong, values(words)
    if figures := _figures(wrong):
        return bool(figures & held)
    return bool(wrong) and bool(held) and held <= wrong


def overtaken(notice: Notice, sentence: str, words: str) -> bool:
    """Whether a figure, the answer of a sentence, gives way to a correction that says what is right and not what was wrong.

    The sentence has no word of meaning that the notice lacks, so that it is on the same matter, and the figure is none of the notice's.
    """
    righted, said = righting(notice), values(sentence)
    if righted.wrong or not righted.right[1]:
        return False
    right, held = values(notice.article.text[slice(*righted.right)]), values(words)
    figures, new = _figures(held), _figures(right)
    return bool(figures and new) and not figures & new and held - figures <= right and said - _figures(said) <= values(notice.text)


def _figures(found: frozenset[str]) -> frozenset[str]:
    return frozenset(v for v in found if v[:1].isdigit())


def bears_on(notice: Notice, words: str) -> bool:
    """Whether a notice is on what a sentence says: it takes a value of it back, gives it, or has ``SHARED`` words of its matter."""
    held, righted = values(words), righting(notice)
    new = values(notice.article.text[slice(*righted.answer)]) if righted.answer[1] else frozenset[str]()
    return bool(held & righted.wrong) or bool(new and new <= held) or len(held & values(notice.text) - vocabulary()) >= SHARED


def values(text: str, dated: str = "") -> frozenset[str]:
    """Return what a text says in a form to compare: its numbers as numbers, the stems of its other words."""
    said = read_sentence(text, dated)
    return frozenset({*said.stems, *(f"{n.value:g}" for n in said.numbers)})
