"""Export MiniLM and the reader to ONNX, which loads much faster than sentence-transformers."""

import contextlib
import io
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.models.adapted import trained

MAX_TOKENS = 256  # what the model was trained on, as sentence_bert_config.json says
_OPSET = 18


def export_encoders(minilm: Path, mpnet: Path, learnt: Path, folder: Path) -> None:
    """Write minilm.onnx and reader.onnx with tokenizer.json and reader.json, their tokenizers, into ``folder``, whole or not at all.

    :param minilm: a sentence-transformers folder of a BERT with mean pooling.
    :param mpnet: a folder of MPNet.
    :param learnt: the reader's trained changes to MPNet (see ``eval.fit.train_reader``).
    :raises RuntimeError: when torch cannot export one.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as work:
        made = Path(work) / "made"
        made.mkdir()
        with _quiet():
            _write_int8(encoder_module(minilm), ("ids", "mask"), ("v", "tokens"), made / "minilm.onnx")
            _write_int8(trained(mpnet, learnt), ("ids", "mask", "types"), ("start", "end"), made / "reader.onnx")
        _tokenizer(minilm / "tokenizer.json", made / "tokenizer.json")
        shutil.copyfile(mpnet / "tokenizer.json", made / "reader.json")
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


def _write_int8(module: Any, inputs: tuple[str, ...], outputs: tuple[str, ...], target: Path) -> None:  # noqa: ANN401 - a torch module
    """Export a model, its matrices as int8: a third of the time and of the bytes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    exact = target.with_name("exact.onnx")
    _write(module, inputs, outputs, exact)
    options = {"MatMulConstBOnly": True}
    quantize_dynamic(exact, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"], extra_options=options)
    exact.unlink()


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
