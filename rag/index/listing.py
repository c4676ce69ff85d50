"""Find articles by what they state and what they lack, newest first; their texts stay in the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rag.errors import InputError
from rag.index.store import DATED, Store
from rag.records import Article

SHORT = 300  # characters of text, some 50 words: shorter are 1 in 100 of 646 whole reports, and most pages of which little was read
LACKS: Mapping[str, str] = MappingProxyType({  # what is lacking, and the SQL that is true of such articles
    "undated": "published = '' AND updated = ''",
    "no_outlet": "source = ''",
    "no_title": "title = ''",
    "short": f"LENGTH(text) < {SHORT}",
    "incomplete": "incomplete",
    "found": "found LIKE '%published%' OR found LIKE '%updated%'",  # a date that nothing states
})  # fmt: skip
MOST_CHARS = 1000  # of words to be found, or of a name: SQLite refuses patterns and clauses that are much longer
MOST_LISTED = 2**31  # articles
PREFIX = 4  # characters of an id that may stand for it, at least


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles are listed: those that fit all that is not empty."""

    outlets: Sequence[str] = ()  # parts of outlets' names, any of which fits
    after: str = ""  # ISO days, both ends included; they leave undated articles out
    before: str = ""
    lacks: Sequence[str] = ()  # names of LACKS
    path: str = ""  # a file, a folder, or the end of a path, as the index writes it
    words: str = ""  # each stands in headline, byline, address, path or text


def find(store: Store, wanted: Wanted, limit: int = -1) -> list[Article]:
    """Return the articles that fit, newest first, undated last, without their text; all of them with a negative limit.

    :raises InputError: for words without end.
    """
    clause, values = _clause(wanted)
    return store.matching(clause, values, limit=min(limit, MOST_LISTED))


def number(store: Store, wanted: Wanted) -> int:
    """Return how many articles fit."""
    return store.sums(["1"], *_clause(wanted))[0]


def lacking(store: Store, ids: Sequence[str] | None = None) -> dict[str, int]:
    """Return for each name of LACKS how many articles lack it, of those with ``ids`` or of all."""
    clauses = list(LACKS.values())
    if ids is None:
        return dict(zip(LACKS, store.sums(clauses), strict=True))
    sums = [0] * len(clauses)
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        sums = [a + b for a, b in zip(sums, store.sums(clauses, f"id IN ({','.join('?' * len(part))})", part), strict=True)]
    return dict(zip(LACKS, sums, strict=True))


def lookup(store: Store, name: str) -> list[Article]:
    """Return the articles that ``name`` means, without their text: by id, else by the beginning of one, else by path."""
    if len(name) > MOST_CHARS or not _is_text(name):
        return []
    if exact := store.articles([name], light=True):
        return exact
    begins = name.rstrip("…")
    if len(begins) >= PREFIX and (some := store.matching("substr(id, 1, ?) = ?", (len(begins), begins))):
        return some
    return find(store, Wanted(path=name)) if name else []


def _is_text(name: str) -> bool:
    """Whether a database takes it: what was typed may hold bytes that are no letters."""
    return name.isascii() or name == name.encode("utf-8", "replace").decode()


def _clause(wanted: Wanted) -> tuple[str, list[str | int]]:
    given = [wanted.words, wanted.path, *wanted.outlets]
    if sum(map(len, given)) > MOST_CHARS:
        raise InputError(f"Words, names and paths of up to {MOST_CHARS:,} characters are looked for. Give fewer.")
    if not all(map(_is_text, given)):
        return "0", []  # nothing that is stored has them
    clauses, values = [f"({LACKS[name]})" for name in wanted.lacks], list[str | int]()
    if wanted.outlets:
        clauses.append(_like("source", wanted.outlets, values))
    if wanted.after or wanted.before:
        clauses.append(f"{DATED} BETWEEN ? AND ?")
        values += [wanted.after or "0", wanted.before or "9999"]
    if wanted.path:
        clauses.append("(path = ? OR substr(path, 1, ?) = ? OR path LIKE ? ESCAPE '\\' OR path LIKE ? ESCAPE '\\')")
        end = f"%/{_escaped(wanted.path)}"
        folder = wanted.path.rstrip("/") + "/"
        values += [wanted.path, len(folder), folder, end, f"{end}/%"]
    clauses += [_like("title || ' ' || byline || ' ' || url || ' ' || path || ' ' || text", [w], values) for w in wanted.words.split()]
    return " AND ".join(clauses) or "1", values


def _like(column: str, words: Sequence[str], values: list[str | int]) -> str:
    """Return a clause that one of ``words`` stands in a column; SQLite sees that capitals are letters in ASCII alone."""
    forms = list(dict.fromkeys(form for word in words for form in (word, *(() if word.isascii() else (word.lower(), word.capitalize())))))
    values += [f"%{_escaped(form)}%" for form in forms]
    return "(" + " OR ".join([f"{column} LIKE ? ESCAPE '\\'"] * len(forms)) + ")"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
