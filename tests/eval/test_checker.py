"""Measuring the checker, on a stand-in that counts words in common."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from eval import checker
from eval.cache import AnswerCache
from eval.options import Options
from eval.reports import results
from eval.run import changed
from eval.suites.cases import Pair, Suite
from rag.errors import CaseError

PAIRS = (
    Pair("p1", "the bridge is open", ("the bridge is open", "no ships"), True, "news"),
    Pair("p2", "the port is shut", ("the bridge is open",), False, "news"),
    Pair("p3", "rain fell", ("rain fell all day",), True, "weather"),
    Pair("p4", "snow fell", ("snow never fell",), False, "weather"),
)
SUITE = Suite("tiny", Path("tiny"), "pairs", "d" * 64, pairs=PAIRS)


class Counter:
    """Calls a claim supported when the best sentence holds every word of the claim."""

    def __init__(self, broken: str = "", stop_at: str = "") -> None:
        self.asked: list[str] = []
        self.broken, self.stop_at = broken, stop_at

    def __call__(self, claim: str, evidence: Sequence[str]) -> tuple[float, bool]:
        """Return the share of the words held and whether it is all."""
        self.asked.append(claim)
        if claim == self.stop_at:
            raise KeyboardInterrupt
        if claim == self.broken:
            raise ValueError("out of ink")
        words = set(claim.split())
        share = max(len(words & set(text.split())) / len(words) for text in evidence)
        return share, share == 1.0


def go(tmp_path: Path, judge: Counter, *, fresh: bool = False) -> tuple[list[checker.PairVerdict], bool]:
    """Check all pairs with a cache in ``tmp_path``."""
    return checker.check_pairs(PAIRS, judge, digest="c1", cache=AnswerCache(tmp_path / "cache"), fresh=fresh)


def test_figures(tmp_path: Path) -> None:
    verdicts, complete = go(tmp_path, Counter())
    assert complete
    # called supported: p1, p3, and wrongly p4: precision 2/3, recall 1, F1 0.8; balanced accuracy (1 + 1/2) / 2
    means = checker.pair_means(verdicts)
    assert means["checker_precision"].value == pytest.approx(2 / 3)
    assert means["checker_recall"].value == 1.0
    assert means["checker_f1"].value == pytest.approx(0.8)
    assert means["checker_balanced_accuracy"].value == 0.75
    assert means["checker_auc"].value == pytest.approx(3 / 4)  # 1 and 1 beat 0.5, and tie with p4's 1
    assert checker.pair_means(verdicts[:1]) == {}  # one class only


def test_a_failure_is_a_wrong_verdict_and_is_not_kept(tmp_path: Path) -> None:
    verdicts, _ = go(tmp_path, Counter(broken="rain fell"))
    assert (verdicts[2].supported, verdicts[2].error) == (False, "ValueError: out of ink")
    assert (checker.pair_means(verdicts)["checker_recall"].value, checker.pair_means(verdicts)["checker_recall"].failed) == (0.5, 1)
    mended = Counter()
    assert not any(v.error for v in go(tmp_path, mended)[0])
    assert mended.asked == ["rain fell"]  # the others are in the cache


def test_ctrl_c_and_fresh(tmp_path: Path) -> None:
    verdicts, complete = go(tmp_path, Counter(stop_at="rain fell"))
    assert (len(verdicts), complete) == (2, False)
    again = Counter()
    assert go(tmp_path, again, fresh=True)[1]
    assert len(again.asked) == 4


def test_limit_and_kind() -> None:
    assert [p.id for p in checker.choose_pairs(SUITE, Options(kinds=("weather",)))] == ["p3", "p4"]
    assert len(checker.choose_pairs(SUITE, Options(limit=2))) == 2
    assert checker.choose_pairs(SUITE, Options(limit=9)) == PAIRS
    with pytest.raises(CaseError, match=r"no pairs of kind sport\. It has: news, weather"):
        checker.choose_pairs(SUITE, Options(kinds=("sport",)))


def test_files_and_a_baseline(tmp_path: Path) -> None:
    def write_checked(name: str, judge: Counter, before: dict[str, results.Scores]) -> dict[str, object]:
        verdicts, complete = go(tmp_path / name, judge)
        found, _ = results.write_pairs(SUITE, Options(llm=False), verdicts, tmp_path / name, before, system="c1", complete=complete)
        return found

    write_checked("a", Counter(broken="rain fell"), {})
    found = write_checked("b", Counter(), {"a": results.read_scores(tmp_path / "a")})
    write_checked("c", Counter(), {"a": results.read_scores(tmp_path / "a")})
    assert (tmp_path / "b" / "summary.json").read_bytes() == (tmp_path / "c" / "summary.json").read_bytes()
    against = found["against"]
    assert isinstance(against, dict)
    assert against["a"]["changed"] == {"by": ["checker_accuracy"], "gained": ["p3"], "lost": []}
    assert against["a"]["metrics"]["checker_accuracy"]["test"] == "McNemar"
    assert changed({}, {}) == {"by": [], "gained": [], "lost": []}
