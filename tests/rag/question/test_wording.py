"""Misspelt words, acronyms and their long forms are read as the articles write them; what no article has stays as it is."""

from collections.abc import Iterator

import pytest

from rag.index.keywords import Keywords
from rag.question.wording import CLEAR, Wording
from rag.records import Article
from tests.kits.news import index


def article(text: str, title: str = "") -> Article:
    return Article(text[:30], title, text, "Wire", published="2025-01-01")


ARTICLES = (
    article("Tilda Vance won the Harborough by-election on Thursday. Turnout was 37 percent.", "Vance wins Harborough"),
    article("The cottage hospital in Lutterworth will reopen in November after a repair of the roof.", "Hospital to reopen"),
    article("Goran Sjøberg and Muhammad Khalidi met the governor of Østmark about the disagreements over fishing."),
    article("The Northern Grid Authority warned of power cuts in January."),
    article("The Northern Grid Authority (NGA) is hiring. NGA head Bram Foss said retirements had left gaps."),
    article("The National Gallery Association (NGA) moves its office. It represents 62 museums."),
    article("The WHO sent a team of nine to Lodar province after an outbreak of cholera."),
    article("The Marl Tram Company cut fares."),
    article("The MTC carried 900 passengers, inspectors counted."),
    article("The Marl Tram Company (MTC) lost money."),
    article("A TIP reached the police of Marl about stolen lamps."),
    article("The quarry at Stenfors was sold. The quarrel at Stenfors went on.", "Quarrel"),
    *(article(f"Number {n}: the festival of the choir of Linden was sold out") for n in range(CLEAR)),
    article("Harborough sold the hall."),
    *(article(f"Town {n} sold a house") for n in range(20)),
    article("The festivel of Linden is a misprint."),
)


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wording]:
    with index(tmp_path_factory.mktemp("wording") / "index", ARTICLES) as store:
        yield Wording(store, Keywords.open(store.folder / "keywords"))


@pytest.mark.parametrize(
    ("typed", "read", "words"),
    [
        ("who won the harbrough by-electon?", "who won the Harborough by-election?", ("Harborough", "election")),
        ("What was the tunrout in Harborogh?", "What was the Turnout in Harborough?", ("Turnout", "Harborough")),
        ("when will the hospitl in Luterworth reopen", "when will the hospital in Lutterworth reopen", ("hospital", "Lutterworth")),
        ("Will the roff have a repair?", "Will the roof have a repair?", ("roof",)),
        ("What did the goverrnor say of Ostmark?", "What did the governor say of Ostmark?", ("governor",)),
        ("What did Tilda Vnace win?", "What did Tilda Vance win?", ("Vance",)),  # a slip of the fingers
        ("Whom did Mohamad Khalidi meet?", "Whom did Muhammad Khalidi meet?", ("Muhammad",)),  # another transliteration
        ("the dissagreemnts over fishing", "the disagreements over fishing", ("disagreements",)),  # two letters of a long word
        ("the festval of Linden", "the festival of Linden", ("festival",)),  # two words are equally near, one of them is usual
    ],
)
def test_misspelt_words(wording: Wording, typed: str, read: str, words: tuple[str, ...]) -> None:
    assert wording.read(typed) == (read, words)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the Harborough by-election?",
        "Who won the Astro by-election?",  # names that no article has
        "Who is Astroworld in Harborough?",
        "What did Tilda Vanse win?",  # one letter of a short name may make another name
        "What did Bram Vnace win?",  # no passage has both parts of the name
        "What did Hilda win in Harborough?",  # English words and names that no article has
        "Who won the zebra in Harborough?",
        "Did the loans of Harborough win?",
        "the tunrout of cholera",  # no passage has both
        "the qaurr at Stenfors",
        "the roaf of Lutterworth: who asked about quarry, cholera, museums, fares and police?",  # little of the question beside it
        "the hosptial7 in Lutterworth",
        "the hxspxtl in Lutterworth",  # two letters of a short word
        'Which outlet wrote "the hospitl in Luterworth"?',
        "Which outlet wrote “the hospitl in Luterworth”?",
        "Who is Luterworthe?",  # nothing beside it says which
        "What did Harborouxh sell?",  # a usual word beside it says little of a name
        "Who met Goran Sjoberg of Ostmark?",  # letters are folded, nothing is misspelt
    ],
)
def test_words_that_stay(wording: Wording, question: str) -> None:
    assert wording.read(question) == (question, ())


@pytest.mark.parametrize(
    ("typed", "read", "words"),
    [
        ("What did the NGA warn about?", "What did the Northern Grid Authority warn about?", ("Northern Grid Authority",)),
        ("what did nga warn of", "what did Northern Grid Authority warn of", ("Northern Grid Authority",)),
        ("How many people did the World Health Organization send to Lodar?", "How many people did the WHO send to Lodar?", ("WHO",)),
        ("How many passengers did the Marl Tram Company carry?", "How many passengers did the MTC carry?", ("MTC",)),
        ("how many passengers did the marl tram company carry?", "how many passengers did the MTC carry?", ("MTC",)),
    ],
)
def test_an_acronym_and_its_long_form(wording: Wording, typed: str, read: str, words: tuple[str, ...]) -> None:
    assert wording.read(typed) == (read, words)


@pytest.mark.parametrize(
    "question",
    [
        "How many museums does the NGA represent?",  # the acronym stands with what is asked
        "who heads nga",
        "Who heads the Northern Grid Authority?",
        "What did the National Gallery Association lose?",
        "What did the WHA warn about?",
        "What did the world health organization send to Lodar?",  # no article says so, and no capitals
        "What did the Northern Gas Alliance of museums represent?",  # articles give the initials another meaning
        "Did the Marl MTC carry passengers?",
        "What did the World Health Organization (WHO) send to Lodar?",
        "What did the World Health Organization say on fishing, museums, fares and the hospital?",
    ],
)
def test_acronyms_that_stay(wording: Wording, question: str) -> None:
    assert wording.read(question) == (question, ())
