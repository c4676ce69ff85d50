"""A question with its filters as a link, and back (pure)."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from ui.page.desk.turn import Filters, Mode

LONGEST = 2000  # characters of a question taken from a link


def query_of(question: str, filters: Filters) -> str:
    """The part of the address after ``?``; what is not set is left out."""
    pairs: list[tuple[str, str]] = [("q", question)]
    pairs += [(name, value) for name in ("as_of", "after", "before") if (value := getattr(filters, name))]
    pairs += [("outlet", outlet) for outlet in filters.outlets]
    if filters.mode != "model":
        pairs.append(("by", filters.mode))
    if not filters.use_window:
        pairs.append(("time", "any"))
    return urlencode(pairs)


def from_query(pairs: Sequence[tuple[str, str]]) -> tuple[str, Filters]:
    """Question and filters of a link; unknown names and modes are ignored.

    >>> from_query([("q", "Who won?"), ("by", "extract")])[0]
    'Who won?'
    """
    one: Mapping[str, str] = dict(reversed([(k, v.strip()[:LONGEST]) for k, v in pairs]))
    modes: dict[str, Mode] = {"extract": "extract", "quotes": "quotes"}
    return one.get("q", ""), Filters(
        as_of=one.get("as_of", "")[:40],
        after=one.get("after", "")[:40],
        before=one.get("before", "")[:40],
        outlets=tuple(dict.fromkeys(v[:200] for k, v in pairs if k == "outlet" and v))[:50],
        mode=modes.get(one.get("by", ""), "model"),
        use_window=one.get("time") != "any",
    )
