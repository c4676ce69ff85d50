"""One reply as it comes: cut at a length whatever the server sends, with the time that its words took."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from rag.llm.speed import Speed, by_clock, by_timings
from rag.search.select import count_tokens

TOKEN_CHARS = 8  # characters a token at most in a reply of words; English has four to five
LONG_S = 5.0  # seconds without a word that show a model to be slow; less may be too little time
OTHER_COUNT = 1.25  # a reply as long as the model may write has at most so many times its tokens by tiktoken's count


class Reply:
    """The words of one attempt; ``full`` once no more of them are wanted."""

    def __init__(self, prompt: str, max_tokens: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.text, self.full = "", False
        self.timings: Mapping[str, Any] = {}  # what the server itself says, with its last piece
        self._prompt, self._max_tokens, self._clock = prompt, max_tokens, clock
        self._began, self._first, self._last = clock(), 0.0, 0.0

    @property
    def says(self) -> bool:
        """Whether there is a letter or figure in it: brackets and dots claim nothing, so no check refuses them."""
        return any(map(str.isalnum, self.text))

    @property
    def most(self) -> int:
        """Characters of a piece that are looked at: what is kept at most, and as much again that is dropped for what it is."""
        return 2 * TOKEN_CHARS * self._max_tokens

    def take(self, piece: str) -> str:
        """Return what of ``piece`` is kept; nothing before the first word, and nothing beyond the length."""
        if not self.text:
            piece = piece.lstrip()
        piece = piece[: TOKEN_CHARS * self._max_tokens - len(self.text)] if not self.full else ""
        if piece:
            self._last = self._clock()
            self._first = self._first or self._last
            self.text += piece
            self.full = self._too_long()
        return piece

    def _too_long(self) -> bool:
        if len(self.text) >= TOKEN_CHARS * self._max_tokens:
            return True
        return len(self.text) > self._max_tokens and count_tokens(self.text) >= OTHER_COUNT * self._max_tokens

    def speed(self) -> Speed:
        """Return how fast the model was; of one that said nothing in a long wait, how fast it is at most."""
        if self.timings:
            return by_timings(self.timings)
        first = self._first or self._clock()
        if not self._first and first - self._began < LONG_S:
            return Speed()
        return by_clock(count_tokens(self._prompt), first - self._began, count_tokens(self.text), self._last - first)
