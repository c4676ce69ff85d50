"""The text of an article as a record holds it: a string, a list of paragraphs, or the blocks of a CMS's editor (pure)."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ingest.read.fragment import clean
from ingest.read.records.names import bare
from ingest.read.records.words import plain_value

_WORDS: Final = (  # names in a block for the same words: the first that holds some counts
    """processed rendered html bodyhtml contenthtml text plaintext plain value content body paragraph bodytext bodytextsummary markdown
    quote raw caption""".split()
)
_MARKUP: Final = frozenset("processed rendered html bodyhtml contenthtml".split())
_PARTS: Final = frozenset(  # names in a block for what stands one under the other
    """headline heading title subtitle summary intro sections paragraphs paras blocks children elements contentelements content body items
    nodes data text root document value quote""".split()
)
_KIND: Final = ("type", "kind", "nodetype", "blocktype", "blockname", "style", "name")
_LEFT_OUT: Final = frozenset(  # kinds of block that are not the article's words
    """image picture photo figure gallery slideshow carousel video audio podcast embed oembed oembedresponse customembed socialembed iframe
    media ad advert advertisement promo newsletter related relatedarticles relatedlinks relatedcontent interstitiallink readmore linklist
    storylink tweet twitter instagram youtube facebook divider reference referencelist caption coreimage coregallery coreembed corevideo
    entryhyperlinkcard table_of_contents""".split()
)
_RUNS: Final = frozenset("paragraph p block heading header h1 h2 h3 h4 blockquote quote listitem li normal text link hyperlink a".split())
_SPANS: Final = frozenset("span text link hyperlink a hardbreak br linebreak emphasis strong entryhyperlink mention".split())
_DEEPEST: Final = 40  # objects inside each other
_CUT = re.compile(  # the marks that services write, and no words of an article
    r"\s*(?:\[\s*\+?\s*\d[\d.,]*\s*(?:chars?|characters)\s*\]|\[\s*(?:…|\.\.\.)\s*\]|(?:(?<=…)|(?<=\.\.\.))\s*\(more\))\Z"
)
_GOES_ON = re.compile(r"(?:…|\.\.\.)\W*(?:(?:read more|continue reading|more)\W*)?\Z", re.IGNORECASE)
_MARK: Final = 200  # characters at the end among which such a mark stands
_PAID = re.compile(r"\s*only available in [\w ]{1,40} plans?\W*\Z", re.IGNORECASE)


def body(value: Any, name: str = "") -> str:  # noqa: ANN401 - whatever JSON holds
    """Return the text that a field called ``name`` holds, its paragraphs behind blank lines; empty if it holds none."""
    if isinstance(value, str):
        return _string(value, markup=bare(name) in _MARKUP or bare(name).endswith("html"))
    return "\n\n".join(_parts(value, 0)) if isinstance(value, (list, dict)) else ""


def has_words(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether :func:`body` finds any text in a list or an object."""
    return next(_parts(value, 0), None) is not None


def uncut(text: str) -> tuple[str, bool]:
    """Return a text without the mark of a service that cut it off ("... [+2219 chars]"), and whether it was cut; its words stay."""
    if _PAID.match(text):
        return "", True
    end = text[-_MARK:].rstrip()
    mark = _CUT.search(end) if end.endswith(("]", ")")) else None
    return (text[: len(text) - len(text[-_MARK:]) + mark.start()].rstrip(), True) if mark else (text, bool(_GOES_ON.search(end)))


def _string(value: str, *, markup: bool) -> str:
    said = plain_value(value)
    begin = said.lstrip()[:2]
    if begin[:1] in {"[", "{"} and begin[1:] in set("{['\"\n ") and said.rstrip()[-1] in "]}":  # blocks or a list, as a table holds it
        for read in (json.loads, ast.literal_eval):
            try:
                held = read(said.strip())
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
            if found := "\n\n".join(_parts(held, 0)):
                return found
    return clean(said, markup=markup)


def _parts(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401
    """Yield the paragraphs of a value in order."""
    if isinstance(value, str):
        if found := clean(plain_value(value)).strip():
            yield found
    elif depth < _DEEPEST and isinstance(value, list):
        for part in value:
            yield from _parts(part, depth + 1)
    elif depth < _DEEPEST and isinstance(value, dict):
        held = {bare(str(name)): part for name, part in value.items()}
        kind = _kind(held)
        if kind not in _LEFT_OUT:
            yield from _block(held, kind, depth)


def _block(held: Mapping[str, Any], kind: str, depth: int) -> Iterator[str]:
    if "table" in kind and (rows := _rows(held)):
        yield from rows
        return
    words = next((name for name in _WORDS if isinstance(held.get(name), str) and plain_value(held[name]).strip()), "")
    for name, part in held.items():
        if name == words:
            if found := clean(plain_value(part), markup=name in _MARKUP).strip():
                yield found
        elif name in _PARTS and not isinstance(part, str):
            if isinstance(part, list) and (kind in _RUNS or name == "children") and _is_run(part):
                if found := clean("".join(_spans(part, depth + 1))).strip():
                    yield found
            else:
                yield from _parts(part, depth + 1)
        elif name in {"headline", "heading", "subtitle"} and name not in _WORDS:
            yield from _parts(part, depth + 1)


def _rows(held: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Return the rows of a block that is a table of lists, one a line: "Oxhey | 3"."""
    for part in held.values():
        if isinstance(part, list) and part and all(isinstance(row, list) for row in part):
            rows = [[str(cell) if isinstance(cell, (int, float)) else " ".join(_parts(cell, 0)) for cell in row] for row in part]
            return [" | ".join(filter(None, row)) for row in rows if any(row)]
        if depth < 2 and isinstance(part, dict) and (rows_inside := _rows(part, depth + 1)):
            return rows_inside
    return []


def _kind(held: Mapping[str, Any]) -> str:
    return next((bare(held[name]) for name in _KIND[:5] if isinstance(held.get(name), str)), "")


def _is_run(parts: list[Any]) -> bool:
    """Whether the parts of a paragraph are pieces of its text: spans, links, plain strings."""
    return bool(parts) and all(
        isinstance(part, str)
        or (isinstance(part, dict) and (_kind({bare(str(k)): v for k, v in part.items()}) or "span") in _SPANS and not _is_block(part))
        for part in parts
    )


def _is_block(part: Mapping[str, Any]) -> bool:
    return any(bare(str(name)) in {"blocks", "paragraphs", "sections"} for name in part)


def _spans(parts: list[Any], depth: int) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict) and depth < _DEEPEST:
            held = {bare(str(name)): v for name, v in part.items()}
            if _kind(held) in {"hardbreak", "br", "linebreak"}:
                yield "\n"
            said = next((v for name in ("text", "value", "content") if isinstance(v := held.get(name), str)), "")
            yield said
            below = next((v for name in ("children", "content", "nodes") if isinstance(v := held.get(name), list)), [])
            yield from _spans(below, depth + 1)
