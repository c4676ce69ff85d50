"""Find pairs of contradicting claims: harm and no harm, a statement and its denial, success and failure (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from rag.compare.quantities import quantities
from rag.compare.statements import Said, days_agree, same_event, same_time, share_names
from rag.language.data import phrases
from rag.language.lexicon import CUE
from rag.language.meaning import opposites, sense
from rag.language.text import stem
from rag.sources.statement import read_sentence

_NO_HARM, _DID_HARM, _CLAIMED, _DISCLAIMED = (phrases("claims.json", name) for name in ("no_harm", "did_harm", "claimed", "disclaimed"))
_OPEN = re.compile(
    r"\b(?:unclear|not (?:yet |immediately )?(?:clear|known)|whether|no word on)\b", re.I
)  # what follows is not said to be so
COMMON = 2  # words beside names that two statements must share for one to deny the other, unless one has no others


@dataclass(frozen=True, slots=True)
class Claim:
    """What one clause of a statement affirms or denies."""

    said: Said
    text: str  # the words that make the claim
    what: str
    holds: bool  # False: the clause denies it
    attribution: str


def claims(said: Said) -> list[Claim]:
    """Return the claims of a statement about harm and responsibility, clause by clause."""
    found: list[Claim] = []
    if said.statement.asks:
        return found
    for start, end in said.statement.clauses:
        clause, who = said.text[start:end], said.statement.speaker_at(start)
        none, some = _NO_HARM.search(clause), _DID_HARM.search(clause)
        if some and _hypothetical(clause, some.start()):
            some = None
        if none and not (some and some.start() < none.start()):
            found.append(Claim(said, none.group(), "damage or casualties", False, who))
        elif some:
            found.append(Claim(said, some.group(), "damage or casualties", True, who))
        denied, claimed = _DISCLAIMED.search(clause), _CLAIMED.search(clause)
        if denied or claimed:
            words = denied or claimed
            found.append(Claim(said, words.group() if words else "", "responsibility", not denied, who))
    return found


def _hypothetical(clause: str, at: int) -> bool:
    return _OPEN.search(clause[:at]) is not None or bool(
        re.search(r"\b(?:if|could|would|might|may|should|to|threaten\w*|whether|aim\w*)\s+(?:\w+\s+)?$", clause[max(0, at - 30) : at], re.I)
    )


def oppose(a: Claim, b: Claim) -> bool:
    """Whether two claims of one kind, one affirmed and one denied, are about the same event at about the same time."""
    if a.what != b.what or a.holds == b.holds or not same_time(a.said, b.said):
        return False
    if not _same_harm(*((b, a) if a.holds else (a, b))):
        return False
    one_text = a.said.quote.article.id == b.said.quote.article.id and a.said.text == b.said.text
    if a.what == "responsibility" and not share_names(*(c.said.names | read_sentence(c.attribution).name_words for c in (a, b))):
        return False
    return one_text or same_event(a.said, b.said)


def _same_harm(denial: Claim, told: Claim) -> bool:
    """Whether what is denied can be what is told: "no one was killed" denies no wounded."""
    denied, stated = ({name for name in ("killed", "wounded") if CUE[name].search(c.text)} for c in (denial, told))
    return not denied or not stated or bool(denied & stated)


def contradict(a: Said, b: Said) -> tuple[str, str] | None:
    """Return the words in which two statements contradict each other, by negation or by antonyms; None if they do not."""
    if a.statement.asks or b.statement.asks:  # a question states nothing
        return None
    if not same_time(a, b) or days_agree(a, b) is False or (a.names and b.names and not share_names(a.names, b.names)):
        return None
    one, two = _proposition(a), _proposition(b)
    shared = one & two
    if len(shared) < 2 or len(shared) < 0.5 * min(len(one), len(two)) or len(shared) < 0.4 * max(len(one), len(two)):
        return None
    named = _name_stems(a, b)
    common = shared - named
    cues_a, cues_b = a.statement.negations, b.statement.negations
    if (
        (len(common) >= COMMON or common in (one - named, two - named))
        and len(shared) >= 0.6 * min(len(one), len(two))
        and bool(cues_a) != bool(cues_b)
        and not _NO_HARM.search(a.text)
        and not _NO_HARM.search(b.text)
    ):
        reach = ((a.statement.negated & one) or (b.statement.negated & two)) - named
        denied = reach & common
        if 2 * len(denied) > len(reach):  # "does not authorize tariffs" denies no tariffs
            return _excerpt(a, denied, bool(cues_a)), _excerpt(b, denied, bool(cues_b))
    if common and not cues_a and not cues_b:
        own, other = ([w for w in s.statement.content if stem(w) in only] for s, only in ((a, one - two), (b, two - one)))
        turned = frozenset(stem(w) for x, y in product(own, other) if sense(y) in opposites(sense(x)) for w in (x, y))
        if turned:
            return _excerpt(a, turned, False), _excerpt(b, turned, False)
    return None


def _name_stems(a: Said, b: Said) -> frozenset[str]:
    return frozenset(stem(n) for n in a.names | b.names)


_FILLER = frozenset(stem(w) for w in "deny denied said not never refute reject".split())


def _proposition(said: Said) -> frozenset[str]:
    days = frozenset().union(*(read_sentence(d.text).stems for d in said.statement.dates))
    left = said.statement.stems - days - read_sentence(said.attribution).stems - _FILLER
    return frozenset(s for s in left if not s[0].isdigit())


def _excerpt(said: Said, stems: frozenset[str], denied: bool) -> str:
    """Return the part of a sentence from its first to its last word in ``stems``, starting at the negation when it is denied."""
    places = [t for t in said.statement.tokens if stem(t.word) in stems]
    start, end = places[0].start, places[-1].end
    if denied:
        cues = [
            m.start()
            for m in re.finditer(
                r"\b(?:not|never|no|den(?:ied|ies|y)|reject\w*|dismiss\w*|refut\w*|\w+n['’]t|rul\w* out)\b", said.text, re.I
            )
        ]
        start = min([start, *[c for c in cues if start - c < 90]])
    else:
        before = re.search(r"\b(?:was|were|had|has|have|is|are)\s+$", said.text[:start])
        start = before.start() if before else start
    return said.text[start:end]


def opposed_pairs(found: Sequence[Said]) -> list[tuple[Claim, Claim]]:
    """Return the pairs of contradicting claims among statements; counts of dead or wounded contradict "no casualties"."""
    stated = [c for s in found for c in claims(s)]
    stated += [
        Claim(q.said, f"{q.text} {q.what}", "damage or casualties", True, q.attribution)
        for s in found for q in quantities(s) if q.what in {"killed", "wounded"} and q.number.value > 0 and not q.old and not q.cumulative
    ]  # fmt: skip
    opposite = [
        (a, b) for i, a in enumerate(stated) for b in stated[i + 1 :] if a.holds != b.holds and oppose(a, b) and _from_two_sources(a, b)
    ]
    paired = {(id(a.said), id(b.said)) for a, b in opposite}
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            words = None if (id(a), id(b)) in paired or (id(b), id(a)) in paired else contradict(a, b)
            if words and _two_sayers(a, b):
                first = bool(a.statement.negations)
                opposite.append(
                    (
                        Claim(a, words[0], words[0 if not first else 1], not first, a.attribution),
                        Claim(b, words[1], words[1], first, b.attribution),
                    )
                )
    return opposite


def _two_sayers(a: Said, b: Said) -> bool:
    """Whether two statements are of two reports, or of two speakers in one: a report does not contradict its own speakers or itself."""
    own = a.quote.article.id == b.quote.article.id
    return not own or bool(a.attribution and b.attribution and a.attribution != b.attribution)


def _from_two_sources(a: Claim, b: Claim) -> bool:
    return a.said.quote.article.id != b.said.quote.article.id or a.attribution != b.attribution
