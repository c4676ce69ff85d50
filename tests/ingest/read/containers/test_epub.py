"""A book is its chapters; what it lacks or is broken in it is named, and the day its file was made is no day of publication."""

from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.epub import LEAST_WORDS
from ingest.read.failures import Failure
from ingest.read.files import read_file
from tests.kits.exports import CANAL, epub, zipped

PAGE = "<html><body><h1>{0}</h1><p>" + "The bog of Ferrin sank again in the dry summer, foresters found. " * 3 + "{0}</p></body></html>"
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<metadata><dc:title>Peat</dc:title>{}</metadata><manifest><item id="a" href="a.xhtml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)


def read(path: Path, content: bytes) -> tuple[list[Raw], list[str]]:
    path.write_bytes(content)
    found = list(read_file(path))
    return [r for r in found if isinstance(r, Raw)], [
        f"{f.where.removeprefix(str(path))} {f.reason}" for f in found if isinstance(f, Failure)
    ]


def test_a_book_without_a_table_is_its_pages_by_name(tmp_path: Path) -> None:
    raws, failed = read(
        tmp_path / "a.epub", zipped({"mimetype": "application/epub+zip", "b.xhtml": PAGE.format("B"), "a.html": PAGE.format("A")})
    )
    assert [raw.fields["title"] for raw in raws] == ["A", "B"]
    assert failed == []


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ("<dc:date>2022-10-01</dc:date>", "2022-10-01"),
        ('<dc:date opf:event="modification">2023-01-01</dc:date>', ""),
        ('<dc:date opf:event="modification">2023-01-01</dc:date><dc:date opf:event="publication">2022-10-01</dc:date>', "2022-10-01"),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", ""),
        ("<dc:date>last year</dc:date>", ""),
        ("", ""),
    ],
)
def test_the_day_of_a_book(tmp_path: Path, dates: str, published: str) -> None:
    ((raw,), _) = read(tmp_path / "a.epub", zipped({"c.opf": OPF.format(dates), "a.xhtml": PAGE.format("A")}))
    assert (raw.fields.get("published", ""), raw.fields["source"]) == (published, "Peat")


def test_a_chapter_that_states_its_own_day(tmp_path: Path) -> None:
    ((raw,), _) = read(tmp_path / "a.epub", zipped({"c.opf": OPF.format("<dc:date>2022-10-01</dc:date>"), "a.xhtml": CANAL}))
    assert (raw.fields["published"], raw.fields["source"]) == ("2023-06-05T08:00+00:00", "Wharf Times")


@pytest.mark.parametrize("content", [epub()[:300], zipped({"a.txt": "x"}), zipped({"c.opf": "no"})])
def test_a_broken_or_empty_book_is_named(tmp_path: Path, content: bytes) -> None:
    raws, failed = read(tmp_path / "a.epub", content)
    assert raws == []
    assert len(failed) == 1


def test_the_words_that_make_a_chapter(tmp_path: Path) -> None:
    pages: dict[str, bytes | str] = {
        f"{n}.xhtml": f"<html><body><p>{' '.join(['word'] * n)}</p></body></html>" for n in (LEAST_WORDS - 1, LEAST_WORDS)
    }
    raws, failed = read(tmp_path / "a.epub", zipped(pages))
    assert [len(raw.text.split()) for raw in raws] == [LEAST_WORDS]
    assert failed == []


def test_the_contents_are_no_chapter(tmp_path: Path) -> None:
    opf = OPF.format("").replace('<item id="a"', '<item id="n" href="n.xhtml" properties="nav"/><item id="a"')
    opf = opf.replace("<itemref", '<itemref idref="n"/><itemref idref="gone"/><itemref', 1)
    raws, failed = read(tmp_path / "a.epub", zipped({"c.opf": opf, "n.xhtml": PAGE.format("Contents"), "a.xhtml": PAGE.format("A")}))
    assert [raw.fields["title"] for raw in raws] == ["A"]
    assert failed == []
