"""The question form: what was typed becomes filters, or one line that says what is wrong (pure)."""

from collections.abc import Sequence
from dataclasses import replace

from rag.errors import InputError
from ui.page.desk.turn import MODES, Filters, Turn
from ui.phrases import day, span

LONGEST = 2000  # characters of a question


def read_form(as_of: str, after: str, before: str, outlets: Sequence[str], mode: str) -> Filters:
    """Filters from the form; dates may be written as people write them.

    :raises InputError: for what is no date, and for a range whose end lies before its beginning.
    """
    from rag.dates.typed import parse_day

    days = {
        name: parse_day(text, end=name != "after") if text and text.strip() else ""
        for name, text in (("as_of", as_of), ("after", after), ("before", before))
    }
    if days["after"] and days["before"] and days["after"] > days["before"]:
        raise InputError(f"“From” ({day(days['after'])}) is later than “to” ({day(days['before'])}). Exchange them.")
    return Filters(days["as_of"], days["after"], days["before"], outlets=tuple(outlets or ()), mode=MODES.get(mode, "model"))


def checked_question(text: str) -> str:
    """The question with its blanks tidied.

    :raises InputError: when it is empty or too long.
    """
    question = " ".join((text or "").split())
    if not question:
        raise InputError("Type a question first.")
    if len(question) > LONGEST:
        raise InputError(f"The question has {len(question):,} characters, the most is {LONGEST:,}. Ask a shorter one.")
    return question


def without(turn: Turn, what: str, value: str = "") -> Filters:
    """The filters of ``turn`` with one taken off (``all``: every one), what the question itself says about time included."""
    chosen = turn.filters
    if what in {"window", "all"}:
        chosen = replace(chosen, use_window=False)
    if what in {"as_of", "all"}:
        chosen = replace(chosen, as_of="")
    if what in {"range", "all"}:
        chosen = replace(chosen, after="", before="")
    if what == "outlet":
        chosen = replace(chosen, outlets=tuple(o for o in chosen.outlets if o != value))
    return replace(chosen, outlets=()) if what == "all" else chosen


def in_words(filters: Filters) -> str:
    """What narrows a search, for a line of text; empty when nothing does."""
    parts = [f"as of {day(filters.as_of)}"] if filters.as_of else []
    if filters.after or filters.before:
        parts.append(f"published {span(filters.after, filters.before)}")
    return " · ".join([*parts, *filters.outlets])


def summary(filters: Filters) -> str:
    """The name of the filter panel, with how many filters are on."""
    on = sum((bool(filters.as_of), bool(filters.after or filters.before), len(filters.outlets), filters.mode != "model"))
    return f"Filters ({on} on)" if on else "Filters"
