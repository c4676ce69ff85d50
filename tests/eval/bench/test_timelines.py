"""Timelines are measured on an index of their articles, at the editor's number of days and at their own."""

import json
from pathlib import Path

import pytest

from eval.bench.timelines import Row, busiest, main, opened, score, table_lines
from eval.suites.timelines import Gold, read_timelines
from rag.compare.days.ranked import Fitted

TEXT = "Floods came to Marl on {} May 2024, and the mayor of the town said that {} streets were under water. Boats went out for the old."
DAYS = {"2024-05-03": 3, "2024-05-10": 2, "2024-05-20": 1}
ROWS = [
    {"id": f"a{day}-{n}", "category": "floods", "title": "Floods", "text": TEXT.format(int(day[8:]), n), "date": day}
    for day, reports in DAYS.items()
    for n in range(reports)
]
GOLD = Gold("set-floods", "floods", "floods in Marl", ("2024-05-03", "2024-05-20"), (("2024-05-03", "Floods came"),), tuple(ROWS))


def test_the_busiest_days_are_as_many_as_the_editor_told() -> None:
    assert busiest(GOLD) == ["2024-05-03", "2024-05-10"]


def test_scores_at_both_numbers() -> None:
    with opened(ROWS) as assistant:
        row = score(assistant, GOLD, Fitted((1.0, 0.0, 0.0), 0.0, 1))
        few = score(assistant, GOLD, Fitted((1.0, 0.0, 0.0), 1.0, 1))
    assert row.scores == (0.5, 0.5, 0.8, 0.8, 0.5, 0.5)
    assert (row.own, few.own) == (3, 1)
    assert few.scores[2] == pytest.approx(2 / 3)
    assert 0 < (row.rouge or 0) < 1


def test_the_command_prints_topics_and_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    told = [
        {"id": f"set-{n}", "category": "floods", "topic": GOLD.topic, "entries": [{"date": d, "text": ""} for d in GOLD.days]} for n in "ab"
    ]
    for name, rows in (("corpus", ROWS), ("timelines", told)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for options, said in (["--shipped"], "have seen these topics"), (["--shipped", "--pooled"], "all articles in one index"):
        assert main([str(folder), *options]) == 0
        out = capsys.readouterr().out
        assert said in out
        assert [line.split()[0] for line in out.splitlines()[2:]] == ["set-a", "set-b", "set"]
    assert len(read_timelines(folder)) == 2
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_a_set_without_words_has_no_rouge() -> None:
    lines = list(table_lines([Row(GOLD, (0.5,) * 6, 3, None, 1.0)]))
    assert lines[1].split() == ["set-floods", "2", "3", *["0.500"] * 6, "1.0"]
    assert lines[2].split()[:4] == ["set", "(1", "topics)", "0.500"]
