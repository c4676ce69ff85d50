"""Word lists in files: each says where it comes from, and is read by its name."""

import json
from pathlib import Path

import pytest
from rag.language.lists import word_list

import rag.language

FILES = sorted(Path(rag.language.__file__).parent.glob("*/*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_each_list_says_where_it_comes_from(path: Path) -> None:
    for name, found in json.loads(path.read_text(encoding="utf-8")).items():
        assert set(found) == {"from", "words"}
        assert len(found["from"]) > 40
        assert found["words"] == word_list(path.stem, name, path.parent.name)
        assert len(found["words"]) == len({str(word).lower() for word in found["words"]})


def test_what_is_not_there_is_an_error() -> None:
    assert "black" in word_list("dates", "before_weekday")
    for file, name, language in (("dates", "none", "en"), ("none", "named_days", "en"), ("dates", "named_days", "xx")):
        with pytest.raises((KeyError, FileNotFoundError)):
            word_list(file, name, language)
