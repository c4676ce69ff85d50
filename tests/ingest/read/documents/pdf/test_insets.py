"""A quote over a gutter leaves the columns whole; a headline over two of them stays."""

from ingest.read.documents.pdf.insets import without_insets
from ingest.read.documents.pdf.layout import Word


def lines(x: float, top: float, count: int, text: str, width: float = 200) -> list[Word]:
    step = width / len(text.split())
    return [Word(word, x + step * k, x + step * (k + 1) - 3, top - 12 * n, 10) for n in range(count) for k, word in enumerate(text.split())]


def page(*, right: float = 300, beside: int = 3) -> list[Word]:
    """Return two columns and a quote between them, ``beside`` lines of the left one shortened to its left."""
    short = lines(50, 616, beside, "and it was", 120)
    left = [*lines(50, 700, 6, "of the said harbour and more"), *short, *lines(50, 570, 6, "of the said harbour and more")]
    quote = [Word("“Never", 180, 250, 610, 14), Word("again”", 260, right + 40, 610, 14), Word("said", 180, 230, 592, 14)]
    return [*left, *lines(right + 50, 700, 6, "in the said port and more", 150), *quote, *lines(right, 560, 6, "in the said port and more")]


def test_a_quote_over_a_gutter() -> None:
    kept, inset = without_insets(page())
    assert [word.text for word in inset] == ["“Never", "again”", "said"]
    assert len(kept) + len(inset) == len(page())
    assert not without_insets(page(beside=1))[1]


def test_a_headline_over_two_columns_of_three_and_a_page_without_columns() -> None:
    head = [Word("Harbour", 290, 400, 640, 20), Word("reopens", 410, 560, 640, 20)]
    columns = [
        *lines(50, 700, 12, "of the said harbour"),
        *lines(290, 610, 6, "of the said port", 130),
        *lines(440, 610, 6, "of the said sea", 130),
    ]
    assert not without_insets([*columns, *head])[1]
    assert not without_insets(lines(50, 700, 12, "of the said harbour"))[1]
    assert without_insets([]) == ([], [])
