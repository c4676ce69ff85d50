"""Suites are read strictly: every broken line is named."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.suites import read
from eval.suites.public import UnknownForm, labels
from eval.suites.read import read_suite
from rag.errors import CaseError
from rag.question.carried import Exchange
from rag.records import EVERYTHING, Filters

GOOD: dict[str, Any] = {"id": "a", "question": "Who?", "answers": ["Ann"], "relevant": ["one"]}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project root with a corpus of one file."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("Ann spoke.", encoding="utf-8")
    (tmp_path / "seeds" / "README.md").write_text("not an article", encoding="utf-8")
    monkeypatch.setattr(read, "ROOT", tmp_path)
    return tmp_path


def write_jsonl(path: Path, *rows: object) -> Path:
    """Write a .jsonl of ``rows``; a str is written as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_ours(root: Path) -> None:
    suite = read_suite(write_jsonl(root / "s.jsonl", {"corpus": "seeds/"}, GOOD))
    assert (suite.name, suite.kind, suite.by_stem, len(suite.cases)) == ("s", "questions", True, 1)
    assert suite.cases[0].answers == ("Ann",)


def test_ours_may_name_a_corpus_of_records(root: Path) -> None:
    write_jsonl(root / "set" / "corpus.jsonl", {"id": "a7", "text": "Ann spoke."})
    named = {"corpus": "set/corpus.jsonl"}
    suite = read_suite(write_jsonl(root / "s.jsonl", named, GOOD | {"relevant": ["a7"]}))
    assert (suite.corpus, suite.by_stem, suite.cases[0].relevant) == (root / "set" / "corpus.jsonl", False, ("a7",))
    with pytest.raises(CaseError, match=r"s\.jsonl:2: relevant names corpus, which set/corpus\.jsonl does not hold"):
        read_suite(write_jsonl(root / "s.jsonl", named, GOOD | {"relevant": ["corpus"]}))


def test_ours_may_state_filters(root: Path) -> None:
    given = {"after": "2024-01-31", "before": "2024-02-29", "outlets": ["Echo", "Wire"]}
    (case,) = read_suite(write_jsonl(root / "s.jsonl", {"corpus": "seeds/"}, GOOD | given)).cases
    assert case.filters == Filters(after="2024-01-31", before="2024-02-29", outlets=("Echo", "Wire"))
    (plain,) = read_suite(write_jsonl(root / "s.jsonl", {"corpus": "seeds/"}, GOOD)).cases
    assert plain.filters == EVERYTHING


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["{", GOOD], "s.jsonl:1: not a JSON object"),
        ([{"corpus": "seeds/"}, GOOD, "[1]"], "s.jsonl:3: a list where an object belongs"),
        ([{"corpus": "seeds/"}, GOOD | {"colour": "red"}], "s.jsonl:2: unknown field colour"),
        ([{"corpus": "seeds/"}, GOOD, GOOD], "s.jsonl:3: id 'a' was already used at"),
        ([{"corpus": "seeds/"}, GOOD | {"answers": "Ann"}], "s.jsonl:2: answers="),
        ([{"corpus": "seeds/"}, GOOD | {"unanswerable": 1}], "s.jsonl:2: unanswerable=1 is not a bool"),
        ([{"corpus": "seeds/"}, GOOD | {"unanswerable": True}], "s.jsonl:2: unanswerable, yet it gives answers"),
        ([{"corpus": "seeds/"}, GOOD | {"as_of": "May 3"}], "s.jsonl:2: as_of='May 3' is not a day"),
        ([{"corpus": "seeds/"}, GOOD | {"after": "2024-02-30"}], "s.jsonl:2: after='2024-02-30' is not a day"),
        ([{"corpus": "seeds/"}, GOOD | {"before": "soon"}], "s.jsonl:2: before='soon' is not a day"),
        ([{"corpus": "seeds/"}, GOOD | {"before": 2024}], "s.jsonl:2: before=2024 is not a str"),
        ([{"corpus": "seeds/"}, GOOD | {"outlets": "Echo"}], 's.jsonl:2: outlets="Echo" is not a list of texts'),
        ([{"corpus": "seeds/"}, GOOD | {"outlets": [["Echo"]]}], "s.jsonl:2: outlets holds a list where a name belongs"),
        ([{"corpus": "seeds/"}, GOOD | {"relevant": ["two"]}], "s.jsonl:2: relevant names two"),
        ([{"corpus": "seeds/"}, {"id": "a", "question": ""}], "s.jsonl:2: question is missing"),
        ([{"corpus": "seeds/"}, {"id": "a", "question": "Who?"}], "s.jsonl:2: neither answers nor unanswerable"),
        ([GOOD], "s.jsonl:1: the first line must name the corpus"),
        ([{"corpus": "lost/"}, GOOD], "Get it back: git checkout -- lost/"),
        ([], "no cases"),
    ],
)
def test_broken_lines_are_named(root: Path, rows: list[object], message: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_suite(write_jsonl(root / "s.jsonl", *rows))
    assert message in str(caught.value)


def test_folder_form(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "b" / "corpus.jsonl", {"id": "d1", "text": "Ann spoke.", "date": "2024-01-02"})
    row = {
        "id": "q",
        "question": "Who?",
        "answers": ["Ann", "Bo"],
        "relevant_ids": ["d1"],
        "all_answers_required": True,
        "wrong_answers": ["Cy"],
    }
    write_jsonl(tmp_path / "b" / "questions.jsonl", row | {"nota_choices": None})
    suite = read_suite(tmp_path / "b")
    assert suite.cases[0].all_of == (("Ann",), ("Bo",))
    assert suite.cases[0].wrong == ("Cy",)
    assert not suite.by_stem
    before = suite.digest
    write_jsonl(tmp_path / "b" / "corpus.jsonl", {"id": "d1", "text": "Ann sang.", "date": "2024-01-02"})
    assert read_suite(tmp_path / "b").digest != before


@pytest.mark.parametrize(
    ("corpus", "row", "message"),
    [
        ([{"id": "d1", "text": "x", "mood": "sad"}], {}, "corpus.jsonl:1: unknown field mood"),
        ([{"id": "d1", "text": "x"}, {"id": "d1", "text": "y"}], {}, "corpus.jsonl:2: id 'd1' was already used"),
        ([{"id": "d1", "text": "x"}], {"relevant_ids": ["d2"]}, "questions.jsonl:1: relevant_ids names d2"),
        ([{"id": "d1", "text": "x"}], {"wrong": ["z"]}, "questions.jsonl:1: unknown field wrong"),
    ],
)
def test_broken_folders_are_named(tmp_path: Path, corpus: list[object], row: dict[str, Any], message: str) -> None:
    write_jsonl(tmp_path / "b" / "corpus.jsonl", *corpus)
    write_jsonl(tmp_path / "b" / "questions.jsonl", {"id": "q", "question": "Who?", "answers": ["Ann"]} | row)
    with pytest.raises(CaseError) as caught:
        read_suite(tmp_path / "b")
    assert message in str(caught.value)


def test_missing_corpus_names_the_command(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "rgb" / "questions.jsonl", {"id": "q", "question": "Who?", "answers": ["Ann"]})
    with pytest.raises(CaseError, match=r"python -m eval\.bench\.convert squad FILE"):
        read_suite(tmp_path / "rgb")


def test_pairs_and_wordings(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "p" / "pairs.jsonl", {"id": "1", "claim": "c", "evidence_sentences": ["a", "b"], "label": "partially_supported"})
    suite = read_suite(tmp_path / "p")
    assert (suite.kind, suite.pairs[0].supported, suite.pairs[0].evidence) == ("pairs", False, ("a", "b"))
    write_jsonl(
        tmp_path / "w" / "talk.jsonl", {"id": "1", "history": ["Who is Ann?"], "question": "Where is she?", "standalone": "Where is Ann?"}
    )
    assert read_suite(tmp_path / "w").cases[0].history == ("Who is Ann?",)


def test_wordings_with_answers_between_the_questions(tmp_path: Path) -> None:
    row = {"id": "C_1-2", "history": ["Ann: Life", "Who?", "Bo.", "Why?", "So."], "question": "When?", "standalone": "When did Bo?"}
    write_jsonl(tmp_path / "w" / "talk-with-answers.jsonl", row, {**row, "id": "C_1-3", "history": ["Ann: Life"]})
    first, second = read_suite(tmp_path / "w").cases
    assert (first.history, first.replies) == (("Ann: Life", "Who?", "Why?"), ("", "Bo.", "So."))
    assert first.turns == (Exchange("Ann: Life"), Exchange("Who?", "Bo."), Exchange("Why?", "So."))
    assert second.turns == (Exchange("Ann: Life"),)
    assert replace(first, replies=()).turns == first.history


def test_the_half_of_canard_that_is_fitted_on_is_scored_only_when_asked_for(tmp_path: Path) -> None:
    rows = [{"id": f"C_{n}-{turn}", "history": ["A: b"], "question": "Who?", "standalone": "Who?"} for n in range(8) for turn in (1, 2)]
    write_jsonl(tmp_path / "w" / "canard.jsonl", *rows)
    write_jsonl(tmp_path / "w" / "talk.jsonl", *({**row, "id": f"T{row['id']}"} for row in rows))
    cases = read_suite(tmp_path / "w").cases
    kinds = {case.id: case.kind for case in cases}
    assert {case.kind: case.scored for case in cases} == {"canard": True, "canard, fitted on": False, "talk": True}
    assert all(kinds[f"C_{n}-1"] == kinds[f"C_{n}-2"] for n in range(8))  # by conversation
    assert [n for n in range(8) if kinds[f"C_{n}-1"] == "canard"] == [0, 3, 4]


def test_a_folder_of_no_form_is_told_from_a_broken_one(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "who" / "train.jsonl", {"id": "1", "text": "Ann spoke.", "attributions": []})
    (tmp_path / "empty").mkdir()
    for name in ("who", "empty"):
        with pytest.raises(UnknownForm, match=f"{name} holds neither"):
            read_suite(tmp_path / name)
    write_jsonl(tmp_path / "w" / "talk.jsonl", {"id": "1", "history": [], "question": "Who?", "standalone": "Who?", "mood": "sad"})
    with pytest.raises(CaseError, match=r"talk\.jsonl:1: unknown field mood"):
        read_suite(tmp_path / "w")


def test_a_folder_with_a_suite_of_its_own_name_is_that_suite(root: Path) -> None:
    write_jsonl(root / "news" / "news.jsonl", {"corpus": "seeds/"}, GOOD)
    assert read_suite(root / "news").name == "news"


def test_unknown_suite_lists_ours() -> None:
    with pytest.raises(CaseError, match="No suite nowhere"):
        read_suite("nowhere")


def test_names_mean_our_suites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_jsonl(tmp_path / "disputes" / "corpus.jsonl", {"id": "d1", "text": "Ann spoke."})
    write_jsonl(tmp_path / "disputes" / "questions.jsonl", {"id": "q", "question": "Who?", "answers": ["Ann"]})
    monkeypatch.setattr(read, "BENCH", tmp_path)
    assert read_suite("disputes").corpus == tmp_path / "disputes" / "corpus.jsonl"  # disputes.jsonl of ours is no suite
    talk = read_suite("followups")
    assert talk.path.name == "followups.jsonl"
    assert all(case.history and case.standalone for case in talk.cases)
    assert {"ellipsis", "pronoun", "alone", "unanswerable"} == {case.kind for case in talk.cases}


def test_labels_add_what_newspapers_write() -> None:
    assert labels(["Mayor of Kenner, Louisiana", "no one"]) == ("Mayor of Kenner, Louisiana", "Mayor of Kenner")
    assert labels(["Charles III of the United Kingdom"]) == ("Charles III of the United Kingdom", "Charles III")


KNOWN = (
    "clarknews",
    "followups",
    "multihoprag",
    "natural-dev",
    "qags",
    "ramdocs",
    "realtimeqa-dev",
    "realtimeqa-dev2",
    "rgb",
    "wice",
    "xquad",
)


def test_bench_folders_are_read() -> None:
    bench = Path(__file__).parents[3].parent / "shared" / "bench"
    if not bench.is_dir():
        pytest.skip("the bench sets are missing")
    sizes = {suite.name: len(suite.cases) + len(suite.pairs) for suite in map(read_suite, map(bench.joinpath, KNOWN))}
    assert sizes["realtimeqa-dev"] == 275
    assert sizes["wice"] == 349
    assert sizes["followups"] >= 343
