"""A set of printed timelines is found by name or path, and read strictly."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.suites.timelines import find_timelines, read_timelines
from rag.errors import CaseError

ARTICLES = [
    {"id": "a1", "title": "", "text": "Floods came on 3 May 2024.", "date": "2024-05-04", "category": "floods"},
    {"id": "b1", "text": "Bread is dear.", "date": "2024-05-04", "category": "bread"},
]
TIMELINE: dict[str, Any] = {
    "id": "set1-floods-1",
    "category": "floods",
    "topic": "the floods",
    "entries": [
        {"date": "2024-05-04", "text": ""},
        {"date": "2024-05-03", "text": "Water rose."},
        {"date": "2024-05-03", "text": "It fell."},
    ],
}


def make(folder: Path, *timelines: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in (("corpus", ARTICLES), ("timelines", timelines or (TIMELINE,))):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_a_timeline_has_its_days_and_the_articles_of_its_category(tmp_path: Path) -> None:
    (gold,) = read_timelines(make(tmp_path))
    assert (gold.set, gold.topic, gold.days) == ("set1", "the floods", ("2024-05-03", "2024-05-04"))
    assert gold.texts == (("2024-05-03", "Water rose."), ("2024-05-03", "It fell."))
    assert [(a.id, a.published) for a in gold.articles] == [("a1", "2024-05-04")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"category": "fire"}, r"timelines.jsonl:1: no article of category fire"),
        ({"entries": [{"date": "May"}]}, "timelines.jsonl:1: date='May'"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(CaseError, match=message):
        read_timelines(make(tmp_path, TIMELINE | change))


def test_only_a_folder_of_both_files_is_a_set(tmp_path: Path) -> None:
    assert find_timelines(make(tmp_path)) == tmp_path
    (tmp_path / "corpus.jsonl").unlink()
    assert find_timelines(tmp_path) is None
    with pytest.raises(CaseError, match=r"no timelines.jsonl beside a corpus.jsonl"):
        read_timelines(tmp_path)
