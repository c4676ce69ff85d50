"""Compare the values that articles give for a question of who, when, where, which or how many, and count their sources (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.dates.calendar import days_between
from rag.dates.reader import Date, same_date
from rag.language.data import word_list
from rag.language.names import Name, ordinary, same_name, same_word
from rag.language.numbers import Number, compatible
from rag.language.text import stem
from rag.question.asked import read_asked
from rag.records import Difference, Quote, Value
from rag.sources.independence import APART, NO_STORIES, count_independent
from rag.sources.statement import Statement, read_sentence

COVERED = 0.6  # share of the question's words that a sentence with its title must have, so that its value answers the question
REACH = 14  # words between a value and the nearest word of the question
# Words for one relation: a question that uses one is answered with another.
_RELATED = tuple(frozenset(map(stem, line.split())) for line in word_list("claims.json", "relations"))
_HEADS = frozenset(min(group) for group in _RELATED)
CLOSE = 5  # words at most between a value and its nearest question word, for it to conflict with another value


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value that one quote gives."""

    text: str
    quote: Quote
    sentence: str
    kind: str  # date, name or number, the value of ``read_asked``
    item: Date | Name | Number
    score: float  # at most 1.12: how much of the question its sentence has, less its distance from those words
    gap: int  # words between it and the nearest word of the question
    slot: tuple[str, bool]  # nearest word of the question, and whether the value stands behind it


@dataclass(frozen=True, slots=True)
class Choice:
    """One distinct value: the quotes that give it and how many independent reports they are."""

    text: str
    kind: str
    values: tuple[GivenValue, ...]
    independent: int
    weight: float


def choices(question: str, quotes: Sequence[Quote], story_of: Mapping[str, str] = NO_STORIES) -> tuple[Choice, ...]:
    """Return the different values that the quotes give, best supported first.

    Of each article the value nearest to the question's words is taken, with a small preference for one that more articles give.
    """
    kind = read_asked(question).value
    if not kind:
        return ()
    every = [g for q in quotes for g in values_given(question, q, kind)]
    chosen: list[GivenValue] = []
    for article in dict.fromkeys(g.quote.article.id for g in every):
        in_article = [g for g in every if g.quote.article.id == article]
        chosen.append(max(in_article, key=lambda g: g.score + 0.05 * min(_support(g, every), 4)))
    groups: list[list[GivenValue]] = []
    for g in sorted(chosen, key=_detail, reverse=True):
        home = next((group for group in groups if _same_value(group[0], g)), None)
        if home is None:
            groups.append([g])
        else:
            home.append(g)
    reports = [count_independent((g.quote.article for g in group), story_of) for group in groups]
    found = [Choice(_fullest(g).text, kind, tuple(g), n, sum(v.score for v in g)) for g, n in zip(groups, reports, strict=True)]
    return tuple(sorted(found, key=lambda c: (-c.independent, -c.weight)))


def disagreements(question: str, quotes: Sequence[Quote], story_of: Mapping[str, str] = NO_STORIES) -> tuple[Difference, ...]:
    """Return the difference between articles that give different values for a question of who, when, where or which, if any.

    Requires that each value stands beside the same word of the question, on the same side, in a sentence that has most of the
    question's words; that no quote gives both; and that the articles were published about the same time. The same value in more
    detail is no difference.
    """
    kind = read_asked(question).value
    if kind not in {"date", "name"}:
        return ()
    found = choices(question, quotes, story_of)
    pairs = [
        (strength, a, b) for i, a in enumerate(found) for b in found[i + 1 :] if (strength := _conflict_strength(question, a, b, quotes))
    ]
    if not pairs:
        return ()
    _, first, second = max(pairs, key=lambda p: (p[0], min(p[1].independent, p[2].independent), p[1].weight + p[2].weight))
    more = [
        c for c in found if c not in (first, second) and all(_conflict_strength(question, c, other, quotes) for other in (first, second))
    ][:2]
    what = " ".join(read_sentence(question).content)
    sides = sorted((first, second, *more), key=lambda c: -c.independent)
    side_values = tuple(tuple(_to_value(g, what) for g in c.values) for c in sides)
    return (Difference(what, "date" if kind == "date" else "name", side_values, tuple(c.independent for c in sides)),)


# --- the values of one quote


def values_given(question: str, quote: Quote, kind: str) -> list[GivenValue]:
    """Return the values of ``kind`` in a quote that stand near words of the question."""
    wanted = _question_words(question)
    asked = read_sentence(question).name_words
    title = {_relation(stem(w)) for w in read_sentence(quote.article.title, quote.article.dated).words}
    found = []
    for said in read_sentence(quote.text, quote.article.dated).sentences:
        text = said.text
        tokens = [(t.start, t.end, _relation(stem(t.word))) for t in said.tokens]
        have = {w for *_, w in tokens} & wanted
        covered = (len(have) + 0.7 * len((title & wanted) - have)) / max(len(wanted), 1)
        if covered < 0.3:
            continue
        places = [(s, e, w) for s, e, w in tokens if w in wanted]
        for item, s, e in _items(said, kind, asked):
            cost, gap, slot = _nearest_question_word(tokens, places, s, e)
            if gap <= REACH:
                found.append(GivenValue(text[s:e].strip(), quote, text, kind, item, covered - 0.03 * cost, gap, slot))
    return found


def _question_words(question: str) -> frozenset[str]:
    skip = {"year", "date", "name", "people", "person", "number", "many", "much", "day"}
    return frozenset(_relation(stem(w)) for w in read_sentence(question).content if w not in skip)


def _relation(word: str) -> str:
    """Return one representative for all words of the same relation."""
    return next((min(group) for group in _RELATED if word in group), word)


def _items(said: Statement, kind: str, asked: frozenset[str]) -> list[tuple[Date | Name | Number, int, int]]:
    if kind == "date":
        return [(d, d.start, d.end) for d in said.dates if (d.year or d.month) and not (d.year and not d.month and str(d.year) in asked)]
    if kind == "number":
        return [(n, n.start, n.end) for n in said.numbers if not n.unit and n.value >= 2]
    return [
        (n, n.start, n.end) for n in said.names
        if not all(any(same_word(w, a) for a in asked) for w in n.words) and (n.sure or n.text.lower() not in ordinary())
    ]  # fmt: skip


def _nearest_question_word(
    tokens: Sequence[tuple[int, int, str]], places: Sequence[tuple[int, int, str]], start: int, end: int
) -> tuple[int, int, tuple[str, bool]]:
    """Return cost and words between a value and the nearest word of the question, and which that is.

    A word that names a relation costs four less.
    """
    best: tuple[int, int, tuple[str, bool]] = (99, 99, ("", True))  # equivalent: farther than REACH
    for s, e, word in places:
        if s < end and start < e:  # equivalent: words do not touch
            continue
        behind = s < start  # equivalent: nor do they share a place
        low, high = (e, start) if behind else (end, s)
        gap = sum(low <= a < high for a, *_ in tokens)
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
    return max(group, key=lambda g: (g.kind == "date" and _detail(g), g.score))


def _covers(question: str, g: GivenValue) -> bool:
    """Whether a value stands close to the question's words, in a sentence that has most of them and every number."""
    have = {_relation(stem(w)) for part in (g.quote.article.title, g.sentence) for w in read_sentence(part, g.quote.article.dated).words}
    wanted = _question_words(question)
    has_numbers = all(w in have for w in wanted if w[0].isdigit())
    return has_numbers and g.gap <= CLOSE and len(wanted & have) >= COVERED * len(wanted)


def _conflict_strength(question: str, a: Choice, b: Choice, quotes: Sequence[Quote]) -> int:
    """Return how strongly two values conflict: 2 in sentences alike but for them, 1 beside the same question word, 0 not at all."""
    pairs = [(x, y) for x in a.values for y in b.values if _published_close(x.quote, y.quote) and _equally_full(x, y)]
    if not pairs or any(_states_value(q, a) and _states_value(q, b) for q in quotes):
        return 0
    if any(_same_but_for_value(x, y) for x, y in pairs):
        return 2
    close = [(x, y) for x, y in pairs if x.slot == y.slot and _covers(question, x) and _covers(question, y)]
    return int(any(x.kind == "date" or (x.slot[0] in _HEADS and max(x.gap, y.gap) <= 2) for x, y in close))


def _same_but_for_value(a: GivenValue, b: GivenValue) -> bool:
    """Whether two sentences say the same but for the value: three quarters of their words, at least five."""
    one, two = _other_words(a), _other_words(b)
    return len(one & two) >= max(5, 0.75 * max(len(one), len(two)))


def _other_words(g: GivenValue) -> frozenset[str]:
    return frozenset(read_sentence(g.sentence, g.quote.article.dated).words) - frozenset(read_sentence(g.text).words)


def _equally_full(a: GivenValue, b: GivenValue) -> bool:
    """Whether two dates state the same parts; always True for names."""
    if isinstance(a.item, Date) and isinstance(b.item, Date):
        return bool(a.item.year) == bool(b.item.year) and not (
            a.item.month and b.item.month and a.item.year == b.item.year and not (a.item.day and b.item.day)
        )
    return True


def _states_value(quote: Quote, choice: Choice) -> bool:
    """Whether a quote states a value anywhere, also far from the words of the question."""
    first = choice.values[0].item
    stated = read_sentence(quote.text, quote.article.dated)
    if isinstance(first, Date):
        return any(same_date(first, d) and d.year == first.year and d.day == first.day for d in stated.dates)
    return isinstance(first, Name) and any(same_name(first, n) for n in stated.names if len(n.words) >= len(first.words))


def _published_close(a: Quote, b: Quote) -> bool:
    """Whether two quotes were published at about the same time, or neither is dated."""
    one, two = a.article.dated, b.article.dated
    apart = days_between(one, two)
    return apart <= APART if apart is not None else not one and not two


def _to_value(g: GivenValue, what: str) -> Value:
    article = g.quote.article
    day = article.dated[:10]
    who = read_sentence(g.sentence, article.dated).speaker
    return Value(
        g.text, what, g.quote.n, article.source, article.id, who, start=day, end=day, precision="published" if day else ""
    )  # fmt: skip
