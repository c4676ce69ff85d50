"""Arrange the values of one quantity in time: which replaces which, which stands now, which corrects an earlier one (pure)."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from rag.compare.quantities import UNITS, Quantity, quantities
from rag.compare.statements import said_in, same_event, share_names
from rag.language.data import phrases
from rag.language.lexicon import CLASSES, EVENTS
from rag.language.text import sentences
from rag.question.asked import read_asked
from rag.records import Article, Correction, Difference, Quote, Value
from rag.sources.notices import read_notices
from rag.sources.statement import read_sentence
from rag.sources.years import named_years, of_years

COUNTS = frozenset(CLASSES)  # counts that reports update as they grow
_SPANS = frozenset({"minut", "hour", "day", "week", "month", "year"})  # durations are stated of many things
SHRINK = frozenset({"missing", "displaced"})  # counts that fall as people are found or go home
_EVENTS = COUNTS - SHRINK
_CORRECTED, _EARLIER = phrases("claims.json", "corrected"), phrases("claims.json", "earlier_version")
_GIVES = re.compile(r"[^.;]*\bto\b[^.;]*|:.*|(?: \w+){0,3}(?::| of| is| was| stands at)? ?\W*")  # between the words and their figure
_BY_TIME = re.compile(r"\b(?:as of|by|until|up to)\s+$", re.I)

# Share of the best quote's score from which another may give the newer figure. Of 18 natural questions that ask for a toll it put the right
# one first in five, and no wrong one before a right one; of 1,612 questions of eight other sets, days known, it changed none.
LIKELY = 0.3


def value_of(q: Quantity, place: str = "") -> Value:
    """Return a figure as a Value, with its time as far as it is stated; ``place`` is where the event is that it counts."""
    said, number = q.said, q.number
    article = said.quote.article
    start, end, precision, phrase = _when(q)
    return Value(
        q.text,
        q.what,
        said.quote.n,
        article.source or article.title,
        article.id,
        q.attribution,
        number.value,
        number.bound,
        number.unit,
        start,
        end,
        precision,
        phrase,
        place,
        "" if end else newest_day(article),
    )


@lru_cache(maxsize=256)
def newest_day(article: Article) -> str:
    """Return the newest ISO day that an article states as past, empty for none: an undated one is no older than that."""
    told = [read_sentence(article.text[s:e], article.dated) for s, e in sentences(article.text)]
    return max((d.last for s in told if s.tense == "past" for d in s.days if d.precision == "day" and d.year), default="")


def _when(q: Quantity) -> tuple[str, str, str, str]:
    """Return start, end, precision and words of the time a figure applies to: as stated, else the article's publication day."""
    said = q.said
    published = said.published
    since = re.search(r"\bsince\s+[^,.;:]{3,60}", said.text, re.I)
    phrase = since.group() if since else next((d.phrase for d in said.statement.days), "")
    ranged = next((d for d in said.statement.days if d.precision == "range" and not d.phrase.lower().startswith("since")), None)
    if ranged and (not published or ranged.last <= published):
        return ranged.first, ranged.last, "range", ranged.phrase
    until = next((d for d in said.statement.days if _BY_TIME.search(said.text[: d.phrase_start])), None)
    if until and until.precision == "day":
        return until.first, until.last, "day", until.phrase
    return (published, published, "published", "") if published else ("", "", "", phrase)


def series(question: str, counted: Sequence[Quantity], disputed: Sequence[Difference]) -> tuple[Value, ...]:
    """Return the values of the quantity asked for at different times; empty when only one time is known.

    Of several such quantities the one whose statements share most words with the question is taken.
    """
    groups: list[list[Quantity]] = []
    for q in counted:
        home = next((g for g in groups if any(_continues_series(q, other) for other in g)), None)
        if home is None:
            groups.append([q])
        else:
            home.append(q)
    wanted = read_sentence(question).stems
    ranked = sorted(sorted(groups, key=len, reverse=True), key=lambda g: -sum(len(wanted & (q.said.topic | {q.what})) for q in g) / len(g))
    for group in ranked:
        line = _ordered_by_time([value_of(q) for q in group])
        placed = [v for v in line if v.end]
        if any(_figure_changed(a, b, disputed) for a, b in combinations(placed, 2)):
            return line
    return ()


def _figure_changed(a: Value, b: Value, disputed: Sequence[Difference]) -> bool:
    """Whether two values differ at different times, and are not just the two sides of a difference."""
    if a.end == b.end or a.number == b.number:
        return False
    one, two = ({(n, i) for n, d in enumerate(disputed) for i, side in enumerate(d.sides) if _on_side(v, side)} for v in (a, b))
    return not any(n == m and i != j for n, i in one for m, j in two)


def _on_side(value: Value, side: Sequence[Value]) -> bool:
    return any((v.quote, v.text) == (value.quote, value.text) for v in side)


def _continues_series(a: Quantity, b: Quantity) -> bool:
    """Whether two figures are values of the same quantity, possibly at different times."""
    if a.what != b.what or a.group != b.group or a.cumulative != b.cumulative:
        return False
    if a.cumulative and a.what in EVENTS:  # a running count names its time itself
        return share_names(a.said.names | a.said.title_names, b.said.names | b.said.title_names)
    if a.said.scope != b.said.scope:
        return False
    if a.what in _EVENTS:  # counted for one event: its days must agree
        return same_event(a.said, b.said)
    related = not (a.said.names and b.said.names) or share_names(a.said.names, b.said.names)
    return related and len(a.said.topic & b.said.topic) >= (2 if a.what in UNITS | _SPANS else 1)


def in_order(counted: Sequence[Quantity], place: str, corrected: Sequence[Correction] = ()) -> tuple[Value, ...]:
    """Return the figures that replaced each other as a series; empty where only one of them is left.

    A figure that only repeats the one before is told once. A count of the dead or hurt does not sink: one that is lower than a count of a
    day before is an old one told again, unless ``corrected`` has a correction in between.
    """
    line = list[Value]()
    for value in _ordered_by_time(value_of(q, place) for q in counted):
        before = [v for v in line if v.end and not any(v.end <= c.now.end <= value.end for c in corrected)]
        sinks = any((v.number or 0.0) > (value.number or 0.0) for v in before)
        again = bool(line and value.end) and line[-1].number == value.number
        if not again and not (value.end and value.what not in SHRINK and sinks):
            line.append(value)
    return tuple(line) if len({v.number for v in line}) > 1 else ()


def _ordered_by_time(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return values by time, each figure of a day once, undated ones last."""
    placed: dict[tuple[str, float | None], Value] = {}
    for value in values:
        placed.setdefault((value.end, value.number), value)
    line = sorted(placed.values(), key=lambda v: (not v.end, v.end, v.number or 0.0))
    return tuple(line)


def is_correction(q: Quantity) -> bool:
    """Whether a figure stands beside words of correction."""
    return bool(_CORRECTED.search(_context(q)))


def _context(q: Quantity) -> str:
    return q.said.quote.text if len(q.said.quote.text) < 600 else q.said.text


def corrections(counted: Sequence[Quantity]) -> list[Correction]:
    """Return the figures that, by their article's own words, replace an earlier one, with that one where it is stated."""
    found: list[Correction] = []
    for q in counted:
        words = _CORRECTED.search(_context(q))
        if not words or q.old or _earlier_version(q):
            continue
        olds = [
            o for o in counted if (o.old or _earlier_version(o)) and o.said.quote.n == q.said.quote.n and o.number.value != q.number.value
        ]
        beside = [
            o
            for o in counted
            if _earlier_version(o)
            and o.what == q.what
            and o.said.quote.article.id == q.said.quote.article.id
            and o.number.value != q.number.value
        ]
        before = [
            o
            for o in counted
            if o.said.published and o.said.published < q.said.published and o.what == q.what and o.number.value != q.number.value
        ]
        stated = olds or beside
        if not stated and not _corrected_to(q):
            continue
        was = stated or before
        found.append(Correction(value_of(q), was[-1].text if was else "", words.group()))
    return found


def _corrected_to(q: Quantity) -> bool:
    """Whether words of correction are on this figure: "revised the toll to 44", "44, not 60 as first stated", those of a notice.

    Not those of another matter in the same quote: "44 were hurt, said the police, which had misstated the cause".
    """
    quote, text, at = q.said.quote, q.said.text, q.said.text.find(q.text)
    for words in _CORRECTED.finditer(text):
        if _GIVES.fullmatch(text, words.end(), at) if words.end() <= at else words.group().startswith(("not ", "as ")):
            return True
    return any(n.kind == "correction" and n.start < quote.end and quote.start < n.end for n in read_notices(quote.article))


def _earlier_version(q: Quantity) -> bool:
    before = q.said.text[: q.said.text.find(q.text)]
    return _EARLIER.search(before) is not None


# --- the figure that stands now


def current(question: str, quotes: Sequence[Quote]) -> int:
    """Return the place, among quotes in order of their scores, of the one that gives the figure asked for as it stands; 0 for the first.

    Where the question asks for a count that reports raise as they learn more (dead, missing ...), that is the highest figure of the same
    day or a later one, if the reader takes that figure for the answer too and the report is of the year that the question names.
    """
    wanted = read_asked(question).quantity
    if wanted not in COUNTS or not quotes:
        return 0
    first, day = _counted(question, quotes[0], wanted), quotes[0].article.dated[:10]
    if first is None or not day:
        return 0
    best = (first.number.value, day)
    place = 0
    for n, quote in enumerate(quotes[1:], start=1):
        if quote.score < LIKELY * quotes[0].score:
            break
        found = _counted(question, quote, wanted) if quote.article.dated[:10] >= day and _of_years(question, quote) else None
        if found and found.group == first.group and (found.number.value, quote.article.dated[:10]) > best:
            best, place = (found.number.value, quote.article.dated[:10]), n
    return place


def _counted(question: str, quote: Quote, wanted: str) -> Quantity | None:
    """Return what the quote counts of the thing wanted, by the number that the reader takes for the answer."""
    for said in said_in([quote], question):
        at = quote.start + said.start
        for quantity in quantities(said):
            number = quantity.number
            inside = quote.answer[0] < at + number.end and at + number.start < quote.answer[1]
            if inside and quantity.what == wanted and not quantity.old and number.bound != "vague":
                return quantity
    return None


def _of_years(question: str, quote: Quote) -> bool:
    said, title = (read_sentence(text, quote.article.dated) for text in (quote.text, quote.article.title))
    return of_years(named_years(question), said, title)
