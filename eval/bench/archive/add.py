"""Add one article to the index of an open assistant, again and again: how soon it is found, and what the next question takes."""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.bench.archive.times import quote_seconds
from eval.bench.archive.words import made_word
from eval.suites.cases import Case
from rag.errors import CaseError
from rag.language.text import stems

if TYPE_CHECKING:
    from rag.assistant import Assistant

TIMES = 6  # the first of which loads what an ingest needs, and is not counted
BETWEEN = 10  # questions before each, which the next one is compared with
PATIENCE_S = 600.0
LOOK_S = 0.01  # between two looks whether an article is known
TEXT = (
    "The mayor of {name} opened the new {name} bridge on Tuesday, the town council said. It had cost {n} million crowns and taken four "
    "years. Some two hundred people came to see the first tram cross it. The old bridge at {name} will be taken down in spring."
)


def add_and_find(assistant: "Assistant", cases: Sequence[Case]) -> Iterator[dict[str, float]]:
    """Yield for each article: seconds of the ingest, until it is known, of a search that finds it, and of questions before and after.

    It is known to the open assistant before its ingest has ended. All of them are taken out again.

    :raises CaseError: when one is not found in PATIENCE_S.
    """
    from ingest.deletion import delete
    from ingest.sync import update

    ids: list[str] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for n in range(TIMES):
                name = made_word(time.time_ns() % 10**9 + n).capitalize()
                row = article(n, name)
                before = list(quote_seconds(assistant, [cases[(n * BETWEEN + i) % len(cases)] for i in range(BETWEEN)]))
                file = Path(folder) / f"{n}.jsonl"
                file.write_text(json.dumps(row) + "\n", encoding="utf-8")
                ids.append(row["id"])
                began = time.perf_counter()
                with ThreadPoolExecutor(1) as other:
                    running = other.submit(update, assistant.settings, [file])
                    findable = until_findable(assistant, name, running)
                    running.result()
                    stored = time.perf_counter() - began
                search_s = until_found(assistant, name, row["id"])
                after = next(quote_seconds(assistant, [cases[n * BETWEEN % len(cases)]]))
                if n:
                    took = {"ingest_s": stored, "findable_s": findable - began, "found_s": search_s}
                    took |= {"after_s": after, "same_before_s": before[0]}
                    yield took | {"before_s": sorted(before)[len(before) // 2]}
    finally:
        delete(assistant.settings, ids)


def article(n: int, name: str) -> dict[str, Any]:
    """Return a record of an article whose name no other has."""
    text = TEXT.format(name=name, n=20 + n)
    return {"id": f"added-{name}", "title": f"New bridge opens at {name}", "source": "The Bridge Post", "date": "2024-03-05", "text": text}


def until_findable(assistant: "Assistant", name: str, running: Future[Any]) -> float:
    """Return the time, on the clock of the counts, at which an open assistant's index knows a name that is being ingested.

    :raises CaseError: when the ingest has ended and it is not known.
    """
    (wanted,) = stems(name)
    while True:
        ended = running.done()
        if wanted in assistant.retriever.keywords:
            return time.perf_counter()
        if ended:
            running.result()
            raise CaseError(f"an article that was added is not known by its name, {name}")
        time.sleep(LOOK_S)


def until_found(assistant: "Assistant", name: str, article_id: str, patience_s: float = PATIENCE_S) -> float:
    """Return the seconds until a search for a name finds its article.

    :raises CaseError: when it does not in ``patience_s``.
    """
    began = time.perf_counter()
    while time.perf_counter() - began < patience_s:
        if article_id in [e.article.id for e in assistant.search(f"bridge at {name}", k=3)]:
            return time.perf_counter() - began
    raise CaseError(f"an article that was added is not found after {patience_s:.0f} s")
