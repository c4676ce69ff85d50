"""Texts become unit rows: the shipped table, and MiniLM where it is there."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ModelMissing
from rag.models.encoders import SentenceEmbedder, StaticEmbedder, unit
from rag.settings import Settings
from tests.kits.news import static

PARTS = ("The ferry sank on Tuesday.", "Captain Brandt said that 31 were rescued.", "Fog lay over Zürich’s harbour!")


def test_rows_have_length_one_and_the_order_of_the_texts() -> None:
    rows = static().embed(PARTS)
    assert rows.shape == (3, static().dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(static().embed(PARTS[::-1]), rows[::-1])


def test_a_text_of_nothing_is_a_zero_row() -> None:
    rows = static().embed(["", "   ", "ferry"])
    assert not rows[:2].any()
    assert rows[2].any()
    assert static().embed([]).shape == (0, static().dim)


def test_sentences_add_up_to_their_passage() -> None:
    assert np.allclose(static().sums(PARTS).sum(0), static().sums([" ".join(PARTS)])[0], atol=1e-4)


def test_another_reader_of_the_same_table_gives_the_same_bytes() -> None:
    other = StaticEmbedder()
    assert other.name == static().name
    assert other.embed(PARTS).tobytes() == static().embed(PARTS).tobytes()


def test_what_is_about_the_same_is_nearer() -> None:
    asked, near, far = static().embed(["a ship sank", "the ferry went down at sea", "plum harvest ruined by frost"])
    assert asked @ near > asked @ far + 0.1


@given(st.lists(st.text(max_size=50), max_size=4))
def test_any_text_is_taken(texts: list[str]) -> None:
    lengths = np.linalg.norm(static().embed(texts), axis=1)
    assert all(abs(n - 1) < 1e-4 or n == 0 for n in lengths)


def test_unit_leaves_zero_alone() -> None:
    assert unit(np.array([[3, 4], [0, 0]], np.float32)).tolist() == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


@pytest.fixture(scope="module")
def minilm() -> SentenceEmbedder:
    """Return the real encoder; skip where its files are not on this machine."""
    from rag.models.local import sentence_encoders
    from rag.settings import load_settings

    settings: Settings = load_settings(offline=True)
    try:
        return SentenceEmbedder(sentence_encoders(settings), threads=1)
    except ModelMissing as err:
        pytest.skip(str(err))


@pytest.mark.models
def test_minilm_gives_unit_rows_in_the_order_of_the_texts(minilm: SentenceEmbedder) -> None:
    texts = [*PARTS, "", "word " * 400, *(f"Sentence number {n} " + "and more " * n for n in range(20))]
    rows = minilm.embed(texts)
    assert rows.shape == (len(texts), 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    alone = np.concatenate([minilm.embed([t]) for t in texts])
    assert np.abs(rows - alone).max() < 1e-3  # batches and their padding do not show
    assert minilm.embed([]).shape == (0, 384)


@pytest.mark.models
def test_minilm_gives_a_row_a_word_piece(minilm: SentenceEmbedder) -> None:
    rows, tokens = minilm.embed_tokens([*PARTS, "ferry", ""])
    assert np.abs(rows - minilm.embed([*PARTS, "ferry", ""])).max() < 1e-5
    assert [t.shape for t in tokens[3:]] == [(1, 384), (0, 384)]
    assert tokens[0].shape == (6, 384)
    assert all(np.allclose(np.linalg.norm(t, axis=1), 1, atol=1e-4) for t in tokens)


@pytest.mark.models
def test_several_threads_read_at_once(minilm: SentenceEmbedder) -> None:
    """Texts of other lengths in another thread once cut this thread's rows short."""
    short, long = ["A ferry sank."] * 20, [" ".join(PARTS)] * 20
    alone = [minilm.embed_tokens(texts)[1] for texts in (short, long)]
    with ThreadPoolExecutor(4) as pool:
        for texts, tokens in zip((short, long), alone, strict=True):
            for at_once in [pool.submit(minilm.embed_tokens, t) for t in (short, long, texts, texts)][2:]:
                for own, wanted in zip(at_once.result()[1], tokens, strict=True):
                    assert np.allclose(own, wanted, atol=1e-5)
