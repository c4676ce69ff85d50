"""The harness of damages does what it says to a file, and tells a silent loss from one that is said."""

import json
from pathlib import Path

import pytest

from tests.damages.judge import FINE, SILENT, SLOW, SLOW_S, TRACEBACK, Said, held, judged, lost, read
from tests.damages.kinds import PARTS, damages, emptied, flipped, folder_instead, headless, missing, unreadable, without_rights
from tests.kits.forked import CRASHED, run

ANSWER = {"status": "answered", "quotes": [{"article": {"id": "a"}, "start": 3, "end": 9}, {"article": {"id": "b"}, "start": 0, "end": 4}]}
WHOLE = read(0, f"progress\n{json.dumps(ANSWER, indent=1)}\n")


def test_output_is_read() -> None:
    assert WHOLE == Said(0, frozenset({"status answered", "a 3-9", "b 0-4"}), ("progress",))
    passages = [{"score": 1.0, "article": {"id": "a"}, "passage": {"start": 1, "end": 2}}]
    assert read(0, json.dumps(passages)).found == {"a 1-2"}
    assert read(0, json.dumps({"articles": 5, "passages": 9, "outlets": 1})).found >= {"articles 5", "passages 9"}
    assert read(2, "error: {this is none\n[nor this\n") == Said(2, frozenset(), ("error: {this is none", "[nor this"))
    assert read(0, "took 3.5 s, 1,200 rows").lines == read(0, "took 12   s, 4 rows").lines == ("took 0 s, 0 rows",)
    assert held({"articles": {"a": 1}, "files": {"f": 2, "g": 3}}) == {"articles a", "files f", "files g"}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (WHOLE, FINE),
        (Said(0, frozenset({"status answered", "a 3-9"}), ("progress",)), SILENT),
        (Said(0, frozenset({"status answered", "a 3-9"}), ("progress", "one of the articles cannot be read")), FINE),
        (Said(2, frozenset(), ("error: cannot be read",)), FINE),
        (Said(2, frozenset(), ("progress",)), FINE),
        (Said(1, WHOLE.found, ("Traceback (most recent call last):",)), TRACEBACK),
        (Said(-11, WHOLE.found, ()), TRACEBACK),
        (Said(CRASHED, WHOLE.found, ()), TRACEBACK),
        (Said(0, WHOLE.found, (), SLOW_S + 1), SLOW),
    ],
)
def test_what_is_bad_is_seen(said: Said, verdict: str) -> None:
    assert judged(said, WHOLE) == verdict
    assert SLOW_S == 120


def test_what_is_lost_is_counted() -> None:
    assert lost(Said(0, frozenset({"a 3-9", "new"}), ()), WHOLE) == 2


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    (folder / "chroma" / "1-2").mkdir(parents=True)
    for name in ("articles.db", "chroma/chroma.sqlite3", "chroma/1-2/header.bin"):
        (folder / name).write_bytes(b"0123456789" * 1000)
    return folder


def test_each_part_is_damaged_in_each_way(index: Path) -> None:
    names = [damage.name for damage in damages(index)]
    assert len(names) == len(set(names)) > 3 * 7
    assert {f"articles.db {way}" for way in ("missing", "emptied", "cut", "flipped", "headless", "folder_instead", "unreadable")} <= set(
        names
    )
    assert not [name for name in names if name.startswith("bm25")]
    assert len(PARTS) > 20


def test_damage_is_done(index: Path) -> None:
    whole = (index / "articles.db").read_bytes()
    for n, (harm, size) in enumerate([(flipped, 10_000), (headless, 10_000), (emptied, 0)]):
        path = index / f"copy{n}"
        path.write_bytes(whole)
        harm(path)
        assert path.read_bytes() != whole
        assert path.stat().st_size == size
    cut = next(d for d in damages(index) if d.name == "articles.db cut")
    cut.harm(index)
    assert (index / "articles.db").read_bytes() == whole[:5000]
    folder_instead(index / "articles.db")
    assert (index / "articles.db").is_dir()
    missing(index / "chroma")
    assert not (index / "chroma").exists()


def test_nobody_reads_what_no_mode_allows(index: Path, tmp_path: Path) -> None:
    """Root reads everything unless it gives that right up."""
    unreadable(index / "articles.db")

    def reads() -> int:
        without_rights()
        try:
            (index / "articles.db").read_bytes()
        except PermissionError:
            return 5
        return 0

    assert run(reads, tmp_path / "out.txt").code == 5
