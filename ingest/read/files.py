"""Read a file by its type into raw articles; parts that cannot be read are reported and the rest is read on."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.article.assemble import Raw
from ingest.article.metadata import field_name
from ingest.read.decode import decode, is_binary
from ingest.read.failures import Failure, ReadError

MAX_BYTES = 64 * 1024 * 1024  # of one document; files of records are read line by line and may be longer
Reader = Callable[[Path], Iterator[Raw | Failure]]


def read_file(path: Path) -> Iterator[Raw | Failure]:
    """Yield what ``path`` holds, and a :class:`Failure` for each part of it that cannot be used."""
    try:
        if reason := why_not(path):
            raise ReadError(reason)
        yield from _READERS[path.suffix.lower()](path)
    except ReadError as err:
        yield Failure(str(path), str(err))
    except PermissionError:
        yield Failure(str(path), "no permission to read it")
    except OSError as err:
        yield Failure(str(path), err.strerror or str(err))


def why_not(path: Path) -> str:
    """Return why a file is not even opened: its type, its size; empty if it is.

    :raises OSError: when there is no such file.
    """
    suffix, size = path.suffix.lower(), path.stat().st_size
    if suffix not in _READERS:
        return f"{suffix or 'no suffix'} is not a type that can be read ({', '.join(sorted(_READERS))})"
    if not size:
        return "empty file"
    if size > MAX_BYTES and suffix not in _LINE_BY_LINE:
        return f"{size / 1e6:,.0f} MB, more than the {MAX_BYTES / 1e6:,.0f} MB a document may have"
    return ""


def can_read(path: Path) -> bool:
    """Whether there is a reader for files of this suffix."""
    return path.suffix.lower() in _READERS


def _text(path: Path) -> Iterator[Raw]:
    yield Raw(decode(_document(path)))


def _markdown(path: Path) -> Iterator[Raw]:
    text = decode(_document(path)).replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if match := re.match(r"\s*---\n(.*?)\n(?:---|\.\.\.)\n", text, re.DOTALL):
        fields = _front_matter(match[1])
        text = text[match.end() :]
    plain = plain_markdown(text)
    if fields and "title" not in fields and (heading := re.search(r"^#\s+(.+?)\s*#*$", text, re.MULTILINE)):
        fields["title"] = plain_markdown(heading[1]).strip()
    yield Raw(plain, fields, single=bool(fields))


def _front_matter(block: str) -> dict[str, str]:
    """Read the ``name: value`` lines of front matter whose names are among our field names."""
    pairs = (line.split(":", 1) for line in block.split("\n") if ":" in line and not line[:1].isspace())
    return {name: value.strip().strip("\"'") for key, value in pairs if (name := field_name(key)) and name not in {"text", "id"}}


def plain_markdown(text: str) -> str:
    """Return Markdown as the text a reader sees: no marks, links by their words, pictures gone."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)", "", text)
    text = re.sub(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)", r"\1", text)
    text = re.sub(r"^ {0,3}#{1,6}\s+(.*?)\s*#*$", r"\n\1\n", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}>\s?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}(?:```|~~~).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?<![\w*_\\])(\*\*\*|\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*_])", r"\2", text)
    text = re.sub(r"(?<!`)`([^`\n]+)`(?!`)", r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!>|])", r"\1", text)


def _html(path: Path) -> Iterator[Raw]:
    from ingest.read.web import read_page

    yield read_page(_document(path))


def _pdf(path: Path) -> Iterator[Raw]:
    from ingest.read.documents import read_pdf

    yield read_pdf(_document(path, binary=True))


def _docx(path: Path) -> Iterator[Raw]:
    from ingest.read.documents import read_docx

    yield read_docx(_document(path, binary=True))


def _odt(path: Path) -> Iterator[Raw]:
    from ingest.read.documents import read_odt

    yield read_odt(_document(path, binary=True))


def _rtf(path: Path) -> Iterator[Raw]:
    from ingest.read.documents import read_rtf

    yield read_rtf(_document(path, binary=True))


def _json_lines(path: Path) -> Iterator[Raw | Failure]:
    from ingest.read.rows import json_lines

    yield from json_lines(path)


def _json(path: Path) -> Iterator[Raw | Failure]:
    from ingest.read.rows import json_file

    yield from json_file(path, decode(_document(path)))


def _csv(path: Path) -> Iterator[Raw | Failure]:
    from ingest.read.rows import csv_rows

    yield from csv_rows(path, decode(_document(path)))


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
_LINE_BY_LINE = frozenset({".jsonl", ".ndjson"})
