"""Take apart a text of records with labelled lines ("Publication: ...", "Date: ..."), one article each, whatever program wrote it."""

import re
from collections.abc import Mapping, Sequence

from ingest.article.assemble import Raw
from ingest.article.byline import cut_times, read_bar
from ingest.article.clean import is_headline, is_prose
from ingest.article.metadata import field_name
from ingest.read.containers.exports.lines import day, label, names, paragraphs
from ingest.read.failures import Failure

_NUMBERED = re.compile(
    r"[^\w\n]{0,20}(?:document|record|article|story|item|result)? ?[:#]? ?\d{1,9} ?(?:of|/) ?\d{1,9}(?: documents?)?[^\w\n]{0,20}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_=*#~]{3,}|[^\w\n]{0,20}end of (?:document|record|article|story)[^\w\n]{0,20}", re.IGNORECASE)
_RULED = re.compile(rf"^[^\S\n]*(?:{_RULE.pattern}|{_NUMBERED.pattern})[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_DATED = re.compile(
    r"^[^\S\n]*(?:(?:publication |issue |run )?date|published|date (?:published|of publication)|publication info)[^\S\n]?:[^\S\n]*\S",
    re.I | re.M,
)
_TOLD = re.compile(
    r"^[^\S\n]*(?:title|head(?:line)?|by(?:line)?|authors?|source|outlet|publication(?: title)?|newspaper)[^\S\n]?:[^\S\n]*\S", re.I | re.M
)
_FIELDS: Mapping[str, str] = {  # labels of such records beside the names that fields have everywhere
    "publication title": "source", "source title": "source", "newspaper title": "source", "journal": "source", "paper": "source",
    "head": "title", "hed": "title", "document title": "title", "writer": "byline", "reporter": "byline", "author/byline": "byline",
    "issue date": "published", "run date": "published", "date of publication": "published", "document url": "url",
    "story": "text", "copy": "text",
}  # fmt: skip
_OTHERS = frozenset(
    "section page pages edition length words record copyright subject subjects keywords abstract summary dek standfirst dateline column "
    "location language issn isbn database status slug day volume issue place category type country tags "
    "company person topic city id".split()
) | {
    "word count", "record number", "accession number", "document id", "document type", "publication info", "publication type", "place of "
    "publication", "readability", "last updated", "copyright notice", "proquest document id", "load-date", "article type",
    "document number",
}  # fmt: skip
_PLACE = re.compile(r"\s*(?:\[[^\]]*\])?\s*[;:]\s.*$|\s*\[[^\]]*\]$")
_LAND = re.compile(r"\s*\([^()]{2,30}\)")  # "Oxhey Star (England)"
_ABOVE = 3  # unlabelled lines over the labels: headline, outlet, day


def recognise(text: str) -> bool:
    """Whether a text is two records or more, each of which has a headline, running text, and a label that states day or outlet."""
    marked = len(_DATED.findall(text)) > 1 or _RULED.search(text)
    return bool(marked) and len(_TOLD.findall(text)) > 1 and bool(split(paragraphs(text)))


def split(lines: list[str]) -> list[Raw | Failure]:
    """Return the articles of the records, in order; nothing where they are not such for certain."""
    found = [_article(part, f":{n}") for n, part in enumerate(_parts(lines), start=1)]
    sure: list[Raw | Failure] = [raw for raw in found if raw]
    return sure if len(sure) == len(found) > 1 else []


def _parts(lines: Sequence[str]) -> list[list[str]]:
    """Cut at numbers of records ("Document 1 of 4"), else at rules, else where the first label comes again."""
    for mark in (_NUMBERED, _RULE):
        cuts = [n for n, line in enumerate(lines) if mark.fullmatch(line)]
        parts = [list(lines[a:b]) for a, b in zip([0, *(n + 1 for n in cuts)], [*cuts, len(lines)], strict=True)]
        parts = [[line for line in part if not _RULE.fullmatch(line)] for part in parts]
        parts = [part for part in parts if any(_name(line) for line in part)]
        if len(parts) > 1:
            return parts
    first = next((_name(line) for line in lines if _name(line)), "")
    starts = [n for n, line in enumerate(lines) if first and _name(line) == first]
    if not starts or any(map(is_prose, lines[: starts[0]])):  # an article with a list in it
        return []
    return [list(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _name(line: str) -> str:
    """Return the field that the label of a line stands for, "other" for a label that is none of ours, "" where there is none."""
    name = label(line)[0]
    return _FIELDS.get(name) or field_name(name) or ("other" if name in _OTHERS else "") if name else ""


def _article(part: Sequence[str], place: str) -> Raw | None:
    at = next((n for n, line in enumerate(part) if _name(line)), len(part))
    above, body, told = part[:at], list[str](), dict[str, str]()
    if any(map(is_prose, above)):
        return None
    end = len(part)
    while end > at and _name(part[end - 1]) not in {"", "text"}:
        end -= 1
    for line in part[at:]:
        name, value = _name(line), label(line)[1]
        if name == "text" and not body:
            body = [value] if value else []
            told[name] = value
        elif body or "text" in told or not name:
            body.append(line)
        elif name in told and name != "other":
            return None  # two records with nothing between them
        else:
            told[label(line)[0] if name == "other" else name] = value
    body = body[: len(body) - (len(part) - end)] if body else body
    for line in part[end:] if body else ():
        told.setdefault(label(line)[0] if _name(line) == "other" else _name(line), label(line)[1])
    fields = _fields(told, above[-_ABOVE:])
    if not fields["title"] and body and is_headline(body[0]):
        fields["title"] = body.pop(0)
    dated = {"published", "source", "publication info"} & told.keys() or fields["published"] or fields["source"]
    return Raw("\n\n".join(body), fields, single=True, place=place) if dated and fields["title"] and any(map(is_prose, body)) else None


def _fields(told: Mapping[str, str], above: Sequence[str]) -> dict[str, str]:
    """Return the fields of the labels, and what they leave open of the lines above them and of "Publication info"."""
    info = told.get("publication info", "")
    stamps = cut_times(info)[1]
    fields = {
        "title": told.get("title", ""),
        "source": _PLACE.sub("", told.get("source", "") or info),
        "byline": names(told.get("byline", ""), turned=False),
        "published": day(told.get("published", "")) or told.get("published", "") or (stamps[0].iso if len(stamps) == 1 else ""),
        "updated": told.get("updated", ""),
        "url": told.get("url", ""),
    }
    for line in above:
        if bar := read_bar(_LAND.sub("", line)):
            fields["source"] = fields["source"] or bar.source
            fields["published"] = fields["published"] or next((stamp.iso for stamp in bar.stamps), "")
        elif not fields["title"] and is_headline(line):
            fields["title"] = line
    return fields
