"""Read news articles in which every attribution is marked, as the set PolNeAR has them."""

import json
from pathlib import Path
from typing import Any

HELD_BACK = 100  # articles at the end of the file that are never fitted on


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file: ``text``, and ``attributions`` with the spans of source, cue and content."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
