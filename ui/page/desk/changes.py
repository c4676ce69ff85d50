"""What the page may change in the index: take files in, fetch an address, delete an article."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from ingest.read.address import Page, fetch_page
from ingest.sync import Report
from rag.settings import Settings

HEAD = re.compile(rb"<head\b[^>]*>", re.IGNORECASE)


def take_in(settings: Settings, paths: Sequence[Path]) -> Report:
    """Ingest files into the index of ``settings``.

    :raises DatelineError: when the index is busy or built by others; nothing is changed then.
    """
    from ingest.sync import update

    return update(settings, list(paths))


def fetched(url: str) -> tuple[str, bytes]:
    """A page as a file name and its content, which states its own address.

    :raises InputError: naming the address and why it was not fetched.
    """
    page = fetch_page(url)
    parts = urlsplit(page.url)
    stem = re.sub(r"[^\w.-]+", "-", f"{parts.hostname}{parts.path}").strip("-.")[:80]
    return f"{stem}{page.suffix}", addressed(page)


def addressed(page: Page) -> bytes:
    """The page's bytes; a web page that does not say its address is told it, so that its article keeps it."""
    if page.suffix != ".html" or b"og:url" in page.data:
        return page.data
    meta = f'<meta property="og:url" content="{escape(page.url)}">'.encode("ascii", "xmlcharrefreplace")
    found = HEAD.search(page.data)
    at = found.end() if found else 0
    return page.data[:at] + meta + page.data[at:]


def delete(settings: Settings, uploads: Path, article_id: str) -> None:
    """Remove one article; its file, if it was given on the page and holds no other, goes too.

    :raises IndexBusy: while something is being taken in.
    """
    from ingest.lock import writing
    from rag.index.writing import StoreWriter
    from rag.models.encoders import StaticEmbedder

    with writing(settings.index_dir):
        store = StoreWriter.open(settings, models=StaticEmbedder().name)
        try:
            for path, (digest, ids) in store.files().items():
                if article_id in ids:
                    left = tuple(i for i in ids if i != article_id)
                    if left:
                        store.set_file(path, digest, left)
                    else:
                        store.drop_file(path)
                        if Path(path).resolve().is_relative_to(uploads.resolve()):
                            Path(path).unlink(missing_ok=True)
            store.remove([article_id])
        finally:
            store.close()
