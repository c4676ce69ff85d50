"""Read a text once for the checker: clauses, words by meaning, names, figures with sign and change, dates, hedges (pure)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from rag.compare.facts import Facts, facts
from rag.dates.stated import Date
from rag.language.names import Name, name_words, ordinary
from rag.language.negation import negated
from rag.language.numbers import Number
from rag.language.text import content_words, plain, stem, words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]+")
_CUT = re.compile(
    r"\s*[;:—–]\s+|,?\s+(?:and|but|while|whereas|although|though|because|so|as|since|after|before|despite|amid|which|who|whose|where|when)\s+"
    r"|,\s+(?=\w+ing\b)|,\s+(?!\d)(?=[^,]*$)|(?<=,)\s+(?=said\b)",
    re.I,
)
PREPOSITIONS = frozenset("from to by in off at near between into against for of on with".split())
_LIGHT = frozenset(  # words that a rewording adds or drops freely
    stem(w)
    for w in "say said says tell told report reported announce announced according add added put also new several many some people person other "
    "others there now currently today yesterday still however around about total number make made become became take took taken amount "
    "go went gone going place time part stand stood early earlier later recent recently so far lead cause leave leaves left leaving not no never nor neither without across out up down over after before one".split()
)
_MOVER = re.compile(r"(?:rise|fall|higher|lower|rais|chang|mov|swung|doubl|slid|slip|edg|tumbl|surg|postpon|delay|resched|correct|revis)")
_UP_DOWN = frozenset({"up", "down"})
_GO = frozenset("go goes going gone went is are was were be been".split())
_BY = frozenset("by from to on".split())
_NO_NAMES = frozenset("no none neither nor".split())
_RISES = re.compile(r"(?:rise|fall)$")
_JOINS = frozenset("and but or while whereas which who".split())
_BORDER = re.compile(r"[,;:—–“”\"]\s")
_APPOSED = re.compile(r",\s*$")
_SAYING = frozenset(
    "said says say told announced announces confirmed confirms denied denies estimated estimates reported reports warned "
    "warns claimed claims insisted insists added stated declared argued argues admitted admits acknowledged accused accuses blamed blames found "
    "promised asked believes believe".split()
)
_NOT_SAYING = frozenset("the a an was were been be as to ever".split())
_WITH_OBJECT = frozenset("told reported asked".split())
_WITH_THAT = frozenset("found believes believe promised asked".split())
_BE = frozenset("was were been is are be being".split())
_QUOTES = frozenset("\"”’'")
_AUXILIARY = frozenset("he she it they we i there who will would was were is are has had have been be could can may might did do does not no".split())
_OLD = re.compile(
    r"(?:\bnot|\brather than|\binstead of)(?:\s+(?:on|in|the|about|around|some|an?|at|as))*\s*[$€£]?$"
    r"|\b(?:first|initially|earlier|previously|originally|previous)\b[^.;,]{0,60}$",
    re.I,
)
_FROM = re.compile(r"\bfrom\s+(?:(?:about|around|some|an?|the|nearly|almost)\s+)*[$€£]?$", re.I)
_OLD_AFTER = re.compile(r"^[^.;,]{0,25}\b(?:as|that)\s+(?:was\s+|were\s+|had\s+been\s+)?(?:first|earlier|previously|initially|originally)\b", re.I)
_DATED = re.compile(r"^[\w%\s]{0,25}\b(?:in|on|last|a year|the year|the month|a month)\b", re.I)
_CHANGE = re.compile(r"\b(by|to|from|at)\s+(?:(?:about|around|nearly|almost|over|more than|less than|some|just|only|an?|the)\s+)*[$€£]?[-−]?$", re.I)
_MINUS = re.compile(r"(?:\bminus\s+|\bnegative\s+|(?<![\w\d])[-−]\s?)[$€£]?$", re.I)
_BELOW_ZERO = re.compile(r"^\s*(?:°\s?[CF]?|degrees?|C|F|celsius|fahrenheit|\s)*\s*below\s+(?:zero|freezing)", re.I)
_MONEY = {"pound": "£", "franc": "franc", "yen": "¥", "crown": "crown", "krona": "crown", "peso": "peso", "rouble": "rouble", "ruble": "rouble"}
_MEASURES = frozenset(
    stem(w)
    for w in "kilometre mile metre foot inch centimetre tonne kilogram gram litre barrel gallon hectare acre square cubic second minute hour day "
    "week month year degree megawatt gigawatt knot pound ounce".split()
)
HEDGES = frozenset(
    "may might could would possibly perhaps maybe likely probably reportedly allegedly alleged suspected believed thought feared expected expects "
    "plans planned planning proposed considering threatened hopes hoped if unless potentially apparently presumably rumoured".split()
)


@lru_cache(maxsize=1)
def _senses() -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Return the meaning of each listed word and of each stem, and the opposites of each meaning that has some."""
    exact: dict[str, str] = {}
    stemmed: dict[str, str] = {}
    opposed: dict[str, set[str]] = {}
    for line in files("rag.answer").joinpath("senses.txt").read_text(encoding="utf-8").splitlines():
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
    return exact.get(word) or stemmed.get(stem(word)) or stem(word)


def opposites(meaning: str) -> set[str]:
    """Return the meanings opposite to one."""
    return _senses()[2].get(meaning, set())


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name as its text uses it."""

    kind: Literal["number", "date", "name"]
    text: str
    first: int  # its first token
    last: int  # the token behind its last one
    said: Number | Date | Name
    sure: bool = True  # False for a capital that may be no name
    old: bool = False  # the text says that it no longer holds: "not 14", "from 60", "an earlier version said 14"
    unit: str = ""  # of a number: "%", a currency, or a measure; empty if none is stated
    negative: bool = False
    change: str = ""  # of a number beside a word of change: "by", "to" or "from"


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of a sentence."""

    start: int  # characters
    end: int
    first: int  # tokens
    last: int  # the token behind its last one
    content: frozenset[str]  # meanings of its words that are no facts
    negated: bool
    hedges: frozenset[str]


@dataclass(frozen=True, slots=True)
class TextForms:
    """The words and facts of a text in normalised forms, for comparing."""

    text: str
    order: tuple[str, ...]  # stems of the content words in order
    odd: frozenset[str]  # those of them that are no everyday words: lower-case names, terms, figures
    stems: frozenset[str]
    words: frozenset[str]  # words normalised for comparing names
    facts: Facts
    tokens: tuple[str, ...]  # every word in plain form
    senses: tuple[str, ...]  # its meaning
    starts: tuple[int, ...]  # its place in the text
    segments: tuple[int, ...]  # how many commas and conjunctions stand before it
    sense_set: frozenset[str]
    said: tuple[Fact, ...]  # in order of kind, then place
    clauses: tuple[Clause, ...]
    passives: frozenset[str]  # verbs in the passive whose agent is named: "beaten by"
    speakers: tuple[tuple[int, frozenset[str]], ...]  # the token of each word of saying, and the words that name its speaker

    def elliptic(self, segment: int, facts: Sequence[Fact]) -> bool:
        """Whether a part behind a comma or conjunction has two facts and no word of its own: "and 400 in Poland"."""
        here = [f for f in {(f.first, f.last) for f in (*self.said, *facts)} if self.segments[f[0]] == segment]
        busy = {i for first, last in here for i in range(first, last)}
        return segment > 0 and len(here) > 1 and not any(
            s == segment and i not in busy and content_words(self.tokens[i]) for i, s in enumerate(self.segments)
        )

    def inside(self, clause: Clause) -> list[Fact]:
        """Return the facts of a clause."""
        return [f for f in self.said if clause.first <= f.first < clause.last]


@lru_cache(maxsize=8192)
def text_forms(text: str) -> TextForms:
    """Return the normalised words and facts of a text (cached)."""
    content = content_words(text)
    order = tuple(stem(w) for w in content)
    odd = frozenset(stem(w) for w in content if w not in ordinary() and stem(w) not in ordinary())
    found = facts(text)
    spans = [(m.start(), (words(m.group()) or [""])[0]) for m in _TOKEN.finditer(text)]
    tokens, starts = tuple(w for _, w in spans), tuple(s for s, _ in spans)
    senses = tuple("rise fall".split()[t == "down"] if t in _UP_DOWN and _moves(tokens, i) else sense(t) for i, t in enumerate(tokens))
    segments, seen = [], 0
    for i, word in enumerate(tokens):
        seen += word in _JOINS or (i > 0 and bool(_BORDER.search(text, starts[i - 1], starts[i])))
        segments.append(seen)
    said = tuple(_said(text, found, senses, starts))
    busy = tuple(i for f in said if f.sure for i in range(f.first, f.last))
    return TextForms(
        text, order, odd, frozenset(order), frozenset([*name_words(text), *words(text)]), found,
        tokens, senses, starts, tuple(segments), frozenset(senses), said,
        tuple(_clauses(text, tokens, senses, starts, frozenset(busy))), _passives(tokens, senses), tuple(_speakers(text, tokens, senses, segments, starts)),
    )  # fmt: skip


def _said(text: str, found: Facts, senses: Sequence[str], starts: Sequence[int]) -> Iterator[Fact]:
    counted = [(n.start, n.end) for n in found.numbers]
    for number in found.numbers:
        if not _as_first(text, number):
            yield _figure(text, number, senses, starts)
    for date in found.dates:
        first, last = bisect_left(starts, date.start), bisect_left(starts, date.end)
        yield Fact("date", date.text, first, last, date, old=_old(text, date.start, date.end, senses, first))
    for name in found.names:
        if plain(name.text) not in _NO_NAMES and not any(a <= name.start < b for a, b in counted):
            yield Fact("name", name.text, bisect_left(starts, name.start), bisect_left(starts, name.end), name, name.sure)


def _moves(tokens: Sequence[str], i: int) -> bool:
    """Whether "up" or "down" is a change, not part of a verb ("burned down")."""
    return bool(tokens[i - 1 : i] and (tokens[i - 1] in _GO or tokens[i - 1][-1] == "%") or set(tokens[i + 1 : i + 2]) & _BY or _figures(tokens[i + 1 : i + 2]))


def _figures(tokens: Sequence[str]) -> bool:
    return bool(tokens) and tokens[0][0].isdigit()


def _as_first(text: str, number: Number) -> bool:
    """Whether an ordinal is no count: "as first reported", "at first"."""
    return number.unit == "th" and bool(re.match(r"\s*(?:\w+ed|said|put)\b", text[number.end :]) or re.search(r"\bat\s*$", text[: number.start]))


def _old(text: str, start: int, end: int, senses: Sequence[str], at: int) -> bool:
    """Whether a text says that a fact no longer holds."""
    before, after = text[max(0, start - 80) : start], text[end : end + 60]
    moved = any(_MOVER.match(s) for s in senses[max(0, at - 7) : at])
    return bool(_OLD.search(before) or _OLD_AFTER.match(after) or (moved and _FROM.search(before) and not _DATED.match(after)))


def _figure(text: str, number: Number, senses: Sequence[str], starts: Sequence[int]) -> Fact:
    at = bisect_left(starts, number.start)
    before, after = text[max(0, number.start - 80) : number.start], text[number.end : number.end + 60]
    noun = sense(number.noun) if number.noun else ""
    unit = number.unit or _MONEY.get(number.noun, "") or (noun if stem(noun) in _MEASURES else "")
    change, around = _CHANGE.search(before), senses[max(0, at - 7) : at + 4]
    if change:
        said = change[1].lower() if any(_MOVER.match(s) for s in around) else ""
    else:
        said = "by" if any(_RISES.match(s) for s in senses[max(0, at - 2) : at + 3]) else ""
    old = _old(text, number.start, number.end, senses, at)
    negative = bool(_MINUS.search(before) or _BELOW_ZERO.match(after))
    return Fact("number", number.text, at, bisect_left(starts, number.end), number, True, old, unit, negative, said.replace("at", "to"))


def _clauses(
    text: str, tokens: Sequence[str], senses: Sequence[str], starts: Sequence[int], busy: frozenset[int]
) -> Iterator[Clause]:
    """Yield the clauses of a text; none is cut inside a fact, and each has two words or facts of its own."""

    def clause(start: int, end: int) -> Clause:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        content = frozenset(
            senses[i] for i in range(first, last)
            if content_words(tokens[i]) and stem(tokens[i]) not in _LIGHT and i not in busy
        )  # fmt: skip
        hedges = frozenset(
            tokens[i] for i in range(first, last)
            if tokens[i] in HEDGES and tokens[i + 1 : i + 2] != ("not",) and text[starts[i] : starts[i] + 3] != "May"
        )  # fmt: skip
        cues = negated(text[start:end])[1] - tokens[first:last].count("nor")
        return Clause(start, end, first, last, content, cues % 2 == 1, hedges)

    begin = 0
    for cut in _CUT.finditer(text):
        at = bisect_left(starts, cut.start())
        if at in busy and at - 1 in busy and cut.group().strip() not in {",", ";"}:
            continue
        part, rest = clause(begin, cut.start()), clause(cut.end(), len(text))
        if part.content and rest.content and len(part.content) + len(busy & set(range(part.first, part.last))) >= 2:
            yield part
            begin = cut.start()
    yield clause(begin, len(text))


def _speakers(
    text: str, tokens: Sequence[str], senses: Sequence[str], segments: Sequence[int], starts: Sequence[int]
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield each word of saying with the words that name its speaker (an adapter until attributions are read elsewhere)."""

    def named(places: Iterable[int]) -> frozenset[str]:
        return frozenset(
            senses[i] for i in places if content_words(tokens[i]) and stem(tokens[i]) not in _LIGHT and tokens[i] not in _SAYING and not tokens[i][0].isdigit()
        )

    def segment(i: int, step: int, reach: int = 9) -> list[int]:
        """The tokens beside one, up to a border."""
        found: list[int] = []
        while 0 <= i + step < len(tokens) and len(found) < reach and segments[i + step] == segments[i] and tokens[i + step] != "that":
            i += step
            found.append(i)
        return found

    for i, token in enumerate(tokens):
        if token == "according" and tokens[i + 1 : i + 2] == ("to",):
            yield i, named(segment(i + 1, 1))
        elif token in _SAYING and not (i and tokens[i - 1] in _NOT_SAYING):
            left, right = segment(i, -1), segment(i, 1)
            if (token in _WITH_OBJECT and not right) or (token in _WITH_THAT and right and tokens[i + 1 : i + 2] != ("that",)):
                continue
            turned = not left and (text[: starts[i]].rstrip()[-1:] in _QUOTES or not _clausal(tokens, right))
            who = right if turned else left or segment(i - 1, -1) + [i - 1]
            if not left and not turned and len(who) <= 5 and who[-1:] and min(who) > 0:
                who = who + segment(min(who) - 1, -1) + [min(who) - 1]
            elif left and min(left) > 0 and len(left) <= 3 and _APPOSED.search(text[starts[min(left)] - 3 : starts[min(left)]]):
                who = left
            yield i, named(who)


def _passives(tokens: Sequence[str], senses: Sequence[str]) -> frozenset[str]:
    return frozenset(senses[i - 1] for i, t in enumerate(tokens) if t == "by" and i > 1 and _BE & set(tokens[max(0, i - 5) : i - 1]))


def _clausal(tokens: Sequence[str], places: Sequence[int]) -> bool:
    """Whether the tokens behind a word of saying are a statement, not the speaker."""
    return not places or len(places) >= 9 or any(tokens[i] in _AUXILIARY or tokens[i].endswith("ed") for i in places)
