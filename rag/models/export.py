"""Export MiniLM and the reader trained from it to ONNX, which loads much faster than sentence-transformers."""

import contextlib
import io
import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MAX_TOKENS = 256  # what the model was trained on, as sentence_bert_config.json says
_OPSET = 18


def export_encoders(weights: Path, learnt: Path, folder: Path) -> None:
    """Write minilm.onnx, reader.onnx and tokenizer.json into ``folder``, whole or not at all.

    :param weights: a sentence-transformers folder of a BERT with mean pooling.
    :param learnt: the reader's trained weights (see ``eval.fit.train_reader``).
    :raises RuntimeError: when torch cannot export one.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as work:
        made = Path(work) / "made"
        made.mkdir()
        with _quiet():
            _write(encoder_module(weights), ("ids", "mask"), ("v", "tokens"), made / "minilm.onnx")
            _write(reader_module(weights, learnt), ("ids", "mask", "types"), ("start", "end"), made / "reader.onnx")
        _tokenizer(weights / "tokenizer.json", made / "tokenizer.json")
        made.rename(folder)


def encoder_module(weights: Path) -> Any:  # noqa: ANN401 - a torch module
    """Return MiniLM with mean pooling: from ids and mask (texts, tokens) to unit vectors of texts and of tokens."""
    import torch
    from sentence_transformers import SentenceTransformer

    transformer: Any = SentenceTransformer(str(weights), device="cpu", local_files_only=True)[0]
    bert = transformer.auto_model.eval()

    class Pooled(torch.nn.Module):
        """BERT, mean pooling over the mask, unit length: vectors and token vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
            mean = (hidden * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
            return torch.nn.functional.normalize(mean, dim=-1), torch.nn.functional.normalize(hidden, dim=-1)

    return Pooled()


def reader_module(weights: Path, learnt: Path | None = None) -> Any:  # noqa: ANN401 - a torch module
    """Return MiniLM with start and end scores for the tokens of the passage and [CLS]; other tokens score lower than all these.

    :param learnt: the trained weights; None: untrained.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    transformer: Any = SentenceTransformer(str(weights), device="cpu", local_files_only=True)[0]
    bert = transformer.auto_model

    class Spans(torch.nn.Module):
        """BERT and one linear layer."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = bert
            self.head = torch.nn.Linear(bert.config.hidden_size, 2)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            scores = self.head(self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state)
            first = torch.nn.functional.pad(torch.ones_like(mask[:, :1]), (0, mask.shape[1] - 1))
            scores = scores - 1e4 * (1 - torch.maximum(mask * types, first)).unsqueeze(-1)
            return scores[..., 0], scores[..., 1]

    module = Spans()
    if learnt is not None:
        module.load_state_dict(_learnt(learnt), strict=False)
    return module.eval()


def _learnt(path: Path) -> dict[str, Any]:
    """Return the tensors of a file of int8 rows with a scale each, and of vectors as they are."""
    import numpy as np
    import torch

    with np.load(path) as stored:
        scales = {name: stored[name] for name in stored.files if name.endswith(":scale")}
        rows = {name: stored[name] for name in stored.files if name not in scales and name != "about"}
    return {name: torch.from_numpy(value * scales.get(f"{name}:scale", np.float32(1))).float() for name, value in rows.items()}


def _write(module: Any, inputs: tuple[str, ...], outputs: tuple[str, ...], target: Path) -> None:  # noqa: ANN401 - a torch module
    import torch

    ids = torch.randint(1000, 30000, (3, 17), generator=torch.Generator().manual_seed(0))
    axes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        *(module.eval(), (ids, *(torch.ones_like(ids) for _ in inputs[1:])), target),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_shapes={name: axes for name in inputs},
        opset_version=_OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _tokenizer(source: Path, target: Path) -> None:
    """Copy the tokenizer, cut at :data:`MAX_TOKENS` and padded to the longest of a batch (the original pads all to 128)."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    tokenizer.save(str(target))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's chatter away from the terminal; its errors still come as exceptions."""
    threshold = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(threshold)
