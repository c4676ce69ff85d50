"""Build Article records from the raw text of a file: split, find the metadata, clean the text, assign the id (pure)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ingest.article.byline import read_bar
from ingest.article.clean import clean, split_articles
from ingest.article.lines import Line, lines
from ingest.article.metadata import Metadata, as_stated, find_metadata
from rag.language.control import cleaned
from rag.records import Article

_MADE = re.compile(r"[0-9a-f]{16}(?:-[0-9a-f]{8})?")


@dataclass(frozen=True, slots=True)
class Raw:
    """The text that a reader took from a file, the fields that came with it, and whether it is one article for certain.

    Fields of what is not ``single`` are hints, which count where the text states no others: for a file that turns out to hold one article
    all of them, for several those of the paper that they stand in.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    single: bool = False  # a record or a web page; a plain file may hold several
    place: str = ""  # ":12" for line 12 of the file, "/a/b.jsonl:12" for one of a member of an archive
    member: str = ""  # "/a/b.jsonl": the member of an archive that it was in
    stated: bool = False  # the fields are all that is stated, and the text is the article's alone: nothing is looked for in it
    earlier: tuple["Raw", ...] = ()  # the article as it stood at the end of earlier days, each with its text and times
    incomplete: bool = False  # only the beginning of the article
    kept: bool = False  # a record: if all of its text reads as furniture, it is the article all the same
    found: frozenset[str] = frozenset()  # names of those of the fields that were found, not stated: what the text states wins over them
    aside: frozenset[str] = frozenset()  # lines beside the article, which may state its fields and are none of its text


def assemble_articles(raw: Raw, path: str) -> Iterator[Article]:
    """Yield the articles of a raw document, in order; one without a word of text is left out.

    Earlier versions come before the article whose id they name.
    """
    found = lines(raw.text)
    fields = {name: cleaned(value) for name, value in raw.fields.items()}
    parts = [found] if raw.single else split_articles(found)
    for part in parts:
        metadata = _metadata(part, raw, fields, len(parts))
        used = metadata.used | {n for n, line in enumerate(part) if line.text in raw.aside}
        # A flash of one line, "Oxhey signs treaty - 29 January 2023", is the article and not a line about it.
        text = (
            clean(part, used, metadata.title, whole=raw.kept)
            or clean([line for line in part if not read_bar(line.text) and line.text not in raw.aside])
            or ("\n\n".join(line.text for line in part) if raw.kept else "")
        )
        if text:
            article = Article(
                "", metadata.title, text, metadata.source, metadata.byline, metadata.published, metadata.updated, metadata.url,
                path + raw.member,
            )  # fmt: skip
            record_id = fields.get("id", "") if raw.single else ""
            article = replace(
                article, id=record_id or made_id(article), agency=metadata.agency, incomplete=raw.incomplete,
                found=" ".join(sorted(metadata.found)),
            )  # fmt: skip
            yield from _earlier(raw, article, path)
            yield article


def _metadata(part: Sequence[Line], raw: Raw, fields: Mapping[str, str], parts: int) -> Metadata:
    sure = {name: value for name, value in fields.items() if name not in raw.found}
    if raw.stated:
        metadata = as_stated(sure, part)
    else:
        metadata = find_metadata(part, sure) if raw.single else find_metadata(part, hints=_hints(sure, parts))
    # A day found for the whole file is not that of each article in it; the paper over them is.
    missing = {name for name in raw.found if not getattr(metadata, name) and (parts == 1 or name == "source")}
    unstated = as_stated({name: fields.get(name, "") for name in missing})
    values: dict[str, str] = {name: value for name in missing if (value := getattr(unstated, name))}
    return replace(metadata, **values, found=metadata.found | values.keys())  # type: ignore[arg-type]


def _earlier(raw: Raw, newest: Article, path: str) -> Iterator[Article]:
    """Yield the earlier versions of ``newest``, oldest first, each superseded by the next."""
    versions = [article for part in raw.earlier for article in assemble_articles(replace(part, member=raw.member), path)]
    for version, after in zip(versions, [*versions, newest][1:], strict=True):
        yield replace(version, id=version_id(newest, version.dated), version_of=newest.id, superseded=after.dated)


def version_id(newest: Article, dated: str) -> str:
    """Return the id of a version that a file holds beside its newest article.

    It hangs on the address or headline, not on the newest text: an article that is saved again with more in it has the same ones.
    """
    key = sha256((newest.url or f"{newest.source}|{newest.title}").encode()).hexdigest()[:16]
    return f"{key}{newest.id[16:] if is_made(newest.id) else ''}@{dated[:10]}"


def _hints(fields: Mapping[str, str], parts: int) -> Mapping[str, str]:
    return fields if parts == 1 else {name: fields[name] for name in ("source", "published") if name in fields}


def made_id(article: Article) -> str:
    """Return the id of an article that states none: its fingerprint without what readers conclude, as no other article comes of that."""
    return fingerprint(replace(article, id="", agency="", incomplete=False, found=""))


def is_made(article_id: str) -> bool:
    """Whether an id looks like one of :func:`made_id`, or such a one with the mark of a file behind it (``ingest.identity``)."""
    return _MADE.fullmatch(article_id) is not None


def fingerprint(article: Article) -> str:
    """Return 16 hex digits over every shown field but the path: same fingerprint, nothing to index again."""
    shown = [article.id, article.title, article.text, article.source, article.byline, article.published, article.updated, article.url]
    marked = [article.agency, article.incomplete, article.found]
    return sha256(json.dumps([*shown, *(marked if any(marked) else ())], ensure_ascii=False).encode()).hexdigest()[:16]
