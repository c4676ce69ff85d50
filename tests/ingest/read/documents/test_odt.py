"""An OpenDocument text is read as it is shown: recorded deletions, comments and hidden words out, boxes and notes behind."""

import pytest

from ingest.read.documents import read_odt
from ingest.read.failures import ReadError
from tests.kits.documents import docx_of, odt_of, p, zipped

LEAD = "The ferry company said on Tuesday that it would stop the night boat to Aske until the spring of next year."


def cell(text: str) -> str:
    return f"<table:table-cell>{text}</table:table-cell>"


def para(text: str) -> str:
    return f"<text:p>{text}</text:p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (para("One <text:span>two</text:span> three") + "<text:h text:outline-level='2'>Four</text:h>", "One two three\n\nFour"),
        ("<text:tracked-changes><text:changed-region><text:deletion>" + para("three ") + "</text:deletion></text:changed-region>"
         "</text:tracked-changes>" + para("did <text:change text:change-id='c'/>not warn"), "did not warn"),
        (para("seen <text:hidden-text>hidden </text:hidden-text>shown"), "seen shown"),
        (para("A<office:annotation>" + para("check!") + "</office:annotation> claim"), "A claim"),
        (para("a<text:tab/>b<text:line-break/>c<text:s text:c='2'/>d\n   e"), "a\tb\nc  d e"),
        (para("One<text:note><text:note-body>" + para("By phone.") + "</text:note-body></text:note>.")
         + para("End."), "One.\n\nEnd.\n\nBy phone."),
        (para("A<draw:frame><draw:text-box>" + para("Five dead.") + "</draw:text-box></draw:frame>") + para("B"), "A\n\nFive dead.\n\nB"),
        ("<table:table><table:table-row>" + cell(para("Aske")) + cell(para("12")) + "</table:table-row></table:table>", "Aske | 12"),
        ("<text:list><text:list-item>" + para("one") + "</text:list-item></text:list><text:section>" + para("two") + "</text:section>",
         "one\n\ntwo"),
        (para("<text:a>He</text:a> said <text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>"),
         "He said 漢"),
        (para("a<text:s text:c='999999999'/>b"), "a" + " " * 100 + "b"),
    ],
)  # fmt: skip
def test_text_as_it_is_shown(body: str, text: str) -> None:
    assert read_odt(odt_of(body)).text == text


@pytest.mark.parametrize(
    ("body", "hints"),
    [
        ("<text:p text:style-name='Title'>Frost</text:p>" + para(LEAD), {"title": "Frost"}),
        ("<text:h>Frost</text:h>" + para(LEAD), {"title": "Frost"}),
        ("<text:h text:outline-level='2'>Frost</text:h>" + para(LEAD), {}),
        (para(LEAD) + "<text:h>Frost</text:h>" + para(LEAD), {}),
        (para("Ida Brandt") + para(LEAD), {"byline": "Ida Brandt"}),
    ],
)
def test_title_and_author(body: str, hints: dict[str, str]) -> None:
    base = "urn:oasis:names:tc:opendocument:xmlns"
    meta = f"<m xmlns:o='{base}:office:1.0' xmlns:d='x'><o:meta><d:title>Old draft</d:title><d:creator>Ida Brandt</d:creator></o:meta></m>"
    assert read_odt(odt_of(body, extra={"meta.xml": meta})).fields == hints


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"words", "not an OpenDocument document"),
        (docx_of(p("a")), "not an OpenDocument text"),
        (odt_of(para("")), "no text in it"),
        (odt_of("<text:p>"), "broken OpenDocument document"),
        (zipped({"content.xml": "\x01", "META-INF/manifest.xml": "<m:encryption-data/>"}), "locked by a password"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_odt(content)
    assert reason in str(caught.value)
