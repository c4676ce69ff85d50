"""A negation reaches the words of its own clause."""

from rag.compare.facts import facts


def test_negation_reaches_its_own_clause() -> None:
    assert "casualty" in facts("There were no casualties, and two drones fell.").negated
    assert "dron" not in facts("There were no casualties, and two drones fell.").negated
    assert "attack" in facts("He denied that the group attacked it.").negated
    assert facts("Not only Iran but Russia came.").negations == 0
