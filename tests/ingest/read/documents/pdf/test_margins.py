"""What is none of the text of a PDF goes, and no sentence of the text with it: each bound is held from both sides."""

import pytest

from ingest.read.documents.pdf.margins import asides
from ingest.read.documents.pdf.paragraphs import Paragraph

TEXT = "The harbour of Oxhey was shut for nine days after a barge had sunk, the port office said on Monday at noon."
MORE = "Divers lifted the last of its cargo on Friday, and the first ferry left for the islands the morning after."
HEAD = "Barge sinks in Oxhey harbour"
Line = str | tuple[float, str]


def kept(*lines: Line, title: int = 0, linked: str = "") -> list[str]:
    """Return the lines that are text, of paragraphs in letters of 10 points or those that are given."""
    parts = [Paragraph(*((10, line) if isinstance(line, str) else line)[::-1]) for line in lines]  # type: ignore[arg-type]
    for part in parts:
        part.linked = bool(linked) and part.text.startswith(linked)
    gone = asides(parts, title, 10)
    return [part.text for n, part in enumerate(parts) if n not in gone]


@pytest.mark.parametrize(("line", "stays"), [
    ("Share", False), ((9, "Transport and the islands this week"), False), ("Ferry stops sailing and the islands wait", True),
    ((12, "Ferry stops"), False), ("The ferry stops.", True),
])  # fmt: skip
def test_labels_between_headline_and_text(line: Line, stays: bool) -> None:
    found = kept((20, HEAD), line, TEXT, MORE)
    assert (len(found) == 4) is stays


def test_what_stands_above_the_headline_is_no_text_unless_it_is_one() -> None:
    assert kept("One message", "I thought that you would want to see this.", (20, HEAD), TEXT, title=2) == [HEAD, TEXT]
    assert kept("One message", TEXT, MORE, (20, HEAD), TEXT, title=3) == [TEXT, MORE, HEAD, TEXT]


@pytest.mark.parametrize(("line", "stays"), [
    ((16, "“The first ferry left for the islands”"), False), ((16, "The first ferry left"), False), ((16, "Ferries sail"), True),
    ((16, "‘We shall never know’"), False), ((16, "What comes next for the islands"), True), ((10.7, "“We shall never know”"), False),
    ((10.5, "“We shall never know”"), True), ((9.3, "Photo of the barge"), False), ((9.5, "Photo of the barge"), True),
    ((8, "The barge is lifted by a crane from Kelby on Friday."), True), ((8, "• nine days"), True), ("Continued on Page 8", False),
    ((8, "the port office said on Monday at noon"), False),
])  # fmt: skip
def test_what_is_set_within_the_text(line: Line, stays: bool) -> None:
    assert (len(kept((20, HEAD), TEXT, line, MORE)) == 4) is stays


def test_who_said_a_quote_goes_with_it_and_an_advertisement_but_for_the_next_heading() -> None:
    quote = (16, "“The first ferry left for the islands”")
    assert kept((20, HEAD), TEXT, quote, "— Ida Brandt, pilot", MORE) == [HEAD, TEXT, MORE]
    advert: list[Line] = [(6, "Advertisement"), (20, "OXHEY CARPETS"), (12, "Half price"), "14 Mill Lane"]
    assert kept((20, HEAD), TEXT, *advert, MORE) == [HEAD, TEXT, MORE]
    assert kept((20, HEAD), TEXT, *advert, (13, "What comes next"), MORE) == [HEAD, TEXT, "What comes next", MORE]
    assert kept((20, HEAD), TEXT, *advert[1:2], *advert[3:], MORE)[2:4] == ["OXHEY CARPETS", "14 Mill Lane"]  # of two sizes alone


def test_behind_the_text() -> None:
    small = (8, "Ida Brandt writes on ports for the Star, and has done so for nine years.")
    assert kept((20, HEAD), TEXT, MORE, "“No,” she said.", "Share", (14, "Most read"), "Kelby builds a school", small) == [
        HEAD, TEXT, MORE, "“No,” she said.",
    ]  # fmt: skip
    assert kept((20, HEAD), TEXT, "The result in full:", "Amsel, 312", "Brandt, 90")[2:] == [
        "The result in full:",
        "Amsel, 312",
        "Brandt, 90",
    ]
    assert kept((20, HEAD), TEXT, "The result in full:", "Amsel, 312", (8, "Share"), linked="Amsel")[2:] == ["The result in full:"]
    own = " ".join([small[1]] * 5)
    assert kept((20, HEAD), TEXT, (8, own), "Share") == [HEAD, TEXT]  # 75 words
    assert kept((20, HEAD), TEXT, (8, own), (8, "So ended the day of the last ferry of the year."), "Share")[2:] == [
        own, "So ended the day of the last ferry of the year.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "ends"),
    [("ENDS", True), ("- ends -", True), ("# # #", True), ("-30-", True), ("30", False), ("Ends", False), ("NNNN", True)],
)
def test_a_mark_ends_the_text_where_most_of_it_stands_before(mark: str, ends: bool) -> None:
    found = kept((20, HEAD), TEXT, MORE, TEXT, mark, MORE)
    assert (MORE in found[3:]) is not ends
    assert MORE in kept((20, HEAD), TEXT, mark, MORE)[2:]  # another item of a digest


def test_comments_and_small_print_end_the_text() -> None:
    assert kept((20, HEAD), TEXT, MORE, TEXT, (14, f"2 thoughts on “{HEAD}”"), "It was the best day of the year, no doubt.") == [
        HEAD, TEXT, MORE, TEXT,
    ]  # fmt: skip
    assert len(kept((20, HEAD), TEXT, MORE, TEXT, f"2 thoughts on “{HEAD}”", MORE)) == 6
    rights = "The Star is not responsible for the content of external sites."
    assert kept((20, HEAD), TEXT, MORE, "More: one", "More: two", "More: three", rights, linked="More") == [HEAD, TEXT, MORE]
    assert kept((20, HEAD), TEXT, MORE, "More: one", "More: two", rights, linked="More") == [HEAD, TEXT, MORE, rights]
