"""What fields hold: markup, names, blocks of editors, marks of where a text was cut off; broken tables; what users say."""

from pathlib import Path
from typing import Any

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.failures import Failure, Fields
from ingest.read.files import read_file
from ingest.read.fragment import clean
from ingest.read.limits import Limits
from ingest.read.records.body import body, uncut
from ingest.read.records.names import SPOTS
from ingest.read.records.nests import inside
from ingest.read.records.record import record
from ingest.read.records.told import as_told, check, field_paths, is_as_told
from ingest.read.records.words import address, names, outlet
from rag.errors import SettingsError
from tests.kits.ingest import Write


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One &amp; two</p><p>Three</p>", "One & two\n\nThree"), ("Rise of 3 < 5 and 7 > 6", "Rise of 3 < 5 and 7 > 6"),
        ("R&D, AT&T", "R&D, AT&T"),
        ("One &#8211; two &eacute;", "One – two é"), ("One\n\nTwo <b>bold</b>", "One\n\nTwo bold"),
        ("<h2>A</h2>\n\nOne\n\nTwo", "A\n\nOne\n\nTwo"),
        ("&lt;p&gt;One&lt;/p&gt;", "One"), ("<p>One</p><figure><img><figcaption>A boat</figcaption></figure><aside>More</aside>", "One"),
        ("<figure><table><tr><td>One</td></tr></table></figure>", "One"), ("<p>One<script>x()</script></p>", "One"), ("<div></div>", ""),
        ("if n<a and p>0.05", "if n<a and p>0.05"), ("A <b>rise</b> if a<b and b>c", "A rise if a<b and b>c"),
        ("It begins with <!-- and goes on", "It begins with <!-- and goes on"), ("<p>A <!-- b</p>", "A <!-- b"),
        ("<p>A <style> of her own</p>", "A <style> of her own"), ("Write <p> for one", "Write <p> for one"), ("One<br>two", "One\n\ntwo"),
        ("<p>Dan <dan@a.example> and <so> on</p>", "Dan <dan@a.example> and <so> on"), ("&notit; &lt;3", "&notit; <3"),
        ("<p>Only <s>ten</s> <del>or</del> nine</p>", "Only nine"),
        ("<table><tr><th>Oxhey</th><td>3</td></tr><tr><td></td><td>4</td></tr></table>", "Oxhey | 3\n\n4"),
    ],
)  # fmt: skip
def test_markup_in_a_field(text: str, plain: str) -> None:
    assert clean(text) == plain


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("By Ann Lee", "Ann Lee"), ("BY: Ann Lee", "Ann Lee"),
        ("BY DAN FEHER AND BO EK", "Dan Feher and Bo Ek"), ("USA TODAY", "USA TODAY"),
        ("Byron Lee", "Byron Lee"), ("Feher, Dan", "Feher, Dan"),
        (12, ""), ("12", ""),
        ("https://a.example/ann", ""), ("['Ann Lee', \"Bo Ek\"]", "Ann Lee, Bo Ek"), ("[]", ""), (["Ann", "Ann", "Bo"], "Ann, Bo"),
        ([{"firstname": "Ann", "middlename": None, "lastname": "Lee"}], "Ann Lee"), ({"by": [{"name": "Ann"}], "photos": "Bo"}, "Ann"),
        ({"display_name": "Ann Lee", "slug": "ann"}, "Ann Lee"), ({"data": {"attributes": {"name": "Ann"}}}, "Ann"),
        ("<a href=x>Ann</a>", "Ann"), ("client-3", ""), ("admin", ""), ("Photo: Ann Lee", ""), ("ann@a.example", ""),
        ("By Ann Lee, Special to the Star | ann@a.example", "Ann Lee"), ("Ann Lee <ann@a.example>", "Ann Lee"),
    ],
)  # fmt: skip
def test_who_signed(value: Any, said: str) -> None:
    assert names(value) == said


def test_outlets_and_addresses() -> None:
    said = [
        outlet(v)
        for v in (
            "Gull",
            "www.gull.example",
            "https://gull.example",
            {"id": "g", "name": "Gull"},
            {"domain": "g.example"},
            7,
            "yes",
            "scraper-v2",
            "9news",
        )
    ]
    assert said == ["Gull", "gull.example", "", "Gull", "g.example", "", "", "", "9news"]
    assert [address(v) for v in ("https://a.example/?a=1&amp;b=2", "/a/b", "urn:x", {"href": "https://a.example"}, 7, "https://a b")] == [
        "https://a.example/?a=1&b=2", "", "", "https://a.example", "", ""]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "left", "cut"),
    [
        ("It ran aground.", "It ran aground.", False), ("It ran agr… [+2219 chars]", "It ran agr…", True),
        ("It ran [312 chars]", "It ran", True),
        ("It ran aground... Read more", "It ran aground... Read more", True), ("It ran […]", "It ran", True), ("It ran…", "It ran…", True),
        ("It ran… (more)", "It ran…", True), ("One thing more", "One thing more", False), ("Baltimore", "Baltimore", False),
        ("He read (more)", "He read (more)", False), ("One thing more...", "One thing more...", True),
        ("ONLY AVAILABLE IN PAID PLANS", "", True),
        ("x " * 200 + "[+2 chars]", ("x " * 200).rstrip(), True), ("See note [3]", "See note [3]", False),
    ],
)  # fmt: skip
def test_where_a_text_was_cut_off(text: str, left: str, cut: bool) -> None:
    assert uncut(text) == (left, cut)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["One", "", None, "Two"], "One\n\nTwo"),
        ({"summary": ["S"], "sections": [{"headline": "H", "paragraphs": ["One"]}]}, "S\n\nH\n\nOne"),
        ({"html": "<p>One</p>", "plaintext": "One"}, "One"), ([{"type": "image", "text": "no"}, {"type": "p", "text": "One"}], "One"),
        ('[{"type": "p", "text": "One"}]', "One"), ("[Reuters] One", "[Reuters] One"), ('{"a": 1}', '{"a": 1}'),
        (7, ""), ({"x": "One"}, ""), ({"html": "<p>One<p>Two"}, "One\n\nTwo"),
        (["One", {"type": "table", "rows": [["a", 1], ["b", ""]]}], "One\n\na | 1\n\nb"),
        ({"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "O"}, {"type": "text", "text": "ne"}]}]},
         "One"),
    ],
)  # fmt: skip
def test_a_body(value: Any, text: str) -> None:
    assert body(value) == text


def test_a_body_nested_without_end_is_read_in_no_time() -> None:
    nested: dict[str, Any] = {"title": "t", "text": "x"}
    for _ in range(60):
        nested = {"title": "t", "content": [nested]}
    assert isinstance(record(nested, "a", ""), Raw | Failure)
    assert inside({"data": nested}) is not None


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.csv", 'title,text\nA,"x"\nB,"He said "no" twice"\nC,"y"\nD,z\n', ["A", "3 broken CSV", "C", "D"]),
        ("a.csv", 'title,text\nA,"x\nB,"y"\nC,"z"\n', ["2 broken CSV", "B", "C"]),
        ("a.csv", 'title,text\nA,"x\nmore\n"no" it said"\nB,"y"\n', ["2 broken CSV", "B"]),
        ("a.csv", 'title,text\nA,"He said \\"no\\" twice"\nB,y\n', ["A", "B"]),
        ("a.tsv", 'title\ttext\nA\t"No" he said\nB\ty\n', ["A", "B"]), ("a.csv", "sep=;\ntitle;text\nA;x\nB;y;z\n", ["A", "4 more cells"]),
        ("a.csv", "title,abstract\nA,Short.\n", ["A"]), ("a.csv", "title,title,text\nA,,x\n", ["A"]),
        ("a.csv", "title;source.name;fields.bodyText\nA;Gull;x\n", ["A"]),
    ],
)  # fmt: skip
def test_a_broken_row_costs_itself(write: Write, name: str, content: str, found: list[str]) -> None:
    path = write(name, content)
    said = [f for f in read_file(path) if not isinstance(f, Fields)]
    shown = [
        f.fields["title"] if isinstance(f, Raw) else f"{f.where.rpartition(':')[2]} {f.reason}"[: len(w)]
        for f, w in zip(said, found, strict=True)
    ]
    assert shown == found


def test_a_text_of_few_words_is_the_article_and_so_is_what_stands_under_a_heading() -> None:
    long = "The ferry Orla ran aground off Senn on Sunday, the harbour office said."
    (listed,) = assemble_articles(Raw(f"{long}\n\nTags\n\nNote of the council", kept=True, single=True), "a")
    assert listed.text == f"{long}\n\nNote of the council"
    for text in ("Gulls sign Ann Lee - January 29, 2023", "Advertisement", "Storm", long):
        raw = record({"title": "Storm", "text": text}, "a", "")
        assert isinstance(raw, Raw)
        assert [article.text for article in assemble_articles(raw, "a")] == [text]


def test_a_record_without_a_text_says_what_it_has(write: Write) -> None:
    path = write(
        "a.json", '{"articles": [{"url": "https://a.example/1", "seendate": "20310302T091500Z", "domain": "a.example", "title": "Ferry"}]}'
    )
    (failed,) = [f for f in read_file(path) if isinstance(f, Failure)]
    assert failed.reason.endswith("it has url, seendate, domain, title: say --field text=NAME")


def test_what_the_user_says_of_fields_goes_first(write: Write) -> None:
    path = write("a.jsonl", '{"title": "A", "media": {"label": "Gull"}, "lede": "Short.", "story": {"full": "Aground."}, "source": "x"}\n')
    (raw, fields) = read_file(path, Limits(fields="outlet=media.label; text = story.full;author=nobody"))
    assert isinstance(raw, Raw)
    assert isinstance(fields, Fields)
    assert (raw.text, raw.fields["source"], raw.incomplete) == ("Aground.", "Gull", False)
    assert fields == Fields(
        str(path), dict.fromkeys(("title", "media", "lede", "story", "source"), 1), dict.fromkeys(("title", "media", "story"), 1)
    )


def test_a_column_that_only_the_user_knows(write: Write) -> None:
    path = write("a.csv", "kop;artikel\nStorm;Aground.\n")
    assert [f.reason.partition(";")[0] for f in read_file(path) if isinstance(f, Failure)] == ["no column named text, body or content"]
    raw = next(read_file(path, Limits(fields="title=Kop;text=artikel")))
    assert isinstance(raw, Raw)
    assert (raw.text, raw.fields["title"]) == ("Aground.", "Storm")


@pytest.mark.parametrize(("fields", "order"), [("outlet", ""), ("outlet=", ""), ("weather=x", ""), ("", "year-first")])
def test_what_cannot_be_followed_is_an_error_for_people(fields: str, order: str) -> None:
    with pytest.raises(SettingsError):
        check(fields, order)


def test_names_of_users_are_those_of_ours() -> None:
    said = {"source": ["a", "b"], "byline": ["c"], "published": ["d"]}
    assert field_paths("outlet=a;source=b;author=c;date=d") == said


def test_a_file_told_something_else_is_read_again_and_remembers_what_it_was_told() -> None:
    plain, told = as_told("d", "a.csv", "", ""), as_told("d", "a.csv", "outlet=x", "")
    assert (plain, as_told("d", "a.pdf", "outlet=x", "")) == ("d", "d")
    assert told != as_told("d", "a.csv", "", "day-first") != plain
    assert [is_as_told(*pair) for pair in ((plain, plain), (plain, told), (told, plain), ("e", plain), ("dd", plain))] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_lines_of_a_bulk_load_are_no_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"index": {"_id": "1"}}\n{"title": "A", "text": "Aground."}\n')
    assert [isinstance(f, Raw) for f in read_file(tmp_path / "a.jsonl")] == [True, False]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Hed", "title"), ("Run date", "published"), ("Byl.", "byline"), ("Copy", "text"), ("Pub", "source"), ("pub_ts", "published"),
        ("publishedAtMs", "published"), ("article_headline", "title"), ("body_md", "text"), ("outlet_display_name", "source"),
        ("Veröffentlicht am", "published"), ("brödtext", "text"), ("veículo", "source"), ("fecha_publicacion", "published"),
        ("event_date", None), ("published_by", None), ("headline_id", None), ("article_name", None), ("image_date", None), ("posts", None),
        ("title_ms", None),
    ],
)  # fmt: skip
def test_names_of_fields(name: str, field: str | None) -> None:
    spot = SPOTS[name]
    assert (spot and spot.field) == field


@pytest.mark.parametrize(
    ("title", "byline", "said"),
    [
        ("Ferry aground - The Gull", "Ann Lee (Gull)", ("Ferry aground", "Ann Lee")), ("Gull", "Ann Lee", ("Gull", "Ann Lee")),
        ("Ferry aground - Senn", "Ann Lee (Senn)", ("Ferry aground - Senn", "Ann Lee (Senn)")),
    ],
)  # fmt: skip
def test_the_stated_outlet_behind_a_title_or_a_name_goes(title: str, byline: str, said: tuple[str, str]) -> None:
    found = record({"title": title, "author": byline, "outlet": "Gull", "text": "x y z", "data": "2031-03-02"}, "f", ":1")
    assert isinstance(found, Raw)
    article = next(assemble_articles(found, "f"))
    assert (article.title, article.byline, article.published) == (*said, "2031-03-02")
