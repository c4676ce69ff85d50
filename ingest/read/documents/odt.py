"""Read an OpenDocument text as it is shown: recorded deletions and comments out, boxes behind their paragraph, notes at the end."""

from collections.abc import Iterator
from typing import Any, Final

from ingest.article.assemble import Raw
from ingest.read.documents.blocks import BODY, HEADING, TITLE, Block, as_raw, row_blocks
from ingest.read.documents.package import Package, attribute, child, local
from ingest.read.failures import ReadError

_OUT: Final = frozenset({
    "tracked-changes", "annotation", "annotation-end", "note", "hidden-text", "hidden-paragraph", "ruby-text", "table-of-content", "forms",
    "sequence-decls", "variable-decls", "script",
})  # fmt: skip
_SIGNS: Final = {"tab": "\t", "line-break": "\n"}
_MOST_SPACES: Final = 100  # that one mark may stand for


def read_odt(content: bytes) -> Raw:
    """Return the text of an OpenDocument text, table rows as "a | b", notes at its end, title and author where they are sure.

    :raises ReadError: for a file that is broken, locked, empty, or no OpenDocument text.
    """
    package = Package(content, "OpenDocument")
    if b"encryption-data" in (package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.names else b""):
        raise ReadError("the OpenDocument document is locked by a password")
    try:
        root = package.tree("content.xml")
        if root is None or (body := child(root, "body", "text")) is None:
            raise ReadError("not an OpenDocument text")
        reader = _Reader(child(root, "automatic-styles"))
        blocks = [*reader.blocks(body)]
        return as_raw([*blocks, *reader.notes], _properties(package.optional("meta.xml")))
    except RecursionError as err:
        raise ReadError("nested too deeply") from err


def _properties(meta: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    inside = None if meta is None else child(meta, "meta")
    found = {} if inside is None else {local(part): part.text or "" for part in inside}
    return {"title": found.get("title", ""), "author": found.get("initial-creator", "") or found.get("creator", "")}


class _Reader:
    def __init__(self, styles: Any) -> None:  # noqa: ANN401
        self._parents = {attribute(style, "name"): attribute(style, "parent-style-name") for style in (() if styles is None else styles)}
        self.notes: list[Block] = []

    def blocks(self, parent: Any) -> Iterator[Block]:  # noqa: ANN401
        """Yield the paragraphs and table rows under an element."""
        for part in parent:
            name = local(part)
            if name in {"p", "h"}:
                boxes, notes = list[Block](), list[Block]()
                yield Block("".join(self._inline(part, boxes, notes)), self._rank(part))
                yield from boxes
                self.notes += notes
            elif name == "table-row":
                cells = [list(self._filled(cell)) for cell in part if local(cell) == "table-cell"]
                yield from row_blocks(cells)
            elif name not in _OUT:
                yield from self.blocks(part)

    def _filled(self, cell: Any) -> Iterator[Block]:  # noqa: ANN401
        return (block for block in self.blocks(cell) if block.text.strip())

    def _rank(self, paragraph: Any) -> int:  # noqa: ANN401
        style = attribute(paragraph, "style-name")
        if "Title" in {style, self._parents.get(style)}:
            return TITLE
        return HEADING if local(paragraph) == "h" and attribute(paragraph, "outline-level") in {"", "1"} else BODY

    def _inline(self, element: Any, boxes: list[Block], notes: list[Block]) -> Iterator[str]:  # noqa: ANN401
        yield _spaced(element.text)
        for part in element:
            name = local(part)
            if name == "note":
                body = child(part, "note-body")
                notes.extend(() if body is None else self.blocks(body))
            elif name == "text-box":
                boxes.extend(self.blocks(part))
            elif name == "s":
                count = attribute(part, "c")
                yield " " * (min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() and len(count) < 10 else 1)
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name not in _OUT:
                yield from self._inline(part, boxes, notes)
            yield _spaced(part.tail)


def _spaced(text: str | None) -> str:
    """Return text with its white space as one space: line breaks of the file are none of the text's."""
    if not text:
        return ""
    words = " ".join(text.split())
    return f"{' ' * text[0].isspace()}{words}{' ' * (bool(words) and text[-1].isspace())}"
