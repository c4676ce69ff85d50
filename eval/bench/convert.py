"""Turn a public set's own file into a suite folder: ``python -m eval.bench.convert squad FILE DIR``.

The sets' texts belong to their publishers, so none is shipped; whoever has a file can measure on it.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from eval.cache import write_whole
from eval.suites.cases import read_rows
from rag.errors import CaseError, DatelineError

Row = dict[str, Any]
Files = dict[str, list[Row]]


def squad(file: Path) -> Files:
    """Convert SQuAD's form (SQuAD, XQuAD, SQuADShifts): one paragraph becomes one article."""
    corpus: dict[str, Row] = {}
    questions: list[Row] = []
    for topic in json.loads(file.read_text(encoding="utf-8"))["data"]:
        for paragraph in topic["paragraphs"]:
            key = _id(paragraph["context"])
            corpus[key] = {
                "id": key,
                "title": topic.get("title", ""),
                "date": "",
                "source": file.stem,
                "url": "",
                "text": paragraph["context"],
            }
            questions += [_squad_question(row, key) for row in paragraph["qas"]]
    return {"corpus.jsonl": list(corpus.values()), "questions.jsonl": questions}


def wice(file: Path) -> Files:
    """Convert WiCE's claims (data/entailment_retrieval/claim/*.jsonl)."""
    pairs = [
        {"id": row["meta"]["id"], "claim": row["claim"], "evidence_sentences": row["evidence"], "label": row["label"]}
        for _, row in read_rows(file)
    ]
    return {"pairs.jsonl": pairs}


def qags(file: Path) -> Files:
    """Convert QAGS's votes (data/mturk_*.jsonl); the label is the majority's."""
    pairs = [pair for n, row in read_rows(file) for pair in _qags_pairs(row, f"{file.stem}-{n}")]
    return {"pairs.jsonl": pairs}


FORMS: Mapping[str, Callable[[Path], Files]] = {"squad": squad, "wice": wice, "qags": qags}


def main(argv: Sequence[str] | None = None) -> int:
    """Convert one file; return 0, or 2 with a line that says what was wrong."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.convert", description=__doc__)
    parser.add_argument("form", choices=sorted(FORMS), help="; ".join(f"{name}: {make.__doc__}" for name, make in FORMS.items()))
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path, help="made if missing; files in it of the same name are replaced")
    args = parser.parse_args(argv)
    try:
        line_counts = convert(args.form, args.file, args.folder)
    except DatelineError as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    print(f"{', '.join(f'{name}: {n} lines' for name, n in line_counts.items())}. Measure: python -m eval {args.folder}")
    return 0


def convert(form: str, file: Path, folder: Path) -> dict[str, int]:
    """Write the suite files of ``file`` into ``folder``; return lines by file.

    :raises CaseError: if ``file`` is not of that form; nothing is written then.
    """
    try:
        files = FORMS[form](file)
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise CaseError(f"{file} is not of the form {form}: {type(err).__name__} {err}") from err
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        write_whole(folder / name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return {name: len(rows) for name, rows in files.items()}


def _squad_question(row: Row, paragraph: str) -> Row:
    answers = list(dict.fromkeys(answer["text"] for answer in row["answers"]))
    return {
        "id": row["id"],
        "question": row["question"],
        "answers": answers,
        "unanswerable": not answers,
        "relevant_ids": [paragraph] if answers else [],
        "kind": "extractive" if answers else "unanswerable",
        "as_of": "",
    }


def _qags_pairs(row: Row, name: str) -> Iterator[Row]:
    for n, sentence in enumerate(row["summary_sentences"]):
        votes = [response["response"] for response in sentence["responses"]]
        label = "supported" if votes.count("yes") * 2 > len(votes) else "unsupported"
        yield {"id": f"{name}-{n}", "claim": sentence["sentence"], "evidence": row["article"], "label": label, "votes": votes}


def _id(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


if __name__ == "__main__":
    sys.exit(main())
