"""The article in the data of a page's scripts ("__NEXT_DATA__", ``window.__STATE__ = {...}``), for pages whose markup holds none."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.article.clean import key
from ingest.article.furniture import TERMINAL
from ingest.article.metadata import field_name
from ingest.article.stamps import read_stamp
from ingest.read.markup import plain_text
from ingest.read.pages.said.linked import plain_value
from ingest.read.pages.said.names import clean_byline
from ingest.read.pages.said.scripts import DEEPEST, script_contents

LEAST_WORDS = 30  # of the text of an article
LEAST_NAME = 3  # words of a headline that is told by a part of it
MOST_NODES = 200_000  # of one script's JSON that are looked through
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BODIES = (
    *"body articleBody content text bodyText bodyHtml body_html contentHtml html blocks paragraphs elements components".split(),
    *"contentElements content_elements story articleText maintext mainContent richText document".split(),
)
_TITLES = ("headline", "title", "name", "heading", "headlines", "displayTitle")
_NAMES = {  # that field_name does not know
    "published": """first_published first_published_at first_publish_date display_date published_time date_first_published publish_time
        first_publication_date release_date""",
    "updated": """last_published updated_date modified_date last_updated_date last_modified_date last_publication_date update_date""",
    "source": """brand site_title publisher_name website provider""",
    "byline": """contributors author_name authors_name creators bylines writers credits""",
    "url": "website_url",
}
_MORE = {name: field for field, names in _NAMES.items() for name in names.split()}
_INLINE = frozenset("text link a b i em strong span hyperlink bold italic textrun inline".split())
_TYPES = ("type", "tag", "nodeType", "kind", "_type", "__typename", "name")
_TEXTS = tuple("text html innerHtml value content data body copy markup".split())
_INSIDE = tuple("children content blocks items elements nodes body paragraphs attrs props spans data model document fields".split())
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


def app_article(tree: Any, titles: Iterable[str] = (), *, named: bool = False) -> AppArticle | None:  # noqa: ANN401 - an lxml element
    """Return the article in the data of the page's scripts: the one called as the page is, else the only one or the longest by far.

    :param named: only the one called as the page is, for a page that shows an article of its own.
    """
    called = {key(title) for title in titles} - {""}
    found = [article for content in script_contents(tree) for article in _articles(content)]
    own = [a for a in found if is_called(key(a.fields["title"]), called)]
    best = max(own or found, key=lambda a: a.size, default=None)
    if best is None or own or named:
        return best if own else None
    others = [a.size for a in found if a is not best and a.fields.get("title") != best.fields.get("title")]
    return best if max(others, default=0) * 3 < best.size else None  # several stories, and nothing says which is the page's


def is_called(name: str, called: set[str]) -> bool:
    """Whether a headline is one that the page is called by, or a part of one; both as ``key`` returns them."""
    return name in called or (len(name.split()) >= LEAST_NAME and any(name in title or title in name for title in called))


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
