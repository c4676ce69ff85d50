"""The folders of articles whose ingest is killed: how they stand before, what changes, and the command that is to bring the index there."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

TOWNS = ("Varnholm", "Linden", "Kestrel Bay", "Port Maren", "Oulu", "Kemi", "Ostrava", "Tarn", "Brecht", "Selby")
THINGS = ("bridge", "harbour", "library", "tram", "school", "market", "choir", "mill", "station", "orchard")
DID = ("opened", "closed", "was sold", "burned down", "was repaired", "is to be moved", "flooded", "was bought by the town")
NEW = ("ingest", "{files}", "--index", "{index}")
QUESTIONS = (
    "What happened to the bridge at Varnholm?",
    "How many crowns did the library cost?",
    "Who spoke about the harbour of Port Maren?",
)


def report(n: int, more: str = "", sentences: int = 9) -> str:
    """Return the body of an invented report; the same for the same number."""
    rng = Random(n)
    town, thing = rng.choice(TOWNS), rng.choice(THINGS)
    said = [f"The {thing} of {town} {rng.choice(DID)} on Monday, mayor {rng.choice(TOWNS)[:5]}sen said in report {n}."]
    for i in range(sentences):
        said.append(
            f"It had cost {rng.randint(2, 900)} million crowns and {rng.randint(2, 80)} people of {rng.choice(TOWNS)} had asked for the "
            f"{rng.choice(THINGS)} in {1950 + rng.randint(0, 70)}, which {rng.choice(DID)} later{'.' if i % 3 else ', the council said.'}"
        )
    return " ".join(said) + more


def text(n: int, more: str = "", day: int = 3) -> str:
    """Return a report as a text file with a headline and a day."""
    return f"{THINGS[n % 10].title()} {n} of {TOWNS[n // 10 % 10]}\n\nUpdated {day} May 2024\n\n{report(n, more)}\n"


def rows(path: Path, numbers: Sequence[int], more: str = "", day: str = "2024-05-03") -> None:
    """Write reports as a file of records that state their ids."""
    path.write_text("".join(
        json.dumps({"id": f"{path.stem}{n}", "title": f"Record {n} of {path.stem}", "source": TOWNS[n % 7] + " Post", "date": day,
                    "url": f"https://{path.stem}.example/{n}", "text": report(n, more)}) + "\n" for n in numbers
    ))  # fmt: skip


def page(n: int) -> str:
    """Return a report as a web page, which another process reads."""
    body = "".join(f"<p>{part}.</p>" for part in report(n).split(". "))
    head = f"<title>Page {n} of {TOWNS[n % 10]}</title><meta property='article:published_time' content='2024-05-0{n % 9 + 1}T08:00:00Z'>"
    return f"<!doctype html><html lang=en><head>{head}</head><body><article><h1>Page {n}</h1>{body}</article></body></html>"


def fill(folder: Path) -> None:
    """Write the folder as it stands first: texts, records, pages, and a copy of a report by another outlet."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(40):
        (folder / f"t{n:02}.txt").write_text(text(n))
    rows(folder / "wire.jsonl", range(100, 180))
    rows(folder / "daily.jsonl", range(300, 330))
    (folder / "copy.txt").write_text(text(7).replace("Updated 3 May", "Updated 4 May") + "\nReporting by another hand.\n")
    for n in range(3):
        (folder / f"p{n}.html").write_text(page(400 + n))


def change(folder: Path) -> None:
    """Change, add, move and drop files of it."""
    for n in range(0, 12, 2):
        (folder / f"t{n:02}.txt").write_text(text(n, " More is known now."))
    for n in range(20, 26):
        (folder / f"t{n:02}.txt").unlink()
    (folder / "t30.txt").rename(folder / "moved.txt")
    for n in range(50, 60):
        (folder / f"t{n}.txt").write_text(text(n))
    rows(folder / "wire.jsonl", [*range(100, 150), *range(180, 210)])
    (folder / "daily.jsonl").unlink()


def later(folder: Path) -> None:
    """Let articles state a later day, so that they stay as earlier versions."""
    for n in range(15):
        (folder / f"t{n:02}.txt").write_text(text(n, " It was known by the ninth.", day=9))
    rows(folder / "wire.jsonl", range(100, 160), " The council met again.", day="2024-05-11")


def more(folder: Path) -> None:
    """Add files, as a watched folder gets them."""
    rows(folder / "late.jsonl", range(500, 560))
    for n in range(60, 75):
        (folder / f"t{n}.txt").write_text(text(n))


def nothing(folder: Path) -> None:
    """Leave it as it is."""


def emptied(folder: Path) -> None:
    """Begin with no index: what was ingested first is forgotten."""
    shutil.rmtree(folder.parent / "index", ignore_errors=True)


DELETE = ("articles", "delete", *(f"wire{n}" for n in range(100, 140)), "--yes", "--index", "{index}")


@dataclass(frozen=True, slots=True)
class Scenario:
    """``before`` are commands run to their end first; ``changed`` then changes the folder, and ``command`` is what is killed.

    ``after`` is run once when all is over, to see that what was deleted stays out.
    """

    name: str
    command: tuple[str, ...]
    changed: Callable[[Path], None]
    before: tuple[tuple[str, ...], ...] = (NEW,)
    after: tuple[tuple[str, ...], ...] = ()

    @property
    def needs_ray(self) -> bool:
        """Whether the command reads on a Ray cluster."""
        return "{ray}" in self.command


SCENARIOS = (
    Scenario("new", NEW, emptied, ()),
    Scenario("change", (*NEW, "--prune"), change),
    Scenario("versions", NEW, later),
    Scenario("watch", ("watch", "{files}", "--once", "--prune", "--index", "{index}"), more),
    Scenario("rebuild", (*NEW, "--rebuild"), change, (NEW, DELETE)),
    Scenario("workers", (*NEW, "--prune", "--workers", "2"), change),
    Scenario("ray", (*NEW, "--prune", "--ray", "{ray}"), change),
    Scenario("deletion", DELETE, nothing, after=(NEW,)),
    Scenario("restored", NEW, nothing, (NEW, DELETE, ("articles", "restore", *DELETE[2:30], "--index", "{index}"))),
)
