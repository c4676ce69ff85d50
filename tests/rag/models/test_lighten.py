"""A small transformer is rewritten into quicker steps that give the same."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx.parser
import pytest

from rag.models.encoders import session
from rag.models.lighten import lighten

WIDTH, HEADS, WORDS = 16, 2, 40
LAYER = """
<ir_version: 9, opset_import: ["" : 18]>
layer (int64[1, tokens] ids, int64[1, tokens] mask) => (float[1, tokens, 16] out) {
  x = Gather(words, ids)
  q = MatMul(x, wq)
  k = MatMul(x, wk)
  v = MatMul(x, wv)
  q1 = Reshape(q, heads)
  k1 = Reshape(k, heads)
  v1 = Reshape(v, heads)
  q2 = Transpose<perm = [0, 2, 1, 3]>(q1)
  k2 = Transpose<perm = [0, 2, 3, 1]>(k1)
  v2 = Transpose<perm = [0, 2, 1, 3]>(v1)
  s = MatMul(q2, k2)
  s1 = Div(s, root)
  DISTANCE
  m = Cast<to = 9>(mask)
  m1 = Where(m, nothing, low)
  m2 = Reshape(m1, beside)
  s3 = Add(s2, m2)
  p = Softmax<axis = -1>(s3)
  c = MatMul(p, v2)
  c1 = Transpose<perm = [0, 2, 1, 3]>(c)
  c2 = Reshape(c1, wide)
  o = MatMul(c2, wo)
  o1 = Add(o, bias)
  a = Add(o1, x)
  n = LayerNormalization<axis = -1>(a, gain, bias)
  u = MatMul(n, wu)
  u1 = Add(u, biasu)
  e = Div(u1, root2)
  e1 = Erf(e)
  e2 = Add(e1, one)
  e3 = Mul(half, e2)
  g = Mul(u1, e3)
  d = MatMul(g, wd)
  d1 = Add(d, bias)
  b = Add(d1, n)
  out = LayerNormalization<axis = -1>(b, gain, bias)
}
"""


@pytest.fixture(scope="module", params=["s2 = Add(s1, far)", "s2 = Identity(s1)"], ids=["with places", "without"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a layer as float32, as int8 and lightened."""
    from onnx import numpy_helper
    from onnxruntime.quantization import QuantType, quantize_dynamic

    rng, folder = np.random.default_rng(0), tmp_path_factory.mktemp("layer")
    shapes: dict[str, Any] = {"words": (WORDS, WIDTH), "bias": WIDTH, "biasu": 64, "wu": (WIDTH, 64), "wd": (64, WIDTH)}
    arrays = {
        name: rng.normal(0, 0.3, shape) for name, shape in {**shapes, **dict.fromkeys(("wq", "wk", "wv", "wo"), (WIDTH, WIDTH))}.items()
    }
    arrays |= {"gain": np.ones(WIDTH), "far": rng.normal(size=(1, HEADS, 9, 9)), "nothing": np.array(0), "low": np.array(-1e4)}
    arrays |= {"root": np.array(8**0.5), "root2": np.array(2**0.5), "one": np.array(1), "half": np.array(0.5)}
    model = onnx.parser.parse_model(LAYER.replace("DISTANCE", request.param))
    kept = {name: value.astype(np.float32) for name, value in arrays.items()}
    kept |= {"heads": np.array([1, -1, HEADS, WIDTH // HEADS]), "wide": np.array([1, -1, WIDTH]), "beside": np.array([1, 1, 1, -1])}
    model.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in kept.items())
    onnx.save(model, str(folder / "exact.onnx"))
    options = {"MatMulConstBOnly": True}
    quantize_dynamic(
        *(folder / "exact.onnx", folder / "int8.onnx"), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul"], extra_options=options,
    )  # fmt: skip
    lighten(folder / "int8.onnx", folder / "light.onnx", HEADS)
    return folder


def read(made: Path, name: str) -> Any:
    ids = np.array([[1, 2, 3, 7, 4, 5, 6, 9, 8]])
    return session(made / f"{name}.onnx", 1).run(["out"], {"ids": ids, "mask": np.ones_like(ids)})[0]


def test_it_gives_the_same_in_other_steps(made: Path) -> None:
    kinds = {node.op_type for node in onnx.load(str(made / "light.onnx"), load_external_data=False).graph.node}
    assert {"MultiHeadAttention", "Gelu", "LayerNormalization"} <= kinds
    assert not kinds & {"SkipLayerNormalization", "Erf", "Softmax", "Transpose"}
    assert np.abs(read(made, "light") - read(made, "exact")).max() < 0.1


def test_its_arrays_lie_beside_it_for_whoever_may_read_it(made: Path) -> None:
    assert (made / "light.onnx").stat().st_mode == (made / "light.bin").stat().st_mode
    assert {path.name for path in made.glob("light*")} == {"light.onnx", "light.bin"}


def test_a_model_of_other_steps_is_refused(made: Path, tmp_path: Path) -> None:
    model = onnx.parser.parse_model('<ir_version: 9, opset_import: ["" : 18]> g (float[1, n] x) => (float[1, n] y) { y = Softmax(x) }')
    onnx.save(model, str(tmp_path / "other.onnx"))
    with pytest.raises(RuntimeError, match="no FusedMatMul before"):
        lighten(tmp_path / "other.onnx", tmp_path / "light.onnx", HEADS)
