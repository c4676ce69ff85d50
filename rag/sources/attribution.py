"""Find who states what in a sentence: source, cue and content, by three small linear models over its words (pure).

Fitted by ``python -m eval.fit.attribution``; only words and their weights are kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from typing import Any

from rag.language.text import stem
from rag.sources.words import (
    BE,
    COUNTS,
    DETERMINERS,
    EDGE,
    FINITE,
    LINKS,
    NUMBERS,
    PREPOSITIONS,
    PUTS,
    SAID,
    STOPS,
    SUBJECTS,
    UTTERS,
    Words,
)

CUE_AT = -1.0  # log-odds from which a word is a cue: the best F1 in eval.bench.attribution on articles left out of the fit
UTTERS_AT = -2.0  # the same for a word of UTTERS, whose objects are statements
SOURCE_SHIFT = 1.0  # added to the log-odds of every word of a source: a cue without a source is rare
_APPOSED = LINKS | frozenset("a an the its his her their".split())  # behind the comma of "the bank, the largest of Marl"
REACH = 30  # words between a cue and its source


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source of one content; each is (start, end) in the sentence."""

    source: tuple[int, int]  # "he" and "who" too
    cue: tuple[int, int]  # its main word: "said"
    content: tuple[int, int]  # up to the edge of the sentence
    odds: float = 0.0  # log-odds of the cue, from UTTERS_AT up


class Model:
    """Linear models over features: ``weights`` maps "cue", "source", "head" and "before" each to weights by feature, "" the constant."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.known: frozenset[str] = frozenset(spec["words"].split())
        self.stems: frozenset[str] = frozenset(spec["stems"].split())  # of the words that can be cues
        self.cue: dict[str, float]
        self.source: dict[str, float]
        self.head: dict[str, float]
        self.before: dict[str, float]
        self.cue, self.source, self.head, self.before = (spec[name] for name in ("cue", "source", "head", "before"))

    def attributions(self, sentence: str) -> tuple[Attribution, ...]:
        """Return the attributions of a sentence, in order of their cues."""
        words = Words(sentence, self.known)
        found = []
        for i, word in enumerate(words.low):
            odds = self._cue_odds(words, i) if _counts(words, i) or (word not in COUNTS and stem(word) in self.stems) else -9.0
            if odds > (UTTERS_AT if stem(word) in UTTERS else CUE_AT):
                first, end = self._source(words, i)
                if first < end:
                    span = self._content(words, min(first, i), max(end, i + 1), first > i, i)
                    found.append(Attribution(_offsets(words, first, end), words.spans[i], _offsets(words, *span), odds))
        return tuple(a for a in found if a.content[0] < a.content[1])

    def _cue_odds(self, words: Words, i: int) -> float:
        sure = _counts(words, i) or (stem(words.low[i]) in UTTERS and words.low[i + 1 : i + 2] == ["by"])
        return max(_score(self.cue, cue_features(words, i)), 0.0 if sure else -9.0)

    def _source(self, words: Words, i: int) -> tuple[int, int]:
        """Return the words of a cue's source: around its likeliest head, those whose log-odds have the greatest sum; none if below 0."""
        scores = [-1e9] * len(words.low)
        head, best = -1, -1e9
        for j, features in source_features(words, i):
            if words.quoted[j] < 2:
                scores[j] = SOURCE_SHIFT + _score(self.source, features)
                if words.low[j][0].isalnum() and (odds := scores[j] + _score(self.head, features)) > best:
                    head, best = j, odds
        if head < 0:
            return 0, 0
        first, left = _reach(scores, range(head - 1, -1, -1), {j for j in range(head) if _ends_group(words, j)} | {i})
        last, right = _reach(scores, range(head + 1, len(scores)), {j for j in range(head + 1, len(scores)) if _goes_on(words, j, i)} | {i})
        if scores[head] + left + right <= 0:
            return 0, 0
        return _trim(words, i, head if first is None else first, (head if last is None else last) + 1)

    def _content(self, words: Words, first: int, end: int, inverted: bool, i: int) -> tuple[int, int]:
        last = len(words.low)
        tail = words.keys[end + 2 : -2]  # "..., the office said on Wednesday."
        short = (
            words.keys[first + 1] in (",", "Q")
            and tail[:1]
            and len(tail) < 6
            and tail[0] in PREPOSITIONS
            and not {*tail} & {*FINITE, "Q", "that"}
        )
        led = first and words.low[first - 1] == "that" and not inverted  # "Lee said that Haddad had told them so"
        if end >= last - 1 or short or (first and not led and _score(self.before, before_features(words, first, end, inverted, i)) > 0):
            return 0, first
        return end, last


@lru_cache(maxsize=4096)
def attributions(sentence: str) -> tuple[Attribution, ...]:
    """Return who states what in a sentence, in order of the cues: statements, beliefs and wishes, pronouns as sources too."""
    return model().attributions(sentence)


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the fitted model."""
    return Model(json.loads(files("rag.models").joinpath("weights/attribution.json").read_text(encoding="utf-8")))


def cue_features(words: Words, i: int) -> list[str]:
    """Return what speaks for and against word ``i`` being a cue."""
    two, before, _, after, further = words.keys[i : i + 5]
    word, ending = words.low[i], words.low[i][-2:]
    lemma, quoted = stem(word), f"{words.quoted[i]}{int(2 in words.quoted)}"
    near = words.keys[i + 1 : max(i - 5, 0) : -1]
    who = next((k if k in SUBJECTS else "-" for k in near if k in SUBJECTS or k in LINKS or k in STOPS or k == "Q"), "+")
    that = "that" in words.low[i + 1 : i + 5]
    said = min(sum(w in SAID for w in words.low) - (word in SAID), 2)
    capital, utters = words.words[i][0].isupper(), lemma in UTTERS
    last = after in (".", "</s>") and any(k in (",", "Q") for k in words.keys[max(i - 6, 0) : i + 1])  # "..., the office reported."
    own = (f"q{quoted}", f"c{capital}", f"p={before}", f"n={after}", f"t{that}", f"s={who}", f"e{last}")
    return [
        f"w={word}", f"l={lemma}", *own, *(f"w={word} {f}" for f in own), *(f"l={lemma} {f}" for f in own), f"u{utters}",
        *(f"u{utters} {f}" for f in own), f"u{utters} p={before} n={after}",
        f"p2={two}", f"n2={further}", f"p={two} {before}", f"n={after} {further}", f"p={before} n={after}",
        f"q{quoted} p={before}", f"q{quoted} n={after}", f"x={ending} p={before}", f"x={ending} n={after}", f"x={ending} t{that}",
        f"x={ending} p={before} n={after}", f"s={who} q{quoted}", f"x={ending} e{last}", f"x={ending} s={who} n={after}",
        f"said{said}", f"l={lemma} said{said}",
    ]  # fmt: skip


def source_features(words: Words, i: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each word near the cue ``i`` with what speaks for and against its being of the source."""
    order, cue, keys = _order(words.keys, i + 2), words.low[i], words.keys
    for step, side in ((-1, "L"), (1, "R"))[order == "QN" :]:
        between, finite = "", 0
        for gap, j in enumerate(range(i + step, i + step * (REACH + 1), step), start=1):
            if not 0 <= j < len(words.low):
                break
            before, key, after = keys[j + 1 : j + 4]
            far = gap if gap < 6 else 6 if gap < 9 else 9 if gap < 14 else 14 if gap < 22 else 22
            way, quoted = f"{side}{finite}{between}", f"{side}q{words.quoted[j]}{words.quoted[i]}"
            yield j, [
                f"{side} k={key}", f"{side} p={before}", f"{side} n={after}", f"{side} p={before} k={key}", f"{side} k={key} n={after}",
                f"{way} k={key}", way, f"{way} {order}", f"{way} {far}", f"{side}{far}", f"{side}{far} {order}", f"{side} {order}",
                quoted, f"{quoted} {order} {far}", f"{side} c={cue}", f"{way} c={cue}", f"{side}{far} c={cue}",
                *([f"{way} first", f"{side} first {order}"] if j == 0 else ()),
            ]  # fmt: skip
            if key == "Q" or key in STOPS or key in LINKS:
                between = (between + ("c" if key in LINKS else key[0]))[:3]
            elif finite < 2 and (key in FINITE or key in ("-ed", "-ing", "been", "be")):
                finite += 1


def _counts(words: Words, i: int) -> bool:
    """Whether word ``i`` counts something, which makes whoever counts a source: "recorded 12 cases", "put the toll at 12"."""
    ahead = words.keys[i + 3 : i + 19]
    near = ahead[: next((n for n, k in enumerate(ahead) if k in STOPS or k == "Q"), None)]
    if words.low[i] in PUTS:
        return any(k in ("at", "to") and "9" in near[n:] for n, k in enumerate(near))
    many = any(k == "9" or w in NUMBERS for k, w in zip(near[:7], words.low[i + 1 :], strict=False))
    return words.low[i] in COUNTS and (many or (near[:1] == ["by"] and "9" in words.keys[: i + 2]))


def _order(keys: list[str], at: int) -> str:
    """Return the build of the words around a cue, told by what stands before and behind it: "the road is shut, said the mayor."."""
    before, after = keys[at - 1], keys[at + 1]
    left = "b" if before in BE else before if before in ("Q", ",", "<s>", "and", "but") else "w"
    if after in DETERMINERS:
        run = keys[at + 2 : at + 11]
        if _finite_first(run):
            return f"{left}V"
        clause = keys[max(at - 40, 0) : at - 1]
        clause = clause[len(clause) - [*clause[::-1], ","].index(",") :]  # from the comma before
        ends = after != "9" and any(k in (".", ",", "</s>") for k in run)
        return (
            "QN"
            if left == "," and not keys[at].endswith("ing") and (ends or any(k in FINITE or k == "-ed" for k in clause))
            else f"{left}N"
        )
    return left + (after if after in ("that", "to", "of", "by", "Q", ":") else "E" if after in (".", ",", "</s>") else "o")


def _finite_first(keys: Iterable[str]) -> bool:
    """Whether a finite verb comes before the clause ends."""
    return next((k in FINITE or k == "-ed" for k in keys if k in FINITE or k == "-ed" or k in STOPS or k in LINKS or k == "Q"), False)


def before_features(words: Words, first: int, end: int, inverted: bool, i: int) -> list[str]:
    """Return what speaks for and against the content standing before the words ``first`` to ``end``, cue and source."""
    keys, word = words.keys, words.low[i]
    two, before, after, further = keys[first], keys[first + 1], keys[end + 2], keys[end + 3]
    o, q = "RL"[not inverted], f"{int(2 in words.quoted[:first])}{int(2 in words.quoted[end:])}"
    left, right = min(first, 3), min(len(words.low) - end, 4)
    verb = any(k in FINITE or k in ("-ed", "Q") for k in keys[end + 2 :])
    return [
        f"{o} p={before}", f"{o} n={after}", f"{o} p={before} n={after}", f"{o} n={after} {further}", f"{o} p={two} {before}",
        f"{o} w={word}",
        f"w={word} p={before}", f"w={word} n={after}", f"{o} q={q}", f"{o} q={q} p={before}", f"{o} q={q} n={after}",
        f"{o} l{left} p={before}", f"{o} r{right}", f"{o} r{right} p={before}",
        f"{o} v{verb}", f"{o} v{verb} p={before}", f"v{verb} n={after}",
    ]  # fmt: skip


def _trim(words: Words, i: int, first: int, end: int) -> tuple[int, int]:
    """Return a source without the marks and links at its ends: "Lee" of ", while Lee has"; a pronoun is left whole."""

    def loose(j: int) -> bool:
        partner = words.words[j] == ")" and "(" in words.words[first:j]
        return end - first > 1 and (words.low[j] in EDGE or not (words.words[j][0].isalnum() or words.keys[j + 2] == "Xx" or partner))

    while loose(first):
        first += 1
    while loose(end - 1):
        end -= 1
    start = first
    if {*words.low[max(first - 1, 0) : first + 1]} & PREPOSITIONS and end <= i:  # "armed groups that side with Iran"
        while start and not (words.keys[start + 1] in STOPS or words.quoted[start - 1] == 2 or words.low[start - 1] in ("and", "but")):
            start -= 1
    if words.low[start] in PREPOSITIONS:  # "in Iran police", "said on Sunday"
        start, end = first + (words.low[first] in PREPOSITIONS), end if end <= i or start < first else first
    while words.words[end - 1][0].isupper() and words.words[end : end + 1] and words.words[end][0].isupper():  # a name is not cut
        end += 1
    return start, end


def _score(weights: dict[str, float], features: list[str]) -> float:
    return weights[""] + sum(map(weights.get, features, repeat(0.0)))


def _reach(scores: list[float], order: range, walls: set[int]) -> tuple[int | None, float]:
    """Return the word up to which the scores have the greatest sum, before a wall, with that sum; None where it is not above 0."""
    best, total, found = 0.0, 0.0, None
    for j in order:
        if j in walls:
            break
        total += scores[j]
        if total > best:
            best, found = total, j
    return found, best


def _ends_group(words: Words, j: int) -> bool:
    """Whether the group of a noun behind word ``j`` begins behind it."""
    title = words.low[j] == "." and j > 0 and words.keys[j + 1] == "Xx" and len(words.low[j - 1]) < 5  # "Sen. Ida Moss"
    return words.low[j] in FINITE or words.low[j] in SAID or words.low[j] in SUBJECTS or (words.keys[j + 2] in STOPS and not title)


def _goes_on(words: Words, j: int, i: int) -> bool:
    """Whether the sentence goes on behind the comma ``j`` that ends a source: "according to the poll, 46 percent ..."."""
    if words.keys[j + 2] != "," or not 0 < j < len(words.low) - 1:
        return False
    return words.keys[j + 3] == "9" or (words.low[i] == "according" and words.low[j + 1] not in _APPOSED)


def _offsets(words: Words, first: int, end: int) -> tuple[int, int]:
    return (words.spans[first][0], words.spans[end - 1][1]) if first < end else (0, 0)
