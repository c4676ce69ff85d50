"""Tell when a claim gives one fact's words to another: places, people or figures exchanged (pure)."""

from collections.abc import Iterator, Sequence

from rag.answer.fact import Fact
from rag.answer.forms import Clause, TextForms
from rag.language.numbers import Number
from rag.language.text import content_words, stem

PREPOSITIONS = frozenset("from to by in off at near between into against for of on with".split())
_REACH = 7  # tokens on each side of a fact that say what it is a fact of
_HEAD = 0.5  # what a word counts that stands before both facts
_OTHER_SIDE = 0.6  # what a word counts that stands on the other side of the fact
_OTHER_CLAUSE = 1.5  # how much a comma or a conjunction between a word and a fact parts them
_FADE = 0.2  # how much each word between parts them
_PREPOSITION = 0.5  # what the preposition before a fact counts
_SWAP = 1.5  # how much more must speak for a rival than for the claimed fact
_SWAP_LEAST = 0.25


def swapped(
    stated: TextForms, clause: Clause, fact: Fact, own: Sequence[Fact], rivals: Sequence[Fact], source: TextForms, *, word: bool = False
) -> bool:
    """Whether the words around a fact of the claim stand around a rival fact in the source, not around the fact itself.

    ``own`` and ``rivals`` are where the source has the fact and others of its kind; with ``word`` the fact is a word with an
    opposite ("rose"), and names beside it count. What speaks for a rival is weighed against what speaks for each own place.
    """
    alike, rivals = list(own), list(rivals)
    while listed := [r for r in rivals if any(_listed(r, o, source) for o in alike)]:
        alike, rivals = alike + listed, [r for r in rivals if r not in listed]
    turned = stated.passives ^ source.passives
    if not own or not rivals or any(not turned and _in_order(stated, clause, fact, o, rivals, source) for o in own):
        return False
    fits = list(_fits(stated, clause, fact, [*own, *rivals], source, len(own), word))
    return any(all(_leads(fits, o, len(own) + r, own[o], rival) for o in range(len(own))) for r, rival in enumerate(rivals))


def _leads(fits: Sequence[tuple[int, list[float]]], own: int, rival: int, fact: Fact, other: Fact) -> bool:
    """Whether more speaks for a rival; a word before both facts may be said once for both: "opens on 1 and closes on 9"."""
    ahead = [(_HEAD if place < min(fact.first, other.first) else 1.0) * (fit[rival] - fit[own]) for place, fit in fits]
    lead, lag = sum(a for a in ahead if a > 0), -sum(a for a in ahead if a < 0)
    return lead > _SWAP * lag and lead > _SWAP_LEAST


def _fits(
    stated: TextForms, clause: Clause, fact: Fact, places: Sequence[Fact], source: TextForms, owned: int, word: bool
) -> Iterator[tuple[int, list[float]]]:
    """Yield for each word around a fact its last place in the source, and how near it stands to each of ``places``."""
    same = {i for f in stated.said if f.kind == fact.kind and not word for i in range(f.first, f.last)}
    turned = stated.passives ^ source.passives
    oblique = bool(set(stated.tokens[max(0, fact.first - 2) : fact.first]) & (PREPOSITIONS - {"by"}))
    elliptic = {s for s in (source.segments[f.first] for f in places) if source.elliptic(s, places)}
    counted = _counted(fact, places[:owned], source)
    for i in range(max(clause.first, fact.first - _REACH), min(clause.last, fact.last + _REACH)):
        if fact.first <= i < fact.last or i in same or not content_words(stated.tokens[i]) or stem(stated.tokens[i]) == counted:
            continue
        found = [p for p, s in enumerate(source.senses) if s == stated.senses[i]]
        if not found or (elliptic and not any(source.segments[p] in elliptic for p in found)):
            continue
        verb, before = stated.senses[i] in turned and not oblique, i < fact.first
        gap = fact.first - i - 1 if before else i - fact.last
        weight = 1 / (1 + _FADE / 2 * gap)
        yield max(found), [weight * max(_near(p, f, source, before != verb, verb) for p in found) for f in places]
    if (said := stated.tokens[fact.first - 1] if fact.first else "") in PREPOSITIONS:
        yield len(source.tokens), [_PREPOSITION * (f.first > 0 and source.tokens[f.first - 1] == said) for f in places]


def _counted(fact: Fact, own: Sequence[Fact], source: TextForms) -> str:
    """Return the noun that a number counts in the claim, if the source leaves it out: "closed five"; else nothing."""
    if not isinstance(fact.said, Number) or any(
        (isinstance(o.said, Number) and o.said.noun) or (o.first and source.tokens[o.first - 1] == "of") for o in own
    ):
        return ""
    return fact.said.noun


def _in_order(stated: TextForms, clause: Clause, fact: Fact, own: Fact, rivals: Sequence[Fact], source: TextForms) -> bool:
    """Whether a source has the words around a fact in the claim's order, with no rival between them."""
    rival = {i for r in rivals for i in range(r.first, r.last)}
    ours, theirs = ({forms.tokens[f.first - 1]} & PREPOSITIONS if f.first else set() for forms, f in ((stated, fact), (source, own)))
    found = 0
    if ours and theirs and ours != theirs:
        return False
    for step, start, at, stop in ((-1, fact.first - 1, own.first - 1, clause.first - 1), (1, fact.last, own.last, clause.last)):
        for i in range(start, stop, step):
            if abs(i - start) >= _REACH or not content_words(stated.tokens[i]) or stated.senses[i] not in source.sense_set:
                continue
            while 0 <= at < len(source.senses) and source.senses[at] != stated.senses[i]:
                if at in rival:
                    return False
                at += step
            if not 0 <= at < len(source.senses):
                return False
            found, at = found + 1, at + step
    return found > 0


def _listed(a: Fact, b: Fact, forms: TextForms) -> bool:
    """Whether only "and", "or" or a comma stands between two facts: what is said of one is said of the other."""
    low, high = sorted((a, b), key=lambda f: f.first)
    return all(t in {"and", "or"} for t in forms.tokens[low.last : high.first])


def _near(place: int, fact: Fact, source: TextForms, before: bool, verb: bool) -> float:
    """Return how near a word stands to a fact, 0 to 1; a word on the other side counts less, a verb there nothing."""
    if fact.first <= place < fact.last:
        return 0.0
    edge = fact.first if place < fact.first else fact.last - 1
    borders = abs(source.segments[place] - source.segments[edge])
    side = 1.0 if (place < fact.first) == before else 0.0 if verb else _OTHER_SIDE
    return side / (1 + _FADE * (abs(place - edge) - 1) + _OTHER_CLAUSE * borders)
