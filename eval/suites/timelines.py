"""Read a set of timelines that newspapers printed (timelines.jsonl beside corpus.jsonl): topics, days told, articles of each topic."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.suites.cases import BENCH, check_day, read_rows
from rag.errors import CaseError
from rag.records import Article

FOLDER = BENCH / "timelines"


@dataclass(frozen=True, slots=True)
class Gold:
    """One timeline: what to ask, the days that an editor told, and the articles of its time."""

    id: str
    category: str
    topic: str
    days: tuple[str, ...]  # ISO, ascending, each once
    texts: tuple[tuple[str, str], ...]  # (ISO day, what was told of it), where the set has words
    rows: tuple[dict[str, Any], ...]  # lines of corpus.jsonl

    @property
    def set(self) -> str:
        """The set that it is of: the first part of its id."""
        return self.id.partition("-")[0]

    @property
    def articles(self) -> list[Article]:
        """Its articles as they stand in the set."""
        return [Article(r["id"], r.get("title", ""), r["text"], published=r.get("date", ""), url=r.get("url", "")) for r in self.rows]


def is_timelines(folder: Path) -> bool:
    """Whether a folder is of this form."""
    return (folder / "timelines.jsonl").is_file() and (folder / "corpus.jsonl").is_file()


def read_timelines(folder: Path = FOLDER) -> list[Gold]:
    """Return the timelines of a folder.

    :raises CaseError: naming file and line.
    """
    if not is_timelines(folder):
        raise CaseError(f"{folder} holds no timelines.jsonl beside a corpus.jsonl")
    by_category: dict[str, list[dict[str, Any]]] = {}
    for _, row in read_rows(folder / "corpus.jsonl"):
        by_category.setdefault(str(row.get("category", "")), []).append(row)
    found = []
    for n, row in read_rows(folder / "timelines.jsonl"):
        where = f"{folder / 'timelines.jsonl'}:{n}"
        for entry in row["entries"]:
            check_day(entry["date"], where, "date")
        if not (articles := by_category.get(row["category"])):
            raise CaseError(f"{where}: no article of category {row['category']}")
        texts = tuple((e["date"], e["text"]) for e in row["entries"] if e.get("text"))
        days = tuple(sorted({e["date"] for e in row["entries"]}))
        found.append(Gold(row["id"], row["category"], row["topic"], days, texts, tuple(articles)))
    return found


def find_timelines(where: str | Path) -> Path | None:
    """Return the folder of this form that a path or the name of a bench set means, if one does."""
    return next((folder for folder in (Path(where), BENCH / where) if is_timelines(folder)), None)
