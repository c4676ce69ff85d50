"""Regular expressions compiled on first use: compiling sixty of them would delay every command's start by 50 ms."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """A pattern without regard to case, or a function that makes its text of a word list; the methods are those of ``re.Pattern``."""

    def __init__(self, text: str | Callable[[], str]) -> None:
        self.text = text

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.text if isinstance(self.text, str) else self.text(), re.IGNORECASE)

    def search(self, text: str, at: int = 0, to: int = sys.maxsize) -> re.Match[str] | None:
        """Find it anywhere in ``text[at:to]``."""
        return self.compiled.search(text, at, to)

    def match(self, text: str, at: int = 0, to: int = sys.maxsize) -> re.Match[str] | None:
        """Find it at the start of ``text[at:to]``."""
        return self.compiled.match(text, at, to)

    def fullmatch(self, text: str, at: int = 0, to: int = sys.maxsize) -> re.Match[str] | None:
        """Find it as the whole of ``text[at:to]``."""
        return self.compiled.fullmatch(text, at, to)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find every one, none overlapping."""
        return self.compiled.finditer(text)

    def findall(self, text: str) -> list[str]:
        """Return the texts of every one."""
        return [m[0] for m in self.compiled.finditer(text)]

    def sub(self, by: Callable[[re.Match[str]], str], text: str) -> str:
        """Replace every one."""
        return self.compiled.sub(by, text)
