"""Set the figures of one event against each other: who gives which, which of them differ and which replaces which (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.compare.event import Figure
from rag.compare.quantities import Quantity
from rag.compare.series import SHRINK, is_correction
from rag.compare.signals import Event, acts_in
from rag.compare.statements import Said, days_agree
from rag.dates.calendar import days_between
from rag.language.numbers import Number, compatible
from rag.language.text import content_words, plain, stem
from rag.sources.independence import APART
from rag.sources.speaker import same_speaker

# A figure takes part from TAKES on, where one that agrees with it reaches SURE. Precision goes before recall: chosen by hand so that, out
# of fold, one of 23 agreements of FA-KES is called a dispute (``python -m eval.bench.disputes FILE --folds``).
SURE = 0.5
TAKES = 0.3
PARTS = frozenset({"children", "women"})  # they are counted apart from the whole, never as the whole
BESIDE = 0.2  # chance from which a figure that stands beside another by one sayer shows that they are no two counts of one thing
NEAR = 0.15  # share by which an exact figure may exceed an "at least" and still agree with it: 20 with 23, not with 36


@dataclass(frozen=True, slots=True)
class Told:
    """What reports say of one count: the sides that differ, and the figures that replaced each other, oldest first."""

    sides: tuple[tuple[Quantity, ...], ...] = ()
    updates: tuple[Quantity, ...] = ()


def can_agree(a: Number, b: Number) -> bool:
    """Whether two figures can both be right: a rounding of each other, or bounds that meet."""
    if compatible(a, b) or max(a.low, b.low) <= min(a.high, b.high):
        return True
    exact, plainer = (a, b) if a.value != round(a.value) else (b, a)
    return exact.value != round(exact.value) and round(exact.value) == plainer.value  # 16.3 percent reported as 16


def set_apart(event: Event, found: Sequence[Figure], sure: float = SURE) -> Told:
    """Return how the figures of one event stand to each other; nothing where only one count is likely enough."""
    groups = [g for g in _by_value(_spoken(event, found)) if max(f.chance for f in g) >= sure]
    rivals, grown = set[int](), set[int]()
    for i, j in combinations(range(len(groups)), 2):
        one, two = ([f.quantity for f in groups[n]] for n in (i, j))
        raised = any(same_sayer(a, b) and replaces(a, b) for a in one for b in two)
        if not raised and not _grown(one, two) and _differ(event, one, two) and not _given_together(one, two, found):
            rivals |= {i, j}
        elif any(replaces(a, b) for a in one for b in two):
            grown |= {i, j}
    sides = sorted((groups[n] for n in rivals), key=lambda g: -max(f.chance for f in g))
    updates = sorted((f.quantity for n in grown for f in groups[n]), key=lambda q: (q.said.published, q.number.value))
    if not event.first:  # of several events of one place a figure stands only against one of its own
        sides = [[f for f in g if any(_one_event(f.quantity.said, o.quantity.said) for h in sides if h is not g for o in h)] for g in sides]
    return Told(tuple(tuple(f.quantity for f in g) for g in sides if g), tuple(updates))


def _spoken(event: Event, found: Sequence[Figure]) -> list[Figure]:
    """Return the likeliest figure of each sayer in each report."""
    kept: list[Figure] = []
    for f in sorted(found, key=lambda f: (-f.chance, f.place)):
        if f.chance < TAKES or f.quantity.old or f.quantity.group in PARTS - {event.group}:
            continue
        if not any(_one_report(f.quantity, k.quantity) and same_sayer(f.quantity, k.quantity) for k in kept):
            kept.append(f)
    return kept


def _by_value(found: Sequence[Figure]) -> list[list[Figure]]:
    groups: list[list[Figure]] = []
    for f in found:
        home = next((g for g in groups if all(agree(f.quantity, k.quantity) for k in g)), None)
        if home is None:
            groups.append([f])
        else:
            home.append(f)
    return groups


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether a reader takes two counts for one: they can both be right, and what one adds to the bound of the other is little."""
    low, high = sorted((a.number, b.number), key=lambda n: n.value)
    return low.value == high.value or (can_agree(low, high) and high.value <= low.value * (1 + NEAR))


def _one_report(a: Quantity, b: Quantity) -> bool:
    return a.said.quote.article.id == b.said.quote.article.id


_WHO = re.compile(r"^.*\b(?:an?|the|[Tt]he|An?)\s+(?=\S)")  # what stands before the last "the": "of the capital the Observatory"
_WATCHERS = frozenset(map(stem, "monitor monitors monitoring observatory watchdog".split()))
_SAME = re.compile(r"\bstate(?:-run|-owned)?\s+(?:news\s+)?(?:media|agency|television|tv|radio|broadcaster)\b", re.I)


def _sayer(q: Quantity) -> str:
    """Return who gives a figure, short: where nobody set commas a speaker is read with what stands before it."""
    who = _WHO.sub("", q.attribution)
    if _SAME.search(who):
        return "state media"
    return "monitor" if any(stem(w) in _WATCHERS for w in content_words(who)) else who


def same_sayer(a: Quantity, b: Quantity) -> bool:
    """Whether one stands behind two figures: the same speaker, or where either names none the same report or outlet."""
    one, two = _sayer(a), _sayer(b)
    if one and two:
        return one == two or same_speaker(one, two)
    ours, theirs = a.said.quote.article, b.said.quote.article
    return ours.id == theirs.id or (bool(ours.source) and plain(ours.source) == plain(theirs.source))


def _grown(one: Sequence[Quantity], two: Sequence[Quantity]) -> bool:
    """Whether every report of one figure came out after all of the other, and a sayer of it has raised his own."""
    early, late = sorted((one, two), key=lambda side: max(q.said.published for q in side))
    after = max(q.said.published for q in early) < min(q.said.published for q in late)
    return after and any(replaces(a, b) for a in early for b in late)


def _differ(event: Event, one: Sequence[Quantity], two: Sequence[Quantity]) -> bool:
    """Whether two sayers give two figures of about one time, so that neither replaces the other."""
    return any(
        not same_sayer(a, b)
        and not replaces(a, b)
        and not agree(a, b)
        and _one_time(a, b)
        and (event.first or _one_event(a.said, b.said))
        and not is_correction(a)
        and not is_correction(b)
        for a in one
        for b in two
    )


def _one_event(a: Said, b: Said) -> bool:
    """Whether two statements can be of one event, of which the question names no day: the same day, the same kind of act."""
    one, two = acts_in(a.text), acts_in(b.text)
    return days_agree(a, b) is not False and (not one or not two or bool(one & two))


def _one_time(a: Quantity, b: Quantity) -> bool:
    apart = days_between(a.said.published, b.said.published)
    return apart is None or apart <= APART


def replaces(a: Quantity, b: Quantity) -> bool:
    """Whether the later of two figures stands in the place of the earlier: a count that has grown, or one of people found since.

    That is so of one sayer; where a report names none and is of a later day; and of any once more than a day has passed.
    """
    early, late = sorted((a, b), key=lambda q: (q.said.published, q.number.value))
    apart = days_between(early.said.published, late.said.published)
    if agree(a, b) or apart is None:
        return False
    if apart > 0 and is_correction(late):
        return True
    if late.number.value < early.number.value:
        return early.what in SHRINK and apart > 0 and same_sayer(a, b)
    if same_sayer(a, b) or (apart == 0 and grew_within_day(a, b)):
        return not _one_report(a, b)
    return apart > 0 and (apart > 1 or not (a.attribution and b.attribution))


def grew_within_day(a: Quantity, b: Quantity) -> bool:
    """Whether one outlet or speaker updated its count within a day, where both articles state their hour."""
    one, two = a.said.quote.article, b.said.quote.article
    spoken = bool(a.attribution and b.attribution) and same_speaker(a.attribution, b.attribution)
    same = spoken or (bool(one.source) and plain(one.source) == plain(two.source))
    hours = [article.dated.partition("T")[2][:2] for article in (one, two)]
    return same and all(hours) and hours[0] != hours[1]


def _given_together(one: Sequence[Quantity], two: Sequence[Quantity], found: Sequence[Figure]) -> bool:
    """Whether one sayer gives both figures in one report, which are then a part and the whole, or a count and its update."""
    ours, theirs = ({q.number.value for q in side} for side in (one, two))
    return any(
        f.quantity.number.value in ours
        and g.quantity.number.value in theirs
        and min(f.chance, g.chance) >= BESIDE
        and _one_report(f.quantity, g.quantity)
        and (
            f.quantity.attribution == g.quantity.attribution
            or (_sayer(f.quantity) and _sayer(g.quantity) and same_sayer(f.quantity, g.quantity))
        )
        for f in found
        for g in found
    )
