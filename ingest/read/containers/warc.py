"""Read a crawl (.warc, .warc.gz): each page that was answered with 200 is read; when it was fetched is not when it was published."""

import gzip
import zlib
from dataclasses import replace

from ingest.article.assemble import Raw
from ingest.read.containers.kinds import Articles, Source
from ingest.read.containers.mhtml import with_url
from ingest.read.failures import Failure, ReadError

# What warcio raises on damaged records besides its own error.
_BROKEN = (zlib.error, gzip.BadGzipFile, EOFError, ValueError, AttributeError, KeyError, TypeError, IndexError)
_PAGES = ("text/html", "application/xhtml+xml")


def begins(head: bytes) -> bool:
    """Whether a file begins as a crawl, packed or not."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def split(source: Source) -> Articles:
    """Yield the articles of the crawl's pages, and a failure for each page that holds none.

    :raises ReadError: when there is no page in it.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    class Quiet(ArchiveIterator):
        """Without the line that it writes to the terminal where a record is broken; the failure says so."""

        INC_RECORD = ""

    pages = 0
    with source.path.open("rb") as stream:
        try:
            for record in Quiet(stream):
                kind, status = "", "200"
                if record.rec_type == "response" and record.http_headers is not None:
                    kind, status = record.http_headers.get_header("content-type") or "", record.http_headers.get_statuscode()
                elif record.rec_type == "resource":
                    kind = record.rec_headers.get_header("content-type") or ""
                if status != "200" or not kind.strip().lower().startswith(_PAGES):
                    continue
                pages += 1
                url = record.rec_headers.get_header("warc-target-uri") or ""
                yield from _page(record.content_stream().read(source.most), url.strip("<>"), pages, source)
        except (ArchiveLoadFailed, *_BROKEN) as err:
            reason = f"broken crawl after {pages} pages: {' '.join(str(err).split())[:80]}"
            if not pages:
                raise ReadError(reason) from err
            yield Failure(str(source.path), reason)
    if not pages:
        raise ReadError("no page in this crawl")


def _page(content: bytes, url: str, n: int, source: Source) -> Articles:
    try:
        for found in with_url(source.page(content), url):
            yield (
                replace(found, place=f":{n}{found.place}")
                if isinstance(found, Raw)
                else found._replace(where=f"{source.path}:{n}{found.where}")
            )
    except ReadError as err:
        yield Failure(f"{source.path}:{n}", f"{err} ({url[:120]})")
