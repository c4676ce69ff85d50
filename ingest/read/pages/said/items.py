"""Microdata and RDFa: what the elements of a page say of the article that they lie in."""

from typing import Any

from ingest.article.stamps import read_stamp
from ingest.read.pages.said.linked import ARTICLE_TYPES
from ingest.read.pages.said.names import clean_byline
from ingest.read.pages.tree import words

_PROPERTIES = {
    "headline": "title", "datepublished": "published", "datemodified": "updated", "author": "byline", "creator": "byline",
    "publisher": "source", "sourceorganization": "source",
}  # fmt: skip
_NAME = ".//*[@itemprop='name' or @property='name' or @property='schema:name' or @property='foaf:name']"


def item_fields(tree: Any, heading: Any = None) -> dict[str, str]:  # noqa: ANN401 - lxml elements; lxml is imported late
    """Return what microdata and RDFa state of the article: of several the one that the ``heading`` lies in, else the only one."""
    scopes: dict[Any, dict[str, str]] = {}
    for node in tree.xpath("//*[@itemprop or @property][not(self::meta[starts-with(@property, 'og:')])]"):
        owner = next((n for n in node.iterancestors() if n.get("itemscope") is not None or n.get("typeof")), None)
        if owner is None and node.tag == "meta":
            continue
        if owner is not None and not any(
            ARTICLE_TYPES.match(kind) for kind in f"{owner.get('itemtype') or ''} {owner.get('typeof') or ''}".split()
        ):
            continue
        fields = scopes.setdefault(owner, {})
        for name in f"{node.get('itemprop') or ''} {node.get('property') or ''}".split():
            field = _PROPERTIES.get(name.rpartition(":")[2].lower(), "")
            if field and (value := _value(node, field)):
                fields[field] = (
                    f"{fields[field]}, {value}" if field == "byline" and fields.get(field, value) != value else fields.get(field, value)
                )
    if heading is not None:
        around = {heading, *heading.iterancestors()}
        own = [fields for owner, fields in scopes.items() if owner in around] or [
            fields for owner, fields in scopes.items() if owner is None
        ]
        return own[0] if own else {}
    return next(iter(scopes.values())) if len(scopes) == 1 else {}


def _value(node: Any, field: str) -> str:  # noqa: ANN401
    if field in {"published", "updated"}:
        return read_stamp(node.get("datetime") or node.get("content") or node.get("title") or words(node))
    inner = next(iter(node.xpath(_NAME)), node)
    value = " ".join((inner.get("content") or words(inner)).split())
    return clean_byline(value) if field == "byline" else value if len(value) <= 200 else ""
