"""What a feed, a record or a sender calls itself is an outlet, or a section, a program, a person."""

import pytest

from ingest.read import outlets
from ingest.read.outlets import feed_outlet, sender_outlet, stated_outlet
from ingest.read.records.words import names, outlet


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Orlo News", "Orlo News"), ("Orlo News - World", "Orlo News"), ("Orlo News | Top stories", "Orlo News"), (" - ", ""),
        ("Orlo: News", "Orlo: News"), ("Sit-down Weekly", "Sit-down Weekly"), ("Orlo News » Feed", "Orlo News"),
        ("World news | The Senn Courier", "The Senn Courier"), ("ORL > World News", "ORL"), ("Home - Marlowe", "Marlowe"),
        ("Ferry - Tideways", "Tideways"), ("Ferry - Elsewhere", "Ferry"), ("Tideways RSS feed", "Tideways"), ("Africa News", ""),
        ("The World", "The World"), ("Latest News", ""), ("RSS Feed", ""), ("Home", ""), ("Politics", ""), ("Untitled", ""),
        ("Google Alert - ferry", ""), ('"ferry" - Google News', ""), ("Search - Ferry", ""), ("“ferry”", ""),
    ],
)  # fmt: skip
def test_the_outlet_by_the_title_of_the_feed(title: str, name: str) -> None:
    assert feed_outlet(title, ("tideways.example",)) == name


def test_a_name_of_the_host_is_that_of_the_outlet_whatever_its_words_are() -> None:
    assert feed_outlet("Africa News", ("www.africanews.example",)) == "Africa News"
    assert stated_outlet("Web News", hosts=("webnews.example",)) == "Web News"
    assert feed_outlet("Google News", ("news.google.com",)) == ""


@pytest.mark.parametrize("name", ["Web", "RSS", "manual import", "Twitter", "unknown", "Arc XP", "News", "Google Alerts", "CSV upload"])
def test_what_says_how_an_article_came_is_no_outlet(name: str) -> None:
    assert (stated_outlet(name), outlet(name), outlet({"name": name})) == ("", "", "")


@pytest.mark.parametrize("name", ["Web Weekly", "Science", "Mail Online", "The Archive", "Orlo News", "orlo.example", "Twitter Post"])
def test_what_only_has_such_a_word_is_one(name: str) -> None:
    assert outlet(name) == name


@pytest.mark.parametrize("name", ["Unknown", "Staff Reporter", "Anonymous", "Admin", "News Desk"])
def test_nobody_signs(name: str) -> None:
    assert (names(name), names([name, "Ann Lee"])) == ("", "Ann Lee")


@pytest.mark.parametrize(
    ("name", "address", "outlet"),
    [
        ("Ann Lee", "ann@gmail.com", ""), ("Ann Lee", "ann@tern.example", "Ann Lee"), ("Tern Post", "tern@gmail.com", "Tern Post"),
        ("", "ann@yahoo.co.uk", ""), ("", "a@tern.example", "tern.example"), ("Letters from Tern", "tern@gmx.de", "Letters from Tern"),
        ("Ann", "", ""), ("Tern Post", "", "Tern Post"),
    ],
)  # fmt: skip
def test_a_person_at_a_free_mailer_is_no_outlet(name: str, address: str, outlet: str) -> None:
    assert sender_outlet(name, address) == outlet


def test_a_name_has_a_length() -> None:
    for n, named in ((outlets.LONGEST, True), (outlets.LONGEST + 1, False)):
        name = "Tern Post ".ljust(n, "x")
        assert (bool(stated_outlet(name)), bool(feed_outlet(name)), bool(sender_outlet(name, ""))) == (named,) * 3
    assert outlets.LONGEST == 120


def test_the_words_that_are_no_names() -> None:
    """A word more or less is seen: each costs an outlet that is called so, or lets a program through."""
    assert tuple(map(len, (outlets._FORMATS, outlets._PROGRAMS, outlets._PHRASES, outlets._LISTS))) == (71, 45, 6, 19)


@pytest.mark.parametrize(
    "host", ["gmail.com", "outlook.fr", "hotmail.co.uk", "yahoo.com.br", "icloud.com", "gmx.de", "web.de", "mail.ru", "pm.me"]
)
def test_free_mailers(host: str) -> None:
    assert sender_outlet("Ann Lee", f"ann@{host}") == ""
    assert sender_outlet("Ann Lee", f"ann@{host}.tern.example") == "Ann Lee"
