"""Turn feedback.jsonl, the judgements that users gave on the web page, into eval cases."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.suites.cases import Case, check_day, read_rows
from rag.errors import CaseError
from rag.sources.statement import read_sentence

SHOULD_DECLINE = "Should have declined"


def cases_from_feedback(path: str | Path) -> tuple[Case, ...]:
    """Read feedback.jsonl; one case a question and as-of day, by the last judgement of it.

    A good answer becomes a case that wants its numbers (else its names) again; a good decline, and an answer that should
    have been one, become unanswerable; a bad answer with the right one given wants that. A bad answer without it
    holds nothing that can be scored and is left out.

    :raises CaseError: naming file and line of a broken judgement.
    """
    path = Path(path)
    last: dict[tuple[str, str], Case | None] = {}
    for n, row in read_rows(path):
        where = f"{path}:{n}"
        question, as_of = _text(row, "searched", where) or _text(row, "question", where), _as_of(row, where)
        if not question:
            raise CaseError(f"{where}: question is missing or empty")
        last.pop((question, as_of), None)
        last[question, as_of] = _case(row, question, as_of, where)
    return tuple(case for case in last.values() if case is not None)


def suite_rows(cases: tuple[Case, ...]) -> list[dict[str, Any]]:
    """Cases as lines in the form of eval/sets, empty fields left out; the caller writes the first line, which names the corpus."""
    names = ("id", "question", "answers", "unanswerable", "kind", "as_of", "relevant", "all_of", "wrong")
    rows = []
    for case in cases:
        values = {name: getattr(case, name) for name in names}
        rows.append({name: _lists(v) for name, v in values.items() if v})
    return rows


def _lists(value: Any) -> Any:  # noqa: ANN401 - a text, a yes or no, or tuples of texts
    return [_lists(part) for part in value] if isinstance(value, tuple) else value


def _case(row: Mapping[str, Any], question: str, as_of: str, where: str) -> Case | None:
    answer = row.get("answer")
    if not isinstance(answer, dict) or not isinstance(row.get("good"), bool):
        raise CaseError(f"{where}: not a judgement of the page: answer or good is missing")
    key = "feedback-" + hashlib.sha256(f"{question}\0{as_of}".encode()).hexdigest()[:12]
    declined = answer.get("status") == "declined"
    reasons = row.get("reasons") or []
    if (row["good"] and declined) or (not row["good"] and SHOULD_DECLINE in reasons):
        return Case(key, question, unanswerable=True, kind="unanswerable", as_of=as_of)
    if not row["good"]:
        right = _text(row, "right", where)
        return Case(key, question, answers=(right,), kind="corrected", as_of=as_of) if right else None
    groups = _stated_facts(answer, question)
    cited = tuple(dict.fromkeys(str(c["article"]["id"]) for c in answer.get("citations") or []))
    return Case(key, question, all_of=groups, kind="confirmed", as_of=as_of, relevant=cited) if groups else None


def _stated_facts(answer: Mapping[str, Any], question: str) -> tuple[tuple[str, ...], ...]:
    """What the first supported sentence states beyond the question: its numbers, else its names, one group of forms each."""
    sentence = next((str(s["text"]) for s in answer.get("sentences") or [] if s.get("support") == "supported"), "")
    found, asked = read_sentence(sentence), question.lower()
    numbers = [n.text for n in found.numbers]
    wanted = numbers or [n.text for n in found.names]
    return tuple((text,) for text in dict.fromkeys(wanted) if text.lower() not in asked)


def _as_of(row: Mapping[str, Any], where: str) -> str:
    filters = row.get("filters")
    as_of = str(filters.get("as_of") or "") if isinstance(filters, dict) else ""
    if as_of:
        check_day(as_of, where)
    return as_of


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise CaseError(f"{where}: {name} is not a text")
    return value.strip()
