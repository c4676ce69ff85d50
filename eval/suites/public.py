"""Read a folder made from a public data set: questions.jsonl with corpus.jsonl, pairs.jsonl, or follow-up wordings."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.suites.cases import Case, Pair, Suite, check_day, check_fields, check_unique, digest, read_rows
from rag.errors import CaseError
from rag.language.text import sentences

_MAYBE_TEXT = (str, type(None))
_MAYBE_LIST = (list, type(None))
QUESTION: dict[str, Any] = {
    "id": str, "question": str, "answers": tuple, "unanswerable": bool, "kind": str, "as_of": str, "relevant_ids": tuple,
    "choices": tuple, "answer_index": int, "removed_answer": _MAYBE_TEXT, "evidence_window": _MAYBE_TEXT,
    "nota_choices": _MAYBE_LIST, "nota_answer_index": (int, type(None)), "outdated_answers": tuple, "other_time_ids": tuple,
    "question_type": str, "gold_facts": tuple, "all_answers_required": bool, "wrong_answers": tuple, "misinfo_ids": tuple,
    "noise_ids": tuple, "given_ids": tuple, "entities": tuple, "fake_answer": str, "counterfactual_ids": tuple,
    "negative_ids": tuple, "original_answer": tuple,
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "id": str, "title": str, "date": str, "source": str, "url": str, "text": str, "span_only": bool, "category": str,
    "facts_only": bool, "published": str, "updated": str, "byline": str,
}  # fmt: skip
PAIR: dict[str, Any] = {
    "id": str, "claim": str, "evidence": str, "evidence_sentences": tuple, "label": str, "supporting": list, "votes": list,
    "set": str, "split": str,
}  # fmt: skip
WORDING: dict[str, Any] = {"id": str, "history": tuple, "question": str, "standalone": str}
LEFT_OUT = frozenset({"old_evidence_only", "weak_evidence", "no_evidence_found", "mc_only"})
"""Kinds of RealTime QA whose evidence is missing, weak or old: its README scores only the others."""
_SUPPORTED = {"supported": True, "partially_supported": False, "not_supported": False, "unsupported": False}
_NAMESAKE = (" of the United Kingdom", " F.C. Women", " A.F.C.", " F.C.", " FC", " HC", " Football Club", " Corp.")


class UnknownForm(CaseError):
    """A folder in none of the forms that are read here."""


def read_folder(folder: Path) -> Suite:
    """Read a bench folder of any form.

    :raises UnknownForm: if it holds none.
    :raises CaseError: naming file and line, or the file that is missing and how to get it.
    """
    if (folder / "pairs.jsonl").is_file():
        return read_pairs(folder / "pairs.jsonl")
    questions, corpus = folder / "questions.jsonl", folder / "corpus.jsonl"
    if not questions.is_file():
        files = sorted(folder.glob("*.jsonl"))
        if files and all(WORDING.keys() <= first_row(file).keys() for file in files):
            return read_wordings(folder.name, files)
        raise UnknownForm(f"{folder} holds neither questions.jsonl nor pairs.jsonl. The forms are in eval/README.md")
    if not corpus.is_file():
        raise CaseError(f"{corpus} is missing. Make the folder from the set's own file: python -m eval.bench.convert squad FILE {folder}")
    known = corpus_ids(corpus)
    cases, ids = [], []
    for n, row in read_rows(questions):
        where = f"{questions}:{n}"
        check_fields_loose(row, QUESTION, where)
        if lost := [i for i in row.get("relevant_ids", ()) if i not in known]:
            raise CaseError(f"{where}: relevant_ids names {', '.join(lost)}, which {corpus.name} does not hold")
        cases.append(to_case(row, where))
        ids.append((row["id"], where))
    check_unique(ids)
    return Suite(folder.name, folder, "questions", digest([questions, corpus], folder), tuple(cases), corpus=corpus)


def first_row(file: Path) -> dict[str, Any]:
    """Return the object in the first line of a file that is not blank; empty where there is none."""
    return next((row for _, row in read_rows(file)), {})


def to_case(row: Mapping[str, Any], where: str) -> Case:
    """Make a Case of a bench question: conflict, change and choice fields of all sets are taken over."""
    answers = tuple(row.get("answers", ()))
    kind = row.get("kind", "")
    if row.get("as_of"):
        check_day(row["as_of"], where)
    dated = "outdated_answers" in row  # Wikidata labels, which carry suffixes no newspaper writes
    several = bool(row.get("all_answers_required"))
    accepted = labels(answers) if dated else answers
    fake = row.get("fake_answer", "")
    return Case(
        id=row["id"],
        question=row["question"],
        answers=accepted,
        unanswerable=bool(row.get("unanswerable")),
        kind=kind,
        as_of=row.get("as_of", ""),
        relevant=tuple(row.get("relevant_ids", ())),
        all_of=tuple((answer,) for answer in answers) if several else (),
        wrong=tuple(row.get("wrong_answers", ())),
        outdated=labels(row["outdated_answers"]) if dated else (),
        sides=(answers, (fake,)) if kind == "conflict" and fake else (),
        choices=tuple(row.get("choices") or ()),
        choice=row.get("answer_index", -1),
        scored=kind not in LEFT_OUT,
    )


def labels(names: Iterable[str]) -> tuple[str, ...]:
    """Wikidata labels with the forms a newspaper uses: without the part after a comma, "F.C." or a country that tells namesakes apart.

    "no one" (the post was vacant) is no form anybody writes and is left out.
    """
    out: list[str] = []
    for name in names:
        short = name.split(",")[0]
        for suffix in _NAMESAKE:
            short = short.removesuffix(suffix)
        out += [form for form in (name, short) if form != "no one"]
    return tuple(dict.fromkeys(out))


def read_pairs(path: Path) -> Suite:
    """Read claims with their evidence; partly supported counts as not supported, as WiCE's binary task does."""
    pairs, ids = [], []
    for n, row in read_rows(path):
        where = f"{path}:{n}"
        check_fields_loose(row, PAIR, where, needed=("id", "claim", "label"))
        if row["label"] not in _SUPPORTED:
            raise CaseError(f"{where}: label={row['label']!r} is none of: {', '.join(_SUPPORTED)}")
        whole = row.get("evidence", "")
        evidence = tuple(row.get("evidence_sentences") or [whole[a:b] for a, b in sentences(whole)])
        if not evidence:
            raise CaseError(f"{where}: evidence or evidence_sentences is missing or empty")
        pairs.append(Pair(row["id"], row["claim"], evidence, _SUPPORTED[row["label"]], row.get("set", "")))
        ids.append((row["id"], where))
    check_unique(ids)
    name = path.parent.name if path.stem == "pairs" else path.stem
    return Suite(name, path, "pairs", digest([path], path.parent), pairs=tuple(pairs))


def read_wordings(name: str, files: list[Path]) -> Suite:
    """Read follow-up questions with their stand-alone wording; they need no corpus."""
    cases, ids = [], []
    for file in files:
        for n, row in read_rows(file):
            where = f"{file}:{n}"
            check_fields(row, WORDING, where, needed=("id", "question", "standalone"))
            turns, replies = _replies(row["history"]) if file.stem.endswith("-with-answers") else (row["history"], ())
            seen = fitted_on(file.stem, row["id"])
            kind = f"{file.stem}, fitted on" if seen else file.stem
            about = {"history": tuple(turns), "replies": tuple(replies), "standalone": row["standalone"]}
            cases.append(Case(row["id"], row["question"], kind=kind, scored=not seen, **about))
            ids.append((row["id"], where))
    check_unique(ids)
    return Suite(name, files[0].parent, "wordings", digest(files, files[0].parent), tuple(cases))


def fitted_on(name: str, case_id: str) -> bool:
    """Whether a conversation of CANARD is of the half that ``python -m eval.fit followup`` fits on; ids are CONVERSATION-TURN."""
    return name.startswith("canard") and hashlib.sha256(case_id.rpartition("-")[0].encode()).digest()[-1] % 2 == 0


def _replies(history: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the turns and their answers of a history that has both in turn behind its heading."""
    return [*history[:1], *history[1::2]], ["" for _ in history[:1]] + [*history[2::2], *[""] * (1 - len(history) % 2)]


def check_fields_loose(row: Mapping[str, Any], fields: Mapping[str, Any], where: str, needed: tuple[str, ...] = ("id", "question")) -> None:
    """Like :func:`eval.suites.cases.check_fields`, for fields that may also be null."""
    present = {name: value for name, value in row.items() if not (value is None and _nullable(fields.get(name)))}
    check_fields(present, {name: kind[0] if isinstance(kind, tuple) else kind for name, kind in fields.items()}, where, needed=needed)


def _nullable(kind: object) -> bool:
    return isinstance(kind, tuple) and type(None) in kind


def corpus_ids(corpus: Path) -> set[str]:
    """Return the ids of the articles of a corpus.jsonl.

    :raises CaseError: naming file and line of one that cannot be used.
    """
    rows = [(row, f"{corpus}:{n}") for n, row in read_rows(corpus)]
    for row, where in rows:
        check_fields(row, DOCUMENT, where, needed=("id", "text"))
    check_unique([(row["id"], where) for row, where in rows])
    return {row["id"] for row, _ in rows}
