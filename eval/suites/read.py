"""Find a suite by name or path and read it in whichever of its forms it is; errors name file and line."""

from pathlib import Path
from typing import Any

from eval.suites import public
from eval.suites.cases import BENCH, ROOT, SETS, Suite, check_unique, corpus_files, digest, make_case, read_rows
from rag.errors import CaseError

OURS = {  # fields of a line of eval/sets/*.jsonl
    "id": str, "question": str, "answers": tuple, "unanswerable": bool, "kind": str, "as_of": str, "relevant": tuple,
    "all_of": tuple, "wrong": tuple, "outdated": tuple, "sides": tuple, "history": tuple, "standalone": str,
    "after": str, "before": str, "outlets": tuple,
}  # fmt: skip


def read_suite(where: str | Path) -> Suite:
    """Read a suite by name (a file of eval/sets) or path: one .jsonl in the form of eval/sets, or a folder of the bench form.

    :raises CaseError: naming file and line, for anything that cannot be used as it stands.
    """
    path = _find_suite(where)
    if path.is_dir() and (own := path / f"{path.name}.jsonl").is_file() and _is_suite(own):
        path = own
    if path.is_dir():
        return public.read_folder(path)
    if path.name in {"questions.jsonl", "pairs.jsonl"}:
        return public.read_folder(path.parent)
    rows = list(read_rows(path))
    if not rows:
        raise CaseError(f"{path}: no cases in it. The form of a suite is in eval/README.md")
    first = rows[0][1]
    if set(first) == {"corpus"}:
        return _read_eval_set(path, str(first["corpus"]), rows[1:])
    if "claim" in first:
        return public.read_pairs(path)
    if "standalone" in first and "answers" not in first:
        return public.read_wordings(path.stem, [path])
    raise CaseError(f'{path}:1: the first line must name the corpus, as {{"corpus": "seeds/"}}')


def _is_suite(file: Path) -> bool:
    """Whether the first line of a file names a corpus."""
    return set(public.first_row(file)) == {"corpus"}


def _read_eval_set(path: Path, named: str, rows: list[tuple[int, dict[str, Any]]]) -> Suite:
    corpus = (ROOT / named).resolve()
    files = corpus_files(corpus)
    if not files:
        raise CaseError(f"{path}:1: corpus {named} is missing or empty under {ROOT}. Get it back: git checkout -- {named}")
    known = {file.stem for file in files} if corpus.is_dir() else public.corpus_ids(corpus)
    cases = []
    for n, row in rows:
        where = f"{path}:{n}"
        case = make_case(row, OURS, where)
        if lost := [stem for stem in case.relevant if stem not in known]:
            raise CaseError(f"{where}: relevant names {', '.join(lost)}, which {named} does not hold")
        cases.append((case, where))
    check_unique([(case.id, where) for case, where in cases])
    return Suite(path.stem, path, "questions", digest([path, *files], ROOT), tuple(case for case, _ in cases), corpus=corpus)


def _find_suite(where: str | Path) -> Path:
    path = Path(where)
    ours = SETS / f"{where}.jsonl"
    if path.name == str(where) and ours.is_file() and _is_suite(ours):  # "seeds" is the suite, not the folder of articles
        return ours
    if path.exists():
        return path.resolve()
    if (BENCH / path).exists():
        return (BENCH / path).resolve()
    have = ", ".join(sorted(p.stem for p in SETS.glob("*.jsonl") if _is_suite(p)))
    raise CaseError(f"No suite {where}. Give a .jsonl file, a folder with corpus.jsonl and questions.jsonl, or one of: {have}")
