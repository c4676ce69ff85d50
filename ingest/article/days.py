"""Which of the days that stand beside an article is that of its publication, and which words say that a day is another's (pure)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from ingest.article.byline import LONGEST, read_bar
from ingest.article.clean import is_prose
from ingest.article.furniture import is_credit, is_furniture
from ingest.article.lines import Line
from ingest.article.months import PUBLISHED, UPDATED, WEEKDAYS, any_of
from ingest.article.outlets import outlet_of, reads_as_name
from ingest.article.people import byline_names
from ingest.article.stamps import Stamp, date_line

WEB = "1994"  # before it no article was put on a page: an older day that nothing labels is one of those that it tells of
MOST_LABEL = 5  # words of a line that says what the day beside it is
MOST_WORDS = 10  # of a line that goes on in the day below it, or names the place of an event
_OTHERS = re.compile(
    r"\b(?:due|deadline|clos(?:es|ing)|hearing|trial|open(?:s|ed|ing)?|until|till|expir(?:es|ed|y)|born|died|birth|death|events?|when"
    r"|where|doors|tickets?|kick-?off|attendance|venue|concerts?|last day|picture[ds]?|photos?|photographs?|images?|archives?"
    r"|embargo(?:ed)?|visited|accessed|retrieved|starts?|end(?:s|ing)?|taken|captured|founded|built|established|valid|effective|performed"
    r"|geboren|gestorben|bis)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|datum|stand|fecha|data|on|at|am|le|el|publi\w+|posted|issued|created|first|veröffentlicht|erschienen)\s*:\s*$", re.IGNORECASE
)
_OPEN = re.compile(  # "Applications must be in by", "Report for the period ending"; not "Kim Le", "What's On", "What it costs and is for"
    r"(?!(?:what|who|why|how|which)\b)[^,]+\s(?-i:by|on|for|ending|ended|until|till|from|since|before|after|of|at|in|to|is|was|between|the|am"
    r"|bis|ab|seit|zum|vom|le|du|au|dès|depuis|jusqu['’]au|el|del|desde|hasta|il|dal|al|op|tot|van|den)",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"(?:{PUBLISHED}|{UPDATED}|by|written|von|par|por)\b", re.IGNORECASE)
_WEAK = re.compile(  # of a bond, a suit, a file as often
    r"(?:date\s+)?(?:issued|filed|created|uploaded)(?:\s+(?:on|at))?\b(?!\s+by\b)", re.IGNORECASE
)
_VENUE = re.compile(  # as the last word of a name: "Castle Park, Oxhey"
    r"\w[ -](?:stadium|arena|theatre|theater|hall|park|church|cathedral|chapel|grounds?|pavilion|auditorium|cinema|library|gallery|museum"
    r"|school|hotel|centre|center|square|gardens?|racecourse|stadion|kirche)(?=,|$)|\w{3}(?:halle|kirche)(?=,|$)"
    r"|^(?:théâtre|stade|église|teatro|estadio|iglesia|stadio|chiesa)\s",
    re.IGNORECASE,
)
_AT_HOUR = re.compile(r"[A-ZÀ-Þ]\S* \S.*, \d{1,2}(?:[.:]\d\d|(?:[.:]\d\d)?\s?[ap]m)")  # "Harbour Yard, 7.30pm", "Oxhey v Kelby, 15.00"
_SURNAME = re.compile(r"(?<=\w )(?<!['’]s )(?:Hall|Park|Church|Chapel)(?=,|$)")  # a place's or a person's: "Sarah Hall"
_BOOK = re.compile(  # in a list of what a book is, not in a sentence
    r"(?:^|[,;:|·(])\s*(?:\d+\s*(?:pages|pp|seiten|páginas|pagine)|isbn|hardback|hardcover|paperback|ebook)\b", re.IGNORECASE
)
_APPOINTED = re.compile(rf"(?<!\w)(?:{any_of({name: n for name, n in WEEKDAYS.items() if len(name) > 5})})(?!\w)", re.IGNORECASE)
_HOUR = re.compile(
    r"(?<![\d.:])\d{1,2}(?:[.:](?:00|15|30|45)(?!\d)(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)", re.IGNORECASE
)  # at which events begin


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


def own_stamps(stamps: Iterable[Stamp], line: str, above: str = "", below: str = "", *, web: bool) -> tuple[Stamp, ...]:
    """Return those of the stamps of a line that may be the article's: what is labelled, and a bare day that nothing makes another's.

    That is a second day on its line (a life, a tour), a word of an event, a deadline or a picture on it or in a short line beside it, a
    line above that goes on in the day, the place and town or the hour of an event, a day after today, and of what comes from the ``web``
    one before it. A place alone, "Issued" or "Filed", and a weekday with an hour at which events begin are as often an article's: it takes
    two of them, and no name or furniture of the page beside them.

    :param above: the line above it, empty where that is the headline or nothing; so of ``below``.
    """
    found, beside = tuple(stamps), (above, below)
    if _is_book(found, beside):
        return tuple(stamp for stamp in found if stamp.kind == "updated")
    weak = bool(_WEAK.match(line) or _WEAK.fullmatch(above))
    if weak:
        found = tuple(Stamp(stamp.iso, "" if stamp.kind == "published" else stamp.kind) for stamp in found)
    other = len({stamp.iso[:10] for stamp in found if not stamp.kind}) > 1 or others_day(line) or goes_on(above)
    other = other or any((web and is_credit(text)) or _is_label(text) or _is_set(text) for text in beside)
    signs = weak + any(_is_appointed(stamp, line, below) for stamp in found) + any(map(_is_venue, beside))
    other = other or (signs > 1 and not any(_is_sign(text) for text in (line, *beside)))
    return tuple(s for s in found if s.kind or not (other or s.iso[:10] > _today() or (web and not plausible(s.iso))))


def _is_book(stamps: Sequence[Stamp], beside: tuple[str, str]) -> bool:
    """Whether a day called that of publication is a book's, by the line beside it."""
    called = any(stamp.kind == "published" for stamp in stamps)
    return called and not _is_sign(beside[0]) and any(len(text.split()) <= MOST_WORDS and _BOOK.search(text) for text in beside)


def _is_appointed(stamp: Stamp, line: str, below: str) -> bool:
    """Whether a bare time is written as invitations are: "Saturday 8 June 2024, 7.30pm", in one line or two."""
    hour = _HOUR.search(line) or _HOUR.fullmatch(below)
    return not stamp.kind and len(stamp.iso) <= len("2024-06-08T19:30") and bool(hour and _APPOINTED.search(line))


def goes_on(above: str) -> bool:
    """Whether a line is a label that the day below completes: its last word is small, and it is no standfirst, name or furniture."""
    if len(above.split()) > MOST_WORDS or is_furniture(above):
        return False
    return bool(_OPEN.fullmatch(above.rstrip(": "))) and not _CALLED.match(above)


def _is_set(text: str) -> bool:
    """Whether a line says where an event is, in full: the place and its town, or the place and an hour."""
    return _is_place(text) and bool(_AT_HOUR.fullmatch(text) or "," in text)


def _is_venue(text: str) -> bool:
    """Whether a line is the name of a place where events are, and of no person."""
    return _is_place(text) and not byline_names(_SURNAME.sub("Oxley", text), marked=False)


def _is_place(text: str) -> bool:
    if len(text.split()) > MOST_LABEL or _CALLED.match(text) or _is_sign(text) or outlet_of(text.rpartition(", ")[2]):
        return False
    return bool(_AT_HOUR.fullmatch(text)) or (bool(_VENUE.search(text)) and reads_as_name(text))


def _is_sign(text: str) -> bool:
    """Whether a line names who wrote the article or for whom, or is furniture as stands under headlines."""
    if bar := read_bar(text):
        return bool(bar.byline or bar.source or bar.agency) or not (bar.stamps or bar.days or _HOUR.search(text))
    return 0 < len(text) <= LONGEST and (is_furniture(text) or bool(outlet_of(text)))


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
    return WEB <= iso[:10] <= _today()


def _today() -> str:
    return date.today().isoformat()
