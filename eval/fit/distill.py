"""Make the static word vectors, one a token, distilled from MiniLM (``python -m eval.fit.distill MINILM_FOLDER CORPUS...``).

The recipe is that of model2vec (Tulkens and van Dongen 2024): each token alone through the model, mean of its outputs,
PCA to 256, then the smooth inverse frequency weight a / (a + p) of Arora et al. 2017, here with p counted on real text
instead of assumed from the rank. Stored as int8 rows with one scale a row.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.models.encoders import WEIGHTS

DIM = 256
A = 1e-3  # the usual value; on 606 XQuAD and 162 RealTime QA questions 1e-4 to 1e-3 do not differ beyond noise


def main(argv: list[str] | None = None) -> int:
    """Write rag/models/weights/static.npz and wordpiece.json."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.distill", description=__doc__)
    parser.add_argument("model", metavar="MINILM_FOLDER", help="folder of the MiniLM model")
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS", help="JSONL files whose words are counted")
    args = parser.parse_args(argv)
    model = args.model
    vectors = token_vectors(model)
    shares = token_shares(Path(model) / "tokenizer.json", texts(args.corpora), len(vectors))
    rows, scales = quantise(np.asarray(reduce(vectors, DIM) * (A / (A + shares))[:, None], np.float32))
    np.savez(WEIGHTS / "static.npz", rows=rows, scales=scales)
    (WEIGHTS / "wordpiece.json").write_bytes((Path(model) / "tokenizer.json").read_bytes())
    return 0


def token_vectors(model: str) -> NDArray[np.float32]:
    """Return MiniLM's mean output for each token of its vocabulary alone, shape (30522, 384)."""
    import torch
    from sentence_transformers import SentenceTransformer

    bert = SentenceTransformer(model, device="cpu")[0].auto_model.eval()
    size = int(bert.config.vocab_size)
    with torch.no_grad():
        batches = [torch.tensor([[101, i, 102] for i in range(at, min(size, at + 512))]) for at in range(0, size, 512)]
        return np.concatenate([bert(input_ids=b, attention_mask=torch.ones_like(b)).last_hidden_state.mean(1).numpy() for b in batches])


def texts(paths: Iterable[Path]) -> Iterable[str]:
    """Yield the running text of JSONL corpora (field text or context)."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row.get("text") or row.get("context") or ""


def token_shares(tokenizer: Path, corpus: Iterable[str], size: int) -> NDArray[np.float64]:
    """Return each token's share of the corpus, one added to every count."""
    reader = Tokenizer.from_file(str(tokenizer))
    reader.no_truncation()
    counts = np.ones(size)
    for encoding in reader.encode_batch(list(corpus), add_special_tokens=False):
        np.add.at(counts, encoding.ids, 1)
    return np.asarray(counts / counts.sum())


def reduce(vectors: NDArray[np.float32], dim: int) -> NDArray[np.float32]:
    """Return the first ``dim`` principal components."""
    centred = vectors - vectors.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes[:dim].T)


def quantise(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 rows and the scale that undoes them, one a row."""
    scales = np.abs(vectors).max(1) / 127
    rows = np.round(vectors / np.maximum(scales, 1e-12)[:, None])
    return rows.astype(np.int8), scales.astype(np.float32)


if __name__ == "__main__":
    sys.exit(main())
