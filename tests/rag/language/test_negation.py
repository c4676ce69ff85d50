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


WEAK = "not no never none without cannot hardly nor neither nobody nothing unable didn't won’t"
TO = "fail fails failed failing yet refuse refuses refused refusing decline declines declined declining"
DENIAL = "deny denies denied denying refute refutes refuted refuting false falsely untrue|rule out|rules out|ruled out|ruling out"


@pytest.mark.parametrize(
    ("cue", "reach"),
    [
        *((cue, 2) for cue in (*WEAK.split(), "instead of", "rather than", *(f"{verb} to" for verb in TO.split()))),
        *((cue, 4) for cue in (*DENIAL.split("|")[0].split(), *DENIAL.split("|")[1:])),
    ],
)
def test_a_denial_reaches_four_words_and_another_cue_two(cue: str, reach: int) -> None:
    for text in (f"They {cue} attack bridge tunnel village tower.", f"{cue.upper()} attack bridge tunnel village tower."):
        assert negated(text) == (frozenset(["attack", "bridg", "tunnel", "villag", "tow"][:reach]), 1)


@pytest.mark.parametrize(
    "text",
    [
        "not only {}", "no doubt {}", "no longer than {}", "no fewer {}", "no less {}", "no more than {}", "not less {}",
        "not more than {}", "nothing but {}", "no. 4 {}", "no 4 {}", "whether or not {}", "not to mention {}",
        "a denim {}", "they refused {}", "they declined {}", "they failed {}", "they ruled {}", "a noble {}", "notes {}",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_negation(text: str) -> None:
    assert negated(text.format("attack bridge")) == negated(text.format("attack bridge").upper()) == (frozenset(), 0)


@pytest.mark.parametrize(
    "stop", [*",;:!?.", " —", " –", *(f" {word}" for word in "but although though while which who because BUT".split()), " and then"]
)
def test_a_negation_ends_with_its_clause(stop: str) -> None:
    assert negated(f"It did not attack{stop} bridges")[0] == {"attack"}


@pytest.mark.parametrize(
    ("text", "stems", "cues"),
    [
        ("It did not attack the U.S. bridges", {"attack", "us"}, 1),  # a short form ends no clause
        ("No casualties, no fires.", {"casualty", "fir"}, 2),
        (f"not {'q' * 70}x bridge yes", {"q" * 70 + "x", "bridg"}, 1),  # 80 characters at most; a word cut there is left out
        (f"not {'q' * 71}x bridge yes", {"q" * 71 + "x"}, 1),
        ("", set(), 0),
    ],
)
def test_which_words_are_reached(text: str, stems: set[str], cues: int) -> None:
    assert negated(text) == (stems, cues)
