"""What two texts are compared by: runs of three telling words, and sketches of the smallest hashes."""

import numpy as np
import pytest

from ingest.copies.shingles import covers, inside, shared_share, shingles, sketch


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("of the", 0), ("alpha", 1), ("alpha bravo", 1), ("alpha bravo charlie", 1), ("alpha bravo charlie delta", 2)],
)
def test_a_shingle_is_three_telling_words(text: str, count: int) -> None:
    assert len(shingles(text)) == count


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("alpha and bravo, the charlie", True),  # short words change in every edit
        ("alpha from bravo charlie", False), ("alpha 17 bravo charlie", False), ("alpha a7 bravo charlie", True),
        ("alpha bravo delta", False),
        ("bravo alpha charlie", False), ("alphabravo charlie", False), ("ALPHA\n\nbravo — “charlie”.", True),
    ],
)  # fmt: skip
def test_which_words_tell(other: str, is_same: bool) -> None:
    assert (shingles("alpha bravo charlie").tolist() == shingles(other).tolist()) is is_same


def test_letters_of_every_alphabet_are_words() -> None:
    assert len(shingles("буря потопила лодки")) == len(shingles("عاصفة تغرق قاربين")) == len(shingles("風暴擊沉兩艘漁船")) == 1


def test_a_sketch_keeps_192_hashes_and_knows_how_far_it_reaches() -> None:
    assert sketch(np.arange(300, dtype=np.uint32)).tolist() == list(range(192))
    assert covers(np.arange(192, dtype=np.uint32)) == 191
    assert covers(np.arange(191, dtype=np.uint32)) == covers(np.zeros(0, np.uint32)) == 4_294_967_295


@pytest.mark.parametrize(
    ("a", "b", "share"), [([1, 2, 3, 4], [1, 2, 9], 2 / 3), ([1, 2], [1, 2, 3], 1.0), ([], [1], 0.0), ([5], [1, 2], 0.0)]
)
def test_the_share_is_of_the_smaller(a: list[int], b: list[int], share: float) -> None:
    first, second = np.array(a, np.uint32), np.array(b, np.uint32)
    assert shared_share(first, second) == shared_share(second, first) == share
    assert inside(first, second).tolist() == [n in b for n in a]
