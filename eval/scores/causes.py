"""Name the step at which a wrong answer was lost: search, selection, writing or declining (pure, over rows of results.jsonl)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

CAUSES = {
    "failed": "an error instead of an answer",
    "answered": "answered, though the articles do not say",
    "not found": "no labelled article among the first ten",
    "ranked low": "labelled article at rank 5 to 10, quotes lack the answer",
    "not selected": "labelled article among the first four, quotes lack the answer",
    "declined": "declined, though a quote says it",
    "not written": "a quote says it, the answer does not",
    "wrong beside right": "the right value and a wrong one",
    "one side": "only one of the values in conflict",
    "no label": "wrong, and no article is labelled to say where it was lost",
}


def cause(row: Mapping[str, Any]) -> str:
    """Return a key of ``CAUSES`` for a wrong case, an empty text for a right one or one without an answer to judge."""
    scores, case = row["scores"], row["case"]
    if scores.get("right") is None or scores["right"] == 1.0:
        return ""
    if row["outcome"]["error"]:
        return "failed"
    if case.get("unanswerable"):
        return "answered"
    if case.get("sides"):
        return "one side" if row["outcome"]["status"] != "declined" else "declined"
    if scores.get("quotes_contain_lenient"):
        return _after_quotes(row)
    if scores.get("hit@10") is None:
        return "no label"
    if not scores["hit@10"]:
        return "not found"
    return "not selected" if scores["hit@4"] else "ranked low"


def _after_quotes(row: Mapping[str, Any]) -> str:
    if row["outcome"]["status"] == "declined":
        return "declined"
    value_share = row["scores"].get("values_said")
    return "wrong beside right" if (value_share == 1.0 if value_share is not None else row["scores"].get("contains")) else "not written"


def count_causes(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many wrong cases each cause has, most first."""
    return dict(Counter(found for row in rows if (found := cause(row))).most_common())
