"""An archive has the articles once as they are, then others that the ingest takes for others, a quarter of a year apart."""

import json
from pathlib import Path

import pytest

from eval.bench.archive.make import FIRST, LEAST, STEP, articles_of, make, outlet_of, passages_of, shifted
from eval.bench.archive.words import made_word
from ingest.copies.duplicates import find_stories
from ingest.passages import split
from rag.errors import CaseError
from rag.records import Article

WHO = ("Anna", "Bela", "Cara", "Dora", "Ezra")


def text(n: int) -> str:
    """Return an invented report of some 200 words."""
    names, things = ([made_word(m + n * 40 + i) for i in range(20)] for m in (0, 50_000))
    said = [f"{WHO[(n + i) % 5]} {names[i].title()} of the {things[i]} {made_word(90_000 + n * 40 + i)} said it." for i in range(20)]
    return " ".join(said) + f" It was written on {n % 28 + 1} May 2024."


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    rows = [
        {"id": f"r{n}", "title": f"Report {n}", "source": "Post", "date": "2024-05-06", "url": f"u://{n}", "text": text(n)}
        for n in range(40)
    ]
    common = " ".join(made_word(200_000 + n) for n in range(320))  # more frequent than all others: they stay in every copy
    rows.append({"id": "common", "date": "2024-05-06", "text": f"{common} " * 4})
    more = [{"id": "d1", "date": "2024-01-01", "text": "Too short."}, {"id": "r1", "date": "2024-01-01", "text": text(99)}]
    more.append({"id": "d2", "published": "2024-01-01T10:00Z", "text": text(77), "span_only": False})
    for name, held in ((FIRST, rows), ("disputes", more)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in held))
    return tmp_path


def made(bench: Path, passages: int) -> list[dict[str, str]]:
    out = bench / "out.jsonl"
    told = make(bench, out, passages)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert (told.articles, told.passages) == (len(rows), sum(passages_of(row["text"]) for row in rows))
    return rows


def test_first_all_as_they_are_then_copies(bench: Path) -> None:
    assert LEAST == 40
    sources = list(articles_of(bench))
    assert [row["id"] for row in sources][-3:] == ["r39", "common", "d2"]  # the short one and the second of an id are left out
    rows = made(bench, 120)
    assert rows[: len(sources)] == sources
    assert len({row["id"] for row in rows}) == len({row["url"] for row in rows if "url" in row}) + 2 == len(rows)
    assert rows[len(sources)]["date"] == "2024-02-05"
    assert made(bench, 120) == rows


def test_no_copy_is_a_copy_to_the_ingest(bench: Path) -> None:
    articles = [Article(row["id"], row.get("title", ""), row["text"], published=row.get("date", "")) for row in made(bench, 220)]
    articles = [a for a in articles if not a.id.startswith("common")]
    assert len(articles) > 80
    assert {i: first for i, first in find_stories(articles).items() if i != first} == {}


def test_passages_are_counted_as_they_are_split() -> None:
    for n in (1, 30):
        whole = " ".join(text(i) for i in range(n))
        assert passages_of(whole) == len(split(Article("a", "", whole)))
    assert passages_of("") == 1


def test_days_move_by_whole_weeks() -> None:
    assert STEP % 7 == 0
    assert shifted("2024-03-01T08:00+02:00", -1) == "2024-02-29T08:00+02:00"
    assert shifted("last week", -1) == "last week"


def test_who_is_not_named_is_one_of_many() -> None:
    assert outlet_of({"source": "Post"}, "a-1") == "Post"
    assert 30 < len({outlet_of({"source": "unknown"}, f"a-{n}") for n in range(500)}) <= 60
    assert outlet_of({}, "a-1") == outlet_of({}, "a-1")


def test_without_the_corpora_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="missing"):
        make(tmp_path, tmp_path / "out", 10)
