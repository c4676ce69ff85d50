"""The changes that the page can make to the index: ingest files, fetch a web page, delete an article."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from ingest.read.address import Page, fetch_page
from ingest.report import Report
from rag.settings import Settings

HEAD = re.compile(rb"<head\b[^>]*>", re.IGNORECASE)


def ingest_files(settings: Settings, paths: Sequence[Path]) -> Report:
    """Ingest files into the index of ``settings``.

    :raises DatelineError: when the index is busy or built by others; nothing is changed then.
    """
    from ingest.sync import update

    return update(settings, list(paths))


def fetch_as_file(url: str) -> tuple[str, bytes]:
    """Fetch a web page; return a file name and the content, with the page's address in it.

    :raises InputError: naming the address and why it was not fetched.
    """
    page = fetch_page(url)
    parts = urlsplit(page.url)
    stem = re.sub(r"[^\w.-]+", "-", f"{parts.hostname}{parts.path}").strip("-.")[:80]
    return f"{stem}{page.suffix}", with_address(page)


def with_address(page: Page) -> bytes:
    """The page's bytes; an HTML page without an ``og:url`` tag gets one, so that its article keeps the address."""
    if page.suffix != ".html" or b"og:url" in page.data:
        return page.data
    meta = f'<meta property="og:url" content="{escape(page.url)}">'.encode("ascii", "xmlcharrefreplace")
    opening_tag = HEAD.search(page.data)
    at = opening_tag.end() if opening_tag else 0
    return page.data[:at] + meta + page.data[at:]


def delete(settings: Settings, uploads: Path, article_id: str) -> None:
    """Remove one article; its file is deleted too if it was uploaded on the page and holds no other article.

    :raises IndexBusy: while files are being ingested.
    """
    from ingest.lock import write_lock
    from rag.index.writing import StoreWriter
    from rag.models.encoders import StaticEmbedder

    with write_lock(settings.index_dir):
        store = StoreWriter.open(settings, models=StaticEmbedder().name)
        try:
            for path, (digest, ids) in store.files().items():
                if article_id in ids:
                    remaining = tuple(i for i in ids if i != article_id)
                    if remaining:
                        store.set_file(path, digest, remaining)
                    else:
                        store.drop_file(path)
                        if Path(path).resolve().is_relative_to(uploads.resolve()):
                            Path(path).unlink(missing_ok=True)
            store.remove([article_id])
        finally:
            store.close()
