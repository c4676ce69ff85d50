"""Find the outlets of the index whose reports a question asks for: "according to the Evening Post", "what did CNN report on" (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.language.pattern import Pattern
from rag.language.text import plain, tokens

LONGEST = 6  # words of an outlet's name
Span = tuple[int, int]
_OPEN = r"(?:(?:both|either)\s+)?(?:the\s+)?[\"'‘“]?(?:the\s+)?"
_REPORT = r"(?:news\s+)?(?:articles?|stor(?:y|ies)|reports?|reporting|coverage|pieces?)"
_BEFORE = Pattern(
    r"\b(?:according\s+to|(?:reported|published|printed|written|carried|covered)\s+(?:by|in)"
    rf"|{_REPORT}\s+(?:are\s+|were\s+|is\s+)?(?:in|by|from|of)"
    rf"|\b(?:news|latest|newest|updates?)\s+(?:by|from))\s+{_OPEN}$"
)
_AFTER = Pattern(
    rf"(?:['’]s?)?\s+(?:(?:first|earliest|oldest|newest|latest|most\s+recent|last)\s+)?{_REPORT}\b"
    r"|\s+(?:reported\s+(?:on|about|that|last|(?:most\s+)?recently|lately)|wrote|write|published|publish|printed|print)\b"
)
_OWNS = Pattern(r"['’](?:s\b|(?=\s))(?!\s+(?:and|or|&|as\s+well\s+as)\b)")
_OPENED = Pattern(r"(?<!\w)['‘]\b")
# What joins a further outlet to one that is asked for: "the Post and the Gazette report"
_JOINS = Pattern(rf"^(?:['’]s?)?[\"'’”]?,?\s+(?:and|or|&|as\s+well\s+as|versus|vs\.?)\s+{_OPEN}$")
_LISTS = Pattern(rf"^[\"'’”]?,\s+{_OPEN}$")
_LIST_ENDS = Pattern(r"[\"'’”]?(?:,|\s*\?*$)")
# "Does the Post report more deaths than the Gazette?", and no clause of its own between: not "report that it is hotter than the Sun"
_AGAINST = Pattern(rf"^(?:(?!\b(?:that|is|are|was|were|has|have|had)\b)[^,;:])*\b(?:than|unlike|versus|vs\.?|from)\s+{_OPEN}$")
_AT_END = Pattern(r"[\"'’”]?\s*\?*$")
_DOMAIN = re.compile(r"^(?:www\.)?([\w.-]+?)(?:\.(?:com?|org|net|gov|edu|info|news|ac))?(?:\.[a-z]{2,3})?$")


def asked_outlets(question: str, outlets: Iterable[str]) -> tuple[tuple[str, ...], Span]:
    """Return the outlets that a question names as the reporters of what it asks, and where; none and (0, 0) where it names none so.

    Several are all read: of two whose reports are set against each other none is left out. The place is that of the first, or of those that
    stand joined. A name is compared without spaces, "The" and the ending of a site: USA Today is usatoday.com. It has a capital, unless
    nothing has.
    """
    named = _named(question, outlets)
    reporters = {span for span in named if _reports(question, *span)}
    if not reporters:
        return (), (0, 0)
    runs = [run for run in _runs(question, sorted(named)) if reporters & set(run)]
    asked = {span for run in runs for span in run if span in reporters or not _owns(question, *span)}
    asked |= {two for one in asked for two in named if _AT_END.match(question, two[1]) and _AGAINST.search(question[one[1] : two[0]])}
    first = next(_runs(question, sorted(asked)))
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


def _runs(question: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield places in order, those together that stand joined: "the Post, the Gazette and Reuters".

    A comma alone joins nothing ("According to Reuters, CNN was sold"), and behind "according to" a list has to end before what is asked:
    not "According to Reuters, Time and Fortune were sold".
    """
    at = 0
    while at < len(spans):
        end = _joined(question, spans, at)
        yield list(spans[at:end])
        at = end


def _joined(question: str, spans: Sequence[Span], at: int) -> int:
    """Return the end of the run that begins at ``at``."""
    end, gaps = at + 1, [question[one[1] : two[0]] for one, two in zip(spans[at:], spans[at + 1 :], strict=False)]
    listed = False
    for n, gap in enumerate(gaps, start=at + 2):
        if _JOINS.search(gap):
            if listed and _BEFORE.search(question[: spans[at][0]]) and not _LIST_ENDS.match(question, spans[n - 1][1]):
                break
            end = n
        elif _LISTS.search(gap):
            listed = True
        else:
            break
    return end


def _reports(question: str, start: int, end: int) -> bool:
    """Whether the words around a name make it the reporter: not "according to the Post's owner"."""
    before, after = _BEFORE.search(question[:start]), _AFTER.match(question, end)
    return bool(after or (before and not _owns(question, start, end)))


def _owns(question: str, start: int, end: int) -> bool:
    """Whether a name is in the possessive; an apostrophe that closes a quotation is none."""
    mark = _OWNS.match(question, end)
    return mark is not None and (mark[0].endswith("s") or not _OPENED.search(question, max(start - 1, 0), end))


def _key(name: str) -> str:
    low = plain(name.split("|")[0].strip())
    site = _DOMAIN.match(low) if "." in low and " " not in low else None
    return re.sub(r"[\W_]+", "", site[1] if site else low).removeprefix("the")
