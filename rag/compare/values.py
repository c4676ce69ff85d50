"""The values that different articles give for a question of who, when, where, which or how many, and who stands behind each (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.compare.facts import facts
from rag.dates.stated import Date, dates, same_date
from rag.language.names import Name, name_words, ordinary, same_name, same_word
from rag.language.numbers import Number, compatible
from rag.language.text import content_words, plain, sentences, stem, words
from rag.question.asked import value_kind
from rag.records import Difference, Quote, Value
from rag.sources.agencies import agencies
from rag.sources.speaker import speaker

COVERED = 0.6  # share of the question's words that a sentence with its title must have, so that its value answers the question
REACH = 14  # words between a value and the nearest word of the question
# Words that tell one relation: a question of one is answered in the words of another.
_RELATED = tuple(
    frozenset(stem(w) for w in group.split())
    for group in (
        "won win wins winner winning champion champions beat defeated claimed title",
        "directed director directors directing filmmaker",
        "released release launch launched launches out available arrives",
        "premiere premieres premiered debut debuts", "starring star stars plays playing play role cast portrays actress actor",
        "founded founder established founding formed created started",
        "born birth birthday b", "hosted host hosts held host-city", "runner-up runnerup second finalist final lost",
        "written wrote writer author authored", "artist singer sung performed recorded band album",
        "population people inhabitants residents", "opened open opening inaugurated",
        "built constructed construction completed", "died death killed passed", "ceo chief executive", "named name called",
        "married wife husband spouse", "located location situated lies", "acquired bought purchased",
    )
)  # fmt: skip
_HEADS = frozenset(min(group) for group in _RELATED)
CLOSE = 5  # words at most between a value and the word of the question it stands against another by


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value that one quote gives."""

    text: str
    quote: Quote
    sentence: str
    kind: str  # date, name or number
    item: Date | Name | Number
    score: float  # 0 to 1: how much of the question its sentence has, less its distance from those words
    gap: int  # words between it and the nearest word of the question
    slot: tuple[str, bool]  # nearest word of the question, and whether the value stands behind it


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values given: who gives it and how many independent reports they are."""

    text: str
    kind: str
    given: tuple[GivenValue, ...]
    independent: int
    weight: float


def choices(question: str, quotes: Sequence[Quote]) -> tuple[Choice, ...]:
    """Return the different values that the quotes give, best supported first.

    Each article gives the one it tells nearest to the question's words; of those near by,
    one that more articles give is taken before one that stands a little nearer.
    """
    kind = value_kind(question)
    if not kind:
        return ()
    every = [g for q in quotes for g in given(question, q, kind)]
    chosen: list[GivenValue] = []
    for article in dict.fromkeys(g.quote.article.id for g in every):
        own = [g for g in every if g.quote.article.id == article]
        chosen.append(max(own, key=lambda g: g.score + 0.05 * min(_support(g, every), 4)))
    groups: list[list[GivenValue]] = []
    for g in sorted(chosen, key=_detail, reverse=True):
        home = next((group for group in groups if _same_value(group[0], g)), None)
        if home is None:
            groups.append([g])
        else:
            home.append(g)
    found = [Choice(_fullest(group).text, kind, tuple(group), _independent(group), sum(g.score for g in group)) for group in groups]
    return tuple(sorted(found, key=lambda c: (-c.independent, -c.weight)))


def disagreements(question: str, quotes: Sequence[Quote]) -> tuple[Difference, ...]:
    """Return the difference between articles that give different values for a question of who, when, where or which.

    Only where each value stands beside the same word of the question, on the same side, in a sentence that has most of its words;
    no article gives both; and reports came out about the same time. One value told again in more detail is no difference.
    """
    kind = value_kind(question)
    if kind not in {"date", "name"}:
        return ()
    found = choices(question, quotes)
    pairs = [(strength, a, b) for i, a in enumerate(found) for b in found[i + 1 :] if (strength := _against(question, a, b, quotes))]
    if not pairs:
        return ()
    _, first, second = max(pairs, key=lambda p: (p[0], min(p[1].independent, p[2].independent), p[1].weight + p[2].weight))
    more = [c for c in found if c not in (first, second) and all(_against(question, c, other, quotes) for other in (first, second))][:2]
    what = " ".join(content_words(question))
    sides = sorted((first, second, *more), key=lambda c: -c.independent)
    told = tuple(tuple(_value(g, what) for g in c.given) for c in sides)
    return (Difference(what, "date" if kind == "date" else "name", told, tuple(c.independent for c in sides)),)


# --- the values of one quote


def given(question: str, quote: Quote, kind: str) -> list[GivenValue]:
    """Return the values of ``kind`` in a quote that stand near words of the question."""
    wanted = _wanted(question)
    asked = frozenset(name_words(question)) | frozenset(words(question))
    title = {_relation(stem(w)) for w in words(quote.article.title)}
    found = []
    for start, end in sentences(quote.text):
        text = quote.text[start:end]
        own = [(m.start(), m.end(), _relation(stem(_bare(m.group())))) for m in re.finditer(r"[\w’'-]+", text)]
        have = {w for *_, w in own} & wanted
        covered = (len(have) + 0.7 * len((title & wanted) - have)) / max(len(wanted), 1)
        if covered < 0.3:
            continue
        places = [(s, e, w) for s, e, w in own if w in wanted]
        for item, s, e in _items(text, kind, asked):
            cost, gap, slot = _nearest(own, places, s, e)
            if gap <= REACH:
                found.append(GivenValue(text[s:e].strip(), quote, text, kind, item, covered - 0.03 * cost, gap, slot))
    return found


def _bare(word: str) -> str:
    return words(word)[0] if words(word) else word.lower()


def _wanted(question: str) -> frozenset[str]:
    skip = {"year", "date", "name", "people", "person", "number", "many", "much", "day"}
    return frozenset(_relation(stem(w)) for w in content_words(question) if w not in skip)


def _relation(word: str) -> str:
    """Return one word for all that tell the same relation."""
    return next((min(group) for group in _RELATED if word in group), word)


def _items(text: str, kind: str, asked: frozenset[str]) -> list[tuple[Date | Name | Number, int, int]]:
    stated = facts(text)
    if kind == "date":
        return [
            (d, d.start, d.end)
            for d in dates(text)
            if (d.year or d.month) and not any(w in asked and w.isdigit() for w in words(d.text) if d.year and not d.month)
        ]
    if kind == "number":
        return [(n, n.start, n.end) for n in stated.numbers if not n.unit and n.value >= 2]
    return [
        (n, n.start, n.end) for n in stated.names
        if not all(w in asked or any(same_word(w, a) for a in asked) for w in n.words) and (n.sure or n.text.lower() not in ordinary())
    ]  # fmt: skip


def _nearest(
    own: Sequence[tuple[int, int, str]], places: Sequence[tuple[int, int, str]], start: int, end: int
) -> tuple[int, int, tuple[str, bool]]:
    """Return cost and words between a value and the nearest word of the question, and which that is.

    A word that tells a relation costs four less.
    """
    best: tuple[int, int, tuple[str, bool]] = (99, 99, ("", True))
    for s, e, word in places:
        if s < end and start < e:
            continue
        behind = s < start
        low, high = (e, start) if behind else (end, s)
        gap = sum(low <= a < high for a, *_ in own)
        best = min(best, (gap - (4 if word in _HEADS else 0), gap, (word, behind)))
    return best


# --- one value or two


def _same_value(a: GivenValue, b: GivenValue) -> bool:
    x, y = a.item, b.item
    if isinstance(x, Date) and isinstance(y, Date):
        return same_date(x, y)
    if isinstance(x, Number) and isinstance(y, Number):
        return compatible(x, y)
    return isinstance(x, Name) and isinstance(y, Name) and same_name(x, y)


def _support(g: GivenValue, every: Sequence[GivenValue]) -> int:
    return len({o.quote.article.id for o in every if _same_value(g, o)})


def _detail(g: GivenValue) -> int:
    return (bool(g.item.year) + bool(g.item.month) + bool(g.item.day)) if isinstance(g.item, Date) else len(g.text)


def _fullest(group: Sequence[GivenValue]) -> GivenValue:
    return max(group, key=lambda g: (_detail(g) if g.kind == "date" else 0, g.score))


def _independent(group: Sequence[GivenValue]) -> int:
    """Count independent reports: one for each outlet and agency; articles that state no outlet count singly."""
    keys: set[str] = set()
    for g in group:
        article = g.quote.article
        carried = agencies([g.sentence, article.text[:300]])
        keys.add(f"agency {min(carried)}" if carried else f"outlet {plain(article.source)}" if article.source else article.id)
    return len(keys)


def _covers(question: str, g: GivenValue) -> bool:
    """Whether a value stands close to the question's words, in a sentence that has most of them and every number."""
    have = {_relation(stem(w)) for w in words(f"{g.quote.article.title} {g.sentence}")}
    wanted = _wanted(question)
    told = all(w in have for w in wanted if w[0].isdigit())
    return told and g.gap <= CLOSE and len(wanted & have) >= COVERED * len(wanted)


def _against(question: str, a: Choice, b: Choice, quotes: Sequence[Quote]) -> int:
    """How firmly two values stand against each other: 2 in sentences alike but for them, 1 beside the same word of the question, 0 not."""
    pairs = [(x, y) for x in a.given for y in b.given if _about_then(x.quote, y.quote) and _as_full(x, y)]
    if not pairs or any(_tells(q, a) and _tells(q, b) for q in quotes):
        return 0
    if any(_alike(x, y) for x, y in pairs):
        return 2
    close = [(x, y) for x, y in pairs if x.slot == y.slot and _covers(question, x) and _covers(question, y)]
    return int(any(x.kind == "date" or (x.slot[0] in _HEADS and max(x.gap, y.gap) <= 2) for x, y in close))


def _alike(a: GivenValue, b: GivenValue) -> bool:
    """Whether two sentences say the same but for the value: three quarters of their words, at least five."""
    one, two = _rest(a), _rest(b)
    return len(one & two) >= max(5, 0.75 * max(len(one), len(two)))


def _rest(g: GivenValue) -> frozenset[str]:
    return frozenset(words(g.sentence)) - frozenset(words(g.text))


def _as_full(a: GivenValue, b: GivenValue) -> bool:
    """Whether two dates state their year alike, and two names are told in full."""
    if isinstance(a.item, Date) and isinstance(b.item, Date):
        return bool(a.item.year) == bool(b.item.year) and not (
            a.item.month and b.item.month and a.item.year == b.item.year and not (a.item.day and b.item.day)
        )
    return True


def _tells(quote: Quote, choice: Choice) -> bool:
    """Whether a quote has a value in its words, also far from those of the question."""
    first = choice.given[0].item
    stated = facts(quote.text)
    if isinstance(first, Date):
        return any(same_date(first, d) and d.year == first.year and d.day == first.day for d in stated.dates)
    return isinstance(first, Name) and any(same_name(first, n) for n in stated.names if len(n.words) >= len(first.words))


def _about_then(a: Quote, b: Quote) -> bool:
    one, two = a.article.dated[:10], b.article.dated[:10]
    if not one and not two:
        return True
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(two)).days) <= 2
    except ValueError:
        return False


def _value(g: GivenValue, what: str) -> Value:
    article = g.quote.article
    day = article.dated[:10]
    return Value(
        g.text, what, g.quote.n, article.source, article.id, speaker(g.sentence), None, "", "", day, day, "published" if day else "", ""
    )
