"""A Word document is read as Word shows it with all changes accepted: a word lost or kept too much is a wrong quote."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.documents import docx_text
from ingest.read.failures import Failure, ReadError
from ingest.read.files import read_file
from rag.records import Article
from tests.kits.documents import STRICT, docx_of, gone, ins, p, r, table, zipped

LEAD = "The ferry company said on Tuesday that it would stop the night boat to Aske until the spring of next year."
MORE = "Some 40,000 people took the night boat last winter, most of them on their way to the hospital in Norhaven."
TOP = (p("Night boat to Aske stops"), p("By Ida Brandt"), p("4 March 2024"))


def article(content: bytes, tmp_path: Path) -> Article:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    found = list(read_file(path))
    assert [f for f in found if isinstance(f, Failure)] == []
    (one,) = [a for raw in found if isinstance(raw, Raw) for a in assemble_articles(raw, str(path))]
    return one


def text(*body: str, **more: Mapping[str, str]) -> str:
    return docx_text(docx_of(*body, **more))  # type: ignore[arg-type]


def box(*body: str) -> str:
    """Return a text box as Word writes it: once for new programs and once for old ones."""
    held = "".join(body)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>'
        f"{held}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{held}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_an_article_with_tracked_changes(tmp_path: Path) -> None:
    changed = p("The company did ", ins("not "), "warn ", gone("three "), ins("eleven "), "travellers who were on the quay that night.")
    one = article(docx_of(*TOP, p(LEAD), changed), tmp_path)
    assert (one.title, one.byline, one.published) == ("Night boat to Aske stops", "Ida Brandt", "2024-03-04")
    assert one.text == f"{LEAD}\n\nThe company did not warn eleven travellers who were on the quay that night."


@pytest.mark.parametrize(
    ("paragraph", "shown"),
    [
        (p("It ", ins("did not "), "sink."), "It did not sink."),
        (p("It ", gone("did "), ins("may "), "sink."), "It may sink."),
        (p("<w:ins>" + r("not all ") + gone("but most ") + "</w:ins>", "sank."), "not all sank."),
        (p("<w:moveFrom>" + r("On 2 May ") + "</w:moveFrom>", "it sank ", "<w:moveTo>" + r("then") + "</w:moveTo>"), "it sank then"),
        (p("by ", '<w:hyperlink r:id="r9">' + r("Port ") + ins("Authority") + "</w:hyperlink>", " today"), "by Port Authority today"),
        (p("<w:smartTag>" + r("Oslo") + "</w:smartTag>", "<w:sdt><w:sdtContent>" + r(" town") + "</w:sdtContent></w:sdt>"), "Oslo town"),
        (p('<w:fldSimple w:instr="DATE">' + r("4 March") + "</w:fldSimple>"), "4 March"),
        (
            p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', r(' HYPERLINK "http://x.example" ', tag="instrText"),
              '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "the report", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
            "the report",
        ),
        (p("one", "<w:r><w:tab/></w:r>", "two", "<w:r><w:br/></w:r>", "three", "<w:r><w:cr/></w:r>", "four"), "one\ttwo\nthree\nfour"),
        (p("well", "<w:r><w:noBreakHyphen/></w:r>", "known in", "<w:r><w:softHyphen/></w:r>", "surance"), "well-known insurance"),
        (p("seen ", r("hidden ", "<w:vanish/>"), r("shown", '<w:vanish w:val="0"/>')), "seen shown"),
        (p("the toll was ", r("nine ", "<w:strike/>"), "twelve"), "the toll was twelve"),
        (p("<w:commentRangeStart/>", "A claim", "<w:commentRangeEnd/>", "<w:r><w:commentReference/></w:r>"), "A claim"),
        (p("<w:ruby><w:rt>" + r("kan") + "</w:rt><w:rubyBase>" + r("漢") + "</w:rubyBase></w:ruby>"), "漢"),
        (p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"), "x+1"),
        (p('<w:r><w:sym w:font="Symbol" w:char="20AC"/></w:r>', "5"), "€5"),
    ],
)  # fmt: skip
def test_a_paragraph_as_it_is_shown(paragraph: str, shown: str) -> None:
    assert text(paragraph) == shown


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    joined = p("The mayor ", props="<w:rPr><w:del/></w:rPr>")
    assert text(joined, p("did not resign.")) == "The mayor did not resign."
    assert text(p("The mayor ", props="<w:rPr><w:ins/></w:rPr>"), p("did not resign.")) == "The mayor\n\ndid not resign."


def test_a_text_box_comes_once_behind_its_paragraph() -> None:
    assert (
        text(p(LEAD, box(p("In numbers: five dead."), p("Two saved."))), p(MORE))
        == f"{LEAD}\n\nIn numbers: five dead.\n\nTwo saved.\n\n{MORE}"
    )
    fallback = "<w:r><mc:AlternateContent><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + p("Old box")
    assert text(p("A", fallback + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")) == "A\n\nOld box"


def test_two_boxes_that_say_the_same_are_two() -> None:
    assert text(p("A", box(p("Five dead.")), box(p("Five dead.")))) == "A\n\nFive dead.\n\nFive dead."


def test_footnotes_stand_behind_the_text_in_the_order_of_their_marks() -> None:
    body = p("One", '<w:r><w:footnoteReference w:id="3"/></w:r>', " two", '<w:r><w:footnoteReference w:id="2"/></w:r>', ".")
    notes = {"2": p("<w:r><w:footnoteRef/></w:r>", " Said ", ins("not "), "by phone."), "3": p(" By letter."), "4": p("Of nobody.")}
    assert text(body, p("End."), notes=notes) == "One two.\n\nEnd.\n\nBy letter.\n\nSaid not by phone."


def test_endnotes_are_read_and_comments_headers_and_footers_are_not() -> None:
    end = '<w:endnote w:id="5">' + p("Filed on Monday.") + "</w:endnote>"
    parts = {
        "word/endnotes.xml": end,
        "word/comments.xml": p("Check this!"),
        "word/header1.xml": p("DRAFT"),
        "word/footer1.xml": p("Page 1"),
    }
    body = p("One", '<w:r><w:endnoteReference w:id="5"/></w:r>', ".")
    assert text(body, parts=parts) == "One.\n\nFiled on Monday."


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (table(["Port", "Boats"], ["Aske", "12"]), "Port | Boats\n\nAske | 12"),
        (table(["Aske", "12"], ["Boes", "12"]), "Aske | 12\n\nBoes | 12"),
        (table(["12", "12"]), "12 | 12"),  # the same in two cells is twice
        (table([p("two") + p("lines"), "x"]), "two lines | x"),
        (table(["a", ""], ["", ""]), "a |"),  # an empty row says nothing
        (table([table(["in", "side"]) + p("out"), "b"]), "in | side out | b"),
        (table(['<w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr>' + p("wide") + "</w:tc>", "b"]), "wide | b"),
        (table(['<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("Aske") + "</w:tc>", "1"],
               ["<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p("") + "</w:tc>", "2"]), "Aske | 1\n\nAske | 2"),
        (table(["a", "1"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>") + p("left"), "left"),
        (table(["<w:tc><w:tcPr><w:cellDel/></w:tcPr>" + p("old") + "</w:tc>", "b"]), "b"),
        ("<w:sdt><w:sdtContent>" + p("in") + table(["a", "b"]) + "</w:sdtContent></w:sdt>", "in\n\na | b"),
    ],
)  # fmt: skip
def test_a_table_is_a_line_a_row(rows: str, shown: str) -> None:
    assert text(rows) == shown


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    assert text(table([p("A headline") + p(LEAD + " " + MORE), p("A box")])) == f"A headline\n\n{LEAD} {MORE}\n\nA box"
    assert text(table([p("A headline") + p("word " * 37), "A box"])).endswith("word | A box")
    assert text(table([p("One cell.") + p("Two paragraphs.")])) == "One cell.\n\nTwo paragraphs."


def test_a_page_break_parts_articles() -> None:
    assert text(p("a", '<w:r><w:br w:type="page"/></w:r>'), p("b")).split("\f") == ["a", "\n\nb"]
    assert "\f" not in text(p("a", "<w:r><w:lastRenderedPageBreak/></w:r>", '<w:r><w:br w:type="column"/></w:r>'), p("b"))


STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="My head"/><w:basedOn w:val="H1"/></w:style>'
)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ((p("Frost", style="Titel"), p(LEAD)), "Frost"),  # one word is no headline by itself
        ((p("News of the week by our desk"), p("Did the boat sink?", style="H1"), p(LEAD)), "Did the boat sink?"),
        ((p("Frost in the vineyards.", style="Kop"), p(LEAD)), "Frost in the vineyards."),
        ((p("News of the week by our desk"), p(LEAD), p("Background", style="H1"), p(MORE), p("What is next", style="H1")),
         "News of the week by our desk"),
        ((p("Frost", style="Titel"), p("The boat and the frost", style="H1"), p(LEAD)), "Frost"),
        ((p("A headline of three words"), p(LEAD), p("Sources", style="H1"), p(MORE)), "A headline of three words"),  # below the text
        ((p("", style="Titel"), p("A headline of three words"), p(LEAD)), "A headline of three words"),
    ],
)  # fmt: skip
def test_the_style_says_which_line_is_the_title(body: tuple[str, ...], title: str, tmp_path: Path) -> None:
    one = article(docx_of(*body, styles=STYLES), tmp_path)
    assert one.title == title
    assert LEAD in one.text
    assert title not in one.text


@pytest.mark.parametrize(
    ("core", "body", "found"),
    [
        ("<dc:title>Frost</dc:title>", (p("Frost"), p(LEAD)), ("Frost", "")),  # the document agrees
        ("<dc:title>Microsoft Word - draft3</dc:title>", (p("Frost in the hills"), p(LEAD)), ("Frost in the hills", "")),
        ("<dc:creator>Ida Brandt</dc:creator>", (p("Frost in the hills"), p("Ida Brandt"), p(LEAD)), ("Frost in the hills", "Ida Brandt")),
        ("<dc:creator>Desk PC 4</dc:creator>", (p("Frost in the hills"), p(LEAD)), ("Frost in the hills", "")),  # who saved it
        ("<dcterms:created>2020-01-01T00:00:00Z</dcterms:created>", (p("Frost in the hills"), p(LEAD)), ("Frost in the hills", "")),
    ],
)
def test_properties_count_where_the_text_agrees(core: str, body: tuple[str, ...], found: tuple[str, str], tmp_path: Path) -> None:
    one = article(docx_of(*body, core=core), tmp_path)
    assert (one.title, one.byline, one.published) == (*found, "")
    assert one.text == LEAD


def test_strict_documents_and_those_whose_part_has_another_name() -> None:
    assert docx_text(docx_of(p("One ", ins("two")), word=STRICT)) == "One two"
    assert docx_text(docx_of(p("One"), main="word/document2.xml")) == "One"
    assert docx_text(zipped({"word/document.xml": "<document><body><p><r><t>bare</t></r></p></body></document>"})) == "bare"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word document (.doc)"),
        (b"{\\rtf1 words}", "not a Word document"),
        (zipped({"readme.txt": "x"}), "not a Word document"),
        (docx_of(p("a"))[:300], "not a Word document"),
        (zipped({"word/document.xml": "<w:document><w:body>"}), "broken Word document"),
        (docx_of(p("")), "no text in it"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        docx_text(content)
    assert reason in str(caught.value)


def test_what_is_about_the_text_may_be_damaged() -> None:
    damaged = {"docProps/core.xml": "<", "word/styles.xml": "<", "_rels/.rels": "<"}
    assert docx_text(zipped({**damaged, "word/document.xml": "<document><body><p><r><t>bare</t></r></p></body></document>"})) == "bare"


def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><document><body><p><r><t>one&b;</t></r></p></body></document>'
    with pytest.raises(ReadError, match="broken Word document"):
        docx_text(zipped({"word/document.xml": bomb}))


def test_deep_nesting_is_named() -> None:
    deep = "<sdt><sdtContent>" * 5000 + "<p><r><t>x</t></r></p>" + "</sdtContent></sdt>" * 5000
    with pytest.raises(ReadError, match=r"broken Word document|nested"):
        docx_text(zipped({"word/document.xml": f"<document><body>{deep}</body></document>"}))
