"""Kill ``dateline ingest`` at random points and see that nothing is lost: ``python -m tests.kills 300``.

A folder is ingested, changed, and ingested again by a real command in a process of its own, which is killed by SIGKILL: by the clock,
at a change of the index folder, or ahead of a step on its files. Three in ten are killed once more on the way back. Then the
command runs to its end, and the index must hold what it holds after a run that nobody killed (``tests.kits.contents``), and
give the same quotes. Every difference is printed with its number: ``--first N 1`` runs that one again.
``--only NAME`` takes one scenario of tests/kills/scenarios.py; ``--no-quotes`` compares the contents alone, in half the time.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.kills.kill import Course, Plan, killed, learn, plan
from tests.kills.scenarios import QUESTIONS, SCENARIOS, Scenario, fill
from tests.kits.contents import contents, differences, plain
from tests.kits.forked import answer_of, command, load, run
from tests.kits.ray_nodes import apart

AGAIN = 0.3  # of the kills are followed by a second one


class Clean(NamedTuple):
    """A scenario run by nobody's hand: its course, the exit code of its command, and what the index then holds."""

    course: Course
    code: int
    holds: dict[str, dict[str, Any]]


class Tried(NamedTuple):
    """One trial: the kills that hit, and what was wrong afterwards."""

    kills: list[str]
    wrong: list[str]


class Ground:
    """A folder of its own, in which every trial stands at the same paths; ``starts`` keeps how each scenario begins."""

    def __init__(self, work: Path, *, quotes: bool, ray: str = "") -> None:
        self.ray = ray  # the address of a cluster
        self.root, self.starts, self.out, self.quotes = work / "trial", work / "starts", work / "out.txt", quotes
        self.starts.mkdir()
        self.known: dict[str, Clean] = {}

    def clean(self, scenario: Scenario) -> Clean:
        """Return how a scenario ends where nobody kills it, and keep how it begins."""
        if scenario.name not in self.known:
            shutil.rmtree(self.root, ignore_errors=True)
            fill(self.root / "files")
            for words in scenario.before:
                self.must(scenario, words)
            if scenario.before:
                self.holds()  # what asking makes beside the index is there before the kill, too
            scenario.changed(self.root / "files")
            shutil.copytree(self.root, self.starts / scenario.name)
            course, code = learn(self.command(scenario.command), self.root / "index", self.out)
            self.known[scenario.name] = Clean(course, code, self.ended(scenario))
        return self.known[scenario.name]

    def trial(self, scenario: Scenario, moments: Sequence[Plan]) -> Tried:
        """Kill the command of a scenario at each moment in turn, let it run to its end, and compare."""
        clean = self.clean(scenario)
        shutil.rmtree(self.root)
        shutil.copytree(self.starts / scenario.name, self.root)
        tried = Tried([], [])
        for moment in moments:
            self.kill(scenario, moment, tried)
        last = run(self.command(scenario.command), self.out)
        done = scenario.name == "deletion" and last.code == 2  # the article was gone already
        if last.code != clean.code and not done:
            tried.wrong.append(f"the run after it ended with {last.code}, not {clean.code}: {last.out[-300:]}")
        if "Traceback (most recent" in last.out:
            tried.wrong.append(f"traceback in the run after it: {last.out[-600:]}")
        try:
            tried.wrong.extend(differences(self.ended(scenario), clean.holds))
        except RuntimeError as err:
            tried.wrong.append(f"the index cannot be read: {err}")
        return tried

    def kill(self, scenario: Scenario, moment: Plan, tried: Tried) -> None:
        """Run the command and kill it at a moment."""
        code, left = killed(self.command(scenario.command), moment, self.root / "index", self.out)
        if code == -9:
            tried.kills.append(str(moment))
        if left:
            tried.wrong.append(f"{len(left)} processes that it had started went on")
        if code not in (-9, 0, 1, 2) or "Traceback (most recent" in self.out.read_text(errors="replace"):
            tried.wrong.append(f"ended with {code} by itself: {self.out.read_text(errors='replace')[-600:]}")

    def command(self, words: Sequence[str]) -> Callable[[], int | None]:
        """Return a run of ``dateline`` with the folders and the cluster in their places."""
        return command([word.format(files=self.root / "files", index=self.root / "index", ray=self.ray) for word in words])

    def must(self, scenario: Scenario, words: tuple[str, ...]) -> None:
        """Run a command that must work."""
        ended = run(self.command(words), self.out)
        if ended.code not in (0, 1):
            raise RuntimeError(f"{scenario.name}: {' '.join(words)} ended with {ended.code}: {ended.out[-1000:]}")

    def ended(self, scenario: Scenario) -> dict[str, dict[str, Any]]:
        """Return what the index holds in the end, after the commands that come last."""
        for words in scenario.after:
            self.must(scenario, words)
        return self.holds()

    def holds(self) -> dict[str, dict[str, Any]]:
        """Return what the index holds, and the quotes that it gives, read in a child."""
        index = self.root / "index"
        found: dict[str, dict[str, Any]] = answer_of(lambda: contents(index) | ({"quotes": quotes(index)} if self.quotes else {}), self.out)
        return found


def quotes(index: Path) -> dict[str, Any]:
    """Return question -> the quotes of its answer, by article and place."""
    from rag.assistant import Assistant

    assistant = Assistant.open(index, llm=False)
    try:
        asked = {question: assistant.ask(question) for question in QUESTIONS}
    finally:
        assistant.close()
    found: dict[str, Any] = plain({q: [a.status, [[x.article.id, x.start, x.end, x.text] for x in a.quotes]] for q, a in asked.items()})
    return found


def trials(given: argparse.Namespace, scenarios: Sequence[Scenario], ground: Ground) -> Iterator[tuple[int, Scenario, list[Plan]]]:
    """Yield number, scenario and moments of each trial: drawn, or with ``--steps`` every step on files of every scenario."""
    if given.steps:
        every = [(s, n, alone) for s in scenarios for n in range(1, ground.clean(s).course.steps + 1) for alone in (True, False)]
        for number, (scenario, n, alone) in enumerate(every):
            if number >= given.first:
                yield number, scenario, [Plan("step", n, alone)]
        return
    for number in range(given.first, given.first + given.kills):
        scenario, rng = scenarios[number % len(scenarios)], Random(f"{given.seed} {number}")
        course = ground.clean(scenario).course
        yield number, scenario, [plan(rng, course) for _ in range(1 + (rng.random() < AGAIN))]


def main() -> int:
    """Run and print; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", type=int, nargs="?", default=30, help="trials; every one kills once or twice")
    parser.add_argument("--first", type=int, default=0, help="begin at another number, to run a slice or one again")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--only", default="", choices=["", *(s.name for s in SCENARIOS)])
    parser.add_argument("--steps", action="store_true", help="no chance: kill ahead of every step on files, of every scenario")
    parser.add_argument("--no-quotes", action="store_true")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is mounted, held or left behind is put away
    load()
    began, wrong, hit, tried = time.monotonic(), 0, Counter[str](), Counter[str]()
    scenarios = [s for s in SCENARIOS if (s.name == given.only or not given.only) and (find_spec("ray") or not s.needs_ray)]
    print("scenarios:", ", ".join(s.name for s in scenarios), flush=True)
    with tempfile.TemporaryDirectory() as folder, apart() if any(s.needs_ray for s in scenarios) else nullcontext("") as ray:
        ground = Ground(Path(folder), quotes=not given.no_quotes, ray=ray)
        for number, scenario, moments in trials(given, scenarios, ground):
            done = ground.trial(scenario, moments)
            hit.update([scenario.name] * len(done.kills))
            tried[scenario.name] += 1
            wrong += bool(done.wrong)
            for line in done.wrong:
                print(f"WRONG {number} ({scenario.name}, seed {given.seed}, killed at {done.kills}): {line}", flush=True)
            if (number + 1 - given.first) % 10 == 0:
                print(
                    f"{number + 1 - given.first} trials, {hit.total()} kills, {wrong} wrong, {time.monotonic() - began:.0f} s", flush=True
                )
    for name, (course, *_) in ground.known.items():
        ran = f"a run: {course.seconds:.2f} s, {course.changes} changes, {course.steps} steps"
        print(f"{name:10} {tried[name]:4} trials {hit[name]:4} kills; {ran}")
    print(f"{tried.total()} trials, {hit.total()} kills, {wrong} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
