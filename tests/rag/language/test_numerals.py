"""What a numeral says by itself; that numbers take these values over is tested with them."""

import pytest

from rag.language.numerals import Numeral, numerals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a dozen", Numeral(0, 7, 12, 12, 12, "")),
        ("−$3m", Numeral(0, 4, -3e6, -3e6, -3e6, "$")),
        ("some 5 %", Numeral(5, 8, 5, 5, 5, "%")),
        ("the 2nd", Numeral(4, 7, 2, 2, 2, "th")),
        ("the third of May", Numeral(4, 9, 3, 3, 3, "th")),
        ("twice as many", Numeral(0, 5, 2, 2, 2, "x")),
        ("10 times more", Numeral(0, 2, 10, 10, 10, "x")),
        ("nine in ten", Numeral(0, 11, 90, 90, 90, "%")),
        ("1 in 25", Numeral(0, 7, 4, 4, 4, "%")),
        ("hundreds of thousands", Numeral(0, 21, 2e5, 2e5, 1e6, "")),
        ("a few hundred", Numeral(0, 13, 200, 200, 900, "")),
        ("US$5bn", Numeral(0, 6, 5e9, 5e9, 5e9, "$")),
        ("three thousand four hundred and five", Numeral(0, 36, 3405, 3405, 3405, "")),
    ],
)
def test_a_numeral(text: str, expected: Numeral) -> None:
    assert list(numerals(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("1 in 24", [(0, 1), (5, 7)]),  # no round whole
        ("1 in every 24", [(0, 13)]),
        ("1 in 25, 2 in 5", [(0, 7), (9, 15)]),
        ("3-3", [(0, 1), (2, 3)]),
        ("1,5", [(0, 1)]),  # a list, not a decimal
        ("1,5 million", [(0, 11)]),
        ("5m women", [(0, 2)]),
        ("5m tall", []),
        ("123456789012345", [(0, 15)]),
        ("1234567890123456", []),
        ("No F-16s came", []),
        ("", []),
    ],
)
def test_where_numerals_are(text: str, spans: list[tuple[int, int]]) -> None:
    assert [(n.start, n.end) for n in numerals(text)] == spans
