"""Find who states what in a sentence: source, cue and content, by three small linear models over its words (pure).

Fitted by ``python -m eval.fit.attribution``; only words and their weights are kept.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise, repeat
from typing import Any

from rag.language.text import stem

# Stems of words with which any object is a statement: "denied the report". Others need a clause or quote: "rejected the tram" is an act.
UTTERS = frozenset(
    stem(w)
    for w in (
        "said say says saying told tell telling report confirm announce deny denied denies claim estimate stated declare dispute warn "
        "add according wrote write tweet counts counted records recorded registered tallied revised corrected put puts"
    ).split()
)
CUE_AT = -1.0  # log-odds from which a word is a cue: the best F1 in eval.bench.attribution on articles left out of the fit
UTTERS_AT = -2.0  # the same for a word of UTTERS, whose objects are statements
SOURCE_SHIFT = 1.0  # added to the log-odds of every word of a source: a cue without a source is rare
REACH = 30  # words between a cue and its source

_TOKEN = re.compile(r"''|``|--|[’']s\b|\w+(?:[-.’'](?!s\b)\w+)*|[^\w\s]")
_MARKS = frozenset(('"', "“", "”", "''", "``"))
_STOPS = frozenset((*",;:()—–-.?!", "--"))
_LINKS = frozenset("who which that because while whereas but although though when where after if as whether".split())
FINITE = frozenset(
    "is was are were has have had will would could can may might did does do should must came went took made gave got left lost won "
    "rose fell began held kept stood hit cut shot fled grew knew saw led met sent brought built bought paid ran sat set spent".split()
)
_PREPOSITIONS = frozenset("with of by from in for on at to about".split())
_BE = frozenset("is was are were be been being".split())
_DETERMINERS = frozenset("the a an he she one some they it his her its their two three many several no Xx 9".split())
_SUBJECTS = frozenset("he she they it i we you who which Xx".split())
_SAID = frozenset("said says say told tells according added wrote".split())
COUNTS = frozenset("counts counted records recorded registered tallied revised corrected put puts".split())
_PUTS = frozenset("put puts revised corrected estimate estimates estimated".split())
_NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve dozens hundreds thousands".split())
_EDGE = _LINKS | FINITE | frozenset("been so and or".split())

FEATURE_WORDS = _LINKS | FINITE | _BE | _DETERMINERS | _SUBJECTS | {"that"}  # the weights hold for these


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source of one content; each is (start, end) in the sentence."""

    source: tuple[int, int]  # "he" and "who" too
    cue: tuple[int, int]  # its main word: "said"
    content: tuple[int, int]  # up to the edge of the sentence
    odds: float = 0.0  # log-odds of the cue, from UTTERS_AT up


class Words:
    """The words of a sentence, each with its key: itself if it is in ``known``, else its form."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.spans = [m.span() for m in _TOKEN.finditer(text)]
        self.words = [text[s:e] for s, e in self.spans]
        self.low = [w.lower() for w in self.words]
        marks = [j for j, w in enumerate(self.words) if w in _MARKS]
        names = {j for pair in pairwise(marks) if self._is_name(*pair) for j in pair}  # the "Marl Front"
        speech = {*marks} - names
        inside = bool(speech) and self._closes(text, min(speech))
        self.quoted = []  # 0: outside quotation marks, 1: inside, 2: a mark
        for j in range(len(self.words)):
            if j in speech:
                inside = not inside
            self.quoted.append(2 if j in speech else int(inside))
        keys = (
            "Q" if q == 2 else "Xx" if j in names else _key(w, known) for j, (w, q) in enumerate(zip(self.words, self.quoted, strict=True))
        )
        self.keys = ["<s>", "<s>", *keys, "</s>", "</s>"]  # the key of word j is keys[j + 2]

    def _is_name(self, opens: int, closes: int) -> bool:
        inner = self.words[opens + 1 : closes]
        return 0 < len(inner) < 5 and inner[0][0].isupper() and inner[-1][-1].isalnum()

    def _closes(self, text: str, j: int) -> bool:
        """Whether the first mark ends a quotation that an earlier sentence began."""
        start = self.spans[j][0]
        return self.words[j] == "”" or (self.words[j] != "“" and start > 0 and not text[start - 1].isspace())


def _key(word: str, known: frozenset[str]) -> str:
    if word.lower() in known:
        return word.lower()
    if not word[0].isalpha():
        return "9" if word[0].isdigit() else word
    return "Xx" if word[0].isupper() else next((f"-{end}" for end in ("ing", "ed", "ly", "s") if word.endswith(end)), "x")


class Model:
    """Linear models over features: ``weights`` maps "cue", "source" and "before" each to weights by feature, "" the constant."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.known: frozenset[str] = frozenset(spec["words"].split())
        self.stems: frozenset[str] = frozenset(spec["stems"].split())  # of the words that can be cues
        self.cue: dict[str, float]
        self.source: dict[str, float]
        self.before: dict[str, float]
        self.cue, self.source, self.before = (spec[name] for name in ("cue", "source", "before"))

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
        """Return the words of a cue's source: those whose log-odds have the greatest sum; none if it is below 0."""
        scores = [-1e9] * len(words.low)
        for j, features in source_features(words, i):
            if words.quoted[j] < 2:
                scores[j] = SOURCE_SHIFT + _score(self.source, features)
        best, total, start, span = 0.0, 0.0, 0, (0, 0)
        for j, score in enumerate(scores):
            if total <= 0:
                total, start = 0.0, j
            total += score
            if total > best:
                best, span = total, (start, j + 1)
        return _trim(words, i, *span) if best else span

    def _content(self, words: Words, first: int, end: int, inverted: bool, i: int) -> tuple[int, int]:
        last = len(words.low)
        tail = words.keys[end + 2 : -2]  # "..., the office said on Wednesday."
        short = (
            words.keys[first + 1] in (",", "Q")
            and tail[:1]
            and len(tail) < 6
            and tail[0] in _PREPOSITIONS
            and not {*tail} & {*FINITE, "Q", "that"}
        )
        if end >= last - 1 or short or (first and _score(self.before, before_features(words, first, end, inverted, i)) > 0):
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
    who = next((k if k in _SUBJECTS else "-" for k in near if k in _SUBJECTS or k in _LINKS or k in _STOPS or k == "Q"), "+")
    that = "that" in words.low[i + 1 : i + 5]
    said = min(sum(w in _SAID for w in words.low) - (word in _SAID), 2)
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
            if key == "Q" or key in _STOPS or key in _LINKS:
                between = (between + ("c" if key in _LINKS else key[0]))[:3]
            elif finite < 2 and (key in FINITE or key in ("-ed", "-ing", "been", "be")):
                finite += 1


def _counts(words: Words, i: int) -> bool:
    """Whether word ``i`` counts something, which makes whoever counts a source: "recorded 12 cases", "put the toll at 12"."""
    ahead = words.keys[i + 3 : i + 19]
    near = ahead[: next((n for n, k in enumerate(ahead) if k in _STOPS or k == "Q"), None)]
    if words.low[i] in _PUTS:
        return any(k in ("at", "to") and "9" in near[n:] for n, k in enumerate(near))
    many = any(k == "9" or w in _NUMBERS for k, w in zip(near[:7], words.low[i + 1 :], strict=False))
    return words.low[i] in COUNTS and (many or (near[:1] == ["by"] and "9" in words.keys[: i + 2]))


def _order(keys: list[str], at: int) -> str:
    """Return the build of the words around a cue, told by what stands before and behind it: "the road is shut, said the mayor."."""
    before, after = keys[at - 1], keys[at + 1]
    left = "b" if before in _BE else before if before in ("Q", ",", "<s>", "and", "but") else "w"
    if after in _DETERMINERS:
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
    return next((k in FINITE or k == "-ed" for k in keys if k in FINITE or k == "-ed" or k in _STOPS or k in _LINKS or k == "Q"), False)


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
        return end - first > 1 and (words.low[j] in _EDGE or not (words.words[j][0].isalnum() or words.keys[j + 2] == "Xx" or partner))

    while loose(first):
        first += 1
    while loose(end - 1):
        end -= 1
    start = first
    if {*words.low[max(first - 1, 0) : first + 1]} & _PREPOSITIONS and end <= i:  # "armed groups that side with Iran"
        while start and not (words.keys[start + 1] in _STOPS or words.quoted[start - 1] == 2 or words.low[start - 1] in ("and", "but")):
            start -= 1
    if words.low[start] in _PREPOSITIONS:  # "in Iran police", "said on Sunday"
        start, end = first + (words.low[first] in _PREPOSITIONS), end if end <= i or start < first else first
    while words.words[end - 1][0].isupper() and words.words[end : end + 1] and words.words[end][0].isupper():  # a name is not cut
        end += 1
    return start, end


def _score(weights: dict[str, float], features: list[str]) -> float:
    return weights[""] + sum(map(weights.get, features, repeat(0.0)))


def _offsets(words: Words, first: int, end: int) -> tuple[int, int]:
    return (words.spans[first][0], words.spans[end - 1][1]) if first < end else (0, 0)
