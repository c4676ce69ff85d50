"""Take a print-out of a news wire apart: stories between ZCZC and NNNN, or above the agency's signature, with the wire's own time."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from ingest.article.assemble import Raw
from ingest.article.byline import cut_times, read_bar
from ingest.article.clean import is_headline, is_prose
from ingest.article.months import MONTHS
from ingest.article.outlets import agencies_of, outlet_of
from ingest.read.containers.exports.lines import AMERICAN, GROUP
from ingest.read.failures import Failure

_START = re.compile(r"\s*ZCZC\b.*")
_END = re.compile(r"\s*NNNN\b[\s.=]*")
_SLUG = re.compile(r"(?:[a-z]{1,2} (?:[a-z]{1,2} )?)?\^?(?:BC|AM|PM|GM|US)-{1,2}[A-Z0-9][\w.&'/-]*.{0,60}")
_PRIORITY = re.compile(
    r"\W*(?:URGENT|FLASH|BULLETIN|ALERT|SNAP|NEWS ?ALERT|NEWS ?FLASH|EOS|EILT|BREAKING|WRAP-?UP|UPDATE \d+|ADVISORY|ADV\d*|HFR"
    r"|HOLD FOR RELEASE|EMBARGO(?:ED)?)\b[^a-z]*"
)
_HELD = re.compile(r"\bADV|EMBARGO|\bHOLD\b|\bHFR\b|for release|not for", re.IGNORECASE)  # a time in such a line is none of sending
_CODES = re.compile(r"(?=.*(?:[A-Za-z]\d{3}|\d{4}))(?:(?:\S{0,30}\d\S{0,30}|[A-Za-z]{1,4}|[^\w\s]{1,3})(?:\s+|$)){1,8}")  # r i pol 0231
_COUNT = re.compile(r"[\d,]+ words?\b", re.IGNORECASE)
_SIGNED = re.compile(r"\W*(?P<name>[A-Za-z]{2,12})(?:[ /].{0,20}|[-–][A-Z]{2}-[\d-]{6,8} \d{4}[A-Z]*)?\W*")
_FILED = re.compile(r"(?P<place>[^()]{2,60})\((?P<name>[^()]{2,40})\)\s*(?:--?|[–—:])")
_TAIL = 4  # lines at the end of a story among which its signature stands


def recognise(text: str) -> bool:
    """Whether a text is a print-out of a wire: framed as wires frame a story, or signed with an agency's own stamp."""
    return bool(_FRAMED.search(text))


_FRAMED = re.compile(rf"^[^\S\n]*(?:ZCZC\b.*|NNNN[ .=]*|{AMERICAN.pattern}[^\w\n]{{0,9}})$", re.MULTILINE)


def split(lines: list[str]) -> list[Raw | Failure]:
    """Return the stories, in order; one without text is a failure that says its number."""
    parts: list[list[str]] = [[]]
    told = False  # whether there is text in the last of them
    for line in lines:
        if told and _START.fullmatch(line):  # the end of the one before is missing
            above = [n for n, other in enumerate(parts[-1]) if not _is_header(other)]
            cut = above[-1] + 1 if above else 0
            parts[-1:] = [parts[-1][:cut], parts[-1][cut:]]
            told = False
        parts[-1].append(line)
        told = told or is_prose(line)
        if _END.fullmatch(line) or AMERICAN.fullmatch(line.strip(" ()")):
            parts.append([])
            told = False
    filled = [part for part in parts if any(not _END.fullmatch(line) for line in part)]
    return [_article(part, f":{n}") for n, part in enumerate(filled, start=1)]


def _article(part: Sequence[str], place: str) -> Raw | Failure:
    first = next((n for n, line in enumerate(part) if _START.fullmatch(line)), -1)
    head = next((n for n in range(first + 1, len(part)) if not _is_header(part[n])), len(part))
    tail = len(part)
    while tail > max(head, len(part) - _TAIL) and (_END.fullmatch(part[tail - 1]) or _is_signature(part[tail - 1])):
        tail -= 1
    body = [line.strip("^<= ") for line in part[head:tail]]
    if not any(map(is_prose, body)):
        return Failure(place, f"no text in this story of a wire: {' '.join(part)[:60]!r}")
    stamps = [iso for line in (*part[:head], *part[tail:]) if not _HELD.search(line) for iso in [_time(line)] if iso]
    fields = {"source": _agency(body, part[tail:]), "published": stamps[0] if stamps else ""}
    title = next((line for n, line in enumerate(body) if is_headline(line) or (not n and _is_short_headline(line))), "")
    title = "" if is_prose(body[0]) else title
    return Raw("\n\n".join(body), {**{k: v for k, v in fields.items() if v}, "title": title}, single=True, place=place)


def _is_header(line: str) -> bool:
    """Whether a line above the headline is the wire's: start, slug, priority, codes with the time and the count of words."""
    line = line.strip()
    if any(form.fullmatch(line) for form in (_START, _SLUG, _PRIORITY, _CODES)) or (GROUP.search(line) and not is_prose(line)):
        return True
    bar = read_bar(_COUNT.sub("", line))
    return bar is not None and bool(bar.stamps) and not bar.byline


def _is_short_headline(line: str) -> bool:
    """Whether two words stand where a headline does, under the wire's codes: "Bridge shut"."""
    return len(line.split()) == 2 and is_headline(f"{line} now")


def _is_signature(line: str) -> bool:
    name = _SIGNED.fullmatch(line.strip())
    return bool(name and agencies_of(name["name"])) or bool(AMERICAN.search(line)) or (bool(GROUP.search(line)) and not is_prose(line))


def _time(line: str) -> str:
    """Return the ISO time that a line of the wire states, with its zone if it is Greenwich's; empty if there is none, or two."""
    if found := GROUP.search(line) or AMERICAN.search(line):
        parts = found.groupdict()
        month = int(parts["month"]) if parts["month"].isdigit() else MONTHS[parts["month"].lower()]
        year = int(parts["year"]) if len(parts["year"]) == 4 else _century(int(parts["year"]))
        try:
            when = datetime(year, month, int(parts["day"]), int(parts["hour"]), int(parts["minute"]), tzinfo=UTC)
        except ValueError:
            return ""
        return (when if parts["zone"] else when.replace(tzinfo=None)).isoformat(timespec="minutes")
    stamps = cut_times(_COUNT.sub("", line))[1]
    return stamps[0].iso if len({stamp.iso for stamp in stamps}) == 1 else ""


def _century(year: int) -> int:
    return 2000 + year if year < 70 else 1900 + year  # as POSIX reads two figures


def _agency(body: Sequence[str], tail: Sequence[str]) -> str:
    """Return the agency in brackets behind the place that a story was filed from, else the one that signs it.

    One that is not known counts behind a place with its day, "OXHEY, Mar 5 (Hillwire) -": "Ann Reed (Greens) - once mayor" is none.
    """
    if filed := _FILED.match(next(filter(is_prose, body))):
        name = filed["name"].strip()
        place = read_bar(filed["place"])
        if agencies_of(name) or outlet_of(name) or (name[0].isupper() and place and place.place and (place.days or place.stamps)):
            return name
    for line in tail:
        if (name := _SIGNED.fullmatch(line.strip())) and (found := agencies_of(name["name"])):
            return found[0]
    return ""
