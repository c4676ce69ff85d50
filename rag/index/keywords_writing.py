"""Change the keyword index: passages come and go, and a commit makes it all seen in one step, with the store's generation."""

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from tantivy import Document, Index, IndexWriter

from rag.errors import KeywordsDamaged
from rag.index.database import clear_away
from rag.index.keywords_files import CHECKED, MARK, PARTS, READING, broken, engine, last_row, mark, open_searcher, schema, terms

BATCH = 1000  # passages handed over at a time
HEAP = 48 << 20  # bytes of passages gathered in memory before they become a segment: bulk grows no further


class KeywordWriter:
    """The one writer of an index; whoever leaves it without a commit leaves the last commit. One thread makes the segments."""

    def __init__(self, folder: Path, *, anew: bool = False) -> None:
        """Open the index of a folder, made where there is none.

        :param anew: begin with an empty one, which takes the place of the old one at the first commit; a broken one goes at once.
        :raises IndexBusy: when another process writes to it.
        :raises KeywordsDamaged: when it is broken, or of another version, and not to be made anew.
        """
        self.folder = folder
        self.generation, self.last, self.size = -1, -1, 0
        if os.path.lexists(folder / "meta.json") or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            try:
                if folder.exists():
                    self._read()
            except KeywordsDamaged:
                if not anew:
                    raise
                clear_away(folder)
        elif anew:
            clear_away(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with engine(folder):
            index = Index(schema(), path=str(folder))
            index.config_reader("manual")
            self._writer: IndexWriter | None = index.writer(HEAP, 1)
            self._writer.garbage_collect_files()  # what a killed writer, or a full disk, left half-written
            if anew:
                self._writer.delete_all_documents()
                self.generation, self.last = -1, -1
        self._highest, self._pending = self.last, anew

    def _read(self) -> None:
        searcher = open_searcher(self.folder)
        if bad := broken(self.folder, CHECKED)[0]:
            raise KeywordsDamaged(self.folder, f"{', '.join(bad)} is not as it was written")
        with engine(self.folder):
            self.generation, reading = mark(searcher)
            self.last, self.size = last_row(searcher), searcher.num_docs - 1
        if reading != READING:
            raise KeywordsDamaged(self.folder, "it was written by another version of this program")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def add(self, passages: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Add (row number, stems of passage and headline); a row that is there already is replaced."""
        writer, coming = self._open(), iter(passages)
        while batch := list(islice(coming, BATCH)):  # what their maker raises is no fault of the index
            with engine(self.folder):
                for row, stems in batch:
                    if row <= self._highest:
                        writer.delete_documents_by_term("row", row)
                    self._highest = max(self._highest, row)
                    document = Document()
                    document.add_text("stems", " ".join(terms(stems)))
                    document.add_integer("row", row)
                    document.add_integer("part", row % PARTS)
                    writer.add_document(document)

    def remove(self, rows: Iterable[int]) -> None:
        """Take rows out; one that is not there is no error."""
        writer, gone = self._open(), list(rows)
        with engine(self.folder):
            for row in gone:
                writer.delete_documents_by_term("row", row)

    def commit(self, generation: int) -> None:
        """Make all changes seen, and ``generation`` with them, in one step that survives a kill or a power cut."""
        writer = self._open()
        with engine(self.folder):
            writer.delete_documents_by_term("part", MARK)
            document = Document()
            document.add_integer("part", MARK)
            document.add_integer("generation", generation)
            document.add_integer("reading", READING)
            writer.add_document(document)
            writer.commit()
        self.generation, self.last, self._pending = generation, self._highest, False

    def close(self) -> None:
        """Wait until segments are merged and end the threads; what was not committed is gone."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with engine(self.folder):
                if self._pending:
                    writer.rollback()
                writer.wait_merging_threads()

    def _open(self) -> IndexWriter:
        if self._writer is None:
            raise ValueError("the writer is closed")
        self._pending = True
        return self._writer
