"""A text as the checker compares it: clauses, hedges, direction, passives, speakers, parts."""

import pytest

from rag.answer.forms import HEDGES, text_forms


def parts(text: str) -> list[str]:
    return [text[c.start : c.end].strip() for c in text_forms(text).clauses]


@pytest.mark.parametrize(
    "join",
    "and but while whereas although though because so as since after before despite amid which that who whose where when".split(),
)
def test_a_conjunction_begins_a_clause(join: str) -> None:
    assert parts(f"The quay closed {join} boats sank.") == ["The quay closed", f"{join} boats sank."]
    assert parts(f"The quay closed, {join} boats sank.") == ["The quay closed", f", {join} boats sank."]


@pytest.mark.parametrize("mark", [";", ":", "—", "–", ","])
def test_a_mark_begins_a_clause(mark: str) -> None:
    assert parts(f"The quay closed{mark} boats sank.") == ["The quay closed", f"{mark} boats sank."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The quay closed, leaving boats outside, masts bent.", 3),
        ('"Boats sank here," said Hanna Falk.', 1),  # a name alone is no clause
        ("The quay closed or boats sank.", 1),
        ("The quay closed, 400 boats sank.", 1),  # a thousand's comma is none of a clause
        ("Closed; boats sank.", 2),  # one word is enough before a strong mark
        *((f"Closed{mark} boats sank.", 2) for mark in ":—–"),
        ("Closed and boats sank.", 1),
        ("In Oslo closed and boats sank.", 2),  # a name counts as a word of its own
        ("The quay closed and now.", 1),
        ("Peter Marsh and Ilse Brandt danced.", 1),
        ("", 1),
    ],
)
def test_how_many_clauses(text: str, count: int) -> None:
    assert len(parts(text)) == count


def test_a_clause_knows_its_words_and_facts() -> None:
    read = text_forms("In Oslo the quay closed, and 400 boats reached Bergen.")
    one, two = read.clauses
    assert (one.content, [f.text for f in read.inside(one)]) == ({"quay", "close"}, ["Oslo"])
    assert [f.text for f in read.inside(two)] == ["400", "Bergen"]
    assert (one.first, one.last, two.first, two.last) == (0, 5, 5, 10)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It is closed.", False),
        ("It is not closed.", True),
        ("It was neither open nor closed.", True),
        ("It was not closed nor not open.", False),
        ("It is not that nothing sank.", False),
    ],
)
def test_two_negations_are_none(text: str, negated: bool) -> None:
    assert text_forms(text).clauses[0].negated is negated


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("The quay may close.", {"may"}),
        ("The quay closed in May.", set()),
        ("May the quay close.", set()),
        ("The quay may not close.", set()),  # to deny is to say something else
        ("The quay would perhaps close.", {"would", "perhaps"}),
        ("The mayor said the quay would close.", set()),  # reported speech
        ("The mayor said the quay might close.", {"might"}),
        ("The quay would close, the mayor said.", {"would"}),
    ],
)
def test_hedges(text: str, hedges: set[str]) -> None:
    assert set().union(*(c.hedges for c in text_forms(text).clauses)) == hedges


@pytest.mark.parametrize("before", "go goes going gone went is are was were be been 5%".split())
def test_up_and_down_are_changes_behind_such_a_word(before: str) -> None:
    assert text_forms(f"{before} up").senses[-1] == "rise"
    assert text_forms(f"{before} down").senses[-1] == "fall"


@pytest.mark.parametrize("after", ["by", "from", "to", "on", "5"])
def test_up_and_down_are_changes_before_such_a_word(after: str) -> None:
    assert text_forms(f"Prices, up {after}").senses[1] == "rise"
    assert text_forms(f"Down {after}").senses[0] == "fall"


@pytest.mark.parametrize("text", ["up", "up there", "burned down", "turned up the", "x5 up"])
def test_up_and_down_may_be_part_of_a_verb(text: str) -> None:
    assert not {"rise", "fall"} & text_forms(text).sense_set


@pytest.mark.parametrize(
    ("text", "passives"),
    [
        *((f"It {be} beaten by Vik.", {"win"}) for be in "was were been is are be being".split()),
        ("It was badly beaten by Vik.", {"win"}),
        ("It was beaten off Oslo by Vik.", {"win"}),
        ("It was beaten.", set()),
        ("It got beaten by Vik.", set()),
        ("He stood by Vik.", set()),
        ("It was late, he sat by Vik.", set()),  # another clause
        ("It is x b c d e f g h by Vik.", {"x"}),
        ("It is x b c d e f g h i by Vik.", set()),
        ("It was by Vik.", set()),
    ],
)
def test_passives(text: str, passives: set[str]) -> None:
    assert text_forms(text).passives == passives


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        *((f"ox {w} cow", (0, 1, 1)) for w in "and but or while whereas which who".split()),
        *((f"ox{m} cow", (0, 1)) for m in ",;:—–“”"),
        ('an "ox" cow', (0, 0, 1)),
        ("ox that cow", (0, 0, 0)),
        ("1,200 cows", (0, 0)),
    ],
)
def test_parts_between_commas_and_conjunctions(text: str, segments: tuple[int, ...]) -> None:
    assert text_forms(text).segments == segments


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ann Orr said so.", [(2, {"ann", "orr"})]),
        ("He said so.", [(1, set())]),
        ("The 40 said so.", [(2, set())]),
        ("Several others said so.", [(2, set())]),
        ("The quay is safe.", []),
    ],
)
def test_speakers(text: str, speakers: list[tuple[int, set[str]]]) -> None:
    assert list(text_forms(text).speakers) == speakers


@pytest.mark.parametrize(
    ("text", "elliptic"),
    [
        ("It employs 950 people in Oslo and 400 in Bergen.", True),
        ("It employs 950 people in Oslo, 400 in Bergen.", True),
        ("It employs 950 people in Oslo and 400 cooks in Bergen.", False),  # a word of its own
        ("It employs 950 people in Oslo and 400 here.", False),  # one fact
    ],
)
def test_a_part_without_a_word_of_its_own(text: str, elliptic: bool) -> None:
    read = text_forms(text)
    assert read.elliptic(1, ()) is elliptic
    assert not read.elliptic(0, ())
    assert not text_forms("400 in Bergen").elliptic(0, ())


def test_texts_are_read_by_their_day() -> None:
    assert text_forms("It sank on Tuesday.", "2024-05-14").said != text_forms("It sank on Tuesday.", "2024-05-24").said
    assert (text_forms("The quay closed.").text, text_forms("The quay closed.").stems) == ("The quay closed.", {"quay", "clos"})


def test_which_words_hedge() -> None:
    assert sorted(HEDGES) == sorted(
        "may might could would possibly perhaps maybe likely probably reportedly allegedly alleged suspected believed thought feared "
        "expected expects plans planned planning proposed considering threatened hopes hoped if unless potentially apparently "
        "presumably rumoured".split()
    )
