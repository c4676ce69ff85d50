"""Which of the days that stand beside an article is that of its publication, and which words say that a day is another's (pure)."""

import re
from collections.abc import Iterable
from datetime import date

from ingest.article.stamps import Stamp

WEB = "1995"  # before it no article was put on a page: an older day that nothing labels is one of those that it tells of
MOST_LABEL = 5  # words of a line that says what the day beside it is
_OTHERS = re.compile(
    r"\b(?:due|deadline|clos(?:es|ing)|hearing|trial|open(?:s|ed|ing)?|until|till|expir(?:es|ed|y)|born|died|birth|death|events?|when"
    r"|where|doors|tickets?|kick-?off|attendance|venue|concerts?|last day|picture[ds]?|photos?|photographs?|images?|archives?"
    r"|embargo(?:ed)?|visited|accessed|retrieved|starts?|ends?|taken|captured|founded|built|established|valid|effective|performed"
    r"|geboren|gestorben|bis)\b",
    re.IGNORECASE,
)
_LABEL = 5  # words of a line that says what the day beside it is
_OTHERS = re.compile(
    r"\b(?:due|deadline|clos(?:es|ing)|hearing|trial|open(?:s|ed|ing)?|until|till|expir(?:es|ed|y)|born|died|birth|death|events?|when"
    r"|where|doors|tickets?|kick-?off|attendance|venue|concerts?|last day|picture[ds]?|photos?|photographs?|images?|archives?|embargo(?:ed)?|visited"
    r"|accessed|retrieved|starts?|ends?|taken|captured|founded|built|established|valid|effective|performed|geboren|gestorben|bis)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|datum|stand|fecha|data|on|at|am|le|el|publi\w+|posted|issued|created|first|veröffentlicht|erschienen)\s*:\s*$", re.IGNORECASE
)


def others_day(text: str) -> bool:
    """Whether the words of a line beside a day say that it is that of an event, a deadline, a life or a picture."""
    return bool(_OTHERS.search(text)) or (text.rstrip().endswith(":") and not _LABEL.search(text))


def stated_day(stamps: Iterable[Stamp]) -> str:
    """Return the day of publication that the stamps state: the one called so, else the only bare one; empty where they differ."""
    found = list(stamps)
    for kind in ("published", ""):
        if days := {stamp.iso[:10] for stamp in found if stamp.kind == kind}:
            return days.pop() if len(days) == 1 else ""
    return ""


def plausible(iso: str) -> bool:
    """Whether a page can have been published on a day that nothing but its place says to be that of its publication."""
    return WEB <= iso[:10] <= date.today().isoformat()
