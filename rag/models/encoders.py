"""Encode texts as unit vectors, in two tiers: static vectors for every passage, MiniLM for the few sentences in question.

Both import in tenths of a second: the static tier is a table of token vectors distilled from MiniLM, and MiniLM itself
runs in ONNX Runtime, because importing sentence-transformers alone takes longer than an answer is allowed to.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.models.threads import Threads

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
Vectors = NDArray[np.float32]
AT_ONCE = 64  # texts: a token takes some 400 bytes while it is counted  # equivalent: any gives the same rows
MAX_TOKENS = 256  # what MiniLM was trained on; a longer text is cut


class Embedder(Protocol):
    """An encoder of texts as unit vectors, one row a text and in the same order."""

    name: str  # written into the index
    dim: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), dim); a text without a known token gives a zero row."""
        ...


class StaticEmbedder:
    """The mean of one distilled vector a token; no network of any kind, about a thousand times quicker than MiniLM.

    The table was made by ``python -m eval.fit.distill`` and is shipped, so its bytes are the same everywhere.
    """

    def __init__(self, table: Path = WEIGHTS / "static.npz", tokenizer: Path = WEIGHTS / "wordpiece.json") -> None:
        self.name = f"static-{_digest(table)}"
        with np.load(table) as stored:
            self._rows, self._scales = stored["rows"], stored["scales"]
        self.dim = int(self._rows.shape[1])
        self._tokenizer = load_tokenizer(tokenizer)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows of shape (len(texts), dim)."""
        return unit(self.sums(texts))

    def sums(self, texts: Sequence[str]) -> Vectors:
        """Return rows not yet scaled to length 1: those of sentences add up to that of their passage."""
        result = np.zeros((len(texts), self.dim), np.float32)
        for at in range(0, len(texts), AT_ONCE):
            for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts[at : at + AT_ONCE]), add_special_tokens=False), at):
                if ids := encoding.ids:
                    result[row] = self._scales[ids] @ self._rows[ids].astype(np.float32)
        return result


class SentenceEmbedder:
    """all-MiniLM-L6-v2 in ONNX Runtime; ``folder`` holds minilm.onnx and tokenizer.json (see ``rag.models.local``)."""

    dim = 384

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.name = "all-MiniLM-L6-v2"
        self._session = session(folder / "minilm.onnx", 1)
        self._readers = Threads(threads, "encoder")
        self._tokenizer = load_tokenizer(folder / "tokenizer.json", truncate=MAX_TOKENS)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows of shape (len(texts), 384)."""
        rows = [v for (v,) in self._run(texts, ["v"])]
        return np.concatenate(rows) if rows else np.zeros((0, self.dim), np.float32)

    def embed_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return the rows of :meth:`embed` and, for each text, the unit vectors of its tokens, shape (n_tokens, 384)."""
        found = list(self._run(texts, ["v", "tokens"]))
        rows = np.concatenate([v for v, _ in found]) if found else np.zeros((0, self.dim), np.float32)
        return rows, [tokens[0, 1:-1] for _, tokens in found]  # without [CLS] and [SEP]

    def _run(self, texts: Sequence[str], outputs: list[str]) -> Iterator[Any]:
        """Yield the outputs for each text; one text at a time, because an int8 step has the scale of its batch.

        Without padding and with a thread a text that takes a third of the time of batches of 16 (46 to 94 sentences: 77 ms for 241).
        """

        def run(encoding: "Encoding") -> Any:  # noqa: ANN401 - arrays of outputs
            ids = np.array([encoding.ids], np.int64)
            return self._session.run(outputs, {"ids": ids, "mask": np.ones_like(ids)})

        return self._readers.map(run, self._tokenizer.encode_batch(list(texts)))


def session(model: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime is imported late and has no types
    """Return an ONNX Runtime session for a model, on the CPU."""
    import onnxruntime as ort

    ort.disable_telemetry_events()  # what counts is the environment (see rag/__init__.py): 1.32 goes on after this call

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leave the cores to the LLM and the page
    return ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def load_tokenizer(path: Path, truncate: int = 0) -> "Tokenizer":
    """Return the tokenizer of a file, without padding, cut at ``truncate`` word pieces (0: never)."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    if truncate:
        tokenizer.enable_truncation(truncate)
    else:
        tokenizer.no_truncation()
    return tokenizer


def unit(rows: Vectors) -> Vectors:
    """Return rows scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)


@lru_cache
def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
