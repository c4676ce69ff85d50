"""Whatever happens while a file is read is a failure with its reason, and the rest of the file counts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read import net
from ingest.read.failures import Failure, Fields
from ingest.read.limits import Limits
from ingest.read.net import NAMED, Found, read_articles
from tests.kits.ingest import BODY


def reasons(path: str) -> list[tuple[str, str]]:
    """Return where and why for failures, where and title for articles."""
    found = (said for said in read_articles(path, Limits()) if not isinstance(said, Fields))
    return [(f.where, f.article.title) if isinstance(f, Found) else (f.where, f.reason) for f in found]


def test_a_fault_costs_a_record_or_the_rest_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(path: Path, limits: Limits) -> Iterator[Raw | Failure]:
        yield Raw(BODY, {"title": "One"}, single=True, place=":1")
        yield Raw(BODY, {"title": 2}, single=True, place=":2")  # type: ignore[dict-item]
        yield Raw(BODY, {"title": "Three"}, single=True, place=":3")
        raise MemoryError

    monkeypatch.setattr(net, "read_file", faulty)
    first, second, third, last = reasons("/a\udce9.x")
    assert (first, third) == (("/a\\xe9.x:1", "One"), ("/a\\xe9.x:3", "Three"))
    assert (second[0], second[1].split(":")[0]) == ("/a\\xe9.x:2", "cannot be read")
    assert last == ("/a\\xe9.x", "it needs more than the 900 MB of memory that a file may take (setting file_memory_mb)")


def test_furniture_alone_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Home\nMenu\n")
    assert reasons(str(tmp_path / "a.txt")) == [(f"{tmp_path}/a.txt", "nothing but page furniture in it")]


@pytest.mark.parametrize("bad", [NAMED, NAMED + 1, NAMED + 7])
def test_a_thousand_bad_records_are_named_and_the_others_counted(tmp_path: Path, bad: int) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([*[{"title": "no text"}] * bad, {"text": BODY, "title": "Storm"}]))
    found = reasons(str(path))
    assert found[NAMED] == (f"{path}:{bad + 1}", "Storm")
    more = [(str(path), f"{bad - NAMED} more parts of it gave no article")] if bad > NAMED else []
    assert found[NAMED + 1 :] == more
    assert NAMED == 1000
