"""How new the archive is for a question, and when that is worth a line: asked is of now, of an outlet, or of what is newer than all."""

from rag.dates.calendar import say_day
from rag.index.freshness import Calendar
from rag.index.store import Store
from rag.question.request import Request
from rag.records import Freshness

MOST = 3  # outlets told of


def freshness_of(request: Request, store: Store) -> Freshness:
    """Return how new the articles are that the question may read, and those of the outlets that it is limited to.

    The day asked about is the one it is asked as of or, later than that, the first day of the event that it names.
    """
    filters = request.filters
    asked = max(filters.as_of, request.window.event_after)
    return Calendar.read(store.table()).freshness(filters.outlets, filters.last, asked)


def freshness_notes(request: Request, fresh: Freshness) -> list[str]:
    """Return what is worth saying of it, in at most ``MOST`` lines; nothing for most questions, however old the archive is."""
    window = request.window
    if not fresh.newest or request.choices:
        return []
    notes = []
    of_now = not window.event_before or window.latest
    for own in () if request.filters.before else fresh.outlets[:MOST]:  # of a time that ends before the archive does, later ones are unread
        if own.gap:
            notes.append(f"Nothing from {own.outlet} since {say_day(own.newest)}; the newest article of all is of {say_day(fresh.newest)}.")
        elif own.newest and of_now and not request.archive:
            notes.append(f"The newest article from {own.outlet} is of {say_day(own.newest)}.")
    if fresh.gap:
        days = f"{fresh.behind_days} days before the day asked about"
        return [*notes[: MOST - 1], f"The newest article is of {say_day(fresh.newest)}, {days}."]
    if window.latest and not notes and not request.archive:
        return [f"The newest article is of {say_day(fresh.newest)}."]
    return notes
