"""What is a row, a gutter, a column, a table: each bound is held from both sides."""

import pytest

from ingest.read.documents.pdf import layout
from ingest.read.documents.pdf.layout import Line, Word, columns, line_of, rows_of, segments


def words(text: str, x: float, y: float, size: float = 10, step: float = 5, weight: int = 0) -> list[Word]:
    """Set words, each letter ``step`` wide, one step between them."""
    found = []
    for word in text.split(" "):
        found.append(Word(word, x, x + step * len(word), y, size, weight))
        x += step * (len(word) + 1)
    return found


def block(lines: list[str], x: float, top: float, size: float = 10) -> list[Word]:
    return [word for n, line in enumerate(lines) for word in words(line, x, top - 12 * n, size)]


def read(found: list[Word]) -> list[list[str]]:
    return [[line.text for line in lines] for lines in columns(found)]


LEFT = ["The port lost a third", "of its trade when two", "ships ran aground and", "nobody came to help it"]
RIGHT = ["Farmers are opposed to", "the work on the canal", "and fear for the water", "that they drink at home"]


@pytest.mark.parametrize(("step", "is_one"), [(3.5, True), (3.6, False)])
def test_words_of_nearly_one_base_line_are_a_row(step: float, is_one: bool) -> None:
    assert len(rows_of([*words("one", 0, 100), *words("two", 50, 100 - step)])) == 2 - is_one
    assert layout.ROW == 0.35


@pytest.mark.parametrize(("gap", "is_one"), [(25, True), (25.1, False)])
def test_what_stands_far_apart_is_two_things(gap: float, is_one: bool) -> None:
    assert len(segments([*words("one", 0, 100), *words("two", 15 + gap, 100)])) == 2 - is_one


@pytest.mark.parametrize(("gap", "is_two"), [(8, True), (7.9, False)])
def test_a_gutter_has_a_width(gap: float, is_two: bool) -> None:
    edge = max(word.x1 for word in block(LEFT, 0, 100))
    found = read(block(LEFT, 0, 100) + block(RIGHT, edge + gap, 100))
    assert (found == [LEFT, RIGHT]) is is_two


@pytest.mark.parametrize(("lines", "is_two"), [(4, True), (3, True), (2, False)])
def test_a_column_has_three_lines(lines: int, is_two: bool) -> None:
    found = read(block(LEFT[:lines], 0, 100) + block(RIGHT[:lines], 130, 100))
    assert (found == [LEFT[:lines], RIGHT[:lines]]) is is_two


def test_inside_a_column_three_lines_are_chance() -> None:
    found = block(LEFT[:3], 0, 100) + block(RIGHT[:3], 130, 100)
    assert [[line.text for line in lines] for lines in columns(found, justified=True)] == [
        [f"{a} {b}" for a, b in zip(LEFT[:3], RIGHT[:3], strict=True)]
    ]
    assert [[line.text for line in lines] for lines in columns(block(LEFT, 0, 100) + block(RIGHT, 130, 100), justified=True)] == [
        LEFT,
        RIGHT,
    ]


def test_cells_are_told_from_the_words_of_a_sentence() -> None:
    """Up to a fifth of cells may begin in lower case; in a sentence more do."""
    cells = [("Port", "Boats"), ("Aske", "Many"), ("Boes", "None"), ("Elm", "Few"), ("Ford", "none")]
    found = [word for n, (a, b) in enumerate(cells) for word in words(a, 0, 100 - 12 * n) + words(b, 60, 100 - 12 * n)]
    assert read(found) == [[f"{a} | {b}" for a, b in cells]]
    cells[0], cells[1] = ("port", "boats"), ("Aske", "many")
    found = [word for n, (a, b) in enumerate(cells) for word in words(a, 0, 100 - 12 * n) + words(b, 60, 100 - 12 * n)]
    assert "port | boats" not in str(read(found))


@pytest.mark.parametrize(("lower", "is_text"), [(1, True), (0, False)])
def test_lines_of_text_begin_in_lower_case_one_in_four_at_least(lower: int, is_text: bool) -> None:
    left = [line.capitalize() if n >= lower else line for n, line in enumerate(LEFT[1:] + LEFT[:1])]
    found = read(block(left, 0, 100) + block(RIGHT, 130, 100))
    assert (found == [left, RIGHT]) is is_text


@pytest.mark.parametrize(("tail", "is_text"), [("a b c", True), ("a b", False)])
def test_lines_of_text_have_more_than_two_words(tail: str, is_text: bool) -> None:
    left = [tail, "A few", tail, "a few more"]
    found = read(block(left, 0, 100) + block(RIGHT, 130, 100))
    assert (found == [left, RIGHT]) is is_text


@pytest.mark.parametrize(("size", "ends"), [(14, True), (13.9, False)])
def test_the_next_headline_ends_columns(size: float, ends: bool) -> None:
    found = block(LEFT, 0, 100) + block(RIGHT, 130, 100) + words("New head", 0, 40, size)
    assert (read(found)[-1] == ["New head"]) is ends


def test_a_row_of_a_table_goes_on_without_a_first_cell() -> None:
    rows = [("1 March", "The first barge left"), ("9 March", "A second one that was"), ("", "stopped by police"), ("14 March", "Nothing")]
    found = [word for n, (a, b) in enumerate(rows) for word in (words(a, 0, 100 - 12 * n) if a else []) + words(b, 80, 100 - 12 * n)]
    assert read(found) == [["1 March | The first barge left", "9 March | A second one that was stopped by police", "14 March | Nothing"]]


def test_a_page_of_more_rows_than_a_newspaper_has_is_read_row_by_row() -> None:
    many = [
        w for n in range(375) for w in block([f"{line}{n}" for line in LEFT], 0, -48 * n) + block([f"{x}{n}" for x in RIGHT], 160, -48 * n)
    ]
    assert len(columns(many)) > 1
    assert len(columns(many + words("One row more", 0, 100))) == 1


def test_lines_know_their_places() -> None:
    line = line_of([*words("two", 40, 100, weight=700), *words("one", 0, 100, 12, weight=400), *words("three", 80, 100)])
    assert (line.text, line.x0, line.x1, line.y, line.size, line.weight) == ("one two three", 0, 105, 100, 10, -1)
    assert line_of(words("one two", 0, 0, weight=400)).weight == 400
    assert columns([]) == []
    assert isinstance(line, Line)
