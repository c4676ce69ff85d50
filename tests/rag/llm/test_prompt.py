"""The prompt's examples hold nothing that an answer could repeat and pass with."""

import re

import pytest

from rag.answer.check import check
from rag.llm.prompt import fixed_turns, prompt_text
from rag.records import Article, Quote
from rag.sources.statement import read_sentence
from tests.rag.answer.test_check import WordVectors

PLACEHOLDER = re.compile(r"[A-Z]{4,}-[A-Z]")
ASKED, ANSWERS = fixed_turns()[1::2], fixed_turns()[2::2]
EXAMPLES = prompt_text("examples")
STATED = "The deputy will lead the department until a successor is chosen, the council said."
QUOTE = Quote(1, STATED, 0, len(STATED), Article("a", "Department without a head", STATED, "Daily Ledger", published="2024-05-03"))
SENTENCES = (
    "{}.",
    "{} will lead the department.",
    "Yes, {} will lead the department.",
    "The deputy, {}, will lead the department until a successor is chosen, the council said.",
    "The deputy will lead the department in {} until a successor is chosen, the council said.",
    "Mayor {} will lead the department until a successor is chosen, the council said.",
)
OLD = ("Tomas Rehn", "Ines Calder", "Orla", "Skerry Point", "Harbour Post", "Rehn")  # names that the examples had, and models repeated
FIGURES = ("212 people", "4%", "1,900 staff", "3.1 million crowns", "9 June 2022", "September")


def names(text: str) -> set[str]:
    return {name.text for line in text.splitlines() for name in read_sentence(line.removeprefix("Question: ")).names if name.sure}


def test_the_examples_name_nobody() -> None:
    found = names(EXAMPLES)
    assert {re.sub(r"(?:Mayor|The) ", "", name) for name in found if not PLACEHOLDER.search(name)} == set()
    assert len(set(PLACEHOLDER.findall(EXAMPLES))) >= 5


def test_an_answer_of_the_examples_has_no_name_or_number_beyond_its_quotes() -> None:
    for (_, asked), (_, answer) in zip(ASKED, ANSWERS, strict=True):
        quoted = asked.rpartition("\n\nQuestion:")[0]
        assert set(PLACEHOLDER.findall(answer)) <= set(PLACEHOLDER.findall(quoted))
        assert set(re.findall(r"\d[\d.,]*\d", answer)) <= set(re.findall(r"\d[\d.,]*\d", quoted))
        assert names(answer) <= {n for n in names(quoted)} | set(PLACEHOLDER.findall(quoted))


@pytest.mark.parametrize("encoder", [None, WordVectors()], ids=["words", "vectors"])
@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("name", [*sorted(set(PLACEHOLDER.findall(EXAMPLES))), *OLD, *FIGURES])
def test_what_an_example_names_is_unsupported_in_an_answer(name: str, sentence: str, encoder: WordVectors | None) -> None:
    for question in ("Who will lead the department?", ""):
        judged = check(sentence.format(name), [QUOTE], encoder, question=question)
        assert judged.support == "unsupported", judged
        assert judged.citations == ()
