"""Pictures of pages: said to hold no text, and read by tesseract where that is installed and wanted."""

import os
import sys
from pathlib import Path

import pytest

from ingest.read.documents.pdf.ocr import DPI, PAGE_S, SURE, ocr_words, read_table
from ingest.read.failures import Failure, ReadError
from ingest.read.files import read_file
from ingest.read.limits import Limits
from rag.settings import Settings
from tests.kits.documents import pdf_of

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
TABLE = (
    HEAD + "4\t1\t1\t1\t1\t0\t300\t300\t900\t40\t-1\t\n5\t1\t1\t1\t1\t1\t300\t300\t200\t30\t96\tTwo\n"
    "5\t1\t1\t1\t1\t2\t520\t305\t300\t35\t91.5\tboats\n"
    "5\t1\t1\t1\t1\t3\t830\t305\t20\t20\t12\t~~\n4\t1\t1\t1\t2\t0\t300\t350\t900\t40\t-1\t\n"
    "5\t1\t1\t1\t2\t1\t300\t350\t300\t40\t90\tsank.\n"
)


def test_words_have_the_places_of_a_page_and_doubtful_ones_are_left_out() -> None:
    words = list(read_table(TABLE, 3300))
    assert [(word.text, round(word.x0), round(word.x1), round(word.y), round(word.size, 1)) for word in words] == [
        ("Two", 72, 120, 710, 9.6),
        ("boats", 125, 197, 710, 9.6),
        ("sank.", 72, 144, 698, 9.6),
    ]
    sizes = {"1\t1\t1": 40, "1\t2\t1": 48, "1\t3\t1": 60}  # the usual size, near it, far from it
    rows = [f"{level}\t{own}\t1\t1\t0\t0\t9\t{tall}\t90\tx" for own, tall in sizes.items() for level in "455"[: 3 if tall == 40 else 2]]
    assert [round(word.size, 1) for word in read_table("\n".join(rows), 100)] == [9.6, 9.6, 9.6, 14.4]
    assert (DPI, SURE, PAGE_S) == (300, 30, 60.0)
    assert list(read_table("", 10)) == list(read_table("no\ttable\n" + HEAD, 10)) == []


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a command in the place of tesseract that takes a grey picture and returns a table."""
    script = tmp_path / "bin" / "tesseract"
    script.parent.mkdir()
    script.write_text(
        f"#!{sys.executable}\nimport sys\npicture = sys.stdin.buffer.read()\n"
        f"assert picture.startswith(b'P5 ') and len(picture) > 8_000_000\nsys.stdout.write({TABLE!r})\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}/usr/bin")
    return script


def reasons(path: Path, *, ocr: bool) -> list[str]:
    found = list(read_file(path, Limits.of(Settings(ocr=ocr))))
    return [f.reason if isinstance(f, Failure) else f.text for f in found]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of([], raw="0.9 g 60 60 400 700 re f"))
    return path


def test_it_is_off_unless_it_is_asked_for(scan: Path, tesseract: Path) -> None:
    assert reasons(scan, ocr=False) == ["no text in its 1 pages: pictures of pages are read where tesseract is installed (setting ocr)"]
    assert reasons(scan, ocr=True) == ["Two boats sank."]


def test_pages_with_text_are_not_read_as_pictures(tmp_path: Path, tesseract: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([(60, 700, 10, "The king sent help.")], []))
    assert reasons(path, ocr=True) == ["The king sent help.\n\nTwo boats sank."]


def test_without_tesseract_that_is_said(scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert reasons(scan, ocr=True) == ["pictures of pages: tesseract, which reads them, is not installed"]


def test_a_tesseract_that_fails_costs_the_file(scan: Path, tesseract: Path) -> None:
    tesseract.write_text("#!/bin/sh\nexit 3\n")
    assert reasons(scan, ocr=True) == ["pictures of pages: tesseract could not read them (CalledProcessError)"]
    with pytest.raises(ReadError):
        ocr_words(_page(scan))


def _page(path: Path) -> object:
    import pypdfium2

    return pypdfium2.PdfDocument(path)[0]
