"""Find the outlets that match what was typed in the outlet filter; quick for thousands of outlets (pure)."""

from collections.abc import Sequence

SHOWN = 8  # matches shown at a time; a list of hundreds makes a browser crawl


def matches(outlets: Sequence[tuple[str, int]], typed: str | None, chosen: Sequence[str], limit: int = SHOWN) -> list[tuple[str, str]]:
    """Choices as (label, outlet): those chosen first, then the best matches of ``typed`` (None: the box was not opened yet).

    A match at a word's beginning comes before one inside; among equals the outlet with more articles.
    """
    needle = " ".join((typed or "").lower().split())
    size = dict(outlets)
    found = [name for name, _ in sorted(outlets, key=lambda o: (_rank(o[0], needle), -o[1], o[0])) if _rank(name, needle) < 9]
    order = [*chosen, *(n for n in found if n and n not in set(chosen))][: len(chosen) + limit]
    return [(f"{name} ({size.get(name, 0):,})", name) for name in order]


def _rank(name: str, needle: str) -> int:
    low = name.lower()
    if not needle or low.startswith(needle):
        return 0
    if f" {needle}" in low:
        return 1
    return 2 if needle in low else 9
