"""Every limit is named when it is hit, with the setting that moves it; what stays under it is read."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from ingest.read.failures import Failure
from ingest.read.limits import MB, Limits, explain, too_large, too_long, too_much
from ingest.read.net import read_articles
from rag.settings import Settings
from tests.kits.ingest import BODY, docx
from tests.kits.mutations import packed


def test_the_defaults_are_those_of_the_settings() -> None:
    assert Limits.of(Settings()) == Limits()
    assert Limits.of(Settings(article_mb=7)) == Limits(article_mb=7)


def test_a_document_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for size, reason in ((3 * MB, ""), (3 * MB + 1, "3 MB, more than the 3 MB that a document may have (setting file_mb)")):
        with path.open("wb") as stream:
            stream.truncate(size)
        assert too_large(path, Limits(file_mb=3)) == reason


def test_what_a_packed_file_unpacks_to(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(packed({"a.bin": bytes(MB), "b.bin": bytes(MB)}))
    assert path.stat().st_size < 10_000
    assert too_much(path, Limits(file_unpacked_mb=2)) == ""
    assert too_much(path, Limits(file_unpacked_mb=1)) == (
        "it unpacks to 2 MB, more than the 1 MB that a packed file may unpack to (setting file_unpacked_mb)"
    )


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.docx"])
def test_the_elements_of_a_page_and_of_a_packed_file(tmp_path: Path, name: str) -> None:
    markup = b"<p>a</p>" * 1000
    path = tmp_path / name
    path.write_bytes(packed({"word/document.xml": markup}) if name.endswith("docx") else markup)
    nodes = 1001 if name.endswith("docx") else 1000  # a member counts as one
    assert too_much(path, Limits(file_nodes=nodes)) == ""
    assert too_much(path, Limits(file_nodes=nodes - 1)) == (
        f"at least {nodes:,} elements, more than the {nodes - 1:,} that are read (setting file_nodes)"
    )


def test_brackets_in_plain_text_are_no_elements(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"<" * 2000)
    assert too_much(path, Limits(file_nodes=1000)) == ""


def test_a_packed_file_behind_a_password_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(re.sub(rb"(PK\x01\x02.{4}).", lambda m: m[1] + b"\1", docx(BODY), flags=re.DOTALL))
    assert too_much(path, Limits()) == "it is locked by a password"


def test_what_is_broken_is_left_to_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    whole = docx(BODY)
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        start = next(i.header_offset for i in file.infolist() if i.filename == "word/document.xml")
    for content in (whole[:2000], b"PK\x03\x04", whole[: start + 60] + bytes(40) + whole[start + 100 :]):
        path.write_bytes(content)
        assert too_much(path, Limits()) == ""


def test_an_article(tmp_path: Path) -> None:
    assert too_long("a" * MB, Limits(article_mb=1)) == ""
    (tmp_path / "a.txt").write_text(BODY + " " + "word " * (MB // 5), encoding="utf-8")
    (failure,) = read_articles(str(tmp_path / "a.txt"), Limits(article_mb=1))
    assert isinstance(failure, Failure)
    assert failure.reason == "one article of 1.0 MB, more than the 1 MB that an article may have (setting article_mb)"


@pytest.mark.parametrize(
    ("err", "reason"),
    [
        (RecursionError("maximum"), "nested too deeply"),
        (MemoryError(), "it needs more than the 300 MB of memory that a file may take (setting file_memory_mb)"),
        (PermissionError(13, "Permission denied"), "no permission to read it"),
        (FileNotFoundError(2, "No such file or directory"), "No such file or directory"),
        (OSError("odd"), "odd"),
        (ValueError("two\nlines " + "x" * 200), "cannot be read: ValueError: two lines " + "x" * 110),
        (KeyError(), "cannot be read: KeyError"),
    ],
)
def test_whatever_happens_has_a_reason(err: Exception, reason: str) -> None:
    assert explain(err, Limits(file_memory_mb=300)) == reason
