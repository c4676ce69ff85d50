"""Sentences with their places, words and their plain forms."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.language.text import content_words, plain, sentences, stem, stems, words

PROSE = st.text(st.sampled_from([*'abT U.S.J!?…\n\n"”’) (•-“«3,\u00a0é—']), max_size=120)


TITLES = [
    f"{t}."
    for t in (
        "mr mrs ms dr prof gen col lt sgt maj capt cmdr adm sen sens rep reps gov govs pres rev fr hon st mt ft vs approx eg ie cf"
    ).split()
]
SHORT = [
    f"{t}."
    for t in (
        "jr sr nos vol art fig dept univ inc ltd co corp bros jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur "
        "thurs fri sat sun est al etc ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev "
        "okla ore pa tenn tex va vt wash wis wisc wyo"
    ).split()
]


STARTERS = (
    "The A An In On At It He She They We I This That These Those But And For As After Before When While If There Its His Her Their "
    "You Your My Our What Who How Why So Then"
).split()


def told(text: str) -> list[str]:
    """Return the sentences' words."""
    return [text[a:b] for a, b in sentences(text)]


@given(st.one_of(PROSE, st.text(max_size=200)))
@example("He left.\n\n\n She stayed.")
@example("a" * 70 + "\nb.\n• c")
def test_sentences_are_in_order_and_lose_nothing(text: str) -> None:
    spans = sentences(text)
    covered = set[int]()
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered |= set(range(start, end))
        last = end
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)


@given(PROSE, PROSE)
def test_no_sentence_crosses_a_paragraph(one: str, two: str) -> None:
    text = f"{one}\n\n{two}"
    assert not any(start < len(one) and end > len(one) + 2 for start, end in sentences(text))


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Navy sent a ship.",
        "It happened on Oct. 7 in the north.",
        "Lt. Gen. Ana Ruiz spoke first.",
        "The writer J. R. Holm signed it.",
        "Dr. Lee and Mrs. Chen agreed.",
        "See No. 4 of the list.",
        "The price rose by 3.5 percent.",
        "“Stop!” he said.",
        "They met at 5 p.m. on the pier.",
        "“Who knew?” Ana Ruiz asked.",
        "''They won!'' Mr. Lee said.",
        "LIMA, N.H. -- The race is on.",
        "OSLO, Wisc. — The race is on.",
        "The S.&P. 500 fell.",
        "A. The moon is a rock.",
        "It wrote of J. A. Smith alone.",
        "Max B. Allen spoke.",
        "See No. 4 and fig. 2 and vol. 3 of it.",
        "He wrote to J.D. Vance.",
        *(f"They saw {title.capitalize()} Ann Lee there." for title in TITLES),
        *(f"They saw {title.capitalize()} They once." for title in TITLES),
        *(f"They saw {short.capitalize()} Ann Lee there." for short in SHORT),
        *(f"They saw red {short} Blue there." for short in ("v.", "vs.", "approx.", "eg.", "ie.", "cf.")),
        *(f"“Who knew?” Ana {said} Bo." for said in "said says asked asks told wrote added replied shouted tweeted".split()),
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert told(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Did he? Yes! “Good.” Then it rained.", ["Did he?", "Yes!", "“Good.”", "Then it rained."]),
        ("He lives in the U.S. The war is over.", ["He lives in the U.S.", "The war is over."]),
        ("They met George V. The war is over.", ["They met George V.", "The war is over."]),
        ("It cost 5. In May it cost 6.", ["It cost 5.", "In May it cost 6."]),
        ("He left. Rep. Dan Yu stayed.", ["He left.", "Rep. Dan Yu stayed."]),
        ("He left. Sen. Ann Lee stayed. Gov. Bo Ek ran.", ["He left.", "Sen. Ann Lee stayed.", "Gov. Bo Ek ran."]),
        ("He said no. They left. He made art. Bo sat. Ann ran.", ["He said no.", "They left.", "He made art.", "Bo sat.", "Ann ran."]),
        ("Is he? No. Woods is not.", ["Is he?", "No.", "Woods is not."]),
        ("They liked Plan A. They enjoyed it.", ["They liked Plan A.", "They enjoyed it."]),
        ("They flew to Vail, Colo. The snow was deep.", ["They flew to Vail, Colo.", "The snow was deep."]),
        ("“Who knew?” Ana Ruiz left.", ["“Who knew?”", "Ana Ruiz left."]),
        ("Who knew? Ana Ruiz asked.", ["Who knew?", "Ana Ruiz asked."]),
        ("“Who knew?” Ana Bo Cy Di asked.", ["“Who knew?”", "Ana Bo Cy Di asked."]),
        ("He saw it… Then he left.", ["He saw it…", "Then he left."]),
        *(
            (f"Bo met Ed Lee {short} Then it rained.", [f"Bo met Ed Lee {short}", "Then it rained."])
            for short in map(str.capitalize, SHORT)
        ),
        *((f"He saw the U.S. {w} was it.", ["He saw the U.S.", f"{w} was it."]) for w in STARTERS),
        ("A headline\nThe text begins.", ["A headline", "The text begins."]),
        ("First:\n• one\n• two", ["First:", "• one", "• two"]),
        (f"{'x' * 70}\n\nHe left.", ["x" * 70, "He left."]),  # a blank line ends what a single break behind a long line does not
        (f"{'x' * 70}\n \nHe left.", ["x" * 70, "He left."]),
        (f"{'x' * 70}\nHe left.", [f"{'x' * 70}\nHe left."]),
        (f"{'x' * 60}\nHe left.", ["x" * 60, "He left."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_wrapped_line_is_one_sentence() -> None:
    text = "The coast guard said late on Tuesday night that the missing wooden\nboat had been found near the island."
    assert told(text) == [text]


def test_words_are_compared_in_plain_form() -> None:
    assert words("Zürich’s U.S. envoy paid 1,200 crowns, 3.5% more") == ["zurich", "us", "envoy", "paid", "1200", "crowns", "3.5%", "more"]
    assert plain("“Été”") == '"ete"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gdańsk Łódź", "gdansk lodz"),
        ("Straße STRAẞE", "strasse strasse"),
        ("Æsir æ Œuvre œ", "aesir ae oeuvre oe"),
        ("Erdoğan İzmir Diyarbakır", "erdogan izmir diyarbakir"),
        ("Ørsted Tromsø", "orsted tromso"),
        ("Đorđe Þór Guðni Ð", "dorde thor gudni d"),
        ("‘don’t’ “so”", "'don't' \"so\""),
        ("Zürich ½", "zurich 1⁄2"),
        ("PLAIN", "plain"),
    ],
)
def test_letters_fold_to_what_a_plain_keyboard_writes(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_content_words_drop_what_carries_no_meaning() -> None:
    assert content_words("Who was the mayor of Oulu?") == ["mayor", "oulu"]
    assert content_words("Who is it?") == []


@pytest.mark.parametrize(
    "forms",
    [
        ["attack", "attacks", "attacked", "attacking", "attackers"],
        ["city", "cities"],
        ["stop", "stops", "stopped", "stopping"],
        ["rescue", "rescued", "rescues"],
    ],
)
def test_forms_of_a_word_meet(forms: list[str]) -> None:
    assert len({stem(f) for f in forms}) == 1


@pytest.mark.parametrize("word", ["bus", "crisis", "press", "2024", "was", "gas"])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) == word


@given(st.text(max_size=60))
def test_stems_are_never_empty_or_of_nothing(text: str) -> None:
    found = stems(text)
    assert all(found)
    assert len(found) == len(content_words(text))


@pytest.mark.parametrize(
    ("written", "plainer"),
    [("Gdańsk", "gdansk"), ("Łódź", "lodz"), ("Straße", "strasse"), ("Erdoğan", "erdogan"), ("Ørsted", "orsted"), ("Æthelred", "aethelred"),
     ("Diyarbakır", "diyarbakir"), ("Đoković", "dokovic"), ("“d’Arc”", "\"d'arc\""), ("re\u0301sume\u0301", "resume")],
)  # fmt: skip
def test_letters_that_others_write_plain(written: str, plainer: str) -> None:
    assert plain(written) == plainer


@pytest.mark.parametrize(
    ("words_and_stems"),
    [
        "cities city ties tie dies die",  # three letters stay at least
        "classes class bosses boss boxes box does doe yes yes",
        "running run falling fall passing pass buzzing buzz ring ring being being",
        "supposedly suppos stopped stop bed bed shed shed eased eas",
        "fighters fight users user fighter fight user user her her",
        "badly bad only only ally ally",
        "cats cat reds red gas gas us us bus bus crisis crisis press press",
        "house hous ease ease tree tre were were 1990s 1990s abcs abc",
    ],
)
def test_stems(words_and_stems: str) -> None:
    pairs = words_and_stems.split()
    assert [stem(w) for w in pairs[::2]] == pairs[1::2]
