"""Whether the words around a date look ahead."""

import pytest

from rag.dates.tense import looks_ahead, tense


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("He will speak on DAY", True),
        ("He spoke on DAY", False),
        ("He said he will speak on DAY", True),
        ("He will, as he said on DAY", False),  # the nearest before it
        ("He will go. On DAY", False),  # another sentence
        ("On DAY he will speak", True),  # after it, where none stands before
        ("On DAY he was to be set free; he will", False),
        ("On DAY talks are due", True),
        ("The talks are scheduled for DAY", True),
        ("He is expected to reach it in DAY found", False),  # past words beside it
        ("He is expected to reach it in DAY quickly found", False),
        ("The talks on DAY", False),
        *((f"On DAY, he {vowed} that forces will enter", False) for vowed in ("vowed", "promised", "pledged")),  # the day of the vow
        ("He vowed on DAY that forces will enter", False),
        ("He vowed late DAY to enter", False),
        ("He vowed to enter on DAY", True),
        ("Forces will enter on DAY, he vowed", True),
        ("On DAY he vows to enter", True),
        (f"He will {'x' * 84} DAY", True),  # 90 characters before
        (f"He will {'x' * 85} DAY", False),
        (f"On DAY {'x' * 65} will", False),  # 70 characters after
        (f"On DAY {'x' * 64} will", True),
    ],
)
def test_looks_ahead(text: str, ahead: bool) -> None:
    at = text.index("DAY")
    assert looks_ahead(text, at, at + 3) is ahead


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He fell", "past"),
        ("He fell and was found", "past"),
        ("He fell and will rise", ""),
        ("He will rise", "future"),
        ("He will rise and should sing", "future"),
        ("Talks", ""),
    ],
)
def test_tense_of_a_text(text: str, wanted: str) -> None:
    assert tense(text) == wanted
