"""The question form: what was typed becomes filters, or one line that says what is wrong (pure)."""

from collections.abc import Sequence
from dataclasses import replace

from rag.errors import InputError
from ui.page.turn import MODES, Filters, Turn
from ui.page.words import day

LONGEST = 2000  # characters of a question


def read_form(as_of: str, after: str, before: str, outlets: Sequence[str], mode: str) -> Filters:
    """Filters from the form; dates may be written as people write them.

    :raises InputError: for what is no date, and for a range whose end lies before its beginning.
    """
    from rag.dates import parse_day

    days = {
        name: parse_day(text, end=name != "after") if text and text.strip() else ""
        for name, text in (("as_of", as_of), ("after", after), ("before", before))
    }
    if days["after"] and days["before"] and days["after"] > days["before"]:
        raise InputError(f"“From” ({day(days['after'])}) is later than “to” ({day(days['before'])}). Exchange them.")
    return Filters(**days, outlets=tuple(outlets or ()), mode=MODES.get(mode, "model"))


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


def without(turn: Turn, what: str, value: str = "") -> tuple[str, Filters]:
    """Question and filters of ``turn`` with one filter taken off (``all``: every one).

    What the question itself said about time is taken off by leaving its words out.
    """
    question, chosen = turn.searched or turn.question, turn.filters
    if what in {"window", "all"} and turn.answer is not None and turn.answer.window.phrase:
        question = cut(question, turn.answer.window.phrase)
    if what in {"as_of", "all"}:
        chosen = replace(chosen, as_of="")
    if what in {"range", "all"}:
        chosen = replace(chosen, after="", before="")
    if what == "outlet":
        chosen = replace(chosen, outlets=tuple(o for o in chosen.outlets if o != value))
    if what == "all":
        chosen = replace(chosen, outlets=())
    return question, chosen


def cut(question: str, phrase: str) -> str:
    """``question`` without the words of ``phrase``, tidied at the seam."""
    at = question.lower().find(phrase.lower())
    if at < 0 or not phrase.strip():
        return question
    left, right = question[:at].rstrip(" ,"), question[at + len(phrase) :].lstrip()
    joined = f"{left} {right}" if left and right[:1].isalnum() else f"{left}{right}".lstrip(" ,")
    return joined[:1].upper() + joined[1:] if joined.strip("?!. ") else question


def summary(filters: Filters) -> str:
    """The name of the filter panel, with how many filters are on."""
    on = sum((bool(filters.as_of), bool(filters.after or filters.before), len(filters.outlets), filters.mode != "model"))
    return f"Filters ({on} on)" if on else "Filters"
