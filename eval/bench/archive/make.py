"""Make an archive of so many passages of the bench corpora: each article as it is, then copy after copy of all in other words and days.

What it imitates: the lengths of articles and passages, some hundred outlets of all sizes, how often words and names occur, several
reports of one event (all texts of a copy are changed alike, and copies inside a corpus stay copies), an archive of many years (every copy
lies a quarter of a year before the last), a vocabulary that grows with the text (72,000 words in one round of the corpora, 360,000 in 27).
No copy is a copy to the ingest: half of the words that carry meaning and nine in ten names and numbers are others in each.

What it does not: sentences make no sense, so a reader of it finds little; names change word by word ("Joe Texas"); topics do not come and
go with time, months and weekdays in a text stay; nothing is undated that was dated. Questions of the corpora are still answered by the
articles as they are, and each copy of those has other names at another time: distractors easier than a newsroom's own archive may hold.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from eval.bench.archive.words import Ids, Rewriter, Words, made_word, write
from eval.suites.cases import read_rows
from ingest.passages import WORDS
from rag.errors import CaseError

FIRST = "realtimeqa-dev"  # whose questions are asked: its articles open the archive, and are all in it
CORPORA = (FIRST, "realtimeqa-dev2", "timelines", "disputes", "multihoprag", "clarknews", "quail")
LEAST = 40  # words of an article: single facts and spans of the sets are none
STEP = 91  # days between two copies: whole weeks, so that a weekday in a text stays that of its date
SEED = 20231107
UNSTATED, OUTLETS = ("", "unknown"), 60  # what the sets write for no outlet, and how many are invented for those
DAYS = ("date", "published", "updated")


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    articles: int
    passages: int
    copies: int  # times that all articles were written, the last in part
    megabytes: float


@dataclass(frozen=True, slots=True)
class Source:
    """An article to be copied: its fields, with headline and text in numbers."""

    row: Mapping[str, Any]
    title: Ids
    text: Ids
    passages: int


def make(bench: Path, out: Path, passages: int, seed: int = SEED) -> Made:
    """Write articles of at least ``passages`` passages, one JSON object a line; the same bytes for the same corpora and seed.

    Passages are counted by the words of a text as it is here; the ingest leaves about one in a hundred out with the litter of pages.

    :raises CaseError: when the corpora are not there.
    """
    words = Words()
    sources = [source_of(row, words) for row in articles_of(bench)]
    articles = done = copy = 0
    rewriter = Rewriter(words, seed)
    with out.open("w", encoding="utf-8") as stream:
        while done < passages:
            pieces = rewriter.pieces(copy, years=-round(copy * STEP / 365.25))
            for source in sources:
                stream.write(json.dumps(copied(source, copy, pieces), ensure_ascii=False) + "\n")
                articles, done = articles + 1, done + source.passages
                if done >= passages:
                    break
            copy += 1
    return Made(articles, done, copy, out.stat().st_size / 1e6)


def articles_of(bench: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of all corpora, the first's all, of the others what is long enough; each id, address and text once.

    :raises CaseError: when the first corpus is not there.
    """
    if not (bench / FIRST / "corpus.jsonl").is_file():
        raise CaseError(f"{bench / FIRST / 'corpus.jsonl'} is missing: the archive is made of the public sets")
    seen: set[str] = set()
    for name in CORPORA:
        path = bench / name / "corpus.jsonl"
        for _, row in read_rows(path) if path.is_file() else ():
            keys = {f"id {row['id']}", f"url {row.get('url') or row['id']}", f"text {row['text']}"}
            if name != FIRST and (keys & seen or len(row["text"].split()) < LEAST):
                continue
            seen |= keys
            yield {key: row[key] for key in ("id", "title", "source", "url", "text", *DAYS) if row.get(key)}


def source_of(row: Mapping[str, Any], words: Words) -> Source:
    """Read an article for copying."""
    return Source(row, words.read(row.get("title", "")), words.read(row["text"]), passages_of(row["text"]))


def passages_of(text: str) -> int:
    """Return how many passages the ingest makes of a text (``ingest.passages.split``) that has as many sentences."""
    return max(1, round(len(text.split()) / WORDS))


def copied(source: Source, copy: int, pieces: list[str]) -> dict[str, Any]:
    """Return an article in the words of a copy, with an id, an address and days of its own; copy 0 is the article."""
    if not copy:
        return dict(source.row)
    given = {key: shifted(source.row[key], -copy * STEP) for key in DAYS if key in source.row}
    title = {"title": write(source.title, pieces)} if len(source.title) else {}
    name = f"{source.row['id']}-{copy}"
    own = {"id": name, "source": outlet_of(source.row, name), "url": f"https://archive.example/{copy}/{source.row['id']}"}
    return {**own, **title, **given, "text": write(source.text, pieces)}


def outlet_of(row: Mapping[str, Any], name: str) -> str:
    """Return the outlet of a copy: the article's own, or one of OUTLETS invented ones where the set does not say."""
    stated = str(row.get("source", ""))
    return stated if stated not in UNSTATED else f"{made_word(crc32(name.encode()) % OUTLETS * 997).title()} Courier"


def shifted(stamp: str, days: int) -> str:
    """Return an ISO stamp so many days later; one that is none stays as it is."""
    try:
        day = date.fromisoformat(stamp[:10])
    except ValueError:
        return stamp
    return (day + timedelta(days)).isoformat() + stamp[10:]
