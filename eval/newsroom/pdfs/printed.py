"""Layouts of printed papers: reports with running heads, columns, clippings, pages with several articles."""

from collections.abc import Sequence
from datetime import timedelta

from eval.newsroom.pages.parts import uk, us
from eval.newsroom.pdfs.draw import INCH, Column, Sheet, Type
from eval.newsroom.records import Expected, noted, several
from eval.newsroom.stories import Story

A4 = (595.27, 841.89)
LETTER = (612.0, 792.0)
BOLD = "Times-Bold"
Drawn = tuple[bytes, Sequence[Expected]]


def day(s: Story) -> tuple[str, ...]:
    """Return what may be noted of a day in print."""
    return (f"{s.when:%Y-%m-%d}",)


def report(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a long report of one column, with a running head and the page's number on every page."""
    s = stories[0]
    sheet = Sheet(A4, s.when + timedelta(days=9))
    body, page = Type(size=11.5, lead=15.5, justified=True, hyphens=True), [1]
    left, measure = 80.0, A4[0] - 160

    def furniture() -> None:
        sheet.put(left, A4[1] - 45, f"{s.outlet} · Long reads quarterly", Type("Times-Italic", 9))
        sheet.put(A4[0] / 2, 40, f"– {page[0]} –" if n else f"Page {page[0]}", Type(size=9), middle=True)

    def turn() -> list[Column]:
        sheet.turn()
        page[0] += 1
        furniture()
        return [Column(left, A4[1] - 80, 80, measure)]

    furniture()
    y = sheet.block(left, A4[1] - 100, s.title, measure, Type(BOLD, 22, 26))
    y = sheet.block(left, y, s.dek, measure, Type("Times-Italic", 13, 18))
    sheet.put(left, y - 6, f"By {s.people[0]}", Type(size=11))
    sheet.put(left, y - 20, f"{s.outlet}, {uk(s.when)}", Type(size=11))
    sheet.flow(s.paras, [Column(left, y - 50, 80, measure)], body, turn)
    return sheet.bytes(), [noted(s, published=day(s), litter=["Long reads quarterly", "– 2 –" if n else "Page 2"])]


def two_columns(stories: Sequence[Story], n: int) -> Drawn:
    """Draw an article of two justified columns under a headline across both, a picture with its caption in the second."""
    s = stories[0]
    sheet = Sheet(LETTER, s.when + timedelta(days=2))
    body = Type(size=10, lead=12.4, justified=True, hyphens=True)
    left, gap = 54.0, 18.0
    measure = (LETTER[0] - 2 * left - gap) / 2
    sheet.put(left, LETTER[1] - 36, s.outlet.upper(), Type("Helvetica-Bold", 9))
    sheet.put(LETTER[0] - left, LETTER[1] - 36, f"{s.when:%A}, {us(s.when)}", Type("Helvetica", 9), right=True)
    sheet.rule(left, LETTER[1] - 42, LETTER[0] - left)
    y = sheet.block(left, LETTER[1] - 76, s.title, LETTER[0] - 2 * left, Type(BOLD, 26, 29))
    sheet.put(left, y - 2, f"By {s.people[0].upper() if n else s.people[0]}", Type("Helvetica-Bold", 9))
    top = y - 24
    right = left + measure + gap
    sheet.canvas.rect(right, top - 130, measure, 138)
    sheet.put(right, top - 142, f"The town hall of {s.place}. PHOTO: N. ALDOUS", Type("Helvetica", 7))
    bottom = top - 340
    sheet.flow(s.paras, [Column(left, top, bottom, measure), Column(right, top - 162, 60, measure)], body)
    sheet.put(LETTER[0] / 2, 36, f"B{n + 4}", Type("Helvetica", 9), middle=True)
    return sheet.bytes(), [noted(s, byline=(s.people[0], s.people[0].upper()), published=day(s))]


def clipping(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a clipping, a column of two inches that somebody scanned into text: ragged, hyphenated, source written over it."""
    s = stories[0]
    measure = (1.9, 1.6)[n] * INCH
    size = (measure + 30, 1000.0)
    sheet = Sheet(size, s.when + timedelta(days=400))
    y = sheet.block(15, size[1] - 20, f"{s.outlet}, {uk(s.when)}, p. {n + 3}", measure, Type("Helvetica", 6.5, 8))
    y = sheet.block(15, y - 16, s.title, measure, Type(BOLD, 14, 15.5))
    sheet.put(15, y - 4, f"By {s.people[0]}", Type("Times-Italic", 8.5))
    sheet.flow(s.paras, [Column(15, y - 20, 20, measure)], Type(size=9, lead=10.5, hyphens=True))
    return sheet.bytes(), [noted(s, published=day(s))]


def two_articles(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a page of two articles, one above the other, each in two columns under its headline; the masthead dates both."""
    sheet = Sheet(A4, stories[0].when + timedelta(days=1))
    first = stories[0]
    body = Type(size=9.5, lead=11.5, justified=True, hyphens=True)
    left, gap = 50.0, 20.0
    measure = (A4[0] - 2 * left - gap) / 2
    sheet.put(A4[0] / 2, A4[1] - 50, first.outlet, Type(BOLD, 24), middle=True)
    sheet.put(A4[0] / 2, A4[1] - 66, f"{first.when:%A}, {uk(first.when)}", Type(size=9), middle=True)
    sheet.rule(left, A4[1] - 72, A4[0] - left)
    top = A4[1] - 105
    for s in stories:
        y = sheet.block(left, top, s.title, A4[0] - 2 * left, Type(BOLD, 19, 22))
        sheet.put(left, y, f"By {s.people[0]}", Type("Times-Italic", 9.5))
        start = y - 18
        half = 11.5 * (15 if n == 0 else 16)
        sheet.flow(s.paras, [Column(x, start, start - half, measure) for x in (left, left + measure + gap)], body)
        top = start - half - 50
        sheet.rule(left, top + 28, A4[0] - left)
    sheet.put(A4[0] - left, 40, f"{n + 2}", Type(size=9), right=True)
    return sheet.bytes(), several([noted(s, published=day(first)) for s in stories])


def broadsheet(stories: Sequence[Story], n: int) -> Drawn:
    """Draw the front of a broadsheet: masthead, three columns, an advertisement, a line that sends the reader inside."""
    s = stories[0]
    size = (842.0, 1191.0)
    sheet = Sheet(size, s.when)
    body = Type(size=11, lead=13.2, justified=True, hyphens=True)
    left, gap = 50.0, 16.0
    measure = (size[0] - 2 * left - 2 * gap) / 3
    sheet.put(size[0] / 2, size[1] - 80, s.outlet, Type(BOLD, 48), middle=True)
    sheet.put(left, size[1] - 100, "Price 1.20 crowns", Type(size=9))
    sheet.put(size[0] / 2, size[1] - 100, f"{s.when:%A}, {us(s.when)}", Type(size=9), middle=True)
    sheet.put(size[0] - left, size[1] - 100, f"No. {4200 + n}", Type(size=9), right=True)
    sheet.rule(left, size[1] - 106, size[0] - left)
    y = sheet.block(left, size[1] - 160, s.title, size[0] - 2 * left, Type(BOLD, 40, 44))
    sheet.put(left, y, f"By {s.people[0]}", Type("Times-Bold", 11))
    sheet.put(left, y - 14, f"{s.outlet} staff", Type("Times-Italic", 10))
    top, depth = y - 36, 330.0
    columns = [Column(left + i * (measure + gap), top, top - depth, measure) for i in range(3)]
    at, end = sheet.flow(s.paras, columns, body)
    sheet.put(columns[at].x + measure, end - 4, f"Continued on Page {n + 7}", Type("Helvetica-Bold", 8), right=True)
    sheet.canvas.rect(left, 80, size[0] - 2 * left, 180)
    sheet.put(size[0] / 2, 190, "WINTER SALE ON ALL MATTRESSES", Type("Helvetica-Bold", 28), middle=True)
    sheet.put(size[0] / 2, 150, "Open Sundays, free parking at the rear", Type("Helvetica", 16), middle=True)
    return sheet.bytes(), [noted(s, published=day(s), litter=["MATTRESSES", "free parking", "Price 1.20", "Continued on"])]


STYLES = {"report": report, "two-columns": two_columns, "clipping": clipping, "two-articles": two_articles, "broadsheet": broadsheet}
LENGTHS = {"report": 24, "two-columns": 18, "clipping": 9, "two-articles": 8, "broadsheet": 22}
