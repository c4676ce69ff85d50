"""Training rows of the reader: the answer in word pieces, batches of like length, nothing lost."""

import pytest

from eval.fit import train_reader
from eval.fit.reader_data import Example
from eval.fit.train_reader import Row, batches, padded, read_rows
from rag.models.encoders import WEIGHTS, load_tokenizer

WORDS = WEIGHTS / "wordpiece.json"
PASSAGE = "Fog lay over the sound. The ferry Orla sank."


def test_the_answer_is_found_in_word_pieces() -> None:
    at = PASSAGE.index("ferry Orla")
    (row,) = read_rows([Example("What sank?", PASSAGE, at, at + len("ferry Orla"))], WORDS)
    own = row.ids[row.first : row.last + 1]
    assert own == load_tokenizer(WORDS).encode("ferry Orla", add_special_tokens=False).ids
    assert all(row.of_passage[row.first : row.last + 1])
    assert not row.of_passage[0]


def test_no_answer_is_the_first_word_piece() -> None:
    (row,) = read_rows([Example("What burned?", PASSAGE)], WORDS)
    assert (row.first, row.last) == (0, 0)


def test_an_answer_behind_what_is_read_is_left_out() -> None:
    far = "Fog lay over the sound. " * 60 + PASSAGE
    at = far.index("Orla")
    assert read_rows([Example("What sank?", far, at, at + 4)], WORDS) == []
    assert len(read_rows([Example("What sank?", far)], WORDS)) == 1


def test_batches_hold_all_rows_once_with_like_lengths_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_reader, "BATCH", 4)
    monkeypatch.setattr(train_reader, "ALIKE", 3)
    rows = [Row([n] * (n + 1), [True] * (n + 1), 0, 0) for n in range(30)]
    made = batches(rows)
    assert sorted(len(row.ids) for batch in made for row in batch) == list(range(1, 31))
    assert [len(batch) for batch in made].count(4) == 7
    assert max(len(b[-1].ids) - len(b[0].ids) for b in made) < 20
    assert made == batches(rows) != batches(rows, seed=4)
    assert [len(row.ids) for row in made[0]] != [1, 2, 3, 4]


def test_a_batch_is_padded_and_masked() -> None:
    ids, mask, types, first, last = padded([Row([0, 7, 2], [False, True, False], 1, 1), Row([0, 7, 8, 9, 2], [False] * 4 + [True], 0, 0)])
    assert ids.shape == mask.shape == types.shape == (2, 16)
    assert ids[0].tolist() == [0, 7, 2, *[1] * 13]
    assert mask.sum(1).tolist() == [3, 5]
    assert types.sum(1).tolist() == [1, 1]
    assert (first.tolist(), last.tolist()) == ([1, 0], [1, 0])
