"""Every way of writing a date, a time, a zone and a label: an article dated a month or an hour wrong answers for the wrong day."""

import pytest

from ingest.article.stamps import date_line, read_stamp

MONTHS = "January February March April May June July August September October November December".split()
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Sept Jan. Sept.".split()


def one(line: str) -> str:
    """Return the only time of a line."""
    (stamp,) = date_line(line)
    return stamp.iso


@pytest.mark.parametrize("name", [*MONTHS, *SHORT])
def test_months(name: str) -> None:
    iso = f"2024-{[m[:3] for m in MONTHS].index(name[:3]) + 1:02d}-05"
    for form in (f"5 {name} 2024", f"{name} 5, 2024", f"5-{name}-2024", f"5th of {name}, 2024", f"{name.upper()} 5 2024"):
        assert one(form) == iso


@pytest.mark.parametrize(
    "name", "Mon Monday Tue Tues Tuesday Wed Wednesday Thu Thur Thurs Thursday Fri Friday Sat Saturday Sun Sunday Sun.".split()
)
def test_weekdays_are_read_over(name: str) -> None:
    assert one(f"{name}, 5 May 2024") == one(f"{name} May 5, 2024") == "2024-05-05"


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("1st May 2024", "2024-05-01"), ("2nd May 2024", "2024-05-02"), ("3rd May 2024", "2024-05-03"), ("4th May 2024", "2024-05-04"),
        ("May 5 1899", "1899-05-05"), ("May 5 1999", "1999-05-05"), ("2024/5/31", "2024-05-31"), ("2024.05.31", "2024-05-31"),
        ("12/12/2024", "2024-12-12"), ("13/12/2024", "2024-12-13"), ("12/13/2024", "2024-12-13"), ("1.5.24", ""),
        ("31-12-2024", "2024-12-31"),
        ("11/12/2024", ""),  # November in one country and December in the next
        ("13/13/2024", ""), ("31/10.2024", ""), ("29 February 2023", ""), ("5 May 1799", ""), ("5 May 20241", ""), ("May 2024", ""),
    ],
)  # fmt: skip
def test_days(line: str, iso: str) -> None:
    assert "".join(s.iso for s in date_line(line)) == iso


@pytest.mark.parametrize(
    ("clock", "iso"),
    [
        ("12 am", "00:00"), ("12:30 a.m.", "00:30"), ("1 am", "01:00"), ("11:59 PM", "23:59"), ("12 pm", "12:00"), ("12:01 p.m.", "12:01"),
        ("9.30pm", "21:30"), ("14:30 pm", "14:30"), ("23:59 pm", "23:59"), ("14:30", "14:30"), ("0:05", "00:05"), ("23.59", "23:59"),
        ("14:30:10", "14:30"), ("14:30:10.5", "14:30"), ("9:30:15 pm", "21:30"), ("0915 GMT", "09:15"), ("2359 UTC", "23:59"),
        ("0915 hrs", "09:15"), ("0915hr", "09:15"),
        ("0 am", ""), ("13 pm", ""), ("24:00 pm", ""), ("24:00", ""), ("14:60", ""), ("2460 GMT", ""), ("0915", ""), ("14:301", ""),
    ],
)  # fmt: skip
def test_times_of_day(clock: str, iso: str) -> None:
    found = date_line(f"5 May 2024, {clock}")
    assert [s.iso[:16] for s in found] == ([f"2024-05-05T{iso}"] if iso else [])
    assert [s.iso[:16] for s in date_line(f"{clock}, 5 May 2024")] == [s.iso[:16] for s in found]


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [
        ("ET", "-04:00", "-05:00"), ("CT", "-05:00", "-06:00"), ("MT", "-06:00", "-07:00"), ("PT", "-07:00", "-08:00"),
        ("EST", "-05:00", "-05:00"), ("EDT", "-04:00", "-04:00"), ("CDT", "-05:00", "-05:00"), ("MST", "-07:00", "-07:00"),
        ("MDT", "-06:00", "-06:00"), ("PST", "-08:00", "-08:00"), ("PDT", "-07:00", "-07:00"), ("GMT", "+00:00", "+00:00"),
        ("UTC", "+00:00", "+00:00"), ("Z", "+00:00", "+00:00"), ("WET", "+00:00", "+00:00"), ("BST", "+01:00", "+01:00"),
        ("CET", "+01:00", "+01:00"), ("CEST", "+02:00", "+02:00"), ("EET", "+02:00", "+02:00"), ("EEST", "+03:00", "+03:00"),
        ("MSK", "+03:00", "+03:00"), ("HKT", "+08:00", "+08:00"), ("SGT", "+08:00", "+08:00"), ("JST", "+09:00", "+09:00"),
        ("AEST", "+10:00", "+10:00"), ("AEDT", "+11:00", "+11:00"), ("(EDT)", "-04:00", "-04:00"),
        ("-0500", "-05:00", "-05:00"), ("-0000", "+00:00", "+00:00"),
        ("Eastern time", "-04:00", "-05:00"), ("Eastern Standard Time", "-04:00", "-05:00"), ("Eastern Daylight Time", "-04:00", "-05:00"),
        ("Pacific time", "-07:00", "-08:00"), ("Mountain time", "-06:00", "-07:00"), ("Central European Time", "+02:00", "+01:00"),
        ("Israel time", "+03:00", "+02:00"), ("Mecca time", "+03:00", "+03:00"), ("Makkah time", "+03:00", "+03:00"),
        ("Moscow time", "+03:00", "+03:00"), ("Beijing time", "+08:00", "+08:00"), ("UK time", "+01:00", "+00:00"),
        ("New York time", "-04:00", "-05:00"), ("Greenwich Mean Time", "+00:00", "+00:00"), ("Universal time", "+00:00", "+00:00"),
        ("Baghdad time", "+03:00", "+03:00"), ("Baghdad local time", "+03:00", "+03:00"), ("Ho Chi Minh time", "+07:00", "+07:00"),
        ("(Beirut time)", "+03:00", "+02:00"), ("GMT+3", "+03:00", "+03:00"), ("UTC-0330", "-03:30", "-03:30"),
        ("+05:30", "+05:30", "+05:30"),
        ("(GMT −3)", "-03:00", "-03:00"), ("GMT+14", "+14:00", "+14:00"), ("+0000", "+00:00", "+00:00"),
        ("– Moscow time", "+03:00", "+03:00"),
        ("IST", "", ""), ("AST", "", ""), ("CST", "", ""), ("Atlantis time", "", ""),  # several, or none: not guessed
    ],
)  # fmt: skip
def test_zones(zone: str, summer: str, winter: str) -> None:
    assert one(f"5 July 2024 12:00 {zone}") == f"2024-07-05T12:00{summer}"
    assert one(f"5 January 2024 12:00 {zone}") == f"2024-01-05T12:00{winter}"


@pytest.mark.parametrize("line", ["5 May 2024 12:00 GMT+15", "5 May 2024 12:00 GMT+14:30", "5 May 2024 GMT", "5 May 2024 12:00 GMT GMT"])
def test_what_is_no_zone(line: str) -> None:
    assert date_line(line) == ()


LABELS = {
    "updated": "Updated|Update|Last updated|Last updated on|Updated at|Modified|Last modified|Revised|Revised on",
    "published": "Published|Published on|Posted|Posted at|Issued|Created|First published|Originally published|Date posted|Date:"
    "|Publication date:",
}


@pytest.mark.parametrize(("kind", "label"), [(kind, label) for kind, labels in LABELS.items() for label in labels.split("|")])
def test_labels(kind: str, label: str) -> None:
    (stamp,) = date_line(f"{label} 5 May 2024")
    assert (stamp.iso, stamp.kind) == ("2024-05-05", kind)


@pytest.mark.parametrize("line", ["Updating 5 May 2024", "Signed 5 May 2024", "Date 5 May 2024", "Published, updated"])
def test_what_is_no_label(line: str) -> None:
    assert date_line(line) == ()


@pytest.mark.parametrize("between", [" at ", " on ", ", and ", " | ", " • ", " · ", " — ", " / ", " - ", "; ", " ("])
def test_what_may_stand_between(between: str) -> None:
    assert one(f"12:30{between}5 May 2024") == "2024-05-05T12:30"


def test_a_long_line_is_no_date_line() -> None:
    """A line of dates alone may be long; one that is longer than three with their labels is a table."""
    line = "5 May 2024" + " " * 140 + "| 6 May 2024"
    assert len(line) == 162
    assert len(date_line(line.replace("  ", " ", 2))) == 2
    assert date_line(line.replace("  ", " ", 1)) == ()


def test_the_shortest_date_and_a_line_without_digits() -> None:
    assert date_line("1/1/2024")[0].iso == "2024-01-01"
    assert date_line("Updated") == date_line("Monday, May") == ()


def test_several_times_keep_their_own_labels_and_clocks() -> None:
    found = date_line("Published 5 May 2024 10:00 GMT; updated 6 May 2024 | 7 May 2024")
    assert [(s.iso, s.kind) for s in found] == [("2024-05-05T10:00+00:00", "published"), ("2024-05-06", "updated"), ("2024-05-07", "")]
    assert date_line("5 May 2024 10:00 11:00") == ()


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-05-03T00:00:00", "2024-05-03"), ("2024-05-03T00:00:01", "2024-05-03T00:00"), ("2024-05-03T00:01:00", "2024-05-03T00:01"),
        ("2024-05-03T01:00:00", "2024-05-03T01:00"), ("2024-05-03 10:00 +02:00", "2024-05-03T10:00+02:00"), ("2024-05-03 | 2024-05-04", ""),
        (" 2024-05-03T10:00:00Z ", "2024-05-03T10:00+00:00"), ("2024-05-03T10:60:00", ""),
    ],
)  # fmt: skip
def test_fields(value: str, iso: str) -> None:
    assert read_stamp(value) == iso


MONTHS_ABROAD = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
}


@pytest.mark.parametrize("names", MONTHS_ABROAD.values(), ids=MONTHS_ABROAD)
def test_months_of_other_languages(names: str) -> None:
    for n, name in enumerate(names.split(), start=1):
        assert one(f"5 {name} 2024") == one(f"5. {name.upper()} 2024") == one(f"5 de {name} de 2024") == f"2024-{n:02d}-05"


@pytest.mark.parametrize("name", "janv févr avr juil déc ene abr ago dic gen mag giu lug ott Mär Mrz Okt Dez fev out mrt".split())
def test_short_months_of_other_languages(name: str) -> None:
    assert one(f"5 {name}. 2024")[:5] == "2024-"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Veröffentlicht am Dienstag, den 5. März 2024 um 20:15 Uhr", "published"), ("Aktualisiert: 5.3.2024, 20:15 Uhr", "updated"),
        ("Publié le mardi 5 mars 2024 à 20h15", "published"), ("Mis à jour le 5 mars 2024 à 20 h 15", "updated"),
        ("Publicado el martes, 5 de marzo de 2024, 20:15 h", "published"), ("Actualizado: 5 mar 2024 - 20:15", "updated"),
        ("Pubblicato il 5 marzo 2024 alle 20:15", "published"), ("Publicado em 5 de março de 2024 às 20h15", "published"),
        ("Gepubliceerd op 5 maart 2024 om 20:15", "published"), ("Stand: 5. März 2024, 20:15 Uhr", "published"),
    ],
)  # fmt: skip
def test_labels_and_times_of_other_languages(line: str, kind: str) -> None:
    assert [(s.iso, s.kind) for s in date_line(line, day_first=True)] == [("2024-03-05T20:15", kind)]


@pytest.mark.parametrize(
    ("line", "day_first", "iso"),
    [
        ("3/4/2024", True, "2024-04-03"), ("3/4/2024", False, "2024-03-04"), ("3/4/2024", None, ""), ("Wed, 3/4/2024", None, "2024-04-03"),
        ("Monday, 3/4/2024", None, "2024-03-04"), ("Monday, 3/4/2024", True, "2024-03-04"), ("Friday, 3/4/2024", None, ""),
        ("13/4/2024", False, "2024-04-13"),
    ],
)  # fmt: skip
def test_day_and_month_are_told_apart_by_the_weekday_or_the_order(line: str, day_first: bool | None, iso: str) -> None:
    assert "".join(s.iso for s in date_line(line, day_first)) == read_stamp(line, day_first) == iso
