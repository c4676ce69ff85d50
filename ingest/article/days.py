"""Which of the days that stand beside an article is that of its publication, and which words say that a day is another's (pure)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from ingest.article.clean import is_prose
from ingest.article.furniture import is_credit
from ingest.article.lines import Line
from ingest.article.stamps import Stamp, date_line

WEB = "1994"  # before it no article was put on a page: an older day that nothing labels is one of those that it tells of
MOST_LABEL = 5  # words of a line that says what the day beside it is
_OTHERS = re.compile(
    r"\b(?:due|deadline|clos(?:es|ing)|hearing|trial|open(?:s|ed|ing)?|until|till|expir(?:es|ed|y)|born|died|birth|death|events?|when"
    r"|where|doors|tickets?|kick-?off|attendance|venue|concerts?|last day|picture[ds]?|photos?|photographs?|images?|archives?"
    r"|embargo(?:ed)?|visited|accessed|retrieved|starts?|ends?|taken|captured|founded|built|established|valid|effective|performed"
    r"|geboren|gestorben|bis)\b",
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


def own_stamps(stamps: Iterable[Stamp], line: str, around: Iterable[str], *, web: bool) -> tuple[Stamp, ...]:
    """Return those of the stamps of a line that may be the article's: what is labelled, and a bare day that nothing makes another's.

    That is a second day on its line (a life, a tour), a word of an event, a deadline or a picture on it or in a short line ``around`` it,
    and, of what comes from the ``web``, a day before it or after today.
    """
    found = tuple(stamps)
    bare = {stamp.iso[:10] for stamp in found if not stamp.kind}
    other = len(bare) > 1 or others_day(line) or any((web and is_credit(text)) or _is_label(text) for text in around)
    return tuple(stamp for stamp in found if stamp.kind or not (other or (web and not plausible(stamp.iso))))


def heads_sections(found: Sequence[Line], day: str) -> bool:
    """Whether other days than ``day`` stand alone above paragraphs: of a chronicle, or of several articles one below the other."""
    return any(
        is_prose(below.text) and not is_prose(line.text) and any(s.iso[:10] != day and not s.kind for s in date_line(line.text))
        for line, below in pairwise(found)
    )


def _is_label(text: str) -> bool:
    return len(text.split()) <= MOST_LABEL and others_day(text)


def plausible(iso: str) -> bool:
    """Whether a page can have been published on a day that nothing but its place says to be that of its publication."""
    return WEB <= iso[:10] <= date.today().isoformat()
