"""The runner on a small answerer that is real: words in common rank passages, the best sentence is the answer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from eval import run
from eval.cache import AnswerCache
from eval.options import Options
from eval.reports import results
from eval.run import choose_cases, run_cases
from eval.scores.outcome import Outcome, from_answer
from eval.suites.cases import Case, Suite
from rag.errors import CaseError, DatelineError, LLMError, ModelMissing
from rag.index.filters import admits
from rag.language.text import content_words
from rag.records import EVERYTHING, Answer, Article, Citation, Evidence, Filters, Passage, Quote, Sentence, Short

ARTICLES = (
    Article("bridge", "", "It opened on Monday. The bridge in Oulu cost 41 million euros.", source="Echo", published="2024-05-06"),
    Article("mayor", "", "She is 52. Aino Laine became mayor of Oulu.", source="Echo", published="2024-06-01"),
    Article("port", "", "Workers at the port of Kemi walked out over pay.", source="Wire", published="2024-07-01"),
)
CASES = (
    Case("q1", "How much did the bridge in Oulu cost?", answers=("41 million",), kind="number", relevant=("bridge",)),
    Case("q2", "Who became mayor of Oulu?", answers=("Aino Laine",), kind="who", relevant=("mayor",), as_of="2024-06-30"),
    Case("q3", "Who became mayor of Oulu?", unanswerable=True, kind="unanswerable", as_of="2024-05-31"),
    Case("q4", "How tall is the Turku tower?", unanswerable=True, kind="unanswerable"),
    Case("q5", "Left out", answers=("x",), kind="weak", scored=False),
)
PLAIN = Options()
SUITE = Suite("tiny", Path("tiny"), "questions", "d" * 64, CASES)


class Words:
    """Ranks articles by words in common and answers with the best sentence, or declines below two of them."""

    def __init__(self, broken: str = "", stop_at: str = "") -> None:
        self.asked: list[str] = []
        self.broken, self.stop_at = broken, stop_at

    def search(self, query: str, filters: Filters = EVERYTHING, *, k: int = 5) -> Sequence[Evidence]:
        """Return articles whole, most words in common first."""
        known = [a for a in ARTICLES if admits(filters, a)]
        ranked = sorted(known, key=lambda a: -self._common(query, a.text))
        return [Evidence(self._common(query, a.text), a, Passage(a.id, a.id, a.text, 0, len(a.text))) for a in ranked[:k]]

    def ask(self, question: str, filters: Filters = EVERYTHING, *, history: Sequence[str] = ()) -> Answer:
        """Answer with the first article's sentence that has most words in common."""
        self.asked.append(question)
        if question == self.stop_at:
            raise KeyboardInterrupt
        if self.broken and self.broken in question:
            raise DatelineError("the pen broke")
        best = self.search(question, filters, k=1)[0]
        parts = [p + "." for p in best.article.text.rstrip(".").split(". ")]
        text = max(parts, key=lambda p: self._common(question, p))
        start = best.article.text.index(text)
        quote = Quote(1, text, start, start + len(text), best.article)
        if self._common(question, text) < 2:
            return Answer(question, "declined", quotes=(quote,), confidence=0.2)
        citation = Citation(1, text, start, start + len(text), best.article)
        sentence = Sentence(text, "supported", (1,))
        return Answer(question, "answered", (sentence,), (citation,), (quote,), confidence=0.9, timings_ms={"select": 1.5})

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Put the last turn before the question."""
        return f"{history[-1]} {question}"

    @staticmethod
    def _common(question: str, text: str) -> float:
        return float(len(set(content_words(question)) & set(content_words(text))))


def go(tmp_path: Path, answerer: Words, suite: Suite = SUITE, options: Options = PLAIN, *, fresh: bool = False) -> run.Run:
    """Run with a cache in ``tmp_path``."""
    return run_cases(suite, answerer, options, digest="words-1", cache=AnswerCache(tmp_path / "cache"), fresh=fresh)


@pytest.mark.parametrize("options", [PLAIN, Options(retrieval_only=True)])
def test_the_filters_of_a_case_reach_the_system(tmp_path: Path, options: Options) -> None:
    late = Case("late", "What about Oulu?", answers=("Aino",), after="2024-05-31", before="2024-06-30")
    wire = Case("wire", "What about Oulu?", answers=("pay",), outlets=("Wire",))
    result = go(tmp_path, Words(), replace(SUITE, cases=(late, wire)), options)
    assert [o.ranked for o in result.outcomes] == [("mayor",), ("port",)]  # asked alike, yet not answered from the cache
    assert [q.article for o in result.outcomes for q in o.quotes] == ([] if options.retrieval_only else ["mayor", "port"])
    assert run.to_rows(result)[0]["case"]["after"] == "2024-05-31"


def test_scores(tmp_path: Path) -> None:
    result = go(tmp_path, Words())
    assert [case.id for case in result.cases] == ["q1", "q2", "q3", "q4"]
    assert result.left_out == 1
    assert (result.means["hit@1"].value, result.means["hit@1"].n, result.means["hit@1"].out) == (1.0, 2, 2)
    assert result.means["contains"].value == 1.0  # the bridge's price and "Aino Laine became mayor of Oulu."
    assert result.means["quotes_verbatim"].value == 1.0
    assert result.means["refused"].n == 2
    assert result.by_kind["who"]["right"].value == 1.0
    assert result.outcomes[1].quote_tokens > 5  # "Aino Laine became mayor of Oulu."
    assert results.tokens(result)["answer"]["n"] == 4


def test_as_of_is_handed_over_and_can_be_left_out(tmp_path: Path) -> None:
    given = {o.id: o for o in go(tmp_path, Words()).outcomes}
    assert given["q3"].status == "declined"  # the mayor's article is a day later
    without = {o.id: o for o in go(tmp_path, Words(), options=Options(as_of=False)).outcomes}
    assert without["q3"].status == "answered"


def test_a_failed_case_counts_as_wrong(tmp_path: Path) -> None:
    result = go(tmp_path, Words(broken="bridge"))
    assert result.failed == 1
    assert result.outcomes[0].error == "DatelineError: the pen broke"
    assert (result.means["contains"].value, result.means["contains"].n, result.means["contains"].failed) == (0.5, 2, 1)
    assert result.scores[0]["false_refusal"] == 1.0  # lower is better, so the worst is 1
    mended = go(tmp_path, Words())
    assert mended.failed == 0  # a failure is not kept


def test_answers_are_kept_until_something_changes(tmp_path: Path) -> None:
    first, again, other = Words(), Words(), Words()
    before, after = go(tmp_path, first), go(tmp_path, again)
    assert (len(first.asked), again.asked) == (4, [])
    assert before.scores == after.scores
    run_cases(SUITE, other, Options(), digest="words-2", cache=AnswerCache(tmp_path / "cache"))
    assert len(other.asked) == 4
    fresh = Words()
    go(tmp_path, fresh, fresh=True)
    assert len(fresh.asked) == 4


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    stopped = go(tmp_path, Words(stop_at="How tall is the Turku tower?"))
    assert (stopped.complete, len(stopped.outcomes)) == (False, 3)
    rest = Words()
    assert go(tmp_path, rest).complete
    assert rest.asked == ["How tall is the Turku tower?"]


def test_result_files_repeat_to_the_byte(tmp_path: Path) -> None:
    for name in ("a", "b"):
        results.write_run(go(tmp_path / name, Words()), tmp_path / name / "out")
    for file in ("results.jsonl", "summary.json"):
        assert (tmp_path / "a" / "out" / file).read_bytes() == (tmp_path / "b" / "out" / file).read_bytes()
    row = results.read_results(tmp_path / "a" / "out")[0]
    assert row["outcome"]["quotes"][0]["source"] == "Echo"
    assert "timings_ms" not in row["outcome"]
    assert results.read_times(tmp_path / "a" / "out")["stages"]["select"]["p50"] == 1.5


def test_against_a_baseline(tmp_path: Path) -> None:
    results.write_run(go(tmp_path, Words(broken="bridge"), fresh=True), tmp_path / "before")
    now = go(tmp_path, Words())
    found = results.summary(now, {"before": results.read_scores(tmp_path / "before")})
    against = found["against"]["before"]
    assert against["changed"] == {"by": ["right"], "gained": ["q1"], "lost": []}
    assert against["metrics"]["right"]["value"] == 0.25  # one of four
    assert against["metrics"]["right"]["test"] == "McNemar"
    with pytest.raises(CaseError, match="Make a run first"):
        results.read_scores(tmp_path / "nowhere")


def test_claims_are_no_questions(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text('{"id": "c1", "claim": "It rained.", "evidence": "It rained.", "label": "supported"}\n', encoding="utf-8")
    with pytest.raises(CaseError, match=r"claims holds claims for the checker.*python -m eval"):
        run.run(file)


def test_limit_and_kind() -> None:
    limited = choose_cases(SUITE, Options(limit=2))
    assert len(limited) == 2
    assert limited == choose_cases(SUITE, Options(limit=2))
    assert [c.id for c in choose_cases(SUITE, Options(kinds=("weak",)))] == ["q5"]
    with pytest.raises(CaseError, match="has no cases of kind colour"):
        choose_cases(SUITE, Options(kinds=("colour",)))


def test_retrieval_only_asks_nothing(tmp_path: Path) -> None:
    words = Words()
    result = go(tmp_path, words, options=Options(retrieval_only=True))
    assert words.asked == []
    assert "contains" not in result.means
    assert set(result.means) >= {"hit@1", "mrr@10", "top_score_auc"}


def test_refusal_over_the_set(tmp_path: Path) -> None:
    result = go(tmp_path, Words())
    # both unanswerable declined, both others answered
    assert result.means["refusal_precision"].value == 1.0
    assert result.means["refusal_balanced_accuracy"].value == 1.0
    assert result.means["refusal_auc"].value == 1.0
    broken = go(tmp_path, Words(broken="tower"), fresh=True)
    assert broken.means["refusal_balanced_accuracy"].value == 0.75  # the failed one is taken as answered


def test_follow_ups_are_scored_on_their_wording(tmp_path: Path) -> None:
    case = Case("f1", "How old is she?", history=("Who is Aino Laine?",), standalone="How old is Aino Laine?")
    result = go(tmp_path, Words(), Suite("talk", Path("talk"), "wordings", "e" * 64, (case,)))
    assert result.outcomes[0].wording == "Who is Aino Laine? How old is she?"
    assert result.means["wording_recall"].value == 1.0


def test_outcomes_survive_the_cache(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path)
    outcome = go(tmp_path, Words()).outcomes[0]
    cache.put("ab" * 32, outcome)
    assert cache.get("ab" * 32) == outcome
    (tmp_path / "ab" / f"{'ab' * 32}.json").write_text("{", encoding="utf-8")
    assert cache.get("ab" * 32) is None
    older = {name: value for name, value in outcome.to_row().items() if name != "first"}
    (tmp_path / "ab" / f"{'ab' * 32}.json").write_text(json.dumps(older), encoding="utf-8")
    assert cache.get("ab" * 32) is None  # it lacks what is scored now, so it is asked again


def test_the_first_sentence_and_the_answer_in_a_line_are_taken() -> None:
    sentences = (Sentence("It cost 41 million.", "supported", (1, 2)), Sentence("It opened.", "supported", (1,)))
    outcome = from_answer("x", Answer("?", "answered", sentences, short=Short("41 million", 1)), by_stem=False)
    assert (outcome.first, outcome.short) == ("It cost 41 million.", "41 million")
    bare = from_answer("x", Answer("?", "answered"), by_stem=False)
    assert (bare.first, bare.short) == ("", "")


class Mute(Words):
    """Has lost its language model, as the Assistant says it."""

    def ask(self, question: str, filters: Filters = EVERYTHING, *, history: Sequence[str] = ()) -> Answer:
        """Answer from the quotes, with the reason as a note."""
        answer = super().ask(question, filters, history=history)
        lost = {"bridge": str(LLMError("time is up")), "mayor": str(ModelMissing("qwen", "gone"))}
        return replace(answer, writer="quotes", notes=tuple(note for word, note in lost.items() if word in question))


def test_an_answer_that_lost_its_model_is_counted_and_not_kept(tmp_path: Path) -> None:
    found = results.summary(go(tmp_path, Mute()))
    assert (found["degraded"], found["writers"]) == (3, {"quotes": 2})  # the third was declined all the same
    again = Words()
    go(tmp_path, again)
    assert again.asked == [CASES[0].question, CASES[1].question, CASES[2].question]


def test_a_quote_that_is_not_verbatim_is_seen(tmp_path: Path) -> None:
    result = go(tmp_path, Words())
    row = json.loads(json.dumps(result.outcomes[0].to_row()))
    row["quotes"][0]["verbatim"] = False
    again = run.scored(SUITE, Options(), "x", [CASES[0]], [Outcome.from_row(row)])
    assert again.means["quotes_verbatim"].value == 0.0
