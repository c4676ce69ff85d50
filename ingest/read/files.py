"""Read a file by its type into raw articles; parts that cannot be read are reported and the rest is read on."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.article.assemble import Raw
from ingest.article.metadata import field_name, plain_list
from ingest.read.containers.kinds import Articles, Source, Unpacked
from ingest.read.containers.table import ALWAYS, MEMBERS, STREAMED, file_kind, split_page, split_text
from ingest.read.decode import decode, is_binary
from ingest.read.failures import Failure, ReadError, Said
from ingest.read.limits import Limits, too_large, too_much
from ingest.read.markup import begins_page

if TYPE_CHECKING:
    from ingest.read.records.lines import Range
    from ingest.read.records.reading import Tally

LIMITS = Limits()
LINE_BY_LINE = frozenset({".jsonl", ".ndjson"})
Reader = Callable[[Path, Limits], Articles]


def read_file(path: Path, limits: Limits = LIMITS, *, depth: int = 0, unpacked: Unpacked | None = None) -> Articles:
    """Yield what ``path`` holds, a :class:`Failure` for each part of it that cannot be used, and what else is to be said of it.

    :param depth: how many containers the file lies in; ``unpacked`` counts what came out of the outermost.
    """
    try:
        if reason := why_not(path, limits) or ("" if path.suffix.lower() in MEMBERS else too_much(path, limits)):
            raise ReadError(reason)
        for found in _articles(path, limits, depth, unpacked or Unpacked()):
            yield found if isinstance(found, Raw) or not found.where.startswith(":") else found._replace(where=f"{path}{found.where}")
    except (ReadError, OSError) as err:
        yield Failure(str(path), _reason(err))


def read_range(path: Path, limits: Limits, part: "Range") -> "Iterator[Raw | Said | Tally]":
    """Yield what a range of a file of JSON lines holds, as :func:`read_file` does; with a ``Tally`` when it came to its end."""
    from ingest.read.records.lines import json_range

    try:
        for found in json_range(path, limits, part):
            if isinstance(found, Raw):
                yield from split_text(found)
            else:
                yield found
    except (ReadError, OSError) as err:
        yield Failure(str(path), _reason(err))


def _reason(err: ReadError | OSError) -> str:
    if isinstance(err, ReadError):
        return str(err)
    return "no permission to read it" if isinstance(err, PermissionError) else err.strerror or str(err)


def why_not(path: Path, limits: Limits = LIMITS) -> str:
    """Return why a file is not even opened: its type, its size; empty if it is.

    :raises OSError: when there is no such file.
    """
    suffix, size = path.suffix.lower(), path.stat().st_size
    if not can_read(path):
        return f"{suffix or 'no suffix'} is not a type that can be read ({', '.join(sorted(_READERS.keys() | ALWAYS))})"
    if not size:
        return "empty file"
    return "" if suffix in LINE_BY_LINE | STREAMED else too_large(path, limits)


def can_read(path: Path) -> bool:
    """Whether there is a reader for a file: by its suffix, or where that says nothing by how it begins."""
    if path.suffix.lower() in _READERS.keys() | ALWAYS:
        return True
    try:
        return file_kind(path) is not None or _is_page(path)
    except OSError:
        return False


def _articles(path: Path, limits: Limits, depth: int, unpacked: Unpacked) -> Articles:
    def read(member: Path) -> Articles:
        yield from read_file(member, limits, depth=depth + 1, unpacked=unpacked)

    if kind := file_kind(path):
        yield from kind.split(Source(path, limits, read, split_page, depth, unpacked))
    elif path.suffix.lower() in ALWAYS:
        raise ReadError(f"it does not begin like a {path.suffix.lower()} file")
    else:
        reader = _READERS.get(path.suffix.lower(), _html)
        for found in reader(path, limits):
            if isinstance(found, Raw):
                yield from split_text(found)
            else:
                yield found


def _is_page(path: Path) -> bool:
    """Whether a file begins as a web page, whatever its name: saved as "story.php?id=5", "12345"."""
    with path.open("rb") as stream:
        return begins_page(stream.read(1024), part=True)


def _text(path: Path, _: Limits) -> Iterator[Raw]:
    yield Raw(decode(_document(path)))


def _markdown(path: Path, _: Limits) -> Iterator[Raw]:
    text = decode(_document(path)).replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if match := re.match(r"\s*---\n(.*?)\n(?:---|\.\.\.)\n", text, re.DOTALL):
        fields = _front_matter(match[1])
        text = text[match.end() :]
    plain = plain_markdown(text)
    if fields and "title" not in fields and (heading := re.search(r"^#[^\S\n]+(\S.*)$", text, re.MULTILINE)):
        fields["title"] = plain_markdown(_heading(heading[1])).strip()
    yield Raw(plain, fields, single=bool(fields))


def _front_matter(block: str) -> dict[str, str]:
    """Read the ``name: value`` lines of front matter whose names are among our field names."""
    pairs = (line.split(":", 1) for line in block.split("\n") if ":" in line and not line[:1].isspace())
    return {
        name: plain_list(value.strip()).strip("\"'") for key, value in pairs if (name := field_name(key)) and name not in {"text", "id"}
    }


def plain_markdown(text: str) -> str:
    """Return Markdown as the text a reader sees: no marks, links by their words, pictures gone."""
    text = _without_comments(text)
    text = re.sub(r"!\[[^\[\]\n]*\]\([^()\n]*\)", "", text)
    text = re.sub(r"\[([^\[\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)", r"\1", text)
    text = re.sub(r"^ {0,3}#{1,6}[^\S\n]+(.*)$", lambda m: f"\n{_heading(m[1])}\n", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}>\s?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}(?:```|~~~).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?<![\w*_\\])(\*\*\*|\*\*|__|\*|_)(?=\S)(.{1,1000}?)(?<=\S)\1(?![\w*_])", r"\2", text)
    text = re.sub(r"(?<!`)`([^`\n]+)`(?!`)", r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!>|])", r"\1", text)


def _without_comments(text: str) -> str:
    """Return Markdown without its HTML comments; one that does not end is no comment."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _heading(line: str) -> str:
    return line.rstrip().rstrip("#").rstrip()


def _html(path: Path, _: Limits) -> Articles:
    yield from split_page(_document(path))


def _pdf(path: Path, limits: Limits) -> Iterator[Raw]:
    from ingest.read.documents import read_pdf

    yield read_pdf(_document(path, binary=True), ocr=limits.ocr)


def _docx(path: Path, _: Limits) -> Iterator[Raw]:
    from ingest.read.documents import read_docx

    yield read_docx(_document(path, binary=True))


def _odt(path: Path, _: Limits) -> Iterator[Raw]:
    from ingest.read.documents import read_odt

    yield read_odt(_document(path, binary=True))


def _rtf(path: Path, _: Limits) -> Iterator[Raw]:
    from ingest.read.documents import read_rtf

    yield read_rtf(_document(path, binary=True))


def _json_lines(path: Path, limits: Limits) -> Articles:
    from ingest.read.records.lines import json_lines

    yield from json_lines(path, limits)


def _json(path: Path, limits: Limits) -> Articles:
    from ingest.read.records.document import json_file

    yield from json_file(path, decode(_document(path)), limits)


def _csv(path: Path, limits: Limits) -> Articles:
    from ingest.read.records.table import csv_rows

    yield from csv_rows(path, decode(_document(path)), limits)


def _document(path: Path, *, binary: bool = False) -> bytes:
    content = path.read_bytes()
    if not content.strip():
        raise ReadError("empty file")
    if not binary and is_binary(content):
        raise ReadError("binary data, not text")
    return content


_READERS: dict[str, Reader] = {
    ".txt": _text, ".text": _text, ".md": _markdown, ".markdown": _markdown, ".html": _html, ".htm": _html, ".xhtml": _html,
    ".pdf": _pdf, ".docx": _docx, ".odt": _odt, ".rtf": _rtf,
    ".jsonl": _json_lines, ".ndjson": _json_lines, ".json": _json, ".csv": _csv, ".tsv": _csv,
}  # fmt: skip
