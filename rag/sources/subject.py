"""Find the words that the main clause of a sentence or question is about (pure)."""

import re

from rag.language.text import stem
from rag.sources.words import FINITE, UTTERS

_TOKEN = re.compile(r"\w+(?:[-.'’]\w+)*|[,;:()—–?]")
_KINDS = {
    "l": "and but so then also yet still however meanwhile many much",  # what leads on
    "w": "who whom whose what which when where why how that",
    "s": "since before after during while as if because although",  # a comma ends what they begin, as with a preposition
    "p": "with of by from in for on at to about into",
    "d": "a an the his her its their our my any",
    "r": "he she it they we you i",
    "t": "there been",
    "D": "do does did",
}
_KIND = {word: kind for kind, listed in _KINDS.items() for word in listed.split()}
# Behind "did", or another auxiliary that has words before it, the last word in small letters is the verb.
_GROUP = "r|[dn]*N+|d?n+"
_ASKED = re.compile(rf"[lwpm]*+(?:(?:[^vD]*D|[^vD]+v(?=[dNr]))t*(d?n+(?=n)|{_GROUP})|v(?![vp])t*({_GROUP})|([^vwm]+)v)")
_STATED = re.compile(r"(?=.*[vD])[lm]*(?:[spw][^m]*m[lm]*)*(?![sw])([^vDwm]+)")


def subject(text: str, asks: bool) -> tuple[int, int]:
    """Return the (start, end) of the noun group before the first finite verb; of a question, of the one that its auxiliary is followed by.

    Verbs are known by FINITE, UTTERS and the ending -ed, so that one in the present ("leads") is not seen; (0, 0) where none is.
    """
    found = list(_TOKEN.finditer(text))
    kinds = ""
    for token in found:
        kinds += _kind(token[0], kinds, asks)
    group = (_ASKED if asks else _STATED).match(kinds)
    if not group or group.lastindex is None:
        return 0, 0
    first, last = group.span(group.lastindex)
    return found[first].start(), found[last - 1].end()


def _kind(token: str, before: str, asks: bool) -> str:
    """Return a kind of _KINDS, or m(ark), v(erb), N(ame) or n(oun); behind an article or preposition no word is a verb: "the wounded"."""
    word = token.lower()
    if not word[0].isalnum() or word in _KIND:
        return _KIND.get(word, "m")
    known = word in FINITE or stem(word) in UTTERS or (word.endswith("ed") and len(word) > 4 and "-" not in word)
    if known and (token.islower() or (asks and not before)) and before[-1:] not in {"d", "p"}:
        return "v"
    return "n" if token[0].islower() else "N"
