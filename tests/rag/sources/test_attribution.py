"""Source, cue and content of what a sentence attributes."""

import pytest

from rag.sources.attribution import CUE_AT, REACH, SOURCE_SHIFT, UTTERS_AT, attributions
from rag.sources.words import Words


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Lee said the bridge was shut.", [("Lee", "said", "the bridge was shut.")]),
        ("The bridge was shut, Lee said.", [("Lee", "said", "The bridge was shut,")]),
        ('"It is shut," said the mayor.', [("the mayor", "said", '"It is shut,"')]),
        ("The bridge was shut, police said on Monday.", [("police", "said", "The bridge was shut,")]),
        ("She said it was shut.", [("She", "said", "it was shut.")]),
        ("Nine died, said Sen. Ida Moss (R-Ohio).", [("Sen. Ida Moss (R-Ohio)", "said", "Nine died,")]),
        (
            "Armed groups in Marl that are allied with Tovik had warned that it would end.",
            [("Armed groups in Marl that are allied with Tovik", "warned", "that it would end.")],
        ),
        ("The road was open.", []),
        ("Said.", []),
        ("", []),
    ],
)
def test_attributions(sentence: str, found: list[tuple[str, str, str]]) -> None:
    assert [tuple(sentence[slice(*part)] for part in (a.source, a.cue, a.content)) for a in attributions(sentence)] == found


def test_words_are_known_ones_or_forms_and_quotations_are_marked() -> None:
    words = Words('Lee\'s "Red Band" won," said 12 men running', frozenset({"said", "'s"}))
    assert words.keys[2:-2] == ["Xx", "'s", "Xx", "Xx", "Xx", "Xx", "x", ",", "Q", "said", "9", "x", "-ing"]
    assert words.quoted == [1, 1, 1, 1, 1, 1, 1, 1, 2, 0, 0, 0, 0]
    assert [words.words[j] for j in (0, 4)] == ["Lee", "Band"]
    assert Words("“Yes,” he said", frozenset()).quoted == [2, 1, 1, 2, 0, 0]
    assert Words("he said ''yes''", frozenset()).quoted == [0, 0, 2, 1, 2]


def test_limits_are_those_the_weights_were_measured_with() -> None:
    assert (CUE_AT, UTTERS_AT, SOURCE_SHIFT, REACH) == (-1.0, -2.0, 1.0, 30)
