"""What a field of a record says as words: names of lists and objects, markup cleaned, "By" taken off a byline (pure)."""

import ast
import html
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from ingest.article.outlets import outlet_of
from ingest.article.people import byline_names
from ingest.read.markup import block_lines, parse
from ingest.read.records.names import INNER, bare

_NONE: Final = frozenset({"", "null", "none", "nan", "n/a", "undefined"})
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote|table|section|article|body)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|blockquote|table|tr|td|th|img|figure|figcaption|aside|section|article|header"
    r"|footer|iframe|script|style|sup|sub|font|small|body|html|hr|pre|code|video|audio|q|cite|time|mark|hl2|media|nitf|block)\b[^<>]*>|<!--",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|span|a|em|strong)\b", re.IGNORECASE)
_BY = re.compile(r"(?:by|written by)\s*:?\s+(?=\S)", re.IGNORECASE)
_AND = re.compile(r"\bAnd\b")
_LITERAL = re.compile(r"\s*\[\s*['\"].*['\"]\s*\]\s*\Z", re.DOTALL)
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


def clean(text: str) -> str:
    """Return text without markup and with its characters in place of references to them; paragraphs stand behind blank lines."""
    if "&" not in text and "<" not in text:
        return text
    if _ESCAPED_TAG.search(text) and not _TAG.search(text):
        text = html.unescape(text)
    if not _TAG.search(text):
        return _REFERENCE.sub(lambda m: html.unescape(m[0]), text)
    if not _BLOCK_TAG.search(text):  # its lines are its paragraphs
        text = text.replace("\n", "<br>\n")
    elif not re.search(r"<(?:p|br)\b", text, re.IGNORECASE):
        text = re.sub(r"\n\s*\n", "<br>\n", text)
    try:
        tree = parse(text)
        aside = [node for node in tree.iter("figure", "figcaption", "aside", "nav", "iframe") if next(node.iter("table"), None) is None]
        return "\n\n".join(block_lines(tree, aside))
    except ValueError:  # nothing in it
        return ""


def line(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as one line without markup."""
    return " ".join(clean(plain_value(value)).split())


def names(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return who signed, joined by ", "; numbers and addresses are nobody's name."""
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
    if said.isupper() and not outlet_of(said):
        said = _AND.sub("and", byline_names(said, marked=True)) or said  # INES QUADE
    return "" if said.isdigit() or "://" in said or said in {"[]", "{}"} else said


def address(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a field as the address of a page, empty if it is none."""
    if isinstance(value, dict):
        return next((found for part in value.values() if isinstance(part, str) and (found := address(part))), "")
    said = html.unescape(value).strip() if isinstance(value, str) else ""
    return said if said.startswith(("http://", "https://")) and " " not in said else ""


def outlet(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the name of who published, empty for an address; a bare domain is a name."""
    said = line(value)
    if isinstance(value, dict) and not said:
        said = next((line(part) for name, part in value.items() if bare(str(name)) in {"domain", "hostname", "host"}), "")
    return "" if "://" in said or said.isdigit() else said.removeprefix("www.")


def host(url: str) -> str:
    """Return the domain of an address, empty if it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
