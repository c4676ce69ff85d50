"""What is of another year than the question names is no answer."""

import pytest

from rag.sources.statement import read_sentence
from rag.sources.years import named_years, of_years


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Who won the cup in 2025?", {"2025"}),
        ("Which storm was deadlier, of 1999 or 2025?", {"1999", "2025"}),
        ("How old is the 328-million-year-old squid?", set()),
        ("Who won Super Bowl 61?", set()),
        ("How many of the 1825 ships sank?", set()),
        ("Did 20255 people vote?", set()),
    ],
)
def test_years_of_a_question(question: str, years: set[str]) -> None:
    assert named_years(question) == years


@pytest.mark.parametrize(
    ("text", "dated", "title", "around", "held"),
    [
        ("Tern won the cup.", "2025-06-01", "", "", True),
        ("Tern won the cup.", "2024-06-01", "", "", False),
        ("Tern won the cup.", "", "", "", True),
        ("Tern won the cup of 2025.", "2026-06-01", "", "", True),
        ("Tern won the cup.", "2026-06-01", "The cup of 2025", "", True),
        ("Tern won the cup.", "2026-06-01", "", "It was 2025.", True),
        ("Tern won the cup last year.", "2026-06-01", "", "", True),
        ("Tern won the cup.", "2026-01-31", "", "", True),
        ("Tern won the cup.", "2026-02-28", "", "", True),
        ("Tern won the cup.", "2026-03-01", "", "", False),
        ("Tern won the cup.", "2025-12-31", "", "", True),
        ("Tern won the 12025 cups.", "2026-06-01", "", "", False),
    ],
)
def test_a_sentence_of_the_year(text: str, dated: str, title: str, around: str, held: bool) -> None:
    near = [read_sentence(around, dated)] if around else []
    assert of_years(frozenset({"2025"}), read_sentence(text, dated), read_sentence(title, dated), near) is held


def test_all_years_must_be_held_and_none_is_always() -> None:
    said = read_sentence("Tern won the cup of 2025.", "2026-06-01")
    assert of_years(frozenset({"2025", "2026"}), said, said)
    assert not of_years(frozenset({"2024", "2025"}), said, said)
    assert of_years(frozenset(), said, said)
