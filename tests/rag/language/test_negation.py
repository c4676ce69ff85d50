"""A negation reaches the words of its own clause."""

from rag.sources.statement import read_sentence


def test_negation_reaches_its_own_clause() -> None:
    assert "casualty" in read_sentence("There were no casualties, and two drones fell.").negated
    assert "dron" not in read_sentence("There were no casualties, and two drones fell.").negated
    assert "attack" in read_sentence("He denied that the group attacked it.").negated
    assert read_sentence("Not only Iran but Russia came.").negations == 0
