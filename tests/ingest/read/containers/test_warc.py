"""A crawl is its pages; what is broken in it is named, nothing is written to the terminal, and the day of the crawl counts for nothing."""

import gzip
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read.failures import Failure
from ingest.read.files import read_file
from tests.kits.exports import CANAL, SAFE, warc


def read(path: Path, content: bytes) -> tuple[list[Raw], list[str]]:
    path.write_bytes(content)
    found = list(read_file(path))
    return [r for r in found if isinstance(r, Raw)], [
        f"{f.where.removeprefix(str(path))} {f.reason}" for f in found if isinstance(f, Failure)
    ]


def test_a_crawl_that_is_not_packed(tmp_path: Path) -> None:
    raws, failed = read(tmp_path / "a.warc", gzip.decompress(warc()))
    assert [raw.fields["url"] for raw in raws] == ["https://wharf.example/canal", "https://wharf.example/safe"]
    assert failed == []


def test_a_crawl_that_breaks_off_gives_what_came_before(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = gzip.decompress(warc())
    raws, failed = read(tmp_path / "a.warc", content[: content.index(SAFE.encode()) - 400] + b"\r\n\r\nWAR")
    assert [raw.fields["url"] for raw in raws] == ["https://wharf.example/canal"]
    assert len(failed) <= 1
    assert capfd.readouterr() == ("", "")


def test_a_page_of_a_crawl_that_holds_no_article_is_named_with_its_address(tmp_path: Path) -> None:
    content = gzip.decompress(warc())
    empty = content.replace(CANAL.encode(), (b"<html><body></body></html>").ljust(len(CANAL.encode())))
    raws, failed = read(tmp_path / "a.warc", empty)
    assert [raw.fields["url"] for raw in raws] == ["https://wharf.example/safe"]
    assert failed == [":1 no article text on the page (https://wharf.example/canal)"]


@pytest.mark.parametrize(
    "content", [b"WARC/1.0\r\n", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nHTTP/", gzip.compress(b"WARC/1.0\r\n")]
)
def test_a_crawl_without_a_page_is_named(tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    raws, failed = read(tmp_path / "a.warc.gz" if content.startswith(b"\x1f") else tmp_path / "a.warc", content)
    assert raws == []
    assert len(failed) == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08 no", b"\x1f\x8b"])
def test_what_only_begins_as_if_packed_is_no_crawl(tmp_path: Path, content: bytes) -> None:
    raws, failed = read(tmp_path / "a.gz", content)
    assert raws == []
    assert failed[0].startswith(" broken archive")
