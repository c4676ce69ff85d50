"""Find the outlets of the index whose reports a question asks for: "according to the Evening Post", "what did CNN report on" (pure)."""

import re
from collections.abc import Iterable

from rag.language.pattern import Pattern
from rag.language.text import plain, tokens

LONGEST = 6  # words of an outlet's name
Span = tuple[int, int]
_OPEN, _CLOSE = r"(?:the\s+)?[\"'‘“]?(?:the\s+)?", r"[\"'’”]?"
_REPORT = r"(?:news\s+)?(?:articles?|stor(?:y|ies)|reports?|reporting|coverage|pieces?)"
_BEFORE = Pattern(
    r"\b(?:according\s+to|(?:reported|published|printed|written|carried|covered)\s+(?:by|in)"
    rf"|{_REPORT}\s+(?:are\s+|were\s+|is\s+)?(?:in|by|from|of))\s+{_OPEN}$"
)
# What joins a further outlet to one that is asked for: "the Post and the Gazette report", "than the Gazette"
_BETWEEN = Pattern(rf"^{_CLOSE}(?:,|,?\s+(?:and|or|&|versus|vs\.?))\s+{_OPEN}$")
_AGAINST = Pattern(rf"\b(?:than|unlike|versus|vs\.?|(?:differ|different|differs)\s+from)\s+{_OPEN}$")
_AFTER = Pattern(
    rf"(?:['’]s?)?\s+(?:(?:first|earliest|oldest|newest|latest|most\s+recent|last)\s+)?{_REPORT}\b"
    r"|\s+(?:reported\s+(?:on|about|that)|wrote|write|published|publish|printed|print)\b"
)
_OWNS = Pattern(r"['’]")
_OPENED = Pattern(r"(?<!\w)['‘]\b")
_DOMAIN = re.compile(r"^(?:www\.)?([\w.-]+?)(?:\.(?:com?|org|net|gov|edu|info|news|ac))?(?:\.[a-z]{2,3})?$")


def asked_outlets(question: str, outlets: Iterable[str]) -> tuple[tuple[str, ...], Span]:
    """Return the outlets that a question names as the reporters of what it asks, and where; none and (0, 0) where it names none so.

    Several are all read: of two whose reports are set against each other none is left out. The place is that of the first, or of those that
    stand joined. A name is compared without spaces, "The" and the ending of a site: USA Today is usatoday.com. It has a capital, unless
    nothing has.
    """
    named = _named(question, outlets)
    asked = {span for span in named if _reports(question, *span)}
    if not asked:
        return (), (0, 0)
    asked |= {span for span in named if _AGAINST.search(question[: span[0]])}
    asked = {span for run in _runs(question, sorted(named)) if asked & set(run) for span in run}
    first = _runs(question, sorted(asked))[0]
    return tuple(dict.fromkeys(name for span in sorted(asked) for name in named[span])), (first[0][0], first[-1][1])


def _named(question: str, outlets: Iterable[str]) -> dict[Span, list[str]]:
    """Return the outlets whose names stand in a question, by their places; the longest name at each."""
    known: dict[str, list[str]] = {}
    for outlet in outlets:
        known.setdefault(_key(outlet), []).append(outlet)
    found, named, past = tokens(question), dict[Span, list[str]](), 0
    for first in range(len(found)):
        for last in range(min(first + LONGEST, len(found)) - 1, max(first, past) - 1, -1):
            start = found[first].start
            written = re.sub(r"['’]s?$", "", question[start : found[last].end])
            names = known.get(_key(written), [])
            if names and first >= past and (written != written.lower() or question.islower()):
                named[start, start + len(written)] = names
                past = last + 1
                break
    return named


def _runs(question: str, spans: Iterable[Span]) -> list[list[Span]]:
    """Return places in order, those together that stand joined: "the Post, the Gazette and Reuters"."""
    runs: list[list[Span]] = []
    for span in spans:
        if runs and _BETWEEN.search(question[runs[-1][-1][1] : span[0]]):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _reports(question: str, start: int, end: int) -> bool:
    """Whether the words around a name make it the reporter: not "according to the Post's owner"."""
    before, after = _BEFORE.search(question[:start]), _AFTER.match(question, end)
    owns = _OWNS.match(question, end) and not _OPENED.search(question, max(start - 1, 0), end)  # else it closes what opens at the name
    return bool(after or (before and not owns))


def _key(name: str) -> str:
    low = plain(name.split("|")[0].strip())
    site = _DOMAIN.match(low) if "." in low and " " not in low else None
    return re.sub(r"[\W_]+", "", site[1] if site else low).removeprefix("the")
