"""Find title, byline, outlet, address and dates in the lines of an article; what is not stated stays empty (pure)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ingest.article.clean import is_headline, is_prose, key
from ingest.article.furniture import is_caption, is_furniture
from ingest.article.lines import Line
from ingest.article.stamps import Stamp, date_line, read_stamp

_NAME = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|(?:al|el|bin|bint|van|von|de|der|la)(?:-[A-Z][\w'’]*)?))*"
_BYLINE = re.compile(rf"(?:By|BY|Written by|Reported by|Author|Authors)\s*:?\s+(?P<names>{_NAME}(?:(?:,? and |, | & ){_NAME}){{0,5}})")
_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z _-]{1,20}):\s+(?P<value>\S.*)")
_TAIL = 6  # lines at the end among which a labelled date is looked for
FIELDS: Mapping[str, tuple[str, ...]] = {  # our field names, and what records, pages and file headers call them
    "title": ("title", "headline", "head_line"),
    "published": (
        "published", "date", "published_at", "publishedat", "pub_date", "pubdate", "publication_date", "date_published", "datepublished",
        "publish_date", "published_on", "published_date",
    ),
    "updated": (
        "updated", "updated_at", "updatedat", "date_updated", "modified", "date_modified", "datemodified", "last_updated", "last_modified",
    ),
    "source": ("source", "outlet", "publisher", "publication", "site", "site_name", "sitename", "newspaper", "source_name"),
    "url": ("url", "link", "permalink", "canonical_url"),
    "byline": ("byline", "author", "authors", "by"),
    "text": ("text", "body", "content", "article", "maintext", "article_text", "full_text"),
    "id": ("id", "_id", "doc_id", "article_id", "guid"),
}  # fmt: skip
_FIELD_OF_ALIAS = {alias: name for name, aliases in FIELDS.items() for alias in aliases}


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields found, and the indices of the lines that state them and nothing else."""

    title: str = ""
    source: str = ""
    byline: str = ""
    published: str = ""
    updated: str = ""
    url: str = ""
    used: frozenset[int] = frozenset()
    agency: str = ""  # news agencies that the text credits, joined by ", "
    found: frozenset[str] = frozenset()  # names of the fields above that nothing states outright


def field_name(name: str) -> str:
    """Return our name for a field of a record, page or file header; empty when we do not use the field."""
    return _FIELD_OF_ALIAS.get(name.strip().lower().replace(" ", "_").replace("-", "_").removeprefix("\ufeff"), "")


def find_metadata(
    found: Sequence[Line], record_fields: Mapping[str, str] | None = None, *, hints: Mapping[str, str] = MappingProxyType({})
) -> Metadata:
    """Read the metadata that the lines of one article state; ``record_fields`` of a record or web page win over the text's.

    A record's empty title stays empty: the record has a title field, with nothing in it. ``hints`` give way to what the text states.
    """
    header, used = ({}, set()) if record_fields is not None else _header(found)
    fields = {**hints, **header, **(record_fields or {})}
    body = next((i for i, line in enumerate(found) if is_prose(line.text) and i not in used), len(found))
    title = fields["title"] if "title" in fields else _title(found, body, used)
    byline, byline_lines = _byline(found, body)
    stated = (read_stamp({**header, **(record_fields or {})}.get("published", "")), read_stamp(fields.get("updated", "")))
    published, updated, time_lines = _times(found, title, used, *stated)
    published = published or read_stamp(hints.get("published", ""))
    used |= time_lines | byline_lines
    return Metadata(
        " ".join(title.split()), fields.get("source", "").strip(), fields.get("byline", "").strip() or byline, published, updated,
        fields.get("url", "").strip(), frozenset(used),
    )  # fmt: skip


def as_stated(fields: Mapping[str, str]) -> Metadata:
    """Return the metadata that the fields of a record state, and nothing else."""
    title, source, byline, url = (" ".join(fields.get(name, "").split()) for name in ("title", "source", "byline", "url"))
    return Metadata(title, source, byline, read_stamp(fields.get("published", "")), read_stamp(fields.get("updated", "")), url)


def _header(found: Sequence[Line]) -> tuple[dict[str, str], set[int]]:
    """Read "Title: ...", "Date: ..." lines at the very top; at least two, or it is not a header."""
    fields: dict[str, str] = {}
    for i, line in enumerate(found):
        match = _HEADER.fullmatch(line.text)
        name = field_name(match["name"]) if match and not (i and line.gap) else ""
        if match is None or name in {"", "text", "id"} or name in fields:
            break
        fields[name] = match["value"].strip()
    return (fields, set(range(len(fields)))) if len(fields) >= 2 else ({}, set())


def _title(found: Sequence[Line], body: int, used: Iterable[int]) -> str:
    if body == len(found):
        return ""
    skip = set(used)
    for i, line in enumerate(found[:body]):
        goes_on = found[i + 1].gap == 0 and found[i + 1].text[0].islower()  # the first line of a broken paragraph
        if i not in skip and is_headline(line.text) and not goes_on and not _BYLINE.fullmatch(line.text):
            return line.text
    return ""


def _byline(found: Sequence[Line], body: int) -> tuple[str, set[int]]:
    for i, line in enumerate(found[: body + 3]):
        match = _BYLINE.fullmatch(line.text)
        if match and " " in match["names"]:  # one word alone is as likely a company
            return match["names"], {i}
    return "", set()


def _times(found: Sequence[Line], title: str, header: Iterable[int], published: str, updated: str) -> tuple[str, str, set[int]]:
    """Return published, updated and the lines that state them.

    Dates count above the second paragraph, and at the end of the article when they are labelled. A bare date below the first paragraph
    counts only beside page furniture: elsewhere it heads a section of a chronicle.
    """
    stamped = {i: stamps for i, stamps in _candidates(found, title, set(header))}
    if not published:
        days = {s.iso[:10] for stamps in stamped.values() for s in stamps if s.kind == "published"} or {
            s.iso[:10] for stamps in stamped.values() for s in stamps if not s.kind
        }
        published = min(days) if len(days) == 1 else ""  # two different bare dates: it does not say which
    same = [s.iso for stamps in stamped.values() for s in stamps if s.kind != "updated" and s.iso[:10] == published]
    published = max([published, *same], key=len)
    if not updated:
        updates = [s.iso for stamps in stamped.values() for s in stamps if s.kind == "updated" and s.iso[:10] >= published[:10]]
        updated = max(updates, key=lambda iso: (iso[:10], len(iso), iso), default="")
    shown = {published[:10], updated[:10]} - {""}
    return published, updated, {i for i, stamps in stamped.items() if all(s.iso[:10] in shown for s in stamps)}


def _candidates(found: Sequence[Line], title: str, header: set[int]) -> Iterable[tuple[int, tuple[Stamp, ...]]]:
    prose = [i for i, line in enumerate(found) if is_prose(line.text) and i not in header]
    body = prose[0] if prose else len(found)
    second_paragraph = prose[1] if len(prose) > 1 else len(found)
    for i, line in enumerate(found):
        if second_paragraph <= i < len(found) - _TAIL or i in header:
            continue
        stamps = tuple(s for part in _parts(line.text) for s in date_line(part))
        labelled = bool(stamps) and all(s.kind for s in stamps)
        if stamps and (i < body or labelled or (i < second_paragraph and _in_page_furniture(found, i, title, body))):
            yield i, stamps


def _parts(text: str) -> list[str]:
    """Split "By Ann Lee | 24 January 2024 | 2 min read" when no part is running text; otherwise the line is one part."""
    if date_line(text):
        return [text]
    parts = [p for p in re.split(r"\s*[|•·]\s*|\s+[–—-]\s+", text) if p]
    return parts if len(text.split()) <= 16 and not is_prose(text) else [text]


def _in_page_furniture(found: Sequence[Line], i: int, title: str, body: int) -> bool:
    def is_page_line(n: int) -> bool:
        if not 0 <= n < len(found):
            return False
        text = found[n].text
        return is_furniture(text) or bool(_BYLINE.fullmatch(text)) or (title != "" and key(text) == key(title)) or bool(date_line(text))

    return is_page_line(i - 1) or is_page_line(i + 1) or (i == body + 1 and is_caption(found[body].text))
