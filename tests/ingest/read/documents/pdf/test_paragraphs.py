"""Where a paragraph ends: each bound is held from both sides."""

from dataclasses import replace

import pytest

from ingest.read.documents.pdf import paragraphs as module
from ingest.read.documents.pdf.layout import Line, Word, line_of
from ingest.read.documents.pdf.paragraphs import join, paragraphs


def line(text: str, y: float, x: float = 0, size: float = 10, weight: int = 0) -> Line:
    found = []
    for word in text.split(" "):
        found.append(Word(word, x, x + 5 * len(word), y, size, weight))
        x += 5 * (len(word) + 1)
    return line_of(found)


def read(*lines: Line) -> list[str]:
    return [part.text for part in paragraphs([[lines]])]


LONG = "This line is as long as the column is wide."  # 43 characters, 215 points


def column(*more: Line) -> list[str]:
    """Read lines under three full ones with the usual distance of 12 points."""
    return read(line(LONG, 136), line(LONG, 124), line(LONG, 112), *more)


@pytest.mark.parametrize(("step", "joins"), [(16.2, True), (16.3, False)])
def test_a_wide_step_ends_a_paragraph(step: float, joins: bool) -> None:
    assert (len(column(line("And so it went.", 112 - step))) == 1) is joins
    assert module.LEADING == 1.35


@pytest.mark.parametrize(("step", "joins"), [(30, True), (30.1, False)])
def test_a_sentence_goes_on_over_a_wider_step(step: float, joins: bool) -> None:
    found = read(line(LONG, 136), line(LONG, 124), line(LONG[:-1], 112), line("and so on.", 112 - step))
    assert (len(found) == 1) is joins


@pytest.mark.parametrize(("indent", "joins"), [(6, True), (6.1, False)])
def test_an_indent_begins_a_paragraph(indent: float, joins: bool) -> None:
    assert (len(column(line("And so it went.", 100, indent))) == 1) is joins


@pytest.mark.parametrize(("size", "joins"), [(11.3, True), (11.4, False), (8.8, True), (8.7, False)])
def test_letters_of_another_size_are_another_paragraph(size: float, joins: bool) -> None:
    assert (len(column(line("And so it went on and on.", 100, 0, size))) == 1) is joins


@pytest.mark.parametrize(("length", "joins"), [(40, True), (39, True), (38, False)])
def test_a_line_after_which_the_next_word_had_room_ends_a_paragraph(length: int, joins: bool) -> None:
    """The word "And" takes 15 points and a space; 5.5 more are between words, 3 of them to spare."""
    short = LONG[: length - 1].rstrip().ljust(length - 1, "x") + "."
    found = read(line(LONG, 136), line(LONG, 124), line(short, 112), line("And so it went.", 100))
    assert (len(found) == 1) is joins


BROKEN = "The port office, which had asked for a second crane,"  # 52 characters


@pytest.mark.parametrize(
    ("between", "rest", "joins"),
    [
        ((line("“We shall never know”", 200, size=16),), "said that it would go on.", True),
        ((line("Continued on Page 8", 200),), "said that it would go on.", True),
        ((line("“We shall never know”", 200, size=16),), "Ida Brandt said so.", True),  # the line before was full
        ((line("A barge", 200),), "Ida Brandt said so.", False),
        ((line("“We shall never know.”", 200, size=16),) * 8, "said that it would go on.", True),
        ((line("“We shall never know.”", 200, size=16),) * 9, "said that it would go on.", False),
    ],
)
def test_a_sentence_goes_on_behind_what_stands_in_its_midst(between: tuple[Line, ...], rest: str, joins: bool) -> None:
    text = [*(line(LONG, 600 - 12 * n) for n in range(20)), line(BROKEN, 360)]
    found = paragraphs([[text, *([part] for part in between), [line(rest, 100)]]])
    assert found[-1].text.endswith(f"{BROKEN} {rest}") is joins


def test_a_caption_in_italics_is_none_of_the_text_around_it() -> None:
    first, last = line(BROKEN, 112), line("said that it would go on.", 76)
    caption = line_of([replace(word, italic=True) for word in line("The crane of Oxhey (Ida Brandt)", 94).words])
    assert read(first, caption, last) == ["The crane of Oxhey (Ida Brandt)", f"{BROKEN} said that it would go on."]


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Continued on Page 8", True), ("See FLOOD, A6", True), ("See FLOOD on 8", True), ("From A1", True), ("From Page 1", True),
        ("Fortsetzung auf Seite 3", True), ("Suite page 4", True), ("from 27.9 to 18", False), ("From Monday to May 12", False),
        ("See you at 8", False), ("See page eight", False),
    ],
)  # fmt: skip
def test_jumps(text: str, yes: bool) -> None:
    assert (module.JUMP.fullmatch(text) is not None) is yes


def test_a_byline_of_nearly_the_size_of_the_standfirst_begins_anew() -> None:
    lines = [line("About 1,100 jobs are at risk in a third round", 124, size=9), line("By Ida Brandt", 112, size=8.3)]
    assert read(*lines, line("The harbour office and its crane of the town", 90))[1] == "By Ida Brandt"


def test_a_bold_line_is_a_heading_of_its_own() -> None:
    bold = line("This heading is as long as the column wide", 112, weight=700)
    assert len(read(line(LONG, 124, weight=400), bold, line(LONG, 100, weight=400), line(LONG, 88, weight=400))) == 3


@pytest.mark.parametrize(("size", "is_one"), [(13, True), (12.9, False)])
def test_lines_of_a_headline_are_as_long_as_its_sense(size: float, is_one: bool) -> None:
    head = [line("Canal dredging", 180, 0, size), line("At Kelby", 165, 0, size)]
    found = read(*head, line(LONG, 136), line(LONG, 124), line(LONG, 112), line(LONG, 100))
    assert (found[0] == "Canal dredging At Kelby") is is_one


def test_two_short_lines_of_a_size_prove_no_width() -> None:
    assert module.FEW == 2
    small = [line("By Joss Arden", 170, 0, 8), line("18 March 2024", 158, 0, 8)]
    assert read(*small, line(LONG, 136), line(LONG, 124))[:2] == ["By Joss Arden", "18 March 2024"]


def test_columns_and_pages_go_on_in_mid_sentence_alone() -> None:
    first, second = (line(LONG, 112), line(LONG[:-1], 100)), (line("Of this size.", 112),)
    assert [part.text for part in paragraphs([[first, second]])] == [f"{LONG} {LONG[:-1]} Of this size."]
    assert len(paragraphs([[first[:1]], [second]])) == 2


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        ("one", "two", "one two"), ("Thurs-", "day", "Thursday"), ("con\xad", "firm", "confirm"), ("U.S.-", "led", "U.S.-led"),
        ("2019-", "20", "2019-20"), ("a –", "b", "a – b"), ("a -", "b", "a - b"), ("either/", "or", "either/or"),
        ("he—", "she", "he—she"),
        ("Saint-", "Denis", "Saint-Denis"), ("NATO-", "led", "NATO-led"), ("state-of-the-", "art", "state-of-the-art"),
        ("of 94-kilo-", "metre", "of 94-kilometre"), ("known-", "unknown", "known-unknown"),
        ("ex-", "mayor", "ex-mayor"), ("ex-", "pected", "expected"),
        ("news-", "paper", "newspaper"),
    ],
)  # fmt: skip
def test_join(a: str, b: str, text: str) -> None:
    assert join(a, b, frozenset({"known", "unknown"})) == text


def test_the_document_says_how_a_word_is_written() -> None:
    assert join("tug-", "boat", frozenset({"tug-boat"})) == "tug-boat"
    assert join("tug-", "boat", frozenset({"tugboat", "tug", "boat"})) == "tugboat"
    assert join("tug-", "boat", frozenset({"tug", "boat"})) == "tug-boat"
