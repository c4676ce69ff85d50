"""Compare the quotes of one question: how a figure changed over time, where reports differ, what was corrected (pure)."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from rag.compare.denials import Claim, opposed_pairs
from rag.compare.event import Weights, figures, read_event
from rag.compare.quantities import UNITS, Quantity, quantities
from rag.compare.series import COUNTS, corrections, in_order, is_correction, series, value_of
from rag.compare.sides import can_agree, grew_within_day, set_apart
from rag.compare.signals import Event
from rag.compare.statements import names_asked, said_in, same_event, same_scope, same_time, share_names
from rag.compare.values import disagreements
from rag.language.lexicon import EVENTS
from rag.question.asked import Asked, read_asked
from rag.records import Correction, Difference, Quote, Value
from rag.sources.independence import NO_STORIES, count_independent
from rag.sources.speaker import same_speaker
from rag.sources.standing import standing_of
from rag.sources.statement import read_sentence

# Score from which a quote takes part. Of 78 figures that the reader took for the answer, of 47 questions for a number (realtimeqa-dev and
# -dev2, natural-dev), 85% were the one asked for from there on, 41% between 0.3 and it.
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Comparison:
    """Result of comparing the quotes of one question; all fields are empty when they agree."""

    series: tuple[Value, ...] = ()  # oldest first; values that cannot be placed in time come last
    differences: tuple[Difference, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def current(self) -> Value | None:
        """The newest value that can be placed in time, None without a series."""
        return next((v for v in reversed(self.series) if v.end), None)

    @property
    def disputed(self) -> bool:
        """Whether the sources differ."""
        return bool(self.differences)


def compare(question: str, quotes: Sequence[Quote], story_of: Mapping[str, str] = NO_STORIES, fitted: Weights | None = None) -> Comparison:
    """Return how the quotes compare on the quantity or claim asked about.

    Differences need the same event, quantity and scope, about the same time, and two sayers; roundings, bounds that can both
    hold, other groups and other units are no difference. A later figure of one source replaces its earlier one and makes a series.
    Whether a count of victims is that of the event asked about is weighed by ``rag.compare.event``, with the weights ``fitted``. For
    anything else but events counted and harm asked about, what takes part is what the reader takes for the answer, in likely quotes.
    With ``story_of`` (article id -> story id) copies are no independent reports of a side.
    """
    quotes = [q for q in quotes if standing_of(q.article) != "retracted"]  # what its outlet took back takes no side
    posts = {q.article.id for q in quotes if standing_of(q.article) == "live blog"}
    named_thing = read_asked(question).value in {"date", "name"}  # who, when, where: no figure is asked for
    event = None if named_thing else read_event(question)
    asked = read_asked(question)
    read_so = not event and asked.harm != "asked" and asked.quantity not in EVENTS
    every = [q for s in said_in(quotes, question) for q in quantities(s) if _asked_for(question, q)]
    corrected = corrections(every)
    if read_so:
        quotes = [q for q in quotes if not q.score or q.score >= LIKELY]
    found = said_in(quotes, question)
    likely = figures(event, found, fitted) if event else []
    counted = [q for s in found for q in quantities(s) if _asked_for(question, q) and (not read_so or _takes_part(asked, q))]
    replaced = {(c.was.replace(",", "").split()[-1] if c.was else "", c.now.what) for c in corrected}
    standing = [q for q in counted if not q.old]
    counts = [q for q in standing if (re.sub(r"[^\d.]", "", q.text), q.what) not in replaced]
    line: tuple[Value, ...] = ()
    disputed: tuple[Difference, ...] = ()
    if event:
        told = set_apart(event, [f for f in likely if f.quantity in standing or f.quantity not in counted])
        disputed = _event_differences(event, [[q for q in side if q in counts or q not in standing] for side in told.sides], story_of)
        line = in_order(told.updates, ", ".join(event.places), corrected)
    elif not named_thing:
        disputed = _number_differences(counts, story_of)
        line = series(question, standing, disputed)
    opposite = _claim_differences(question, opposed_pairs(found), story_of)
    named = () if disputed or opposite else disagreements(question, quotes, story_of)
    differences = tuple(d for d in (*disputed, *opposite, *named) if not _one_of(posts, d))
    return Comparison(line, differences, tuple(corrected))


def _takes_part(asked: Asked, q: Quantity) -> bool:
    """Whether a figure is what the reader takes for the answer, to a question that says what it counts; of an unread quote any is."""
    return taken_for_answer(q) and (bool(asked.quantity) or not q.said.quote.score)


def taken_for_answer(q: Quantity) -> bool:
    """Whether the reader takes a figure for the answer; of a quote that it has not read, any."""
    start, end = q.said.quote.answer
    at = q.said.quote.start + q.said.start
    return not end or (start < at + q.number.end and at + q.number.start < end)


def _one_of(posts: Set[str], difference: Difference) -> bool:
    """Whether all sides of a difference come from one live blog, whose later posts replace its earlier ones."""
    articles = {v.article_id for side in difference.sides for v in side}
    return len(articles) == 1 and articles <= posts


# --- numbers


def _asked_for(question: str, q: Quantity) -> bool:
    """Whether a quantity is the one the question asks for, in the places that the question names."""
    wanted = read_asked(question).quantity
    if wanted and wanted != q.what and not (q.what in UNITS and wanted in q.said.topic):
        return False
    named = names_asked(question)
    said = q.said
    about = said.names | said.title_names | read_sentence(said.attribution).name_words
    return not named or share_names(named, about)


def _same_quantity(a: Quantity, b: Quantity) -> bool:
    if a.what != b.what or a.group != b.group or a.cumulative != b.cumulative:
        return False
    if a.what in UNITS and len(a.said.topic & b.said.topic) < 2:
        return False
    return same_event(a.said, b.said) and same_scope(a.said, b.said)


def _event_differences(event: Event, told: Sequence[Sequence[Quantity]], story_of: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return the difference between the counts of one event's victims, if two sides are left."""
    place = ", ".join(event.places)
    sides = [[(value_of(q, place), q.said.quote) for q in side] for side in told if side]
    return (_difference("number", event.what, sides, story_of),) if len(sides) > 1 else ()


def _number_differences(counted: Sequence[Quantity], story_of: Mapping[str, str]) -> tuple[Difference, ...]:
    against: list[tuple[Quantity, Quantity]] = []
    for i, a in enumerate(counted):
        against += [
            (a, b)
            for b in counted[i + 1 :]
            if not can_agree(a.number, b.number)
            and _two_sources(a, b)
            and _same_quantity(a, b)
            and _neither_supersedes(a, b)
            and not _article_gives_both(a, b, counted)
        ]
    groups = _join_pairs(against)
    return tuple(
        _difference("number", group[0].what, [[(value_of(q), q.said.quote) for q in side] for side in _sides(group)], story_of)
        for group in groups
    )


def _article_gives_both(a: Quantity, b: Quantity, counted: Sequence[Quantity]) -> bool:
    """Whether one article gives both figures by the same speaker, which is no dispute between reports."""
    return any(
        q.said.quote.article.id == x.said.quote.article.id
        and (q.what, q.group) == (y.what, y.group)
        and can_agree(q.number, y.number)
        and not can_agree(q.number, x.number)
        and (q.attribution == x.attribution or same_speaker(q.attribution, x.attribution))
        for x, y in ((a, b), (b, a))
        for q in counted
    )


def _two_sources(a: Quantity, b: Quantity) -> bool:
    if a.said.quote.article.id == b.said.quote.article.id:
        return bool(a.attribution and b.attribution) and not same_speaker(a.attribution, b.attribution)
    return True


def _neither_supersedes(a: Quantity, b: Quantity) -> bool:
    """Whether two figures were given about the same time, so that neither replaces the other.

    Figures of the same day differ. A day or more apart the later one is an update, unless another source puts it lower or the
    figure is no running count.
    """
    if is_correction(a) or is_correction(b):
        return False
    one, two = a.said.published, b.said.published
    if not one or not two:
        return not (a.cumulative or b.cumulative)
    early, late = (a, b) if one <= two else (b, a)
    if one == two:
        return not grew_within_day(a, b)
    if not (a.attribution and b.attribution) or same_speaker(a.attribution, b.attribution) or a.cumulative:
        return False
    return same_time(a.said, b.said) and (a.what not in COUNTS or late.number.value < early.number.value)


def _join_pairs(against: Sequence[tuple[Quantity, Quantity]]) -> list[list[Quantity]]:
    """Join pairs that share a member into groups."""
    groups: list[list[Quantity]] = []
    for a, b in against:
        touched = [g for g in groups if a in g or b in g]
        merged = list(dict.fromkeys([*(q for g in touched for q in g), a, b]))
        groups = [*(g for g in groups if g not in touched), merged]
    return groups


def _sides(group: Sequence[Quantity]) -> list[list[Quantity]]:
    """Put figures that can agree on one side."""
    sides: list[list[Quantity]] = []
    for q in group:
        home = next((s for s in sides if all(can_agree(q.number, other.number) and _same_quantity(q, other) for other in s)), None)
        if home is None:
            sides.append([q])
        else:
            home.append(q)
    return sides


# --- claims


_Side = dict[tuple[int, str], tuple[Value, Quote]]


def _claim_differences(question: str, opposite: Sequence[tuple[Claim, Claim]], story_of: Mapping[str, str]) -> tuple[Difference, ...]:
    """Gather opposite claims: one difference for each kind of claim, the quotes of each side once."""
    by_kind: dict[str, tuple[_Side, _Side]] = {}
    wanted = names_asked(question)
    for pair in opposite:
        about = frozenset().union(*(c.said.names | c.said.title_names for c in pair))
        kind = pair[0].what
        if not _concerns(question, kind) or (wanted and not share_names(wanted, about)):
            continue
        sides = by_kind.setdefault(kind, ({}, {}))
        for c in pair:
            sides[0 if c.holds else 1].setdefault((c.said.quote.n, c.attribution), (_claim_value(c), c.said.quote))
    return tuple(
        _difference("claim", what, [list(side.values()) for side in sides], story_of) for what, sides in by_kind.items() if all(sides)
    )


def _concerns(question: str, what: str) -> bool:
    """Whether a kind of claim is relevant: harm where it answers the question, others where it asks for no count."""
    asked = read_asked(question)
    return asked.harm != "" if what == "damage or casualties" else not asked.quantity and asked.value != "number"


def _claim_value(c: Claim) -> Value:
    quote = c.said.quote
    when = next((d for d in c.said.statement.days if d.precision == "day"), None)
    dated = (
        (when.first, when.last, "day", when.phrase)
        if when
        else (c.said.published, c.said.published, "published" if c.said.published else "", "")
    )
    return Value(c.text, c.what, quote.n, quote.article.source, quote.article.id, c.attribution, None, "", "", *dated)


# --- shared by numbers and claims


def _difference(kind: str, what: str, sides: list[list[tuple[Value, Quote]]], story_of: Mapping[str, str]) -> Difference:
    counted = [(count_independent((q.article for _, q in side), story_of), [v for v, _ in side]) for side in sides]
    weighed = sorted(counted, key=lambda pair: -pair[0])
    return Difference(what, "number" if kind == "number" else "claim", tuple(tuple(s) for _, s in weighed), tuple(n for n, _ in weighed))
