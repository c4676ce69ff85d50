"""What the weights of ``rag.compare.event`` weigh of a figure: where it stands, of whom, of which day, place and kind of act (pure)."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.compare.quantities import Quantity
from rag.dates.calendar import days_between
from rag.language.data import word_list
from rag.language.lexicon import ANYONE, CUE, GROUP_OF
from rag.language.names import same_word
from rag.language.pattern import Pattern
from rag.language.text import sentences, stem
from rag.records import Article
from rag.sources.speaker import same_speaker
from rag.sources.statement import Statement, read_sentence

COMMON = 0.1  # what a word that every sentence has still tells
BACK = 3  # sentences before a figure in which the place and the day of its event may stand
ACTS = {name: Pattern(rf"\b(?:{words})") for name, words in word_list("quantities.json", "acts").items()}
PLACED = re.compile(
    r"\b(?:in|at|on|near|from|outside|around|off|of|hit|targeted)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}?"
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
_PART = re.compile(r"\b(?:including|among\s+(?:them|those)|of\s+(?:whom|them)|as\s+well\s+as|besides)\b[\w\s-]{0,30}$", re.I)
_FURTHER = re.compile(r"\b(?:another|a\s+further|other)\s+(?:at\s+least\s+)?$", re.I)
_MORE = re.compile(r"\s+(?:others?|more)\b", re.I)
_ELSEWHERE = re.compile(r"\b(?:elsewhere|separate(?:ly)?|meanwhile|also|similar)\b", re.I)
_EARLIER = re.compile(r"\b(?:previous(?:ly)?|earlier|initial(?:ly)?)\b", re.I)
_OTHER_TOLL = re.compile(
    r"\b(?:put|puts|putting|gave|gives|giving|raised|revised|revising|updat\w+)\s+(?:\w+\s+){0,4}(?:tolls?|number|figure)\b"
    r"|\b(?:lower|higher|different)\s+(?:\w+\s+)?(?:tolls?|number|figure)\b|\btoll\s+(?:of|at|to)\s+(?:at\s+least\s+)?$",
    re.I,
)
_DIED_BEFORE = re.compile(
    r"\b(?:kill\w*|dead|lives\s+of|deaths?\s+of)\s+"
    r"(?:at\s+least\s+|about\s+|some\s+|around\s+|over\s+|more\s+than\s+|nearly\s+|up\s+to\s+|an?\s+)*$",
    re.I,
)
_DIED_BEHIND = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,5}?(?:were|was|have\s+been|had\s+been|are)?\s*(?:also\s+)?(?:killed|dead|died|die|dies)\b", re.I
)
_TOLL = re.compile(r"\b(?:toll|total|in\s+all|overall|bringing)\b", re.I)
_AL = re.compile(r"^(?:al|el|ad|ar|as|at|az)-")  # the Arabic article, which outlets write or leave out
_THE_ACT = re.compile(
    r"\b(?:the|this)\s+(?:\w+\s+){0,2}?(?:attack|raid|strike|air ?strike|bombing|blast|explosion|assault|crash|shelling|bombardment|"
    r"massacre|barrage|claim|incident|clash|fire|quake|earthquake|flood|storm|accident|dead|victims|toll)",
    re.I,
)
_WAR = re.compile(r"\b(?:war|conflict|uprising|revolt|revolution|began|started|broke\s+out|erupted)\b", re.I)
_STOPS = frozenset(map(stem, "including among were was have had and in of by when as who".split()))
_ARMED = frozenset({"soldier", "fighter", "police"})


Signals = dict[str, float]
_Line = tuple[int, int, Statement]


@dataclass(frozen=True, slots=True)
class Event:
    """One event whose victims a question wants counted."""

    question: str
    places: tuple[str, ...]  # as the question names them: "Ariha", "Idlib province"
    what: str  # the class counted, of PERSONAL
    group: str  # whom the question counts: civilian, soldier ...; empty: anyone
    whom: frozenset[str]  # stems of the words for them
    names: frozenset[str]
    topic: frozenset[str]
    acts: frozenset[str]  # kinds of act that it names, of ACTS
    first: str  # ISO days; empty: it names no day
    last: str


@lru_cache(maxsize=4096)
def acts_in(text: str) -> frozenset[str]:
    """Return the kinds of act that a text names."""
    return frozenset(name for name, cue in ACTS.items() if cue.search(text))


@lru_cache(maxsize=1024)
def _act_places(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((m.start(), m.end(), name) for name in acts_in(text) for m in ACTS[name].finditer(text))


@lru_cache(maxsize=256)
def laid(article: Article) -> tuple[_Line, ...]:
    """Return the sentences of an article with their places in its text."""
    return tuple((s, e, read_sentence(article.text[s:e], article.dated)) for s, e in sentences(article.text))


def rarity(event: Event, lines: Sequence[Statement]) -> dict[str, float]:
    """Return how telling each name and word of the question is: the rarer among the sentences with figures the more."""
    total = len(lines) + 1

    def rare(holds: int) -> float:
        return max(COMMON, math.log((total + 1) / (holds + 1)) / math.log(total + 1))

    weight = {n: rare(sum(_has_name(line, n) for line in lines)) for n in event.names}
    return weight | {t: rare(sum(t in line.stems for line in lines)) for t in event.topic}


@lru_cache(maxsize=65536)
def _alike(a: str, b: str) -> bool:
    return same_word(a, b)


def _has_name(line: Statement, name: str) -> bool:
    held = line.name_words
    bare = _AL.sub("", name)
    return name in held or bare in held or any(len(w) > 3 and (v := _AL.sub("", w))[:1] == bare[:1] and _alike(bare, v) for w in held)


def _share(weight: Mapping[str, float], wanted: frozenset[str], held: frozenset[str]) -> float:
    total = sum(weight[w] for w in wanted)
    return sum(weight[w] for w in held) / total if total else 0.0


def features(
    event: Event, q: Quantity, counted: Sequence[Quantity], lines: Sequence[_Line], place: int, weight: Mapping[str, float]
) -> dict[str, float]:
    """Return what the weights weigh of a figure in the sentence at ``place`` of ``lines``, but for what other reports say.

    :param counted: all figures of its sentence that may count; ``weight`` as of :func:`rarity`.
    """
    article = q.said.quote.article
    title = read_sentence(article.title, article.dated)
    line = q.said.statement
    before = [s for *_, s in lines[max(0, place - BACK) : place]]
    row = {"": 1.0, **_of_place(event, q, line, before, title, [s for *_, s in lines[:2]], weight)}
    row |= _of_day(event, q, line, before)
    row |= _of_act(event, q, line, before, title)
    row |= _of_group(event, q)
    row |= _of_figure(q, counted, lines, title, place)
    return {name: round(value, 3) for name, value in row.items() if value}


def _held(event: Event, lines: Sequence[Statement]) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(n for n in event.names if any(_has_name(s, n) for s in lines)),
        frozenset(t for t in event.topic if any(t in s.stems for s in lines)),
    )


def _of_place(
    event: Event,
    q: Quantity,
    line: Statement,
    before: Sequence[Statement],
    title: Statement,
    lead: Sequence[Statement],
    weight: Mapping[str, float],
) -> dict[str, float]:
    """Say where the names and words of the question stand: beside the figure, in the sentences before, in the headline."""
    row: dict[str, float] = {}
    for where, lines in (("here", [line]), ("before", [line, *before[-1:]]), ("near", [line, *before]), ("head", [title, *lead])):
        names, topic = _held(event, lines)
        row[f"names {where}"] = _share(weight, event.names, names)
        row[f"topic {where}"] = _share(weight, event.topic, topic)
    names, topic = _held(event, [line, *before, title, *lead])
    row["names any"], row["topic any"] = _share(weight, event.names, names), _share(weight, event.topic, topic)
    clause = next((line.text[s:e] for s, e in line.clauses if s <= q.number.start < e), line.text)
    row["names clause"] = _share(weight, event.names, _held(event, [read_sentence(clause, line.dated)])[0])
    row["topic clause"] = _share(weight, event.topic, _held(event, [read_sentence(clause, line.dated)])[1])
    main = max(sorted(event.names), key=lambda n: weight[n])
    row["main here"] = float(_has_name(line, main))
    row["main near"] = float(any(_has_name(s, main) for s in (line, *before)))
    row["main lead"] = float(any(_has_name(s, main) for s in (title, *lead)))
    row["the act"] = float(bool(_THE_ACT.search(line.text)))
    places = [
        (abs(m.start("name") - q.number.start), any(_has_name(read_sentence(m["name"]), n) for n in event.names))
        for m in PLACED.finditer(line.text)
    ]
    places_asked = frozenset(n for n in event.names if any(_has_name(read_sentence(a), n) for a in event.places))
    rare = max((weight[n] for n in places_asked), default=0.0)
    fine = frozenset(n for n in places_asked if weight[n] >= 0.6 * rare)
    for at, lines in (("here", [line]), ("near", [line, *before]), ("lead", [title, *lead])):
        row[f"fine place {at}"] = float(any(_has_name(s, n) for s in lines for n in fine))
    row["fine place nowhere"] = float(bool(fine) and not any(_has_name(s, n) for s in [line, *before, title, *lead] for n in fine))
    row["another and not fine"] = float(bool(places) and not min(places)[1] and not row["fine place here"])
    row["place is asked"] = float(bool(places) and min(places)[1])
    row["place is another"] = float(bool(places) and not min(places)[1])
    row["only others"] = float(bool(places) and not any(own for _, own in places))
    return row


def _of_day(event: Event, q: Quantity, line: Statement, before: Sequence[Statement]) -> dict[str, float]:
    """Say how the day asked about stands to those that the sentence and its report state."""
    if not event.first:
        return {"no day asked": 1.0}

    def meets(s: Statement) -> str:
        days = [d for d in s.days if d.first and d.precision in {"day", "range"}]
        if not days:
            return ""
        if any(d.first <= event.last and event.first <= d.last for d in days):
            return "same"
        return "next" if any(days_between(event.last, d.first) in {0, 1} for d in days) else "other"

    here = meets(line)
    carried = next((m for s in reversed(before) if (m := meets(s))), "") if not here else ""
    row = {f"day {here or 'none'}": 1.0, f"day before {carried or 'none'}": 1.0}
    published = q.said.published
    if not published:
        return {**row, "undated": 1.0}
    after = days_between(event.last, published) or 0
    if published < event.first:
        row["published earlier"] = 1.0
    elif published > event.last:
        name = "next day" if after == 1 else "days after" if after <= 3 else "week after" if after <= 7 else "long after"
        row[f"published {name}"] = 1.0
    return row


def _of_act(event: Event, q: Quantity, line: Statement, before: Sequence[Statement], title: Statement) -> dict[str, float]:
    places = [
        (min(abs(start - q.number.end), abs(q.number.start - end)), name in event.acts) for start, end, name in _act_places(line.text)
    ]
    closest = min(places)[1] if places and event.acts else None
    here = acts_in(line.text)
    near = frozenset[str]().union(*(acts_in(s.text) for s in [*before[-1:], title]))
    return {
        "act nearest": float(closest is True),
        "act nearest other": float(closest is False),
        "act same": float(bool(here & event.acts)),
        "act other": float(bool(here) and bool(event.acts) and not here & event.acts),
        "act near": float(not here & event.acts and bool(near & event.acts)),
        "act only other near": float(bool(near) and bool(event.acts) and not (near | here) & event.acts),
    }


def _of_group(event: Event, q: Quantity) -> dict[str, float]:
    asked = event.group
    behind = [stem(w) for w in re.findall(r"[\w’'-]+", q.said.text[q.number.end :].lower())[:6]]
    noun = next((w for w in behind[:4] if w in GROUP_OF or w in ANYONE or w in _STOPS), "")
    own = q.group or GROUP_OF.get(noun, "")
    held = len(event.whom & frozenset(behind)) / len(event.whom) if event.whom else 0.0
    part = bool(_PART.search(q.said.text[: q.number.start - q.number.lead]))
    return {
        "whom held": held,
        "whom not held": float(bool(event.whom) and not held),
        "group same": float(bool(asked) and own == asked),
        "part of group": float(bool(asked) and own == asked and part),
        "part": float(part and own != asked),
        "group whole": float(bool(asked) and not own),
        "group part": float(own in {"children", "women"} and asked != own),
        "group other": float(bool(asked) and bool(own) and own != asked and own not in {"children", "women"}),
        "group of anyone": float(not asked and bool(own) and own not in {"children", "women"}),
        "other side": float((asked in _ARMED and own == "civilian") or (own in _ARMED and asked == "civilian")),
        "both": float("and" in behind[:5] and bool(asked)),
    }


def _of_figure(q: Quantity, counted: Sequence[Quantity], lines: Sequence[_Line], title: Statement, place: int) -> dict[str, float]:
    text, number = q.said.text, q.number
    begin = number.start - number.lead
    value = number.value
    heads = [n.value for n in title.numbers if not n.unit]
    whole = q.said.quote.article.text
    again = len(re.findall(rf"(?<![\w.,]){re.escape(number.text)}(?!\w)", whole, re.I)) > 1
    largest = max(c.number.value for c in counted)
    return {
        "lead": float(place == 0),
        "early": float(0 < place <= 3),
        "late": place / max(len(lines), 1),
        "first": float(q is counted[0]),
        "largest": float(value == largest),
        "several": float(len(counted) > 1),
        "listed": float(any(c.group != q.group and abs(c.number.start - number.start) < 60 for c in counted)),
        "in headline": float(value in heads),
        "headline has others": float(bool(heads) and value not in heads),
        "again": float(again),
        "further": float(bool(_FURTHER.search(text[:begin]) or _MORE.match(text, number.end))),
        "elsewhere": float(bool(_ELSEWHERE.search(text))),
        "earlier": float(bool(_EARLIER.search(text))),
        "other toll": float(bool(_OTHER_TOLL.search(text[:begin]))),
        "died before": float(bool(_DIED_BEFORE.search(text[:begin]))),
        "died behind": float(bool(_DIED_BEHIND.match(text, number.end))),
        "of people": float(number.noun in ANYONE | GROUP_OF.keys()),
        "of things": float(bool(number.noun) and number.noun not in ANYONE | GROUP_OF.keys()),
        "new sayer": float(
            bool(q.attribution)
            and place > 0
            and not any(same_speaker(q.attribution, s.speaker) for *_, s in lines[max(0, place - BACK) : place] if s.speaker)
        ),
        "toll": float(bool(_TOLL.search(text))),
        "since": float(q.cumulative),
        "war": float(bool(_WAR.search(text))),
        "old": float(q.old),
        "said": float(bool(q.attribution)),
        "one": float(value == 1),
        "large": max(0.0, math.log10(value) - 1),
        "huge": float(value >= 1000),
        "class": float(q.what in CUE),
    }
