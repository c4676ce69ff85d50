"""When an article was published and updated: what the marks of a page state, against what it shows its readers and what can be found."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from ingest.read.pages.said.zone import Zone

_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_OTHER_DAY = re.compile(
    r"/(?:events?|calend[ae]r|kalender|agenda|schedules?|history|geschichte|historia|on-this-day|what-?s-?on|termine|fixtures|match(?:es)?|results?|scores?|games?|concerts?|shows?|programme?|tv|puzzles?|veranstaltung\w*)/",
    re.IGNORECASE,
)
FIRST_PAGES = "1994"  # before which no page was on the web; such an address names the day that it tells of
TOUCHED = 31  # days after publication from which a file's last change is no update of its article


def settle(stated: Mapping[str, str], shown: Zone, touched: str = "") -> tuple[str, str]:
    """Return (published, updated).

    Where the two contradict, the day that readers see wins over a mark of publication that is really the update's.

    :param touched: when the page's file was written.
    """
    published, updated = stated.get("published", ""), stated.get("updated", "")
    if touched and updated == touched and (not published or _days(published, touched) > TOUCHED):
        updated = "" if published else updated
    seen, changed = shown.published, shown.updated
    if seen and published and seen[:10] < published[:10] and published[:10] in {changed[:10], updated[:10]}:
        published, updated = seen, finest(updated, changed, published)
    published, updated = finest(published, seen), finest(updated, changed)
    if published and updated and (_before(updated, published) or updated == published):
        updated = ""
    return published, updated


def finest(*stamps: str) -> str:
    """Return the first stamp in the finest form that the others give of its day."""
    first = next(filter(None, stamps), "")
    return first if len(first) > 10 else next((s for s in stamps if s[:10] == first[:10] and len(s) > 10), first)


def day_in_address(url: str) -> str:
    """Return the day in the path of an address, empty if it holds none or several: "/2024/03/07/"."""
    path = url.partition("?")[0]
    days = {"-".join(found) for found in _IN_URL.findall(path)}
    named = any(any(map(str.isalpha, path[m.end() :])) for m in _IN_URL.finditer(path))  # without a name behind it, it is a list of a day's
    day = days.pop() if len(days) == 1 and named and not _OTHER_DAY.search(path) else ""
    if day < FIRST_PAGES:
        return ""
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        return ""


def _before(a: str, b: str) -> bool:
    """Whether one stamp lies before another; by the day where one of them names no more."""
    try:
        one, other = datetime.fromisoformat(a), datetime.fromisoformat(b)
        if len(a) > 10 and len(b) > 10 and (one.tzinfo is None) == (other.tzinfo is None):
            return one < other
    except ValueError:
        pass
    return a[:10] < b[:10]


def _days(a: str, b: str) -> int:
    return (date.fromisoformat(b[:10]) - date.fromisoformat(a[:10])).days
