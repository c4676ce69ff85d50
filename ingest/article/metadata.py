"""Find title, byline, outlet, address and dates in the lines of an article; what is not stated stays empty (pure)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ingest.article.byline import LONGEST, Bar, read_bar
from ingest.article.clean import is_headline, is_prose, key
from ingest.article.credits import read_credits
from ingest.article.headline import without_outlet
from ingest.article.lines import Line
from ingest.article.outlets import outlet_of
from ingest.article.people import byline_names, written
from ingest.article.stamps import read_stamp
from ingest.article.times import closing, day_first, times

_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z _-]{1,20}):\s+(?P<value>\S.*)")
_MESSAGE = {"subject": "title", "sent": "published", **{name: name for name in ("from", "to", "cc", "reply-to")}}
_MESSAGE_LINES = 6
_OPEN_END = re.compile(r"\s(?:an?|the|of|in|on|at|to|for|and|or|but|by|with|from|as|over|after|into|that|is|are|was|were)$")
LONGEST_MASTHEAD = 40  # characters
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


def plain_list(value: str) -> str:
    """Return a list as the heads of Markdown write it, "[Dan, Lia]", as words; any other value as it is."""
    inside = value[1:-1]
    if value[:1] != "[" or value[-1:] != "]" or "[" in inside:
        return value
    return ", ".join(filter(None, (part.strip(" \"'") for part in inside.split(","))))


def find_metadata(
    found: Sequence[Line], record_fields: Mapping[str, str] | None = None, *, hints: Mapping[str, str] = MappingProxyType({})
) -> Metadata:
    """Read the metadata that the lines of one article state; ``record_fields`` of a record or web page win over the text's.

    A record's empty title stays empty: the record has a title field, with nothing in it. ``hints`` give way to what the text states.
    """
    header, used = ({}, set()) if record_fields is not None else _header(found)
    given = {**header, **(record_fields or {})}
    fields = {**hints, **given}
    body = next((i for i, line in enumerate(found) if is_prose(line.text) and i not in used), len(found))
    masthead = "" if used or record_fields is not None else _masthead(found, body)
    used |= {0} if masthead else set()
    near = [*range(min(body + 3, len(found))), *range(max(body + 3, closing(found)), len(found))]
    dates = [given.get("published", ""), hints.get("published", ""), fields.get("updated", "")]
    order = day_first(found, [*dates, *(text for i in near if len(text := found[i].text) <= LONGEST)])
    bars = {i: bar for i in near if i not in used and (bar := read_bar(found[i].text, order))}
    if len({bars[i].source for i in bars if i < body and bars[i].source}) > 1:  # a list of people or papers, not who wrote it
        bars = {i: bar for i, bar in bars.items() if not bar.source}
    bars |= _stacked(found, body, bars, 0 if "title" in fields else 1)
    title, headline = (fields["title"], set[int]()) if "title" in fields else _title(found, body, {*used, *bars})
    stated = read_stamp(given.get("published", ""), order), read_stamp(fields.get("updated", ""), order)
    published, updated, dated = times(found, title, used, *stated, order, web=record_fields is not None)
    others = {i for i, bar in bars.items() if bar.stamps and i not in dated}  # whose day is not the article's: nor are the names beside it
    byline, signed = _byline(found, {i: bar for i, bar in bars.items() if bar.marked or not {i, i + 1} & others}, body)
    published = published or read_stamp(hints.get("published", ""), order)
    source, signature = fields.get("source", "").strip(), fields.get("byline", "").strip()
    credit = read_credits(found, body, [*bars.values(), *_signed(fields, signature)])
    seen = {"source": "" if source else masthead or credit.source, "published": "" if published else credit.published}
    agency, weak = credit.agency(source or seen["source"])
    title, repeated = _own_title(title, source or seen["source"], url := fields.get("url", "").strip(), found)
    return Metadata(
        title, source or seen["source"], signature or byline or credit.reporters, published or seen["published"], updated, url,
        frozenset(used | dated | signed | headline | repeated), agency,
        frozenset({name for name, value in seen.items() if value} | ({"agency"} if weak else set())),
    )  # fmt: skip


def as_stated(fields: Mapping[str, str], found: Sequence[Line] = ()) -> Metadata:
    """Return the metadata that the fields of a record state, and the agencies that its text ``found`` credits; nothing else."""
    title, source, byline, url = (" ".join(fields.get(name, "").split()) for name in ("title", "source", "byline", "url"))
    body = next((i for i, line in enumerate(found) if is_prose(line.text)), len(found))
    agency, weak = read_credits(found, body, _signed(fields, byline)).agency(source)
    title, repeated = _own_title(title, source, url, found)
    return Metadata(
        title, source, byline, read_stamp(fields.get("published", "")), read_stamp(fields.get("updated", "")), url, repeated,
        agency=agency, found=frozenset({"agency"} if weak else ()),
    )  # fmt: skip


def _own_title(title: str, source: str, url: str, found: Sequence[Line]) -> tuple[str, frozenset[int]]:
    """Return a title without the outlet behind it, and the lines that repeat the two."""
    title = " ".join(title.split())
    own = without_outlet(title, source, url)
    return own, frozenset(i for i, line in enumerate(found) if key(line.text) == key(title)) if own != title else frozenset()


def _signed(fields: Mapping[str, str], byline: str) -> list[Bar]:
    """Return what a stated byline credits, and the agency that a page shows beside it."""
    return [bar for bar in (read_bar(f"By {byline}"), Bar(agency=fields.get("agency", ""))) if bar]


def _header(found: Sequence[Line]) -> tuple[dict[str, str], set[int]]:
    """Read "Title: ...", "Date: ..." lines at the very top; at least two, or it is not a header. That of a message names its subject."""
    fields: dict[str, str] = {}
    message = {m["name"].lower() for line in found[:_MESSAGE_LINES] if (m := _HEADER.fullmatch(line.text))} >= {"from", "subject"}
    for i, line in enumerate(found):
        match = _HEADER.fullmatch(line.text)
        name = field_name(match["name"]) if match and not (i and line.gap) else ""
        name = name or (_MESSAGE.get(match["name"].lower(), "") if message and match and not (i and line.gap) else "")
        if match is None or name in {"", "text", "id"} or name in fields:
            break
        fields[name] = plain_list(match["value"].strip())
    return (fields, set(range(len(fields)))) if len(fields) >= 2 else ({}, set())


def _masthead(found: Sequence[Line], body: int) -> str:
    """Return the outlet that the very first line names, when a headline stands between it and the text."""
    name = outlet_of(written(found[0].text)) if body > 1 and len(found[0].text) <= LONGEST_MASTHEAD else ""
    return name if name and "." not in name and any(is_headline(line.text) for line in found[1:body]) else ""


def _title(found: Sequence[Line], body: int, skip: Collection[int]) -> tuple[str, set[int]]:
    """Return the first headline above the text and, where it is broken in two, its lines; the start of a broken paragraph is none."""
    if body == len(found):
        return "", set()
    for i, line in enumerate(found[:body]):
        if i in skip or not is_headline(line.text):
            continue
        if found[i + 1].gap or not found[i + 1].text[0].islower():
            return line.text, set()
        both = f"{line.text} {found[i + 1].text}"
        if i + 2 <= body and (i + 2 in skip or found[i + 2].gap) and is_headline(both) and not _OPEN_END.search(both):
            return both, {i, i + 1}
    return "", set()


def _stacked(found: Sequence[Line], body: int, bars: Mapping[int, Bar], first: int) -> dict[int, Bar]:
    """Return the name that stands alone in a line above the text, over an office, an agency or a date, and the line of the office.

    Nothing above the ``first`` line is one: the first line of a file may be a headline.
    """
    for i in range(first, min(body, len(found) - 1)):
        text, below = found[i].text, found[i + 1].text
        names = bars[i].byline if i in bars else byline_names(text, marked=False) if len(text) <= LONGEST_MASTHEAD else ""
        if not names or len(below) > LONGEST:
            continue
        own = {} if i in bars else {i: Bar(names)}
        if (under := bars.get(i + 1)) and not under.byline:
            return own
        if i + 1 < body and not under and (both := read_bar(f"{text} | {below}")) and both.byline == names:
            return {**own, i + 1: Bar(source=both.source, agency=both.agency)}
    return {}


def _byline(found: Sequence[Line], bars: Mapping[int, Bar], body: int) -> tuple[str, set[int]]:
    """Return the names of the first line that states some, and the lines that state who and where and no time."""
    named = [i for i, bar in bars.items() if bar.byline]
    told = {i for i, bar in bars.items() if not bar.stamps and (bar.byline or bar.agency or bar.source)}
    byline = bars[min(named)].byline if named else ""
    return byline, {i for i in told if bars[i].byline in {"", byline}} | {
        i for i in range(len(found[:body])) if named and found[i].text == found[min(named)].text
    }
