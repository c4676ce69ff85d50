"""The harness of kills kills where it says, sees what differs, and waits for what a killed process leaves behind."""

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.kills.kill import Course, Plan, counting, is_step, killed, learn, look, orphans, plan
from tests.kills.scenarios import SCENARIOS, change, fill, later, more
from tests.kits.contents import differences, plain
from tests.kits.forked import run

COURSE = Course(4.0, 1.0, 3.0, 20, 5)


def test_moments_are_spread_and_repeat() -> None:
    plans = [plan(Random(n), COURSE) for n in range(300)]
    assert plans == [plan(Random(n), COURSE) for n in range(300)]
    ways = {way: [p.at for p in plans if p.way == way] for way in ("time", "change", "step")}
    assert all(len(found) > 60 for found in ways.values())
    assert 0.6 < sum(1 <= at <= 3 for at in ways["time"]) / len(ways["time"]) < 0.98  # most, but not all, while it writes
    assert set(ways["step"]) == {1, 2, 3, 4, 5}
    assert 100 < sum(p.alone for p in plans) < 200
    assert {plan(Random(n), COURSE._replace(steps=0, changes=0)).way for n in range(50)} == {"time"}


def test_steps_on_files_are_told_from_others(tmp_path: Path) -> None:
    root = str(tmp_path)
    assert is_step("os.rename", (f"{root}/a", "/b", -1, -1), root)
    assert is_step("open", (f"{root}/a", "w", os.O_WRONLY), root)
    assert not is_step("open", (f"{root}/a", "r", os.O_RDONLY), root)
    assert not is_step("os.rename", ("/a", "/b"), root)
    assert not is_step("os.listdir", (root,), root)


def writes(folder: Path, n: int, wait: float = 0.0) -> None:
    for i in range(n):
        (folder / f"{i}.txt").write_text("x")
        time.sleep(wait)


@pytest.mark.parametrize(("moment", "most"), [(Plan("step", 4, True), 3), (Plan("change", 2, False), 6), (Plan("time", 0.2, False), 20)])
def test_a_kill_hits(tmp_path: Path, moment: Plan, most: int) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    code, left = killed(lambda: writes(folder, 200, 0.02), moment, folder, tmp_path / "out.txt")
    assert (code, left) == (-9, [])
    done = len(list(folder.iterdir()))
    assert done == most if moment.way == "step" else done < 200


def test_a_run_that_nobody_kills_is_learned(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    course, code = learn(lambda: writes(folder, 6, 0.02), folder, tmp_path / "out.txt")
    assert (code, course.steps) == (0, 6)
    assert 1 <= course.changes <= 12
    assert course.first <= course.last <= course.seconds
    ended = run(counting(lambda: 3, tmp_path, 0, tmp_path / "n"), tmp_path / "out.txt")
    assert (ended.code, (tmp_path / "n").read_text()) == (3, "0")


def test_what_lives_on_is_seen() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert orphans([process.pid], 0.1) == [process.pid]
    assert orphans([process.pid]) == []


def test_a_folder_looks_other_after_a_write(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    before = look(tmp_path)
    (tmp_path / "deep" / "a").write_text("x")
    assert look(tmp_path) != before
    assert look(tmp_path / "none") == ()


def test_differences_are_named() -> None:
    wanted = {"articles": {"a": 1, "b": 2}, "files": {"f": 1}}
    assert differences(plain(wanted), wanted) == []
    told = differences({"articles": {"a": 3, "c": 2}, "files": {"f": 1}}, wanted)
    assert told == ["articles: 1 missing: b; 1 too many: c; 1 other: a; 3 instead of 1"]


def test_scenarios_change_what_they_say(tmp_path: Path) -> None:
    assert {s.name for s in SCENARIOS} >= {"new", "change", "versions", "watch", "rebuild", "workers", "ray", "deletion"}
    assert [s.name for s in SCENARIOS if s.needs_ray] == ["ray"]
    states = []
    for act in (lambda _: None, change, later, more):
        folder = tmp_path / str(len(states))
        fill(folder)
        act(folder)
        states.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len({tuple(sorted(state.items())) for state in states}) == 4
    assert not [name for name in states[0] if name.startswith("moved")]
    assert "t20.txt" not in states[1]
