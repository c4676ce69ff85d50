"""The twins that no article answers, worked by hand on a few articles."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.bench import swap as module
from eval.bench.kinds import listed_kind, other_forms
from eval.bench.mentions import HELD, LEAST, TOLD, Articles, stems_of
from eval.bench.swap import (
    Swap,
    fits,
    fitted,
    kind_in_use,
    make_swaps,
    number_swaps,
    ordinal,
    read_texts,
    related,
    same_kind,
    same_shape,
    stands_in_labelled,
    suite_text,
    swappable,
    tells,
)  # fmt: skip
from eval.suites.cases import ROOT, Case, Suite
from eval.suites.read import read_suite
from rag.errors import CaseError

TEXTS = {
    "a": "President Ann Berg opened the dam in Chile. Ann Berg spoke of the 12th Harbour Games, which Peru lost.",
    "b": "President Carl Dahl was in Peru. The bridge there was closed, said Carl Dahl, 61, of Peru.",
    "c": "Tesla recalled a toy in Chile and in Peru. Amazon recalled none. Brazil sells toys.",
    "d": "The 12th Harbour Games began in 2024. Nina Olm won them.",
}
ARTICLES = Articles(TEXTS)
CASES = (
    Case("q1", "Who opened the dam in Chile?", answers=("Ann Berg",), relevant=("a",)),
    Case("q2", "What did President Carl Dahl do about the bridge?", answers=("was in Peru",), relevant=("b",)),
    Case("q3", "Where was the bridge closed, Brazil or elsewhere?", answers=("Peru",), relevant=("a", "b")),
    Case("q4", "Which firm recalled a toy?", answers=("Nokia",), relevant=("c",)),  # no article says so
    Case("q5", "Who won the 12th Harbour Games in 2024?", answers=("Nina Olm",), relevant=("d",), as_of="2025-01-31"),
    Case("q6", "Who paid in Peru?", unanswerable=True),
)
SUITE = Suite("tiny", Path("tiny"), "questions", "d" * 64, CASES, corpus=ROOT.parent / "elsewhere" / "corpus.jsonl")


def names_in(question: str, *answers: str) -> list[str]:
    """Return the names of a question that may be changed."""
    return [name for _, name in swappable(Case("x", question, answers=answers or ("nothing",)))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who opened the dam in Chile?", ["Chile"]),
        ("Which US Senator left?", []),  # part of a title
        ("Which US retailers left?", ["US"]),
        ("Who leads the Bank of Peru?", ["Bank of Peru"]),  # never Peru alone
        ("Why did Chile sue Chile?", []),  # one would be left
        ("Who runs McDonald's shops?", []),  # the name of a shop
        ("Who runs Peru's shops?", ["Peru"]),
        ("Who runs the US' shops?", []),
        ("Who got the John Berg Profile in Courage Award?", []),
        ("Chile sued Peru. Which side won in Brazil?", ["Brazil"]),  # the sentence that asks stands alone
        ("Chile sued Peru. Which side won?", ["Chile", "Peru"]),
        ("Chile made Carl Dahl king. Where was he born?", ["Carl Dahl"]),  # "he" is told by the name, the place is aside
    ],
)
def test_names_that_may_be_changed(question: str, expected: list[str]) -> None:
    assert names_in(question) == expected


def test_a_name_of_the_answer_stays() -> None:
    assert names_in("Was it Chile or Peru?", "Chile") == ["Peru"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Chile", "nation"), ("Chilean", ""), ("Korean", "people"), ("Ohio", "state"), ("Oslo", ""), ("Rome", "city"),
        ("Golden Globes", "event"),        ("Justice Department", "body"), ("Department of Justice", "body"), ("Texas Rangers", "team"),
        ("Los Angeles Dodgers", "team"),
        ("Peru Rangers", ""), ("Pope Ann", "person"), ("Pope", ""), ("Air India", "airline"), ("NBA", "league"), ("Tesla", "firm"),
        ("Department", "body"), ("Ann Berg", ""),
    ],
)  # fmt: skip
def test_listed_kinds(name: str, kind: str) -> None:
    assert listed_kind(name) == kind


def test_articles_tell_persons() -> None:
    assert (ARTICLES.kind("Ann Berg"), ARTICLES.kind("Carl Dahl"), ARTICLES.kind("Nina Olm"), ARTICLES.kind("Chile")) == (
        "person", "person", "", "nation",
    )  # fmt: skip
    told = "Ann Berg, who left. " + "Ann Berg left. " * 29
    assert Articles({"a": told}).kind("Ann Berg") == "person"  # 1 of 30 is more than TOLD
    assert Articles({"a": told + "Ann Berg left. "}).kind("Ann Berg") == ""
    assert 1 / 31 < TOLD < 1 / 30


def test_what_an_article_may_call_it() -> None:
    assert other_forms("Ann Berg Jr.", "person") == ("Ann Berg Jr.", "Berg")
    assert {"Ukraine", "Ukrainian"} <= set(other_forms("Ukrainian", "people"))
    assert {"British", "Britain"} <= set(other_forms("UK", "nation"))
    assert other_forms("Tesla", "firm") == ("Tesla",)


def test_an_article_that_may_answer() -> None:
    others = stems_of("bridge closed")
    assert ARTICLES.may_answer("Peru", others)
    assert not ARTICLES.may_answer("Chile", others)
    assert ARTICLES.may_answer("Ann Dahl", others) is False  # not known as a person, so "Dahl" alone is not she
    five = Articles({"a": "Peru red blue green", "b": "x", "c": "y"})
    assert five.may_answer("Peru", stems_of("red blue green grey yellow")) is (HELD <= 0.5)  # the two it lacks weigh double: 3 of 7
    assert five.may_answer("Peru", stems_of("red blue green grey"))  # 3 of 5: just enough
    assert five.weight(frozenset({"red"})) == pytest.approx(0.6931, abs=1e-3)  # log(4 / 2)
    assert five.weight(frozenset({"grey"})) == pytest.approx(1.3863, abs=1e-3)


def test_likeness() -> None:
    texts = {"a": "in Oulu now. " * LEAST + "in Kemi now. " * LEAST + "by Olm later. " * LEAST, "b": "in Rauma now. " * (LEAST - 1)}
    articles = Articles(texts)
    assert articles.likeness("Oulu", "Kemi") == pytest.approx(1.0)
    assert articles.likeness("Oulu", "Olm") < 0.5
    assert articles.likeness("Oulu", "Rauma") == 0.0  # too few mentions


def test_kinds_go_together() -> None:
    assert same_kind("Chile", "Peru", "nation", ARTICLES)
    assert not same_kind("Chile", "Tesla", "nation", ARTICLES)
    assert not same_kind("Chile", "France", "nation", ARTICLES)  # no article holds it
    assert not same_kind("Ann", "Berg", "person", ARTICLES)
    us = Articles({"a": "the US, Chile, the Oscars, the Super Bowl, American, Americans"})
    assert not same_kind("Chile", "US", "nation", us)  # it would need a "the"
    assert same_kind("US", "Chile", "nation", us)
    assert not same_kind("Oscars", "Super Bowl", "event", us)
    assert not same_kind("American", "Americans", "people", us)
    assert same_kind("US", "American", "people", us)
    assert same_shape("Oulu", "Kemi")
    assert not same_shape("Oulu", "New Kemi")
    assert not same_shape("Oulu", "NBA")


def test_one_kind_where_none_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = Articles({"a": "in Oulu now. in Kemi so. " * LEAST})
    assert articles.likeness("Oulu", "Kemi") == pytest.approx(0.5)
    assert same_kind("Oulu", "Kemi", "", articles)
    monkeypatch.setattr(module, "ALIKE", 0.51)
    assert not same_kind("Oulu", "Kemi", "", articles)


def test_thresholds() -> None:
    assert (module.ALIKE, module.DETAIL, module.FAR, module.CHOICE, HELD, LEAST) == (0.4, 0.09, 3, 4, 0.6, 3)


def test_a_name_that_is_there_is_no_twin() -> None:
    case = Case("x", "Did the US sue Peru?", answers=("Carl Dahl",))
    for name, expected in (("Peru", True), ("America", True), ("Ann Dahl", True), ("Chile", False)):
        assert related(name, case) is expected, name


@pytest.mark.parametrize(
    ("question", "old", "kind", "new", "expected"),
    [
        ("Who won in the US?", "US", "nation", "Chile", "Who won in Chile?"),
        ("Who won in the US?", "US", "nation", "UK", "Who won in the UK?"),
        ("The US won what?", "US", "nation", "Chile", "Chile won what?"),
        ("Who has an Amazon box?", "Amazon", "firm", "Tesla", "Who has a Tesla box?"),
        ("Who has a Tesla box?", "Tesla", "firm", "Amazon", "Who has an Amazon box?"),
        ("Who has a BBC box?", "BBC", "studio", "HBO", "Who has an HBO box?"),
        ("Who has an HBO box?", "HBO", "studio", "United", "Who has a United box?"),
        ("Who saw the Tesla?", "Tesla", "firm", "Amazon", "Who saw the Amazon?"),
    ],
)
def test_the_article_goes_with_the_name(question: str, old: str, kind: str, new: str, expected: str) -> None:
    swap = fitted(Case("x", question), kind, question.index(old), old, new)
    assert (swap.question, swap.name) == (expected, new)


def test_us_is_a_people_before_a_word() -> None:
    used = {"Which US shops?": "people", "In the US shops?": "nation", "What of US?": "nation", "Which US Senate?": "nation"}
    for text, kind in used.items():
        assert kind_in_use(text, text.index("US"), "US", ARTICLES) == kind, text
    assert kind_in_use("Which Chile shops?", 6, "Chile", ARTICLES) == "nation"


def test_a_detail_is_left() -> None:
    def of(words: int) -> Swap:
        others = "dam bridge road river tower school garden window letter island village".split()[:words]
        return Swap(Case("x", f"Peru {' '.join(others)}"), "nation", 0, "Peru", "Chile", "Chile")

    assert tells(of(10))  # 1 of 11
    assert not tells(of(11))


def test_ordinals() -> None:
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 22, 111)
    assert [ordinal(n) for n in numbers] == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th"]


@pytest.mark.parametrize(
    ("question", "kinds", "far"),
    [
        ("Who hosts the 2026 Cup?", {"year"}, {"2023", "2024", "2025", "2027", "2028", "2029"}),
        ("Who won the 2nd Harbour Games?", {"ordinal"}, {"1st", "3rd", "4th", "5th"}),  # there is no 0th
        ("Who is the 47th president?", set(), set()),
        ("Who paid 2,024 euros, $2024 or 12024?", set(), set()),
        ("It opened in 2024. Who paid Peru?", set(), set()),  # aside
        ("It opened in 2024. Who paid?", {"year"}, {"2021", "2022", "2023", "2025", "2026", "2027"}),
    ],
)
def test_numbers(question: str, kinds: set[str], far: set[str]) -> None:
    swaps = list(number_swaps(Case("x", question), ARTICLES))
    assert {swap.kind for swap in swaps} == kinds
    assert {swap.new for swap in swaps} == far


def test_an_answer_stands_in_a_labelled_article() -> None:
    assert [case.id for case in CASES if stands_in_labelled(case, ARTICLES)] == ["q1", "q2", "q3", "q5"]
    assert not stands_in_labelled(replace(CASES[0], relevant=("b",)), ARTICLES)
    assert not stands_in_labelled(replace(CASES[0], history=("Who is Ann Berg?",)), ARTICLES)
    assert not stands_in_labelled(replace(CASES[0], sides=(("Ann Berg",), ("Carl Dahl",))), ARTICLES)
    both = replace(CASES[0], answers=(), all_of=(("Ann Berg",), ("Carl Dahl",)))
    assert not stands_in_labelled(both, ARTICLES)  # half in one article, half in another


def test_pairs() -> None:
    swaps = {swap.case.id: swap for swap in make_swaps(SUITE, ARTICLES)}
    assert set(swaps) == {"q1", "q3", "q5"}  # of q2, no other person is named in the questions
    assert swaps["q1"].question in {"Who opened the dam in Brazil?", "Who opened the dam in Peru?"}
    assert swaps["q1"].name != "Peru"  # one article holds both Peru and the dam
    assert swaps["q5"].kind == "year"
    assert fits(swaps["q1"], ARTICLES)
    assert list(make_swaps(SUITE, Articles(TEXTS))) == list(make_swaps(SUITE, ARTICLES))
    unscored = replace(SUITE, cases=(replace(CASES[0], scored=False), *CASES[1:]))
    assert next(make_swaps(unscored, ARTICLES)).case.id == "q3"


def test_the_file_is_a_suite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    rows = [{"id": key, "title": "", "date": "", "source": "Echo", "url": "", "text": text} for key, text in TEXTS.items()]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    asked = [{"id": c.id, "question": c.question, "answers": c.answers, "relevant_ids": c.relevant, "as_of": c.as_of} for c in CASES[:5]]
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in asked), encoding="utf-8")
    out = tmp_path / "twins.jsonl"
    assert module.main([str(folder), "--out", str(out), "--show", "1"]) == 0
    shown = capsys.readouterr().out
    assert f"{out}: 3 pairs (2 nation, 1 year). Next: python -m eval {out}" in shown
    assert shown.count("\n- ") == 1
    suite = read_suite(out)
    assert [(case.id, case.kind, case.unanswerable) for case in suite.cases][:2] == [
        ("q1-original", "original", False), ("q1-swapped", "swapped", True),
    ]  # fmt: skip
    assert suite.cases[0].relevant == ("a",)
    assert [case.as_of for case in suite.cases[-2:]] == ["2025-01-31"] * 2
    assert suite.corpus == folder / "corpus.jsonl"
    assert not suite.by_stem
    assert read_texts(suite)["a"] == "\n" + TEXTS["a"]


def test_a_corpus_beside_the_project_is_named_from_it() -> None:
    first = json.loads(suite_text(SUITE, []).splitlines()[0])
    assert first == {"corpus": "../elsewhere/corpus.jsonl"}
    with pytest.raises(CaseError, match="names no corpus"):
        suite_text(replace(SUITE, corpus=None), [])
    with pytest.raises(CaseError, match="names no corpus"):
        read_texts(replace(SUITE, corpus=None))


def test_an_unknown_suite_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert module.main(["nothing", "--out", str(tmp_path / "x")]) == 2
    assert capsys.readouterr().err.startswith("error: No suite nothing")
