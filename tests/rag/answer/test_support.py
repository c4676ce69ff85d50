"""The signals by which a model judges how well quotes support a claim, and the choice of the sentences that are compared."""

import numpy as np
import pytest

from rag.answer.missing import Source
from rag.answer.support import FEATURES, cover, features, shortlist


def sources(*texts: str) -> list[Source]:
    return [Source(t, np.zeros(1, np.float32), np.zeros((0, 1), np.float32), ("2024-05-14",)) for t in texts]


def signals(claim: str, *texts: str, answer: str = "") -> dict[str, float]:
    found = features(claim, np.zeros(1, np.float32), np.zeros((0, 1), np.float32), sources(*texts), answer)
    return {name: round(float(value), 3) for name, value in zip(FEATURES, found, strict=True)}


MANY = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk"
QUAY = "The ferry sank off Port Maren with 50 boats aboard."


@pytest.mark.parametrize(
    ("claim", "texts", "expected"),
    [
        (
            "The ferry sank off Port Alba with 40 boats.",
            (QUAY, "Divers came."),
            {"numbers_lost": 1, "numbers_lost1": 1, "names_lost": 1, "names_lost1": 1, "clash": 1, "incomplete": 1},
        ),
        ("The ferry sank off Port Alba.", (QUAY,), {"facts_lost": 1, "facts_lost3": 1}),
        ("The ferry sank on 3 May.", ("The ferry sank on 4 May.",), {"dates_lost": 1, "facts_lost": 1}),
        ("The ferry sank off Port Maren.", (QUAY,), {"facts_lost": 0, "part_min": 1, "incomplete": 0}),
        ("Boats met Hanna Falk.", ("Falk met boats.",), {"names_lost": 1, "parts_lost": 0, "facts_lost": 1}),
        ("The ferry sank.", (QUAY, QUAY), {"spread": 1, "bigram1": 1, "jac1": 0.286}),
        ("Red boats sank off cliffs.", ("Red boats sank.", "Divers saw cliffs near."), {"spread": 1}),
        ("Five men sang.", ("Six men sang.",), {"clash": 1}),
        ("Five men sang.", ("Six women sang.",), {"clash": 0}),  # another noun
        ("Five men sang.", ("Six men sang, and five women.",), {"clash": 0}),  # the figure is there
        ("Over 5 men sang.", ("6 men sang.",), {"clash": 0}),
        ("Boats sank, and cooks sang songs.", ("Boats sank.",), {"incomplete": 1}),
        ("Cats saw dogs eat plums.", ("Cats saw dogs.", "Dogs eat plums."), {"part_min": 0.75, "part_mean": 0.75}),
        ("Cats saw dogs eat ripe plums.", ("Cats saw dogs eat.",), {"part_min": 0.5, "part_mean": 0.75, "part_p25": 0.625}),
        ("Dogs saw cats.", ("Cats saw dogs.",), {"bigram1": 0, "bigram_all": 0, "jac1": 1}),
        ("Red dogs saw cats.", ("Red dogs sang.", "Dogs saw cats."), {"bigram1": 0.667, "bigram3": 0.667, "bigram_all": 1}),
    ],
)
def test_signals(claim: str, texts: tuple[str, ...], expected: dict[str, float]) -> None:
    found = signals(claim, *texts)
    assert {name: found[name] for name in expected} == expected


def test_a_short_answer_is_asked_of_the_sources_that_have_it() -> None:
    claim = "Which boats sank? Seven ferries."
    assert signals(claim, "Seven ferries and boats sank.", answer="Seven ferries.")["ask_cov"] == 1
    half = signals("Which boats sank? Seven.", "Seven boats came.", "Boats sank.", answer="Seven.")
    assert (half["asked"], half["ask_cov"]) == (1, 0.5)
    assert signals("Which boats sank? Seven ferries.", "Ferries and boats sank.", answer="Seven ferries.")["ask_cov"] == 1  # half of it
    none = signals("Which boats sank? Seven.", "Boats sank.", answer="Seven.")
    assert (none["asked"], none["ask_cov"], none["ask_near"]) == (1, 0, 0)
    assert signals(claim, "Boats sank.")["asked"] == 0


def test_vectors_count() -> None:
    unit = np.eye(2, dtype=np.float32)
    near = [Source("Boats sank.", unit[0], unit), Source("Cooks sang.", unit[1], unit[:1])]
    found = dict(zip(FEATURES, features("Boats sank.", unit[0], unit, near).tolist(), strict=True))
    assert [found[k] for k in ("late1_p10", "late3_p10", "late_all_p10", "late_all_p25", "late1_p25")] == [1] * 5
    other = [Source("Cooks sang.", unit[1], unit[1:])]
    found = dict(zip(FEATURES, features("Boats sank.", unit[0], unit, other).tolist(), strict=True))
    assert [round(found[k], 3) for k in ("late1_p10", "late3_p10", "late_all_p10", "late_all_p25", "late1_p25")] == [0.1] * 3 + [0.25] * 2


@pytest.mark.parametrize(
    ("claim", "texts", "limit", "kept"),
    [
        ("Boats sank.", ["Cooks sang.", "Boats sank.", "Boats came."], 1, [1]),
        ("Boats sank.", ["Cooks sang.", "Boats sank.", "Boats came."], 2, [1, 2]),
        ("Boats sank.", ["Boats came.", "Boats sat.", "Cooks sank."], 1, [2]),  # the rarer word
        ("Boats sank.", ["Boats came in the dark of night.", "Boats came."], 1, [1]),  # the shorter sentence
        ("Boats sank.", ["Boats came.", "Boats sat."], 1, [0]),
        ("Boats sank.", [], 3, []),
    ],
)
def test_the_sentences_of_a_page_that_are_compared(claim: str, texts: list[str], limit: int, kept: list[int]) -> None:
    assert shortlist(claim, texts, limit) == kept


def test_at_most_24_sentences_are_compared() -> None:
    assert len(shortlist("Boats sank.", ["Boats sank."] * 30)) == 24


@pytest.mark.parametrize(
    ("claim", "texts", "near", "chosen"),
    [
        ("Red boats sank near cliffs.", ["Red boats sank.", "Cliffs near."], [0, 0], [0, 1]),  # two words are a reason
        ("Red boats sank near.", ["Red boats sank.", "It is near."], [0, 0], [0]),  # one is not
        (f"Red boats {MANY}.", [f"{MANY}.", "Red boats."], [0, 0], [0, 1]),  # two of thirteen
        (f"Red boats {MANY} llll.", [f"{MANY} llll.", "Red boats."], [0, 0], [0]),  # two of fourteen are too few
        ("Boats sank.", ["Boats sank.", "Boats sank."], [0.1, 0.2], [1]),
        ("Red boats sank off.", ["Boats sank.", "Red boats sank."], [0.9, 0], [1]),  # a word outweighs much nearness
        ("Red boats sank off.", ["Boats sank.", "Red boats sank."], [1.2, 0], [0]),
        ("Red boats, 40 cows, 50 cats, 60 hens.", ["40 cows.", "50 cats.", "60 hens.", "Red boats."], [0] * 4, [0, 1, 2]),  # at most three
    ],
)  # fmt: skip
def test_the_fewest_sources_that_cover_a_claim(claim: str, texts: list[str], near: list[float], chosen: list[int]) -> None:
    assert cover(claim, sources(*texts), near) == chosen
