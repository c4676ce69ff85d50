"""A page saved in one file is read as the page; when it was saved says nothing."""

import plistlib
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.mhtml import with_url
from ingest.read.failures import Failure
from ingest.read.files import read_file
from tests.kits.exports import CANAL

MESSAGE = b"From: Tern Daily <news@tern.example>\nSubject: Ploughs\nDate: Mon, 08 Jan 2024 07:00:00 +0000\n\nNo page.\n"


def read(path: Path, content: bytes) -> list[Raw | Failure]:
    path.write_bytes(content)
    return list(read_file(path))


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_page_saved_by_safari(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    resource = {"WebResourceData": CANAL.encode(), "WebResourceURL": "https://wharf.example/canal", "WebResourceMIMEType": "text/html"}
    (raw,) = read(tmp_path / "a.webarchive", plistlib.dumps({"WebMainResource": resource}, fmt=form))
    assert isinstance(raw, Raw)
    assert (raw.fields["url"], raw.fields["published"]) == ("https://wharf.example/canal", "2023-06-05T08:00+00:00")


@pytest.mark.parametrize("content", [b"bplist00", b"<?xml version='1.0'?><plist><dict/></plist>", b"<?xml no", plistlib.dumps({"a": 1})])
def test_a_broken_web_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (found,) = read(tmp_path / "a.webarchive", content)
    assert isinstance(found, Failure)


def test_a_saved_page_without_a_page_is_named(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.mhtml", MESSAGE)
    assert isinstance(found, Failure)
    assert found.reason == "no page in this saved page"


SAVED = "https://wharf.example/2023/06/07/canal"


@pytest.mark.parametrize(
    ("fields", "found", "url", "day"),
    [
        ({}, (), SAVED, "2023-06-07"), ({"published": "2023-06-09"}, ("published",), SAVED, "2023-06-07"),
        ({"published": "2023-06-05"}, (), SAVED, "2023-06-05"), ({"updated": "2023-06-05"}, (), SAVED, ""),
        ({}, (), "https://wharf.example/canal", ""), ({"url": "https://wharf.example/canal"}, (), SAVED, ""),
    ],
)  # fmt: skip
def test_a_day_that_nothing_states_is_that_of_the_address(fields: dict[str, str], found: tuple[str, ...], url: str, day: str) -> None:
    (raw,) = with_url(iter([Raw("Text", fields, found=frozenset(found))]), url)
    assert isinstance(raw, Raw)
    assert (raw.fields.get("published", ""), "published" in raw.found) == (day, bool(day) and fields.get("published") != day)
