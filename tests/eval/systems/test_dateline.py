"""Indexes in the cache: one for each corpus, whatever suite asks of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.options import Options
from eval.suites.cases import Suite
from eval.systems import dateline
from eval.systems.dateline import MAX_INDEXES, ensure_index, not_ingested
from rag.errors import CaseError
from rag.settings import Settings


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note which indexes are built, with none of the work."""
    made: list[Path] = []

    def build(corpus: Path, settings: Settings, progress: Callable[..., None] | None) -> list[str]:
        settings.index_dir.mkdir(parents=True)
        made.append(settings.index_dir)
        return []

    monkeypatch.setattr(dateline, "_build_index", build)
    return made


def corpus(folder: Path, text: str) -> Path:
    """Write a corpus.jsonl of one article."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "corpus.jsonl"
    file.write_text(text, encoding="utf-8")
    return file


def test_suites_of_one_corpus_share_its_index(tmp_path: Path, built: list[Path]) -> None:
    one = Suite("first", tmp_path, "questions", "d1", corpus=corpus(tmp_path / "news", "a"))
    other = replace(one, name="second", digest="d2")
    where = ensure_index(one, Settings(), tmp_path / "cache")
    assert where.name.startswith("news-")
    assert ensure_index(other, Settings(), tmp_path / "cache") == where
    assert built == [where]
    folder = replace(one, corpus=tmp_path / "news")
    assert ensure_index(folder, Settings(), tmp_path / "cache").name.startswith("news-")
    with pytest.raises(CaseError, match="names no corpus"):
        ensure_index(replace(one, corpus=None), Settings(), tmp_path / "cache")


def test_old_indexes_of_a_corpus_go(tmp_path: Path, built: list[Path]) -> None:
    for n in range(MAX_INDEXES + 2):
        ensure_index(Suite("s", tmp_path, "questions", "", corpus=corpus(tmp_path / "news", str(n))), Settings(), tmp_path / "cache")
    ensure_index(Suite("s", tmp_path, "questions", "", corpus=corpus(tmp_path / "news-late", "x")), Settings(), tmp_path / "cache")
    assert len(built) == MAX_INDEXES + 3
    kept = {path.name.rpartition("-")[0] for path in (tmp_path / "cache" / "index").iterdir()}
    assert kept == {"news", "news-late"}
    assert sum(path.name.startswith("news-") for path in (tmp_path / "cache" / "index").iterdir()) == MAX_INDEXES + 1


def test_an_article_that_cannot_be_ingested_is_named_and_the_others_are_asked(tmp_path: Path) -> None:
    rows = '{"id": "a", "title": "Ferry", "text": "The ferry Orla sank on Tuesday off the coast."}\n{"id": "b", "text": ""}\n'
    suite = Suite("s", tmp_path, "questions", "", corpus=corpus(tmp_path / "news", rows))
    index = ensure_index(suite, Settings(), tmp_path / "cache")
    (line,) = not_ingested(index)
    assert "corpus.jsonl:2: " in line
    assert not_ingested(ensure_index(suite, Settings(), tmp_path / "cache")) == [line]  # from the cache too
    with pytest.raises(CaseError, match=r"holds no article that can be ingested; .*corpus\.jsonl:1"):
        ensure_index(replace(suite, corpus=corpus(tmp_path / "none", '{"id": "b", "text": ""}\n')), Settings(), tmp_path / "cache")


@pytest.mark.parametrize(
    ("options", "tokens", "deadline"), [(Options(), 300, 20.0), (Options(quote_tokens=1500, deadline_s=3600.0), 1500, 3600.0)]
)
def test_a_run_may_set_what_the_model_reads_and_how_long_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: Options, tokens: int, deadline: float
) -> None:
    opened: list[Settings] = []

    class Opened:
        retriever = None

        @classmethod
        def open(cls, *, settings: Settings, llm: bool) -> "Opened":
            opened.append(settings)
            return cls()

        def close(self) -> None:
            pass

    monkeypatch.setattr("rag.assistant.Assistant", Opened)
    monkeypatch.setattr(dateline, "ensure_index", lambda *_: tmp_path)
    given = Settings(quote_tokens=300, deadline_s=20.0)
    digests = []
    for chosen in (options, Options()):
        with dateline.open_system(Suite("s", tmp_path, "questions", "", corpus=tmp_path), chosen, settings=given) as system:
            digests.append(system.digest)
    assert (opened[0].quote_tokens, opened[0].deadline_s) == (tokens, deadline)
    assert (digests[0] == digests[1]) is (tokens == 300)  # other evidence, other answers
