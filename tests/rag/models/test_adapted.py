"""MPNet with what was learnt: begins as MPNet, can be merged, is saved small and read back."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    import torch

    from rag.models.adapted import Spans

pytestmark = pytest.mark.models  # torch and transformers take longer to load than most folders of tests to run: only in the tests


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an MPNet of two narrow layers and random weights."""
    torch = pytest.importorskip("torch")
    from transformers import MPNetConfig, MPNetModel

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("mpnet")
    config = MPNetConfig(vocab_size=60, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96)
    MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


IDS = np.random.default_rng(0).integers(3, 60, (2, 9))


def scores(module: "Spans", ids: object = IDS) -> "torch.Tensor":
    """Return start and end scores of texts whose last four tokens are the passage."""
    import torch

    tokens = torch.from_numpy(np.asarray(ids))
    types = torch.zeros_like(tokens)
    types[:, -4:] = 1
    with torch.no_grad():
        return torch.stack(module(tokens, torch.ones_like(tokens), types))


def learn(module: "Spans") -> None:
    """Change what can be learnt at random."""
    import torch

    from rag.models.adapted import learnt_of

    with torch.no_grad():
        for part in learnt_of(module).values():
            part += 0.05 * torch.randn_like(part)


def test_only_the_changes_and_the_head_are_learnt(weights: Path) -> None:
    from rag.models.adapted import RANK, Spans, learnt_of

    names = learnt_of(Spans(weights))
    assert {name.rpartition(".")[2] for name in names if not name.startswith("head")} == {"a", "b"}
    assert len(names) == 2 * 2 * 6 + 2  # two matrices for each of six layers of two blocks; the head's
    assert {tuple(part.shape) for name, part in names.items() if name.endswith("q.a")} == {(RANK, 48)}


def test_untrained_it_is_mpnet_itself(weights: Path) -> None:
    import torch
    from transformers import MPNetModel

    from rag.models.adapted import Spans

    module, plain = Spans(weights).eval(), MPNetModel.from_pretrained(weights, add_pooling_layer=False).eval()
    tokens = torch.from_numpy(IDS)
    with torch.no_grad():
        assert torch.allclose(module.m(tokens).last_hidden_state, plain(tokens).last_hidden_state, atol=1e-5)


def test_only_the_passage_and_the_first_token_can_answer(weights: Path) -> None:
    from rag.models.adapted import Spans

    found = scores(Spans(weights).eval())
    assert (found[..., 1:-4] < -9000).all()
    assert (found[..., [0, -4, -3, -2, -1]] > -1000).all()


def test_merged_it_gives_the_same(weights: Path) -> None:
    import torch

    from rag.models.adapted import Spans

    module = Spans(weights).eval()
    learn(module)
    before, plain = scores(module), scores(Spans(weights).eval())
    module.merge()
    assert torch.allclose(scores(module), before, atol=1e-4)
    assert not torch.allclose(before, plain, atol=1e-2)


def test_what_was_learnt_is_kept_in_few_bytes(weights: Path, tmp_path: Path) -> None:
    import torch

    from rag.models.adapted import Spans, learnt_of, save, trained

    module = Spans(weights).eval()
    learn(module)
    save(learnt_of(module), tmp_path / "w.npz", "made for a test")
    assert str(np.load(tmp_path / "w.npz")["about"]) == "made for a test"
    assert np.load(tmp_path / "w.npz")["head.weight"].dtype == np.int8
    assert torch.allclose(scores(trained(weights, tmp_path / "w.npz")), scores(module), atol=0.02)
