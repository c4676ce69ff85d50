"""What the ranker is fitted on: which sentences state the answer, and which questions belong to one matter."""

from typing import Any

import pytest

from eval.fit import ranking
from eval.fit.ranking import answer_labels, matters
from eval.suites.cases import Case


class _Seen:
    """What was found for a question, as far as labels need it: sentences by article."""

    def __init__(self, case: Case, said: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
        self.case = case
        self.places = [type("Place", (), {"passage": n}) for n in range(len(said))]
        self.found = [type("Found", (), {"article": type("Article", (), {"id": article}), "text": text}) for article, text in said]
        monkeypatch.setattr(ranking.select, "words_at", lambda found, place: found[place.passage].text)


@pytest.mark.parametrize(
    ("case", "said", "labels"),
    [
        (Case("q", "?", answers=("17",), relevant=("a",)), [("a", "17 died"), ("b", "17 died"), ("a", "Fog lay.")], [1, -1, 0]),
        (Case("q", "?", all_of=(("17",), ("Orla",)), relevant=("a",)), [("a", "17 died"), ("a", "17 died on the Orla")], [0, 1]),
        (Case("q", "?", all_of=(("17",), ("Orla",)), relevant=("a",)), [("a", "17 died"), ("a", "The Orla sank")], [1, 1]),
        (Case("q", "?", answers=("17",), wrong=("18",), relevant=("a",)), [("a", "17 or 18 died"), ("a", "17 died")], [0, 1]),
        (Case("q", "?", unanswerable=True), [("a", "17 died")], [0]),
        (Case("q", "?", answers=("17",), relevant=("a",)), [], []),
    ],
)
def test_labels(case: Case, said: list[tuple[str, str]], labels: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Any = _Seen(case, said, monkeypatch)
    assert answer_labels(seen) == labels


def test_questions_that_share_an_article_are_one_matter() -> None:
    cases = [Case("a", "?", relevant=("1",)), Case("b", "?", relevant=("2",)), Case("c", "?", relevant=("1", "3")), Case("d", "?")]
    cases += [Case("e", "?", relevant=("3", "4")), Case("b~", "?", unanswerable=True)]
    names = matters(cases)
    assert names[0] == names[2] == names[4]
    assert names[1] == names[5]
    assert len(set(names)) == 3
