"""Convert a question with its filters to the query string of a link, and back (pure)."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from rag.records import Filters
from ui.page.desk.turn import Form, Mode, Turn

LONGEST = 2000  # characters of a question taken from a link


def query_of(question: str, form: Form) -> str:
    """The part of the address after ``?``; what is not set is left out."""
    pairs: list[tuple[str, str]] = [("q", question)]
    pairs += [(name, value) for name in ("as_of", "after", "before") if (value := getattr(form.filters, name))]
    pairs += [("outlet", outlet) for outlet in form.filters.outlets]
    if form.mode != "model":
        pairs.append(("by", form.mode))
    if not form.use_window:
        pairs.append(("time", "any"))
    return urlencode(pairs)


def link_of(turn: Turn) -> str:
    """The link of a turn, that of what was searched: who opens it does not have the conversation. Empty until that is known."""
    return f"?{query_of(turn.searched or turn.question, turn.form)}" if turn.searched or not turn.running else ""


def from_query(pairs: Sequence[tuple[str, str]]) -> tuple[str, Form]:
    """Question and form of a link; unknown names and modes are ignored.

    >>> from_query([("q", "Who won?"), ("by", "extract")])[0]
    'Who won?'
    """
    one: Mapping[str, str] = dict(reversed([(k, v.strip()[:LONGEST]) for k, v in pairs]))
    modes: dict[str, Mode] = {"extract": "extract", "quotes": "quotes"}
    as_of, after, before = (one.get(name, "")[:40] for name in ("as_of", "after", "before"))
    outlets = tuple(dict.fromkeys(v[:200] for k, v in pairs if k == "outlet" and v))[:50]
    mode = modes.get(one.get("by", ""), "model")
    return one.get("q", ""), Form(Filters(as_of, after, before, outlets), mode, use_window=one.get("time") != "any")
