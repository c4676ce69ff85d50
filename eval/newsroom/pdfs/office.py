"""Layouts of desks and offices: press releases, prints of a wire and of a browser, a manuscript dated by its file, a magazine with ligatures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from eval.newsroom.pages.parts import uk, us
from eval.newsroom.pdfs.draw import Column, Sheet, Type, vera
from eval.newsroom.pdfs.printed import A4, LETTER, Drawn, day
from eval.newsroom.records import NONE, minute, noted, spoken
from eval.newsroom.stories import Story


def release(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a press release: letterhead, contact, three marks at the end, the address at the foot."""
    s, office = stories[0], ("Harbour Authority of Quillon", "Veldmark Power Systems")[n]
    sheet = Sheet(LETTER, s.when + timedelta(days=1), title="Microsoft Word - PR_final_v3.docx")
    left, measure = 72.0, LETTER[0] - 144
    sheet.put(left, LETTER[1] - 60, office, Type("Helvetica-Bold", 16))
    sheet.put(left, LETTER[1] - 92, "FOR IMMEDIATE RELEASE", Type("Helvetica-Bold", 11))
    sheet.put(LETTER[0] - left, LETTER[1] - 92, us(s.when), Type("Helvetica", 11), right=True)
    sheet.put(left, LETTER[1] - 116, "Media contact: Ottoline Brade, press office, +00 555 0199", Type("Helvetica", 9))
    y = sheet.block(left, LETTER[1] - 150, s.title, measure, Type("Helvetica-Bold", 17, 21))
    lead = f"{s.place.upper()} — {s.paras[0]}"
    _, y = sheet.flow((lead, *s.paras[1:]), [Column(left, y - 10, 90, measure)], Type("Helvetica", 10.5, 15))
    sheet.put(LETTER[0] / 2, y - 10, "# # #", Type("Helvetica", 10.5), middle=True)
    sheet.put(LETTER[0] / 2, 40, f"{office} · 4 Quay Road · www.{office.split()[0].lower()}.example", Type("Helvetica", 8), middle=True)
    return sheet.bytes(), [noted(s, outlet=(office,), byline=NONE, published=day(s), litter=["4 Quay Road"])]


def wire(stories: Sequence[Story], n: int) -> Drawn:
    """Draw what a printer of an agency's wire gives: typewriter letters, slug, counts of words, the hour in GMT."""
    s = stories[0]
    sheet = Sheet(A4, s.when)
    kind, left = Type("Courier", 10, 12.5), 60.0
    stamp = f"{s.when.day} {s.when:%b %Y} {s.when:%H:%M} GMT".upper() if n == 0 else f"{s.when:%Y-%m-%d %H:%M} GMT"
    y = A4[1] - 60
    for line in (f"BC-{s.slug[:18].upper()} (URGENT)", f"ZCZC LW{n}417  {stamp}  231 WORDS", "", s.title, f"By {s.people[0]}", ""):
        sheet.put(left, y, line, kind)
        y -= kind.lead
    lead = f"{s.place.upper()}, {s.when:%b} {s.when.day} (Larkwire) - {s.paras[0]}"
    _, y = sheet.flow((lead, *s.paras[1:]), [Column(left, y, 80, A4[0] - 120)], kind)
    for k, line in enumerate(("(Editing by Ottoline Brade)", "NNNN")):
        sheet.put(left, y - kind.lead * (k + 1), line, kind)
    return sheet.bytes(), [noted(s, outlet=("Larkwire",), published=spoken(s.when), litter=["NNNN", "ZCZC", "231 WORDS"])]


def manuscript(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a text alone, whose title and author only the information about the document states; when it was made is no day of publication."""
    s = stories[0]
    sheet = Sheet(A4, s.when, title=s.title, author=s.people[0])
    sheet.flow(s.paras, [Column(90, A4[1] - 90, 90, A4[0] - 180)], Type(("Times-Roman", "Helvetica")[n], 12, 17))
    made = s.when.replace(tzinfo=None)
    return sheet.bytes(), [noted(s, outlet=NONE, published=("", *day(s), minute(made), minute(s.when)))]


def browser(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a page as a browser prints it: the day of the print and the title above, the address and the page below, each time."""
    s, page = stories[0], [1]
    printed = s.when + timedelta(days=200 + n)
    sheet = Sheet(LETTER, printed, title=f"{s.title} | {s.outlet}")
    small, left = Type("Helvetica", 7.5), 28.0

    def furniture() -> None:
        sheet.put(left, LETTER[1] - 22, f"{printed.month}/{printed.day}/{printed:%y}, {printed:%H:%M}", small)
        sheet.put(LETTER[0] / 2 + 40, LETTER[1] - 22, f"{s.title} | {s.outlet}", small, middle=True)
        sheet.put(left, 18, s.url, small)
        sheet.put(LETTER[0] - left, 18, f"{page[0]}/2", small, right=True)

    def turn() -> list[Column]:
        sheet.turn()
        page[0] += 1
        furniture()
        return [Column(60, LETTER[1] - 60, 60, LETTER[0] - 120)]

    furniture()
    sheet.put(60, LETTER[1] - 60, s.outlet, Type("Helvetica-Bold", 18))
    sheet.put(60, LETTER[1] - 84, "Home   News   Sport   Weather   Jobs", Type("Helvetica", 10))
    y = sheet.block(60, LETTER[1] - 124, s.title, LETTER[0] - 120, Type("Helvetica-Bold", 22, 26))
    line = f"By {s.people[0]} | {us(s.when)}" if n else f"Published {uk(s.when)} {s.when:%H:%M}"
    sheet.put(60, y, line, Type("Helvetica", 10))
    if not n:
        sheet.put(60, y - 14, s.people[0], Type("Helvetica", 10))
    sheet.flow(s.paras, [Column(60, y - 40, 60, LETTER[0] - 120)], Type("Times-Roman", 13, 19), turn)
    times = day(s) if n else spoken(s.when.replace(tzinfo=None))[1:]
    return sheet.bytes(), [noted(s, published=times, litter=["Weather Jobs", s.url, "1/2"])]


def magazine(stories: Sequence[Story], n: int) -> Drawn:
    """Draw a page of a magazine set with ligatures as letters of their own, running foot and hyphens."""
    s = stories[0]
    font = vera()

    def tied(words: str) -> str:
        return words.replace("fi", "ﬁ").replace("fl", "ﬂ")

    sheet = Sheet(A4, s.when + timedelta(days=30))
    left, gap = 56.0, 22.0
    measure = (A4[0] - 2 * left - gap) / (n + 1)
    y = sheet.block(left, A4[1] - 90, tied(s.title), A4[0] - 2 * left, Type(font, 20, 25))
    y = sheet.block(left, y, tied(f"by {s.people[0]}"), measure, Type(font, 9, 16))
    columns = [Column(left + i * (measure + gap), y - 10, 430 if n else 90, measure) for i in range(n + 1)]
    body = replace(Type(font, 9, 13.5, hyphens=True), justified=bool(n))
    sheet.flow([tied(p) for p in s.paras], columns, body)
    sheet.put(left, 46, tied(f"{s.outlet}  |  {uk(s.when)}  |  {n + 31}"), Type(font, 7))
    return sheet.bytes(), [noted(s, published=day(s))]


STYLES = {"press-release": release, "wire-print": wire, "manuscript": manuscript, "browser-print": browser, "magazine": magazine}
LENGTHS = {"press-release": 6, "wire-print": 6, "manuscript": 9, "browser-print": 20, "magazine": 12}
