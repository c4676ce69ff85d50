"""Scores of a timeline against one that an editor made: Date-F1, exactly or within a day, and ROUGE-1 of what is told on the same days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from rag.language.text import words


def date_f1(told: Iterable[str], gold: Iterable[str], within: int = 0) -> float:
    """Return F1 over ISO days, 0 to 1. A day of either side is matched once: first with the same day, then with one ``within`` days."""
    ours, theirs = ({date.fromisoformat(d).toordinal() for d in days} for days in (told, gold))
    if not ours or not theirs:
        return 0.0
    total, matched = len(ours) + len(theirs), 0
    for apart in range(within + 1):
        for day in sorted(ours):
            if other := next((d for d in (day - apart, day + apart) if d in theirs), None):
                theirs.remove(other)
                ours.remove(day)
                matched += 1
    return 2 * matched / total


def agreement_rouge(told: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """Return ROUGE-1 F of two timelines (ISO day -> words), 0 to 1: a word counts only where both have it on the same day.

    "Agreement" of Martschat and Markert 2017, without their alignment of days that lie apart.
    """
    counts = [{day: Counter(words(text)) for day, text in side.items()} for side in (told, gold)]
    shared = sum((counts[0][day] & counts[1][day]).total() for day in counts[0].keys() & counts[1].keys())
    total = sum(c.total() for side in counts for c in side.values())
    return 2 * shared / total if total else 0.0
