"""Run the whole ingest over folders of spoilt files and count what must not be: ``python -m tests.mutated_files 10000``.

Every folder holds a sound article among the spoilt ones. Counted are runs that ended otherwise than with exit code 0 or 1 or
without that article, tracebacks, files over SECONDS or MEMORY_MB, and second runs over the same folder that differ from the first.
``--first N`` begins at another number, so that slices can be run apart; ``--keep DIR`` keeps the files of folders that failed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.kits.ingest import article_text

SECONDS, MEMORY_MB = 30.0, 1024.0  # a file, at most
FOLDER = 100  # files of one run
_RUN = "import sys; from ui.cli import main; sys.exit(main())"


class Run(NamedTuple):
    """How one ``dateline ingest`` ended."""

    code: int
    out: str
    seconds: float  # of work, of the process and of its children: what else the machine does makes no difference
    memory_mb: float  # of the process or a child of it, whichever held more

    def failed(self) -> list[str]:
        return sorted(line for line in self.out.splitlines() if line.startswith("failed: "))


def ingest(folder: Path, index: Path) -> Run:
    """Ingest a folder in a process of its own."""
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-c", _RUN, "ingest", str(folder), "--index", str(index)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    return Run(process.returncode, text, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def check(numbers: list[int], work: Path, *, twice: bool) -> tuple[Counter[str], Run]:
    """Write the files of these numbers, ingest them, and return what went wrong."""
    folder, index = work / "files", work / "index"
    folder.mkdir()
    # In another process: what is started from this one would count the most memory that this one ever held as its own.
    subprocess.run([sys.executable, "-m", "tests.kits.mutations", str(folder), str(numbers[0]), str(numbers[-1])], check=True)
    (folder / "zz.txt").write_text(article_text(f"A sound article stands behind number {numbers[0]}"), encoding="utf-8")
    run = ingest(folder, index)
    wrong = judged(run)
    wrong["sound article lost"] += not _has(index, "A sound article stands")
    if twice:
        again = ingest(folder, index)
        wrong += judged(again)
        wrong["second run differs"] += again.failed() != run.failed() or "│ 0     │ 0       │" not in again.out
    return wrong, run


def judged(run: Run) -> Counter[str]:
    """Return what is wrong with a run by itself; its time and memory are for all its files."""
    return Counter({
        "ended the run": int(run.code not in (0, 1)), "tracebacks": run.out.count("Traceback (most recent"),
        "over the memory": int(run.memory_mb > MEMORY_MB), "slow folders": int(run.seconds > SECONDS),
    })  # fmt: skip


def slow_files(files: list[Path], work: Path) -> list[str]:
    """Return the files of a slow folder that take too long by themselves, looked for by halves."""
    folder = Path(tempfile.mkdtemp(dir=work))
    for file in files:
        (folder / file.name).hardlink_to(file)
    run = ingest(folder, Path(tempfile.mkdtemp(dir=work)))
    if run.seconds <= SECONDS:
        return []
    half = len(files) // 2
    return [*slow_files(files[:half], work), *slow_files(files[half:], work)] if half else [f"{files[0].name} ({run.seconds:.0f} s)"]


def _has(index: Path, title: str) -> bool:
    from rag.index.store import Store
    from rag.models.encoders import StaticEmbedder
    from rag.settings import Settings

    if not (index / "articles.db").is_file():
        return False
    store = Store.open(Settings(index_dir=index), models=StaticEmbedder().name)
    try:
        return any(a.title.startswith(title) for a in store.articles(light=True))
    finally:
        store.close()


def main() -> int:
    """Run and print; exit code 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=int, nargs="?", default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--twice", action="store_true", help="run each folder twice: the second must name the same files and add nothing")
    parser.add_argument("--keep", type=Path, help="keep the files of folders in which something was wrong")
    given = parser.parse_args()
    total, most, seconds, named, reasons = Counter[str](), 0.0, 0.0, 0, Counter[str]()
    for first in range(given.first, given.first + given.files, FOLDER):
        numbers = list(range(first, min(first + FOLDER, given.first + given.files)))
        with tempfile.TemporaryDirectory() as work:
            wrong, run = check(numbers, Path(work), twice=given.twice)
            if wrong["slow folders"]:
                slow = slow_files(sorted((Path(work) / "files").iterdir()), Path(work))
                wrong["files over the time"] += len(slow)
                print("slow:", slow, flush=True)
            total += wrong
            most, seconds, named = max(most, run.memory_mb), max(seconds, run.seconds), named + len(run.failed())
            reasons += Counter(line.split(": ", 2)[-1][:40] for line in run.failed())
            wrong = Counter({what: n for what, n in wrong.items() if n and what != "slow folders"})
            if wrong:
                print(f"{numbers[0]}-{numbers[-1]}: {dict(wrong)}\n{run.out[-3000:]}", flush=True)
                if given.keep:
                    shutil.copytree(Path(work) / "files", given.keep / f"{numbers[0]}", dirs_exist_ok=True)
        print(f"{numbers[-1] + 1 - given.first:,} files, {seconds:.0f} s and {most:.0f} MB at most for {FOLDER}, {dict(total)}", flush=True)
    print(json.dumps({"files": given.files, "named": named, **total}), *(f"{n:6,} {what}" for what, n in reasons.most_common(25)), sep="\n")
    return int(any(n for what, n in total.items() if what != "slow folders"))


if __name__ == "__main__":
    sys.exit(main())
