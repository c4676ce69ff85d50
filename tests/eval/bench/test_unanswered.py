"""The figures of the reader on unanswered questions, worked by hand."""

import json
from pathlib import Path

import pytest

from eval.bench import unanswered
from eval.bench.unanswered import MOST_WORDS, Asked, Scored, auc_mean, lines, pieces, read_questions
from eval.fit.reader_data import HELD_OUT_PAGES
from rag.errors import CaseError

PAGES = (
    {
        "title": "Oulu",
        "context": "Oulu has a bridge. It cost 41 million.",
        "questions": [
            {"question": "What did it cost?", "answers": [{"text": "41 million", "start": 27}, {"text": "41 million", "start": 27}]},
            {"question": "Who paid for it?", "answers": [], "unanswerable": True, "plausible": []},
        ],
    },
    {
        "title": "Kemi",
        "context": "Kemi has a port.",
        "questions": [{"question": "What has Kemi?", "answers": [{"text": "a port", "start": 9}]}],
    },
)


def write(folder: Path) -> Path:
    """Write PAGES as a file."""
    file = folder / "pages.jsonl"
    file.write_text("".join(json.dumps(page) + "\n" for page in PAGES), encoding="utf-8")
    return file


def scored(*rows: tuple[float, str, tuple[str, ...]]) -> list[Scored]:
    """Make the results of questions: margin, span, answers."""
    return [Scored(Asked(str(n), "?", "text", answers), margin, span) for n, (margin, span, answers) in enumerate(rows)]


def test_questions_of_the_pages(tmp_path: Path) -> None:
    asked = read_questions(write(tmp_path), ("Oulu",))
    assert [(a.id, a.question, a.answers) for a in asked] == [
        ("1-0", "What did it cost?", ("41 million",)),
        ("1-1", "Who paid for it?", ()),
    ]
    assert asked[0].paragraph.startswith("Oulu has")
    assert len(read_questions(write(tmp_path), ("Oulu", "Kemi"))) == 3
    with pytest.raises(CaseError, match="no questions with and without an answer on Kemi"):
        read_questions(write(tmp_path), ("Kemi",))
    with pytest.raises(CaseError, match="no questions with and without an answer on Oulu"):
        read_questions(write(tmp_path), ("Oulu",), limit=1)


def test_pieces() -> None:
    assert pieces("One came. Two went.") == ["One came. Two went."]
    long = " ".join(["word"] * (MOST_WORDS - 3)) + "."
    assert pieces(f"It came. {long} He went.") == [f"It came. {long}", "He went."]  # 2 + 147, then 2 more are too many
    assert pieces(f"{long} It came out. He went.") == [f"{long} It came out.", "He went."]  # 147 + 3 is the most
    over = " ".join(["Word"] * (MOST_WORDS + 9)) + "."
    assert pieces(f"It came. {over} He went.") == ["It came.", over, "He went."]


def test_auc() -> None:
    # pairs (answered, not): 3 beats 1 and 2; 1.5 beats 1, loses to 2: 3 of 4
    rows = scored((3.0, "", ("a",)), (1.5, "", ("a",)), (1.0, "", ()), (2.0, "", ()))
    mean = auc_mean(rows)
    assert (mean.value, mean.n) == (0.75, 4)
    assert 0.0 <= mean.low <= 0.75 <= mean.high == 1.0


def test_lines() -> None:
    rows = scored((2.0, "41 million", ("41 million",)), (1.0, "41 million euros", ("41 million",)), (-1.0, "Oulu", ()), (1.5, "x", ()))
    text = lines(rows)
    assert text[1].split()[:2] == ["auc", "0.750"]
    assert "margin tells 2 answered from 2 unanswered" in text[1]
    assert text[1].split("]")[1].split()[0] == "4"
    assert text[2].startswith("span f1     0.900")  # 1 and 0.8, of the answered alone
    assert text[3].startswith("span exact  0.500")
    assert [line.split("]")[1].split()[0] for line in text[2:]] == ["2", "2"]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def read(question: str, parts: list[str]) -> tuple[float, str]:
        assert parts == ["Oulu has a bridge. It cost 41 million."]
        return (2.0, "41 million") if "cost" in question else (-1.0, "a bridge")

    monkeypatch.setattr(unanswered, "open_reader", lambda: read)
    monkeypatch.setattr("eval.fit.gather.HELD_OUT_PAGES", ("Oulu",))
    assert unanswered.main(["--file", str(write(tmp_path))]) == 0
    assert "auc         1.000 [1.00, 1.00]" in capsys.readouterr().out
    monkeypatch.setattr("eval.fit.gather.HELD_OUT_PAGES", ("Rauma",))
    assert unanswered.main(["--file", str(write(tmp_path))]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_without_the_file_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert unanswered.main(["--file", str(tmp_path / "none.jsonl")]) == 0
    assert capsys.readouterr().out.startswith("SKIPPED: ")


def test_the_pages_are_those_kept_from_training() -> None:
    if not unanswered.FILE.is_file():
        pytest.skip("no ../shared/train here")
    asked = read_questions(unanswered.FILE, HELD_OUT_PAGES)
    assert len(asked) > 300
    assert 0.3 < sum(bool(a.answers) for a in asked) / len(asked) < 0.7
