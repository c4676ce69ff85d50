"""Boxes told by what is in them, however they are called and in which language; no sentence of an article goes with one."""

import pytest

from ingest.read.pages import read_page
from ingest.read.pages.asks import asks
from tests.kits.ingest import BODY

SECOND = "The owner said that both boats would be raised in the spring, when the harbour is free of ice again."
SHORT = "It rained on."


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
        "<section><h3>Keep reading for one crown a week</h3><ul><li>Cancel at any time</li><li>Two devices</li></ul></section>",
        "<div><h3>Create a free account to read on</h3><p>It takes a minute.</p><button>Continue</button></div>",
        "<div><h4>Before you go…</h4><p>Subscribe to read our stories every week.</p></div>",
        "<p>Our Standards: <a>The Gull Principles.</a></p>", "<p>À lire aussi : <a>Le pont de Kelby rouvre</a></p>",
    ],
)  # fmt: skip
def test_a_box_goes_whole(box: str) -> None:
    assert text(box) == f"{BODY}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        (f"<div><p>{SHORT}</p><p>Sign up here.</p></div>", SHORT),  # a sentence ends the box
        (f"<div><p>{SHORT} <input type=checkbox></p></div>", SHORT), ("<p>Gold: <a>Ann Lee</a></p>", "Gold: Ann Lee"),
        (f"<div><p>{SECOND[:-1]} too.</p><input></div>", f"{SECOND[:-1]} too."),
        ("<div><ul><li>Ann Lee 9.81</li><li>Bo Ek 9.93</li><li>Cy Orr 10.02</li></ul><p>Sign up here.</p></div>", "Bo Ek 9.93"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_a_box(box: str, kept: str) -> None:
    assert kept in text(box)
    assert "Sign up" not in text(box)
