"""Find the news agencies that an article credits, and the outlet and day that its copyright line or note of origin states (pure)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.article.byline import Bar, cut_times, read_bar, read_dateline
from ingest.article.furniture import is_caption
from ingest.article.lines import Line
from ingest.article.outlets import agencies_of, outlet_named, outlet_of
from ingest.article.stamps import PAST

TAIL = 8  # lines at the end that may credit an agency or state the rights
_STOP = re.compile(r"[.!?][\"”’]?\s+(?=[A-ZÀ-Þ\"“(])")  # two in a last paragraph that ends "(Reuters)": one sentence may be a caption
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b|\(p\))", re.IGNORECASE)
_RESERVED = re.compile(
    r"[.,;|–—-]?\s*(?:all rights? reserved|alle rechte vorbehalten|tous droits réservés|no reproduction).*$", re.IGNORECASE
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?(?!\d)")
_ORIGIN = re.compile(  # it speaks of this very article: "It first appeared in ..." is said of what the article tells of
    r"\W{0,2}(?:(?:an?\s+(?:\w+\s+){0,2}version\s+of\s+)?this\s+(?:article|story|report|piece|text|interview|item|post)\s+(?:has\s+|was\s+|had\s+|been\s+)*"
    r"(?:first\s+|originally\s+)?(?:appeared|published|printed|ran)|(?:first|originally)\s+(?:published|printed))"
    r"\s+(?:first\s+)?(?:in|by|on)\s+(?P<name>(?-i:(?:the\s+|The\s+)?[A-ZÀ-Þ]).{1,60})",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"\s+(?:on|in|and|under|at|of\s+\d|as|dated|where|with)\s|[.,;:|()]|\s[–—-]\s|$")
_EDITED = re.compile(r"\breporting by (?P<who>[A-ZÀ-Þ][^;:()]{2,120});.{0,160}\bediting by [A-ZÀ-Þ]", re.IGNORECASE)
_GIVEN = re.compile(
    r"(?:^|[(\s–—-])(?:with|additional|further|includes|contains)\s+(?:(?:reporting|files?|inputs?|material|information|reports)\s*(?:by|from)\s+)?"
    r"(?P<names>(?-i:the\s+|[A-Z]|dpa|afp)[\w/, &-]{1,80})[).;\s]*$",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(r"(?P<names>[A-Z][\w/, &-]{1,80}?)\s+(?:[a-z]+\s+){0,3}contributed to this (?:report|story|article)")
_TOLD = re.compile(
    r"\btold (?:(?:the|news|state|agency|official) ){0,3}?(?P<name>(?:[Tt]he )?[A-Z][\w-]*"
    r"(?: (?:of )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w-]*){0,4})(?!['’])"
)
_SOURCE = re.compile(r"(?:source|from|via|quelle|fuente|agency|agencies)\s*:\s*(?P<name>\S.{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credits:
    """What is credited: agencies for certain, those that are only told something, and outlet and day where nothing else states them."""

    agencies: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    source: str = ""
    published: str = ""
    reporters: str = ""  # of "Reporting by ...; editing by ..."

    def agency(self, source: str) -> tuple[str, bool]:
        """Return the agencies, joined by ", ", and whether they are only told something ("he told Reuters").

        That counts for one agency alone, in another's report.
        """
        if self.agencies:
            return ", ".join(self.agencies), False
        told = self.told[0] if len(self.told) == 1 and self.told[0] not in agencies_of(source) else ""
        return told, bool(told)


def read_credits(found: Sequence[Line], body: int, bars: Iterable[Bar]) -> Credits:
    """Read the credits of an article whose first paragraph is ``found[body]`` and whose lines of byline and date are ``bars``."""
    agencies = [name for bar in bars for name in bar.agency.split(", ") if name]
    source = next((bar.source for bar in bars if bar.source), "")
    published = reporters = ""
    for line in found[body : body + 2]:
        if filed := read_dateline(line.text):
            agencies += [name for name in filed.agency.split(", ") if name]
            source = source or filed.source
            published = published or next((s.iso for s in filed.stamps if s.kind != "updated" and (filed.agency or s.iso >= PAST)), "")
            break
    rights = origin = ""
    for n in _edges(found, body):
        text = found[n].text
        agencies += _contributors(text) if not is_caption(text) else ()
        agencies += agencies_of(text) if len(text) <= 60 and not (n and is_caption(found[n - 1].text)) else ()
        if edited := _EDITED.search(text):
            agencies, reporters = [*agencies, "Reuters"], _names(edited["who"])
        if stated := _SOURCE.fullmatch(text):
            agencies += agencies_of(stated["name"])
            origin = origin or outlet_of(stated["name"])
        if len(text) <= 300:
            name, day, credited = _rights(text)
            agencies += credited
            rights, published = rights or name, published or day
        if noted := _origin(text):
            origin, published = origin or noted[0], published or noted[1]
    agencies += _at_the_end(found)
    told = () if agencies else _told(found)
    return Credits(tuple(dict.fromkeys(agencies)), told, source or rights or origin, published, reporters)


def _names(text: str) -> str:
    bar = read_bar(f"By {text}")
    return bar.byline if bar else ""


def _edges(found: Sequence[Line], body: int) -> list[int]:
    """Return the lines above the text and the last ones."""
    first = range(min(body, len(found)))
    return [*first, *range(max(len(first), len(found) - TAIL), len(found))]


def _contributors(text: str) -> tuple[str, ...]:
    """Return the agencies of "With reporting by AFP", "The Associated Press contributed to this report"."""
    given = _GIVEN.search(text[-160:]) or (_CONTRIBUTED.search(text) if "ontributed to this" in text else None)
    return agencies_of(given["names"], every=False) if given else ()


def _told(found: Sequence[Line]) -> tuple[str, ...]:
    names = (m["name"] for line in found if " told " in line.text for m in _TOLD.finditer(line.text))
    return tuple(dict.fromkeys(agency for name in names for agency in agencies_of(name)))


def _at_the_end(found: Sequence[Line]) -> tuple[str, ...]:
    """Return the agencies of a last paragraph that ends "... in the spring. (Reuters)"."""
    last = next((line.text for line in reversed(found[-3:]) if len(_STOP.findall(line.text)) > 1), "")
    end = re.search(
        r"[.!?\"”]\s*[–—-]*\s*\(?(?P<names>[A-Za-z][\w /-]{1,40})\)\.?$|[.!?\"”]\s+[–—-]+\s*(?P<dashed>[A-Z][\w /-]{1,40})$", last[-80:]
    )
    return agencies_of(end["names"] or end["dashed"]) if end else ()


def _rights(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Return outlet, day and agencies of a line such as "© 2024 Oxhey Star. All rights reserved."."""
    mark = _RIGHTS.search(text)
    if not mark or mark.start() > 2:
        return "", "", ()
    bare = _RESERVED.sub("", _RIGHTS.sub(" ", text))
    bare, stamps = cut_times(bare)
    bare = _YEARS.sub(" ", bare)
    name = re.sub(r"^by\s+", "", " ".join(bare.split()).strip(" ,.;:|–—-"))
    day = stamps[0].iso if len(stamps) == 1 else ""
    return ("", day, credited) if (credited := agencies_of(name, every=False)) else (outlet_named(name), day, ())


def _origin(text: str) -> tuple[str, str] | None:
    """Return outlet and day of "This article first appeared in the Oxhey Star on 5 March 2024."."""
    match = _ORIGIN.match(text) if len(text) <= 200 else None
    if not match:
        return None
    ends = _NAME_ENDS.search(match["name"])
    name = match["name"][: ends.start()] if ends else match["name"]
    outlet = outlet_named(re.sub(r"^the\s+", "", name))
    stamps = cut_times(text)[1] if outlet else ()
    return (outlet, stamps[0].iso if len(stamps) == 1 else "") if outlet else None
