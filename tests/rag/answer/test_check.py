"""The checker: supported only what the quotes state, cited by the fewest quotes, invented markers told."""

import time
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.check import Checker, check, model, strip_markers, verify
from rag.answer.missing import Vectors
from rag.answer.support import FEATURES
from rag.dates.reader import date_stated, read_dates
from rag.errors import LLMError
from rag.language.names import name_missing
from rag.language.numbers import lets_write
from rag.language.text import words
from rag.records import Article, Quote
from rag.sources.statement import read_sentence

ALMON = Article("a", "Troops under fire", "", source="Al-Monitor", published="2023-10-31T12:22")
WIRE = Article("b", "Base hit again", "", source="Reuters", published="2023-12-11")
TEXTS = (
    (ALMON, "US and allied troops were attacked 23 times between October 17 and October 30, the Pentagon said Monday."),
    (ALMON, "Two drones were downed near the Ain al-Asad base early on Tuesday, an official told AFP, and there were no casualties."),
    (WIRE, "The count of attacks on US troops has risen to 92 since mid-October, defense officials said."),
    (WIRE, "The ministry of trade in Turkey said exports rose 5.2% in November to $23 billion."),
)
QUOTES = tuple(Quote(n, text, 0, len(text), article) for n, (article, text) in enumerate(TEXTS, start=1))


class WordVectors:
    """A tiny real encoder: one random direction a word, a text the mean of its words."""

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        tokens = [np.array([self._word(w) for w in words(t)] or np.zeros((0, 32)), np.float32) for t in texts]
        means = [t.mean(axis=0) if len(t) else np.zeros(32) for t in tokens]
        return np.array([m / max(1e-9, float(np.linalg.norm(m))) for m in means], np.float32), tokens

    def _word(self, word: str) -> Vectors:
        seed = int.from_bytes(sha256(word.encode()).digest()[:4], "big")
        row = np.random.default_rng(seed).normal(size=32)
        return np.asarray(row / np.linalg.norm(row), np.float32)


@pytest.fixture(params=["vectors", "words alone"])
def encoder(request: pytest.FixtureRequest) -> WordVectors | None:
    return WordVectors() if request.param == "vectors" else None


def test_a_verbatim_sentence_is_supported_by_its_quote(encoder: WordVectors | None) -> None:
    for quote in QUOTES:
        assert check(quote.text, QUOTES, encoder).support == "supported"
        assert check(quote.text, QUOTES, encoder).citations == (quote.n,)


@pytest.mark.parametrize(
    "sentence",
    [
        "US and allied troops were attacked 24 times between October 17 and October 30.",  # number
        "US and allied troops were attacked 23 times between October 16 and October 30.",  # date
        "Two drones were downed near the Tanf base early on Tuesday.",  # name
        "Iran attacked US and allied troops 23 times.",  # name
        "Two drones were not downed near the Ain al-Asad base early on Tuesday.",  # sign
        "The weather stayed mild and dry.",  # nothing of it
    ],
)
def test_what_the_quotes_do_not_state_is_unsupported(sentence: str, encoder: WordVectors | None) -> None:
    assert check(sentence, QUOTES, encoder).support == "unsupported"
    assert check(sentence, QUOTES, encoder).citations == ()


def test_a_sentence_is_cited_by_the_fewest_quotes_that_cover_it(encoder: WordVectors | None) -> None:
    assert check("Attacks on US troops rose to 92.", QUOTES, encoder).citations == (3,)
    both = Checker(QUOTES, encoder).weigh(
        "Troops were attacked 23 times by October 30, and the count of attacks has risen to 92 since mid-October."
    )[0]
    assert sorted(both) == [0, 2]


def test_a_short_answer_is_read_with_its_question(encoder: WordVectors | None) -> None:
    asked = "How many drones were downed near the Ain al-Asad base?"
    assert check("Two.", QUOTES, encoder, question=asked).citations == (2,)
    assert check("Three.", QUOTES, encoder, question=asked).support == "unsupported"
    right = Checker(QUOTES, encoder, question=asked).judge("Two drones.").probability
    wrong = Checker(QUOTES, encoder, question=asked).judge("The ministry of trade.").probability
    assert right > wrong


def test_dates_are_completed_by_publication(encoder: WordVectors | None) -> None:
    assert check("Two drones were downed near the Ain Al-Assad base on 31 October 2023.", QUOTES, encoder).citations == (2,)
    assert check("Two drones were downed near the Ain Al-Assad base on 29 October 2023.", QUOTES, encoder).support == "unsupported"


def test_markers_are_hints_and_invented_ones_are_told(encoder: WordVectors | None) -> None:
    text = f"{QUOTES[2].text} [3] {QUOTES[0].text[:-1]} [9, 7]."
    found, invented = verify(text, QUOTES, encoder)
    assert [s.text for s in found] == [QUOTES[2].text, QUOTES[0].text]
    assert [s.citations for s in found] == [(3,), (1,)]
    assert invented == [9, 7]


def test_strip_markers() -> None:
    assert strip_markers("So it is [1][2-3].", {1, 2}) == ("So it is.", [1, 2], [3])
    assert strip_markers("In [2023] it was so.", {1}) == ("In it was so.", [], [2023])


def test_unsupported_sentences_are_dropped_or_kept_and_marked(encoder: WordVectors | None) -> None:
    text = f"{QUOTES[2].text} Iran carried out 77 attacks."
    assert [s.support for s in verify(text, QUOTES, encoder)[0]] == ["supported"]
    assert [s.support for s in verify(text, QUOTES, encoder, keep_unsupported=True)[0]] == ["supported", "unsupported"]


def test_the_check_ends_when_the_time_is_over() -> None:
    text = f"{QUOTES[2].text} {QUOTES[0].text}"
    assert len(verify(text, QUOTES, None, until=time.monotonic() + 60)[0]) == 2
    with pytest.raises(LLMError, match="checked within the time"):
        verify(text, QUOTES, None, until=time.monotonic())
    assert verify("", QUOTES, None, until=0.0) == ([], [])


def test_nothing_to_check_gives_nothing(encoder: WordVectors | None) -> None:
    assert verify("", QUOTES, encoder) == ([], [])
    assert verify("Some words [1].", (), encoder) == ([], [1])


WORDS = (
    "US troops attacks drones base Iran AFP Reuters Pentagon Tuesday October 17 30 23 92 24 two three 2023 not rose to the in on said"
).split()


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join))
def test_supported_means_every_number_date_and_name_is_in_the_cited_quotes(sentence: str) -> None:
    found = check(sentence, QUOTES, None)
    if found.support != "supported":
        return
    cited = [q for q in QUOTES if q.n in found.citations]
    there = " ".join(f"{q.text} {q.article.title} {q.article.source}" for q in cited)
    own, source = read_sentence(found.text), read_sentence(there)
    assert all(any(lets_write(n, s) for s in source.numbers) for n in own.numbers)
    assert all(any(date_stated(d, read_dates(q.text, q.article.published), [q.article.published]) for q in cited) for d in own.dates)
    assert not any(name_missing(n, read_sentence(there).name_words, source.names) for n in own.names)


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.text(max_size=120))
def test_any_text_is_judged_and_cites_only_given_quotes(text: str) -> None:
    for sentence in verify(text, QUOTES, None, keep_unsupported=True)[0]:
        assert set(sentence.citations) <= {q.n for q in QUOTES}
        assert (sentence.citations == ()) == (sentence.support == "unsupported")


def test_the_shipped_weights_name_known_signals_and_their_making() -> None:
    for part in ("sentence", "answer", "sentence words", "answer words", "page"):
        assert set(model()["models"][part]["terms"]) <= set(FEATURES)
    assert {"script", "made", "data", "scores"} <= set(model()["provenance"])
    for kind in ("sentence", "answer", "sentence words", "answer words"):
        limits = model()["thresholds"][kind]
        assert 0 < limits["partial"] < limits["supported"] < 1
    page = model()["thresholds"]["page"]
    assert 0 < page["long"] < page["short"] < 1  # few claims about a long page are supported, most about a short article


@pytest.mark.parametrize(
    ("written", "told", "support"),
    [
        ("Yes.", "Yes.", "partial"),
        ("No", "No.", "partial"),
        ("Yes, the ferry sank off Varnholm.", "Yes, the ferry sank off Varnholm.", "partial"),
        ("No ferry sank off Varnholm.", "No ferry sank off Varnholm.", "unsupported"),
        ("Yes, 47 people drowned.", "Yes, 47 people drowned.", "unsupported"),
        ("No, Peter Marsh stayed on board.", "No, Peter Marsh stayed on board.", "unsupported"),
    ],
)
def test_yes_and_no_are_never_more_than_partly_supported(written: str, told: str, support: str) -> None:
    """The word is the model's reading; what is said with it is checked like any sentence."""
    text = "The ferry sank off Varnholm on Tuesday night."
    quote = Quote(1, text, 0, len(text), Article("a", "Ferry lost", text))
    judged = check(written, [quote], None, question="Did the ferry sink off Varnholm?")
    assert (judged.text, judged.support) == (told, support)
    assert judged.citations == ((1,) if support == "partial" else ())


@pytest.mark.parametrize(
    "text",
    [
        "No-one was hurt in the fire at the mill, police said.",
        "No. 10 said the prime minister would not resign over the fire.",
        "No-fly zones were declared over the mill on Friday.",
    ],
)
def test_a_sentence_that_only_begins_with_no_is_no_verdict(text: str) -> None:
    judged = check(text, [Quote(1, text, 0, len(text), Article("a", "", text))], None, question="What was said?")
    assert (judged.text, judged.support) == (text, "supported")


@pytest.mark.parametrize(
    ("markers", "hints"),
    [
        ("[1-3]", [1, 2, 3]),
        ("[2–3]", [2, 3]),
        ("[3-1]", [3, 1]),
        ("[2-2]", [2]),
        ("[0-1]", [1]),  # there is no quote 0
        ("[1-20]", [*range(1, 21)]),
        ("[1-21]", [1, 21]),  # so many are no citation
        ("[1, 3]", [1, 3]),
        ("[1; 3-4]", [1, 3, 4]),
    ],
)
def test_markers_of_several_quotes(markers: str, hints: list[int]) -> None:
    assert strip_markers(f"Boats sank {markers}.", {*range(1, 30)})[1] == hints
