"""An address at the foot of a letter is no part of the text, and says who sent it; a note on the text is part of it."""

import pytest

from ingest.read.documents.pdf.feet import foot
from ingest.read.documents.pdf.layout import Word


def page(*lines: str, size: float = 8, y: float = 40, leading: float = 10) -> list[Word]:
    """Return a page of five lines of text, 12 points apart down to y = 152, and lines under them."""
    rows = [Word(f"word{n}", 60, 100, 200 - 12 * n, 10) for n in range(5)] * 4
    return rows + [Word(line, 60, 300, y - leading * n, size) for n, line in enumerate(lines)]


HALL = "Harbour Office of Oxhey"


@pytest.mark.parametrize(("lines", "sender"), [
    ([f"{HALL} · 4 Quay Road · www.oxhey.example"], HALL), ([f"{HALL} | press@oxhey.example"], HALL),
    ([HALL, "4 Quay Road", "Tel. +00 555 0100"], HALL), (["Tel: 555 0100"], ""), (["Hauptstraße 4, Oxhey"], ""),
    ([f"{HALL} • Kelby • Aske"], ""), (["Contact Us | Jobs", "www.oxhey.example"], ""),
    ([f"4 Quay Road · {HALL} · www.oxhey.example"], None), ([f"{HALL} • Kelby"], None),
    (["1 See www.oxhey.example"], None), (["The office answers all mail sent to press@oxhey.example on days of the week."], None),
    ([HALL, "a", "b", "www.oxhey.example"], None), ([HALL], None),
])  # fmt: skip
def test_a_foot_in_small_letters(lines: list[str], sender: str | None) -> None:
    found, name = foot(page(*lines))
    assert [line.text for line in found] == ([] if sender is None else lines)
    assert name == (sender or "")


@pytest.mark.parametrize(("size", "y", "goes"), [(10, 130, True), (10, 131, False), (9, 140, True), (9.1, 140, False)])
def test_it_is_apart_or_smaller(size: float, y: float, goes: bool) -> None:
    assert bool(foot(page("www.oxhey.example", size=size, y=y))[0]) is goes


def test_apart_alone_each_line_must_be_of_it_and_a_short_page_has_none() -> None:
    assert not foot(page("www.oxhey.example", "the end of it", size=10))[0]
    assert foot(page("www.oxhey.example", "the end of it"))[0]
    assert not foot([Word("www.oxhey.example", 60, 200, 40 - 20 * n, 8) for n in range(3)])[0]
