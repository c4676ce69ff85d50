"""Word lists by language, each a folder of JSON files beside this one."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _file(language: str, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / language / f"{name}.json").read_text(encoding="utf-8"))
    return found


def word_list(file: str, name: str, language: str = "en") -> Any:  # noqa: ANN401 - words, or what each means
    """Return a list, or a mapping of words, of ``rag/language/LANGUAGE/FILE.json``; read once, when first asked for.

    Raises FileNotFoundError or KeyError where there is no such language, file or list.
    """
    return _file(language, file)[name]["words"]
