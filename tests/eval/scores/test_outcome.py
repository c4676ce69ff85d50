"""What is taken from an answer for scoring: whether its quotes are verbatim, where they say they stand."""

import pytest

from eval.scores.outcome import Outcome, from_answer
from rag.records import Answer, Article, Citation, Quote

ARTICLE = Article("a", "Kestrel sinks", "The Kestrel sank.")


@pytest.mark.parametrize(
    ("text", "headline", "verbatim"),
    [("Kestrel", True, True), ("The Kes", False, True), ("Kestrel", False, False), ("The Kes", True, False)],
)
def test_a_quote_is_verbatim_where_it_stands(text: str, headline: bool, verbatim: bool) -> None:
    quote, cited = Quote(1, text, 0, 7, ARTICLE, headline=headline), Citation(1, text, 0, 7, ARTICLE, headline=headline)
    outcome = from_answer("q", Answer("Which?", "answered", citations=(cited,), quotes=(quote,)), by_stem=False)
    assert (outcome.quotes[0].verbatim, outcome.quotes[0].headline, outcome.citations_hold) == (verbatim, headline, verbatim)
    assert Outcome.from_row(outcome.to_row()) == outcome


def test_a_citation_of_the_headline_is_no_quote_of_the_text() -> None:
    article = Article("a", "The Kestrel sank.", "The Kestrel sank.")
    cited = Citation(1, "The Kes", 0, 7, article, headline=True)
    for headline in (True, False):
        quote = Quote(1, "The Kes", 0, 7, article, headline=headline)
        outcome = from_answer("q", Answer("Which?", "answered", citations=(cited,), quotes=(quote,)), by_stem=False)
        assert outcome.citations_hold == headline
