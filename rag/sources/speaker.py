"""Find the speaker to whom a sentence attributes its statement (pure)."""

import re
from functools import lru_cache

from rag.language.text import content_words, stem

_SAYS = (
    r"said|says|say|told|tells|tell|report(?:s|ed)|confirm(?:s|ed)|announc(?:es|ed)|claim(?:s|ed)|den(?:y|ies|ied)|estimate[sd]?|stated|states|declared|insist(?:s|ed)|"
    r"maintain(?:s|ed)|alleg(?:es|ed)|argu(?:es|ed)|acknowledg(?:es|ed)|admit(?:s|ted)|assert(?:s|ed)|suggested|wrote|disput(?:es|ed)|reject(?:s|ed)"
)
_COUNTS = r"counted|counts|puts?|found|shows?|showed|recorded|revised|corrected"  # weaker: used only where no other verb matches
_ACCORDING = re.compile(
    r"\b(?:according\s+to|in\s+the\s+words\s+of|quoting|citing|cites?|cited)\s+(?P<who>[^,.;:—]+?)"
    r"(?=\s+(?:who|which|that|during|on\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day|as|after|while|whereas)"
    r"\b|[,.;:—]|$)",
    re.I,
)
_BEFORE = tuple(  # with regard to case: "Tell" and "States" are names
    re.compile(
        rf"(?P<who>[^,;:—]{{2,110}}?)\s+(?:(?:has|have|had|also|later|meanwhile|officially)\s+)*"
        rf"(?P<verb>{verbs})\b(?!\s+by\b)"
    )
    for verbs in (_SAYS, _COUNTS)
)
_INVERTED = re.compile(
    r"[,”\"]\s*(?:said|says|told|reported|confirmed)\s+(?P<who>(?!that\b|on\b|in\b|at\b|it\b|he\b|she\b|they\b)[^,.;:]{3,90}?)"
    r"(?=\s+(?:on|who|in\s+a)\b|[,.;:]|$)",
    re.I,
)
_BY = re.compile(
    r"\b(?:recorded|reported|counted|confirmed|claimed|announced)\s+by\s+(?P<who>[^,.;:]{2,60}?)"
    r"(?=\s+(?:on|in|who|since|after)\b|[,.;:]|$)",
    re.I,
)
_STARTS = re.compile(
    r".*\b(?:whereas|while|but|that|and\s+that|when|where|after|because|although|though|"
    r"which(?=\s+(?:the|an?|two|three)\b))\s+",
    re.I | re.S,
)
_THEIRS = re.compile(r"(?:its|his|her|their|own|unnamed)\b", re.I)  # "citing its sources": the sources' owner is named before
_MARKS = '"“”'
_AROUND = _MARKS + " ,.'"
_PRONOUN = re.compile(r"^(?:it|he|she|they|who|which|we|i|this|that|there|and|also|one|what|an earlier version)\b", re.I)
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


@lru_cache(maxsize=4096)
def speaker(sentence: str, at: int = -1) -> str:
    """Return the speaker of the statement at offset ``at``, as written; empty when the sentence names none.

    The clause around ``at`` comes first; the speaker of another clause counts where only one clause names one.
    """
    spans = clauses(sentence)
    clause = next(((s, e) for s, e in spans if s <= at < e), (0, len(sentence)))
    who = _clause_speaker(sentence[slice(*clause)])
    if who or len(spans) == 1:
        return who
    others = [w for w in (_clause_speaker(sentence[s:e]) for s, e in spans) if w]
    return others[0] if len(others) == 1 else ""


def _clause_speaker(clause: str) -> str:
    cited = _ACCORDING.search(clause)
    if cited and not _THEIRS.match(cited["who"]):
        return _tidy(cited["who"])
    for match in (*_INVERTED.finditer(clause), *_BY.finditer(clause)):
        if who := _tidy(match["who"]):
            return who
    for pattern in _BEFORE:
        for match in pattern.finditer(clause):
            who = _tidy(_STARTS.sub("", match["who"]))
            if who and len(who.split()) <= 14 and not re.search(r"\d|\bnot\b|^with\b", who):
                return who
    return _tidy(cited["who"]) if cited else ""


def _tidy(who: str) -> str:
    who = re.sub(r"^(?:and|as|for (?:his|her|its) part,?|meanwhile|also|in a statement)\s+", "", _bare(who), flags=re.I)
    who = re.sub(r"\s+(?:on|of)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day$", "", who, flags=re.I)
    if _PRONOUN.match(who) and not who.lower().startswith("one "):
        return ""
    return _bare(who)


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


def without_speaker(sentence: str, who: str) -> str:
    """Return the sentence with the speaker's name blanked out, offsets kept."""
    return sentence.replace(who, " " * len(who)) if who else sentence


def same_speaker(a: str, b: str) -> bool:
    """Whether two attributions can be the same speaker: they share a word that is not generic ("official"), or are equal."""
    one, two = {stem(w) for w in content_words(a)}, {stem(w) for w in content_words(b)}
    return bool(one & two - _GENERIC) or (one == two)
