"""Minimal pairs: what the quotes hold is supported, and a sentence that differs in one place, person, figure or clause is not."""

from pathlib import Path

import pytest

from eval.bench.pairs import MinimalPair, PairResult, judge_pairs, main, read_pairs, report
from rag.answer.check import Checker
from rag.errors import CaseError

PAIRS = read_pairs(Path(__file__).parent / "pairs.jsonl")
KINDS = ("place", "person", "speaker", "number", "sign", "unit", "date", "negation", "direction", "added")


def test_there_are_twenty_pairs_of_each_kind() -> None:
    assert {kind: sum(p.kind == kind for p in PAIRS) for kind in KINDS} == dict.fromkeys(KINDS, 20)


@pytest.mark.parametrize("kind", KINDS)
def test_by_words_alone_no_false_sentence_is_supported_and_most_true_ones_are(kind: str) -> None:
    found = judge_pairs([p for p in PAIRS if p.kind == kind], None)
    assert [r.pair.false for r in found if r.false == "supported"] == []
    assert sum(r.true == "supported" for r in found) >= 0.85 * len(found)


@pytest.mark.models
def test_with_the_sentence_encoder_at_most_two_in_a_hundred_false_ones_are_supported() -> None:
    from rag.models.encoders import SentenceEmbedder
    from rag.models.local import sentence_encoders
    from rag.settings import load_settings

    encoder = SentenceEmbedder(sentence_encoders(load_settings()))
    found = judge_pairs(PAIRS, encoder)
    assert sum(r.false == "supported" for r in found) <= 0.02 * len(found)
    assert sum(r.true == "supported" for r in found) >= 0.9 * len(found)
    for name in ("pairs-second.jsonl", "pairs-third.jsonl"):  # written by another hand, freely worded: few of their true ones are
        found = judge_pairs(read_pairs(Path(__file__).parent / name), encoder)
        assert sum(r.false == "supported" for r in found) <= 0.04 * len(found)


def test_the_report_counts_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        '{"kind": "number", "quotes": ["The landslide killed 27 people."], "true": "The landslide killed 27 people.",'
        ' "false": "The landslide killed 37 people."}\n\n',
        encoding="utf-8",
    )
    main([str(file), "--words", "--wrong"])
    shown = capsys.readouterr().out
    assert "number                 1.000            0.000     1" in shown
    assert "all                    1.000            0.000     1" in shown
    pair = read_pairs(file)[0]
    assert "number                 0.000            1.000     1" in report([PairResult(pair, "partial", "supported")])
    assert pair.quotes[0].article.published == "2024-05-14"


@pytest.mark.parametrize("text", ["{", '{"kind": "number"}', '{"kind": "x", "quotes": 3, "true": "", "false": ""}'])
def test_a_file_that_holds_no_pairs_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match="cannot be read as pairs"):
        read_pairs(file)


def test_wrong_sentences_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        '{"kind": "added", "quotes": ["It rained."], "true": "Snow lay on the hills.", "false": "It rained."}', encoding="utf-8"
    )
    main([str(file), "--words", "--wrong"])
    shown = capsys.readouterr().out
    assert "added, true, unsupported: Snow lay on the hills." in shown
    assert "added, false, supported: It rained." in shown


def test_a_bare_fragment_is_not_supported_without_a_question() -> None:
    pair = MinimalPair("added", PAIRS[0].quotes, "", "")
    for fragment in ("Port Maren.", "The ferry.", "On Tuesday night.", "40 people."):
        assert Checker(pair.quotes, None).judge(fragment).sentence.support != "supported"
