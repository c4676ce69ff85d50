"""Lines of an export and what they state: paragraphs of a text broken to a page width, labels, bylines, days."""

import re

from ingest.article.months import MONTHS, any_of
from ingest.article.stamps import date_line

WIDTH = 130  # characters of the longest line of a text that was broken to a page width
_FULL = 45  # of a line from which the next one is its continuation, in such a text
_CENTRED = 8  # spaces before a line that stands by itself
_ALONE = re.compile(
    r"[A-Z][A-Za-z-]+|[A-Z][a-z]+(?:-[A-Z][a-z]+)?: .*|[A-Z][A-Z-]+: .*|End of Document"
)  # a heading or a label, no end of a sentence
GROUP = re.compile(  # 030942 GMT JUL 18: the third of July
    rf"(?<!\d)(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s*(?P<zone>GMT|UTC|Z)?\s+(?P<month>{any_of(MONTHS)})\.?\s+"
    r"(?P<year>(?:20|19)?\d\d)(?!\d)",
    re.IGNORECASE,
)
AMERICAN = re.compile(  # AP-NY-07-03-18 0942GMT
    r"[A-Z]{2,4}-[A-Z]{2}-"
    r"(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) (?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<zone>GMT|UTC)?(?:[A-Z]{3})?"
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
_EDITION = re.compile(r"[,;]?\s+(?:[\w'’-]+ ){0,3}edition\b.*$|\s*correction appended.*$", re.IGNORECASE)
_ROLE = re.compile(
    r"\s*[,;(|-]\s*(?:(?:chief|senior|deputy|special|foreign|political|business|staff|our|the|associated|associate|assistant)\s+)*"
    r"(?:writers?|correspondents?|reporters?|editors?|columnists?|contributors?|staff|press)\b.*$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"\b(?:And|Of|The|For|In|Van|Von|De|Der|Al|Bin)\b")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text; lines that were broken to a page width are joined, centred ones and short ones stand alone."""
    found: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    raw_lines = [line.replace("\xa0", " ").rstrip() for line in text.split("\n")]
    wrapped = max(map(len, raw_lines), default=0) <= WIDTH
    before = ""
    for raw in raw_lines:
        bare = " ".join(raw.split())
        goes_on = wrapped and len(before) >= _FULL and not raw.startswith(" " * _CENTRED) and not before.startswith(" " * _CENTRED)
        if bare and found and goes_on and not _stands_alone(bare):
            found[-1] = f"{found[-1]} {bare}"
        elif bare:
            found.append(bare)
        before = raw
    return found


def _stands_alone(line: str) -> bool:
    timed = len(line) <= _FULL and any(form.search(line) for form in (GROUP, AMERICAN))  # "REUTERS 050942 GMT MAR 24"
    return timed or bool(_ALONE.fullmatch(line))


def day(line: str) -> str:
    """Return the ISO time of a line that states one and little else: a weekday behind it or an edition do no harm; else empty."""
    stamps = date_line(" ".join(_EDITION.sub("", _WEEKDAY.sub("", line)).split()).strip(" ,"))
    return stamps[0].iso if len(stamps) == 1 else ""


def byline(value: str) -> str:
    """Return the names of a byline: without "By" and the writer's post, capitals made a name's."""
    names = _ROLE.sub("", re.sub(r"^\s*(?:by|written by|from)\b[:\s]+", "", value.strip(), flags=re.IGNORECASE)).strip(" ,;")
    return _SMALL.sub(lambda word: word[0].lower(), names.title()) if names.isupper() else names


def label(line: str) -> tuple[str, str]:
    """Return (label in lower case, value) of "Label: value"; ("", "") for other lines."""
    match = re.match(r"([A-Z][A-Za-z /&-]{1,28}?)\s?:\s*(.*)$", line)
    return (match[1].lower(), match[2].strip()) if match else ("", "")


def names(value: str, *, turned: bool = True) -> str:
    """Return "Reyes, Carla; Okafor, Ben" as "Carla Reyes, Ben Okafor".

    :param turned: whether surnames stand first for certain; else "Reyes, Carla" is turned and "Carla Reyes, Oxhey Star" is not.
    """
    each = [" ".join(reversed(name.split(", "))) if _is_turned(name, turned) else name for name in map(str.strip, value.split(";"))]
    return byline(", ".join(filter(None, each)))


def _is_turned(name: str, sure: bool) -> bool:
    return name.count(", ") == 1 and (sure or " " not in name.split(", ")[0])
