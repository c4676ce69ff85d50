"""What is printed of times, rates, sizes and memory is worked out from what was seen."""

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eval.bench.archive.add import article, until_findable, until_found
from eval.bench.archive.ask import MOST, SOME, some_outlets, ways_of
from eval.bench.archive.ingest import rates_of, sizes_of
from eval.bench.archive.measure import added_figures, hit_figure, said_ratio
from eval.bench.archive.tree import Watch, family, listeners, megabytes_of, position
from eval.suites.cases import Case
from rag.errors import CaseError
from rag.records import EVERYTHING


def test_a_ratio_comes_with_its_interval() -> None:
    small = [float(n) for n in range(10, 60)]
    assert said_ratio([2 * s for s in small], small, 0.5).startswith("2.00 [")
    low, high = (float(v) for v in said_ratio([2 * s for s in small], small, 0.95)[6:-1].split(", "))
    assert low <= 2 <= high


def test_hits_are_paired_by_question() -> None:
    figure = hit_figure({"a": 1.0, "b": 0.0, "c": 1.0, "d": 1.0}, {"d": 1.0, "c": 1.0, "b": 1.0, "a": 1.0})
    assert figure.value.startswith("0.750 / 1.000 = -0.250 [")
    assert figure.n == 4


def test_the_next_question_is_held_against_itself() -> None:
    rows = [{"ingest_s": 2.0, "findable_s": 0.4, "found_s": 0.5, "after_s": 0.3, "same_before_s": 0.2, "before_s": 0.9}] * 3
    assert [(f.what.split(", ms")[0], f.value) for f in added_figures(rows)] == [
        ("one article added, known to an open assistant after", "400 / 400"),
        ("the whole ingest of it", "2000 / 2000"),
        ("a search by the open assistant that finds it", "500 / 500"),
        ("next question, slower than the same before", "100 / 100"),
        ("questions before", "900"),
    ]


class Late:
    """An assistant that finds an article at the third look."""

    looks = 0

    def search(self, query: str, k: int) -> list[Any]:
        assert query == "bridge at Brastan"
        self.looks += 1
        return [SimpleNamespace(article=SimpleNamespace(id="added-Brastan"))] * k if self.looks > 2 else []


def test_an_added_article_is_known_while_it_is_still_ingested() -> None:
    looks = list[str]()

    class Growing:
        def __contains__(self, stem: object) -> bool:
            looks.append(str(stem))
            return len(looks) > 2

    known = SimpleNamespace(retriever=SimpleNamespace(keywords=Growing()))
    began = time.perf_counter()
    assert began < until_findable(known, "Brastan", Future()) < began + 5  # type: ignore[arg-type]
    assert looks == ["brastan"] * 3
    ended: Future[None] = Future()
    ended.set_result(None)
    with pytest.raises(CaseError, match="not known by its name, Brastan"):
        until_findable(SimpleNamespace(retriever=SimpleNamespace(keywords=())), "Brastan", ended)  # type: ignore[arg-type]


def test_an_added_article_is_looked_for_until_it_is_found() -> None:
    row, late = article(1, "Brastan"), Late()
    assert (row["id"], row["text"].count("Brastan")) == ("added-Brastan", 3)
    assert 0 <= until_found(late, "Brastan", row["id"]) < 5  # type: ignore[arg-type]
    assert late.looks == 3
    with pytest.raises(CaseError, match="not found after 0 s"):
        until_found(Late(), "Brastan", row["id"], 0.0)  # type: ignore[arg-type]


def test_the_rate_begins_after_the_pass_for_the_digest() -> None:
    read = [(0.0, 0), (1.0, 50), (2.0, 100), (3.0, 10), (4.0, 30), (5.0, 50), (6.0, 50), (9.0, 100), (10.0, 0)]
    assert [(round(share, 2), round(rate, 2)) for share, rate in rates_of(read, 100)] == [(0.3, 0.2), (0.5, 0.2), (1.0, 0.12)]
    assert rates_of([], 100) == []


def test_filters_of_each_way() -> None:
    ways = ways_of(Case("q", "Who?", as_of="2024-01-01", answers=("x",)), ("A", "B"))
    assert (ways["none"], ways["day"].as_of, ways["both"].as_of, ways["both"].outlets) == (
        EVERYTHING,
        "2024-01-01",
        "2024-01-01",
        ("A", "B"),
    )


def test_some_outlets_hold_a_twentieth() -> None:
    assert (SOME, MOST) == (0.05, 10)
    assert some_outlets([("A", 700), ("B", 200), ("C", 60), ("D", 39), ("E", 1)]) == ("D", "C")
    assert some_outlets([("A", 3)]) == ("A",)
    assert some_outlets([]) == ()


def test_parts_of_an_index(tmp_path: Path) -> None:
    (tmp_path / "chroma" / "deep").mkdir(parents=True)
    (tmp_path / "chroma" / "deep" / "a").write_bytes(b"12345")
    (tmp_path / "articles.db").write_bytes(b"123")
    assert sizes_of(tmp_path) == {"articles.db": 3, "chroma": 5}


def test_a_family_and_what_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "read.txt"
    file.write_bytes(b"x" * 1000)
    code = "import sys; held = bytearray(60 << 20); f = open(sys.argv[1], 'rb', 0); f.read(300); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert process.pid in family(os.getpid())
        assert 60 < megabytes_of([process.pid]) < 100
        assert position([process.pid], file) == 300
        with Watch(process.pid) as watch:
            pass
        assert watch.peak_mb > 60
        process.communicate()
    assert family(process.pid) == []


def test_who_listens() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        assert listeners(server.getsockname()[1]) == []
        server.listen()
        assert listeners(server.getsockname()[1]) == [os.getpid()]
