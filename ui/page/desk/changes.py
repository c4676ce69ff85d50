"""The changes that the page can make to the index: ingest files, fetch a web page, delete an article."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from ingest.news.keep import with_address
from ingest.news.run import check_online
from ingest.read.address import fetch_page
from ingest.report import Report
from rag.index.store import READING
from rag.settings import Settings


def ingest_files(settings: Settings, paths: Sequence[Path]) -> Report:
    """Ingest files into the index of ``settings``.

    :raises DatelineError: when the index is busy or built by others; nothing is changed then.
    """
    from ingest.sync import update

    return update(settings, list(paths))


def unread_uploads(settings: Settings, uploads: Path) -> list[Path]:
    """The uploaded files that no ingest has read to their end, or not all of: the program ended before, or a record could not be read."""
    from rag.index.upkeep.broken import remembered

    files = sorted(path for path in uploads.glob("[!.]*") if path.is_file()) if uploads.is_dir() else []
    if not files:
        return []
    _, known = remembered(settings.index_dir)
    read = {PurePath(path).name for path, (mark, _) in known.items() if mark != READING and PurePath(path).parent.name == uploads.name}
    return [path for path in files if path.name not in read]


def fetch_as_file(url: str, settings: Settings | None = None) -> tuple[str, bytes]:
    """Fetch a web page; return a file name and the content, with the page's address in it.

    :raises InputError: naming the address and why it was not fetched, such as that the settings say that nothing is.
    """
    if settings:
        check_online(settings)
    page = fetch_page(url)
    parts = urlsplit(page.url)
    stem = re.sub(r"[^\w.-]+", "-", f"{parts.hostname}{parts.path}").strip("-.")[:80]
    return f"{stem}{page.suffix}", with_address(page)


def delete(settings: Settings, uploads: Path, article_id: str) -> None:
    """Remove one article for good; its file is deleted too if it was uploaded on the page and holds no other article.

    :raises IndexBusy: while files are being ingested.
    """
    from ingest.deletion import delete as delete_articles

    delete_articles(settings, [article_id], uploads=uploads)
