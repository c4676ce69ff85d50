"""Hold what was read against what a careful reader would note: which article is which, which fields are right, which dates were invented."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eval.newsroom.records import Accepted, Expected, File

COLUMNS = ("title", "outlet", "byline", "published", "updated", "text", "litter")
JOINS = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\by\b)\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a program read it; empty where it found nothing."""

    title: str
    outlet: str
    byline: str
    published: str
    updated: str
    text: str
    updates: bool = True  # whether the program tells when an article was updated at all


@dataclass(frozen=True, slots=True)
class Scored:
    """One expected article: which columns are right (None: the program has no such column), what is wrong in words, dates invented."""

    file: File
    right: dict[str, bool | None]
    wrong: tuple[str, ...] = ()
    invented: int = 0
    missing: bool = False


def squeezed(words: str) -> str:
    """Return words with every run of white space as one space."""
    return " ".join(words.split())


def score_file(file: File, found: Sequence[Found], *, days: bool = False) -> list[Scored]:
    """Score the articles of one file. Each takes the one found that holds most of its paragraphs; one that is missing is wrong in all columns."""
    left, scored = list(found), list[Scored]()
    for want in file.articles:
        best = max(left, key=lambda got: _overlap(got, want), default=None)
        if best is None or not (_overlap(best, want) or len(file.articles) == 1):
            scored.append(Scored(file, dict.fromkeys(COLUMNS, False), (f"no such article: {want.title[0]}",), missing=True))
            continue
        left.remove(best)
        scored.append(score(file, best, want, days=days))
    return scored


def score(file: File, got: Found, want: Expected, *, days: bool = False) -> Scored:
    """Score one article; with ``days`` times are compared to the day only."""
    text = squeezed(got.text)
    lost = [p for p in want.whole if squeezed(p) not in text]
    kept = [p for p in want.litter if squeezed(p) in text]
    right: dict[str, bool | None] = {
        "title": squeezed(got.title) in map(squeezed, want.title),
        "outlet": squeezed(got.outlet) in map(squeezed, want.outlet),
        "byline": any(names(got.byline) == names(known) for known in want.byline),
        "published": same_time(got.published, want.published, days=days),
        "updated": same_time(got.updated, want.updated, days=days) if got.updates else None,
        "text": not lost,
        "litter": not kept,
    }
    wrong = [
        f"{column} is {getattr(got, column)!r}, not {' or '.join(map(repr, getattr(want, column)))}"
        for column in COLUMNS[:5]
        if right[column] is False
    ]
    wrong += [f"text lacks {p[:90]!r}" for p in lost] + [f"text has {p[:90]!r}" for p in kept]
    stamps = [(got.published, want.published), *([(got.updated, want.updated)] if got.updates else [])]
    return Scored(file, right, tuple(wrong), sum(invented(stamp, known) for stamp, known in stamps))


def names(byline: str) -> tuple[str, ...]:
    """Return the names in a byline, however they are joined."""
    return tuple(part for part in JOINS.split(squeezed(byline)) if part)


def same_time(got: str, accepted: Accepted, *, days: bool = False) -> bool:
    """Say whether a time is one of those accepted; two with a zone are compared as moments."""
    if days:
        return got[:10] in {known[:10] for known in accepted}
    return any(got == known or (len(got) > 16 and len(known) > 16 and _moment(got) == _moment(known)) for known in accepted)


def invented(got: str, accepted: Accepted) -> bool:
    """Say whether a time was given though the file states none, or another day than the file states."""
    return bool(got) and not same_time(got, accepted) and not same_time(got, accepted, days=True)


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _overlap(got: Found, want: Expected) -> int:
    """Return how much of an article is in what was found; its headline decides between pieces that hold the same paragraphs."""
    text = squeezed(got.text)
    return 2 * sum(squeezed(p) in text for p in want.whole) + (squeezed(got.title) in want.title)
