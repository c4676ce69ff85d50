"""All kinds of containers in one place: files, pages and texts that hold several articles, each with its recogniser and its splitter."""

from pathlib import Path
from typing import Final

from ingest.article.assemble import Raw
from ingest.read.containers import archives, epub, feeds, live, mail, mhtml, stream, warc
from ingest.read.containers.exports import factiva, labelled, nexis, proquest, wire
from ingest.read.containers.exports.lines import paragraphs
from ingest.read.containers.exports.several import repeated_marks, several
from ingest.read.containers.kinds import HEAD, Articles, FileKind, PageKind, TextKind
from ingest.read.failures import ReadError
from ingest.read.markup import block_lines
from ingest.read.pages import page_tree, read_page, stated_fields


def _suffixes(names: str) -> frozenset[str]:
    return frozenset(names.split())


FILES: Final = (  # in this order: the first that fits; without suffixes any file that begins so
    FileKind("saved page", _suffixes(".mhtml .mht"), mail.begins_mail, mhtml.split),
    FileKind("saved page under the name of a message", _suffixes(".eml"), mhtml.begins, mhtml.split),
    FileKind("page saved by Safari", _suffixes(".webarchive"), mhtml.begins_webarchive, mhtml.split_webarchive),
    FileKind("message", _suffixes(".eml .emlx"), mail.begins_mail, mail.split_mail),
    FileKind("mailbox", _suffixes(".mbox .mbx"), mail.begins_mbox, mail.split_mbox),
    FileKind("book", _suffixes(".epub"), archives.begins_zip, epub.split),
    FileKind("zip archive", _suffixes(".zip"), archives.begins_zip, archives.split_zip),
    FileKind("crawl", _suffixes(".warc .gz"), warc.begins, warc.split),
    FileKind("packed file", _suffixes(".tar .tgz .tbz2 .txz .gz .bz2 .xz"), archives.begins_packed, archives.split_packed),
    FileKind("feed", _suffixes(".xml .rss .atom .rdf"), feeds.begins_feed, feeds.split_feed),
    FileKind("JSON Feed", _suffixes(".json"), feeds.begins_json_feed, feeds.split_json_feed),
    FileKind("mailbox without a suffix", frozenset({""}), mail.begins_mbox, mail.split_mbox),
)
PAGES: Final = (
    PageKind("Factiva", factiva.hint, factiva.split_page),
    PageKind("live blog", live.hint, live.split),
    PageKind("several articles", stream.hint, stream.split),
)
TEXTS: Final = (
    TextKind("Nexis", nexis.recognise, nexis.split),
    TextKind("Factiva", factiva.recognise, factiva.split),
    TextKind("ProQuest", proquest.recognise, proquest.split),
    TextKind("news wire", wire.recognise, wire.split),
    TextKind("labelled records", labelled.recognise, labelled.split),
)
ALWAYS: Final = frozenset().union(*(kind.suffixes for kind in FILES)) - {"", ".xml", ".json"}  # suffixes that say by themselves what it is
MEMBERS: Final = _suffixes(".zip")  # whose members are held to the limits of a file one by one
STREAMED: Final = MEMBERS | _suffixes(".tar .tgz .tbz2 .txz .gz .bz2 .xz .mbox .mbx .warc .epub")  # that may be larger than a document
_EXPORT_PAGE = (b"DOCUMENTS", b"End of Document", b"ProQuest document ID", b"oad-Date", b"OAD-DATE", b"ccession Number", b"ecord Number")
_APART = "it holds several articles that cannot be told apart ({}), so no date fits them all: save one article a file"


def file_kind(path: Path) -> FileKind | None:
    """Return the kind of container that a file is, None if it is none; its head is read, no more.

    :raises OSError: when it cannot be read.
    """
    suffix = path.suffix.lower()
    kinds = [kind for kind in FILES if suffix in kind.suffixes]
    if not kinds:
        return None
    with path.open("rb") as file:
        head = file.read(HEAD)
    return next((kind for kind in kinds if kind.begins(head)), None)


def split_page(content: bytes) -> Articles:
    """Yield the articles of a page: those of the first kind of several that it is, else its one.

    :raises ReadError: when there is none, or several that cannot be told apart.
    """
    kinds = [kind for kind in PAGES if kind.hint(content)]
    exported = any(mark in content for mark in _EXPORT_PAGE)  # equivalent: saves reading most pages twice
    tree = page_tree(content)[1]
    if kinds or exported:
        for kind in kinds:
            if found := kind.split(tree):
                yield from found
                return
        if exported:
            lines = [line for pre in tree.iter("pre") for line in paragraphs(pre.text_content())] or block_lines(tree)
            text = "\n".join(lines)
            for texts in TEXTS:
                if texts.recognise(text):
                    yield from texts.split(lines)
                    return
            if why := repeated_marks(text):
                raise ReadError(_APART.format(why))
    raw = read_page(content, tree)
    if (why := several(raw.text)) and not stated_fields(page_tree(content)[1]).get("published"):
        raise ReadError(_APART.format(why))
    yield raw


def split_text(raw: Raw) -> Articles:
    """Yield the articles of a text that a reader took from a file: those of the export that it is, else itself.

    :raises ReadError: when it looks like several articles that nothing here can tell apart.
    """
    if raw.single:
        yield raw
        return
    for kind in TEXTS:
        if kind.recognise(raw.text):
            yield from kind.split(paragraphs(raw.text))
            return
    if why := several(raw.text):
        raise ReadError(_APART.format(why))
    yield raw
