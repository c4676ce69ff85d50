"""Find the outlets of the index whose reports a question asks for: "according to the Evening Post", "what did CNN report on" (pure)."""

import re
from collections.abc import Iterable

from rag.language.pattern import Pattern
from rag.language.text import plain, tokens

LONGEST = 6  # words of an outlet's name
_REPORT = r"(?:news\s+)?(?:articles?|stor(?:y|ies)|reports?|reporting|coverage|pieces?)"
_BEFORE = Pattern(
    r"\b(?:according\s+to|(?:reported|published|printed|written|carried|covered)\s+(?:by|in)"
    rf"|{_REPORT}\s+(?:are\s+|were\s+|is\s+)?(?:in|by|from|of))\s+(?:the\s+)?$"
)
_AFTER = Pattern(
    rf"(?:['’]s?)?\s+(?:(?:first|earliest|oldest|newest|latest|most\s+recent|last)\s+)?{_REPORT}\b"
    r"|\s+(?:reported\s+(?:on|about|that)|wrote|write|published|publish|printed|print)\b"
)
_OWNS = Pattern(r"['’]")
_DOMAIN = re.compile(r"^(?:www\.)?([\w.-]+?)(?:\.(?:com?|org|net|gov|edu|info|news|ac))?(?:\.[a-z]{2,3})?$")


def asked_outlets(question: str, outlets: Iterable[str]) -> tuple[tuple[str, ...], tuple[int, int]]:
    """Return the outlets that a question names as the reporters of what it asks, and where; none and (0, 0) where it names none so.

    A name is compared without spaces, "The" and the ending of a site: USA Today is usatoday.com. It has a capital, unless nothing has.
    """
    known: dict[str, list[str]] = {}
    for outlet in outlets:
        known.setdefault(_key(outlet), []).append(outlet)
    found = tokens(question)
    for first in range(len(found)):
        for last in range(min(first + LONGEST, len(found)) - 1, first - 1, -1):
            start, end = found[first].start, found[last].end
            written = re.sub(r"['’]s?$", "", question[start:end])
            end = start + len(written)
            named = known.get(_key(written), [])
            if named and (written != written.lower() or question.islower()) and _reports(question, start, end):
                return tuple(named), (start, end)
    return (), (0, 0)


def _reports(question: str, start: int, end: int) -> bool:
    """Whether the words around a name make it the reporter: not "according to the Post's owner"."""
    before, after = _BEFORE.search(question[:start]), _AFTER.match(question, end)
    return bool(after or (before and not _OWNS.match(question, end)))


def _key(name: str) -> str:
    low = plain(name.split("|")[0].strip())
    site = _DOMAIN.match(low) if "." in low and " " not in low else None
    return re.sub(r"[\W_]+", "", site[1] if site else low).removeprefix("the")
