"""What a reader sees between the headline and the first paragraph: the days, the byline, the outlet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.article.byline import Bar, read_bar
from ingest.article.clean import is_prose
from ingest.article.days import own_stamps, plausible, stated_day
from ingest.article.furniture import is_credit
from ingest.article.headline import squeezed
from ingest.article.lines import Line
from ingest.article.people import byline_names, person
from ingest.article.stamps import Stamp, date_line
from ingest.article.times import NUMERIC, day_first
from ingest.read.pages.said.names import ROLE_LINE, clean_byline
from ingest.read.pages.said.shown import Shown, exact_time, lines_above, lines_below, lines_of_foot
from ingest.read.pages.tree import marks, words

MOST_NOTE = 16  # words of a line with a time in it that says nothing else
SENTENCE = 8  # words of a sentence in which a time is a part of what it tells
_UPDATED = re.compile(
    r"\b(?:updat\w+|modif\w+|chang\w+|revis\w+|edited|correct\w+|amended|aktualisier\w+|geändert|mise? à jour|actualiza\w+|atualiza\w+"
    r"|aggiorna\w+|bijgewerkt|gewijzigd|uppdater\w+|ändrad|oppdater\w+|endret|opdater\w+|ændret)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:publi\w+|pubbl\w+|gepubl\w+|udgivet|posted|issued|created|first|veröffentlicht|erschienen|erstellt)\b", re.IGNORECASE
)
_DATED = re.compile(r"\b(?:date|datum|stand|fecha|data|dato|on|by|von|par|por|di|da|av|af|door)\b", re.IGNORECASE)
_SIGNED_ON = re.compile(r"\w+ by (?P<who>.{3,60}?),? on (?P<day>.{6,60})", re.IGNORECASE)  # "Filed by Dan Feher on 5 March 2024"
_OTHERS = re.compile(  # boxes whose days are those of something else
    r"(?:^|[\s_-])(?:events?|agenda|calendar|widget|weather|video|audio|podcast|image|photo|pic(?:ture)?|caption|gallery|poll|tweet|embed"
    r"|comments?|related|card|teaser|timeline|facts?|fact-?box|key-?dates|ticker|deadline|live|inline-story|schedule|infobox|promo|slideshow)(?=$|[\s_-])"
)
_WHOLE = frozenset(("html", "body", "main", "article"))
_FOREIGN = re.compile(r"[^\W\d_]\s*:\s*$")  # a label right before a time
_LEADS = re.compile(  # a word right before a time that is of something else
    r"(?:^|\s)(?:until|till?|from|to|before|after|since|through|between|due|expected|born|died|starts?|opens?|opening|opened|begins?|ends?|closes?"
    r"|deadline|valid|founded|joined|effective|bis|ab|seit|vor|nach|geboren|gestorben|jusqu['’]au|depuis|avant|après|née?|hasta|desde|antes"
    r"|nacid[oa]|fino al|dal|nat[oa]|até|nascid[oa]|tot|vanaf|sinds|från|född|fra|født)\s*$",
    re.IGNORECASE,
)
_REVIEWED = re.compile(r"review(?:ed)? by (?P<who>.{3,60})", re.IGNORECASE)  # "By ..." beside it names the author of what is reviewed
_MASTHEAD = re.compile(r"masthead|today|current-?date|topbar|top-bar|site-|header|weather|clock")


@dataclass(slots=True)
class Zone:
    """What the lines under a headline state."""

    published: str = ""
    updated: str = ""
    labelled: bool = False  # the published day is called so
    byline: str = ""
    source: str = ""
    agency: str = ""
    read: set[str] = field(default_factory=set)  # the lines that state this and nothing else, squeezed

    @property
    def dated(self) -> bool:
        """Whether a day was seen."""
        return bool(self.published or self.updated)

    def take(self, stamps: Iterable[Stamp]) -> None:
        """Keep the first updated time and the day of publication, if the stamps agree on it, in the finest form of their days."""
        found = list(stamps)
        day = stated_day(found)
        self.published = max((s.iso for s in found if s.kind != "updated" and s.iso[:10] == day), key=len, default="")
        self.labelled = any(s.kind == "published" for s in found)
        changed = [s.iso for s in found if s.kind == "updated"]
        self.updated = max((iso for iso in changed if iso[:10] == changed[0][:10]), key=len, default="")

    def says(self, stamps: Iterable[Stamp]) -> bool:
        """Whether the days of a line are those of the article."""
        return all(stamp.iso[:10] in {self.published[:10], self.updated[:10]} for stamp in stamps)

    def add(self, other: "Zone") -> None:
        """Take what another zone states that this one does not."""
        if not self.dated:
            self.published, self.updated, self.labelled = other.published, other.updated, other.labelled
        self.byline = self.byline or other.byline
        self.agency = self.agency or other.agency
        self.read |= other.read


def read_zone(heading: Any) -> Zone:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return what the lines between the headline and the first paragraph state; for want of it what those above and at the foot do."""
    if heading is None:
        return Zone()
    above, under = lines_below(heading)
    zone = _read(above)
    if not zone.dated or not zone.byline:
        zone.add(_read(line for line in under if _tells(line)))
    article = next((n for n in heading.iterancestors() if n.tag == "article" or n.get("itemscope") is not None), None)
    for lines in (lines_above, lines_of_foot) if article is not None else ():
        if not (zone.published and zone.byline):
            zone.add(_read(lines(article, heading)))
    if not zone.dated:
        _read_top(heading, zone)
    return zone


def _tells(line: Shown) -> bool:
    """Whether a line says itself that it is about the article: who wrote it, or what its day is."""
    bar = read_bar(line.text)
    return any(stamp.kind for stamp in date_line(line.text)) or bool(bar and bar.byline and bar.stamps)


def _read_top(heading: Any, zone: Zone) -> None:  # noqa: ANN401
    """Take the day right above a headline; any further up is that of the paper's head, today's, and no line of the article."""
    body = next((n for n in heading.iterancestors() if n.tag == "body"), None)
    zone.read |= {squeezed(line.text) for line in (lines_above(body, heading) if body is not None else ()) if date_line(line.text)}
    node = next((n for n in (heading, *heading.iterancestors()) if n.getprevious() is not None), heading).getprevious()
    if node is None or not isinstance(node.tag, str) or (node.getparent() is body and heading.getparent() is not body):
        return
    if not any(n.tag == "header" or _MASTHEAD.search(marks(n)) for n in (node, *node.iterancestors())):
        zone.take(stamp for stamp in date_line(words(node)) if stamp.kind or plausible(stamp.iso))


def _labelled(lines: Sequence[Shown]) -> Iterator[Shown]:
    """Yield lines, each that is a label alone joined to the one below it: "Author", "Ines Quade"."""
    label: Shown | None = None
    for line in lines:
        if label is not None:
            line.label = label.text
            line.pieces.insert(0, f"{label.text.rstrip(' :')}: ")
            line.times = [(node, at + 1) for node, at in line.times]
        label = line if line.block is not None and line.block.tag == "dt" and not line.times and label is None else None
        if label is None:
            yield line


def _read(shown: Iterable[Shown]) -> Zone:
    zone, lines = Zone(), list(_labelled(list(shown)))
    order = day_first([Line(line.text) for line in lines], [line.text for line in lines])
    stated = [_stated(lines, n, order) for n in range(len(lines))]
    zone.take(stamp for stamps, _ in stated for stamp in stamps)
    dated = {n for n, (stamps, _) in enumerate(stated) if stamps and zone.says(stamps)}
    zone.byline = next(filter(None, (byline_names(m["who"], marked=True) for line in lines if (m := _REVIEWED.fullmatch(line.text)))), "")
    for n, (line, (stamps, bar)) in enumerate(zip(lines, stated, strict=True)):
        other = (
            (line.dated and n not in dated) or is_credit(line.text) or _is_boxed(line)
        )  # its day is not the article's, nor is the name beside it
        names = _named(line) or ("" if other or bar is None else clean_byline(bar.byline))
        zone.byline = zone.byline or names
        if bar and not other:
            zone.source, zone.agency = zone.source or bar.source, zone.agency or bar.agency
        if not other and (stamps or bar or names) and (not names or names == zone.byline):
            own = squeezed(line.text)
            zone.read |= {own, squeezed(line.label), own.removeprefix(squeezed(line.label))} - {""}
    for n, line in enumerate(lines):
        told = {n - 1, n + 1} & dated or (n in dated and line.times) or (n + 1 < len(lines) and ROLE_LINE.fullmatch(lines[n + 1].text))
        if told and not zone.byline and not is_credit(line.text):
            zone.byline = next(filter(None, (byline_names(part, marked=False) for part in (line.text, *line.parts[:1]))), "")
            zone.read |= {squeezed(line.text), *map(squeezed, line.parts[:1])} if zone.byline else set()
    return zone


def _named(line: Shown) -> str:
    """Return the names of a line that is marked as that of an author, by "By" or by its elements."""
    return next(filter(None, (person(clean_byline(words(author))) for author in line.authors)), "") or _signed(line.text)


def _stated(lines: Sequence[Shown], n: int, order: bool | None) -> tuple[list[Stamp], Bar | None]:
    """Return the times that a line states of the article and what else it does; a bare day only if nothing says that it is another's."""
    line = lines[n]
    if _is_boxed(line):
        return [], None
    said, bar = _written(line, order)
    times = _times(line)
    for node in line.changed:
        times += [Stamp(stamp.iso, stamp.kind or "updated") for stamp in date_line(words(node))]
    kinds = {stamp.iso[:10]: stamp.kind for stamp in times}  # one in plain words that an element states, too, is what that one is
    stamps = [*times, *(Stamp(stamp.iso, stamp.kind or kinds.get(stamp.iso[:10], "")) for stamp in said)]
    line.dated = bool(stamps or NUMERIC.search(line.text))
    around = [lines[i].text for i in (n - 1, n + 1) if 0 <= i < len(lines)]
    if line.aside or _in_table(line):
        return [stamp for stamp in stamps if stamp.kind], bar
    return list(own_stamps(stamps, line.text, around, web=True)), bar


def _is_boxed(line: Shown) -> bool:
    """Whether a line stands in a box of something else."""
    return line.block is not None and any(
        _OTHERS.search(marks(n)) for n in (line.block, *line.block.iterancestors()) if n.tag not in _WHOLE
    )


def _in_table(line: Shown) -> bool:
    """Whether a line is a cell of a table that is no layout, in which the headline stands."""
    table = None if line.block is None else next((n for n in (line.block, *line.block.iterancestors()) if n.tag == "table"), None)
    return table is not None and not any(True for _ in table.iter("h1", "h2", "h3"))


def _signed(text: str) -> str:
    """Return the names of a line "By ..." that says more than ``read_bar`` knows: a post at the paper, an address."""
    if len(text.split()) > MOST_NOTE or not re.match(r"by\b", text, re.IGNORECASE):
        return ""
    return byline_names(clean_byline(text), marked=True)


def _written(line: Shown, order: bool | None) -> tuple[Sequence[Stamp], Bar | None]:
    """Return the times that the words of a line state, and what else it states of the article."""
    for form in dict.fromkeys((line.text, " | ".join(line.parts))):
        if stamps := date_line(form, order):
            return stamps, None
        if bar := read_bar(form, order):
            return bar.stamps or _parts(line, order), bar
    if (signed := _SIGNED_ON.fullmatch(line.text)) and (stamps := date_line(signed["day"], order)):
        return stamps, Bar(byline_names(clean_byline(signed["who"]), marked=True))
    return _parts(line, order), None


def _parts(line: Shown, order: bool | None) -> Sequence[Stamp]:
    parts = line.parts if len(line.text.split()) <= MOST_NOTE else []
    return tuple(stamp for n, part in enumerate(parts) if not (n and _is_others(parts[n - 1])) for stamp in date_line(part, order))


def _is_others(before: str) -> bool:
    """Whether what stands right before a time says that it is of something else: "Next meeting:", "until"."""
    return bool(_LEADS.search(before) or (_FOREIGN.search(before) and not (_DATED.search(before) or _PUBLISHED.search(before))))


def _times(line: Shown) -> list[Stamp]:
    """Return the times of the elements on a line of little else; where their words name another day, that one counts."""
    found: list[Stamp] = []
    text = line.text if line.times else ""
    if is_prose(text) and len(text.split()) > SENTENCE and read_bar(text) is None:
        return found
    last = 0
    for node, at in line.times:
        iso, seen = exact_time(node), date_line(words(node))
        if len(seen) > 1:  # one element, "August 6 · Updated August 7"; its attribute names one of the two
            found += [*seen, *(Stamp(iso, stamp.kind) for stamp in seen if iso and stamp.iso[:10] == iso[:10])][: len(seen) + 1]
            last = at
            continue
        if seen and all(stamp.iso[:10] != iso[:10] for stamp in seen):
            iso = seen[0].iso
        before = "".join(line.pieces[last:at])
        called, last = f"{before} {words(node)}", at
        by_class = f"{marks(node)} {node.get('itemprop') or ''}".lower()
        published = bool(_PUBLISHED.search(called)) or "publ" in by_class
        updated = bool(_UPDATED.search(called)) or ("publ" not in by_class and ("updated" in by_class or "modified" in by_class))
        if iso and not (_is_others(before) and not (published or updated)):
            found.append(Stamp(iso, "updated" if updated else "published" if published else ""))
    return found
