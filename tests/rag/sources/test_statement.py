"""A sentence is read once: what a Statement holds, and that no room reads the text a second time."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rag.sources.statement as module
from rag.language.text import sentences
from rag.question.request import read_request
from rag.reading import Clock, gather_evidence
from rag.records import EVERYTHING
from rag.search.retrieve import Retriever
from rag.settings import Settings
from rag.sources.statement import Statement, read_sentence
from tests.kits.news import BRIDGE, FERRY, INQUIRY, index, static

SAID = "The Harbour Authority said on Tuesday that Ann Lee did not see 14 boats; he did."


def test_all_that_is_read_of_a_sentence() -> None:
    said = read_sentence(SAID, "2024-05-09")
    assert [n.text for n in said.names] == ["Harbour Authority", "Ann Lee"]
    assert [n.value for n in said.numbers] == [14]
    assert said.dates[0].weekday == 1
    assert said.days[0].first == "2024-05-07"
    assert said.speaker == "The Harbour Authority"
    assert said.negations == 1
    assert (said.subject, said.tense) == ("The Harbour Authority", "past")
    assert said.stems >= {"harbour", "boat", "14"}
    assert said.figures == {"14"}
    assert not said.asks
    assert not said.opens_with_pronoun


@pytest.mark.parametrize(
    ("text", "opens", "asks", "cause", "places", "quoted"),
    [
        ("She left because of the fog.", True, False, True, 0, False),
        ("“They won in Paris,” he said.", True, False, False, 1, True),
        ("Did it sink near Lorne?", False, True, False, 1, False),
        ("Shelly left.", False, False, False, 0, False),
        ("", False, False, False, 0, False),
    ],
)
def test_what_the_ranker_asks_of_a_sentence(text: str, opens: bool, asks: bool, cause: bool, places: int, quoted: bool) -> None:
    said = read_sentence(text)
    assert (said.opens_with_pronoun, said.asks, said.gives_cause, said.places, said.quotes) == (opens, asks, cause, places, quoted)


@pytest.mark.parametrize(
    ("text", "subject", "tense"),
    [
        ("What will the ministry do?", "the ministry", "future"),
        ("Was Ann Lee in Oulu?", "Ann Lee", "past"),
        ("She said that she will resign.", "She", ""),
        ("Ferry in the fog", "", ""),
    ],
)
def test_what_a_sentence_is_about_and_its_tense(text: str, subject: str, tense: str) -> None:
    said = read_sentence(text)
    assert (said.subject, said.tense) == (subject, tense)
    assert text[slice(*said.subject_at)] == subject


def test_equal_words_of_a_day_are_one_reading() -> None:
    assert read_sentence(SAID, "2024-05-09") is read_sentence(SAID, "2024-05-09")
    assert read_sentence(SAID, "2024-05-09") != read_sentence(SAID, "2024-05-10")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    said = Statement(text)
    for number in said.numbers:
        assert text[number.start : number.end] == number.text
    for name in said.names:
        assert text[name.start : name.end] == name.text
    assert [s.text for s in said.sentences] == [text[a:b] for a, b in sentences(text)]
    assert said.stems == frozenset(said.order)


def test_a_question_reads_each_sentence_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: dict[str, Counter[str]] = {}
    for reader in ("names", "numbers", "tokens"):
        counts, original = read.setdefault(reader, Counter()), getattr(module, reader)

        def counted(text: str, *more: Any, counts: Counter[str] = counts, original: Any = original) -> Any:
            counts[text] += 1
            return original(text, *more)

        monkeypatch.setattr(module, reader, counted)
    module._read.cache_clear()
    with index(tmp_path / "index", [FERRY, BRIDGE, INQUIRY]) as store:
        request = read_request("How many people were rescued from the Kestrel?", EVERYTHING, store)
        found = gather_evidence(request, Retriever(store, static(), None), Settings(), Clock())
    assert found.quotes
    for counts in read.values():
        assert counts
        assert max(counts.values()) == 1
