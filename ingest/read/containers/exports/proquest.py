"""Take a ProQuest export apart: records of labelled lines, the text behind "Full text:", what is stated of it under the text."""

import re
from collections.abc import Sequence

from ingest.article.assemble import Raw
from ingest.read.containers.exports.lines import day, label, names
from ingest.read.failures import Failure

_RECORD = re.compile(r"^[^\S\n]*ProQuest document ID:", re.IGNORECASE | re.MULTILINE)
_FULL_TEXT = re.compile(r"full text:\s*(.*)", re.IGNORECASE)
_RULE = re.compile(r"[_=-]{10,}")
_NUMBERED = re.compile(r"document \d+ of \d+", re.IGNORECASE)
_LABELS = frozenset({"title", "author", "publication info", "publication title", "abstract", "full text", "links", "publication date"})
_NONE = re.compile(r"(?:none|not) available\.?|none|undefined", re.IGNORECASE)
_PLACE = re.compile(r"\s*(?:\[[^\]]*\])?\s*[;:,]\s[^;]*$|\s*\[[^\]]*\]$")


def recognise(text: str) -> bool:
    """Whether a text is an export of ProQuest with full texts."""
    return bool(_RECORD.search(text)) and re.search(r"^[^\S\n]*Full text:", text, re.IGNORECASE | re.MULTILINE) is not None


def split(lines: list[str]) -> list[Raw | Failure]:
    """Return the articles of the records, in order; a record without its full text is a failure."""
    ids = [i for i, line in enumerate(lines) if _RECORD.match(line)]
    ends = [_labels_end(lines, i) for i in ids]
    parts = [(a, i, b) for a, i, b in zip([0, *ends], ids, ends, strict=False)]
    return [_article(lines[a:b], i - a, f":{n}") for n, (a, i, b) in enumerate(parts, start=1)]


def _labels_end(lines: Sequence[str], at: int) -> int:
    """Return the index behind the labelled lines that ``at`` is one of."""
    while at < len(lines) and label(lines[at])[0] and not _FULL_TEXT.match(lines[at]) and label(lines[at])[0] not in {"author", "abstract"}:
        at += 1
    return at


def _unlabelled(part: Sequence[str]) -> str:
    """Return the headline that stands without a label over the labels of a record."""
    first = next((i for i, line in enumerate(part) if label(line)[0] in _LABELS), 0)
    above = [line for line in part[:first] if not _RULE.fullmatch(line) and not _NUMBERED.fullmatch(line)]
    return above[-1] if above else ""


def _article(part: Sequence[str], record_id: int, place: str) -> Raw | Failure:
    tail = record_id
    while tail > 0 and label(part[tail - 1])[0] and not _FULL_TEXT.match(part[tail - 1]):
        tail -= 1
    start = next((i for i, line in enumerate(part[:tail]) if _FULL_TEXT.match(line)), None)
    stated = {name: value for line in part if (name := label(line)[0]) and not _FULL_TEXT.match(line) for value in [label(line)[1]]}
    stated |= dict(map(label, part[tail:]))  # a line of the text may look like a label
    title = stated.get("title", "") or _unlabelled(part)
    body: list[str] = []
    if start is not None and (match := _FULL_TEXT.match(part[start])):
        body = [line for line in (match[1], *part[start + 1 : tail]) if line and not _RULE.fullmatch(line) and not _NONE.fullmatch(line)]
    if not body:
        return Failure(place, f"{title[:60]!r} comes without its full text in this ProQuest export")
    fields = {
        "title": title,
        "source": _PLACE.sub("", stated.get("publication title", "")),
        "byline": names(stated.get("author", "")),
        "published": day(stated.get("publication date", "")),
        "url": stated.get("document url", ""),
    }
    return Raw("\n\n".join(body), fields, single=True, stated=True, place=place)
