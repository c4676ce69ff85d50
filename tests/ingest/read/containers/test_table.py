"""Every export of the set comes apart into its articles, with each field as stated; what cannot be split is named and gives none."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.failures import Failure
from ingest.read.files import read_file
from ingest.read.walk import walk
from rag.records import Article
from tests.kits.exports import make_all
from tests.kits.ingest import opened, run, snapshot

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
FIELDS = ("title", "source", "byline", "published", "updated", "url")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exports")
    for file in (HERE / "samples").iterdir():
        shutil.copy(file, path)
    make_all(path)
    return path


def read(path: Path) -> tuple[list[Article], list[Failure]]:
    found = list(read_file(path))
    articles = [a for raw in found if isinstance(raw, Raw) for a in assemble_articles(raw, str(path)) if not a.version_of]
    return articles, [f for f in found if isinstance(f, Failure)]


@pytest.mark.parametrize("name", EXPECTED)
def test_fields_and_texts(folder: Path, name: str) -> None:
    wanted = EXPECTED[name]
    articles, failures = read(folder / name)
    assert [{f: getattr(a, f) for f in FIELDS} for a in articles] == [{f: a[f] for f in FIELDS} for a in wanted["articles"]]
    for article, want in zip(articles, wanted["articles"], strict=True):
        assert [part for part in want["contains"] if part not in article.text] == []
        assert [part for part in want["lacks"] if part in article.text] == []
    assert len(failures) == len(wanted.get("failed", []))
    for failure, part in zip(failures, wanted.get("failed", []), strict=True):
        assert part in failure.reason or part in failure.where


def test_a_folder_of_them_lists_every_one(folder: Path) -> None:
    assert {Path(path).name for path in walk([folder]).files} == set(EXPECTED)


@pytest.mark.parametrize("name", [name for name, wanted in EXPECTED.items() if "paths" in wanted])
def test_members_carry_their_place_in_the_archive(folder: Path, name: str) -> None:
    articles, _ = read(folder / name)
    assert [a.path for a in articles] == [str(folder / path) for path in EXPECTED[name]["paths"]]


def test_twice_changes_nothing(folder: Path, tmp_path: Path) -> None:
    first = run(tmp_path / "i", folder)
    before = snapshot(tmp_path / "i")
    again = run(tmp_path / "i", folder)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert first.added + first.unchanged == again.unchanged
    assert snapshot(tmp_path / "i") == before
    with opened(tmp_path / "i") as store:
        assert {Path(a.path).name for a in store.articles() if "bundle." in a.path} >= {"note.txt", "rows.jsonl"}


@pytest.mark.parametrize("name", [name for name, wanted in EXPECTED.items() if "days" in wanted])
def test_a_live_blog_is_read_as_it_stood_on_each_day(folder: Path, tmp_path: Path, name: str) -> None:
    run(tmp_path / "i", folder / name)
    with opened(tmp_path / "i") as store:
        stood = {a.dated[:10]: a for a in store.articles(versions=True) if a.version_of}
        newest = store.articles()
    assert set(stood) == set(EXPECTED[name]["days"])
    for day, want in EXPECTED[name]["days"].items():
        assert [part for part in want["contains"] if part not in stood[day].text] == []
        assert [part for part in want["lacks"] if part in stood[day].text] == []
    assert {a.version_of for a in stood.values()} == {newest[0].id}
