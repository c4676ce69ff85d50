"""The natural questions on the seeds keep to the articles, in both wordings of them."""

from collections import Counter
from pathlib import Path

import pytest

from eval.scores.match import found, normal_words
from eval.scores.right import wanted_forms
from eval.suites.cases import ROOT, SETS, Case
from eval.suites.read import read_suite
from rag.language.text import sentences

SEEDS = ROOT / "seeds"
ORIGINALS = ROOT.parent / "shared" / "seeds"
SUITE = read_suite("seeds-natural")
OURS = read_suite(SETS / "seeds.jsonl")
ANSWERABLE = [case for case in SUITE.cases if not case.unanswerable]
WORKED_OUT = {"yes", "no", "December 2024"}  # right, but not in the words of any article
KINDS = {
    "who", "when", "how-many", "where", "yes-no", "why", "list", "latest", "as-of", "said", "two-part", "follow-up",
    "absent", "unstated", "false-premise", "too-early",
}  # fmt: skip


def texts(folder: Path, stems: tuple[str, ...] = ()) -> list[str]:
    """Return the articles of ``stems``, or all of the folder; none if it is not here."""
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt")) if not stems or file.stem in stems]


def test_what_is_asked() -> None:
    assert (len(ANSWERABLE), len(SUITE.cases)) == (45, 60)
    counts = Counter(case.kind for case in SUITE.cases)
    assert set(counts) == KINDS
    assert {kind for kind, n in counts.items() if n < 3} == {"too-early"}
    assert len({(case.question, case.as_of, case.history) for case in (*SUITE.cases, *OURS.cases)}) == 60 + len(OURS.cases)


def test_fields_go_with_kinds() -> None:
    for case in SUITE.cases:
        assert case.id.startswith(f"natural-{case.kind}-"), case.id
        assert bool(case.relevant) != case.unanswerable, case.id
        assert bool(case.as_of) == (case.kind in {"as-of", "too-early"}), case.id
        assert bool(case.history) == bool(case.standalone) == (case.kind == "follow-up"), case.id
        assert case.unanswerable == (case.kind in {"absent", "unstated", "false-premise", "too-early"}) or case.kind == "follow-up", case.id
    assert SUITE.corpus == SEEDS


@pytest.mark.parametrize("folder", [SEEDS, ORIGINALS], ids=["seeds", "originals"])
@pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case.id)
def test_every_fact_stands_in_every_wording(case: Case, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("no ../shared/seeds here")
    articles = texts(folder, case.relevant)
    assert len(articles) == len(case.relevant)
    for group in wanted_forms(case):
        assert any(found(text, group) for text in articles), group
    for text in articles:
        assert any(found(text, group) for group in wanted_forms(case)), "a labelled article holds nothing of the answer"
    for form in case.wrong:
        assert any(found(text, [form]) for text in texts(folder)), form


@pytest.mark.parametrize("folder", [SEEDS, ORIGINALS], ids=["seeds", "originals"])
@pytest.mark.parametrize("case", [case for case in ANSWERABLE if case.wrong], ids=lambda case: case.id)
def test_a_sentence_states_the_fact_and_nothing_wrong(case: Case, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("no ../shared/seeds here")
    lines = [text[low:high] for text in texts(folder, case.relevant) for low, high in sentences(text)]
    for group in wanted_forms(case):
        assert any(found(line, group) and not found(line, case.wrong) for line in lines), group


@pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case.id)
def test_every_form_is_an_article_s(case: Case) -> None:
    if not ORIGINALS.is_dir():
        pytest.skip("no ../shared/seeds here")
    articles = [*texts(SEEDS, case.relevant), *texts(ORIGINALS, case.relevant)]
    accepted = [form for group in wanted_forms(case) for form in group]
    strange = [form for form in accepted if form not in WORKED_OUT and not any(found(text, [form]) for text in articles)]
    assert strange == []
    assert not {" ".join(normal_words(f)) for f in case.wrong} & {" ".join(normal_words(f)) for f in accepted}
