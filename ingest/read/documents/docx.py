"""Read a Word document as it is shown with all changes accepted: insertions in, deletions and hidden words out, boxes once."""

from collections.abc import Iterator
from typing import Any, Final

from ingest.article.assemble import Raw
from ingest.read.documents.blocks import BODY, HEADING, TITLE, Block, as_raw, row_blocks
from ingest.read.documents.package import Package, attribute, child, local
from ingest.read.failures import ReadError

_OUT: Final = frozenset({  # what is not shown, and what is about the text
    "del", "moveFrom", "delText", "delInstrText", "instrText", "pPr", "rPr", "rt", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr",
    "annotationRef", "footnoteRef", "endnoteRef", "sectPr",
})  # fmt: skip
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_BREAKS: Final = {"page": "\f", "column": ""}  # a page break may part articles
_STRUCK: Final = ("vanish", "strike", "dstrike")  # words struck through by hand are deleted by whoever struck them
_OFF: Final = {"0", "false", "off", "none"}
_MOST_COLUMNS: Final = 63  # that Word allows a table
_DEPTH: Final = 20  # of styles based on styles


def docx_text(content: bytes) -> str:
    """Return the text of a Word document, a blank line between paragraphs; errors as in :func:`read_docx`."""
    return read_docx(content).text


def read_docx(content: bytes) -> Raw:
    """Return the text of a Word document, table rows as "a | b", notes at its end, title and author where they are sure.

    :raises ReadError: for a file that is broken, locked, empty, or no Word document.
    """
    package = Package(content, "Word")
    main = _main_part(package)
    try:
        root = package.tree(main)
        body = child(root, "body")
        if body is None:
            raise ReadError("broken Word document: it has no body")
        folder = main.rpartition("/")[0]
        reader = _Reader(_ranks(package.optional(f"{folder}/styles.xml")))
        blocks = list(reader.blocks(body))
        for kind in ("footnote", "endnote"):
            blocks += reader.notes(package.tree(f"{folder}/{kind}s.xml"), kind)
        return as_raw(blocks, _properties(package.optional("docProps/core.xml")))
    except RecursionError as err:
        raise ReadError("nested too deeply") from err


def _main_part(package: Package) -> str:
    relations = package.optional("_rels/.rels")
    for relation in () if relations is None else relations:
        if attribute(relation, "Type").endswith("/officeDocument"):
            name = attribute(relation, "Target").lstrip("/")
            if name in package.names:
                return name
    if "word/document.xml" not in package.names:
        raise ReadError("not a Word document: a zip file of something else")
    return "word/document.xml"


def _properties(core: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    found = {} if core is None else {local(part): part.text or "" for part in core}
    return {"title": found.get("title", ""), "author": found.get("creator", "")}


def _ranks(styles: Any) -> dict[str, int]:  # noqa: ANN401
    """Return the ranks of the styles that are, or are based on, Word's own Title and Heading 1, by the style's id."""
    ranks, bases = {"Title": TITLE, "Heading1": HEADING}, dict[str, str]()
    for style in () if styles is None else styles:
        name, base, own = child(style, "name"), child(style, "basedOn"), attribute(style, "styleId")
        named = "" if name is None else attribute(name, "val").lower()
        if named in {"title", "heading 1"}:
            ranks[own] = TITLE if named == "title" else HEADING
        elif base is not None:
            bases[own] = attribute(base, "val")
    for own in bases:
        at = own
        for _ in range(_DEPTH):
            at = bases.get(at, at)
        if at in ranks:
            ranks.setdefault(own, ranks[at])
    return ranks


class _Reader:
    """Walks the elements of the body; remembers which notes were referred to."""

    def __init__(self, ranks: dict[str, int]) -> None:
        self._ranks = ranks
        self._referred: dict[str, list[str]] = {"footnote": [], "endnote": []}

    def blocks(self, parent: Any) -> Iterator[Block]:  # noqa: ANN401
        """Yield the paragraphs and table rows under an element. A paragraph whose mark was deleted goes on in the next one."""
        pending, boxes = "", list[Block]()
        for part in _flat(parent, "p", "tbl"):
            if local(part) == "tbl":
                yield from self._rows(part)
                continue
            shown: list[str] = []
            self._inline(part, shown, boxes)
            pending += "".join(shown)
            if _is_set(part, "pPr", "rPr", "del") or _is_set(part, "pPr", "rPr", "moveFrom"):
                continue
            yield Block(pending, self._rank(part))
            yield from boxes
            pending, boxes = "", []
        yield Block(pending)
        yield from boxes

    def notes(self, part: Any, kind: str) -> list[Block]:  # noqa: ANN401
        """Return the notes that the text refers to, in its order."""
        held = {} if part is None else {attribute(note, "id"): note for note in part if local(note) == kind}
        return [Block(block.text.strip()) for n in dict.fromkeys(self._referred[kind]) if n in held for block in self.blocks(held[n])]

    def _rank(self, paragraph: Any) -> int:  # noqa: ANN401
        style = child(paragraph, "pPr", "pStyle")
        return BODY if style is None else self._ranks.get(attribute(style, "val"), BODY)

    def _rows(self, table: Any) -> Iterator[Block]:  # noqa: ANN401
        above: dict[int, list[Block]] = {}  # by column: what a merged cell goes on with
        for row in _flat(table, "tr"):
            if _is_set(row, "trPr", "del"):
                continue
            cells, column = list[list[Block]](), 0
            for cell in _flat(row, "tc"):
                if _is_set(cell, "tcPr", "cellDel"):
                    continue
                merged, span = child(cell, "tcPr", "vMerge"), child(cell, "tcPr", "gridSpan")
                goes_on = merged is not None and attribute(merged, "val") != "restart"
                held = above.get(column, []) if goes_on else [block for block in self.blocks(cell) if block.text.strip()]
                cells.append(held)
                above[column] = held
                width = "1" if span is None else attribute(span, "val")
                column += min(int(width), _MOST_COLUMNS) if width.isascii() and width.isdigit() and len(width) < 20 else 1
            yield from row_blocks(cells)

    def _inline(self, element: Any, shown: list[str], boxes: list[Block]) -> None:  # noqa: ANN401
        """Append what the runs under an element show; text boxes in them to ``boxes``."""
        for part in element:
            name = local(part)
            if name in _OUT or (name == "r" and any(_is_set(part, "rPr", mark) for mark in _STRUCK)):
                continue
            if name == "t":
                shown.append(part.text or "")
            elif name in _SIGNS:
                shown.append(_SIGNS[name])
            elif name == "br":
                shown.append(_BREAKS.get(attribute(part, "type"), "\n"))
            elif name == "sym":
                shown.append(_symbol(attribute(part, "char")))
            elif name in {"footnoteReference", "endnoteReference"}:
                self._referred[name.removesuffix("Reference")].append(attribute(part, "id"))
            elif name == "AlternateContent":
                self._inline(_choice(part), shown, boxes)
            elif name == "txbxContent":
                boxes.extend(self.blocks(part))
            else:
                self._inline(part, shown, boxes)


def _flat(parent: Any, *names: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements of these names under ``parent``, through whatever wraps them but not inside each other."""
    for part in parent:
        name = local(part)
        if name in names:
            yield part
        elif name == "AlternateContent":
            yield from _flat(_choice(part), *names)
        elif name not in _OUT:
            yield from _flat(part, *names)


def _choice(alternatives: Any) -> Any:  # noqa: ANN401
    """Return the first form of what is written in several for programs of several ages: the newest."""
    chosen = child(alternatives, "Choice")
    return chosen if chosen is not None else child(alternatives, "Fallback") if child(alternatives, "Fallback") is not None else ()


def _is_set(element: Any, *names: str) -> bool:  # noqa: ANN401
    mark = child(element, *names)
    return mark is not None and attribute(mark, "val").lower() not in _OFF


def _symbol(code: str) -> str:
    """Return a character given by its number; those of symbol fonts' own (private use) are pictures."""
    try:
        number = int(code, 16)
        return "" if 0xD800 <= number <= 0xF8FF else chr(number)
    except (ValueError, OverflowError):
        return ""
