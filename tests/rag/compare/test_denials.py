"""What contradicts: the same thing told and denied, or told by its opposite; one word in common is not the same thing."""

import pytest

from rag.compare.denials import claims, contradict, oppose, opposed_pairs
from rag.compare.statements import said_in
from tests.kits.compare import quote


def opposed(question: str, one: str, two: str) -> bool:
    a, b = said_in([quote(n, t, published="2024-05-06", source=s) for n, t, s in ((1, one, "Post"), (2, two, "Wire"))], question)
    return contradict(a, b) is not None


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (
            "Has Minister Pavel Orlan resigned?",
            "Minister Pavel Orlan has resigned.",
            "Minister Pavel Orlan has not resigned, his office said.",
        ),
        ("Did the firm pay the ransom?", "The firm Arvel paid the ransom.", "Arvel denied that it had paid the ransom."),
        ("Did the Genport talks succeed?", "The talks in Genport succeeded.", "The talks in Genport failed."),
    ],
)
def test_a_thing_told_and_denied_contradicts(question: str, one: str, two: str) -> None:
    assert opposed(question, one, two)
    assert opposed(question, two, one)


@pytest.mark.parametrize(
    ("question", "one", "two"),
    [
        (  # it is the authorizing that is denied
            "Who sued over the tariffs?",
            "The suit of Arvel argues that the use of emergency powers to impose tariffs is unlawful.",
            "The suit argues that the use of powers to impose tariffs is unlawful because the act does not authorize tariffs.",
        ),
        (  # names, and one other word
            "Who is on the list of Pavel Orlan?",
            "Pavel Orlan has a long list of friends in Genport.",
            "Pavel Orlan did not list his houses in Genport.",
        ),
        ("Did the students like it?", "The students liked the video posted today.", "The students did not watch the video posted today."),
        ("Who won in Genport?", "Mara Lind was elected in Genport City, her victory.", "Genport City saw Mara Lind defeated."),
        ("Has the minister resigned?", "Has Minister Pavel Orlan resigned?", "Minister Pavel Orlan has not resigned."),  # asked, not told
    ],
)
def test_a_word_in_common_is_no_contradiction(question: str, one: str, two: str) -> None:
    assert not opposed(question, one, two)
    assert not opposed(question, two, one)


def words(one: str, two: str) -> tuple[str, str] | None:
    return contradict(*said_in([quote(n, t, published="2024-05-06") for n, t in ((1, one), (2, two))]))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Minister Pavel Orlan has resigned.", "Minister Pavel Orlan has not resigned.", ("has resigned", "not resigned")),
        ("Arvel paid the ransom.", "Arvel denied that it had paid the ransom.", ("paid the ransom", "denied that it had paid the ransom")),
        ("Arvel paid the ransom.", "Arvel denies it paid the ransom.", ("paid the ransom", "denies it paid the ransom")),
        ("Arvel paid the ransom.", "Arvel never paid the ransom.", ("paid the ransom", "never paid the ransom")),
        ("Arvel paid the ransom.", "Arvel refuted that it paid the ransom.", ("paid the ransom", "refuted that it paid the ransom")),
        ("Arvel shut the plant.", "Arvel didn't shut the plant.", ("shut the plant", "didn't shut the plant")),
        ("Arvel is closing the old plant.", "Arvel was not closing the old plant.", ("is closing the old", "not closing the old")),
        *(
            (f"The talks in Genport {verb} succeeded.", "The talks in Genport failed.", (f"{verb} succeeded", "failed"))
            for verb in "was were had has have is are".split()
        ),
        ("The talks in Genport all succeeded.", "The talks in Genport failed.", ("succeeded", "failed")),
    ],
)
def test_the_words_that_contradict(one: str, two: str, expected: tuple[str, str]) -> None:
    assert words(one, two) == expected
    assert words(two, one) == expected[::-1]


@pytest.mark.parametrize("cue", ["not", "never", "denied it", "deny it", "denies it", "refutes it"])
def test_the_denying_word_is_no_part_of_what_is_denied(cue: str) -> None:
    """Four of six words are the same, which is enough; with the denying word it were four of seven."""
    one, two = f"Arvel {cue} shut plant gates quietly alone.", "Arvel shut plant gates loudly overseas abroad."
    assert words(one, two)
    assert not words(one.replace("alone", "alone inside"), two)


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ("Arvel has shut the plant.", "Arvel has not shut the plant.", True),
        ("Arvel has shut the plant.", "Arvel has not shut the gate.", False),  # another thing
        ("Arvel has shut the plant.", "Tovik has not shut the plant.", False),  # another firm
        ("Arvel shut the plant on 3 May 2024.", "Arvel has not shut the plant on 4 May 2024.", False),
        ("Arvel has not shut the plant.", "Arvel has never shut the plant.", False),  # both deny it
        ("Has Arvel shut the plant?", "Arvel has not shut the plant.", False),
        ("Arvel shut the plant.", "There were no casualties as Arvel shut the plant.", False),  # harm is compared as a claim
    ],
)
def test_near_misses_of_a_denial(one: str, two: str, told: bool) -> None:
    assert bool(words(one, two)) is bool(words(two, one)) is told


HIT = ("hit its targets", "damage or casualties", True)
NONE = ("no casualties", "damage or casualties", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The attack on Marl caused no casualties.", [NONE]),
        ("The attack on Marl hit its targets.", [HIT]),
        ("The attack hit its targets but caused no casualties.", [HIT, NONE]),
        ("It hit its targets with no casualties.", [HIT]),  # what stands first in a clause
        ("With no casualties it hit its targets.", [NONE]),
        ("Did it hit its targets? There were no casualties.", [NONE]),
        ("The group claimed responsibility for it.", [("claimed responsibility", "responsibility", True)]),
        ("The group denied responsibility for it.", [("denied responsibility", "responsibility", False)]),
        ("The group denied it had claimed responsibility.", [("claimed responsibility", "responsibility", True)]),
        (
            "It hit its targets and the group claimed responsibility.",
            [HIT, ("claimed responsibility", "responsibility", True)],
        ),
        ("It rained in Marl.", []),
        *((f"It {w} hit its targets.", []) for w in "could would might may should to if whether threatens threatened aims aimed".split()),
        *((f"It {w} soon hit its targets.", []) for w in ("could", "threatens", "WOULD")),
        ("It could very soon hit its targets.", [HIT]),
        ("It could not say: it hit its targets.", [HIT]),
    ],
)
def test_what_a_statement_claims(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert [(c.text, c.what, c.holds) for s in said_in([quote(1, text)]) for c in claims(s)] == expected


NO_HARM = "The army said the Marl blast caused no casualties."


@pytest.mark.parametrize(
    ("one", "two", "kinds"),
    [
        ("Police said 12 people were killed in the Marl blast.", NO_HARM, ["12 killed"]),
        ("The Marl blast wounded 12 people.", NO_HARM, ["12 wounded"]),
        ("Police arrested 12 people after the Marl blast.", NO_HARM, []),
        ("The Marl blast killed 0 people.", NO_HARM, []),
        ("The Marl blast killed 1.", NO_HARM, ["1 killed"]),
        ("12 people were killed in Marl blasts since October.", NO_HARM, []),
        ("The toll of the Marl blast is not 12 killed.", NO_HARM, []),
        ("The Tovik fire killed 12 people.", NO_HARM, []),
        ("The rebels claimed responsibility for the Marl blast.", "The rebels denied responsibility for the Marl blast.",
         ["claimed responsibility"]),
        ("The rebels claimed responsibility for the Marl blast.", "The army denied responsibility for the Tovik fire.", []),
        ("The rebels claimed responsibility for the Marl blast.", NO_HARM, []),
        ("The rebels claimed responsibility for the Marl blast.", "The rebels claimed responsibility for the Marl blast.", []),
        ("Pavel Orlan has left Marl.", "Pavel Orlan has not left Marl.", ["has left"]),
    ],
)  # fmt: skip
def test_pairs_that_oppose(one: str, two: str, kinds: list[str]) -> None:
    for texts in ((one, two), (two, one)):
        found = opposed_pairs(said_in([quote(n, t, published="2024-05-06") for n, t in enumerate(texts, 1)]))
        assert [next(c.text for c in pair if c.holds) for pair in found] == kinds
        assert all(a.holds != b.holds for a, b in found)


@pytest.mark.parametrize(("speaker", "count"), [("Police", 0), ("Rebels", 1)])
def test_nobody_contradicts_himself_within_a_report(speaker: str, count: int) -> None:
    text = f"Police said Arvel shut the plant. {speaker} said Arvel had not shut the plant."
    assert len(opposed_pairs(said_in([quote(1, text, published="2024-05-06")]))) == count
    text = f"Police said the Marl blast killed 12 people. {speaker} said the Marl blast caused no casualties."
    assert len(opposed_pairs(said_in([quote(1, text, published="2024-05-06")]))) == count


@pytest.mark.parametrize(
    ("one", "two", "opposed"),
    [
        ("Rebels claimed responsibility for the big blast.", "Troops denied responsibility for the big blast.", False),  # of whom?
        ("Rebels claimed responsibility for the Marl blast.", "Troops denied responsibility for the Marl blast.", True),
        ("Rebels claimed responsibility for the Marl blast.", "Troops denied responsibility for the Tovik blast.", False),
        ("Rebels claimed responsibility for the Marl blast.", "Troops claimed responsibility for the Marl blast.", False),
        ("The big blast hit its targets.", "The big blast and its big smoke caused no casualties.", False),  # one word is not enough
        ("The Marl blast hit its targets.", "The Marl blast caused no casualties.", True),
    ],
)
def test_claims_that_oppose(one: str, two: str, opposed: bool) -> None:
    (a,), (b,) = (claims(s) for s in said_in([quote(n, t, published="2024-05-06") for n, t in ((1, one), (2, two))]))
    assert oppose(a, b) is oppose(b, a) is opposed
