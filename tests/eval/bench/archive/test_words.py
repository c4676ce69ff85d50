"""The words of an archive change alike in all of a copy, and back to nothing in copy 0."""

from collections import Counter

from eval.bench.archive.words import KEPT, LARGEST_DAY, RARE, SHARE, Rewriter, Words, kind, like, made_word, write

TEXT = "On 5 May 2024 the mayor of Oulu, Aino Berg, opened 312 new houses; the houses of Kemi stay as they were. "


def rewriter(words: Words) -> Rewriter:
    return Rewriter(words, 7)


def corpus() -> tuple[Words, list[str]]:
    """Return words of a text in which grammar is far more frequent than 400 nouns and 40 names."""
    filler = " ".join(made_word(300_000 + n) for n in range(KEPT - 4))
    texts = [TEXT, f"{filler} " * 9, TEXT] + [
        " ".join(f"of the in and noun{chr(97 + n % 26)}{made_word(n)} {made_word(n + 500).title()}" for n in range(400))
    ] * 4
    return Words(), texts


def test_a_text_comes_back_from_its_numbers() -> None:
    words = Words()
    ids = words.read(TEXT)
    assert write(ids, words.pieces) == TEXT
    assert write(ids, rewriter(words).pieces(0)) == TEXT


def test_a_copy_is_the_same_at_every_call_and_another_for_each_number() -> None:
    words, texts = corpus()
    ids = [words.read(text) for text in texts]
    one, again, other = (write(ids[3], rewriter(words).pieces(copy)) for copy in (1, 1, 2))
    assert one == again
    assert len({one, other, texts[3]}) == 3


def test_grammar_stays_and_half_of_the_rest_goes() -> None:
    words, texts = corpus()
    ids = [words.read(text) for text in texts]
    was, now = texts[3].split(), write(ids[3], rewriter(words).pieces(1)).split()
    assert [w for w in now if w in {"of", "the", "in", "and"}] == ["of", "the", "in", "and"] * 400
    kept = sum(a == b for a, b in zip(was, now, strict=True) if a.startswith("noun"))
    assert KEPT == 300
    assert SHARE == 0.5
    assert 0.4 < kept / 400 < 0.6
    assert 1 - sum(a == b for a, b in zip(was, now, strict=True) if a[:1].isupper()) / 400 > 0.8


def test_numbers_keep_their_size_and_years_move() -> None:
    words = Words()
    ids = words.read(TEXT + "In 1999 and on 7 June 45 of 978 came. ")
    changed = write(ids, rewriter(words).pieces(3, years=-2))
    assert " 2022 " in changed
    assert " 1997 " in changed
    assert [len(w) for w in changed.split() if w.isdecimal()] == [1, 4, 3, 4, 1, 2, 3]
    assert kind("5", 9) == kind(str(LARGEST_DAY), 1) != kind(str(LARGEST_DAY + 1), 1)


def test_words_stand_for_words_of_their_kind() -> None:
    assert kind("running", 5) == kind("walking", 6) != kind("walked", 5)
    assert kind("running", 5) != kind("running", 8)
    assert kind("NATO", 2)[1] == "capitals"
    assert (like("Police", "army"), like("NATO", "opec"), like("A", "the"), like("x", "Y")) == ("Army", "OPEC", "The", "Y")


def test_rare_words_give_way_to_new_ones() -> None:
    words = Words()
    rare = [f"a{made_word(n)}q" for n in range(1000)]
    ids = words.read(" ".join(rare) + " " + "common " * 50)
    vocabulary = set(words.pieces)
    new = set(write(ids, Rewriter(words, 1).pieces(1)).split()) - vocabulary
    assert RARE == 2
    assert 0.15 < len(new) / 1000 < 0.35  # of the 700 that are not among the 300 kept
    made = Counter(made_word(n * 77_777) for n in range(2000))
    assert max(made.values()) == 1
