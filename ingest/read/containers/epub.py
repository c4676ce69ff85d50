"""Read a book (.epub): each chapter is an article, of the book as its outlet; an issue of a paper is one, and so is what Calibre fetched.

The day that the book states is that of the issue, and is given to a chapter that states none itself: nothing in it came later. A day on
which a file was made or changed is none.
"""

import posixpath
import zipfile
import zlib
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from ingest.article.assemble import Raw
from ingest.article.stamps import read_stamp
from ingest.read.containers.kinds import Articles, Source
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import block_lines

LEAST_WORDS = 20  # of a chapter; shorter ones are covers, title pages and dividers
_PAGES = (".xhtml", ".html", ".htm", ".xml")
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError, RuntimeError)


def split(source: Source) -> Articles:
    """Yield the chapters in reading order.

    :raises ReadError: when the book is broken, locked, or holds no text.
    """
    try:
        with zipfile.ZipFile(source.path) as book:
            fields, chapters = _package(book)
            found = [part for n, name in enumerate(chapters, start=1) for part in _chapter(book, name, f":{n}", fields, source)]
    except _BROKEN as err:
        raise ReadError(f"broken book: {' '.join(str(err).split())[:100] or type(err).__name__}") from err
    if not found:
        raise ReadError("no text in this book")
    yield from found


def _package(book: zipfile.ZipFile) -> tuple[dict[str, str], list[str]]:
    """Return what a book states of itself and its chapters in order; all its pages by name where it lacks that."""
    names = book.namelist()
    pages = sorted(name for name in names if name.lower().endswith(_PAGES[:3]))
    opf = next((name for name in names if name.lower().endswith(".opf")), "")
    if "META-INF/container.xml" in names:
        roots = _xml(book.read("META-INF/container.xml")).xpath("//*[local-name()='rootfile']/@full-path")
        opf = next((str(root) for root in roots if str(root) in names), opf)
    if not opf:
        return {}, pages
    tree = _xml(book.read(opf))
    items = {item.get("id"): item for item in tree.xpath("//*[local-name()='manifest']/*[local-name()='item']")}
    chapters = []
    for ref in tree.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
        item = items.get(ref.get("idref"))
        if item is not None and "nav" not in (item.get("properties") or "").split():
            name = posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote((item.get("href") or "").partition("#")[0])))
            if name in names:
                chapters.append(name)
    return _stated(tree), chapters or pages


def _stated(tree: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    def value(name: str) -> str:
        return " ".join(str(next(iter(tree.xpath(f"//*[local-name()='metadata']/*[local-name()='{name}']/text()")), "")).split())

    dates = tree.xpath("//*[local-name()='metadata']/*[local-name()='date'][not(@*[local-name()='event']) or @*[.='publication']]/text()")
    published = next((iso for date in dates if (iso := read_stamp(str(date).strip())) and iso[:4] > "1500"), "")
    return {"source": value("title"), "byline": value("creator"), "published": published[:10]}


def _chapter(book: zipfile.ZipFile, name: str, place: str, fields: dict[str, str], source: Source) -> Articles:
    content = book.read(name)
    tree = _xml(content, html=True)
    if len(" ".join(block_lines(tree)).split()) < LEAST_WORDS:
        return
    heading = next((h for h in tree.iter() if h.tag in {"h1", "h2", "h3", "h4"}), None)
    title = "" if heading is None else " ".join(heading.text_content().split())
    try:
        for found in source.page(content):
            if isinstance(found, Raw):
                stated = {key: value for key, value in found.fields.items() if value and key != "title"}
                stated = {**fields, **stated, "title": title or found.fields.get("title", "")}
                if stated.get("byline") == fields.get("byline") and fields:
                    stated.pop("byline", None)  # who made the book did not write each chapter; a byline in it may say who did
                yield replace(found, fields=stated, place=f"{place}{found.place}")
            else:
                yield found._replace(where=f"{source.path}{place}{found.where}")
    except ReadError as err:
        yield Failure(f"{source.path}{place}", str(err))


def _xml(content: bytes, *, html: bool = False) -> Any:  # noqa: ANN401
    """Return the tree of a member; nothing outside it is fetched, no entity grows.

    :raises ValueError: when it is no markup.
    """
    import lxml.etree
    import lxml.html

    try:
        if html:
            return lxml.html.document_fromstring(content, parser=lxml.html.HTMLParser(encoding="utf-8"))
        tree = lxml.etree.fromstring(content, lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    except lxml.etree.LxmlError as err:
        raise ValueError(f"not markup: {str(err)[:60]}") from err
    if tree is None:
        raise ValueError("not markup")
    return tree
