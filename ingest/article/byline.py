"""Read a whole line that states who wrote an article, when, where and for whom: "By Dan Feher | March 5, 2024 | 3 min read" (pure)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.article.furniture import is_furniture, is_section
from ingest.article.months import GLUE, MONTHS, PUBLISHED, UPDATED, WEEKDAYS, any_of
from ingest.article.outlets import agencies_of, outlet_named, outlet_of
from ingest.article.people import byline_names, written
from ingest.article.stamps import Stamp, read_times
from rag.language.capitals import ordinary
from rag.language.data import word_list

LONGEST, MOST_WORDS, MOST_SMALL = 200, 32, 12  # of a line: characters, words, and words in small letters
_BY = re.compile(
    r"(?:(?:(?:written|posted|published|submitted|reported|compiled|story|text|words|report|reporting|analysis|article|created)\s+)?by"
    r"|authors?|reporters?|text|words|byline|autor(?:in)?|auteur|autore)\s*:\s*"
    r"|(?:(?:written|posted|published|submitted|reported|compiled|story|text|words|report|reporting|analysis|article|created)\s+)?by\s+"
    r"|(?:authors?|(?:ein\s+beitrag\s+)?von|par|por|di|door|av|af)\s+(?-i:(?=[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"(?:\w+\s+)?by\b|.*:", re.IGNORECASE)
_SIGN = re.compile(r"[\d(|]")
PARTED = 90  # characters of a line without "By" and figures
_PARTED = re.compile(r"[A-ZÀ-Þ].{2,60}(?:,| [/•·—–-]) .{2,60}")  # "Dan Feher, political editor"
_TIMELY = re.compile(  # where a time or a count may begin
    rf"(?<![\w/.'’-])(?:\d|(?:{any_of(MONTHS)}|{any_of(WEEKDAYS)}|{PUBLISHED}|{UPDATED}|{GLUE}|pages?|p\.|pg|seite|s\.(?=\s*\d)|vol|volume|no|issue|an?|one|two"
    r"|three|few|publication|date|datum|stand)(?!\w))",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"(?:\d{1,3}|an?|one|two|three|four|five)[ -]?min(?:ute)?s?\.?\s+(?:read|listen|watch|de lecture|lesezeit|lectura)(?!\w)"
    r"|(?:(?:last\s+)?(?:updated|published|posted)\s+)?(?:\d{1,3}|an?|one|two|few)\s+(?:second|minute|min|hour|hr|day|week|month)s?\s+ago(?!\w)"
    r"|\d{1,2}\s?(?:h|hrs?|m|mins?|d)(?!\w)|\d+\s+(?:comments?|shares?|views?|likes?|min)(?!\w)"
    r"|(?:pages?|pg\.?|p\.|seite|s\.)\s*[A-Z]?\d{1,3}(?!\w)|(?:vol(?:ume)?|no|issue|nr)\.?\s*\d+(?!\w)"
    r"|\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\b\.?)?(?!\w)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:pages?|pg\.?|p\.|seite|s\.)\s*[A-Z]?\d", re.IGNORECASE)
_YEARLESS = re.compile(
    rf"(?P<month>{any_of(MONTHS)})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w,]|\s*\d)(?=[\s,)]|$)"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<month_last>{any_of(MONTHS)})(?!\w)\.?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[|•·»›>¦()\[\]—–]|\s[/-]+\s|\s[/-]+$|^[/-]+\s)\s*")
_EDGES = " \t,;:.–—-|/•·"
_CONTACT = re.compile(r"@\w{2,30}|\b[\w.+-]+@[\w-]+\.[\w.]+")
_ROLE = re.compile(
    r"(?:(?:our|own|the|an?|special|staff|senior|chief|deputy|assistant|associate|executive|managing|political|foreign|diplomatic|business"
    r"|city|sports?|health|science|world|news|national|local|media|legal|crime|culture|arts|economics?|education|environment|climate|defence"
    r"|defense|security|technology|transport|court|features?|investigations?|data|digital|guest|contributing|freelance|europe|asia|africa"
    r"|us|uk|middle|east|and|web|online|print|night|opinion|entertainment|lifestyle|medical|television|movie|film|royal|family)\s+){0,5}"
    r"(?:editors?|correspondents?|reporters?|writers?|columnists?|contributors?|journalists?|staff|producers?|analysts?|photographers?"
    r"|bureau(?:\s+chief)?|desk|intern|critic|newsroom|team|admin|agenc(?:y|ies)|wires?(?:\s+services?)?)",
    re.IGNORECASE,
)
_HOLDER = re.compile(rf"\s+{_ROLE.pattern}$", re.IGNORECASE)  # "Associated Press writer"
_SERVICE = re.compile(r"(?:AP|AFP|Reuters|Bloomberg|UPI|PTI|Xinhua)(?: [A-Z]\w+){1,3}")  # "AP Entertainment", "Reuters Health"
_FOR = re.compile(
    r"(?:special(?:ly)?\s+(?:to|for)|writing\s+for|exclusive\s+to|for|of|from)\s+(?:(?-i:the)\s+)?(?-i:(?=[A-Z]))", re.IGNORECASE
)
_IN = re.compile(r"\s+(?:in|reporting from|à|en|aus|i)\s+(?P<place>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2})(?=\s+and\s|$)")
_PLACE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}(?:/[A-ZÀ-Þ .'’-]+)?(?:, [A-ZÀ-Þ][\w.]{1,15})?")
_DEADLINE = re.compile(r"\b(?:UNTIL|TILL|DEADLINE|CLOSING|CLOSES|DUE|ENDS)\b")
_FILED = re.compile(r"\s*(?:--+|[—–]|:(?=\s)|\s-(?=\s))\s*|(?<=\))\s+(?=[A-ZÀ-Þ])")  # what stands between a dateline and the report
_DATELINE = 120  # characters in which it ends
_FEW_WORDS = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:(?:de|do|da|del|of|am|upon|sur|di) )?[A-ZÀ-Þ][\w.'’-]*){0,2}")
_JOINED = re.compile(r"(?:and|with|&|und|et|y)\s+", re.IGNORECASE)
_SMALL = re.compile(r"(?:on|at|(?-i:the)|in|from|under|special|exclusive|editorial|photos?|file)(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bar:
    """What one line states: names as written (not in capitals), times, the outlet, the place and, joined by ", ", the agencies."""

    byline: str = ""
    stamps: tuple[Stamp, ...] = ()
    source: str = ""
    place: str = ""
    agency: str = ""
    days: tuple[tuple[int, int], ...] = ()  # month and day where no year is stated
    marked: bool = field(default=False, compare=False)  # "By" stands before the names


@dataclass(slots=True)
class _Reading:
    """What the pieces of a line have said so far."""

    names: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    days: list[tuple[int, int]] = field(default_factory=list)
    source: str = ""
    place: str = ""
    agencies: list[str] = field(default_factory=list)
    timed: bool = False  # a time stands in it, if only "2 hours ago" or 3/4/2024
    marked: bool = False  # "By" stands in it
    role: bool = False  # "staff writer"
    filed: bool = False  # it is "(Reuters)" and no more
    paged: bool = False  # a page is named, as only something printed has

    def bar(self) -> Bar | None:
        told = self.role or self.source or self.agencies  # which a name without "By" needs beside it
        if not (self.timed or self.marked or self.filed or (self.place and (self.agencies or self.source)) or (self.names and told)):
            return None
        names, agencies = ", ".join(dict.fromkeys(self.names)), ", ".join(dict.fromkeys(self.agencies))
        return Bar(names, tuple(self.stamps), self.source, self.place, agencies, tuple(self.days), self.marked)


def read_bar(line: str, day_first: bool | None = None) -> Bar | None:
    """Return what a line states that holds a byline, a date or the place it was filed from, and nothing else; otherwise None.

    Names without "By" count only beside a time or an outlet. A day whose month could be another is no stamp (see ``date_line``).
    """
    text = line.strip()
    if not 4 <= len(text) <= LONGEST or not (_SIGN.search(text) or _BY.match(text) or (len(text) <= PARTED and _PARTED.fullmatch(text))):
        return None
    return _bar(text, day_first)


@lru_cache(maxsize=4096)
def _bar(text: str, day_first: bool | None) -> Bar | None:
    words = text.split()
    if len(words) > MOST_WORDS or sum(word[0].islower() for word in words) > MOST_SMALL:
        return None
    found = _Reading()
    pieces = [bare for part in _cut(text, found, day_first) for piece in _BETWEEN.split(part) if (bare := piece.strip(_EDGES))]
    if pieces and _opens_dateline(text, pieces, found):
        found.source, found.place = (pieces[0], "") if _is_printed(pieces[0], found) else ("", pieces[0])
        pieces = pieces[1:]
    found.filed = len(pieces) == 1 and text.startswith("(") and bool(agencies_of(pieces[0]))
    # What "By" marks comes first, so that a second name is known to be none of the author's.
    return found.bar() if all(_read(piece, found) for piece in sorted(pieces, key=lambda p: not _BY.match(p))) else None


def read_dateline(text: str, day_first: bool | None = None) -> Bar | None:
    """Return what the opening of a report's first line states: "OXHEY, March 5, 2024 (Reuters) - The mayor ..."; None if it has none.

    It names a place or an agency: a day alone opens an entry of a chronicle.
    """
    for end in _FILED.finditer(text[:_DATELINE]):
        head = text[: end.start()]
        bar = read_bar(head, day_first) if end.start() >= 4 else None
        if bar and not bar.byline and (bar.place or bar.agency) and len(text) > end.end():
            return bar if ":" not in end[0] or bar.agency or bar.place.isupper() else None  # "Correction, April 28, 2024: ..."
    return None


def cut_times(text: str) -> tuple[str, tuple[Stamp, ...]]:
    """Return a line without its times and counts, and the times."""
    found = _Reading()
    return " ".join(_cut(text, found, None)), tuple(found.stamps)


def _cut(text: str, found: _Reading, day_first: bool | None) -> list[str]:
    """Return what is left of a line around its times and counts, which go to ``found``."""
    parts, kept, at = [], 0, 0
    while start := _TIMELY.search(text, at):
        begin = start.start()
        times = read_times(text, begin, day_first)
        if times.stamps or not times.clear:
            found.stamps += times.stamps if times.clear else ()
            end = times.end
        elif count := _COUNTS.match(text, begin):
            end = count.end()
            found.paged |= bool(_PAGE.match(text, begin))
        elif day := _YEARLESS.match(text, begin):
            month, number = day["month"] or day["month_last"], int(day["day"] or day["day_first"])
            found.days.append((MONTHS[month.lower()], number))
            end = day.end()
        else:
            at = begin + 1
            continue
        found.timed = True
        parts.append(text[kept:begin])
        kept = at = end
    return [*parts, text[kept:]]


def _opens_dateline(text: str, pieces: list[str], found: _Reading) -> bool:
    """Whether the first piece is a place though not in capitals: "Oxhey (dpa) -", "Oxhey, 5 March 2024"."""
    if (
        not _FEW_WORDS.fullmatch(pieces[0])
        or pieces[0].lower() in ordinary()
        or _BY.match(pieces[0])
        or byline_names(pieces[0], marked=False)
        or _ROLE.fullmatch(pieces[0])
    ):
        return False
    credited = len(pieces) == 2 and "(" in text and bool(agencies_of(pieces[1]) or outlet_of(pieces[1]))
    return credited or (len(pieces) == 1 and text.startswith(f"{pieces[0]}, ") and bool(found.stamps) and not _names_another(pieces[0]))


def _is_printed(name: str, found: _Reading) -> bool:
    """Whether what opens a dated line is a paper, not a place: a page of it is named, or the name is one of a paper."""
    named = found.paged and not (name.isupper() and " " not in name)  # OXHEY is a place
    return bool(found.stamps) and (named or (name.startswith("The ") and bool(outlet_named(name))))


def _names_another(text: str) -> bool:
    return bool(outlet_of(text) or agencies_of(text) or is_section(text) or is_furniture(text))


def _read(piece: str, found: _Reading) -> bool:
    """Put down what a piece between two separators states; return False when it is something else."""
    if by := _BY.match(piece):
        found.marked = True
        return _credit(_CONTACT.sub("", piece[by.end() :]).strip(_EDGES), found, marked=bool(_ENGLISH.match(piece)))
    bare = _without(_SMALL, _CONTACT.sub("", piece).strip(_EDGES))
    return not bare or _other(bare, found) or is_furniture(bare) or is_section(bare) or _credit(bare, found, marked=False)


def _credit(text: str, found: _Reading, *, marked: bool) -> bool:
    """Read "Dan Feher and Lia Wong in Oxhey, staff writers": names first, then who they are and where they write."""
    if place := _IN.search(text):
        found.place = found.place or place["place"]
    names = ""
    for n, item in enumerate(re.split(r"\s*[,;/]\s*", _IN.sub("", text))):
        bare = _without(_JOINED, item)
        behind = bool(n or found.names)  # an author was named before
        if not bare or (behind and _other(bare, found)):
            continue
        if not n and marked and _credits_alone(bare) and _nobody(bare, found):
            continue
        name = _run_on(bare, found, marked=marked)
        if not name and not n and marked and _nobody(bare, found):
            continue
        name = name or byline_names(bare, marked=marked)
        if " " in name or (name and not names and marked):
            names += (", and " if bare != item else ", ") * bool(names) + name
        elif n and _FEW_WORDS.fullmatch(bare) and (" " not in bare or (marked and names)):
            found.place = found.place or (bare if " " not in bare else "")  # else an office that is not known: "USA TODAY Collegiate"
        else:
            return False
    if " " in names and (marked or not found.names):  # one word alone is as likely a company
        found.names.append(names)
        return True
    return marked or not names


def _run_on(text: str, found: _Reading, *, marked: bool) -> str:
    """Return the names of "Dan Feher Staff Writer", "Dan Feher for the Oxhey Star", "Dan Feher and Reuters"."""
    for space in re.finditer(" ", text):
        name = byline_names(text[: space.start()], marked=marked)
        if " " in name and not outlet_of(name) and _other(_without(_JOINED, text[space.end() :]), found):
            return name
    return ""


def _without(opening: re.Pattern[str], text: str) -> str:
    found = opening.match(text)
    return text[found.end() :] if found else text


def _credits_alone(text: str) -> bool:
    """Whether it begins with an agency: "Reuters and Oxhey Star staff"."""
    return bool(agencies_of(re.split(r"\s+and\s+", text)[0]))


def _nobody(text: str, found: _Reading) -> bool:
    """Read "By AFP", "By the Oxhey Star", "By Our Correspondent"; "submitted by desk", in small letters, names nobody."""
    text = written(text)
    if len(several := re.split(r"\s+and\s+", text)) > 1:
        return all([_nobody(one, found) for one in several])
    if agencies := agencies_of(text):
        found.agencies += agencies
    elif outlet := outlet_of(_HOLDER.sub("", text)) if _HOLDER.search(text) or len(text.split()) > 2 else "":
        found.source = found.source or outlet
    elif _ROLE.fullmatch(text) and " " in text and text[0].isupper():
        found.names.append(text)
    else:
        return bool(_ROLE.fullmatch(text) or re.fullmatch(r"[a-z][\w.-]*", text))
    return True


def _other(text: str, found: _Reading) -> bool:
    """Read a piece that names no person: an agency, an outlet, a role, a place in capitals."""
    bare = _without(_FOR, text)
    holder = _HOLDER.sub("", bare)
    if agencies := agencies_of(holder) or agencies_of(bare) or (agencies_of(bare.split()[0]) if _SERVICE.fullmatch(bare) else ()):
        found.agencies += agencies
    elif outlet := outlet_of(bare) or outlet_of(holder):
        found.source = found.source or outlet
    elif bare != text and _FEW_WORDS.fullmatch(bare):
        found.source = found.source or ("" if bare in word_list("press.json", "press words") else bare)  # "to the Star" says not which one
    elif agencies := agencies_of(text.partition(",")[0]) if _PLACE.fullmatch(text) else ():
        found.agencies += agencies  # "AFP, Paris"
    elif _PLACE.fullmatch(text) and not _DEADLINE.search(text) and not found.marked and not found.agencies:
        found.place = found.place or text
    elif _ROLE.fullmatch(text):
        found.role = True
    elif not found.source and _FEW_WORDS.fullmatch(text) and _is_printed(text, found) and not byline_names(text, marked=False):
        found.source = text
    else:
        return False
    return True
