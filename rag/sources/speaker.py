"""Find the speaker to whom a sentence attributes its statement (pure)."""

import re
from functools import lru_cache

from rag.language.text import content_words, stem
from rag.sources.attribution import Attribution, attributions
from rag.sources.words import COUNTS, UTTERS

SURE = 0.0  # log-odds from which a word outside UTTERS, before its content, is a cue: a wrong speaker is worse than none
_CLAUSE_NEXT = re.compile(
    r"\W*(?:(?:[\"“]|'')(?![A-Z][\w\s’-]{0,30},?[\"”])|(?:(?:on|in|at|to|during|earlier)\s+(?:\S+\s+){1,3}?)?(?:that|whether|how|why)\b"
    r"|(?:\w+\s+){0,3}(?:claim|report|allegation|accusation|suggestion)s?\b"
    r"|responsibility\b|(?:(?!\b(?:who|which|that|when|where|while|as|because|if|to)\b)[^,;:.—])*?"
    r"\b(?:is|was|were|are|has|have|had|will|would|could|can|may|might|did|does|do|should|must|not)\b)",
    re.I,
)
_MARKS = '"“”'
_ENDS = frozenset(_MARKS + ",—-?!'")  # before a speaker who comes last
_AROUND = _MARKS + " ,.'"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?<!ing)$", re.I)  # "12 cases were reported"
_CITING = re.compile(  # whom a report cites stands nearer to the content than the report does
    r"\b(?:citing|quoting|which\s+cite[sd])\s+(?P<who>(?!(?:its|his|her|their|own|unnamed)\b)[^,.;:—]+?)"
    r"(?=\s+(?:who|which|that|as|after|while|whereas|during|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|[,.;:—]|$)",
    re.I,
)
PRONOUNS = frozenset(
    "he she they it i we you who which that this these those there his her their its one what some others many both all everyone "
    "everybody a an the s".split()
)
_GENERIC = frozenset(
    stem(w)
    for w in "official officials spokesman spokeswoman spokesperson source sources statement ministry minister office agency group".split()
)
_CLAUSE = re.compile(r"\s*(?:;|,?\s+\b(?:whereas|while|but|although|though|however)\b)\s*", re.I)


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the parts that a semicolon or a contrast (while, whereas, but) divides a sentence into."""
    spans, begin = [], 0
    for cut in _CLAUSE.finditer(sentence):
        if cut.start() - begin >= 20 and len(sentence) - cut.end() >= 15:
            spans.append((begin, cut.start()))
            begin = cut.end()
    return [*spans, (begin, len(sentence))]


def utterances(sentence: str) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence that are likely; more than a statement may be uttered: blame, praise."""
    return tuple(a for a in attributions(sentence) if _states(sentence, a) or (a.odds >= SURE and not _passive(sentence, a)))


@lru_cache(maxsize=4096)
def speaker(sentence: str, at: int = -1) -> str:
    """Return the speaker of the statement at offset ``at``, as written; empty when the sentence names none.

    Of statements within each other the innermost with a named speaker counts, those of the clause around ``at`` first. Where no
    statement is at ``at``, the speaker named in its clause, else the only one of the sentence, counts.
    """
    named = [(a, who) for a in attributions(sentence) if (who := tidy(sentence[slice(*a.source)])) and _states(sentence, a)]
    clause = next(((s, e) for s, e in clauses(sentence) if s <= at < e), (0, len(sentence)))
    if cited := _CITING.search(sentence, *clause):
        return tidy(cited["who"])
    ranked = sorted(
        (
            not clause[0] <= a.cue[0] < clause[1],
            at >= 0 and not a.content[0] <= at < a.content[1],
            sentence[slice(*a.cue)].lower() in COUNTS,  # "Marl counted 12 cases, the ministry said" is the ministry's
            (a.content[1] - a.content[0]) * (1 if at >= 0 else -1),
            who,
        )
        for a, who in named
    )
    if not ranked or (all(ranked[0][:2]) and len({who for *_, who in ranked}) > 1):
        return ""
    return ranked[0][-1]


def _states(sentence: str, a: Attribution) -> bool:
    """Whether the source utters the content, rather than doing something to it: "rejected the tram"."""
    if _passive(sentence, a):
        return False
    if stem(sentence[slice(*a.cue)].lower()) in UTTERS:
        return True
    if a.content[0] < a.cue[0]:
        return sentence[a.content[1] - 1] in _ENDS
    return (a.odds >= SURE or sentence.startswith(" that ", a.cue[1])) and bool(_CLAUSE_NEXT.match(sentence, a.cue[1]))


def _passive(sentence: str, a: Attribution) -> bool:
    return a.source[0] < a.cue[0] and _PASSIVE.search(sentence[: a.cue[1]]) is not None


def tidy(who: str) -> str:
    """Return a source as a name: without the marks, days and clauses around it; empty for a pronoun."""
    who = re.sub(
        r"^(?:(?:in\s+)?a\s+statement|yesterday|today|earlier|later|then|meanwhile)\s+|,?\s+(?:who|which|whose|that)\b.*$|\s+(?:on|of)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day$",
        "",
        _bare(who),
        flags=re.I,
    )
    return "" if who.lower() in PRONOUNS else _bare(who)


def _bare(who: str) -> str:
    """Return a name without surrounding marks; a quotation mark stays where its partner is inside: the "Marl Front"."""
    while who and (who[0] in _AROUND or who[-1] in _AROUND):
        inner = who.strip(" ,.'")
        marks = sum(inner.count(mark) for mark in _MARKS)
        if inner[:1] in _MARKS and (marks % 2 or inner[-1:] in _MARKS):
            inner = inner[1:]
        elif inner[-1:] in _MARKS and marks % 2:
            inner = inner[:-1]
        if inner == who:
            break
        who = inner
    return who


def same_speaker(a: str, b: str) -> bool:
    """Whether two attributions can be the same speaker: they share a word that is not generic ("official"), or are equal."""
    one, two = {stem(w) for w in content_words(a)}, {stem(w) for w in content_words(b)}
    return bool(one & two - _GENERIC) or (one == two)
