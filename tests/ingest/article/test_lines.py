"""Lines remember the gaps before them; text broken to a page width is joined again, and lists, poems and chronicles are not."""

import textwrap

import pytest

from ingest.article.lines import SEPARATOR, Line, lines


def row(length: int, capital: bool = False, end: str = "x") -> str:
    """Return a line of so many characters."""
    text = ("Word " if capital else "word ") + "word " * length
    return text[: length - 1].rstrip().ljust(length - 1, "o") + end


def texts(*rows: str) -> list[str]:
    return [line.text for line in lines("\n".join(rows))]


@pytest.mark.parametrize("rule", ["---", "***", "~~~~", "* * *", "* * * *", "\f", "•••", "===", "###", "___"])
def test_a_drawn_rule_parts_articles(rule: str) -> None:
    one, two = lines(f"One\n{rule}\nTwo")
    assert (one, two.text, two.gap >= SEPARATOR) == (Line("One"), "Two", True)


@pytest.mark.parametrize("line", ["--", "**", "* *", "-- and then"])
def test_what_is_no_rule_stays(line: str) -> None:
    assert len(lines(f"One\n{line}\nTwo")) == 3


def test_blank_lines_are_counted() -> None:
    assert lines("One\nTwo\n \nThree\n\n\t\nFour") == [Line("One"), Line("Two"), Line("Three", 1), Line("Four", 2)]


@pytest.mark.parametrize("mark", ["• ", "* ", "- ", "▪  ", "‣ "])
def test_a_bullet_goes(mark: str) -> None:
    assert texts(f"{mark}Fishermen were saved") == ["Fishermen were saved"]


def test_a_dash_within_a_line_is_no_bullet() -> None:
    assert texts("-5 degrees", "Nine - no, ten") == ["-5 degrees", "Nine - no, ten"]


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\x00"])
def test_what_cannot_be_seen_goes(mark: str) -> None:
    assert texts(f"fish{mark}ermen") == ["fishermen"]


@pytest.mark.parametrize("mark", ["\v", "\x85", "\u2028", "\u2029", "\r", "\r\n"])
def test_every_kind_of_line_break_breaks(mark: str) -> None:
    assert texts(f"One{mark}Two") == ["One", "Two"]


@pytest.mark.parametrize(
    ("rows", "is_joined"),
    [
        ([row(60)] * 5, True),
        ([row(60)] * 4, False),  # four lines prove no page width: an address, a verse
        ([row(130), *[row(120)] * 4], True),
        ([row(131), *[row(120)] * 4], False),  # no page is so wide: these are paragraphs
        ([row(40)] * 5, True),
        ([row(39)] * 5, False),  # a list of names and labels
        ([*[row(60, capital=True)] * 4, row(60)], True),  # lines that only just did not fit one more word
        ([*[row(59, capital=True)] * 4, row(59)], False),  # a list of headlines, one of them in small letters
        ([row(60, capital=True)] * 5, False),  # a list of long headlines
        ([row(60, capital=True)] * 8 + [row(60)], False),  # the same, and one of eight in small letters
        ([row(60, capital=True)] * 7 + [row(60)] * 2, True),
        ([row(60), row(60), row(60), row(60, end="."), row(60, end="."), row(60)], True),
        ([row(60, end="."), row(60, end="."), row(60, end="."), row(60), row(60)], False),  # a sentence a line
        ([row(60, end="."), row(60, end="."), row(60), row(60), row(60)], True),  # half of them stop in mid-sentence
    ],
)
def test_text_broken_to_a_page_width_is_joined(rows: list[str], is_joined: bool) -> None:
    """Else a broken paragraph is read as many, its sentences cut, or a list becomes one sentence that nobody wrote."""
    assert (len(texts(*rows)) < len(rows)) is is_joined


@pytest.mark.parametrize("stop", '.!?:"”)')
def test_lines_that_end_their_sentence_are_not_joined(stop: str) -> None:
    rows = [row(60, end=stop)] * 6
    assert texts(*rows) == rows


WRAPPED = [row(80)] * 8


@pytest.mark.parametrize(
    ("before", "after", "is_joined"),
    [
        (row(60), "The king came", True),  # "The" had no room any more
        (row(59), "The king came", False),  # it had: this is the end of a paragraph
        (row(40), "the king came", True),
        (row(39), "the king came", False),  # a label above a line of text
    ],
)
def test_where_a_broken_paragraph_ends(before: str, after: str, is_joined: bool) -> None:
    found = texts(*WRAPPED, "", before, after)
    assert found[1:] == ([f"{before} {after}"] if is_joined else [before, after])


def test_a_blank_line_ends_a_broken_paragraph() -> None:
    assert texts(*WRAPPED, "", row(80), "", row(80)) == [" ".join(WRAPPED), row(80), row(80)]


def test_the_page_width_is_that_of_the_longest_tenth() -> None:
    """One overlong line, an address say, says nothing of the width; two in twenty do."""
    narrow = [row(48, capital=n % 2 == 0) for n in range(20)]
    assert len(texts(row(120), *narrow[1:])) == 1
    assert len(texts(*narrow[:17], *[row(80)] * 3)) > 5


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("of the govern-", "ment", "of the government"),
        ("of the Al-", "Aqsa mosque", "of the Al-Aqsa mosque"),
        ("of the US-", "led forces", "of the US-led forces"),
        ("of the F-", "16 fighters", "of the F- 16 fighters"),
        ("of vitamin-", "B6 pills", "of vitamin-B6 pills"),
        ("of the 16-", "year war", "of the 16- year war"),
        ("of the king", "of Norway", "of the king of Norway"),
    ],
)
def test_a_word_broken_at_the_line_end(before: str, after: str, joined: str) -> None:
    start = row(80 - len(before) - 1)
    assert texts(*WRAPPED, "", f"{start} {before}", after)[-1] == f"{start} {joined}"


COLUMN = (
    "The dredging of the Kelby canal began on Monday, ten months late, after the state agreed to pay two thirds of the bill. Engineer Ruth "
    "Amsel said that the first barge had lifted 900 tonnes of silt by noon and that the channel would be open to grain ships in May."
)


def broken_at(width: int, text: str = COLUMN) -> str:
    return "\n".join(textwrap.wrap(text, width, break_on_hyphens=False))


@pytest.mark.parametrize("width", [18, 22, 26, 30, 36, 42, 50, 58, 70])
def test_a_column_of_any_width_is_joined(width: int) -> None:
    head = "Canal dredging starts at last\n\nBy Joss Arden\n18 March 2024\n\n"
    found = [
        line.text
        for line in lines(head + broken_at(width) + "\n\n" + broken_at(width, "Farmers on the east bank remain opposed, he said."))
    ]
    assert found == [
        "Canal dredging starts at last",
        "By Joss Arden",
        "18 March 2024",
        COLUMN,
        "Farmers on the east bank remain opposed, he said.",
    ]


def test_paragraphs_of_a_column_without_a_gap_stay_apart() -> None:
    found = [line.text for line in lines(broken_at(30) + "\n" + broken_at(30, "Farmers remain opposed to it, fearing for their wells."))]
    assert found == [COLUMN, "Farmers remain opposed to it, fearing for their wells."]


@pytest.mark.parametrize(
    "text",
    [
        "Tyger, tyger, burning bright\nin the forests of the night,\nwhat immortal\nhand or eye\ncould frame thy fearful symmetry?\n"
        "in what deeps\nor skies\nburnt the fire of thine eyes",  # a line may end before it is full
        "Aske Ferry Line\nBoes Port Works\nElm Road School\nFord Mill Ltd\nGray Coal Co\nHill Farm Shop\nIsle Boat Club\nJoss Arden Co",
        broken_at(30)[:139],  # five lines prove nothing
    ],
)
def test_what_is_no_column_stays_as_it_is(text: str) -> None:
    assert [line.text for line in lines(text)] == text.split("\n")


@pytest.mark.parametrize(("indent", "paragraphs"), [("  ", 2), (" " * 8, 2), (" " * 9, 1)])
def test_a_line_that_begins_further_in_begins_a_paragraph(indent: str, paragraphs: int) -> None:
    """A line of one column more than a paragraph's indentation is centred, and says nothing."""
    second = "which farmers on the east bank had asked for since the flood of last year, the state said."
    rows = "\n".join(f"{indent}{broken_at(60, text)}" for text in (COLUMN.removesuffix(" would be open to grain ships in May."), second))
    assert len(lines(rows)) == paragraphs
