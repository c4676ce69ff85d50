"""Every type is read; what cannot be read is named with its reason, and the rest goes on."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article.assemble import Raw, assemble_articles
from ingest.read import files
from ingest.read.decode import decode
from ingest.read.failures import Failure, ReadError
from ingest.read.files import plain_markdown, read_file
from ingest.read.records.lines import MAX_BROKEN
from ingest.read.walk import walk
from rag.records import Article
from tests.kits.documents import locked_pdf
from tests.kits.ingest import BODY, Write, article_text, docx, pdf

RECORD = {
    "id": "r1",
    "title": "Storm sinks two boats",
    "date": "2024-05-03",
    "source": "post.example",
    "url": "https://post.example/1",
    "text": BODY,
}


def good(path: Path) -> list[Article]:
    """Return the articles of a file that has no failure."""
    found = list(read_file(path))
    assert [f for f in found if isinstance(f, Failure)] == []
    return [a for raw in found if isinstance(raw, Raw) for a in assemble_articles(raw, str(path))]


def failures(path: Path) -> list[tuple[str, str]]:
    return [(Path(f.where).name, f.reason) for f in read_file(path) if isinstance(f, Failure)]


# --- one type after the other


def test_text(write: Write) -> None:
    (article,) = good(write("a.txt", article_text("Storm sinks two boats")))
    assert (article.title, article.text, article.updated) == ("Storm sinks two boats", BODY, "2024-05-03")


def test_markdown_with_front_matter(write: Write) -> None:
    text = (
        f"---\ntitle: 'Storm sinks two boats'\ndate: 2024-05-03\nauthor: Ann Lee\nlayout: post\n---\n\n# Storm sinks two boats\n\n{BODY}\n"
    )
    (article,) = good(write("a.md", text))
    assert (article.title, article.published, article.byline, article.text) == ("Storm sinks two boats", "2024-05-03", "Ann Lee", BODY)


def test_markdown_without_front_matter(write: Write) -> None:
    (article,) = good(
        write(
            "a.md",
            f"# Storm sinks *two* boats\n\n3 May 2024\n\n![boat](b.jpg)\n\n{BODY.replace('coast guard', '[coast guard](https://x.y/z)')}\n",
        )
    )
    assert (article.title, article.published, article.text) == ("Storm sinks two boats", "2024-05-03", BODY)


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**Nine** men _were_ saved", "Nine men were saved"),
        ("a snake_case_name and 2 * 3 * 4", "a snake_case_name and 2 * 3 * 4"),
        ("[a (b)](http://x/y_(z)) c", "a (b) c"),
        ("> said `so`", "said so"),
        (r"5\. not a list", "5. not a list"),
    ],
)
def test_markdown_marks(marked: str, plain: str) -> None:
    assert plain_markdown(marked) == plain


@given(st.text(alphabet="ab *_[]()#`>!\\\n", max_size=80))
def test_markdown_letters_are_never_lost(text: str) -> None:
    letters = [c for c in text if c in "ab"]
    if "](" not in text and "```" not in text:
        assert [c for c in plain_markdown(text) if c in "ab"] == letters


PAGE = """<!doctype html><html><head><title>Storm | The Daily Post</title>
<meta property="og:site_name" content="The Daily Post"><meta property="og:url" content="https://post.example/storm">{head}</head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Storm sinks two boats</h1>{date}
<p>{body}</p><p>The king said on Tuesday that he would pay for two new boats, and that the harbour wall would be raised by a metre.</p>
</article><footer>All rights reserved</footer></body></html>"""
LINKED = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Storm sinks two boats",
    "datePublished": "2024-05-03T21:30:00+03:00",
    "dateModified": "2024-05-04T06:00:00Z", "author": [{"@type": "Person", "name": "Ann Lee"}], "publisher": {"name": "The Daily Post"},
}  # fmt: skip


def html(head: str = "", date: str = "") -> str:
    return PAGE.format(head=head, date=date, body=BODY)


def test_page_with_linked_data(write: Write) -> None:
    (article,) = good(write("a.html", html(f'<script type="application/ld+json">{json.dumps({"@graph": [LINKED]})}</script>')))
    assert (article.title, article.source, article.byline) == ("Storm sinks two boats", "The Daily Post", "Ann Lee")
    assert (article.published, article.updated, article.url) == (
        "2024-05-03T21:30+03:00",
        "2024-05-04T06:00+00:00",
        "https://post.example/storm",
    )
    assert BODY in article.text
    assert "Home" not in article.text


def test_page_with_meta_and_page_with_a_visible_date(write: Write) -> None:
    (article,) = good(write("a.html", html('<meta property="article:published_time" content="2024-05-03T21:30:00+03:00">')))
    assert article.published == "2024-05-03T21:30+03:00"
    (article,) = good(write("b.html", html(date="<p>Updated <b>3 May 2024</b></p>")))
    assert (article.published, article.updated) == ("", "2024-05-03")
    stated = '<div>By Ann Lee</div><div><time datetime="2024-05-03T21:30:00+03:00">3 May 2024</time></div>'
    (article,) = good(write("c.html", html(date=stated)))
    assert (article.published, article.updated) == ("2024-05-03T21:30+03:00", "")


def test_page_without_a_date_is_undated(write: Write) -> None:
    (article,) = good(write("a.html", html('<meta name="date" content="soon">', "<p>Wednesday</p>")))
    assert (article.published, article.updated) == ("", "")


def test_page_in_the_encoding_it_states(write: Write) -> None:
    page = html('<meta charset="iso-8859-1">').replace("Port", "Pört").replace("The king", "The king of Pölten")
    (article,) = good(write("a.html", page.encode("latin-1")))
    assert "king of Pölten" in article.text


def test_pdf(write: Write) -> None:
    (article,) = good(write("a.pdf", pdf("Storm sinks two boats\n3 May 2024\n" + BODY.replace(". ", ".\n"), "The king sent help.")))
    assert (article.title, article.published) == ("Storm sinks two boats", "2024-05-03")
    assert "All nine fishermen were brought ashore before dark." in article.text
    assert article.text.endswith("The king sent help.")


def test_word(write: Write) -> None:
    (article,) = good(write("a.docx", docx("3 May 2024", BODY, title="Storm sinks two boats")))
    assert (article.title, article.published, article.text) == ("Storm sinks two boats", "2024-05-03", BODY)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json.dumps(RECORD) + "\n\n"),
        ("a.jsonl", "\ufeff" + json.dumps(RECORD, ensure_ascii=False)),
        ("a.json", json.dumps(RECORD)),
        ("a.json", json.dumps([RECORD])),
        ("a.json", json.dumps({"count": 1, "articles": [RECORD]})),
        ("a.json", json.dumps(RECORD) + "\n"),
        ("a.csv", ",".join(RECORD) + "\n" + ",".join(f'"{v}"' for v in RECORD.values()) + "\n"),
        ("a.csv", "\ufeff" + ";".join(RECORD) + "\r\n" + ";".join(f'"{v}"' for v in RECORD.values()) + "\r\n"),
        ("a.tsv", "\t".join(RECORD) + "\n" + "\t".join(RECORD.values()) + "\n"),
    ],
)
def test_records(write: Write, name: str, content: str) -> None:
    (article,) = good(write(name, content))
    assert (article.id, article.title, article.published, article.source) == ("r1", "Storm sinks two boats", "2024-05-03", "post.example")
    assert (article.url, article.text) == ("https://post.example/1", BODY)


def test_records_under_other_names(write: Write) -> None:
    row = {
        "headline": "Storm",
        "publishedAt": "2024-05-03T10:00:00Z",
        "source": {"id": None, "name": "Post"},
        "author": ["Ann Lee", "Bo Ek"],
        "content": BODY,
    }
    (article,) = good(write("a.jsonl", json.dumps(row)))
    assert (article.title, article.published, article.source, article.byline) == (
        "Storm",
        "2024-05-03T10:00+00:00",
        "Post",
        "Ann Lee, Bo Ek",
    )
    assert article.id != ""


def test_json_lines_in_a_json_file(write: Write) -> None:
    assert [a.id for a in good(write("a.json", "\n".join(json.dumps({**RECORD, "id": i}) for i in "xy")))] == ["x", "y"]


# --- what cannot be read


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty file"),
        ("a.txt", b" \n\n\t", "empty file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "binary data, not text"),
        ("a.txt", bytes(range(256)) * 4, "binary data, not text"),
        ("a.txt", "嵐で港の二隻の船が沈んだ。".encode("euc-jp"), "wrong encoding"),
        ("a.md", b"\xff\xfea", "wrong encoding"),
        ("a.xyz", b"words", "not a type that can be read"),
        ("noext", b"words", "not a type that can be read"),
        ("a.pdf", b"plain words", "not a PDF"),
        ("a.pdf", pdf(BODY)[:400], "truncated PDF"),
        ("a.pdf", pdf("  "), "no text in its 1 pages"),
        ("a.pdf", b"%PDF-1.4\n" + b"junk " * 100 + b"%%EOF", "broken PDF"),
        ("a.docx", b"PK\x03\x04 not really", "not a Word document"),
        ("a.docx", docx(BODY)[:400], "not a Word document"),
        ("a.docx", docx(""), "no text"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.json", b'{"text": "a', "broken JSON"),
        ("a.json", b"[]", "no record"),
        ("a.json", b"[" * 200_000, "JSON"),
        ("a.json", b'{"title": "x"}', "no text in the record"),
        ("a.csv", b"a,b\n1,2\n", "no column named text"),
        ("a.jsonl", b"\n\n", "no record"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_with_its_reason(write: Write, name: str, content: bytes, reason: str) -> None:
    if content.startswith(b"[["):
        reason = "nested too deeply"
    (failure,) = failures(write(name, content))
    assert failure[0].startswith(name)
    assert reason in failure[1]


def test_a_broken_line_is_named_and_the_rest_goes_in(write: Write) -> None:
    rows = [
        json.dumps(RECORD),
        '{"id": "r2", "text": "cut',
        "[1]",
        json.dumps({"id": "r4", "text": " "}),
        b"\xff\xff",
        json.dumps({**RECORD, "id": "r6"}),
    ]
    path = write("a.jsonl", b"\n".join(row if isinstance(row, bytes) else row.encode() for row in rows))
    found = list(read_file(path))
    assert [raw.fields["id"] for raw in found if isinstance(raw, Raw)] == ["r1", "r6"]
    assert [Path(f.where).name for f in found if isinstance(f, Failure)] == ["a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]


def test_a_csv_row_of_too_many_cells_is_named(write: Write) -> None:
    path = write("a.csv", f'text,title\n"{BODY}",one\n"{BODY}",two,three\n')
    assert failures(path) == [("a.csv:3", "more cells than the 2 columns")]
    assert len([raw for raw in read_file(path) if isinstance(raw, Raw)]) == 1


def test_junk_is_given_up(write: Write) -> None:
    many = failures(write("a.jsonl", b"junk\n" * (MAX_BROKEN * 3)))
    assert len(many) == MAX_BROKEN
    assert "not JSON lines" in many[-1][1]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)  # takes no room on the disk
    assert failures(path) == [("big.txt", "191 MB, more than the 64 MB that a document may have (setting file_mb)")]


def test_an_unreadable_file(write: Write) -> None:
    path = write("a.txt", BODY)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert failures(path) == [("a.txt", "no permission to read it")]


@pytest.mark.parametrize("text", ["“Nine men” — all saved…", "Zoë paid 5 € at the café", "naïve façade"])
def test_western_text_is_read(text: str) -> None:
    assert decode((BODY + text).encode("cp1252")) == BODY + text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_unicode_text_comes_back(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_reason(content: bytes) -> None:
    try:
        text = decode(content)
    except ReadError as err:
        text = str(err)
    assert isinstance(text, str)


def test_a_csv_whose_first_row_is_broken_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"text,title\nrain,Rain', encoding="utf-8")
    (failed,) = read_file(tmp_path / "a.csv")
    assert isinstance(failed, Failure)
    assert "broken CSV" in failed.reason


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".docx", ".odt", ".rtf", ".jsonl", ".json", ".csv"])
@given(content=st.binary(max_size=200))
def test_any_bytes_under_any_name_give_articles_or_a_reason(suffix: str, content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    for found in read_file(path):
        if isinstance(found, Raw):
            list(assemble_articles(found, str(path)))
        else:
            assert found.reason


# --- folders


def test_walk(tmp_path: Path) -> None:
    names = ("b.txt", "a/z.md", "a/y.PDF", ".hidden.txt", ".git/c.txt", "image.png", "README.md")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = walk([tmp_path, tmp_path / "a", tmp_path / "b.txt", tmp_path / "none.txt"])
    assert [str(Path(f).relative_to(tmp_path)) for f in found.files] == ["a/y.PDF", "a/z.md", "b.txt"]
    assert [Path(f).name for f in found.skipped] == ["README.md", "image.png"]
    assert [(Path(f.where).name, f.reason) for f in found.failed] == [("none.txt", "no such file or folder")]
    assert walk([tmp_path / "README.md"]).files == [str(tmp_path / "README.md")]
    assert walk([tmp_path / "image.png"]).files == [str(tmp_path / "image.png")]  # named: the reader says what is wrong


def test_a_loop_and_a_link_to_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("x")
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = walk([tmp_path])
    assert [Path(f).name for f in found.files] == ["b.txt"]
    assert sorted((Path(f.where).name, f.reason[:20]) for f in found.failed) == [
        ("back", "a link back to a fol"),
        ("gone.txt", "a link to nothing"),
    ]


def test_folders_that_link_to_each_other_are_entered_once(tmp_path: Path) -> None:
    names = [f"d{n}" for n in range(12)]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text("x")
        for other in names:
            (tmp_path / name / f"to-{other}").symlink_to(tmp_path / other)
    found = walk([tmp_path])
    assert [str(Path(f).relative_to(tmp_path)) for f in found.files] == sorted(f"{name}/x.txt" for name in names)
    assert len(found.failed) == 12  # each folder links to itself, too


@pytest.mark.parametrize(
    ("name", "is_read"),
    [*((f"a{s}", True) for s in ".txt .text .md .markdown .html .htm .xhtml .pdf .docx .odt .rtf .jsonl .ndjson .json .csv .TXT".split()),
     ("a.doc", False), ("a", False)],
)  # fmt: skip
def test_the_types_that_are_read(name: str, is_read: bool) -> None:
    assert files.can_read(Path(name)) is is_read


def test_a_document_may_have_64_mebibytes(tmp_path: Path) -> None:
    for size, is_read in ((67_108_864, True), (67_108_865, False)):
        for name in ("a.txt", "a.csv", "a.jsonl", "a.ndjson"):
            with (tmp_path / name).open("wb") as stream:
                stream.truncate(size)  # takes no room on the disk
            assert (files.why_not(tmp_path / name) == "") is (is_read or name in {"a.jsonl", "a.ndjson"})


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("---\ntitle: Storm\n---\n", {"title": "Storm"}), ("---\r\ntitle: Storm\r\n...\r\n", {"title": "Storm"}),
        ("---\ntitle: Storm: two boats\n  date: 2024\ntext: no\nid: 7\nlayout: post\nno colon\n---\n", {"title": "Storm: two boats"}),
        ("---\nauthor: 'Ann Lee'\n---\n# Storm *sinks* #\n", {"byline": "Ann Lee", "title": "Storm sinks"}),
        ("---\ntitle: Gale\n---\n# Storm\n", {"title": "Gale"}), ("---\nauthor: [Ann, 'Bo']\n---\nStorm\n", {"byline": "Ann, Bo"}),
        ("# Storm\n", {}), ("words\n---\ntitle: Storm\n---\n", {}), ("---\nlayout: post\n---\n# Storm\n", {}),
    ],
)  # fmt: skip
def test_front_matter(write: Write, text: str, fields: dict[str, str]) -> None:
    (raw,) = read_file(write("a.md", text + BODY))
    assert isinstance(raw, Raw)
    assert (dict(raw.fields), raw.single, "title:" in raw.text) == (fields, bool(fields), text.startswith("words"))


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("***x***", "x"), ("__x__", "x"), ("*x*", "x"), ("_x_", "x"), ("\\*x\\*", "*x*"), ("# Storm ##", "\nStorm\n"),
        ("####### x", "####### x"),
        ("   ## x", "\nx\n"), ("    ## x", "    ## x"), ("> > x", "> x"), ("```py\nx\n```", "\nx\n"), ("~~~\nx", "\nx"),
        ("a<!-- b\nc -->d", "ad"),
        ("![a](b)c", "c"), ("[a](b)", "a"), ("``x``", "``x``"), ("2*3*4", "2*3*4"),
    ],
)  # fmt: skip
def test_more_markdown_marks(marked: str, plain: str) -> None:
    assert plain_markdown(marked) == plain


@pytest.mark.parametrize("name", ["README.md", "license.txt", "LICENCE.txt", "copying.txt", "Changelog.md", "contributing.md"])
def test_notes_about_a_folder_are_no_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert (walk([tmp_path]).files, len(walk([tmp_path]).skipped)) == ([], 1)


@pytest.mark.parametrize(("password", "is_read"), [("", True), ("secret", False)])
def test_a_locked_pdf_is_named(write: Write, password: str, is_read: bool) -> None:
    path = write("a.pdf", locked_pdf(password))
    if is_read:
        assert "Two boats sank" in good(path)[0].text
    else:
        assert failures(path) == [("a.pdf", "the PDF is locked by a password")]


def test_a_file_that_is_gone_is_named_in_plain_words(tmp_path: Path) -> None:
    assert failures(tmp_path / "none.txt") == [("none.txt", "No such file or directory")]
