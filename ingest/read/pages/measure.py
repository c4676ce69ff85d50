"""How much of what stands in each element of a page: words, links, sentences, fields; counted once, so that boxes in boxes cost no more."""

from typing import Any, NamedTuple

from ingest.article.clean import is_prose
from ingest.read.markup import BLOCKS, HIDDEN
from ingest.read.pages.judge import is_sentence

LINKED = 0.5  # part of a line's words in links, from which it is one
_ANSWERS, _ANSWERS_AT = frozenset(("button", "input", "textarea", "select")), 4


class Counts(NamedTuple):
    """What stands in an element."""

    words: int = 0
    linked: int = 0  # of the words, in links
    prose: int = 0  # of the words, in running text
    sentences: int = 0  # lines that end as one, but for links
    answers: int = 0  # buttons and fields

    @property
    def is_linked(self) -> bool:
        """Whether links are most of it."""
        return self.linked > 0 and self.linked >= LINKED * self.words

    @property
    def is_text(self) -> bool:
        """Whether it holds sentences, and nothing that speaks against its being a part of the article."""
        return self.sentences > 0 and not self.is_linked and not self.answers


class Measure:
    """The counts of all elements of a tree, as it was when they were taken."""

    def __init__(self, top: Any) -> None:  # noqa: ANN401 - an lxml element; lxml is imported late
        self._spans: dict[Any, tuple[Counts, Counts]] = {}
        self._now = [0, 0, 0, 0, 0]
        self._line: list[str] = []
        self._linked = 0  # words of the line in links
        self._count(top)

    def of(self, node: Any) -> Counts:  # noqa: ANN401
        """Return what stands in an element; nothing for one that a reader does not see."""
        begun, ended = self._spans.get(node, (Counts(), Counts()))
        return Counts(*(b - a for a, b in zip(begun, ended, strict=True)))

    def _count(self, top: Any) -> None:  # noqa: ANN401
        links = 0
        stack: list[tuple[Any, Counts | None]] = [(top, None)]
        while stack:
            node, begun = stack.pop()
            tag = node.tag if isinstance(node.tag, str) else ""
            if tag in BLOCKS or tag == "br":
                self._end_line()
            if begun is not None:
                links -= tag == "a"
                self._spans[node] = (begun, Counts(*self._now))
            else:
                before = Counts(*self._now)
                self._now[_ANSWERS_AT] += tag in _ANSWERS and node.get("type") != "hidden"
                if tag and tag not in HIDDEN:
                    stack.append((node, before))
                    links += tag == "a"
                    self._add(node.text, linked=links > 0)
                    stack.extend((child, None) for child in reversed(node))
                    continue
            if node is not top:
                self._add(node.tail, linked=links > 0)
        self._end_line()

    def _add(self, piece: str | None, *, linked: bool) -> None:
        if piece:
            count = len(piece.split())
            self._line.append(piece)
            self._linked += count * linked
            self._now[0] += count
            self._now[1] += count * linked

    def _end_line(self) -> None:
        line = "".join(self._line).strip() if self._line else ""
        if line:
            count = len(line.split())
            self._now[2] += count * is_prose(line)
            self._now[3] += self._linked < LINKED * count and is_sentence(line)
        self._line, self._linked = [], 0
