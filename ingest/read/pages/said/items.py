"""Microdata and RDFa: what the elements of a page say of the article that they lie in."""

from dataclasses import dataclass, field
from typing import Any

from ingest.read.pages.said.linked import ARTICLE_TYPES
from ingest.read.pages.said.names import clean_byline
from ingest.read.pages.said.own import Own
from ingest.read.pages.said.stamp import page_stamp
from ingest.read.pages.tree import words

_PROPERTIES = {
    "headline": "title", "datepublished": "published", "datemodified": "updated", "author": "byline", "creator": "byline",
    "publisher": "source", "sourceorganization": "source",
}  # fmt: skip
_NAME = ".//*[@itemprop='name' or @property='name' or @property='schema:name' or @property='foaf:name']"
_ADDRESSES = frozenset(("url", "mainentityofpage"))
_APART = frozenset(("aside", "nav", "figure"))  # what stands in them is of a picture, of another story
_WHOLE = frozenset(("article", "main"))


@dataclass(slots=True)
class Items:
    """What the properties of one thing on a page state, and its addresses."""

    fields: dict[str, str] = field(default_factory=dict)
    urls: set[str] = field(default_factory=set)
    whole: bool = False  # it holds a text


def item_fields(tree: Any, heading: Any, page: Own) -> tuple[dict[str, str], dict[str, str]]:  # noqa: ANN401 - lxml elements; lxml is imported late
    """Return what microdata and RDFa state of the page's article, and what properties of no thing state beside its headline.

    Of several articles it is the one that the ``heading`` lies in, else the only one that is the page's.
    """
    around = set() if heading is None else {heading, *heading.iterancestors()}
    top = _top(heading)
    scopes: dict[Any, Items] = {}
    lists: dict[Any, bool] = {}
    for node in tree.xpath("//*[@itemprop or @property][not(self::meta[starts-with(@property, 'og:')])]"):
        owner = next((n for n in node.iterancestors() if n.get("itemscope") is not None or n.get("typeof")), None)
        kinds = "" if owner is None else f"{owner.get('itemtype') or ''} {owner.get('typeof') or ''}"
        if not (any(map(ARTICLE_TYPES.match, kinds.split())) if owner is not None else node.tag != "meta" and _lies_in(node, top)):
            continue
        names = [name.rpartition(":")[2].lower() for name in f"{node.get('itemprop') or ''} {node.get('property') or ''}".split()]
        if _is_others(node, top if owner is None else owner, lists):
            continue
        items = scopes.setdefault(owner, Items())
        items.urls |= {node.get("href") or node.get("content") or node.get("itemid") or "" for name in names if name in _ADDRESSES} - {""}
        items.whole = items.whole or "articlebody" in names
        for name in filter(None, map(_PROPERTIES.get, names)):
            if value := _value(node, name):
                before = items.fields.get(name, value)
                items.fields[name] = f"{before}, {value}" if name == "byline" and before != value else before
    loose = scopes.pop(None, Items()).fields
    own = [items for owner, items in scopes.items() if owner in around] or [
        items for items in scopes.values() if _is_own(items, page, only=len(scopes) == 1 and (heading is None or items.whole))
    ]
    return own[0].fields if (around and own) or len(own) == 1 else {}, loose


def _is_own(items: Items, page: Own, *, only: bool) -> bool:
    title = items.fields.get("title", "")
    return page.owns(title, items.urls, day=items.fields.get("published", "")) if title or items.urls else only


def _top(heading: Any) -> Any:  # noqa: ANN401
    """Return the element that holds the article of a headline; None for the whole page."""
    if heading is None:
        return None
    around = next((n for n in heading.iterancestors() if n.tag in _WHOLE), None)
    beside = next((n for n in heading.iterancestors() if n.tag != "header"), None)
    return around if around is not None else beside if beside is not None and beside.tag != "body" else None


def _lies_in(node: Any, top: Any) -> bool:  # noqa: ANN401
    return top is not None and any(n is top for n in node.iterancestors())


def _is_others(node: Any, top: Any, lists: dict[Any, bool]) -> bool:  # noqa: ANN401
    """Whether an element inside ``top`` is of a picture, of a box, or of an entry in a list that leads elsewhere."""
    for n in (node, *node.iterancestors()):
        if n is top:
            return False
        if n.tag in _APART:
            return True
        if n.tag == "li":
            if n not in lists:
                lists[n] = n.find(".//a") is not None
            if lists[n]:
                return True
    return False


def _value(node: Any, name: str) -> str:  # noqa: ANN401
    if name in {"published", "updated"}:
        return page_stamp(node.get("datetime") or node.get("content") or node.get("title") or words(node))
    inner = next(iter(node.xpath(_NAME)), node)
    value = " ".join((inner.get("content") or words(inner)).split())
    return clean_byline(value) if name == "byline" else value if len(value) <= 200 else ""
