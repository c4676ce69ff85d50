"""MiniLM as ONNX: sentence-transformers' weights in a form that loads in a blink."""

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


def export_encoder(weights: Path, folder: Path) -> None:
    """Write minilm.onnx and tokenizer.json into ``folder``, whole or not at all.

    :param weights: a sentence-transformers folder of a BERT with mean pooling.
    :raises RuntimeError: when torch cannot export it.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as work:
        made = Path(work) / "made"
        made.mkdir()
        with _quiet():
            _export(weights, made / "minilm.onnx")
        _tokenizer(weights / "tokenizer.json", made / "tokenizer.json")
        made.rename(folder)


def _export(weights: Path, target: Path) -> None:
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

    ids = torch.randint(1000, 30000, (3, 17), generator=torch.Generator().manual_seed(0))
    texts, tokens = torch.export.Dim("texts"), torch.export.Dim("tokens", max=512)
    axes = {0: texts, 1: tokens}
    torch.onnx.export(
        *(Pooled(), (ids, torch.ones_like(ids)), target),
        input_names=["ids", "mask"],
        output_names=["v", "tokens"],
        dynamic_shapes={"ids": axes, "mask": axes},
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
