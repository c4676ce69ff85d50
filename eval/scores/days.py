"""Scores of a timeline against one that an editor made: Date-F1, exactly or within a day, and ROUGE-1 of what is told on the same days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from rag.language.text import words


def date_f1(told: Iterable[str], gold: Iterable[str], within: int = 0) -> float:
    """Return F1 over ISO days, 0 to 1; a day of either side is matched once, with one at most ``within`` days away (the most pairs)."""
    ours, theirs = ([date.fromisoformat(d).toordinal() for d in sorted(set(days))] for days in (told, gold))
    if not ours or not theirs:
        return 0.0
    i = j = matched = 0
    while i < len(ours) and j < len(theirs):  # taking the earliest pair first gives the most pairs
        if abs(ours[i] - theirs[j]) <= within:
            i, j, matched = i + 1, j + 1, matched + 1
        elif ours[i] < theirs[j]:
            i += 1
        else:
            j += 1
    return 2 * matched / (len(ours) + len(theirs))


def agreement_rouge(told: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """Return ROUGE-1 F of two timelines (ISO day -> words), 0 to 1: a word counts only where both have it on the same day.

    "Agreement" of Martschat and Markert 2017, without their alignment of days that lie apart.
    """
    counts = [{day: Counter(words(text)) for day, text in side.items()} for side in (told, gold)]
    shared = sum((counts[0][day] & counts[1][day]).total() for day in counts[0].keys() & counts[1].keys())
    total = sum(c.total() for side in counts for c in side.values())
    return 2 * shared / total if total else 0.0
