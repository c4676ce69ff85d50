"""Sentences with their places, words and their plain forms."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.language.text import content_words, plain, sentences, stem, stems, words

PROSE = st.text(st.sampled_from([*'abT U.S.J!?…\n\n"”’) (•-“«3,\u00a0é—']), max_size=120)


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
        ("It cost 5. In May it cost 6.", ["It cost 5.", "In May it cost 6."]),
        ("A headline\nThe text begins.", ["A headline", "The text begins."]),
        ("First:\n• one\n• two", ["First:", "• one", "• two"]),
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
