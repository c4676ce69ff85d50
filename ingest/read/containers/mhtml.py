"""Read a page that a browser saved in one file: .mhtml, .mht, Safari's .webarchive. When it was saved is not when it was published."""

import plistlib
import re
import xml.parsers.expat
from dataclasses import replace

from ingest.article.assemble import Raw
from ingest.read.containers.kinds import Articles, Source
from ingest.read.containers.mail import header, parse_message, part_bytes
from ingest.read.failures import ReadError
from ingest.read.pages.said.days import day_in_address

_SAVED = re.compile(rb"^(?:Snapshot-Content-Location:|From:\s*.?Saved by)", re.IGNORECASE | re.MULTILINE)


def begins(head: bytes) -> bool:
    """Whether a file begins as a saved page."""
    return bool(_SAVED.search(head))


def split(source: Source) -> Articles:
    """Yield what the saved page holds: one article, or those of a page of several.

    :raises ReadError: when there is no page in it.
    """
    with source.path.open("rb") as stream:
        message = parse_message(stream.read())
    page = next((part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}), None)
    if page is None or not part_bytes(page).strip():
        raise ReadError("no page in this saved page")
    url = header(message, "snapshot-content-location") or header(page, "content-location")
    for found in with_url(source.page(part_bytes(page)), url):
        yield found if isinstance(found, Raw) else found._replace(where=f"{source.path}{found.where}")


def begins_webarchive(head: bytes) -> bool:
    """Whether a file begins as a property list, in which Safari keeps a page."""
    return head.startswith((b"bplist", b"<?xml"))


def split_webarchive(source: Source) -> Articles:
    """Yield what the page saved by Safari holds.

    :raises ReadError: when there is no page in it.
    """
    try:
        with source.path.open("rb") as stream:
            page = plistlib.load(stream)["WebMainResource"]
        content, url = bytes(page["WebResourceData"]), str(page.get("WebResourceURL") or "")
    except (
        plistlib.InvalidFileException,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        AttributeError,
        xml.parsers.expat.ExpatError,
    ) as err:
        raise ReadError(f"no page in this web archive ({type(err).__name__})") from err
    for found in with_url(source.page(content), url):
        yield found if isinstance(found, Raw) else found._replace(where=f"{source.path}{found.where}")


def with_url(found: Articles, url: str) -> Articles:
    """Give the address ``url`` to the one article of a page that states none itself, and the day in it where the page states none."""
    parts = list(found)
    for part in parts:
        lacks = isinstance(part, Raw) and len(parts) == 1 and not part.fields.get("url") and url.startswith(("http://", "https://"))
        yield _addressed(part, url) if isinstance(part, Raw) and lacks else part


def _addressed(part: Raw, url: str) -> Raw:
    stated = "" if "published" in part.found else part.fields.get("published", "")
    day = day_in_address(url)
    if stated or not day or day > (part.fields.get("updated") or day)[:10]:
        return replace(part, fields={**part.fields, "url": url})
    return replace(part, fields={**part.fields, "url": url, "published": day}, found=part.found | {"published"})
