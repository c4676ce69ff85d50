"""The reader as a torch module: MPNet, low-rank changes to its matrices, and a start and an end score a token; to train and to export.

The changes (LoRA, Hu et al. 2021, arXiv 2106.09685) are a twentieth of the model and are shipped; MPNet itself is fetched.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

RANK = 32
SCALE = 2.0  # of the changes: "alpha" over rank
BIT = 127.0


class Changed(nn.Module):
    """A linear layer and a change to its matrix, the product of two narrow ones; the second begins as zero."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(nn.init.kaiming_uniform_(torch.empty(RANK, base.in_features), a=5**0.5))
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        """Return what the changed layer gives."""
        return self.base(x) + (x @ self.a.t().to(x.dtype)) @ self.b.t().to(x.dtype) * SCALE

    def merged(self) -> nn.Linear:
        """Return one layer that gives the same."""
        with torch.no_grad():
            self.base.weight += self.b @ self.a * SCALE
        return self.base


class Spans(nn.Module):
    """MPNet and one linear layer: start and end scores for the tokens of the passage and [CLS]; other tokens score lower than all these.

    Only the parameters that :func:`learnt_of` returns can be trained. ``weights`` is a folder of MPNet, as transformers reads it.
    """

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.m = AutoModel.from_pretrained(str(weights), add_pooling_layer=False, local_files_only=True)
        for part in self.m.parameters():
            part.requires_grad = False
        for holder, name in self._linear():
            setattr(holder, name, Changed(getattr(holder, name)))
        self.head = nn.Linear(self.m.config.hidden_size, 2)

    def _linear(self) -> list[tuple[Any, str]]:
        """Return where the layers hang that are changed: (module, name)."""
        layers = self.m.encoder.layer
        found = [(layer.attention.attn, name) for layer in layers for name in ("q", "k", "v", "o")]
        return [*found, *((part, "dense") for layer in layers for part in (layer.intermediate, layer.output))]

    def merge(self) -> None:
        """Write the changes into MPNet's matrices: the same function in fewer steps."""
        for holder, name in self._linear():
            setattr(holder, name, getattr(holder, name).merged())

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Return the start and the end scores, of shape (texts, tokens); ``types`` is 1 for the tokens of the passage."""
        scores = self.head(self.m(input_ids=ids, attention_mask=mask).last_hidden_state).float()
        first = nn.functional.pad(torch.ones_like(mask[:, :1]), (0, mask.shape[1] - 1))
        scores = scores - 1e4 * (1 - torch.maximum(mask * types, first)).unsqueeze(-1).float()
        return scores[..., 0], scores[..., 1]


def trained(weights: Path, learnt: Path) -> Spans:
    """Return the reader with the changes that were learnt (see ``eval.fit.train_reader``), merged."""
    module = Spans(weights)
    restore(module, learnt)
    module.merge()
    module.eval()
    return module


def restore(module: nn.Module, learnt: Path) -> None:
    """Give the reader the changes that :func:`save` wrote."""
    module.load_state_dict(_read(learnt), strict=False)


def learnt_of(module: nn.Module) -> dict[str, nn.Parameter]:
    """Return the parameters that training changes, by name."""
    return {name: part for name, part in module.named_parameters() if part.requires_grad}


def save(learnt: Mapping[str, Tensor], path: Path, about: str) -> None:
    """Write what was learnt as int8 rows with a scale a row, about 5 MB; vectors stay float32. ``about`` says how it was made."""
    arrays: dict[str, Any] = {"about": np.array(about)}
    for name, value in learnt.items():
        rows = value.detach().numpy().astype(np.float32)
        if rows.ndim == 2:
            scale = np.abs(rows).max(1, keepdims=True) / BIT
            arrays[f"{name}:scale"], rows = scale, np.round(rows / np.where(scale > 0, scale, 1)).astype(np.int8)
        arrays[name] = rows
    np.savez_compressed(path, **arrays)


def _read(path: Path) -> dict[str, Tensor]:
    """Return the tensors that :func:`save` wrote."""
    with np.load(path) as stored:
        scales = {name: stored[name] for name in stored.files if name.endswith(":scale")}
        rows = {name: stored[name] for name in stored.files if name not in scales and name != "about"}
    return {name: torch.from_numpy(value * scales.get(f"{name}:scale", np.float32(1))).float() for name, value in rows.items()}
