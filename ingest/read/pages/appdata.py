"""The JSON that a page brings for its scripts ("__NEXT_DATA__", ``window.__STATE__ = {...}``): the article in it, where the markup has none."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.article.clean import key
from ingest.article.furniture import TERMINAL
from ingest.article.metadata import field_name
from ingest.article.stamps import read_stamp
from ingest.read.markup import plain_text
from ingest.read.pages.linked import plain_value
from ingest.read.pages.names import clean_byline

LEAST_WORDS = 30  # of the text of an article
MOST_NODES = 200_000  # of one script's JSON that are looked through
MOST_ROWS = 2000  # of Nuxt's, among which an article is looked for
MOST_CHARS = 20_000_000  # of a script that is read
DEEPEST = 60  # levels of a body's blocks
_ASSIGNED = re.compile(r"""=\s*(?:(?P<parse>JSON\.parse\(\s*)(?=["'][{\[\\])|(?=\{\s*"|\[\s*\{\s*"))""")
_UNDEFINED = re.compile(r"(?<=[:,\[])\s*(?:undefined|new Date\([^()]*\)|!0|!1|void 0)\s*(?=[,}\]])")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BODIES = ("body", "articleBody", "content", "text", "bodyText", "bodyHtml", "body_html", "contentHtml", "html", "blocks", "paragraphs", "elements",
           "components", "contentElements", "content_elements", "story", "articleText", "maintext", "mainContent", "richText", "document")  # fmt: skip
_TITLES = ("headline", "title", "name", "heading", "headlines", "displayTitle")
_MORE = {
    "first_published": "published", "first_published_at": "published", "first_publish_date": "published", "publish_date": "published",
    "published_date": "published", "display_date": "published", "published_time": "published", "date_first_published": "published", "publish_time": "published",
    "first_publication_date": "published", "release_date": "published", "last_published": "updated", "updated_date": "updated", "modified_date": "updated",
    "last_updated_date": "updated", "last_modified_date": "updated", "last_publication_date": "updated", "update_date": "updated", "brand": "source",
    "site_title": "source", "publisher_name": "source", "contributors": "byline", "author_name": "byline", "authors_name": "byline", "creators": "byline",
    "bylines": "byline", "canonical_url": "url", "website_url": "url", "writers": "byline", "credits": "byline", "website": "source", "provider": "source",
}  # fmt: skip
_INLINE = frozenset("text link a b i em strong span hyperlink bold italic textrun inline".split())
_TYPES = ("type", "tag", "nodeType", "kind", "_type", "__typename", "name")
_TEXTS = ("text", "html", "innerHtml", "value", "content", "data", "body", "copy", "markup")
_INSIDE = (
    "children",
    "content",
    "blocks",
    "items",
    "elements",
    "nodes",
    "body",
    "paragraphs",
    "attrs",
    "props",
    "spans",
    "data",
    "model",
    "document",
    "fields",
)
_NO_TEXT = re.compile(
    r"image|picture|photo|video|gallery|embed|advert|\bad\b|related|newsletter|promo|audio|podcast|link_?list|social|script|style|code",
    re.IGNORECASE,
)


@dataclass(slots=True)
class AppArticle:
    """An article as the data of a page's scripts hold it: paragraphs behind blank lines, and its fields."""

    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Its words."""
        return len(self.text.split())


def app_article(tree: Any, titles: Iterable[str] = ()) -> AppArticle | None:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return the article in the data of the page's scripts: the one called as the page is, else the only one or the longest by far."""
    called = {key(title) for title in titles} - {""}
    found = [article for content in _contents(tree) for article in _articles(content)]
    own = [a for a in found if (name := key(a.fields.get("title", ""))) and any(name in title or title in name for title in called)]
    best = max(own or found, key=lambda a: a.size, default=None)
    if best is None or own:
        return best
    others = [a.size for a in found if a is not best and a.fields.get("title") != best.fields.get("title")]
    return best if max(others, default=0) * 3 < best.size else None  # several stories, and nothing says which is the page's


def _contents(tree: Any) -> Iterator[Any]:  # noqa: ANN401
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
    at = 0
    while found := _ASSIGNED.search(text, at):
        value, at = _json(text, found.end())
        if value is None and not found["parse"]:
            value, at = _json(_UNDEFINED.sub("null", text[found.end() :]))[0], found.end()
        yield _json(value)[0] if isinstance(value, str) else value
        at = max(at, found.end())


def _flight(scripts: Iterable[str]) -> Iterator[Any]:
    """Yield the rows of a page that Next.js sends in pieces: ``self.__next_f.push([1,"5:{...}\\n"])``."""
    pieces = (_json(text, found.end())[0] for text in scripts for found in re.finditer(r"__next_f\.push\(\[1,\s*", text))
    for row in "".join(piece for piece in pieces if isinstance(piece, str)).split("\n"):
        yield _json(row.partition(":")[2])[0]


def _unflattened(rows: Any) -> Any:  # noqa: ANN401
    """Return the objects of a list in which Nuxt writes each value once, and for every part the number of its row."""
    if not isinstance(rows, list) or not rows:
        return rows

    left = MOST_NODES

    def row(n: Any, depth: int = 0) -> Any:  # noqa: ANN401
        nonlocal left
        left -= 1
        if not isinstance(n, int) or isinstance(n, bool) or not 0 <= n < len(rows) or depth > DEEPEST or left < 0:
            return None
        value = rows[n]
        if isinstance(value, dict):
            return {name: row(part, depth + 1) for name, part in value.items()}
        return [row(part, depth + 1) for part in value] if isinstance(value, list) else value

    return [row(n) for n, value in enumerate(rows[:MOST_ROWS]) if isinstance(value, dict) and any(name in value for name in _TITLES)]


def _json(text: str, at: int = 0) -> tuple[Any, int]:
    """Return the JSON that begins at a place of a text, and where it ends; (None, ``at``) if there is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at


def _articles(content: Any) -> Iterator[AppArticle]:  # noqa: ANN401
    """Yield the objects in JSON that have a headline and a text."""
    stack, seen = [content], 0
    while stack and seen < MOST_NODES:
        node = stack.pop()
        seen += 1
        if isinstance(node, list):
            stack.extend(item for item in node if isinstance(item, dict | list))
        elif isinstance(node, dict):
            if any(name in node for name in _TITLES) and (article := _article(node)):
                yield article
            else:
                stack.extend(value for value in node.values() if isinstance(value, dict | list))


def _article(node: Mapping[str, Any]) -> AppArticle | None:
    texts = ["\n\n".join(_paragraphs(node[name])) for name in _BODIES if name in node]
    text = max(texts, key=len, default="")
    fields = _fields(node)
    if len(text.split()) < LEAST_WORDS or not fields.get("title"):
        return None
    return AppArticle(text, fields)


def _fields(node: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of an article's object; those of objects in it ("dates", "attributes") where it has none itself."""
    fields: dict[str, str] = {}
    inner = [v for v in node.values() if isinstance(v, dict) and not any(name in v for name in ("name", *_TITLES[:2]))]
    for level in (node, *inner):
        for name, value in level.items():
            plain = _CAMEL.sub("_", str(name)).lower()
            key_ = "title" if level is node and name in _TITLES else _MORE.get(plain) or field_name(plain)
            stated = _stated(value, key_) if key_ and key_ not in {"text", "id"} else ""
            if stated:
                fields.setdefault(key_, stated)
    return fields


def _stated(value: Any, name: str) -> str:  # noqa: ANN401
    if isinstance(value, dict) and name in {"title", "byline"}:
        value = next(
            (value[n] for n in ("basic", "main", "default", "rendered", "by", "author", "displayName", "name") if value.get(n)), value
        )
    if isinstance(value, list):
        value = [v.get("displayName") or v.get("fullName") or v if isinstance(v, dict) else v for v in value]
    plain = plain_value(value)
    if name in {"published", "updated"}:
        return read_stamp(plain)
    plain = " ".join(plain_text(plain).split())
    return clean_byline(plain) if name == "byline" else plain if len(plain) <= 300 and (name != "url" or plain.startswith("http")) else ""


def _paragraphs(value: Any, depth: int = 0) -> list[str]:  # noqa: ANN401
    """Return the paragraphs of a body, be it markup, a list of texts or blocks within blocks."""
    if isinstance(value, str):
        return [
            line for part in plain_text(html.unescape(value) if "&lt;" in value else value).split("\n") if (line := " ".join(part.split()))
        ]
    if depth > DEEPEST:
        return []
    if isinstance(value, list):
        if value and all(isinstance(item, dict) and _is_inline(item) for item in value):
            pieces = [piece for item in value if (piece := _inline(item).strip("\n"))]
            whole = all(TERMINAL.search(piece) for piece in pieces)  # each is a paragraph, however its kind is called
            return [line for piece in (pieces if whole else ["".join(pieces)]) if (line := " ".join(piece.split()))]
        return [line for item in value for line in _paragraphs(item, depth + 1)]
    if not isinstance(value, dict) or _NO_TEXT.search(_kind(value)):
        return []
    for name in _TEXTS:
        if isinstance(value.get(name), str) and value[name].strip():
            return _paragraphs(value[name], depth + 1)
    return next((lines for name in _INSIDE if name in value and (lines := _paragraphs(value[name], depth + 1))), [])


def _kind(block: Mapping[str, Any]) -> str:
    return next((str(block[name]) for name in _TYPES if isinstance(block.get(name), str)), "")


def _is_inline(block: Mapping[str, Any]) -> bool:
    return _kind(block).lower() in _INLINE


def _inline(block: Mapping[str, Any]) -> str:
    text = next((block[name] for name in _TEXTS if isinstance(block.get(name), str)), None)
    if text is not None:
        return html.unescape(re.sub(r"<[^>]*>", "", text))
    return next(
        ("".join(_inline(item) for item in block[name] if isinstance(item, dict)) for name in _INSIDE if isinstance(block.get(name), list)),
        "",
    )
