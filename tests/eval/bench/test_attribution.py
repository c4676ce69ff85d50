"""How well sources of statements are found."""

import json
from pathlib import Path

import pytest

from eval.bench.attribution import Counts, Place, by_sentence, count_article, figures, head, interval, main, places, speaker_figures
from rag.sources.attribution import Attribution

TEXT = "Lee said the bridge was shut. It rained.\n\nThe road was open, police said."


def test_an_attribution_is_right_when_source_and_content_overlap() -> None:
    marked = [
        {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 28]]},
        {"source": [[62, 68]], "cue": [[69, 73]], "content": [[42, 60]]},
        {"source": [], "cue": [[4, 8]], "content": [[9, 28]]},
    ]
    row = {"text": TEXT, "attributions": marked}
    assert count_article(row) == Counts(
        found=2, found_right=2, marked=2, marked_right=2, sourced_right=1, sourced=2, contents=2
    )  # "olice " is no head
    far = Attribution((0, 3), (4, 8), (0, 3))  # its content touches none
    assert count_article(row, lambda sentence: [far] if sentence.startswith("Lee") else []) == Counts(1, 0, 2, 0)


def test_figures_are_of_all_articles_together() -> None:
    counts = [Counts(4, 3, 5, 3), Counts(0, 0, 1, 0)]
    assert figures(counts) == pytest.approx((0.75, 0.5, 0.6))
    assert figures([Counts(0, 0, 0, 0)]) == (0, 0, 0)
    low, high = interval(counts, samples=100)
    assert low == 0
    assert high == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_the_command_measures_the_last_articles_or_those_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = {"text": "Lee said it was shut.", "attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 21]]}]}
    wrong = {"text": "It rained.", "attributions": right["attributions"]}
    file = tmp_path / "marked.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in [wrong] * 2 + [right] * 100))
    assert main([str(file)]) == 0
    assert main([str(file), "--last"]) == 0
    first, _, _, last, contents, _ = capsys.readouterr().out.splitlines()
    assert "F1 0.000" in first
    assert "articles 2" in first
    assert "F1 1.000 [1.000, 1.000]" in last
    assert contents == "contents alone: precision 1.000  recall 1.000  F1 1.000"
    assert "articles 100" in last


@pytest.mark.parametrize(
    ("who", "stem"),
    [
        ("Ann Lee, a nurse", "lee"),
        ("a spokesman for the port", "spokesman"),
        ("The mayor's office", "offic"),
        ("Sen. Ida Moss (R-Ohio)", "moss"),
        ("he", "he"),
        ("", ""),
    ],
)
def test_the_head_word_of_a_source(who: str, stem: str) -> None:
    assert head(who) == stem


def test_who_is_named_at_figures_and_claims() -> None:
    text = "Lee said 40 boats sank. He said 12 came back.\n\nThe port has 90 boats, the mayor said."
    at = text.index
    marked = [
        {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 22]]},
        {"source": [[at("He"), at("He") + 2]], "cue": [], "content": [[at("12"), at("12") + 12]]},
    ]
    row = {"text": text, "attributions": marked}
    lee = Place("figure", "lee", "lee", "lee", "lee")
    figures_found = [p for p in places(row) if p.kind == "figure"]
    assert figures_found == [lee, Place("figure", "he", "lee", "he", "lee"), Place("figure", "", "", "mayor", "mayor")]
    assert [p.right for p in figures_found] == [True, True, False]
    assert [p.found for p in places(row, by_sentence) if p.kind == "figure"] == ["lee", "", "mayor"]
    assert [p.marked for p in places(row) if p.kind == "claim"] == ["lee", "he"]
    first, claims, both, free = speaker_figures([list(places(row))])
    assert "right 1.000 [1.000, 1.000] n 2; named 1.000 n 1; pronouns: as written 1.000, as meant 1.000 n 1" in first
    assert "n 2;" in claims
    assert "n 4;" in both
    assert free == "figures that nobody says, with a speaker named: 1.000 n 1"
