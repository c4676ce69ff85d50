"""Ask the language model each question once, and keep what it wrote beside the quotes' own answer: what the judge is fitted on."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.cache import FOLDER
from eval.options import Options
from eval.run import choose_cases
from eval.scores.outcome import from_answer
from eval.scores.right import right
from eval.suites.cases import BENCH, Case, Suite
from eval.suites.read import read_suite
from eval.systems.dateline import System, open_system
from rag.answer import judge
from rag.answer.opening import opening
from rag.assistant import FOUND_NONE
from rag.records import Answer, Quote, Sentence
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.assistant import Assistant

SUITES = ("realtimeqa-dev", "realtimeqa-dev2")
TOKENS = (250, 1500)  # of evidence: every question is asked with each, as a model on a laptop and one that reads more
ROWS = FOLDER / "judge" / "rows.jsonl"  # text of the sets: in the cache, never in the project


class Recorder:
    """Stands where the judge does: lets the model's words through, and keeps what the judge would be told."""

    def __init__(self, assistant: "Assistant") -> None:
        self._decide, self.seen = assistant.whose_words, dict[str, Any]()
        assistant.whose_words = self

    def __call__(self, reading: Any, request: Any, written: Sequence[Sentence]) -> tuple[judge.Shown, str]:  # noqa: ANN401 - as of rag.reading.whose_words
        """Keep the state; refuse only where no sentence is supported, which leaves nothing to judge."""
        shown, why = self._decide(reading, request, written)
        if all(s.support == "unsupported" for s in written):
            return "quotes", why
        first = opening(request.searched, request.window, reading.best, reading.quotes, reading.compared)
        self.seen = {
            "question": request.searched,
            "quotes": [_quote_row(q) for q in reading.quotes],
            "opening": list(first),
            "written": [[s.text, s.support, list(s.citations)] for s in written],
            "shown": shown == "model",
        }
        return "model", ""


def gather_rows(system: System, suite: Suite, cases: Sequence[Case], tokens: int) -> Iterator[dict[str, Any]]:
    """Ask each case and yield its row: both answers' scores and what the judge would be told, nothing of it where only one answer is.

    A question at which the model failed yields none, so that it is asked again next time.
    """
    recorder = Recorder(system.assistant)
    for case in cases:
        recorder.seen = {}
        draft, answer = _both(system.assistant, case)
        outcome = from_answer(case.id, answer, suite.by_stem)
        if outcome.degraded:
            print(f"{case.id}: {answer.notes[0]}", file=sys.stderr)
            continue
        row = {"id": case.id, "suite": suite.name, "tokens": tokens, "status": answer.status, "model": answer.writer}
        if draft is not None:
            row |= {"quotes_right": right(case, from_answer(case.id, draft, suite.by_stem)), "unanswerable": case.unanswerable}
            row |= {"confidence": draft.confidence, "found_none": any(note.startswith(FOUND_NONE) for note in answer.notes)}
            row |= {"model_right": right(case, outcome), **recorder.seen} if recorder.seen else {}
        yield row


def _both(assistant: "Assistant", case: Case) -> tuple[Answer | None, Answer]:
    """Return the quotes' own answer, None for a decline, and the last one."""
    draft = None
    for event in assistant.stream(case.question, history=case.turns, **case.filters.given()):
        draft = event.draft or draft
        if event.answer is not None:
            return draft, event.answer
    raise AssertionError("stream ended without an answer")


def gather(names: Sequence[str], tokens: Sequence[int], rows: Path, *, limit: int, settings: Settings) -> int:
    """Append a line to ``rows`` for each question that has none yet, ``limit`` at most (0: all); return how many."""
    done = {(row["suite"], row["id"], row["tokens"]) for row in read_rows(rows)}
    rows.parent.mkdir(parents=True, exist_ok=True)
    if rows.is_file() and not rows.read_bytes().endswith(b"\n"):  # a line that a kill cut off must not spoil the next one
        rows.write_bytes(rows.read_bytes() + b"\n")
    added = 0
    for name in names:
        suite = read_suite(BENCH / name if (BENCH / name).is_dir() else name)
        for size in tokens:
            left = [c for c in choose_cases(suite, Options()) if (suite.name, c.id, size) not in done]
            left = left[: limit - added] if limit else left
            if not left:
                continue
            fixed = replace(settings, quote_tokens=size, deadline_s=3600.0)
            with open_system(suite, Options(), settings=fixed) as system, rows.open("a", encoding="utf-8") as file:
                assert isinstance(system, System)
                for row in gather_rows(system, suite, left, size):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    file.flush()
                    added += 1
                    print(f"{added}: {row['suite']} {row['id']} {size} {row.get('quotes_right', '-')} {row.get('model_right', '-')}")
    return added


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Return the rows gathered so far; a last line that was cut off is left out."""
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    return rows


def _quote_row(quote: Quote) -> dict[str, Any]:
    """Return what the judge reads of a quote, its answer as offsets into its text."""
    answer = [n - quote.start for n in quote.answer] if quote.answer[1] else [0, 0]
    return {
        "n": quote.n,
        "text": quote.text,
        "score": quote.score,
        "answer": answer,
        "headline": quote.headline,
    }
