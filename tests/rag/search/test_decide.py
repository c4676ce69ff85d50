"""Whether the quotes answer: the evidence row, its probability, the threshold."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag.models.trees import load_trees
from rag.question.asked import WANTS
from rag.records import Article, Quote
from rag.search.decide import EVIDENCE, FITTED, _value, confidence, threshold, weigh
from rag.search.retrieve import Retriever
from rag.search.select import Ranked, rank
from rag.search.signals import read_question
from tests.kits.news import FERRY, index, static


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    with index(tmp_path_factory.mktemp("decide") / "index") as store:
        yield Retriever(store, static(), None)


def quoted(article: Article) -> Quote:
    return Quote(1, article.text, 0, len(article.text), article)


def row(retriever: Retriever, text: str, quoted: Sequence[Quote] = (), age: float = 0.0) -> dict[str, float]:
    """Return the evidence for a question by name."""
    rows, tokens = retriever.read([text])
    question = read_question(text, retriever.weight, static().embed([text])[0], rows[0], tokens[0])
    found = retriever.search(text)
    values = weigh(question, rank(question, found), found, quoted, age, static())
    assert values.shape == (len(EVIDENCE),)
    assert values.dtype == np.float32
    return dict(zip(EVIDENCE, values.tolist(), strict=True))


def test_the_fitted_trees_read_these_columns() -> None:
    assert len(set(EVIDENCE)) == len(EVIDENCE)
    assert load_trees(FITTED).features == list(EVIDENCE)


def test_what_is_missing_from_the_quotes_shows(retriever: Retriever) -> None:
    whole = row(retriever, "Who rescued the zeppelin Kestrel?", quoted=[quoted(FERRY)])
    assert whole["missing_all"] == whole["missing_quotes"] == pytest.approx(1)  # no article holds a zeppelin
    assert 0 < whole["cover_quotes"] < 1
    assert whole["names_all"] == 1
    assert whole["asked_names"] == 1
    none = row(retriever, "Who rescued the Kestrel?", quoted=[])
    assert none["cover_quotes"] == 0
    assert row(retriever, "Who rescued the Kestrel?", quoted=[quoted(FERRY)])["missing_quotes"] == 0


def test_numbers_of_the_question_are_looked_for(retriever: Retriever) -> None:
    assert row(retriever, "Were 31 people rescued from the Kestrel?", quoted=[quoted(FERRY)])["numbers_all"] == 1
    assert row(retriever, "Were 977 people rescued from the Kestrel?", quoted=[quoted(FERRY)])["numbers_all"] == 0
    assert row(retriever, "Were people rescued?")["numbers_all"] == 1  # none asked, none missing


def test_chances_are_in_order_and_one_kind_is_wanted(retriever: Retriever) -> None:
    found = row(retriever, "How much does the bridge cost?", age=1.5)
    assert 1 >= found["first"] >= found["second"] >= found["third"] >= 0
    assert found["mass"] >= found["first"]
    assert found["age"] == 1.5
    assert [w for w in WANTS if found[f"wants_{w}"]] == ["count"]


@pytest.mark.parametrize("text", ["?", "zeppelin", "who is it", "a " * 300])
def test_odd_questions_have_evidence_too(retriever: Retriever, text: str) -> None:
    assert all(np.isfinite(v) for v in row(retriever, text).values())


def test_confidence_is_a_probability() -> None:
    random = np.random.default_rng(3)
    values = [confidence(random.normal(size=len(EVIDENCE)).astype(np.float32) * 3) for _ in range(20)]
    assert all(0 <= v <= 1 for v in values)
    assert len(set(values)) > 1


def test_the_threshold_is_read_from_the_fitted_file(tmp_path: Path) -> None:
    assert 0 < threshold() < 1
    (tmp_path / "other.json").write_text(json.dumps({"threshold": 0.125}))
    assert threshold(tmp_path / "other.json") == 0.125


def ranked(probability: float, article_id: str, text: str, answer: str = "", *, headline: bool = False) -> Ranked:
    """Return a sentence that is the text, or the title, of an article of its own."""
    article = Article(article_id, text if headline else "", "" if headline else text)
    start = text.index(answer) if answer else 0
    return Ranked(probability, article, (0, len(text)), 0, np.zeros(0, np.float32), headline, (start, start + len(answer)))


@pytest.mark.parametrize(
    ("others", "mass", "lead", "articles"),
    [
        ([], 1.0, 0.6, 1),
        ([ranked(0.3, "b", "The toll is twelve people now.", "twelve people")], 1.0, 0.6, 2),
        ([ranked(0.3, "a", "Police said twelve people died.", "twelve people")], 1.0, 0.6, 1),
        ([ranked(0.2, "b", "Nine people died.", "Nine people")], 0.75, 0.4, 1),
        ([ranked(0.2, "b", "The ferry is old.")], 0.75, 0.6, 1),  # without a value it is no rival
        ([ranked(0.2, "b", "Twelve people lost", "Twelve people", headline=True)], 1.0, 0.6, 2),
        ([ranked(0.1, n, "It killed twelve people.", "twelve people") for n in "bcdef"], 1.0, 0.6, 4),
    ],
)
def test_how_alone_the_best_value_stands(others: list[Ranked], mass: float, lead: float, articles: int) -> None:
    best = ranked(0.6, "a", "Twelve people died in the fire.", "Twelve people")
    assert _value([best, *others]) == pytest.approx((mass, lead, articles))


def test_without_a_value_nothing_stands_alone() -> None:
    assert _value([ranked(0.6, "a", "Twelve people died."), ranked(0.2, "b", "Nine died.", "Nine")]) == (0, 0, 0)
