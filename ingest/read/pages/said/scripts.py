"""The JSON that a page brings for its scripts: in blocks of their own, assigned to names, in the pieces and rows of frameworks."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

MOST_CHARS = 20_000_000  # of a script that is read
MOST_ASSIGNED, MOST_MENDED = 200, 5  # values of a script that are read, and those of them that are no JSON as they stand
MOST_VALUES = 200_000  # of Nuxt's rows that are put together
MOST_ROWS = 2000  # of them that could be articles
DEEPEST = 60  # levels of them
_ASSIGNED = re.compile(r"""=\s*(?:(?P<parse>JSON\.parse\(\s*)(?=["'][{\[\\])|(?=\{\s*"|\[\s*\{\s*"))""")
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*(?:undefined|new Date\([^()]*\)|!0|!1|void 0)\s*(?=[,}\]])")
_PUSHED = re.compile(r"__next_f\.push\(\[1,\s*")
_NAMED = ("title", "headline")  # one of which an article has


def script_contents(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Yield what the JSON in the page's scripts says, JSON-LD left out."""
    pushed: list[str] = []
    for script in tree.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if len(text) > MOST_CHARS or "ld+json" in kind:
            continue
        if "json" in kind:
            content = _json(text.strip())[0]
            yield _unflattened(content) if "nuxt" in (script.get("id") or "").lower() else content
        elif "__next_f" in text:
            pushed.append(text)
        else:
            yield from _assigned(text)
    yield from _flight(pushed)


def _assigned(text: str) -> Iterator[Any]:
    """Yield the JSON that a script assigns to names, not again what lies in it."""
    at, mended = 0, 0
    for _ in range(MOST_ASSIGNED):
        found = _ASSIGNED.search(text, at)
        if found is None:
            return
        value, at = _json(text, found.end())
        if value is None and not found["parse"] and mended < MOST_MENDED:
            mended += 1
            value = _json(_UNDEFINED.sub("null", text[found.end() :]))[0]
        yield _json(value)[0] if isinstance(value, str) else value
        at = max(at, found.end())


def _flight(scripts: Iterable[str]) -> Iterator[Any]:
    r"""Yield the rows of a page that Next.js sends in pieces: ``self.__next_f.push([1,"5:{...}\n"])``."""
    pieces = (_json(text, found.end())[0] for text in scripts for found in _PUSHED.finditer(text))
    for row in "".join(piece for piece in pieces if isinstance(piece, str)).split("\n"):
        yield _json(row.partition(":")[2])[0]


def _unflattened(rows: Any) -> Any:  # noqa: ANN401
    """Return the objects of a list in which Nuxt writes each value once, and for every part the number of its row."""
    if not isinstance(rows, list) or not rows:
        return rows

    left = MOST_VALUES

    def row(n: Any, depth: int = 0) -> Any:  # noqa: ANN401
        nonlocal left
        left -= 1
        if not isinstance(n, int) or isinstance(n, bool) or not 0 <= n < len(rows) or depth > DEEPEST or left < 0:
            return None
        value = rows[n]
        if isinstance(value, dict):
            return {name: row(part, depth + 1) for name, part in value.items()}
        return [row(part, depth + 1) for part in value] if isinstance(value, list) else value

    return [row(n) for n, value in enumerate(rows[:MOST_ROWS]) if isinstance(value, dict) and any(name in value for name in _NAMED)]


def _json(text: str, at: int = 0) -> tuple[Any, int]:
    """Return the JSON that begins at a place of a text, and where it ends; (None, ``at``) if there is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at
