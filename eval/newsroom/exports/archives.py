"""Downloads of press databases and boxes of mail: several articles in one file of running text."""

import quopri
import textwrap
from collections.abc import Sequence

from eval.newsroom.exports.apis import Export, markup
from eval.newsroom.exports.tables import turned
from eval.newsroom.records import in_utc, minute, noted, spoken
from eval.newsroom.stories import Story


def nexis(stories: Sequence[Story]) -> Export:
    """Write a press database's text download: "1 of 4 DOCUMENTS", lines of seventy letters, fields in capitals."""
    parts = []
    for i, s in enumerate(stories):
        body = "\n\n".join("\n".join(textwrap.wrap(f"  {p}", 72, break_on_hyphens=False)) for p in s.paras)
        parts.append(f"""
                               {i + 1} of 4 DOCUMENTS


                              {s.outlet}

                     {s.when:%B} {s.when.day}, {s.when.year} {s.when:%A}
                                 Final Edition

{s.title}

BYLINE: {" and ".join(s.people)}

SECTION: NEWS; Pg. A{i + 3}

LENGTH: 231 words

DATELINE: {s.place.upper()}

{body}

LOAD-DATE: {s.when:%B} {s.when.day}, {s.when.year}

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                   Copyright {s.when.year} {s.outlet}
                              All Rights Reserved
""")
    return "\f".join(parts), [
        noted(s, published=(f"{s.when:%Y-%m-%d}",), litter=["LOAD-DATE", "PUBLICATION-TYPE", "All Rights Reserved", "LENGTH:"])
        for s in stories
    ]


def dialog(stories: Sequence[Story]) -> Export:
    """Write a library database's text download: "Document 1 of 4", fields with colons, rules of underscores."""
    rule = "_" * 60
    parts = [
        f"""{rule}
Document {i + 1} of 4

{s.title}

Author: {turned(s.people)}

Publication info: {s.outlet} ; {s.place} [{s.place}]. {s.when:%d %b %Y}: A.{i + 2}.

ProQuest document link

Abstract: {s.dek}

Full text: {chr(10).join(s.paras)}

Publication title: {s.outlet}

Publication date: {s.when:%b} {s.when.day}, {s.when.year}

ProQuest document ID: 2290{i}
Document type: News
Database: Newspapers Complete
"""
        for i, s in enumerate(stories)
    ]
    litter = ["ProQuest document ID", "Document type:", "Publication info:"]
    return "\n".join(parts), [
        noted(s, byline=(turned(s.people), *s.people), published=(f"{s.when:%Y-%m-%d}",), litter=litter) for s in stories
    ]


def factiva(stories: Sequence[Story]) -> Export:
    """Write a press database's download for word processors: fields without names, in the order that readers know."""
    parts = [
        "".join(
            rf"\pard\plain {line}\par" + "\n"
            for line in (
                r"\b " + _rtf(s.title) + r"\b0 ", _rtf(f"By {s.people[0]}"), f"{220 + i} words", f"{s.when.day} {s.when:%B %Y}", f"{s.when:%H:%M}",
                _rtf(s.outlet), "ORRCN", f"A{i + 1}", "English", _rtf(f"(c) {s.when.year} {s.outlet}"), "", *map(_rtf, s.paras), "",
                f"Document ORRCN000{s.when:%Y%m%d}ek35000{i}d",
            )
        )
        for i, s in enumerate(stories)
    ]  # fmt: skip
    text = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}" + "\n" + "\\page\n".join(parts) + "}"
    return text, [
        noted(s, published=spoken(s.when.replace(tzinfo=None))[1:], litter=["ORRCN000", f"{220 + i} words"]) for i, s in enumerate(stories)
    ]


def mailbox(stories: Sequence[Story]) -> Export:
    """Write a box of newsletters, one story a mail: plain and HTML beside each other, a line to leave the list."""
    mails = []
    for i, s in enumerate(stories):
        plain = "\n\n".join(
            (f"By {s.people[0]}", *s.paras, "You receive this letter because you signed up. Unsubscribe: https://l.example/u")
        )
        rich = f"<html><body><p>By {s.people[0]}</p>{markup(s.paras)}<p><small>You receive this letter because you signed up.</small></p></body></html>"
        mails.append(f"""From letters@{s.host[4:]} {s.when:%a %b %d %H:%M}:00 {s.when.year}
From: "{s.outlet}" <letters@{s.host[4:]}>
To: reader@mail.example
Subject: {s.title}
Date: {s.when:%a, %d %b %Y %H:%M}:12 {s.when:%z}
Message-ID: <{i}.77@{s.host[4:]}>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_b{i}"
List-Unsubscribe: <https://l.example/u>

--=_b{i}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{_quoted(plain)}
--=_b{i}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

{_quoted(rich)}
--=_b{i}--
""")
    return "\n".join(mails), [
        noted(s, published=(minute(s.when), minute(in_utc(s.when))), litter=["You receive this letter", "=E2"]) for s in stories
    ]


def _rtf(words: str) -> str:
    """Return words in RTF: what is no ASCII by its number, with a stand-in."""
    return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in words.replace("\\", "\\\\").replace("{", "\\{"))


def _quoted(words: str) -> str:
    return quopri.encodestring(words.encode()).decode("ascii")


STYLES = {"nexis.txt": nexis, "dialog.txt": dialog, "factiva.rtf": factiva, "letters.mbox": mailbox}
PEOPLE = {"nexis.txt": 2, "dialog.txt": 1}
