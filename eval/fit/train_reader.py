"""Fine-tune MPNet into a reader: does this passage answer this question, and where (``python -m eval.fit.train_reader``).

The head is that of SQuAD 2.0 readers (Devlin et al. 2019): a start and an end score a token, and both at [CLS] for "not here".
Each training question is read with the passage that answers it, and with something that only looks as if it did (see
``eval.fit.reader_data``). Only low-rank changes to MPNet's matrices are learnt (see ``rag.models.adapted``). ``--asked`` goes on from
the weights that are there, on questions as people ask them and the passages that the program finds for them.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.fit.gather import ASKED, gather
from eval.fit.reader_data import ASKED_DATA, DATA, Example, asked_examples, reader_examples
from rag.models.local import ensure_model
from rag.models.pinned import MODELS
from rag.models.reader import WEIGHTS_FILE
from rag.settings import load_settings

STEPS = 1150  # an hour on two cores with bfloat16
BATCH, RATE, WARM, LEAST = 32, 4e-4, 60, 0.02  # rows; learning rate, the steps in which it rises, the share of it that is left at the end
ASKED_STEPS, ASKED_RATE, REPLAY = 300, 2e-4, 0.4  # of the second training; the share of its rows that are of the first, so that it is kept
LONGEST = 208  # word pieces of question and passage in training: a longer passage has few that the others do not
STEP = 16  # batches are as wide as a multiple of this: each new width costs the kernels a compilation
ALIKE = 40  # batches among which rows of like length are put together
EVERY = 100  # steps between two looks at what has been learnt, and two checkpoints
SEEDS = (11, 12)  # of the passages, one for each time that the questions are gone through


class Row(NamedTuple):
    """An example in word pieces: their ids, which are of the passage, and the first and last of the answer (0: none)."""

    ids: Sequence[int]
    of_passage: Sequence[bool]
    first: int
    last: int


def main(argv: Sequence[str] | None = None) -> int:
    """Train the reader and write its weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit.train_reader", description=__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=WEIGHTS_FILE, help="where the weights go (default: %(default)s)")
    parser.add_argument("--steps", type=int, help=f"batches read (default: {STEPS}, with --asked {ASKED_STEPS})")
    parser.add_argument("--asked", action="store_true", help="go on from the target, on questions as people ask them")
    args = parser.parse_args(argv)
    steps = args.steps or (ASKED_STEPS if args.asked else STEPS)
    examples = _asked(steps) if args.asked else [example for seed in SEEDS for example in reader_examples(Random(seed))]
    print(f"{len(examples)} examples, {sum(e.start >= 0 for e in examples)} with an answer", flush=True)
    train(examples, args.target, steps, asked=args.asked)
    return 0


def _asked(steps: int) -> list[Example]:
    """Return what the second training reads: asked questions as often as they fit, and REPLAY of the first training's examples."""
    rng, wanted = Random(SEEDS[0]), steps * BATCH
    asked = list(asked_examples(gather(ASKED.stem), rng))
    own = round(wanted * (1 - REPLAY))
    rows = [example for _ in range(-(-own // len(asked))) for example in rng.sample(asked, len(asked))][:own]
    return rows + rng.sample(list(reader_examples(rng)), wanted - own)


def train(examples: Sequence[Example], target: Path, steps: int, *, asked: bool = False) -> None:
    """Fine-tune over the first ``steps`` batches and save to ``target``; goes on from where it was stopped (``target``.checkpoint).

    :param asked: begin with what ``target`` has learnt, at the lower rate; its checkpoint is another.
    """
    import torch

    from rag.models.adapted import Spans, learnt_of, restore, save

    torch.set_num_threads(2)
    torch.manual_seed(0)
    folder = ensure_model(MODELS["mpnet"], load_settings())
    model = Spans(folder)  # without dropout: one pass over the data does not overfit, and it doubles the time
    learning, rate = learnt_of(model), ASKED_RATE if asked else RATE
    checkpoint = target.with_suffix(".asked.checkpoint" if asked else ".checkpoint")
    if asked:
        restore(model, target)
    moves = torch.optim.AdamW(learning.values(), lr=rate, weight_decay=0.01)
    done = _resume(checkpoint, learning, moves)
    began, losses = time.monotonic(), list[float]()
    for n, batch in enumerate(batches(read_rows(examples, folder / "tokenizer.json"))[done:steps], start=done + 1):
        ids, mask, types, first, last = map(torch.from_numpy, padded(batch))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = model(ids, mask, types)
        loss = sum(torch.nn.functional.cross_entropy(s, wanted) for s, wanted in zip(scores, (first, last), strict=True)) / 2
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning.values(), 1.0)
        for group in moves.param_groups:
            group["lr"] = rate * min(n / WARM, 1) * max(LEAST, 1 - n / steps)
        moves.step()
        moves.zero_grad()
        losses.append(float(loss.detach()))
        if n % EVERY == 0 or n == steps:
            print(f"{n}/{steps} loss {np.mean(losses[-EVERY:]):.3f} {time.monotonic() - began:.0f} s", flush=True)
            torch.save({"done": n, "learnt": learning, "moves": moves.state_dict()}, checkpoint)
    save(learning, target, about(steps, asked=asked))
    checkpoint.unlink(missing_ok=True)


def read_rows(examples: Sequence[Example], tokenizer: Path) -> list[Row]:
    """Return the examples in word pieces, without those whose answer is behind what is read."""
    from tokenizers import Tokenizer

    reads = Tokenizer.from_file(str(tokenizer))
    reads.no_padding()
    reads.enable_truncation(LONGEST, strategy="only_second")
    rows = []
    for example, e in zip(examples, reads.encode_batch([(e.question, e.passage) for e in examples]), strict=True):
        own = [sequence == 1 for sequence in e.sequence_ids]
        places = enumerate(zip(e.offsets, own, strict=True))
        inside = [i for i, ((a, b), is_own) in places if is_own and b > a and a < example.end and example.start < b]
        if inside or example.start < 0:
            rows.append(Row(e.ids, own, inside[0] if inside else 0, inside[-1] if inside else 0))
    return rows


def batches(rows: Sequence[Row], seed: int = 3) -> list[Sequence[Row]]:
    """Return the rows in random order in batches of :data:`BATCH`, of like length within :data:`ALIKE` batches."""
    rng, mixed, result = Random(seed), list(rows), list[Sequence[Row]]()
    rng.shuffle(mixed)
    for part in _batched(mixed, BATCH * ALIKE):
        alike = list(_batched(sorted(part, key=lambda row: len(row.ids)), BATCH))
        rng.shuffle(alike)
        result += alike
    return result


def _batched(rows: Sequence[Row], n: int) -> Iterator[Sequence[Row]]:
    return (rows[at : at + n] for at in range(0, len(rows), n))


def padded(rows: Sequence[Row]) -> tuple[NDArray[np.int64], ...]:
    """Return ids, mask, types (rows, word pieces) and first, last (rows,)."""
    width = -(-max(len(row.ids) for row in rows) // STEP) * STEP
    ids, mask, types = np.ones((len(rows), width), np.int64), *np.zeros((2, len(rows), width), np.int64)  # 1 pads in MPNet
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n], mask[i, :n], types[i, :n] = row.ids, 1, row.of_passage
    return ids, mask, types, np.array([row.first for row in rows], np.int64), np.array([row.last for row in rows], np.int64)


def about(steps: int, *, asked: bool = False) -> str:
    """Return how the weights were made, as JSON.

    Print it with ``python -c "import numpy; print(numpy.load('rag/models/weights/reader.npz')['about'])"``.
    """
    made = {"made_by": "python -m eval.fit.train_reader", "date": f"{datetime.now(UTC):%Y-%m-%d}", "steps": steps, "data": DATA}
    second = {"made_by": f"{made['made_by']}, then --asked", "steps": [STEPS, steps], "data": f"{DATA}; {ASKED_DATA}"}
    return json.dumps(made | {"start": "all-mpnet-base-v2"} | (second if asked else {}))


def _resume(checkpoint: Path, learning: dict[str, Any], moves: Any) -> int:  # noqa: ANN401 - a torch optimiser
    """Restore what an interrupted training had learnt; return how many steps it had made."""
    import torch

    if not checkpoint.is_file():
        return 0
    kept = torch.load(checkpoint)
    with torch.no_grad():
        for name, part in learning.items():
            part.copy_(kept["learnt"][name])
    moves.load_state_dict(kept["moves"])
    return int(kept["done"])


if __name__ == "__main__":
    sys.exit(main())
