"""The fit of the models that find who states what."""

import json
from pathlib import Path

import pytest

from eval.fit.attribution import KNOWN, WEIGHTS, feature_digest, fit_attribution, known_words, main
from rag.sources.attribution import Model

ARTICLES = [
    {
        "text": f"{name} {verb} the bridge was shut. {other} opened the road.",
        "attributions": [
            {
                "source": [[0, len(name)]],
                "cue": [[len(name) + 1, len(name) + 1 + len(verb)]],
                "content": [[len(name) + len(verb) + 2, len(name) + len(verb) + 21]],
            }
        ],
    }
    for verb in ("said", "quipped")
    for name in ("Lee", "Haddad", "Moss", "Lind", "Voss")
    for other in ("Berg", "Roth", "Lee", "Finn", "Olsen")
]


def test_the_weights_were_fitted_with_the_features_of_today() -> None:
    spec = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert spec["features"] == feature_digest(), "fit anew: python -m eval.fit.attribution FILE.jsonl"


@pytest.mark.filterwarnings("ignore")
def test_a_fit_finds_the_cues_it_was_shown() -> None:
    model = Model(fit_attribution(ARTICLES))
    sentence = "Ida quipped the bridge was shut."
    (found,) = model.attributions(sentence)
    assert [sentence[slice(*part)] for part in (found.source, found.cue)] == ["Ida", "quipped"]
    assert not model.attributions("Ida opened the road.")
    assert "quip" in model.stems


def test_known_words_are_those_of_enough_articles_and_not_names() -> None:
    text = "He quipped. Lee was here, lee was not."
    enough = known_words([{"text": text}] * KNOWN)
    assert "quipped" in enough
    assert "lee" not in enough
    assert "quipped" not in known_words([{"text": text}] * (KNOWN - 1))


@pytest.mark.filterwarnings("ignore")
def test_the_command_leaves_the_last_articles_out(tmp_path: Path) -> None:
    file, out = tmp_path / "marked.jsonl", tmp_path / "weights.json"
    file.write_text("\n".join(json.dumps(row) for row in ARTICLES))
    assert main([str(file), "--leave-out", "10", "--out", str(out)]) == 0
    assert "40 articles" in json.loads(out.read_text())["about"]
