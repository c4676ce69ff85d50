"""The word lists of a language, files of a folder of its own; in those in JSON each says where it comes from and what it buys."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from rag.language.pattern import Pattern

LANGUAGE = "en"


def read_data(file: str) -> str:
    """Return the text of a file of the language's folder."""
    return files("rag.language").joinpath(LANGUAGE, file).read_text(encoding="utf-8")


@cache
def word_list(file: str, name: str) -> Any:  # noqa: ANN401 - a list, or a table where words have a value
    """Return the list ``name`` of ``rag/language/en/FILE``."""
    return _read(file)[name]["words"]


@cache
def _read(file: str) -> dict[str, dict[str, Any]]:
    lists: dict[str, dict[str, Any]] = json.loads(read_data(file))
    return lists


def phrases(file: str, name: str) -> Pattern:
    """Return a pattern that finds any phrase of a list as whole words; a phrase is a regular expression, its spaces any space."""
    return Pattern(rf"\b(?:{'|'.join(word_list(file, name))})\b".replace(" ", r"\s+"))
