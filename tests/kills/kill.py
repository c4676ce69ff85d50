"""Kill a child at a moment: after some time, after it has changed the index so many times, or ahead of a step on files."""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from eval.bench.archive.tree import family
from tests.kits.forked import started

STEPS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "shutil.move", "sqlite3.connect"})
LOOK_S = 0.0005  # from one look at the folder of the index to the next: a rebuild works beside it
ORPHANS_S = 20.0  # in which what a killed process had started must have ended
GRACE_S = 0.003  # after a change at most


class Course(NamedTuple):
    """How a run that nobody kills goes: its seconds, when it changed the index first and last, how often, and its steps on files."""

    seconds: float
    first: float
    last: float
    changes: int
    steps: int


@dataclass(frozen=True, slots=True)
class Plan:
    """When to kill: ``way`` is time (seconds), change (of a file, by number) or step (on files, by number)."""

    way: str
    at: float
    alone: bool  # the process alone, so that what it started lives on for a moment; else all at once

    def __str__(self) -> str:
        """Return it in a few words."""
        return f"{self.way} {self.at:.3f}{' alone' if self.alone else ''}"


def plan(rng: Random, course: Course) -> Plan:
    """Draw a moment: a third by the clock over the whole run or its writing, a third at a change, a third at a step."""
    alone = rng.random() < 0.5
    way = rng.choice(("time", "change", "step") if course.steps else ("time", "change"))
    if way == "step":
        return Plan(way, rng.randint(1, course.steps), alone)
    if way == "change" and course.changes:
        return Plan(way, rng.randint(1, course.changes), alone)
    writing = rng.random() < 0.7
    return Plan("time", rng.uniform(course.first, course.last) if writing else rng.uniform(0, course.seconds), alone)


def look(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what stands in a folder, deep: a change of it is a step of the writing that the system shows."""
    found: list[tuple[str, int, int]] = []
    folders = [str(folder)]
    for place in folders:  # grows while it is read
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            try:
                told = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            found.append((entry.path, told.st_size, told.st_mtime_ns))
    return tuple(sorted(found))


def counting(work: Callable[[], int | None], root: Path, at: int, steps: Path) -> Callable[[], int | None]:
    """Return the work with its steps on files under ``root`` counted in a file; ahead of step ``at`` it kills itself (0: never)."""

    def counted() -> int | None:
        count, own = 0, os.getpid()

        def hook(event: str, args: tuple[Any, ...]) -> None:
            nonlocal count
            if not is_step(event, args, str(root)) or os.getpid() != own:
                return
            count += 1
            if count == at:
                os.kill(own, signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            return work()
        finally:
            number = count
            steps.write_text(str(number))

    return counted


def is_step(event: str, args: Sequence[Any], root: str) -> bool:
    """Whether an audit event is a step on a file under ``root``: it is moved, dropped, made, or opened for writing."""
    paths = [os.fsdecode(a) for a in args[:2] if isinstance(a, str | bytes | os.PathLike)]
    if not any(path.startswith(root) for path in paths):
        return False
    if event == "open":
        flags = args[2] if len(args) > 2 and isinstance(args[2], int) else 0
        return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in STEPS


def killed(work: Callable[[], int | None], plan_: Plan, index: Path, out: Path) -> tuple[int, list[int]]:
    """Run some work and kill it; return how it ended (-9: killed) and those of what it had started that went on for ORPHANS_S."""
    if plan_.way == "step":
        work = counting(work, index.parent, int(plan_.at), out.with_suffix(".steps"))
    began = time.monotonic()
    pid = started(work, out)
    seen, changes, members = look(index.parent), 0, [pid]
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        now = time.monotonic() - began
        if plan_.way == "change" and (found := look(index.parent)) != seen:
            seen, changes = found, changes + 1
        if (plan_.way == "time" and now >= plan_.at) or (plan_.way == "change" and changes >= plan_.at):
            if plan_.way == "change":
                time.sleep((hash((plan_.at, changes)) % 100) / 100 * GRACE_S)
            members = family(pid)
            for member in [pid] if plan_.alone else members:
                end(member)
            status = os.waitpid(pid, 0)[1]
            break
        time.sleep(LOOK_S)
    return os.waitstatus_to_exitcode(status), orphans(members[1:])


def orphans(members: Sequence[int], patience_s: float = ORPHANS_S) -> list[int]:
    """Wait for processes to end; kill those that do not in time, and return them."""
    until = time.monotonic() + patience_s
    while (left := [pid for pid in members if is_alive(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    for pid in left:
        end(pid)
    return left


def is_alive(pid: int) -> bool:
    """Whether a process is there and no mere record of one that ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def end(pid: int) -> None:
    """Kill a process; one that has ended is none."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def learn(work: Callable[[], int | None], index: Path, out: Path) -> tuple[Course, int]:
    """Run some work to its end and return its course and how it ended."""
    steps = out.with_suffix(".steps")
    steps.unlink(missing_ok=True)
    began = time.monotonic()
    pid = started(counting(work, index.parent, 0, steps), out)
    seen, times = look(index.parent), list[float]()
    while not (done := os.waitpid(pid, os.WNOHANG))[0]:
        if (found := look(index.parent)) != seen:
            seen = found
            times.append(time.monotonic() - began)
        time.sleep(LOOK_S)
    seconds = time.monotonic() - began
    number = int(steps.read_text()) if steps.exists() else 0
    first, last = (times[0], times[-1]) if times else (0.0, seconds)
    return Course(seconds, first, last, len(times), number), os.waitstatus_to_exitcode(done[1])
