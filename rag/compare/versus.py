"""Compare the figures or days that two quotes give for the two sides of a question, where they can be compared (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.compare.quantities import quantities
from rag.compare.statements import said_in
from rag.language.lexicon import ANYONE, CLASSES, CUE
from rag.language.numbers import Number
from rag.language.text import stem
from rag.question.asked import read_asked
from rag.question.versus import Versus
from rag.records import Quote, Short
from rag.sources.statement import Statement, read_sentence

# Days in a unit of time, the mean for months and years, so that "30 months" and "15 years" can be compared.
_TIMES = {
    stem(word): days for word, days in {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30.4, "year": 365.25}.items()
}
_VAGUE = frozenset({"~", "~<", "vague"})  # bounds that make a figure an interval; "at least 12" is compared as 12, and shown as it is said
_UNLIKE = frozenset({"th", "clock", "x"})  # units of numbers that count nothing


@dataclass(frozen=True, slots=True)
class Worth:
    """What one side has: its figure or day."""

    text: str  # verbatim, with its bound and what it counts
    low: float  # of a figure both are its value; of a time the ordinals of its first and last day
    high: float
    kind: str  # unit or what it counts; empty: not said
    years: frozenset[str] = frozenset()  # that its sentence states


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of a comparison: a line that names the winner and both values, or why there is none."""

    short: Short | None
    note: str = ""


def settle(versus: Versus, quotes: Sequence[Quote]) -> Settled:
    """Return the outcome of a comparison.

    :param quotes: that which answers best for each side; they may be one.
    """
    read = _day if versus.days else _figure
    first, second = read(versus.sides, versus.parts[0], quotes[0]), read(versus.sides[::-1], versus.parts[1], quotes[1])
    if first is None or second is None:
        return Settled(None, _not(f"no {'day' if versus.days else 'figure'} for {versus.sides[0] if first is None else versus.sides[1]}"))
    if first.kind and second.kind and first.kind != second.kind:
        return Settled(None, _not(f"no common unit ({first.text}; {second.text})"))
    if first.years and second.years and not first.years & second.years:
        return Settled(
            None, _not(f"the figures are of different times ({', '.join(sorted(first.years))}; {', '.join(sorted(second.years))})")
        )
    wins = int((first.low > second.high) != versus.greater)
    verdict = ("No. " if wins else "Yes. ") if versus.claim else ""
    if first.low <= second.high and second.low <= first.high:
        if (first.low, first.high) != (second.low, second.high):
            return Settled(None, _not(f"{first.text} and {second.text} overlap"))
        wins, verdict = 0, "Equal. "
    return Settled(_line(versus, quotes, (first, second), wins, verdict))


def _not(why: str) -> str:
    return f"They cannot be compared: {why}."


def _line(versus: Versus, quotes: Sequence[Quote], found: tuple[Worth, Worth], wins: int, verdict: str) -> Short:
    """Return the line: the winner first."""
    values = [f"{side[0].upper()}{side[1:]}: {worth.text}" for side, worth in zip(versus.sides, found, strict=True)]
    one, two = quotes[wins], quotes[1 - wins]
    text = verdict + "; ".join((values[wins], values[1 - wins]))
    same = one.article == two.article
    return Short(text, one.n, "", one.article.dated if same else "", one.article.source if same else "")


def _figure(sides: tuple[str, str], part: str, quote: Quote) -> Worth | None:
    """Return the figure that a quote gives for the first of two sides; None where none is sure.

    Sure is the one that the reader found, the one that counts what is asked for, or the only one behind the name of one of both sides.
    """
    said = read_sentence(quote.text, quote.article.dated)
    low, high, shared = _reach(sides, said, quote)
    start, end = quote.answer[0] - quote.start, quote.answer[1] - quote.start
    named = [n for n in said.names if len(n.words) > 1]
    counted = [
        n for n in said.numbers
        if n.unit not in _UNLIKE and low <= n.start < high and not any(m.start <= n.start < m.end for m in named)
    ]  # fmt: skip
    what = {q.number: q.what for s in said_in([quote]) for q in quantities(s)}
    wanted = read_asked(part).quantity if "how many" in part.lower() else ""
    kinds = {n: _kind(said, n, what.get(n, ""), wanted) for n in counted}
    counted = [n for n in counted if not wanted or kinds[n] == wanted]
    sure = [n for n in counted if n.start < end and start < n.end] or [n for n in counted if (wanted or shared) and n.change != "by"]
    if not sure:
        return None
    number, kind = sure[0], kinds[sure[0]]
    low_value, high_value = (number.low, number.high) if number.bound in _VAGUE else (number.value, number.value)
    if days := _TIMES.get(number.noun):
        kind, low_value, high_value = "time", low_value * days, high_value * days
    aged = "how old" in part.lower()
    years = {quote.article.dated[:4]} - {""} if aged else () if kind in {"time", *CLASSES} else (str(d.year) for d in said.dates if d.year)
    behind = "" if kind in CUE and CUE[kind].fullmatch(_behind(said, number)) else _behind(said, number)  # "four died"
    text = " ".join(filter(None, (said.text[number.start - number.lead : number.end], behind)))
    return Worth(text, low_value, high_value, kind, frozenset(years))


def _kind(said: Statement, number: Number, what: str, wanted: str) -> str:
    """Return the unit of a figure or what it counts; of people, or of nothing said, it is what is asked for."""
    if number.unit or (wanted and (number.noun in ANYONE or not number.noun)):
        return number.unit or wanted
    return "" if _behind(said, number)[:1].isupper() else what or number.noun


def _behind(said: Statement, number: Number) -> str:
    """Return the word that a number counts, where it stands right behind it."""
    return next((said.text[t.start : t.end] for t in said.tokens if t.start == number.end + 1 and stem(t.word) == number.noun), "")


def _day(sides: tuple[str, str], part: str, quote: Quote) -> Worth | None:
    """Return the day, month or year that a quote gives for the first of two sides; None where it gives none that can be told."""
    said = read_sentence(quote.text, quote.article.dated)
    low, high, _ = _reach(sides, said, quote)
    told = [d for d in said.times if d.precision and low <= d.start < high]
    start, end = quote.answer[0] - quote.start, quote.answer[1] - quote.start
    when = next((d for d in told if d.start < end and start < d.end), None) or next(iter(told), None)
    return Worth(when.text, _ordinal(when.first), _ordinal(when.last), "") if when else None


def _ordinal(iso: str) -> float:
    return date.fromisoformat(iso).toordinal()


def _reach(sides: tuple[str, str], said: Statement, quote: Quote) -> tuple[int, int, bool]:
    """Return which part of a sentence speaks of the first of two sides, and whether the rest speaks of the other.

    Where it speaks of both, that is from the side's first word to the other's. (0, 0) where neither it nor its headline speaks of the side.
    """
    title = read_sentence(quote.article.title, quote.article.dated)
    own, other = _place(sides, said), _place(sides[::-1], said)
    if own < 0 and (other >= 0 or not _holds(sides, said, title)):
        return 0, 0, False
    if own < 0 or other < 0:
        return 0, len(said.text), False
    return own, other if other > own else len(said.text), True


def _place(sides: tuple[str, str], said: Statement) -> int:
    """Return where the first word of the first side stands in a sentence that holds what tells it from the other; -1 where it does not."""
    wanted = _own_words(sides)[0]
    return next((t.start for t in said.tokens if {t.word, stem(t.word)} & wanted), 0) if _holds(sides, said) else -1


def _holds(sides: tuple[str, str], *texts: Statement) -> bool:
    """Whether texts, or the year of their article, hold what tells the first side from the other: its names, or half of its words."""
    wanted, share = _own_words(sides)
    held = frozenset().union(*(t.name_words | t.stems | {t.dated[:4]} for t in texts))
    return all(w in held for w in wanted if w.isdigit()) and len(wanted & held) >= share * len(wanted)


def _own_words(sides: tuple[str, str]) -> tuple[frozenset[str], float]:
    """Return what tells the first of two sides from the other, its names, else the stems of its other words; and which share is needed."""
    one, two = (read_sentence(f"Did {side}") for side in sides)
    names = [frozenset(w for n in s.names if n.sure for w in n.words) for s in (one, two)]
    return (names[0] - names[1], 1.0) if names[0] - names[1] else (one.stems - two.stems or one.stems, 0.5)
