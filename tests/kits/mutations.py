"""Small invented files of every type that is read, and the ways in which they are spoilt; the same for the same seed."""

import io
import json
import random
import re
import sys
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ingest.read.files import can_read
from tests.kits.documents import docx_of, gone, ins, odt_of, p, table
from tests.kits.ingest import BODY, article_text, pdf

Mutation = Callable[[random.Random, bytes], bytes]
LARGEST = 20_000_000  # bytes of a spoilt file
TITLE = "Storm sinks two boats"
RECORD = {
    "id": "REC1",
    "title": TITLE,
    "date": "2024-05-03",
    "source": {"name": "Harbour Post"},
    "author": ["Ann Lee"],
    "text": BODY,
    "n": 12,
}
LINKED = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-05-03T21:30:00+03:00", "author": [{"name": "Ann Lee"}]}
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE} | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><script type="application/ld+json">{json.dumps(LINKED)}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1><p>Updated <b>3 May 2024</b></p><p>{BODY}</p>
<table><tr><td colspan="2">Boats</td></tr><tr><td>Lost</td><td>2</td></tr></table><p>{BODY[::-1]}</p></article></body></html>"""
LETTER = f"From: desk@post.example\nTo: a@b.example\nSubject: {TITLE}\nDate: Fri, 3 May 2024 10:00:00 +0000\n"
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Harbour Post</title><item><title>{TITLE}</title>
<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>{BODY}</description></item></channel></rss>"""
WARC_HEAD = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
WARC = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"


def packed(members: dict[str, bytes]) -> bytes:
    """Return a zip of named members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def _word() -> bytes:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Boats") + "</w:tc>"
    changed = p("It was ", ins("not "), gone("three "), "on a reef", '<w:r><w:footnoteReference w:id="2"/></w:r>', ".")
    return docx_of(p(TITLE), p("3 May 2024"), p(BODY), changed, table([wide], ["Lost", "2"]), notes={"2": p("So he said.")})


@lru_cache(maxsize=1)
def sound() -> dict[str, bytes]:
    """Return a sound file of every type that is read here, by suffix; types that nobody reads yet are left out."""
    text = article_text(TITLE)
    records = [{**RECORD, "id": f"REC{n}", "text": f"{BODY} It was storm number {n}."} for n in range(4)]
    row = {**RECORD, "source": "Harbour Post", "author": "Ann Lee"}
    letter = f"{LETTER}MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n"
    files = {
        ".txt": text.encode(),
        ".md": f"---\ntitle: {TITLE}\ndate: 2024-05-03\n---\n\n# {TITLE}\n\n{BODY} *So* [he](http://a.b) `said`.\n".encode(),
        ".html": PAGE.encode(), ".xhtml": PAGE.encode(), ".docx": _word(),
        ".odt": odt_of(f"<text:p>{TITLE}</text:p><text:p>3 May 2024</text:p><text:p>{BODY}</text:p>"),
        ".pdf": pdf(f"{TITLE}\n3 May 2024\n" + BODY.replace(". ",
        ".\n"), BODY),
        ".json": json.dumps({"articles": records}).encode(), ".jsonl": "\n".join(map(json.dumps, records)).encode(),
        ".csv": (",".join(row) + "\n" + ",".join(f'"{v}"' for v in row.values()) + "\n").encode(),
        ".tsv": ("\t".join(row) + "\n" + "\t".join(map(str, row.values())) + "\n").encode(),
        ".eml": letter.encode(), ".mbox": f"From desk@post.example Fri May  3 10:00:00 2024\n{letter}\n".encode() * 2,
        ".mhtml": letter.encode(), ".xml": FEED.encode(), ".rss": FEED.encode(),
        ".rtf": ("{\\rtf1\\ansi\\ansicpg1252 {\\b " + TITLE + "}\\par 3 May 2024\\par " + BODY + "\\par caf\\'e9\\u8212?}").encode(),
        ".zip": packed({"a.txt": text.encode(), "b/c.html": PAGE.encode(), "d.zip": packed({"e.txt": text.encode()})}),
        ".epub": packed({"mimetype": b"application/epub+zip", "content.opf": b"<package/>", "a.xhtml": PAGE.encode()}),
        ".warc": f"{WARC_HEAD}Content-Length: {len(WARC)}\r\n\r\n{WARC}\r\n\r\n".encode(),
    }  # fmt: skip
    return {suffix: content for suffix, content in files.items() if can_read(Path(f"a{suffix}"))}


# --- ways to spoil any bytes

TOKENS = (
    b"9" * 5000, b"\\ud800", b"\\udfff\\ud800", b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\x1a", b"\x0c", b"\r", b"\x85",
    b"\xe2\x80\xa8",
    b"charset=undefined", b"charset=utf-16", b"charset=utf-7", b"charset=idna", b"charset=base64", b"<!--", b"-->", b"<![CDATA[",
    b"<script>", b"</p>",
    b"<svg><math>", b"&#x110000;", b"&#55296;", b"&nbsp", b"1e999", b"-0", b"NaN", b"Infinity", b"null", b"[]", b"{}", b'"', b"'", b"`",
    b"---\n",
    b"0000-00-00", b"2024-02-30T25:61:61+99:99", b"29 February 2023", b"31/31/2024", b"1 January 0001",
    b"<?xml version='1.0' encoding='x'?>",
    b"<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;&b;'>]>&c;", b"%s%n", b"\x1b[31m", b"../../../etc/passwd", b"(" * 300,
    b"." * 3000, b"- " * 3000,
    b"A. " * 3000, b"By A and B, ", b"[" * 3000, b"*a " * 3000, b"\xf0\x9f\x97\x9e", b"\xcc\x81" * 500,
)  # fmt: skip


def cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def flip(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 30, 300))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _slice(rng: random.Random, content: bytes) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 10, 100, 1000)))


def lose(rng: random.Random, content: bytes) -> bytes:
    a, b = _slice(rng, content)
    return content[:a] + content[b:]


def repeat(rng: random.Random, content: bytes) -> bytes:
    a, b = _slice(rng, content)
    return content[:b] + content[a:b] * min(rng.choice((1, 10, 1000, 100_000)), 1_000_000 // max(1, b - a)) + content[b:]


def move(rng: random.Random, content: bytes) -> bytes:
    a, b = _slice(rng, content)
    at = rng.randrange(len(content) + 1)
    return content[:at] + content[a:b] + content[at:]


def insert(rng: random.Random, content: bytes) -> bytes:
    for _ in range(rng.choice((1, 1, 5))):
        at = rng.randrange(len(content) + 1)
        content = content[:at] + rng.choice(TOKENS) + content[at:]
    return content


def enlarge(rng: random.Random, content: bytes) -> bytes:
    """Put other figures in place of one: thousands of digits, 10 to the 11th, less than nothing."""
    figures = list(re.finditer(rb"\d+", content))
    if not figures:
        return content
    figure, by = rng.choice(figures), rng.choice((b"9" * 5000, b"100000000000", b"-1", b"0", b"2147483648", b"1e400"))
    return content[: figure.start()] + by + content[figure.end() :]


def nest(rng: random.Random, content: bytes) -> bytes:
    """Put brackets or tags around a part, 100,000 deep, ended or not."""
    a, b = _slice(rng, content)
    opened, closed = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<div>", b"</div>"), (b"<b>", b""), (b"(", b")"), (b"<<", b">>"),
    (b"> ", b""), (b"{", b"}"),
                                 (b"<table><tr><td>", b""), (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"), (b"<ul><li>",
                                 b"")))  # fmt: skip
    depth = rng.choice((50, 3000, 100_000))
    return content[:a] + opened * depth + content[a:b] + closed * depth + content[b:]


def recode(rng: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "utf-7", "koi8-r", "gb18030", "shift_jis")), "replace")


def one_line(rng: random.Random, content: bytes) -> bytes:
    """Make it one long line, or one long word."""
    words = b" ".join(content.split())
    line = words * min(rng.choice((1, 100, 1000)), 1 + LARGEST // max(1, len(words)))
    return line.replace(b" ", b"") if rng.random() < 0.5 else line


def no_lines(rng: random.Random, content: bytes) -> bytes:
    by = rng.choice((b"\n", b"\n\n", b"\t", b"\0", b"\xc2\xa0", b"\r", b" " * 500))
    return content.replace(b" ", by, LARGEST // len(by))


BYTES: tuple[Mutation, ...] = (cut, flip, lose, repeat, move, insert, insert, enlarge, enlarge, nest, recode, one_line, no_lines)

# --- ways to spoil what has a structure

WORD_PARTS = (
    b'<w:gridSpan w:val="100000000000"/>', b'<w:tc><w:tcPr><w:gridSpan w:val="100000000000"/></w:tcPr><w:p/></w:tc>',
    b'<w:vMerge w:val="restart"/>',
    b'<w:vMerge/>', b"<w:tbl/>", b"<w:tr/>", b"<w:p>", b"</w:p>", b"<w:br/>" * 20_000,
    b"<w:del><w:r><w:delText>not</w:delText></w:r></w:del>",
    b"<w:r><w:t>" + b"A" * 200_000 + b"</w:t></w:r>", b"<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>", b"<w:hyperlink r:id='none'/>",
)  # fmt: skip
PDF_PARTS = (
    b"/Count 100000000000", b"/Kids [2 0 R]", b"/Kids [2 0 R 2 0 R]", b"/Length 99999999999", b"/Filter /FlateDecode",
    b"/Filter [/LZWDecode /ASCII85Decode]",
    b"/Encrypt 3 0 R", b"/Prev 9", b"/Type /ObjStm /N 100000 /First 1", b"/Contents 2 0 R", b"/Parent 4 0 R", b"/ToUnicode 4 0 R",
    b"<<" * 2000, b"1 0 R",
)  # fmt: skip


def member(rng: random.Random, content: bytes) -> bytes:
    """Spoil one member of a packed file, or pack something else into it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = {name: file.read(name) for name in file.namelist()} or {"nothing": b""}
    except Exception:  # it is spoilt already
        return flip(rng, content)
    telling = [n for n in members if "document" in n or "content" in n or "html" in n or "txt" in n] if rng.random() < 0.7 else []
    name = rng.choice(telling or list(members))
    kind = rng.random()
    if kind < 0.05:
        members[f"x/{name}"] = bytes(rng.choice((1_000_000, 60_000_000, 300_000_000)))
    elif kind < 0.1:
        del members[name]
    elif kind < 0.4:
        at = rng.choice([m.start() for m in re.finditer(rb"<w:p[ >]|</w:tcPr>|<w:tc>|</w:r>", members[name])] or [0])
        members[name] = members[name][:at] + rng.choice(WORD_PARTS) + members[name][at:]
    else:
        members[name] = rng.choice(BYTES)(rng, members[name])
    spoilt = packed(members)
    if rng.random() < 0.05:  # every member says that it is behind a password
        spoilt = re.sub(rb"(PK\x01\x02.{4})(.)", lambda m: m[1] + bytes([m[2][0] | 1]), spoilt, flags=re.DOTALL)
    return spoilt


def pdf_part(rng: random.Random, content: bytes) -> bytes:
    places = [m.span() for m in re.finditer(rb"/[A-Z]\w+(?: /?[\w\[\]]+)?", content)] or [(0, 0)]
    a, b = rng.choice(places)
    return content[:a] + rng.choice(PDF_PARTS) + content[b if rng.random() < 0.5 else a :]


def spoilt(seed: int) -> tuple[str, bytes]:
    """Return the suffix and the content of the spoilt file of this number."""
    rng = random.Random(seed)
    files = sound()
    suffix = rng.choice(list(files))
    content = files[suffix].replace(b"REC", b"r%d-" % seed)  # an id belongs to one file
    if content.startswith(b"PK"):
        ways: tuple[Mutation, ...] = (*(member,) * 24, *BYTES)
    elif content.startswith(b"%PDF"):
        ways = (*(pdf_part,) * 12, *BYTES)
    else:
        ways = BYTES
    for _ in range(rng.choice((1, 1, 2, 3))):
        content = rng.choice(ways)(rng, content)[:LARGEST]
    return suffix, content


if __name__ == "__main__":  # FOLDER FIRST LAST: write the spoilt files of these numbers
    for n in range(int(sys.argv[2]), int(sys.argv[3]) + 1):
        ending, spoilt_content = spoilt(n)
        (Path(sys.argv[1]) / f"{n:06d}{ending}").write_bytes(spoilt_content)
