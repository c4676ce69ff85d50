"""A page saved in one file is read as the page; when it was saved says nothing."""

import plistlib
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
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
