"""Fine-tune MiniLM into a reader: does this passage answer this question, and where (``python -m eval.fit.train_reader``).

The head is that of SQuAD 2.0 readers (Devlin et al. 2019): a start and an end score a token, and both at [CLS] for "not here".
Each training question is read twice an epoch: with the passage that answers it, and with something that only looks as if it did
(see ``eval.fit.reader_data``).
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from eval.fit.reader_data import DATA, Example, reader_examples
from rag.models.export import reader_module
from rag.models.local import ensure_model
from rag.models.pinned import MODELS
from rag.models.reader import LONGEST, WEIGHTS_FILE
from rag.settings import load_settings

EPOCHS = 1
BATCH, RATE, WARM = 32, 1.2e-4, 0.06  # rows, learning rate, share of the steps in which it rises
STEP = 16  # batches are as wide as a multiple of this: each new width costs the kernels a compilation
EVERY = 100  # steps between two looks at what has been learnt
BIT = 127.0

Batch = tuple[Any, ...]  # ids, mask, types (rows, tokens); start, end (rows,)


def main(argv: Sequence[str] | None = None) -> int:
    """Train the reader and write its weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.train_reader", description=__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=WEIGHTS_FILE, help="where the weights go (default: %(default)s)")
    parser.add_argument("--start", type=Path, help="weights to go on from (default: MiniLM, untrained as a reader)")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="times that each question is read (default: %(default)s)")
    args = parser.parse_args(argv)
    rows = [list(reader_examples(Random(epoch))) for epoch in range(args.epochs)]
    print(f"{sum(map(len, rows))} examples, {sum(e.start >= 0 for part in rows for e in part)} with an answer", flush=True)
    train(rows, args.target, args.start)
    return 0


def train(epochs: Sequence[Sequence[Example]], target: Path, start: Path | None = None) -> None:
    """Fine-tune over ``epochs`` in order and save to ``target``; prints the mean loss now and then."""
    import torch

    torch.set_num_threads(2)
    torch.manual_seed(0)
    folder = ensure_model(MODELS["minilm"], load_settings())
    model = reader_module(folder, start)  # without dropout: two passes over the data overfit little, and it doubles the time
    for part in model.bert.embeddings.parameters():  # shipped with MiniLM itself: what is learnt stays small
        part.requires_grad = False
    batches = [b for n, rows in enumerate(epochs) for b in _batches(rows, folder / "tokenizer.json", Random(n))]
    learning = [p for p in model.parameters() if p.requires_grad]
    steps = torch.optim.AdamW(learning, lr=RATE, weight_decay=0.01)
    plan = torch.optim.lr_scheduler.OneCycleLR(steps, RATE, total_steps=len(batches), pct_start=WARM, anneal_strategy="linear")
    began, losses = time.monotonic(), list[float]()
    for n, (ids, mask, types, *ends) in enumerate(batches, start=1):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(ids, mask, types)
        loss = sum(torch.nn.functional.cross_entropy(s.float(), wanted) for s, wanted in zip(scores, ends, strict=True)) / 2
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        steps.step()
        plan.step()
        steps.zero_grad()
        losses.append(float(loss.detach()))
        if n % EVERY == 0 or n == len(batches):
            print(f"{n}/{len(batches)} loss {np.mean(losses[-EVERY:]):.3f} {time.monotonic() - began:.0f} s", flush=True)
            save(model, target, len(epochs), history_of(start))


def _batches(rows: Sequence[Example], tokenizer: Path, rng: Random) -> Iterator[Batch]:
    """Yield batches of like length in random order, as tensors."""
    import torch
    from tokenizers import Tokenizer

    reads = Tokenizer.from_file(str(tokenizer))
    reads.no_padding()
    reads.enable_truncation(LONGEST, strategy="only_second")
    encoded = []
    for row, e in zip(rows, reads.encode_batch([(r.question, r.passage) for r in rows]), strict=True):
        inside = [i for i, ((a, b), t) in enumerate(zip(e.offsets, e.type_ids, strict=True)) if t and a < row.end and row.start < b]
        if inside or row.start < 0:
            encoded.append((e.ids, e.type_ids, inside[0] if inside else 0, inside[-1] if inside else 0))
    encoded.sort(key=lambda e: len(e[0]) + rng.uniform(0, 12))
    groups = [encoded[i : i + BATCH] for i in range(0, len(encoded), BATCH)]
    rng.shuffle(groups)
    for group in groups:
        width = -(-max(len(token_ids) for token_ids, *_ in group) // STEP) * STEP
        ids, mask, types = np.zeros((3, len(group), width), np.int64)
        for i, (token_ids, kinds, _, _) in enumerate(group):
            ids[i, : len(token_ids)], types[i, : len(token_ids)], mask[i, : len(token_ids)] = token_ids, kinds, 1
        start, end = (np.array([g[k] for g in group], np.int64) for k in (2, 3))
        yield tuple(torch.from_numpy(x) for x in (ids, mask, types, start, end))


def history_of(start: Path | None) -> str:
    """Return what weights were begun with: MiniLM, or how an earlier reader was made."""
    return str(np.load(start)["about"]) if start else "all-MiniLM-L6-v2"


def save(model: Any, path: Path, epochs: int, start: str) -> None:  # noqa: ANN401 - a torch module
    """Write what was learnt as int8 rows with a scale a row, about 10 MB; vectors (biases, norms) stay float32.

    ``about`` says how it was made: print it with ``python -c "import numpy; print(numpy.load('rag/models/weights/reader.npz')['about'])"``.
    """
    about = {
        "made_by": "python -m eval.fit.train_reader",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "epochs": epochs,
        "data": DATA,
        "start": start,
    }
    arrays: dict[str, Any] = {"about": np.array(json.dumps(about))}
    for name, value in model.state_dict().items():
        if name.startswith("bert.embeddings."):
            continue
        rows = value.detach().numpy().astype(np.float32)
        if rows.ndim == 2:
            scale = np.abs(rows).max(1, keepdims=True) / BIT
            arrays[f"{name}:scale"], rows = scale, np.round(rows / np.where(scale > 0, scale, 1)).astype(np.int8)
        arrays[name] = rows
    np.savez_compressed(path, **arrays)


if __name__ == "__main__":
    sys.exit(main())
