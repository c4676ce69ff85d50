"""Change rules one at a time, in a copy of the project, and list the changes that no fast test notices: ``make mutants``.

A change runs the tests of its top folder that call the changed function (for a constant, the functions that name it), the quickest
first, until one fails. What a rule is, and how to except a line: ``tests/kits/rules.py``.
"""

import argparse
import ast
import importlib
import json
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest
from hypothesis import Phase, settings

from tests.kits.rules import rules, users

ROOMS = ("rag/language", "rag/dates", "rag/compare", "rag/answer", "ingest")
BUDGET_S = 20.0  # of tests that are run for one change, by the time they took unchanged
NOT_COPIED = {".git", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"}
Calls = dict[str, tuple[float, set[tuple[str, str]]]]  # test -> its seconds, and the (file, function) it calls


class Mutant(NamedTuple):
    """One change: the text of its file with it, and the tests to run."""

    path: str
    line: int
    change: str
    source: str
    tests: list[str]
    seconds: float  # that the tests took unchanged


class Recorder:
    """A pytest plugin that notes which functions each test calls, and its seconds."""

    def __init__(self, root: Path) -> None:
        self.root, self.test = f"{root}{os.sep}", ""
        self.called: dict[str, set[tuple[str, str]]] = defaultdict(set)  # by test; by file for its wider fixtures
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def trace(self, frame: FrameType, _event: str, _arg: object) -> None:
        code = frame.f_code
        if code.co_filename.startswith(self.root):
            self.called[self.test].add((code.co_filename.removeprefix(self.root), code.co_qualname.split(".<locals>")[0]))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test, begun = item.nodeid, time.monotonic()
        threading.settrace(self.trace)
        sys.settrace(self.trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seconds[item.nodeid] = time.monotonic() - begun

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        test = self.test
        self.test = test if fixturedef.scope == "function" else test.partition("::")[0]
        try:
            return (yield)
        finally:
            self.test = test

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= set() if report.passed else {report.nodeid}

    def calls(self) -> dict[str, tuple[float, list[tuple[str, str]]]]:
        """Return what was noted of the tests that passed."""
        passed = {test: seconds for test, seconds in self.seconds.items() if test not in self.failed}
        return {test: (s, sorted(self.called[test] | self.called[test.partition("::")[0]])) for test, s in passed.items()}


class Chosen:
    """A pytest plugin that runs the given tests in their order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.tests = tests

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_id = {item.nodeid: item for item in items}
        items[:] = [by_id[test] for test in self.tests if test in by_id]


def run_tests(files: Iterable[str], plugin: object, *options: str) -> int:
    """Run pytest in the working folder, silent and the same each time; return its exit code."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("mutants")
    with tempfile.TemporaryDirectory() as scratch:
        fixed = ["-q", "-p", "no:cacheprovider", f"--basetemp={scratch}/tmp", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        return int(pytest.main([*fixed, *options, *files], plugins=[plugin]))


def in_fork(cpu_s: float, work: Callable[[], int]) -> int:
    """Return what ``work`` returns in a process of its own; 99 when it dies, or takes longer: an endless loop."""
    if not (pid := os.fork()):
        code = 99
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_s) + 1, int(cpu_s) + 2))
            signal.alarm(int(cpu_s * 10) + 1)  # for one that waits
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # what its tests started and left
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 99


def enter_copy(root: Path, into: str) -> Path:
    """Copy the project without environments and indexes, work there, and import from there."""

    def unwanted(folder: str, names: list[str]) -> set[str]:
        return {n for n in names if n in NOT_COPIED or any(Path(folder, n, m).exists() for m in ("pyvenv.cfg", "articles.db"))}

    place = Path(tempfile.mkdtemp(dir=into)).resolve() / root.name
    shutil.copytree(root, place, ignore=unwanted, symlinks=True)
    os.chdir(place)
    sys.path[:] = [str(place), *(p for p in sys.path if Path(p).resolve() != root)]
    os.environ["PYTHONPATH"] = str(place)  # for programs that tests start
    return place


def start_worker(root: Path, into: str, libraries: Sequence[str]) -> None:
    """Enter a copy, and import the libraries that tests need once for all changes; the project's own modules are imported each time."""
    place = enter_copy(root, into)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for name in libraries:
        with suppress(Exception):
            importlib.import_module(name)
    own = {path.stem for path in place.iterdir()}
    for name in [name for name in sys.modules if name.partition(".")[0] in own]:
        del sys.modules[name]


def lives(mutant: Mutant) -> bool:
    """Whether all tests of a mutant pass."""
    path = Path(mutant.path)
    before, stamps = path.read_bytes(), path.stat()
    path.write_text(mutant.source, encoding="utf-8")
    try:
        files = dict.fromkeys(test.partition("::")[0] for test in mutant.tests)
        code = in_fork(10 + 3 * mutant.seconds, lambda: run_tests(files, Chosen(mutant.tests), "-x"))
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    return code in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}


def record(root: Path, into: str, tests: Sequence[str]) -> tuple[Calls, list[str]]:
    """Run the unchanged tests; return what each calls, and all modules that were imported."""
    out = Path(into) / "calls.json"

    def work() -> int:
        recorder = Recorder(enter_copy(root, into))
        code = run_tests(tests, recorder)
        out.write_text(json.dumps([recorder.calls(), [name for name in sys.modules if not name.startswith(("__", "tests", "conftest"))]]))
        return code

    in_fork(3600, work)
    calls, modules = json.loads(out.read_text()) if out.exists() else ({}, [])
    if not calls:
        sys.exit(f"error: no test passes; see python -m pytest {' '.join(tests)}")
    return {test: (seconds, {(path, name) for path, name in places}) for test, (seconds, places) in calls.items()}, modules


def sample(root: Path, rooms: Sequence[str], size: int, seed: int, calls: Calls) -> Iterator[Mutant]:
    """Yield about ``size`` changes, from each room in proportion to its rules, each with the tests that may notice it."""
    tops = {room.partition("/")[0] for room in rooms}
    texts = {str(p.relative_to(root)): p.read_text(encoding="utf-8") for top in tops for p in sorted((root / top).rglob("*.py"))}
    trees = {path: ast.parse(text) for path, text in texts.items()}
    found = [[(path, *rules(text)) for path, text in texts.items() if path.startswith(f"{room}/")] for room in rooms]
    by_room = [[(path, tree, rule) for path, tree, in_file in files for rule in in_file] for files in found]
    chance = random.Random(seed)
    for room in by_room:
        for path, tree, rule in chance.sample(room, min(len(room), round(size * len(room) / sum(map(len, by_room))))):
            places = {(path, rule.function)} if rule.function else users(rule.names, trees)
            tests, spent = list[str](), 0.0
            for seconds, test in sorted((s, test) for test, (s, called) in calls.items() if not places.isdisjoint(called)):
                if spent + seconds <= BUDGET_S or not tests:
                    tests.append(test)
                    spent += seconds
            new = chance.choice(rule.ways)
            old = rule.put(new)
            change = " -> ".join(differing(ast.unparse(old), ast.unparse(new)))
            yield Mutant(
                path, rule.line, f"{change}  in  {texts[path].splitlines()[rule.line - 1].strip()[:100]}", ast.unparse(tree), tests, spent
            )
            rule.put(old)


def differing(old: str, new: str) -> tuple[str, str]:
    """Return both texts, long ones only around the first place where they differ."""
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    return (old, new) if len(old) <= 80 else (f"...{old[max(0, at - 20) : at + 40]}...", f"...{new[max(0, at - 20) : at + 40]}...")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a sample and print what lives; return 1 when that is more than ``--most`` per cent."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--rooms", nargs="+", default=ROOMS, help="folders whose rules are changed")
    parser.add_argument("--sample", type=int, default=200, help="changes to try")
    parser.add_argument("--seed", type=int, default=0, help="another number, another sample")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=float, default=15, help="per cent of them that may live")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1], help="the project")
    given = parser.parse_args(arguments)
    root, rooms, lived = given.root.resolve(), [room.strip("/") for room in given.rooms], 0
    with tempfile.TemporaryDirectory() as into:
        calls, modules = record(root, into, sorted({f"tests/{room.partition('/')[0]}" for room in rooms}))
        mutants = list(sample(root, rooms, given.sample, given.seed, calls))
        context = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(given.jobs, context, start_worker, (root, into, modules)) as pool:
            for mutant, lives_on in zip(mutants, pool.map(lives, mutants), strict=True):
                if lives_on:
                    lived += 1
                    print(f"{mutant.path}:{mutant.line}: {mutant.change}  ({len(mutant.tests)} tests)", flush=True)
    share = 100 * lived / max(1, len(mutants))
    print(f"{lived} of {len(mutants)} lived ({share:.1f}%)")
    return int(share > given.most)


if __name__ == "__main__":
    sys.exit(main())
