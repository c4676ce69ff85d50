"""Boxes told by what is in them, however they are called and in which language; no sentence of an article goes with one."""

import re

import pytest

from ingest.read.pages import read_page
from ingest.read.pages.asks import asks
from tests.kits.ingest import BODY

SECOND = "The owner said that both boats would be raised in the spring, when the harbour is free of ice again."
SHORT = "It rained on."
CONSENT = "We and our partners use cookies to store data on your device. You can reject all in the settings."


@pytest.mark.parametrize(
    "line",
    [
        "Jetzt Newsletter bestellen", "Abonnez-vous à notre lettre d’information", "Suscríbete a nuestro boletín",
        "Tilmeld dig vores nyhedsbrev",
        "Iscriviti alla nostra newsletter", "Assine nossa newsletter", "Schrijf je in voor onze nieuwsbrief",
        "Prenumerera på vårt nyhetsbrev",
        "Sign up here.", "Cancel at any time", "Text size: A A A | Listen to this article (4 min)",
        "Have a tip? Email us at news@gull.example",
        "Add the Kelby Gull as a preferred source on Google", "Create a free account to read on",
    ],
)  # fmt: skip
def test_lines_that_ask_their_reader(line: str) -> None:
    assert asks(line)


@pytest.mark.parametrize(
    "line",
    [
        "", "5. Instagram", "The union asked its members to sign the offer.", "Subscribers cancel because prices rise.",
        "Sign of the times",
        "“Subscribe today,” read the banner.", "Share prices fall in Kelby", "Der Newsletter der Partei ging an alle Mitglieder.",
        "Read on the beach: ten books", f"Subscribe {'now ' * 14}", "Google, Facebook and Twitter stop it.",
        "Subscribe to Ann Bo Cy Di Ek",  # more than the name of what is asked for
        "Share and save", "Google on trial", "Watch the trial", "No alert", f"Sign up{' here' * 60}",
    ],
)  # fmt: skip
def test_other_lines_stay(line: str) -> None:
    assert not asks(line)


def text(inside: str) -> str:
    head = "<html><head><title>Storm sinks two boats | Post</title></head>"
    page = f"{head}<body><article><h1>Storm sinks two boats</h1><p>{BODY}</p>{inside}<p>{SECOND}</p></article>"
    return read_page(page.encode()).text.removeprefix("Storm sinks two boats\n\n")


@pytest.mark.parametrize(
    "box",
    [
        '<div class="q"><b>Ihr Morgen</b> <input type="email"></div>',
        "<div><strong>Evening briefing</strong><p>Everything delivered to your inbox at 6pm.</p><input><button>Go</button></div>",
        "<section><h3>Keep reading for one crown a week</h3><ul><li>Cancel at any time</li><li>Two devices</li></ul><a>Pay</a></section>",
        "<div><h3>Create a free account to read on</h3><p>It takes a minute.</p><button>Continue</button></div>",
        "<div><h4>Before you go…</h4><p>Subscribe to read <a>our stories</a> every week.</p></div>",
        "<div class='c-newsletter-box'><p>Subscribe to read the stories of the week.</p></div>",  # by its name
        "<p>Sign up <a>here</a> for the newsletter.</p>", "<p><a>Sign up</a> for the morning newsletter.</p>",
        f"<div><p>{CONSENT}</p><button>Fine</button></div>",
        "<p>Our Standards: <a>The Gull Principles.</a></p>", "<p>À lire aussi : <a>Le pont de Kelby rouvre</a></p>",
    ],
)  # fmt: skip
def test_a_box_goes_whole(box: str) -> None:
    assert text(box) == f"{BODY}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        (f"<div><p>{SHORT}</p><p><a>Sign up here.</a></p></div>", SHORT),  # a sentence ends the box
        (f"<div><p>{SHORT} <input type=checkbox></p></div>", SHORT), ("<p>Gold: <a>Ann Lee</a></p>", "Gold: Ann Lee"),
        (f"<div><p>{SECOND[:-1]} too.</p><input></div>", f"{SECOND[:-1]} too."),
        ("<div><ul><li>Ann Lee 9.81</li><li>Bo Ek 9.93</li><li>Cy Orr 10.02</li></ul><p><a>Sign up here.</a></p></div>", "Bo Ek 9.93"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_a_box(box: str, kept: str) -> None:
    assert kept in text(box)
    assert "Sign up" not in text(box)


@pytest.mark.parametrize(
    "inside",
    [
        "<h3>Close your account</h3><ol><li>Sign in to your account.</li><li>Choose it and click cancel.</li></ol>",
        "<h3>Can I cancel?</h3><p>Cancel your <a>subscription</a> by email at any time.</p>",
        "<h3>Share and save</h3><ul><li>Keep the free gift.</li><li>Read the offer.</li></ul>",
        "<p>Please support our work and subscribe, one of the two wrote to readers.</p>", "<p>Subscribe to continue reading.</p>",
        "<p>US readers pay for their digital subscription by the month.</p>", f"<p>{CONSENT}</p>",
        "<h3>Newsletter</h3><p>Our readers may cancel their subscription.</p>",
    ],
)  # fmt: skip
def test_between_the_sentences_of_an_article_words_alone_take_nothing(inside: str) -> None:
    found = text(inside)
    assert [line for line in re.split(r"<[^>]+>", inside) if " ".join(line.split()) not in " ".join(found.split())] == []


def test_above_and_below_them_only_what_speaks_for_the_site_or_is_no_sentence_goes_by_its_words() -> None:
    def under(last: str) -> str:
        return read_page(f"<body><h1>Storm sinks two boats</h1><p>{BODY}</p><p>{SECOND}</p>{last}</body>".encode()).text

    whole = f"{BODY}\n\n{SECOND}"
    for line in ("Subscribe to our newsletter and support us.", "Listen to this article", "Subscribe to read the full story."):
        assert under(f"<p>{line}</p>") == whole
    for line in ("Cancel the subscription by email each month.", "We ask sites to store no cookies, the office said, without consent."):
        assert under(f"<p>{line}</p>") == f"{whole}\n\n{line}"
