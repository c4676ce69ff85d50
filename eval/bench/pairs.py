"""Measure the checker on minimal pairs, a true and a false sentence on the same quotes: ``python -m eval.bench.pairs FILE``.

A line of FILE is JSON: ``kind``, ``quotes`` (texts of one article), ``true``, ``false``; ``published``, ``title`` and ``source`` may
be given. A good checker calls every true sentence supported and no false one.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.scores.stats import bootstrap
from rag.answer.check import Checker
from rag.errors import CaseError
from rag.records import Article, Quote, Support

if TYPE_CHECKING:
    from rag.answer.check import TokenEncoder


@dataclass(frozen=True, slots=True)
class MinimalPair:
    """A true and a false sentence on the same quotes; ``kind`` says in what they differ."""

    kind: str
    quotes: tuple[Quote, ...]
    true: str
    false: str


@dataclass(frozen=True, slots=True)
class PairResult:
    """The checker's verdicts on both sentences of a pair."""

    pair: MinimalPair
    true: Support
    false: Support


def read_pairs(path: Path) -> list[MinimalPair]:
    """Return the pairs of a file.

    :raises CaseError: for a file that cannot be read, or a line that is no pair.
    """
    try:
        return [_pair(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise CaseError(f"{path} cannot be read as pairs: {err!r}") from err


def _pair(row: dict[str, object]) -> MinimalPair:
    texts = [str(text) for text in row["quotes"]]  # type: ignore[attr-defined]
    given = {name: str(row.get(name, otherwise)) for name, otherwise in (("title", ""), ("source", ""), ("published", "2024-05-14"))}
    article = Article("pair", given["title"], " ".join(texts), given["source"], published=given["published"])
    quotes = tuple(Quote(n, text, 0, len(text), article) for n, text in enumerate(texts, start=1))
    return MinimalPair(str(row["kind"]), quotes, str(row["true"]), str(row["false"]))


def judge_pairs(pairs: Sequence[MinimalPair], encoder: "TokenEncoder | None") -> list[PairResult]:
    """Check both sentences of every pair."""
    found = []
    for pair in pairs:
        checker = Checker(pair.quotes, encoder)
        found.append(PairResult(pair, checker.judge(pair.true).sentence.support, checker.judge(pair.false).sentence.support))
    return found


def report(results: Sequence[PairResult]) -> str:
    """Return a table: for each kind how many true and how many false sentences are called supported."""
    kinds = list(dict.fromkeys(r.pair.kind for r in results))
    lines = [f"{'kind':12}{'true supported':>16}{'false supported':>17}{'n':>6}"]
    for kind in [*kinds, "all"]:
        rows = [r for r in results if kind in (r.pair.kind, "all")]
        lines.append(f"{kind:12}{_share([r.true for r in rows]):16.3f}{_share([r.false for r in rows]):17.3f}{len(rows):6d}")
    intervals = [bootstrap(lambda p, v=v: _share([v[i] for i in p]), len(results)) for v in _columns(results)]  # type: ignore[misc]
    return "\n".join([*lines, "95% interval".ljust(12) + "".join(f"{f'{a:.3f} to {b:.3f}':>17}" for a, b in intervals)])


def _columns(results: Sequence[PairResult]) -> tuple[list[Support], list[Support]]:
    return [r.true for r in results], [r.false for r in results]


def _share(verdicts: Sequence[Support]) -> float:
    return sum(v == "supported" for v in verdicts) / max(1, len(verdicts))


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures with and without the sentence encoder, and with --wrong each sentence that is judged wrong."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.pairs", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--words", action="store_true", help="only without the encoder")
    parser.add_argument("--wrong", action="store_true", help="print the sentences that are judged wrong")
    args = parser.parse_args(argv)
    try:
        pairs = read_pairs(args.file)
    except CaseError as err:
        parser.error(str(err))
    for title, encoder in (("words alone", None), *(() if args.words else (("with the encoder", _encoder()),))):
        began = time.perf_counter()
        results = judge_pairs(pairs, encoder)
        spent = (time.perf_counter() - began) / (2 * len(pairs)) * 1e3
        print(f"{title}, {spent:.1f} ms a sentence\n{report(results)}\n")
        for r in results if args.wrong else ():
            for said, text, verdict in (("true", r.pair.true, r.true), ("false", r.pair.false, r.false)):
                if (verdict == "supported") != (said == "true"):
                    print(f"{r.pair.kind}, {said}, {verdict}: {text}\n    " + "\n    ".join(q.text for q in r.pair.quotes))


def _encoder() -> "TokenEncoder":
    from rag.models.encoders import SentenceEmbedder
    from rag.models.local import sentence_encoders
    from rag.settings import load_settings

    return SentenceEmbedder(sentence_encoders(load_settings()))


if __name__ == "__main__":
    main()
