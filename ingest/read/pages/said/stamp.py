"""The times that a page states, in ISO: none that no clock wrote, the null of a database or the epoch, and none still to come (pure)."""

from datetime import date, timedelta
from typing import Final

from ingest.article.stamps import read_stamp

NULLS: Final = frozenset(  # an empty field in .NET, Windows, SQL Server, spreadsheets and Unix (west of Greenwich the day before)
    ("0001-01-01", "1601-01-01", "1753-01-01", "1899-12-30", "1900-01-01", "1969-12-31", "1970-01-01")
)


def page_stamp(value: str) -> str:
    """Return the ISO form of one time that a page states; empty where it cannot be read or is none, so that the next source counts."""
    iso = read_stamp(value)
    return iso if can_be(iso) else ""


def can_be(iso: str) -> bool:
    """Whether a page can have been published or changed at a time: no null, no later than tomorrow, which is today somewhere."""
    return iso != "" and iso[:10] not in NULLS and iso[:10] <= (date.today() + timedelta(days=1)).isoformat()
