"""Exports that are no plain text, made by hand for the tests of containers: Word, RTF, mail, saved pages, books, archives, crawls."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from ingest.article.assemble import Raw
from ingest.read.failures import Failure
from tests.kits.ingest import docx

BODY = "The gate of Orm was shut on Monday, the town said."

UNI = (
    "User Name: = Desk Three", "Date and Time: = Tuesday, June 4, 2024 2:11:00 PM EDT", "Job Number: = 226000771", "Documents (3)",
    "1. Mill at Garde burns down", "Client/Matter: -None-", "2. Insurers doubt the fire at Garde", "Client/Matter: -None-",
    "3. Garde will rebuild its mill", "Client/Matter: -None-",
    "Mill at Garde burns down", "Garde Evening Mail (England)", "March 8, 2024 Friday 7:15 AM GMT",
    "Copyright 2024 Garde Evening Mail Ltd All Rights Reserved",
    "Section: NEWS; Pg. 1, 3", "Length: 120 words", "Byline: By Astrid Venn and Leo Park", "Dateline: GARDE", "Body",
    "The old mill at Garde burned to the ground on Thursday night, and with it four flats whose tenants were out.",
    "The fire chief, Ola Bremer, said that 62 firefighters could not save the roof.",
    "Graphic", "The mill in 1950. Picture: archive", "Load-Date: March 9, 2024", "End of Document",
    "Insurers doubt the fire at Garde", "Inland Ledger", "Thursday, April 11, 2024", "Copyright 2024 Inland Ledger", "Length: 80 words",
    "Highlight: Two reports name petrol as its cause.", "Body",
    "Insurers will not pay for the mill at Garde before the police have found out who bought 40 litres of petrol.",
    "Notes", "See also page 9.", "Classification", "Language: ENGLISH", "Publication-Type: Newspaper", "Subject: FIRES (90%)",
    "Load-Date: April 12, 2024",
    "End of Document",
    "Garde will rebuild its mill", "The Builder's Monthly", "May 2024", "Copyright 2024 The Builder's Monthly", "Length: 60 words",
    "Byline: Rune Tal", "Body", "Garde will rebuild its mill in brick, by a vote of 9 to 6 in the council.", "Classification",
    "Language: ENGLISH",
    "Load-Date: June 1, 2024", "End of Document",
)  # fmt: skip


def uni_docx() -> bytes:
    """Return a Nexis Uni export as Word: a cover list and three articles."""
    return docx(*UNI)


def uni_rtf() -> bytes:
    """Return the same as RTF, as Nexis writes it: one paragraph a line, non-ASCII escaped, a font table before the text."""
    body = "\n".join(f"{{\\pard\\plain\\f0 {rtf_text(line)}\\par}}" for line in UNI)
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1 Heading 1;}}" + "\n" + body + "}").encode("ascii")


def rtf_text(text: str) -> str:
    """Escape a line for RTF."""
    text = text.replace("\\", "\\\\").replace("{", r"\{").replace("}", r"\}")
    return "".join(c if c < "\x80" else f"\\u{ord(c)}?" for c in text)


def pasted_docx() -> bytes:
    """Return a Word file into which a person pasted articles of three outlets, each under a word count, with nothing that ends them."""
    return docx(
        "Clay pit opens", "Sill Observer", "5 May 2015", "LENGTH: 210 words",
        "The clay pit of Sill opened on Tuesday with 18 workers and one dog.",
        "Clay pit floods", "Sill Observer", "9 June 2016", "LENGTH: 77 words",
        "Rain filled the clay pit of Sill on Thursday; the dog was saved.",
    )  # fmt: skip


LETTER = b"""\
From: "Mira Sand from The Low Tide" <lowtide@letters.example>
To: desk@archive.example
Subject: =?utf-8?q?Why_the_eels_of_Brack_are_gone?=
Date: Thu, 12 Sep 2024 06:30:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

View this post on the web at https://lowtide.example/p/eels

Eels.

--inner
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><head><style>p {color: red}</style></head><body><table><tr><td><a href=3D"https://lowtide.example/v">View in browser</a></td></tr>
<tr><td><h1>Why the eels of Brack are gone</h1><p>Fishers in Brack caught 14 eels this summer, where they caught 9,000 te=
n years ago, the river board=E2=80=99s count shows.</p><p>A new turbine at Holm kills most of them on their way to the sea.</p></td></tr>
<tr><td><p>You are receiving this email because you signed up at lowtide.example.</p><p>Unsubscribe</p></td></tr></table></body></html>

--inner--
--outer
Content-Type: text/plain; charset=utf-8; name="answer.txt"
Content-Disposition: attachment; filename="answer.txt"

Turbine at Holm will stop at night

14 September 2024

The turbine at Holm will stand still between ten and four from October, its owner said on Saturday, so that eels can pass.

The river board welcomed this and said that it would count again in a year.
--outer--
"""

MBOX = b"""\
From news@tern.example Mon Jan  8 07:00:00 2024
From: Tern Daily <news@tern.example>
Subject: Tern buys two snow ploughs
Date: Mon, 08 Jan 2024 07:00:00 +0000
Message-ID: <1@tern.example>
Content-Type: text/plain; charset=utf-8

The town of Tern bought two snow ploughs for 310,000 crowns on Friday, a
week after the first one of 1986 broke down on the market square and stood
there for two days.

>From Monday they clear the school roads first.

From news@tern.example Wed Feb 14 07:00:00 2024
From: Tern Daily <news@tern.example>
Subject: Fwd: No snow, no ploughs
Date: Wed, 14 Feb 2024 07:00:00 +0000
Message-ID: <2@tern.example>
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<html><body><p>The two ploughs of Tern have not moved since they came, because no snow has=
 fallen on the caf=E9s of the square.</p></body></html>

"""

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Wharf Times</title>
<meta property="og:site_name" content="Wharf Times"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{published}"><meta name="author" content="Kit Oren"></head>
<body><article><h1>{title}</h1><p>{body}</p></article></body></html>"""
CANAL = PAGE.format(
    title="Canal at Wharf drained for a week", published="2023-06-05T08:00:00Z",
    body="The canal at Wharf was drained on Monday for the first time since 1974, and brought up 81 bicycles and a safe, the council said. "
    "It fills again on Sunday, when the new gates have been hung, and boats may pass from the day after.",
)  # fmt: skip
SAFE = PAGE.format(
    title="Safe from the canal held love letters", published="2023-06-09T17:30:00Z",
    body="The safe that was found in the canal at Wharf held 212 love letters and no money, the locksmith who opened it said on Friday. "
    "They go to the town archive, which asks the families of both writers to come forward before the summer is over.",
)  # fmt: skip


def mhtml() -> bytes:
    """Return a page as a browser saves it, with its picture; the date in the head is that of saving."""
    import quopri

    page = quopri.encodestring(CANAL.encode()).decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://wharf.example/canal\r\nSubject: =?utf-8?Q?Canal?=\r\n"
        "Date: Sat, 1 Mar 2025 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----MultipartBoundary--abc----"\r\n\r\n'
        "------MultipartBoundary--abc----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://wharf.example/canal\r\n\r\n{page}\r\n"
        "------MultipartBoundary--abc----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://wharf.example/a.png\r\n\r\niVBORw0KGgo=\r\n------MultipartBoundary--abc------\r\n"
    ).encode()


def zipped(members: dict[str, bytes | str]) -> bytes:
    """Return a zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: dict[str, bytes | str], mode: str = "w:gz") -> bytes:
    """Return a tar archive of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


_CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>The Peat Review</title></head>'
    "<body><h2>{title}</h2><p>By {by}</p><p>{body}</p></body></html>"
)


def epub() -> bytes:
    """Return an issue of a magazine as a book of two articles, with cover and contents."""
    opf = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>The Peat Review</dc:title>"
        "<dc:date>2022-10-01T00:00:00+00:00</dc:date><dc:creator>Peat Press</dc:creator></metadata>"
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="text/a%201.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    container = (
        '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    nav = "<html xmlns='http://www.w3.org/1999/xhtml'><body><nav><ol>"
    nav += "<li><a href='a.xhtml'>The bog that burned</a></li></ol></nav></body></html>"
    bog = "The bog of Ferrin sank by nine centimetres in the dry summer, "
    bog += "and the fire in it smouldered for 48 days before the rain came, foresters found."
    cutters = "Eleven families still cut peat by hand at Ferrin, down from 200 after the war, "
    cutters += "and the law gives them until the spring of 2026 to stop."
    return zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/content.opf": opf,
        "OEBPS/cover.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><body><img src='c.png'/></body></html>",
        "OEBPS/nav.xhtml": nav,
        "OEBPS/text/a 1.xhtml": _CHAPTER.format(title="The bog that burned", by="Sanna Keel", body=bog),
        "OEBPS/text/b.xhtml": _CHAPTER.format(title="The last cutters of Ferrin", by="Olli Moor", body=cutters),
    })  # fmt: skip


NOTE = (
    "Lamp posts of Eck go out at one\n\n6 June 2021\n\n"
    "The lamp posts of Eck go out at one in the night from Monday, which saves the town 70,000 crowns a year.\n"
)
RECORDS = (
    '{"title": "Eck lights its church", "date": "2021-12-01", "source": "Eck Echo", '
    '"text": "The church of Eck is lit until midnight again, '
    'the council said on Wednesday after 900 people had signed for it."}\n'
    '{"title": "No text here", "date": "2021-12-02"}\n'
)


def archive_members() -> dict[str, bytes | str]:
    """Return what the archives of the tests hold: articles of several kinds, one archive in the other, and what is none."""
    return {
        "eck/note.txt": NOTE, "eck/rows.jsonl": RECORDS, "web/canal.html": CANAL, "more.zip": zipped({"safe.htm": SAFE}),
        "eck/.hidden.txt": NOTE.replace("Eck", "Hid"), "__MACOSX/eck/._note.txt": "x", "eck/photo.jpg": b"\xff\xd8\xff",
        "README.txt": "Notes about this folder.",
    }  # fmt: skip


def warc() -> bytes:
    """Return a compressed crawl: two pages, a page that was not found, a robots.txt, the requests between them."""

    def record(kind: str, url: str, block: bytes) -> bytes:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
            f"WARC-Record-ID: <urn:uuid:{sha256(f'{kind} {url}'.encode()).hexdigest()[:32]}>\r\nWARC-Date: 2025-01-01T00:00:00Z\r\n"
            f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        return gzip.compress(head.encode() + block + b"\r\n\r\n")

    def response(url: str, body: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
        data = body.encode()
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
        return record("response", url, http)

    return b"".join((
        record("request", "https://wharf.example/canal", b"GET /canal HTTP/1.1\r\nHost: wharf.example\r\n\r\n"),
        response("https://wharf.example/canal", CANAL),
        response("https://wharf.example/gone", "<html><body>Not found</body></html>", status="404 Not Found"),
        response("https://wharf.example/robots.txt", "User-agent: *", kind="text/plain"),
        response("https://wharf.example/safe", SAFE),
    ))  # fmt: skip


def make_all(folder: Path) -> None:
    """Write every export of this kit into ``folder``."""
    for name, content in {
        "uni.docx": uni_docx(), "uni.rtf": uni_rtf(), "pasted.docx": pasted_docx(), "letter.eml": LETTER, "tern.mbox": MBOX,
        "canal.mhtml": mhtml(),
        "peat.epub": epub(), "bundle.zip": zipped(archive_members()), "bundle.tar.gz": tarred(archive_members()), "wharf.warc.gz": warc(),
        "canal.aspx": CANAL.encode(), "story.php?id=5": SAFE.encode(), "20230605": CANAL.encode(),
    }.items():  # fmt: skip
        (folder / name).write_bytes(content)


def one(found: Sequence[Raw | Failure]) -> dict[str, str]:
    """Return the fields and the text of the single article that an export was split into, all of them stated."""
    (raw,) = found
    assert isinstance(raw, Raw), raw
    assert raw.single
    assert raw.stated
    return {**raw.fields, "text": raw.text}
