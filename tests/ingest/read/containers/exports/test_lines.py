"""Lines of an export: the day, the names, the paragraphs that they state."""

import pytest

from ingest.read.containers.exports.lines import byline, day, paragraphs


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("March 8, 2024 Friday 7:15 AM GMT", "2024-03-08T07:15+00:00"),
        ("Friday, March 8, 2024", "2024-03-08"),
        ("8 March 2024 Friday", "2024-03-08"),
        ("March 8, 2024 Friday Late Edition - Final", "2024-03-08"),
        ("March 8, 2024 Friday  Correction Appended", "2024-03-08"),
        ("March 2024", ""),
        ("The march of 8 March 2024", ""),
    ],
)
def test_day(line: str, iso: str) -> None:
    assert day(line) == iso


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("ANN LEE AND BOB VAN ROE", "Ann Lee and Bob van Roe"),
        ("Ann Lee, Staff Writer", "Ann Lee"),
        ("Ann Lee; Our Foreign Correspondent in Orm", "Ann Lee"),
        ("Ann Lee - Chief Reporter", "Ann Lee"),
        ("By Ann Lee in Orm", "Ann Lee in Orm"),
        ("", ""),
    ],
)
def test_byline(value: str, names: str) -> None:
    assert byline(value) == names


def test_paragraphs_of_a_text_broken_to_a_width() -> None:
    text = f"   {'word ' * 12}\nand the end.\n\n   Short.\nNext.\n\n{' ' * 20}Centred {'word ' * 8}\n{' ' * 20}Also centred"
    assert paragraphs(text) == [f"{'word ' * 12}and the end.", "Short.", "Next.", f"Centred {'word ' * 8}".strip(), "Also centred"]


def test_paragraphs_of_long_lines_stay_apart() -> None:
    assert len(paragraphs(f"{'word ' * 40}\n{'word ' * 40}")) == 2


@pytest.mark.parametrize("line", ["Classification", "Load-Date: March 9, 2024", "LENGTH: 9 words", "End of Document"])
def test_a_heading_under_a_full_line_is_not_its_end(line: str) -> None:
    full = ("word " * 12).strip()
    assert paragraphs(f"{full}\n{line}") == [full, line]
    assert paragraphs(f"{full}\nMonday.") == [f"{full} Monday."]
