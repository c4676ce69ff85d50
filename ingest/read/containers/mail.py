"""Read mail: a message is an article by its subject, sender and date, what is attached an article of its own; .eml, .emlx and .mbox."""

import email
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import Any

from ingest.article.assemble import Raw
from ingest.article.people import byline_names
from ingest.article.stamps import read_stamp
from ingest.read.containers.archives import members, suffix
from ingest.read.containers.exports.lines import paragraphs
from ingest.read.containers.forwarded import inner_message
from ingest.read.containers.kinds import MAX_DEPTH, Articles, Source
from ingest.read.decode import decode
from ingest.read.failures import Failure, ReadError
from ingest.read.markup import block_lines, parse
from ingest.read.outlets import sender_outlet
from ingest.read.records.times import stamp

LONGEST_HEADER = 4000  # characters


class _Policy(EmailPolicy):
    """How the headers of a message are read: no more than ``LONGEST_HEADER`` of each, for the time that it takes grows by the square."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401 - as the library has it
        return super().header_fetch_parse(name, value if len(value) <= LONGEST_HEADER else value[:LONGEST_HEADER])


_POLICY = _Policy()
Part = Message  # generic for the type checker alone
_HEADER = re.compile(
    rb"(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|DKIM-\w+|X-[\w-]+):", re.IGNORECASE
)
_FROM = re.compile(rb"From \S.*\d{1,2}:\d\d.*\d{4}\s*$")
_QUOTED = re.compile(rb">+From ")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FORWARDED = re.compile(r"^\s*(?:(?:fwd?|fw|wg|tr|rv|re|aw)\s*:\s*)+", re.IGNORECASE)
_SENDER = re.compile(r"(?P<byline>.{3,60}?)\s+(?:from|at|via)\s+(?P<source>.{2,60})", re.IGNORECASE)
_LITTER = re.compile(
    r"(?:view|read|open|see)\b.{0,30}\b(?:in|on)\b.{0,20}\b(?:browser|web|online|app)\b.*|trouble (?:viewing|reading).*"
    r"|unsubscribe\b.{0,60}"
    r"|you(?:'|’)?(?: a)?re (?:receiving|getting) this.*|you received this.*"
    r"|(?:manage|update|change) (?:your )?(?:email |mail )?preferences\b.*"
    r"|forwarded this (?:e-?mail|newsletter)\?.*|was this (?:e-?mail|newsletter) forwarded.*|(?:to|click (?:here )?to) unsubscribe.*",
    re.IGNORECASE,
)


def begins_mail(head: bytes) -> bool:
    """Whether a file begins with the head of a message, which Apple's begin with their length."""
    return bool(_HEADER.match(re.sub(rb"^\d+\s*\n", b"", head.lstrip())))


def begins_mbox(head: bytes) -> bool:
    """Whether a file begins as a mailbox."""
    return head.startswith(b"From ") and b"\n" in head and bool(_HEADER.match(head[head.index(b"\n") + 1 :]))


def split_mail(source: Source) -> Articles:
    """Yield the article of one message and those attached to it."""
    with source.path.open("rb") as stream:
        if source.path.suffix.lower() == ".emlx":
            stream.readline()
        content = stream.read()
    yield from message_articles(parse_message(content), source, "")


def split_mbox(source: Source) -> Articles:
    """Yield the articles of a mailbox, message by message."""
    with source.path.open("rb") as stream:
        for n, content in enumerate(_messages(stream, source.most), start=1):
            yield from message_articles(parse_message(content), source, f":{n}")


def _messages(stream: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Yield the messages of a mailbox: each begins behind a blank line with one that says "From", by whom and when, and only such.

    Of one that is larger than ``most`` bytes the rest is left out: that is a file attached to it.
    """
    current: list[bytes] = []
    size, blank = 0, True
    for line in stream:
        if blank and _FROM.match(line):
            if current:
                yield b"".join(current)
            current, size = [], 0
        elif size <= most:
            current.append(line[1:] if _QUOTED.match(line) else line)
            size += len(line)
        blank = not line.strip()
    if current:
        yield b"".join(current)


def parse_message(content: bytes) -> EmailMessage:
    """Return a message; the standard library's parser never fails, it notes what is wrong."""
    message = email.message_from_bytes(content, policy=_POLICY)
    assert isinstance(message, EmailMessage)
    return message


def message_articles(message: EmailMessage, source: Source, place: str) -> Articles:
    """Yield the article of a message and those attached to it; of one that only forwards others, theirs alone."""
    attached = list(_attached(message, source, place))
    text, fields = _read(message)
    if text:
        yield Raw(text, fields, single=True, stated=True, place=place)
    elif not attached:
        yield Failure(f"{source.path}{place}", "no text in this message")
    yield from attached


def _fields(head: Mapping[str, str], published: str) -> dict[str, str]:
    """Return the fields of a message by its head; nobody who answers or forwards is an outlet for that."""
    name, address = parseaddr(head["from"])
    if "@" not in address:
        name, address = head["from"], ""
    signed = _SENDER.fullmatch(name)
    subject = head.get("subject", "")
    person = _FORWARDED.match(subject) and byline_names(name, marked=False)
    return {
        "title": _FORWARDED.sub("", subject).strip(),
        "source": signed["source"] if signed else "" if person else sender_outlet(name, address),
        "byline": signed["byline"] if signed else "",
        "published": published,
    }


def header(message: Part, name: str) -> str:
    """Return a header as words; empty when there is none or it cannot be read."""
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):  # what the parser raises on broken ones
        return ""


def sent(message: Part) -> str:
    """Return the ISO time at which a message was sent; empty if it does not say."""
    try:
        return parsedate_to_datetime(header(message, "date")).isoformat(timespec="minutes")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def part_bytes(part: Part) -> bytes:
    """Return the content of a part as the bytes it encodes."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def part_text(part: Part) -> str:
    """Return the text of a part by the charset that it states, or by what it is."""
    content = part_bytes(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        try:
            return decode(content)
        except ReadError:
            return content.decode("latin-1")


def _read(message: EmailMessage) -> tuple[str, dict[str, str]]:
    """Return the text and the fields of a message, or of the one that it forwards or quotes.

    The text is that of its HTML where it has one, whose plain twin is often a stub; without the lines of newsletters.
    """
    parts = {part.get_content_type(): part for part in reversed(list(_own_parts(message)))}
    plain = part_text(parts["text/plain"]) if "text/plain" in parts else ""
    shown = _shown(part_text(parts["text/html"])) if "text/html" in parts else []
    is_html = len(" ".join(shown).split()) >= len(plain.split()) / 2
    lines = shown if is_html else plain.splitlines()
    head = {name: header(message, name) for name in ("from", "subject")}
    fields = _fields(head, sent(message))
    if inner := inner_message(lines, head["subject"]):
        lines = [*inner.lines]
        told = _fields(inner.head, read_stamp(stamp(inner.head.get("date", ""), lambda _: None)))
        fields = told | {"title": told["title"] or fields["title"]}
    text = "\n\n".join(lines if is_html else paragraphs("\n".join(lines)))
    return "\n".join(line for line in text.split("\n") if not _LITTER.fullmatch(line.strip())).strip(), fields


def _shown(markup: str) -> list[str]:
    """Return the lines that a reader of a message sees: the one for the list of messages that newsletters hide above it is none."""
    try:
        tree = parse(markup)
    except ValueError:
        return []
    hidden = [node for node in tree.iter() if isinstance(node.tag, str) and _HIDDEN.search(node.get("style") or "")]
    return block_lines(tree, hidden)


def _own_parts(message: Part) -> Iterator[Part]:
    """Yield the parts that are the message itself, those of attached messages left out."""
    if message.get_content_type() == "message/rfc822" or message.get_content_disposition() == "attachment":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _own_parts(part)
    else:
        yield message


def _attached(message: EmailMessage, source: Source, place: str) -> Articles:
    if source.depth >= MAX_DEPTH:
        return
    files: list[tuple[str, Part]] = []
    for n, part in enumerate(inner for inner in message.walk() if inner is not message):
        if part.get_content_type() == "message/rfc822":
            files.append((f"{n}.eml", part))
        elif part.get_content_disposition() == "attachment" and (name := part.get_filename()):
            files.append((name.replace("/", "_"), part))
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        for n, (name, file) in enumerate(files):
            inner = file.get_payload()
            content = inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Part) else part_bytes(file)
            path = Path(folder) / f"{n}{suffix(name)}"
            path.write_bytes(content)
            yield from members(path, f"{place}/{name}", source)
