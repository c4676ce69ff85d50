"""Add quotes from other passages that count the same quantity, or affirm or deny the same harm, before comparing (pure)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest
from typing import Protocol

from rag.compare.compare import LIKELY, Comparison, compare, taken_for_answer
from rag.compare.denials import claims
from rag.compare.event import figures, of_days, read_event
from rag.compare.quantities import quantities
from rag.compare.sides import TAKES
from rag.compare.signals import Event
from rag.compare.statements import Said, days_agree, said_in, same_event, share_names
from rag.language.lexicon import CUE, EVENTS, HARM
from rag.question.asked import read_asked
from rag.records import Article, Correction, Difference, Quote
from rag.sources.independence import NO_STORIES
from rag.sources.standing import standing_of
from rag.sources.statement import read_sentence

MOST = 6  # further quotes
NUMERAL = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?)\b", re.I)
WEIGHED = 80  # sentences with a number of victims that are weighed; those of the best passages first
ANSWERS = 0.7  # chance of being the count asked about from which a figure answers a question that the decision would leave
READ = 40  # sentences compared; those of the best passages first


class FoundPassage(Protocol):
    """A retrieved passage: its article and the offsets of its sentences in it."""

    @property
    def article(self) -> Article:
        """The article it stands in."""
        ...

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Start and end of each sentence in the article's text."""
        ...


@dataclass(frozen=True, slots=True)
class Widened:
    """The chosen quotes, unchanged and first, then the added ones, with the comparison of them all."""

    quotes: tuple[Quote, ...]
    compared: Comparison


def widen(
    question: str,
    quotes: Sequence[Quote],
    found: Sequence[FoundPassage],
    story_of: Mapping[str, str] = NO_STORIES,
    ranked: Sequence[Quote] = (),
) -> Widened:
    """Return the quotes, those added from other passages on the same quantity (or harm, if asked for), and their comparison.

    A series or a difference counts only where a chosen quote takes part in it or, for harm, an article of the chosen quotes;
    other passages are not compared among themselves. Added quotes are numbered on from the chosen ones, have score 0, and each
    has a value in the comparison.

    :param found: the passages read for further sentences.
    :param story_of: as of ``compare``.
    :param ranked: all sentences that the reader has read, with scores; of what is neither victims nor events only these join.
    """
    alone = Widened(tuple(quotes), compare(question, quotes, story_of))
    further = _numbered(quotes, list(_matching_sentences(question, quotes, found, ranked))[:READ])
    if not further:
        return alone
    used = _quote_numbers(_involving(question, compare(question, [*quotes, *further], story_of), quotes, alone.compared))
    by_number = {q.n: q for q in further}
    added = _numbered(quotes, sorted([by_number[n] for n in used if n in by_number][:MOST], key=lambda q: q.n))
    if not added:
        return alone
    compared = _involving(question, compare(question, [*quotes, *added], story_of), quotes, alone.compared)
    return Widened((*quotes, *added), compared) if {q.n for q in added} <= set(_quote_numbers(compared)) else alone


def count_of(question: str, quotes: Sequence[Quote], found: Sequence[FoundPassage]) -> Quote | None:
    """Return the sentence that gives the count of one event's victims, where the question names place and day and one is sure.

    It has the chance that it is that count for its score, and the figure for its answer; among the quotes it has its number, else 0.
    """
    event = read_event(question)
    if not event or not of_days(event) or not event.places:
        return None
    told = [q for q in quotes if standing_of(q.article) != "retracted"]
    standing = [f for f in figures(event, said_in([*told, *_counting(event, (), found)], question)) if not f.quantity.old]
    likely = max(standing, key=lambda f: f.chance, default=None)
    if likely is None or likely.chance < ANSWERS:
        return None
    said, number = likely.quantity.said, likely.quantity.number
    at = said.quote.start + said.start
    return replace(said.quote, score=likely.chance, answer=(at + number.start - number.lead, at + number.end))


def lead(quotes: Sequence[Quote], compared: Comparison, until: str = "", *, harm: bool = False) -> tuple[int, ...]:
    """Return the numbers of the quotes that an answer begins with.

    Where reports differ on what the best quote says (with ``harm``, which the question asks for: on harm done at all), that is a quote of
    each side, the best one for its own. Where the best quote gives a figure that was corrected or counted again later, it is the
    correction or the newest figure (up to ``until``, an ISO day, where the question names a time); figures without a known time are left
    as they are. Else it is the best quote.
    """
    best = max(quotes, key=lambda q: (q.score, -q.n), default=None)
    if best is None:
        return ()
    for difference in compared.differences:
        sides = [[v.quote for v in side] for side in difference.sides]
        if (harm and difference.kind == "claim") or any(best.n in side for side in sides):
            return tuple(dict.fromkeys(best.n if best.n in side else side[0] for side in sides))
    counted = {v.quote for v in compared.series} | {c.now.quote for c in compared.corrections}
    if best.n not in counted:  # it answers something else than what was counted, or gives what was corrected
        righted = [c.now.quote for c in compared.corrections if c.was and not until and _gives(best, c, quotes)]
        return (righted[-1] if righted else best.n,)
    placed = [v for v in compared.series if v.end and (not until or v.end <= until)]
    corrected = compared.corrections[-1].now if compared.corrections and not until else None
    if corrected and not (placed and placed[-1].end > corrected.end):
        return (corrected.quote,)
    return (placed[-1].quote if placed and any(v.quote == best.n for v in placed) else best.n,)


def _gives(quote: Quote, correction: Correction, quotes: Sequence[Quote]) -> bool:
    """Whether a quote gives the figure that a correction replaces, of the same event."""
    now = said_in([q for q in quotes if q.n == correction.now.quote])
    return any(
        q.what == correction.now.what and q.text == correction.was and taken_for_answer(q) and any(same_event(said, other) for other in now)
        for said in said_in([quote])
        for q in quantities(said)
    )


def _matching_sentences(question: str, quotes: Sequence[Quote], found: Sequence[FoundPassage], ranked: Sequence[Quote]) -> Iterator[Quote]:
    """Yield the sentences outside the quotes that count what the question counts, or report harm where it asks for that.

    Of a question for the victims of one event they come with the likeliest first, and only those likely enough to be its count.
    """
    asked = read_asked(question)
    wanted = asked.quantity
    event = read_event(question)
    if event:
        likely = sorted(figures(event, said_in(_counting(event, quotes, found), question)), key=lambda f: -f.chance)
        yield from dict.fromkeys(f.quantity.said.quote for f in likely if f.chance >= TAKES)
    elif wanted and wanted not in EVENTS:
        read = (q for q in ranked if q.score >= LIKELY and not any(_overlap(q, other) for other in quotes))
        yield from (replace(q, score=0.0) for q in read if _counts_wanted(q, wanted))
    elif wanted or asked.harm == "asked":
        (on,) = said_in([Quote(0, question, 0, len(question), Article("", "", question))])[:1]
        for quote in _outside(quotes, found):
            if _on_topic(quote, on) and (_counts_wanted(quote, wanted) if wanted else _reports_harm(quote, on)):
                yield quote


def _counting(event: Event, quotes: Sequence[Quote], found: Sequence[FoundPassage]) -> list[Quote]:
    """Return the sentences outside the quotes that may count an event's victims; what came out before it tells of another one."""
    since = [f for f in found if not f.article.dated or f.article.dated[:10] >= event.first]
    standing = (q for q in _outside(quotes, since) if CUE[event.what].search(q.text) and NUMERAL.search(q.text))
    return list(islice((q for q in standing if standing_of(q.article) != "retracted"), WEIGHED))


def _outside(quotes: Sequence[Quote], found: Sequence[FoundPassage]) -> Iterator[Quote]:
    """Yield the sentences of the passages that no quote holds, each once."""
    seen: set[tuple[str, int]] = set()
    for passage in found:
        for start, end in passage.spans:
            place = (passage.article.id, start)
            quote = Quote(0, passage.article.text[start:end], start, end, passage.article)
            if place not in seen and not any(_overlap(quote, q) for q in quotes):
                seen.add(place)
                yield quote


def _on_topic(quote: Quote, on: Said) -> bool:
    """Whether a sentence, with its headline, has most names of the question, and itself another word of it.

    A count of events needs no other word, because they are what the sentence tells.
    """
    own = read_sentence(quote.text, quote.article.dated)
    held = own.name_words | read_sentence(quote.article.title, quote.article.dated).name_words
    named = sum(share_names(frozenset({name}), held) for name in on.names)
    return 2 * named >= len(on.names) and (read_asked(on.text).quantity in EVENTS or not on.topic or bool(on.topic & own.stems))


def _counts_wanted(quote: Quote, wanted: str) -> bool:
    """Whether a sentence counts what is wanted, by a number and not by "dozens"."""
    return any(q.what == wanted and q.number.bound != "vague" and taken_for_answer(q) for s in said_in([quote]) for q in quantities(s))


def _reports_harm(quote: Quote, on: Said) -> bool:
    """Whether a sentence affirms or denies harm, and states no other day than the question names."""
    return HARM.search(quote.text) is not None and any(claims(s) and days_agree(on, s) is not False for s in said_in([quote]))


def _overlap(a: Quote, b: Quote) -> bool:
    return (a.article.id, a.headline) == (b.article.id, b.headline) and a.start < b.end and b.start < a.end


def _numbered(quotes: Sequence[Quote], further: Sequence[Quote]) -> list[Quote]:
    last = max((q.n for q in quotes), default=0)
    return [replace(q, n=n) for n, q in enumerate(further, start=last + 1)]


def _involving(question: str, compared: Comparison, quotes: Sequence[Quote], alone: Comparison) -> Comparison:
    """Return a comparison without the series, differences and corrections that no chosen quote takes part in."""
    best = {q.n for q in sorted(quotes, key=lambda q: (-q.score, q.n))[:3]}  # the series, like a denial, must concern the best quotes
    chosen, articles = {q.n for q in quotes}, {q.article.id for q in quotes if q.n in best}

    def counts(difference: Difference) -> bool:
        values = [v for side in difference.sides for v in side]
        if difference.kind == "claim" and read_asked(question).harm == "asked":
            return any(v.article_id in articles for v in values)
        return any(v.quote in chosen for v in values)

    series = compared.series if any(v.quote in best for v in compared.series) else alone.series
    corrections = tuple(c for c in compared.corrections if c.now.quote in chosen or any(v.quote == c.now.quote for v in series))
    return Comparison(series, tuple(filter(counts, compared.differences)), corrections)


def _quote_numbers(compared: Comparison) -> list[int]:
    """Return the numbers of the quotes that have a value in a comparison: the first of each side and of the series, then the second."""
    lines = [
        *(side for d in compared.differences for side in d.sides),
        compared.series[::-1],  # the newest figure first
        [c.now for c in compared.corrections],
    ]
    return list(dict.fromkeys(v.quote for row in zip_longest(*lines) for v in row if v is not None))
