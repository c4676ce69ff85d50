"""What a field of a record says as words: names of lists and objects, markup cleaned, "By" taken off a byline (pure)."""

import ast
import html
import re
from collections.abc import Mapping
from typing import Any, Final

from ingest.article.byline import read_bar
from ingest.article.furniture import is_furniture
from ingest.article.outlets import outlet_of
from ingest.article.people import byline_names
from ingest.read.fragment import clean
from ingest.read.records.names import INNER, bare

_ANSWERS: Final = frozenset({"yes", "no", "true", "false"})
_NONE: Final = frozenset({"", "null", "none", "nan", "n/a", "undefined"})
_BY = re.compile(r"(?:by|written by)\s*:?\s+(?=\S)", re.IGNORECASE)
_AND = re.compile(r"\bAnd\b")
_LITERAL = re.compile(r"\s*\[\s*['\"].*['\"]\s*\]\s*\Z", re.DOTALL)
_LOGIN = re.compile(r"\S*[a-z]\S*")  # one word in small letters: "admin", "gpt-4"
_MAIL = re.compile(r"[<(]?[\w.+-]+@[\w-]+\.[\w.]+[>)]?")
_MACHINE = re.compile(r"[a-z]+(?:\w*_\w*|[\w-]*-\w*\d\w*)")  # "scraper-v2", "news_items"
_LONGEST_LIST = 10_000  # characters of a list of names that a table holds as a program writes it


def plain_value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as words: names of a list joined, the name of an object; anything else is not stated."""
    if isinstance(value, str):
        return "" if len(value) < 12 and value.strip().lower() in _NONE else value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, map(plain_value, value)))
    return next(filter(None, map(plain_value, inner(value))), "") if isinstance(value, dict) else ""


def inner(value: Mapping[str, Any]) -> list[Any]:
    """Return what the names in an object hold that may stand for the whole of it, best first."""
    held = {bare(str(name)): part for name, part in value.items()}
    return [held[name] for name in INNER if name in held]


def line(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as one line without markup."""
    return " ".join(clean(plain_value(value)).split())


def names(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return who signed, joined by ", "; numbers, addresses, logins and credits of pictures are nobody's name."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(names, value))))
    if isinstance(value, dict):
        held = {bare(str(name)): part for name, part in value.items()}
        parts = [held.get("firstname") or held.get("givenname"), held.get("middlename"), held.get("lastname") or held.get("familyname")]
        person = " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
        return next(filter(None, (names(held.get("by")), *map(names, inner(value)), person, names(held.get("person")))), "")
    said = line(value) if isinstance(value, str) else ""
    if _LITERAL.match(said) and len(said) < _LONGEST_LIST:
        try:
            return names(ast.literal_eval(said))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return said
    said = _BY.sub("", said, count=1) if _BY.match(said) else said
    if ("|" in said or _MAIL.search(said)) and (bar := read_bar(f"By {said}")) and bar.byline:
        return bar.byline  # "Dan Feher, Special to the Star | dan@star.example"
    said = _MAIL.sub("", said).strip(" ,|")
    if said.isupper() and not outlet_of(said):
        said = _AND.sub("and", byline_names(said, marked=True)) or said  # INES QUADE
    nobody = said.isdigit() or "://" in said or said in {"[]", "{}"} or is_furniture(said) or (_LOGIN.fullmatch(said) and said.islower())
    return "" if nobody else said


def address(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as the address of a page, empty if it is none."""
    if isinstance(value, dict):
        return next((found for part in value.values() if isinstance(part, str) and (found := address(part))), "")
    said = html.unescape(value).strip() if isinstance(value, str) else ""
    return said if said.startswith(("http://", "https://")) and " " not in said else ""


def outlet(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the name of who published, empty for an address, an answer or the name of a program's part; a bare domain is a name."""
    said = line(value)
    if isinstance(value, dict) and not said:
        said = next((line(part) for name, part in value.items() if bare(str(name)) in {"domain", "hostname", "host"}), "")
    nobody = "://" in said or said.isdigit() or said.lower() in _ANSWERS or _MACHINE.fullmatch(said)
    return "" if nobody else said.removeprefix("www.")
