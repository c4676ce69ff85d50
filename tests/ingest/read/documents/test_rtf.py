"""Rich text is read as it is shown: codepages and Unicode escapes, deletions and hidden words out, tables as rows, notes at the end."""

from pathlib import Path

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.documents import rtf_text
from ingest.read.failures import ReadError
from ingest.read.files import read_file


def shown(body: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}") -> str:
    return rtf_text(f"{{\\rtf1{head}{body}}}".encode("cp1252"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r" one\par two\par", "one\n\ntwo"),
        (r"\pard\plain {\b bold} and {\i slanted}\par", "bold and slanted"),
        ("a raw\r\n line\nbreak is none", "a raw linebreak is none"),
        (r"did {\revised\revauth1 not }warn {\rtlch\fcs1 \af0 \ltrch \deleted\revdel1 three }{\deleted four }crew", "did not warn crew"),
        (r"seen {\v hidden }text{\strike  gone}", "seen text"),
        (r"\v hidden \v0 seen \deleted gone \plain back", "seen back"),
        (r"\'93quoted\'94 caf\'e9 \'80 3", "“quoted” café € 3"),
        (r"\f1 \'cc\'ee\'f1\'f2 \f0 caf\'e9", "Мост café"),
        (r"\u8217?s \u-10179?\u-8704? \uc2\u233 ab\uc0\u233 x \uc1\u8364\'80!", "’s 😀 ééx €!"),
        (r"\lquote a\rquote  \ldblquote b\rdblquote \emdash c\endash d\~e", "‘a’ “b”—c–d\xa0e"),
        (r"well\_known in\-surance \bullet f", "well-known insurance •f"),
        (r"a\tab b\line c\page d", "a\tb\nc\fd"),
        (r"\{braces\} and \\", "{braces} and \\"),
        (r"{\field{\*\fldinst{HYPERLINK http://x.example}}{\fldrslt{the report}}} said", "the report said"),
        (r"{\info{\title T}{\author A}}{\stylesheet{\s1 Heading 1;}}{\*\generator Riched20;}{\colortbl;\red0;}body", "body"),
        (r"{\header head\par}{\footer \chpgn}{\*\annotation note}{\pict\pngblip 89504e470d0a}body", "body"),
        (r"{\pict\bin4 }{\\x}{\nonshppict{\pict 00}}body", "body"),  # four raw bytes, whatever they are
        (r"One{\super \chftn}{\footnote \chftn  Said by phone.\par} two.\par End.\par", "One two.\n\nEnd.\n\nSaid by phone."),
        (r"\trowd\cellx1000\cellx2000\intbl Port\cell Boats\cell\row\trowd Aske\cell 12\cell\row\pard after\par",
         "Port | Boats\n\nAske | 12\n\nafter"),
        (r"\intbl two\par lines\cell x\cell\row\pard", "two lines | x"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Five dead.\par}}}body", "Five dead.\n\nbody"),
        (r"{\upr{ASCII}{\*\ud{Unicode}}}", "ASCII"),
        (r"a}}} junk", "a"),  # more closed than opened: the document is over
        (r"\'zz\'8", "zz8"),
        (r"\'81x", "x"),  # a byte without a meaning
    ],
)  # fmt: skip
def test_text_as_it_is_shown(body: str, text: str) -> None:
    assert shown(body) == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansi\ansicpg1251", r"\'cc\'ee\'f1\'f2", "Мост"),
        (r"\ansi\ansicpg936", r"\'d6\'ec \'d6", "朱 "),  # two bytes a character, the last one cut
        (r"\mac ", r"caf\'8e", "café"),
        (r"\pc ", r"caf\'82", "café"),
        (r"\ansi\ansicpg99999", r"caf\'e9", "café"),
        ("", r"caf\'e9", "café"),
        (r"\ansi\ansicpg1252", "café “raw”", "café “raw”"),
    ],
)
def test_codepages(head: str, body: str, text: str) -> None:
    assert shown(body, head).rstrip("\ufffd") == text


def test_an_article(tmp_path: Path) -> None:
    body = (
        r"{\b Bridge at Aske shut to lorries}\par By Ida Brandt\par March 5, 2024\par\par The bridge at Aske was shut to lorries "
        r"on Tuesday after inspectors found cracks in two of its piers, and the agency did {\revised not }say when it would open.\par"
    )
    (tmp_path / "a.rtf").write_bytes(f"{{\\rtf1\\ansi {body}}}".encode())
    (raw,) = read_file(tmp_path / "a.rtf")
    assert isinstance(raw, Raw)
    (one,) = assemble_articles(raw, "a.rtf")
    assert (one.title, one.byline, one.published) == ("Bridge at Aske shut to lorries", "Ida Brandt", "2024-03-05")
    assert one.text.endswith("the agency did not say when it would open.")
    assert one.text.startswith("The bridge")


@pytest.mark.parametrize(
    ("content", "reason"), [(b"plain words", "not rich text"), (rb"{\rtf1 }", "no text"), (rb"{\rtf1{\pict 00}}", "no text")]
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        rtf_text(content)


def test_deep_and_long_files_are_read() -> None:
    assert rtf_text(b"{\\rtf1 " + b"{" * 100_000 + b"x") == "x"
    assert len(rtf_text(b"{\\rtf1 " + b"word \\'e9" * 100_000 + b"}")) == 600_000
