"""Cues of negation, and the words of their own clause that they reach."""

import pytest

from rag.language.negation import negated

WEAK = "not no never none without cannot hardly nor neither nobody nothing unable didn't won’t".split()
STRONG = (*"deny denies denied denying refute refutes refuted refuting".split(), "rejects that", "dismissed that", "rejecting that")
PHRASES = (
    "fail to", "fails to", "failed to", "failing to", "refuse to", "refuses to", "refused to", "refusing to", "decline to", "declines to",
    "declined to", "declining to", "have yet to", "instead of", "rather than",
)  # fmt: skip
OUT = ("rule out", "rules out", "ruled out", "ruling out", "false", "falsely", "untrue")
AFTER = "attack bridge tunnel village tower"
REACHED = ("attack", "bridg", "tunnel", "villag", "tow")


@pytest.mark.parametrize(("cue", "reach"), [*((c, 2) for c in (*WEAK, *PHRASES)), *((c, 4) for c in (*STRONG, *OUT))])
def test_a_denial_reaches_four_words_and_another_cue_two(cue: str, reach: int) -> None:
    assert negated(f"They {cue} {AFTER}.") == (frozenset(REACHED[:reach]), 1)
    assert negated(f"{cue.capitalize()} {AFTER}.") == (frozenset(REACHED[:reach]), 1)


@pytest.mark.parametrize(
    "text",
    [
        "not only {}", "no doubt {}", "no longer than {}", "no fewer {}", "no less {}", "no more than {}", "not less {}",
        "not more than {}", "nothing but {}", "no. 4 {}", "no 4 {}", "No. 10 {}", "whether or not {}", "not to mention {}",
        "a denim {}", "they refused {}", "they declined {}", "they failed {}", "they ruled {}", "a noble {}", "notes {}",
        "they rejected {}", "they dismissed {}", "they avoided {}", "they prevented {}", "they lacked {}", "they are yet {}",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_negation(text: str) -> None:
    assert negated(text.format(AFTER)) == (frozenset(), 0)
    assert negated(text.format(AFTER).upper()) == (frozenset(), 0)


@pytest.mark.parametrize(
    "stop", [",", ";", ":", "!", "?", " —", " –", ".", *(f" {w}" for w in "but although though while which who".split())]
)
def test_a_negation_ends_with_its_clause(stop: str) -> None:
    assert negated(f"It did not attack{stop} bridges")[0] == {"attack"}


@pytest.mark.parametrize("stop", [" because", " and then", " BUT"])
def test_a_reason_ends_it_too(stop: str) -> None:
    assert negated(f"It did not attack{stop} bridges")[0] == {"attack"}


@pytest.mark.parametrize(
    ("text", "stems", "cues"),
    [
        ("It did not attack the U.S. bridges", {"attack", "us"}, 1),  # a short form ends no clause
        ("It did not attack 12 bridges", {"attack"}, 1),  # figures are counted, and not kept
        ("No casualties, no fires.", {"casualty", "fir"}, 2),
        (f"not {'q' * 70}x bridge yes", {"q" * 70 + "x", "bridg"}, 1),  # 80 characters at most; a word cut there is left out
        (f"not {'q' * 71}x bridge yes", {"q" * 71 + "x"}, 1),
        ("Iran attacked", set(), 0),
        ("", set(), 0),
    ],
)
def test_which_words_are_reached(text: str, stems: set[str], cues: int) -> None:
    assert negated(text) == (stems, cues)
