"""What a sentence says is planned, possible or expected: the first word after the cue, and no other."""

import pytest

from rag.language.planned import planned

MODALS = "will would could may might shall should won't wouldn’t couldn't".split()
TO = (
    *"plan plans planned planning intend intends intended intending hope hopes hoped hoping want wants wanted wanting aim aims".split(),
    *"aimed aiming seek seeks seeking sought prepare prepares prepared preparing threaten threatens threatened threatening".split(),
    *"propose proposes proposed proposing promise promises promised promising pledge pledges pledged pledging vow vows vowed".split(),
    *"vowing expect expects expected try tries tried trying attempt attempts attempted attempting offer offers offered".split(),
    *"offering set due likely poised slated scheduled ready about going bid bids favoured favored favourite favourites".split(),
    *"favorite favorites chance chances odds".split(),
)
OF = (
    *"consider considers considered considering weigh weighs weighed weighing mull mulls mulled mulling discuss discusses".split(),
    *"discussed discussing explore explores explored exploring possible potential proposed planned".split(),
    "possibility of",
)


@pytest.mark.parametrize("cue", [*MODALS, *(f"{word} to" for word in TO), *OF, *(f"{word} the" for word in OF[:-5])])
def test_the_word_after_a_cue_is_planned(cue: str) -> None:
    assert planned(f"The firm {cue} close plants.") == {"clos"}
    assert planned(f"{cue.upper()} CLOSE") == {"clos"}


@pytest.mark.parametrize("article", ["a", "an", "the", "its", "his", "her", "their"])
def test_a_thing_can_be_considered(article: str) -> None:
    assert planned(f"It is considering {article} sale of vans.") == {"sale"}


@pytest.mark.parametrize(
    "text",
    [
        "It closed.",
        "It closed two plants to save money.",
        "The plan closed two plants.",
        "A set of goals closed it.",
        "the wills of brothers",
        "",
    ],
)
def test_what_is_told_as_done_is_not(text: str) -> None:
    assert planned(text) == frozenset()


@pytest.mark.parametrize("between", ["not", "never", "quickly", "be", "have been", "not quickly be"])
def test_adverbs_and_auxiliaries_are_passed_over(between: str) -> None:
    assert planned(f"The plant would {between} closed.") == {"clos"}


def test_each_cue_counts_and_the_verb_stands_near() -> None:
    assert planned("It may sell vans and hopes to close plants.") == {"sell", "clos"}
    assert planned(f"It may {'(' * 55}close it") == {"clos"}
    assert planned(f"It may {'(' * 60}close it") == frozenset()
