"""Sketches in files: what is looked up is what was put in, whatever was merged, killed or lost."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.copies.runs import LOG, Runs
from ingest.copies.shingles import Hashes

SKETCHES = st.lists(st.sets(st.integers(0, 60), max_size=12), max_size=12)


def hashes(values: set[int] | range) -> Hashes:
    return np.array(sorted(values), np.uint32)


def shared(held: list[Hashes], asked: Hashes) -> dict[int, int]:
    """Return the same as ``near``, counted one by one."""
    counts = {n: len(np.intersect1d(one, asked)) for n, one in enumerate(held, 1)}
    return {n: count for n, count in counts.items() if count}


@settings(max_examples=25, deadline=None)
@given(sketches=SKETCHES, parts=st.integers(1, 4), asked=st.sets(st.integers(0, 60), max_size=12))
def test_what_shares_hashes_is_found(
    tmp_path_factory: pytest.TempPathFactory, sketches: list[set[int]], parts: int, asked: set[int]
) -> None:
    folder, held = tmp_path_factory.mktemp("runs"), [hashes(s) for s in sketches]
    for at in range(0, len(held), parts):
        runs = Runs(folder)
        runs.add([(n + 1, held[n]) for n in range(at, min(at + parts, len(held)))], min(at + parts, len(held)))
        assert runs.near(hashes(asked)) == shared(held[: at + parts], hashes(asked))
    assert Runs(folder).near(hashes(asked)) == shared(held, hashes(asked))
    assert (Runs(folder).last, len(Runs(folder))) == (len(held), sum(map(len, held)))


def test_small_runs_become_one(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    for n in range(1, 65):
        runs.add([(n, hashes(range(n, n + 20)))], n)
    assert len(list(tmp_path.glob("*.hashes"))) <= 7, "a run is at least twice as long as the next"
    assert len(list(tmp_path.iterdir())) == 1 + 2 * len(list(tmp_path.glob("*.hashes")))


@pytest.mark.parametrize("damage", ["log", "cut", "lost"])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: str) -> None:
    Runs(tmp_path).add([(1, hashes(range(9)))], 1)
    (file,) = tmp_path.glob("*.owners")
    if damage == "log":
        (tmp_path / LOG).write_text("{")
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-4])
    else:
        file.unlink()
    runs = Runs(tmp_path)
    assert (runs.last, len(runs), runs.near(hashes(range(9)))) == (0, 0, {})
    runs.add([(1, hashes(range(9)))], 1)
    assert Runs(tmp_path).near(hashes(range(3))) == {1: 3}


def test_a_kill_before_the_log_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(tmp_path)
    runs.add([(1, hashes(range(9)))], 1)
    monkeypatch.setattr(Runs, "_log", lambda self: None)
    runs.add([(2, hashes(range(5, 30)))], 2)
    monkeypatch.undo()
    again = Runs(tmp_path)
    assert (again.last, again.near(hashes(range(9)))) == (1, {1: 9})
    again.add([(2, hashes(range(5, 30)))], 2)
    assert Runs(tmp_path).near(hashes(range(9))) == {1: 9, 2: 4}
