"""Which lines are heads and feet: each bound is held from both sides."""

import pytest

from ingest.read.documents.pdf.heads import is_paper, without_heads
from ingest.read.documents.pdf.layout import Word

TEXTS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")


def page(n: int, head: str = "", y: float = 800, size: float = 9, at: int = 0) -> list[Word]:
    """Return a page of eight rows that no other has, and a head among the rows from above."""
    rows = [Word(f"{text}{chr(97 + n)}", 60, 100, 760 - 40 * k, 10) for k, text in enumerate(TEXTS)]
    return rows + ([Word(head, 60, 100, 780 - 40 * at if at else y, size)] if head else [])


def shown(pages: list[list[Word]]) -> list[bool]:
    """Return for each page whether its head is still there."""
    kept, _ = without_heads(pages)
    return [len(words) > len(TEXTS) for words in kept]


def test_a_head_on_two_pages_of_five_goes() -> None:
    assert shown([page(0, "News"), page(1, "News"), page(2), page(3), page(4)]) == [False] * 5
    assert shown([page(0, "News"), page(1, "News"), page(2), page(3), page(4), page(5)])[:2] == [True, True]
    assert shown([page(0, "News"), page(1)]) == [True, False]


@pytest.mark.parametrize(("y", "goes"), [(806, True), (806.1, False), (794, True), (793.9, False)])
def test_it_has_the_same_place(y: float, goes: bool) -> None:
    assert shown([page(0, "News"), page(1, "News", y)]) == [not goes] * 2


def test_it_has_the_same_size_and_any_number() -> None:
    assert shown([page(0, "News", size=20), page(1, "News")]) == [True, True]
    assert shown([page(0, "Page12"), page(1, "Page7")]) == [False, False]


def test_it_stands_among_the_first_three_rows() -> None:
    assert shown([page(n, "News", at=2) for n in range(2)]) == [False, False]
    assert shown([page(n, "News", at=3) for n in range(2)]) == [True, True]


@pytest.mark.parametrize(
    ("text", "goes"),
    [("7", True), ("- 7 -", True), ("Page 7", True), ("page 7 of 12", True), ("7/12", True), ("1234", True), ("12345", False),
     ("1,234", False),
     ("7 boats", False), ("Seven", False)],
)  # fmt: skip
def test_a_page_number_goes_from_a_single_page(text: str, goes: bool) -> None:
    assert shown([page(0, text)]) == [not goes]
    assert shown([page(0, text, at=4)]) == [True]  # not within the text


def test_a_foot_is_found_above_what_a_browser_printed() -> None:
    menu, printed = Word("Terms of Use | Privacy Policy | Contact Us", 60, 300, 60, 8), Word("https://kelby.example/a 1/1", 60, 300, 20, 8)
    (kept,), heads = without_heads([[*page(0), *page(1), menu, printed]])
    assert len(kept) == 2 * len(TEXTS)
    assert (heads.named, heads.hints()) == (set(), {"url": "https://kelby.example/a"})


def test_what_heads_say() -> None:
    def said(*heads: str) -> dict[str, str]:
        return without_heads(
            [[*page(n), *[Word(head, 60 + 200 * k, 150 + 200 * k, 800, 9) for k, head in enumerate(heads)]] for n in range(2)]
        )[1].hints()

    assert said("The Kelby Times", "Monday 18 March 2024") == {"source": "The Kelby Times", "published": "2024-03-18"}
    assert said("The Kelby Times | 18 March 2024 | 4") == {"source": "The Kelby Times", "published": "2024-03-18"}
    assert said("18 March 2024", "19 March 2024") == said("Updated 18 March 2024") == said("18 March 2024, 10:30") == said("Sport") == {}


@pytest.mark.parametrize(
    ("text", "yes"),
    [("The Kelby Times", True), ("KELBY HERALD", True), ("Kelby Evening Post", True), ("News", False), ("Canal dredging starts", False),
     ("a good post", False), ("The old men of the sea and the Times", False), ("Le Monde", True), ("PRESS REVIEW", False),
     ("Oxhey Anzeiger", True),
     ("oxhey.example", False), ("Council Sues Kelby Times", False)],
)  # fmt: skip
def test_names_of_papers(text: str, yes: bool) -> None:
    assert is_paper(text) is yes


@pytest.mark.parametrize(
    ("size", "y", "name", "beside"),
    [(9, 800, "Le Courrier de la Baie", True), (9.6, 775, "Le Courrier de la Baie", False), (10, 785, "Le Courrier de la Baie", True),
     (10.1, 800, "Le Courrier de la Baie", False), (9, 800, "Politics", False), (9, 800, "the bay", False),
     (9, 800, "The Courier of the Bay of Kelby", False)],
)  # fmt: skip
def test_a_name_beside_the_day_at_the_edge_may_be_a_paper(size: float, y: float, name: str, beside: bool) -> None:
    row = [Word(name, 60, 180, y, size), Word("18 March 2024", 300, 380, y, size), Word("Seite 12", 500, 540, y, size)]
    _, heads = without_heads([[*page(0), *row]])
    assert (heads.beside == {name}) is beside
