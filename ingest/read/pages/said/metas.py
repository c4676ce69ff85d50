"""What the head of a page states: its ``<meta>`` elements and its canonical address."""

import re
from typing import Any

from ingest.read.pages.said.names import clean_byline
from ingest.read.pages.said.stamp import page_stamp

_FIELDS = {  # in order of trust
    "published": """article:published_time og:article:published_time og:published_time article:published datepublished date_published
        publishdate publish-date publish_date pubdate published published_date publication_date article.published
        article:publish_date parsely-pub-date parsely-pubdate sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime bt:pubdate
        rnews:datepublished citation_publication_date citation_online_date dc.date.issued dcterms.issued dcterms.created dc.date.created
        date dc.date dcterms.date article:created_time datecreated""",
    "updated": """article:modified_time og:updated_time og:modified_time article:updated_time datemodified date_modified
        sailthru.updated rnews:datemodified bt:moddate dc.date.modified dcterms.modified lastmod last-modified""",
    "title": "og:title twitter:title headline parsely-title sailthru.title dc.title dcterms.title",
    "source": "og:site_name application-name dc.publisher dcterms.publisher publisher parsely-site apple-mobile-web-app-title",
    "byline": "author article:author parsely-author sailthru.author byl byline dc.creator dcterms.creator",
    "url": "og:url parsely-link twitter:url",
}
LISTED = "data-dateline"  # the attribute of what the feed or sitemap of a site says of a page, which this program puts into the page
_META = {name: field for field, names in _FIELDS.items() for name in names.split()}
_RANK = {name: n for n, name in enumerate(_META)}
_LABELS = {"written by": "byline", "author": "byline", "by": "byline"}  # twitter:label1 and the value beside it
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(https?://\S+) -->|^\s*url: (https?://\S+)\s*$", re.MULTILINE)
_SAVED_WITHIN = 3000  # characters from the top of a page that a browser saved


def meta_fields(tree: Any, *, listed: bool = False) -> dict[str, str]:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Return what the ``<meta>`` elements state; of several for one field, the order of the names decides.

    :param listed: return what the site's feed or sitemap says instead.
    """
    found: list[tuple[int, str, str]] = []
    labels: dict[str, str] = {}
    for meta in tree.iter("meta"):
        if (LISTED in meta.attrib) is not listed:
            continue
        name = (meta.get("property") or meta.get("name") or (meta.get("itemprop") if not _is_part(meta) else "") or "").strip().lower()
        content = " ".join((meta.get("content") or meta.get("value") or "").split())
        if name.startswith(("twitter:label", "twitter:data")):
            labels[name] = content
        elif (field := _META.get(name)) and (content := _value(content, field)):
            found.append((_RANK[name], field, content))
    fields: dict[str, str] = {}
    for _, field, content in sorted(found, key=lambda row: row[0]):
        fields.setdefault(field, content)
    for name, label in labels.items():
        if (labelled := _LABELS.get(label.lower())) and name.startswith("twitter:label"):
            fields.setdefault(labelled, clean_byline(labels.get(f"twitter:data{name[13:]}", "")))
    return {field: value for field, value in fields.items() if value}


def _value(content: str, field: str) -> str:
    return clean_byline(content) if field == "byline" else page_stamp(content) if field in {"published", "updated"} else content


def _is_part(meta: Any) -> bool:  # noqa: ANN401
    """Whether an element states something of a thing that the page holds, a picture or a comment, and not of the page."""
    return any(node.get("itemscope") is not None for node in meta.iterancestors() if node.tag not in {"html", "head", "body"})


def file_changed(tree: Any) -> str:  # noqa: ANN401
    """Return when the file of the page was written, which need not be when the article was changed; empty if it does not say."""
    stamps = (page_stamp(meta.get("content") or "") for meta in tree.iter("meta") if (meta.get("name") or "").lower() == "last-modified")
    return next(filter(None, stamps), "")


def address(tree: Any, stated: str = "", markup: str = "") -> str:  # noqa: ANN401
    """Return the address of the article: the canonical one, else the one ``stated``, else where a browser saved it from."""
    links = (link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    canonical = next((link.strip() for link in links if re.match(r"https?://", link.strip())), "")
    if canonical and not (_is_root(canonical) and stated.startswith("http") and not _is_root(stated)):
        return canonical
    if stated.startswith("http"):
        return stated
    saved = _SAVED.search(markup[:_SAVED_WITHIN])
    return stated or (saved[1] or saved[2] if saved else "")


def _is_root(url: str) -> bool:
    return re.fullmatch(r"https?://[^/?#]+/?", url) is not None
