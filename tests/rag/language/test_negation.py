"""A negation reaches the words of its own clause; which words negate, and how far."""

import pytest

from rag.language.negation import negated


@pytest.mark.parametrize(
    "cue",
    [
        "did not", "didn't", "never", "cannot", "failed to", "has yet to", "refused to", "was unable to", "hardly", "denies plans to",
        "ruled out plans to", "declined to", "neither", "is without", "nobody could", "falsely claimed to", "instead of", "rather than",
    ],
)  # fmt: skip
def test_what_negates(cue: str) -> None:
    stems, cues = negated(f"The council {cue} close the harbour.")
    assert cues == 1
    assert "harbour" in stems


@pytest.mark.parametrize(
    "sentence",
    [
        "The court rejected the appeal.", "The mayor dismissed the head of the harbour.", "The pilot avoided the radar.",
        "Not only Iran but Russia came.", "There is no doubt that they came.", "No fewer than 40 came.", "The council refused the offer.",
        "It came in at No. 10.", "They will decide whether or not to come.", "The crew lacked water.", "The rain prevented a fire.",
    ],
)  # fmt: skip
def test_what_says_the_other_side_without_a_negation(sentence: str) -> None:
    assert negated(sentence) == (frozenset(), 0)


@pytest.mark.parametrize(
    ("sentence", "inside", "outside"),
    [
        ("There were no casualties, and two drones fell.", "casualty", "dron"),
        ("It did not sink the ferry from Port Maren.", "ferry", "port"),
        ("He denied that the group attacked the ferry at Port Maren.", "attack", "maren"),
        ("He denied that old ferry crews helped the group.", "help", "group"),
        ("They did not stay but the ferry left.", "stay", "ferry"),
        ("It did not fall 40 metres.", "fall", "40"),
    ],
)
def test_how_far_a_negation_reaches(sentence: str, inside: str, outside: str) -> None:
    stems, _ = negated(sentence)
    assert inside in stems
    assert outside not in stems
