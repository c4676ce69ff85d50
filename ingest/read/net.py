"""The net around every file: whatever happens while it is read becomes a failure with its reason, and the articles before it count."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.failures import Failure, Fields, Note, Said
from ingest.read.files import read_file, read_range
from ingest.read.limits import Limits, explain, too_long
from ingest.read.walk import written
from rag.records import Article

if TYPE_CHECKING:
    from ingest.passages import Worked
    from ingest.read.records.lines import Range
    from ingest.read.records.reading import Tally

T = TypeVar("T")
NAMED = 1000  # parts of one file that are named one by one; of the others only their number is said


class Found(NamedTuple):
    """An article, and where it stands: the file, or file:line; with what was worked out of its text already."""

    article: Article
    where: str
    worked: "Worked | None" = None


def read_articles(path: str, limits: Limits) -> Iterator[Found | Said]:
    """Yield the articles of a file, a failure for each part of it that gave none, and what else is to be said of it. Raises nothing.

    :param path: as the system names it; in what is yielded it is written as in the index (``walk.written``).
    """
    return named_at_most(path, _netted(path, read_file(Path(path), limits), limits))


def read_part(path: str, limits: Limits, part: "Range") -> "Iterator[Found | Said | Tally]":
    """Yield the articles of a range of a file, all failures, and a ``Tally`` when it came to its end. Raises nothing."""
    return _netted(path, read_range(Path(path), limits, part), limits)


def named_at_most(path: str, read: Iterator[Found | Said]) -> Iterator[Found | Said]:
    """Yield what was read of a file, but no more than ``NAMED`` failures one by one."""
    failed = 0
    for found in read:
        failed += isinstance(found, Failure)
        if failed <= NAMED or not isinstance(found, Failure):
            yield found
    if failed > NAMED:
        yield Failure(written(path), f"{failed - NAMED:,} more parts of it gave no article")


def _netted(path: str, read: "Iterator[Raw | Said | T]", limits: Limits) -> "Iterator[Found | Said | T]":
    name = written(path)
    try:
        for raw in read:
            if isinstance(raw, Raw):
                yield from _articles(raw, name, limits)
            elif isinstance(raw, Failure | Note | Fields):
                yield said_of(raw)
            else:
                yield raw
    except Exception as err:  # whatever it is, it costs this file alone
        yield Failure(name, written(explain(err, limits)))


def said_of(said: Said) -> Said:
    """Return what is said of a file with all names in it as they are written in the index."""
    if isinstance(said, Fields):
        return Fields(written(said.where), *({written(name): n for name, n in counts.items()} for counts in said[1:]))
    return said._replace(where=written(said.where), reason=written(said.reason))


def _articles(raw: Raw, name: str, limits: Limits) -> Iterator[Found | Failure]:
    where, empty = name + raw.place, True
    try:
        for article in assemble_articles(raw, name):
            empty = False
            reason = too_long(article.text, limits)
            yield Failure(where, reason) if reason else Found(article, where)
    except Exception as err:
        yield Failure(where, written(explain(err, limits)))
    else:
        if empty:
            yield Failure(where, "nothing but page furniture in it")
