"""Whether two names are one, what a source lacks of a name, and the other names that a text gives."""

import pytest

from rag.language.names import Name, aliases, name_missing, name_words, names, names_match, same_name


def name(text: str) -> Name:
    """Return the one name of a text."""
    (found,) = names(f"told {text}")
    return found


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("Smith", "John Smith", True),
        ("John", "John Smith", True),
        ("John Smith", "Smith", False),
        ("John Smith", "Jane Smith", False),
        ("Port Alba", "Port Maren", False),
        ("Port Alba", "Port Alba Harbour", True),
        ("Donald J. Trump", "Donald Trump", True),
        ("Donald Trump", "Donald J. Trump", True),
        ("J. Smith", "John Smith", True),
        ("K. Smith", "John Smith", False),
        ("Pope Francis", "Francis", True),
        ("Gen. Ann Lee", "Ann Lee", True),
        ("Mohammed Asad", "Muhammad Assad", True),
        ("the Iraqi", "Iraq", True),
        ("the United States", "the U.S.", True),
        ("the United States", "the US", True),
        ("IRGC", "the Islamic Revolutionary Guard Corps", True),
        ("the Islamic Revolutionary Guard Corps", "IRGC", True),
        ("the DOJ", "the Department of Justice", True),
        ("the DJ", "the Department of Justice", True),
        ("the DK", "the Department of Justice", False),
        ("the PF", "Pope Francis", False),
        ("the UNOP", "the United Nations Office for Peace", True),  # every word but the links
        ("the ABCDEF", "Alpha Bravo Charlie Delta Echo Foxtrot", True),
        ("the ABCDEFG", "Alpha Bravo Charlie Delta Echo Foxtrot Golf", False),
        ("Doj", "the Department of Justice", False),
        ("the V", "Vane", False),
        ("V", "Vane", False),
        ("Gdańsk", "Gdansk", True),
        ("Łódź", "Lodz", True),
        ("Erdoğan", "Erdogan", True),
        ("Ørsted", "Orsted", True),
        ("Straße", "Strasse", True),
        ("Pentagon", "the Department of Defense", False),
    ],
)
def test_a_claims_name_is_whole_in_one_of_the_source(claim: str, source: str, expected: bool) -> None:
    assert names_match(name(claim), name(source)) is expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Joe Biden", "Biden", True),
        ("Joe Biden", "Hunter Biden", False),
        ("IRGC", "Islamic Revolutionary Guard Corps", True),
        ("United States", "U.S.", True),
    ],
)
def test_names_are_one_either_way(a: str, b: str, same: bool) -> None:
    assert same_name(name(a), name(b)) is same
    assert same_name(name(b), name(a)) is same


PENTAGON = (("Pentagon", "Department of Defense"),)


def test_what_a_text_calls_a_name_counts() -> None:
    short, long = name("Pentagon"), name("the US Department of Defense")
    assert names_match(short, long, PENTAGON)
    assert not names_match(long, short, PENTAGON)
    assert names_match(name("the Department of Defense"), short, PENTAGON)
    assert names_match(name("Pentagon"), name("Pentagon"), PENTAGON)
    assert not names_match(name("Kremlin"), long, PENTAGON)
    assert same_name(long, short, PENTAGON)
    assert names_match(name("Pelé"), name("Edson"), (("Pelé", "Nascimento"), ("Edson", "Nascimento")))
    assert name_missing(short, frozenset(), [long]) == ("pentagon",)
    assert name_missing(short, frozenset(), [long], aliases=PENTAGON) == ()


@pytest.mark.parametrize(
    ("text", "source", "lost"),
    [
        ("Joe Biden", "told Biden", ("joe",)),
        ("Joe Biden", "told Joe Biden", ()),
        ("Joe Biden", "met joe biden", ()),
        ("Joe Biden", "nothing here", ("joe", "biden")),
        ("Joe Biden", "told Biden the joe was old", ()),
        ("John Smith", "told Jane Smith and John Doe", ("john",)),
        ("John Smith", "told Jane Smith and John Smith", ()),
        ("Port Alba", "told Port Maren, and Alba spoke", ("alba",)),
        ("University of California Berkeley", "the University of California, Berkeley", ("berkeley",)),
        ("the IRGC", "the Islamic Revolutionary Guard Corps", ()),
        ("Kyiv", "the kiev plan", ()),
        ("Iraq", "the iraqi plan", ()),
    ],
)
def test_what_a_source_lacks_of_a_name(text: str, source: str, lost: tuple[str, ...]) -> None:
    assert name_missing(name(text), frozenset(name_words(source)), names(source)) == lost


@pytest.mark.parametrize(
    ("text", "run", "lost"),
    [
        ("University of California Berkeley", "the University of California, Berkeley", ()),
        ("University of California Berkeley", "Berkeley and the University of California", ("berkeley",)),
        ("University of California Berkeley", "the University of California", ("berkeley",)),
        ("Joe Biden", "told Joe and Biden", ()),
        ("Joe Biden", "told Joe before Biden", ("biden",)),
    ],
)
def test_a_name_that_stands_in_one_piece_is_there(text: str, run: str, lost: tuple[str, ...]) -> None:
    order = name_words(run)
    assert name_missing(name(text), frozenset(order), names(run), [["other"], order]) == lost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The World Health Organization (WHO) said", [("WHO", "World Health Organization")]),
        ("the WHO, or World Health Organization, said", [("WHO", "World Health Organization")]),
        ("the World Health Organization, or the WHO, said", [("WHO", "World Health Organization")]),
        ("the WHO (the World Health Organization)", [("WHO", "World Health Organization")]),
        ("body mass index (BMI) rose", [("BMI", "body mass index")]),
        ("members of parliament (MPs) voted", [("MP", "members of parliament")]),
        ("members of parliament (the MOP) voted", [("MOP", "members of parliament")]),
        ("Rapid Support Forces (the RSF) and the Rapid Support Forces (RSF)", [("RSF", "Rapid Support Forces")]),
        (
            "the New Mexico Energy, Minerals and Natural Resources Department (EMNRD)",
            [("EMNRD", "Energy, Minerals and Natural Resources Department")],
        ),
        (
            "the U.S. Centers for Disease Control and Prevention (CDC)",
            [("CDC", "U.S. Centers for Disease Control and Prevention")],
        ),
        ("the Department of Defense, known as the Pentagon, said", [("Pentagon", "Department of Defense")]),
        ("Kenneth Bone, better known as Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Kenneth Bone, also known as Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Kenneth Bone, commonly known as Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Kenneth Bone, popularly known as Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Kenneth Bone, formerly known as Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Kenneth Bone, referred to as Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Kenneth Bone, abbreviated to Kenny, left", [("Kenny", "Kenneth Bone")]),
        ("Rodrigo Duterte, nicknamed the Punisher, left", [("Punisher", "Rodrigo Duterte")]),
        ("Rodrigo Duterte, dubbed “Punisher”, left", [("Punisher", "Rodrigo Duterte")]),
        ("Rodrigo Duterte (aka Punisher) left", [("Punisher", "Rodrigo Duterte")]),
        ("Rodrigo Duterte, a.k.a. Punisher, left", [("Punisher", "Rodrigo Duterte")]),
        ("Edson do Nascimento (“Pelé”) scored", [("Pelé", "Edson do Nascimento")]),
        ("Chair of the World Health Organization (WHO)", [("WHO", "World Health Organization")]),
        ("the CDC (U.S. Centers for Disease Control and Prevention)", [("CDC", "U.S. Centers for Disease Control and Prevention")]),
        # near misses
        ("Ann Lee or Bob Moss", []),
        ("Ann Lee (Leeds) spoke to Vane (WHO)", []),
        ("Ann Lee (AXE) spoke", []),
        ("Delta Airlines (DAL) fell", []),
        ("the Centers for Disease Control and Prevention, or CDC", []),
        ("Ann Lee, who is known to Vane", []),
        ("the WHO and the World Health Organization (2020)", []),
        ("", []),
    ],
)
def test_the_other_names_that_a_text_gives(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(aliases(text)) == expected


def test_a_long_form_is_looked_for_near_by() -> None:
    for length, there in ((114, True), (115, False)):
        long = f"Vane {'x' * length}"
        assert aliases(f"{long} (VX)") == ((("VX", long),) if there else ())
