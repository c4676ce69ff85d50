"""Choose among the times that the lines of an article state those of the article itself (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.article.byline import Bar, read_bar, read_dateline
from ingest.article.clean import is_prose, key
from ingest.article.days import goes_on, heads_sections, own_stamps, stated_day
from ingest.article.furniture import is_caption, is_furniture
from ingest.article.lines import Line
from ingest.article.months import DAY_FIRST
from ingest.article.stamps import PAST, Stamp, date_line

_WEAK_LABEL = re.compile(r"(?:publication\s+)?(?:date|datum|stand|fecha|data)\b", re.IGNORECASE)  # of an entry of a list as often
TAIL = 6  # lines at the end among which a labelled date is looked for
_FLASH = re.compile(r"^.*\s[|–—-]\s+")  # what stands before the day of a flash of one line: "Oxhey signs treaty - 29 January 2023"
_DIGIT = re.compile(r"\d")
NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:18|19|20)\d\d)(?![\d/-])")  # 3/4/2024
_DAY_FIRST = re.compile(rf"\b(?:{DAY_FIRST})\b", re.IGNORECASE)


def times(
    found: Sequence[Line], title: str, header: set[int], published: str, updated: str, order: bool | None, *, web: bool = False
) -> tuple[str, str, set[int]]:
    """Return published, updated and the lines that state them; what is given of both is only made finer.

    Dates count above the second paragraph, and at the end of the article when they are labelled or stand in a line about the article.
    A bare date below the first paragraph counts only beside page furniture: elsewhere it heads a section of a chronicle. A line that
    says more than when, by whom and where dates nothing: "5 October 2024 | Town Hall".

    :param web: the lines come from a record or a page.
    """
    stamped = dict(_candidates(found, title, header, order, web=web))
    if not published:
        stamps = [s for some in stamped.values() for s in some]
        published = stated_day(stamps)  # two different bare dates: it does not say which
        published = "" if not any(s.kind == "published" for s in stamps) and heads_sections(found, published) else published
    same = [s.iso for stamps in stamped.values() for s in stamps if s.kind != "updated" and s.iso[:10] == published]
    published = max([published, *same], key=len)
    if not updated:
        updates = [s.iso for stamps in stamped.values() for s in stamps if s.kind == "updated" and s.iso[:10] >= published[:10]]
        updated = max(updates, key=lambda iso: (iso[:10], len(iso), iso), default="")
    shown = {published[:10], updated[:10]} - {""}
    parts = bool(stamped) and heads_sections(found, published[:10])  # of a chronicle, of which the day of publication may head the first
    heads = {
        i for i, some in stamped.items() if parts and i + 1 < len(found) and is_prose(found[i + 1].text) and not any(s.kind for s in some)
    }
    return published, updated, {i for i, stamps in stamped.items() if i not in heads and all(s.iso[:10] in shown for s in stamps)}


def _candidates(
    found: Sequence[Line], title: str, header: set[int], order: bool | None, *, web: bool
) -> Iterator[tuple[int, tuple[Stamp, ...]]]:
    prose = [i for i, line in enumerate(found) if is_prose(line.text) and i not in header]
    body = prose[0] if prose else len(found)
    second_paragraph = prose[1] if len(prose) > 1 else len(found)
    last = closing(found)
    for i, line in enumerate(found):
        if second_paragraph <= i < len(found) - TAIL or i in header:
            continue
        if not _DIGIT.search(line.text):
            continue
        bar = read_bar(line.text, order)
        stamps = bar.stamps if bar else date_line(_FLASH.sub("", line.text) if len(found) == 1 else line.text, order)
        above, over, below = (found[n].text if 0 <= n < len(found) and n not in header else "" for n in (i - 1, i - 2, i + 1))
        above, below = ("" if key(text) == key(title) else text for text in (above, below))
        above = above or (over if goes_on(over) else "")  # "Report for the period ending", over a headline
        stamps = own_stamps(stamps, line.text, above, below, web=web)
        told = bool(stamps) and (
            (all(s.kind for s in stamps) and (i >= last or i < second_paragraph or not _WEAK_LABEL.match(line.text)))
            or (bar is not None and _signed(bar) and not body <= i < last)
        )
        may = i < body or (i < second_paragraph and _in_page_furniture(found, i, title, body))
        if stamps and (told or (may and all(s.kind or s.iso >= PAST for s in stamps))):
            yield i, stamps


def closing(found: Sequence[Line]) -> int:
    """Return where the last lines begin that are about the article and no more part of its text.

    Under what is no running text they are of another article: "Storm cuts power in Kelby / By Lia Wong".
    """
    at = len(found)
    while at > max(0, len(found) - TAIL) and (read_bar(found[at - 1].text) or is_furniture(found[at - 1].text)):
        at -= 1
    return at if at and is_prose(found[at - 1].text) else len(found)


def _signed(bar: Bar) -> bool:
    return bool(bar.byline or bar.source or bar.agency)


def _in_page_furniture(found: Sequence[Line], i: int, title: str, body: int) -> bool:
    def is_page_line(n: int) -> bool:
        if not 0 <= n < len(found):
            return False
        text = found[n].text
        return is_furniture(text) or bool(read_bar(text)) or (title != "" and key(text) == key(title))

    return is_page_line(i - 1) or is_page_line(i + 1) or (i == body + 1 and is_caption(found[body].text))


def day_first(found: Sequence[Line], asked: Iterable[str]) -> bool | None:
    """Return whether 3/4/2024 in this article is a day of April: by its other dates, by its dateline, by the language of the line.

    None where they do not tell, contradict each other, or none of the lines and fields ``asked`` about holds such a date.
    """
    if not any(max(int(m[1]), int(m[3])) <= 12 for text in asked for m in NUMERIC.finditer(text)):
        return None
    told: set[bool] = set()
    doubtful: list[Mapping[bool, tuple[int, int]]] = []
    for line in found:
        for match in NUMERIC.finditer(line.text):
            one, two = int(match[1]), int(match[3])
            if max(one, two) > 12:
                told |= {one > 12} if min(one, two) <= 12 else set()
            else:
                doubtful.append({True: (two, one), False: (one, two)})
                told |= {True} if _DAY_FIRST.search(line.text) else set()
    if doubtful and not told:
        days = {day for line in found if (bar := read_dateline(line.text) or read_bar(line.text)) for day in bar.days}
        told = {first for dates in doubtful for first, day in dates.items() if day in days}
    return next(iter(told)) if len(told) == 1 else None
