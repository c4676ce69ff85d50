"""Damage an index in every way and see what the commands make of it: ``python -m tests.damages [WORDS]``.

For every kind of damage to every part of an index (tests/damages/kinds.py) a copy of a sound index is asked, searched, listed, ingested
into again, and asked again, by real commands. Bad are a traceback, and a silent loss: something that the whole index gives is missing
and no line says so. A table is printed, a line a kind: what each command came to, and whether all was whole in the end. WORDS take
those kinds whose names hold one of them. Damages that need rights (mounts) are passed over visibly where they are not given.
"""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.damages.judge import FINE, SILENT, SLOW, TRACEBACK, Said, held, judged, lost, read
from tests.damages.kinds import Damage, damages
from tests.kills.scenarios import QUESTIONS, fill, rows, text
from tests.kits.contents import contents
from tests.kits.forked import answer_of, command, load, run

BULK = range(1000, 1480)  # further records: Chroma writes its graph into files from a thousand vectors on
MARKS = {FINE: ".", TRACEBACK: "T", SILENT: "S", SLOW: "H"}
STEPS = ("ask", "search", "status", "articles", "ingest", "ask again", "search again", "contents")


def commands(root: Path) -> dict[str, list[str]]:
    """Return what is run on an index, in turn."""
    at = ["--index", str(root / "index")]
    ask, search = ["ask", QUESTIONS[0], "--no-llm", "--json", *at], ["search", QUESTIONS[2], "-k", "20", "--json", *at]
    listed = ["articles", "--format", "json", "-n", "3000", *at]
    steps = [ask, search, ["status", "--json", *at], listed, ["ingest", str(root / "files"), *at], ask, search]
    return dict(zip(STEPS, steps, strict=False))  # the contents are read without a command


def tried(damage: Damage, sound: Path, root: Path) -> list[Said] | None:
    """Damage a copy of the sound index and run all commands; None where that damage cannot be done here."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(sound, root)
    (root / "files" / "zz-fresh.txt").write_text(text(900))  # so that the ingest has something to write; last, as it comes last
    index, out = root / "index", root.with_name("out.txt")
    damage.harm(index)
    said = []
    try:
        with damage.held(index):
            for argv in commands(root).values():
                ended = run(inside(damage, argv), out)
                said.append(read(ended.code, ended.out, ended.seconds))
            said.append(read_contents(index, out, said))
    except RuntimeError as err:
        if "yield" not in str(err):
            raise
        return None
    finally:
        for path in [root, *root.rglob("*")]:
            if not path.is_symlink() and path.exists():
                path.chmod(0o755 if path.is_dir() else 0o644)
    return said


def read_contents(index: Path, out: Path, said: Sequence[Said]) -> Said:
    """Return what the index holds in the end, as one more command, which says what all before it said."""
    lines = [line for one in said if not one.crashed for line in one.lines]  # a traceback is counted where it came, and tells nobody
    try:
        return Said(0, held(answer_of(lambda: contents(index), out)), tuple(lines))
    except RuntimeError as err:
        return Said(2, frozenset(), (*lines, f"the contents cannot be read ({len(str(err))} letters of why)"))


def inside(damage: Damage, argv: Sequence[str]) -> Callable[[], int | None]:
    """Return a command as work that begins with what the damage does in its process."""

    def work() -> int | None:
        damage.inside()
        return command(argv)()

    return work


def line_of(damage: Damage, said: Sequence[Said], whole: Sequence[Said]) -> str:
    """Return the line of the table: a mark a command, and what is still missing after the ingest."""
    marks = "".join(MARKS[judged(a, b)] for a, b in zip(said, whole, strict=True))
    left, of = sum(lost(a, b) for a, b in zip(said[-3:], whole[-3:], strict=True)), sum(len(w.found) for w in whole[-3:])
    return f"{damage.name:44} {marks}  {f'{left:,} of {of:,} missing in the end' if left else 'whole again'}"


def main() -> int:
    """Run and print; exit code 1 when anything was bad."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="parts of the names of the damages to be tried")
    parser.add_argument("--list", action="store_true", help="name them, and try none")
    parser.add_argument("--show", action="store_true", help="print the end of what bad commands wrote")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what is mounted, held or left behind is put away
    load()
    total, began = Counter[str](), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        sound, root = Path(folder) / "sound", Path(folder) / "trial"
        make_sound(sound, root)
        whole = tried(Damage("none"), sound, root)
        assert whole is not None
        chosen = [d for d in damages(sound / "index") if not given.words or any(word in d.name for word in given.words)]
        print(f"{len(chosen)} kinds; {', '.join(STEPS)}: {' '.join(f'{mark} {what}' for what, mark in MARKS.items())}", flush=True)
        for damage in () if given.list else chosen:
            said = tried(damage, sound, root)
            if said is None:
                print(f"{damage.name:44} passed over: not allowed here", flush=True)
                continue
            print(line_of(damage, said, whole), flush=True)
            found = {judged(a, b) for a, b in zip(said, whole, strict=True)}
            total.update(found - {FINE})
            total["kinds"] += 1
            for step, a, b in zip(STEPS, said, whole, strict=True) if given.show else ():
                if judged(a, b) != FINE:
                    print(f"    {step} ({a.code}, {a.seconds:.1f} s): {' | '.join(a.lines[-4:])[-600:]}", flush=True)
        if given.list:
            print(*(d.name for d in chosen), sep="\n")
    print(f"{total.pop('kinds', 0)} kinds tried, {dict(total)}; {time.monotonic() - began:.0f} s")
    return int(bool(total))


def make_sound(sound: Path, root: Path) -> None:
    """Make a sound index with its articles at ``root`` (paths are kept in it), ask it once, and keep all of it in ``sound``."""
    fill(root / "files")
    rows(root / "files" / "bulk.jsonl", BULK)
    for argv in (commands(root)["ingest"], commands(root)["ask"]):
        ended = run(command(argv), root.with_name("out.txt"))
        if ended.code not in (0, 3):
            raise RuntimeError(ended.out[-2000:])
    (root / "index" / "feedback.jsonl").write_text('{"question": "Who?", "good": true}\n')
    shutil.copytree(root, sound)


if __name__ == "__main__":
    sys.exit(main())
