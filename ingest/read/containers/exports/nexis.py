"""Take a Nexis export apart: "3 of 12 DOCUMENTS" of the old site, "End of Document" of Nexis Uni, as the lines of any file type."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.article.assemble import Raw
from ingest.read.containers.exports.lines import byline, day, label
from ingest.read.failures import Failure

_CLASSIC = re.compile(r"^[^\S\n]*(?:document )?\d+ of \d+ documents?[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[^\S\n]*end of document[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_BODY = re.compile(r"^[^\S\n]*body[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_LOADED = re.compile(r"^[^\S\n]*(?:load-date|length):", re.IGNORECASE | re.MULTILINE)
_GLUED = re.compile(r"(?<=[.!?\"'”’)]) (?=(?:Graphic|Notes|Classification)$)|(?<=Client/Matter: -None-) ?(?=\S)")
_MONTH_ONLY = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|spring|summer|autumn|fall|winter)(?:\s*[/–-]\s*[a-z]+)?,? (?:19|20)\d\d",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*\d{4}|all rights reserved", re.IGNORECASE)
_EDITION = re.compile(r"(?:[\w'’-]+ ){0,4}edition\b.{0,20}|correction appended|\d{1,2}:\d\d.{0,12}", re.IGNORECASE)
_HEAD = frozenset(
    "headline byline section length dateline highlight series column distribution type source edition page pg copyright body".split()
)
_TAIL = frozenset(
    "load-date language graphic graphics publication-type subject notes classification journal-code organization person country state city "
    "company ticker industry geographic correction correction-date acc-no document-type url cutline".split()
)
_ALWAYS = frozenset({"load-date", "publication-type", "correction-date", "journal-code"})  # whose label is one in small letters, too
_HEADINGS = frozenset({"graphic", "graphics", "notes", "classification", "correction"})  # alone on a line, in Nexis Uni
LEAST_WORDS = 40  # of a part without a length or loading date, from which it is an article that cannot be read, not a line between two


def recognise(text: str) -> bool:
    """Whether a text is an export of Nexis; one article alone is one, too."""
    return bool(_CLASSIC.search(text)) or (
        bool(_END.search(text)) and re.search(r"^[^\S\n]*(?:load-date|length):", text, re.I | re.M) is not None
    )


def split(lines: list[str]) -> list[Raw | Failure]:
    """Return the articles between the marks, in order; a part without a headline or text is a failure that names its number."""
    lines = [part for line in lines for part in _GLUED.sub("\n", line).split("\n")]  # as lines of a page may come out joined
    classic = [i for i, line in enumerate(lines) if _CLASSIC.fullmatch(line)]
    if classic:
        parts = [lines[a + 1 : b] for a, b in zip(classic, [*classic[1:], len(lines)], strict=True)]
    else:
        ends = [i + 1 for i, line in enumerate(lines) if _ends(line, lines[i + 1] if i + 1 < len(lines) else "")]
        parts = [[line for line in lines[a:b] if not _END.fullmatch(line)] for a, b in zip([0, *ends], [*ends, len(lines)], strict=True)]
        parts = [part for part in parts if any(label(line)[0] in {"length", "load-date"} for line in part) or _words(part) >= LEAST_WORDS]
    return [_article(part, f":{n}", bool(classic)) for n, part in enumerate(parts, start=1)]


def _words(part: Sequence[str]) -> int:
    return sum(len(line.split()) for line in part)


def _ends(line: str, after: str) -> bool:
    """Whether an article ends with a line of Nexis Uni: the mark, or the line above it where the mark is missing, as a running foot is."""
    return bool(_END.fullmatch(line)) or (label(line)[0] == "load-date" and not _END.fullmatch(after))


def _article(part: Sequence[str], place: str, classic: bool) -> Raw | Failure:
    labels = [i for i, line in enumerate(part) if label(line)[0] in _HEAD or line.lower() == "body"]
    rights = [i for i, line in enumerate(part) if _COPYRIGHT.match(line)]
    if not labels and not rights:
        return Failure(place, "no head in this part of a Nexis export: no length, section or copyright line")
    if max(Counter(name for name, _ in map(label, part) if name in {"length", "load-date"}).values(), default=0) > 1:
        return Failure(place, "several articles in this part of a Nexis export, with nothing between them")
    dated = _dated(part, [i for i in range((labels or rights)[0]) if i not in rights], classic)
    heads, body, title = _head(part, dated + 1)
    if not classic and dated:
        title = part[max(dated - 2, 0)]
    outlet = part[dated - 1] if dated > (0 if classic else 1) else ""
    end = next((i for i in range(body, len(part)) if _is_tail(part[i])), len(part))
    title = heads.get("headline", "") or title
    if not part[body:end]:
        return Failure(place, f"no text under {title[:60]!r} in this Nexis export")
    fields = {
        "title": title,
        "source": outlet,
        "byline": byline(heads.get("byline", "")),
        "published": day(part[dated]) if dated >= 0 else "",
    }
    corrected = next((value for name, value in map(label, part[end:]) if name == "correction-date"), "")
    return Raw("\n\n".join(part[body:end]), {**fields, "updated": day(corrected)}, single=True, stated=True, place=place)


def _dated(part: Sequence[str], above: Sequence[int], classic: bool) -> int:
    """Return the index of the line that states the day, or month, among those ``above`` the head's labels; -1 if there is none."""
    for fits in (day, _MONTH_ONLY.fullmatch, _YEAR.search):
        if found := [i for i in above if fits(part[i])]:
            return found[0] if classic else found[-1]
    return -1


def _head(part: Sequence[str], at: int) -> tuple[dict[str, str], int, str]:
    """Read the labels under the day; return them, where the text begins and, on the old site, the headline that stands among them."""
    heads: dict[str, str] = {}
    body = next((i for i in range(at, len(part)) if part[i].lower().rstrip(":") == "body"), None)
    if body is not None:
        return dict(label(line) for line in part[at:body] if label(line)[0] in _HEAD), body + 1, ""
    title = ""
    for i in range(at, len(part)):
        name, value = label(part[i])
        if name in _HEAD:
            heads.setdefault(name, value)
        elif not (_COPYRIGHT.match(part[i]) or (not title and not heads and _EDITION.fullmatch(part[i]))):
            if title or heads.keys() - {"byline", "section"}:
                return heads, i, title
            title = part[i]
    return heads, len(part), title


def _is_tail(line: str) -> bool:
    name = label(line)[0]
    if name in _TAIL:
        return line[: len(name)].isupper() or name in _ALWAYS
    return line.lower() in _HEADINGS or bool(_COPYRIGHT.match(line))
