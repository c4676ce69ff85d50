"""A PDF is read in the order of its columns, sentences whole: half a line is a wrong quote, a running head inside a sentence is another."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.article.assemble import Raw, assemble_articles
from ingest.read.documents import read_pdf
from ingest.read.failures import Failure, ReadError
from ingest.read.files import read_file
from rag.records import Article
from tests.kits.documents import Word, column, pdf_file, pdf_of

ONE = (
    "The dredging of the Kelby canal began on Monday, ten months late, after the state agreed to pay two thirds of the bill. Engineer Ruth "
    "Amsel said that the first barge had lifted 900 tonnes of silt by noon and that the channel would be open to grain ships in May."
)
TWO = (
    "Farmers on the east bank remain opposed to the work, fearing that salt water will reach their wells. Their union did not say whether "
    "it would go to court, but its chairman called the plan a gamble with the drinking water of four villages and 9,000 people."
)
THREE = (
    "The port of Kelby has lost a third of its trade since 2019, when two ships ran aground in one week. The harbour office hopes that "
    "the grain trade will come back, and has ordered a second crane for the north quay, which is to be delivered in the autumn."
)
BODY = "\n".join((ONE, TWO, THREE))
TEXT = "\n\n".join((ONE, TWO, THREE))
HEADLINE: Word = (60, 780, 20, "Canal dredging starts at last")
TOP: tuple[Word, ...] = (HEADLINE, (60, 755, 10, "By Joss Arden"), (60, 740, 10, "18 March 2024"))
FIELDS = ("Canal dredging starts at last", "Joss Arden", "2024-03-18")


def article(content: bytes, tmp_path: Path) -> Article:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    found = list(read_file(path))
    assert [f for f in found if isinstance(f, Failure)] == []
    (one,) = [a for raw in found if isinstance(raw, Raw) for a in assemble_articles(raw, str(path))]
    return one


def fields(one: Article) -> tuple[str, str, str]:
    return one.title, one.byline, one.published


def parts(words: Sequence[Word], *sizes: int) -> list[list[Word]]:
    """Cut the words of a column into pieces of so many lines."""
    cut, at = [], 0
    for size in (*sizes, len(words)):
        cut.append(list(words[at : at + size]))
        at += size
    return cut


def moved(words: Sequence[Word], x: float, top: float) -> list[Word]:
    """Put the words of a column somewhere else, their first line at ``top``."""
    (left, first, _, _) = words[0]
    return [(word[0] - left + x, word[1] - first + top, word[2], word[3]) for word in words]


def spread(text: str, chars: int, lefts: Sequence[float], top: float, per: int, indent: float = 8) -> list[Word]:
    """Set a text into columns side by side."""
    whole = column(text, 0, 0, chars=chars, indent=indent)
    pieces = parts(whole, *[per] * (len(lefts) - 1))
    return [
        (left + x, top - 12 * n, size, text)
        for left, piece in zip(lefts, pieces, strict=True)
        for n, (x, _, size, text) in enumerate(piece)
    ]


@pytest.mark.parametrize("chars", [24, 30, 36, 42, 60, 90])
def test_a_column_of_any_width(chars: int, tmp_path: Path) -> None:
    one = article(pdf_of([*TOP, *column(BODY, 60, 700, chars=chars, size=8, leading=9, indent=8)]), tmp_path)
    assert fields(one) == FIELDS
    assert one.text == TEXT


def test_paragraphs_told_by_space_alone(tmp_path: Path) -> None:
    words, top = list(TOP), 700.0
    for paragraph in (ONE, TWO, THREE):
        words += column(paragraph, 60, top, chars=44)
        top = words[-1][1] - 22
    assert article(pdf_of(words), tmp_path).text == TEXT


@pytest.mark.parametrize("font", ["Times-Roman", "Courier", "Helvetica"])
def test_two_columns_under_a_wide_headline(font: str, tmp_path: Path) -> None:
    chars = 38 if font == "Courier" else 44
    head: Word = (60, 780, 24, "Canal dredging starts at last")
    words = [head, *TOP[1:], *spread(BODY, chars, (60, 320), 700, 9)]
    one = article(pdf_of(words, font=font), tmp_path)
    assert fields(one) == FIELDS
    assert one.text == TEXT


def test_three_narrow_columns(tmp_path: Path) -> None:
    head: Word = (40, 780, 30, "Canal dredging starts at last")
    one = article(pdf_of([head, *TOP[1:], *spread(BODY, 28, (40, 215, 390), 700, 9)]), tmp_path)
    assert fields(one) == FIELDS
    assert one.text == TEXT


def test_columns_whose_lines_are_not_level_and_drawn_line_by_line(tmp_path: Path) -> None:
    words = spread(BODY, 44, (60, 320), 700, 9)
    uneven = [(x, y - 5 if x > 300 else y, size, text) for x, y, size, text in words]
    one = article(pdf_of([*TOP, *sorted(uneven, key=lambda word: (-word[1], word[0]))]), tmp_path)
    assert one.text == TEXT


def test_a_second_headline_below_the_columns_begins_its_own_columns() -> None:
    words = [HEADLINE, *spread(ONE + "\n" + TWO, 44, (60, 320), 740, 7)]
    words += [(60, 560, 20, "Grain trade leaves the port"), *spread(THREE + "\n" + ONE, 44, (60, 320), 530, 7)]
    text = read_pdf(pdf_of(words)).text
    places = [text.index(piece[:40]) for piece in (ONE, TWO, "Grain trade leaves the port", THREE)]
    assert places == sorted(places)
    assert TWO in text
    assert THREE in text


def test_two_articles_on_one_page_of_a_paper_have_their_own_titles_and_its_name(tmp_path: Path) -> None:
    first = [HEADLINE, (60, 765, 10, "By Joss Arden"), (60, 750, 10, "18 March 2024"), *spread(ONE + "\n" + TWO, 44, (60, 320), 730, 7)]
    second: list[Word] = [(60, 600, 18, "Grain trade leaves the port"), (60, 585, 10, "By Ida Brandt"), (60, 570, 10, "19 March 2024")]
    second += spread(THREE + "\n" + THREE.replace("Kelby", "Aske"), 44, (60, 320), 550, 7)
    heads: list[Word] = [(60, 820, 9, "The Kelby Times")]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([*heads, *first, *second], [*heads, *column("Letters to the editor " * 3, 60, 700, chars=40)]))
    found = [a for raw in read_file(path) if isinstance(raw, Raw) for a in assemble_articles(raw, "a.pdf")]
    assert [(fields(a), a.source) for a in found] == [
        (FIELDS, "The Kelby Times"), (("Grain trade leaves the port", "Ida Brandt", "2024-03-19"), "The Kelby Times"),
    ]  # fmt: skip


def test_raised_letters() -> None:
    line: list[Word] = [
        (60, 700, 10, "The port"),
        (95.3, 704, 6, "1"),
        (100, 700, 10, "has 19"),
        (126.4, 704, 6, "th"),
        (134, 700, 10, "place"),
    ]
    line += [(60, 688, 10, "of 20, and 12 km"), (130, 692, 6, "2"), (140, 688, 10, "of CO"), (163.1, 685, 6, "2"), (170, 688, 10, "store.")]
    assert read_pdf(pdf_of(line)).text == "The port has 19th place of 20, and 12 km2 of CO2 store."


def test_the_points_of_a_list_stay_apart() -> None:
    points = [
        "• 900 tonnes of silt were lifted",
        "• the channel is to be open",
        "• four villages are concerned",
        "in the valley of the Kelby",
    ]
    words: list[Word] = [(60, 700 - 12 * n, 10, point) for n, point in enumerate(points)]
    assert read_pdf(pdf_of(words)).text.split("\n\n") == [*points[:2], f"{points[2]} {points[3]}"]


def newspaper(pages: int, *, head: str = "THE KELBY DAILY NEWS", date: str = "Monday 18 March 2024") -> list[list[Word]]:
    """Return pages with a running head, a date and a foot on each."""
    pieces = parts(column(BODY, 60, 0, chars=44, indent=8), *[6] * (pages - 1))
    made = []
    for n, piece in enumerate(pieces, start=1):
        page: list[Word] = [(60, 810, 9, head), (460, 810, 9, date), (60, 30, 9, f"Page {n} of {pages}   www.kelbynews.example")]
        made.append(page + ([*TOP[:2]] if n == 1 else []) + moved(piece, 60, 700 if n == 1 else 780))
    return made


@pytest.mark.parametrize("pages", [2, 3])
def test_running_heads_and_feet_go_and_their_date_stays(pages: int, tmp_path: Path) -> None:
    one = article(pdf_of(*newspaper(pages)), tmp_path)
    assert fields(one) == FIELDS
    assert one.text == TEXT
    assert one.source == "THE KELBY DAILY NEWS"


def test_a_date_under_the_headline_counts_more_than_the_heads(tmp_path: Path) -> None:
    pages = newspaper(2, date="Tuesday 19 March 2024")
    pages[0].append(TOP[2])
    assert article(pdf_of(*pages), tmp_path).published == "2024-03-18"
    assert article(pdf_of(*newspaper(2, date="Spring 2024")), tmp_path).published == ""


def test_heads_of_left_and_right_pages_differ(tmp_path: Path) -> None:
    pieces = parts(column(BODY, 60, 700, chars=44, indent=8), 5, 5, 4)
    pages = [moved(piece, 60, 700) for piece in pieces]
    for n, page in enumerate(pages, start=12):
        page.append((60, 810, 9, "Harbours Monthly" if n % 2 else "Canal special"))
        page.append((300, 25, 9, str(n)))
    assert article(pdf_of([HEADLINE, *pages[0]], *pages[1:]), tmp_path).text == TEXT


def test_pages_that_are_all_the_same_are_read() -> None:
    assert read_pdf(pdf_of(*[[(60, 700, 10, "Nobody was hurt.")]] * 2)).text == "Nobody was hurt.\n\nNobody was hurt."


def test_what_stands_at_the_top_of_pages_and_differs_stays() -> None:
    first, second = parts(column(BODY, 60, 700, chars=44, indent=8), 9)
    assert read_pdf(pdf_of(moved(first, 60, 820), moved(second, 60, 820))).text == TEXT


def test_a_page_printed_from_a_browser(tmp_path: Path) -> None:
    pages = []
    for n, piece in enumerate(parts(column(BODY, 60, 700, chars=60, indent=8), 7), start=1):
        page: list[Word] = [(30, 820, 8, "3/25/2024, 10:02 AM"), (250, 820, 8, "Canal dredging starts at last - Kelby News")]
        page += [(30, 20, 8, "https://kelbynews.example/canal/dredging-starts"), (550, 20, 8, f"{n}/2")]
        pages.append(page + ([*TOP] if n == 1 else []) + moved(piece, 60, 700))
    one = article(pdf_of(*pages), tmp_path)
    assert fields(one) == FIELDS  # the day of printing is none of the article
    assert one.text == TEXT
    assert one.url == "https://kelbynews.example/canal/dredging-starts"
    alone = article(pdf_of([*pages[0], *moved(pages[1][4:], 60, pages[0][-1][1] - 12)]), tmp_path)
    assert (fields(alone), alone.text, alone.url) == (FIELDS, TEXT, one.url)


def test_an_address_or_a_number_in_the_text_is_no_foot() -> None:
    last: list[Word] = [(60, 100, 10, "https://kelbynews.example/canal"), (60, 80, 10, "Half of it, 1/2"), (60, 60, 10, "was 12 in all.")]
    raw = read_pdf(pdf_of([*column(ONE, 60, 700, chars=60), *last]))
    assert "https://kelbynews.example/canal" in raw.text
    assert raw.text.endswith("1/2 was 12 in all.")
    assert raw.fields == {}


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("The blaze was put out on Thurs-", "day by crews from four districts,", "the police said in the evening."),
         "The blaze was put out on Thursday by crews from four districts, the police said in the evening."),
        (("It was a well-known mill, and the well-", "known owner said that all were safe", "in the end."),
         "It was a well-known mill, and the well-known owner said that all were safe in the end."),
        (("The self-", "employed owner and the ex-", "mayor spoke of the years 2019-", "2021 and of the U.S.-", "led talks of the week."),
         "The self-employed owner and the ex-mayor spoke of the years 2019-2021 and of the U.S.-led talks of the week."),
        (("The com-", "pany and the company—", "said the mayor of Sankt-", "Peter – did not speak of a state-of-the-", "art mill."),
         "The company and the company—said the mayor of Sankt-Peter – did not speak of a state-of-the-art mill."),
        (("Nobody ex-", "pected that a so-", "cial worker or part-", "ner of the news-",
          "paper would be a well-", "known, self-", "made man."),
         "Nobody expected that a social worker or partner of the newspaper would be a well-known, self-made man."),
        (("The ﬁre ofﬁce con\xad", "ﬁrmed that the ﬂour in\xad", "dustry would go on."),
         "The fire office confirmed that the flour industry would go on."),
    ],
)  # fmt: skip
def test_words_broken_at_line_ends(lines: tuple[str, ...], text: str) -> None:
    widest = max(map(len, lines))
    words: list[Word] = [(60, 700 - 12 * n, 10, line) for n, line in enumerate(lines)]
    assert read_pdf(pdf_of(words, font="Courier" if widest < 60 else "Times-Roman")).text == text


def test_a_table_is_rows_and_the_text_around_it_is_text() -> None:
    rows = [("Port", "Boats", "Tonnes"), ("Kelby", "12", "900"), ("Old Harbour", "7", "1,250"), ("Norhaven", "31", "8,400")]
    words = column(ONE, 60, 700, chars=80)
    for n, row in enumerate(rows):
        words += [(x, 640 - 14 * n, 10, cell) for x, cell in zip((60, 200, 300), row, strict=True)]
    words += column(TWO, 60, 560, chars=80)
    assert read_pdf(pdf_of(words)).text == "\n\n".join([ONE, *(" | ".join(row) for row in rows), TWO])


def test_a_river_of_spaces_in_a_justified_column_is_no_table() -> None:
    lines = (
        "The governor's office",
        "confirmed that the",
        "environmental office",
        "had received more than",
        "1,400 objections, of",
        "which 312 were late.",
    )
    spread_out: list[Word] = []
    for n, line in enumerate(lines):
        words = line.split()
        step = 120 / (len(words) - 1)
        spread_out += [(60 + step * k, 700 - 12 * n, 10, word) for k, word in enumerate(words)]
    beside = moved(column(TWO, 60, 0, chars=40), 260, 700)
    assert " ".join(lines) in read_pdf(pdf_of([*spread_out, *beside])).text


def test_a_table_of_days_whose_second_column_is_text() -> None:
    days = {"1 March 2024": "The first barge left the port of Kelby with its load", "9 March 2024": "A second one followed",
            "14 March 2024": "Work was stopped for a week", "22 March 2024": "The channel was measured again"}  # fmt: skip
    words: list[Word] = []
    for n, (day, what) in enumerate(days.items()):
        words += [(60, 640 - 14 * n, 10, day), (180, 640 - 14 * n, 10, what)]
    assert read_pdf(pdf_of(words)).text == "\n\n".join(f"{day} | {what}" for day, what in days.items())


def test_an_initial_three_lines_high(tmp_path: Path) -> None:
    lines = column(ONE[1:], 60, 700, chars=44)
    shifted = [(x + (24 if n < 3 else 0), y, size, text) for n, (x, y, size, text) in enumerate(lines)]
    initial: Word = (60, 676, 36, "T")
    one = article(pdf_of([*TOP, initial, *shifted]), tmp_path)
    assert (fields(one), one.text) == (FIELDS, ONE)


def test_lines_beside_a_picture_are_one_paragraph() -> None:
    lines = column(ONE, 60, 700, chars=40)
    assert read_pdf(pdf_of([(x + (90 if 2 <= n < 4 else 0), y, size, text) for n, (x, y, size, text) in enumerate(lines)])).text == ONE


def test_a_byline_and_a_date_far_apart_on_one_line(tmp_path: Path) -> None:
    words: list[Word] = [HEADLINE, (60, 750, 10, "By Joss Arden"), (400, 750, 10, "18 March 2024")]
    assert fields(article(pdf_of([*words, *column(BODY, 60, 700, chars=80, indent=8)]), tmp_path)) == FIELDS


def test_a_headline_of_two_lines_or_of_one_word(tmp_path: Path) -> None:
    two: list[Word] = [(60, 790, 20, "Canal dredging starts"), (60, 768, 20, "at last. Farmers say no.")]
    body = column(BODY, 60, 700, chars=80, indent=8)
    assert article(pdf_of([*two, *TOP[1:], *body]), tmp_path).title == "Canal dredging starts at last. Farmers say no."
    assert article(pdf_of([(60, 790, 20, "Dredged"), *TOP[1:], *body]), tmp_path).title == "Dredged"
    bold: list[Word] = [(60, 790, 10, "/F2 Canal dredging starts at last"), (60, 778, 10, "By Joss Arden"), (60, 766, 10, "18 March 2024")]
    assert fields(article(pdf_of([*bold, *moved(body, 60, 754)]), tmp_path)) == FIELDS


def test_a_front_page_under_its_masthead(tmp_path: Path) -> None:
    words: list[Word] = [
        (60, 800, 40, "The Kelby Times"),
        (60, 770, 9, "Monday 18 March 2024"),
        (60, 735, 24, "Canal dredging starts at last"),
    ]
    one = article(pdf_of([*words, (60, 715, 10, "By Joss Arden"), *column(BODY, 60, 690, chars=80, indent=8)]), tmp_path)
    assert (fields(one), one.source, one.text) == (FIELDS, "The Kelby Times", TEXT)


def turned(words: Sequence[Word]) -> str:
    """Return operators that draw words turned by 90 degrees to the left."""
    return "BT " + " ".join(f"/F1 {size} Tf 0 1 -1 0 {842 - y} {x} Tm ({text}) Tj" for x, y, size, text in words) + " ET"


def test_a_page_on_its_side_and_words_in_the_margin() -> None:
    lines = column(ONE, 60, 700, chars=60)
    assert read_pdf(pdf_of([], raw=turned(lines), rotate=90)).text == ONE
    assert read_pdf(pdf_of(lines, raw=turned([(300, 822, 7, "Photo: Kelby News")]))).text == ONE


def test_letters_drawn_twice_to_look_bold_and_sizes_set_by_the_matrix(tmp_path: Path) -> None:
    double = [*TOP, (60.3, 780, 20, "Canal dredging starts at last")]
    one = article(pdf_of([*double, *column(BODY, 60, 700, chars=80, indent=8)]), tmp_path)
    assert (fields(one), one.text) == (FIELDS, TEXT)
    scaled = "BT /F1 1 Tf 20 0 0 20 60 780 Tm (Dredged) Tj ET"
    assert article(pdf_of([*TOP[1:], *column(BODY, 60, 700, chars=80, indent=8)], raw=scaled), tmp_path).title == "Dredged"


def test_a_sentence_that_goes_over_columns_is_whole() -> None:
    text = "The mayor " + "said that word " * 12 + "was the end of it."
    left = column(ONE, 60, 700, chars=44)
    first, second = parts(column(text, 60, left[-1][1] - 20, chars=44), 2)
    right = moved(second, 320, 700)
    words = [(60, 780, 24, "A headline that is as wide as the columns"), *left, *first, *right]
    assert text in read_pdf(pdf_of([*words, *moved(column(TWO, 60, 0, chars=44), 320, right[-1][1] - 20)])).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"plain words", "not a PDF"),
        (pdf_of([HEADLINE])[:400], "truncated PDF"),
        (b"%PDF-1.4\n" + b"junk " * 100 + b"%%EOF", "broken PDF"),
        (pdf_of([]), "no text in its 1 pages"),
        (pdf_of([(60, 700, 10, " ")], [(60, 700, 10, "  ")]), "no text in its 2 pages"),
        (pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]), "broken PDF|no text in its 0 pages"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_pdf(content)


@pytest.mark.parametrize("shift", [29, 3])
def test_letters_without_a_meaning_are_no_text(shift: int) -> None:
    """A font whose letters are named by their place alone: what comes out is noise, and noise is never quoted."""
    noise = "".join(
        chr(max(33, ord(c) - shift) if shift > 3 else (ord(c) - 97 + shift) % 26 + 97) if c.isalpha() else c for c in BODY.lower()
    )
    with pytest.raises(ReadError, match="letters have no meaning"):
        read_pdf(pdf_of(column(noise, 60, 700, chars=60)))


@pytest.mark.parametrize(
    "text", ["Lorem ipsum dolor sit amet consectetur adipiscing elit sed do", "Krk vrh trg smrt prst grm brk hrt čvrst"]
)
def test_other_languages_are_text(text: str) -> None:
    assert read_pdf(pdf_of(column(text.replace("č", "c"), 60, 700, chars=60))).text


def test_a_word_without_an_end_and_a_page_of_signs_cost_seconds_at_most() -> None:
    started = time.process_time()
    assert len(read_pdf(pdf_of([(60, 700, 10, "a" * 30_000), (60, 680, 10, "b")])).text) == 30_002
    rows: list[Word] = [(60, 800 - 0.7 * n, 0.5, "a- " * 16) for n in range(1000)]
    assert read_pdf(pdf_of(rows)).text
    assert time.process_time() - started < 20  # the bound of the net is 25; it took minutes


@pytest.mark.parametrize(("signs", "is_text"), [(30, True), (31, False)])
def test_signs_are_a_third_of_text_at_most(signs: int, is_text: bool) -> None:
    content = pdf_of([(60, 700, 10, "#" * signs), (60, 680, 10, "a" * (100 - signs))])
    if is_text:
        assert "aaa" in read_pdf(content).text
    else:
        with pytest.raises(ReadError, match="letters have no meaning"):
            read_pdf(content)


@pytest.mark.parametrize(("vowels", "letters", "is_text"), [(44, 200, True), (43, 200, False), (0, 199, True)])
def test_text_has_vowels(vowels: int, letters: int, is_text: bool) -> None:
    line = "a" * vowels + "b" * (letters - vowels)
    content = pdf_of([(60, 700, 2, line)])
    if is_text:
        assert read_pdf(content).text == line
    else:
        with pytest.raises(ReadError, match="letters have no meaning"):
            read_pdf(content)


@pytest.mark.parametrize(("size", "title"), [(12.5, "Dredged"), (12.4, None)])
def test_a_title_is_larger_than_the_text(size: float, title: str | None) -> None:
    assert read_pdf(pdf_of([(60, 780, size, "Dredged"), *column(ONE, 60, 700, chars=60)])).fields.get("title") == title


@pytest.mark.parametrize(("size", "begins"), [(15, True), (14.9, False)])
def test_a_second_headline_is_nearly_as_large_as_the_title(size: float, begins: bool) -> None:
    words = [HEADLINE, *column(ONE, 60, 700, chars=60), (60, 600, size, "Grain trade leaves"), *column(TWO, 60, 560, chars=60)]
    assert ("\f\nGrain trade" in read_pdf(pdf_of(words)).text) is begins


def test_a_quote_in_large_letters_within_a_column_and_headlines_side_by_side() -> None:
    left, right = column(ONE + "\n" + TWO, 60, 700, chars=44), column(THREE + "\n" + THREE, 320, 706, chars=44)
    head, tail = parts(left, 6)
    quote: list[Word] = [(70, 620, 15, "A gamble with the"), (70, 602, 15, "drinking water")]
    text = read_pdf(pdf_of([HEADLINE, *head, *quote, *moved(tail, 60, 580), *right])).text
    assert [piece in text for piece in (ONE, TWO, THREE)] == [True] * 3
    heads: list[Word] = [
        (60, 740, 24, "Canal dredging"),
        (60, 714, 24, "starts at last"),
        (320, 745, 17, "Grain trade"),
        (320, 726, 17, "leaves us"),
    ]
    text = read_pdf(pdf_of([*heads, *left, *right])).text
    places = [text.index(piece) for piece in ("Canal dredging starts at last", ONE, TWO, "Grain trade leaves us", THREE)]
    assert places == sorted(places)


def test_the_last_lines_of_two_columns_on_another_page() -> None:
    first = spread(BODY, 44, (60, 320), 740, 7)[:-3]
    last = spread(BODY, 44, (60, 320), 740, 7)[-3:]
    tail = [(60.0, 780.0, 10.0, last[0][3]), (60.0, 768.0, 10.0, last[1][3]), (320.0, 780.0, 10.0, last[2][3])]
    assert THREE in read_pdf(pdf_of([HEADLINE, *first], tail)).text


def test_small_capitals_stay_words_and_a_watermark_goes() -> None:
    small: list[Word] = [(60, 700, 11, "J"), (64.3, 700, 8, "OSS"), (86, 700, 8, "AND"), (110, 700, 11, "I"), (113.7, 700, 8, "DA")]
    assert "JOSS AND IDA" in read_pdf(pdf_of([*small, *column(ONE, 60, 660, chars=60)])).text
    mark = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 200 Tm (SAMPLE) Tj ET"
    assert read_pdf(pdf_of(column(ONE, 60, 700, chars=60), raw=mark)).text == ONE
