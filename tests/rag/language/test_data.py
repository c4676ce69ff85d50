"""The word lists: each says where it comes from and what it buys, and each is read by the code."""

import json
import re
from pathlib import Path

import pytest

from rag.language.data import phrases, word_list

ROOT = Path(__file__).resolve().parents[3]
LISTS = [
    (file.name, name, about)
    for file in sorted((ROOT / "rag" / "language" / "en").glob("*.json"))
    for name, about in json.loads(file.read_text(encoding="utf-8")).items()
]


@pytest.mark.parametrize(("file", "name", "about"), LISTS, ids=[f"{file}.{name}" for file, name, _ in LISTS])
def test_each_list_says_where_it_comes_from_and_what_it_buys(file: str, name: str, about: dict[str, str]) -> None:
    assert len(about["from"]) > 10
    assert len(about["buys"]) > 10
    assert about["words"] == word_list(file, name)


@pytest.mark.parametrize(("file", "name", "about"), LISTS, ids=[f"{file}.{name}" for file, name, _ in LISTS])
def test_each_list_is_read_by_the_code(file: str, name: str, about: dict[str, str]) -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "rag").rglob("*.py"))
    assert re.search(rf'["\x27]{name}["\x27]', code)


def test_a_phrase_is_found_whole_and_with_any_space() -> None:
    scope = phrases("claims.json", "scope")
    assert scope.findall("The daily toll this\n week, Aldaily, average per day") == ["daily", "this\n week", "average", "per day"]
