"""A message is an article by what it states, whatever is wrong with it; what is attached to it is an article of its own."""

import time
from pathlib import Path

import pytest

from ingest.article.assemble import Raw
from ingest.read.containers.forwarded import SUBJECT, inner_message
from ingest.read.containers.mail import LONGEST_HEADER
from ingest.read.failures import Failure
from ingest.read.files import read_file
from tests.kits.exports import MBOX
from tests.kits.ingest import Write

HEAD = "From: Tern Daily <news@tern.example>\nSubject: {subject}\nDate: Mon, 08 Jan 2024 07:00:00 +0000\n"
TEXT = "The town of Tern bought two snow ploughs on Friday."


def only(path: Path) -> Raw:
    (found,) = read_file(path)
    assert isinstance(found, Raw), found
    return found


def message(subject: str = "Ploughs", kind: str = "text/plain; charset=utf-8", body: str = TEXT) -> str:
    return f"{HEAD.format(subject=subject)}Content-Type: {kind}\n\n{body}\n"


@pytest.mark.parametrize("subject", ["Ploughs", "Fwd: Ploughs", "FW: Re: Ploughs", "=?iso-8859-1?q?Ploughs?="])
def test_subject(write: Write, subject: str) -> None:
    assert only(write("a.eml", message(subject))).fields["title"] == "Ploughs"


@pytest.mark.parametrize(
    ("sender", "source", "byline"),
    [
        ("Tern Daily <a@tern.example>", "Tern Daily", ""),
        ("a@tern.example", "tern.example", ""),
        ('"Ann Lee from Tern Daily" <a@tern.example>', "Tern Daily", "Ann Lee"),
        ('"Ann Lee via Tern Daily" <a@tern.example>', "Tern Daily", "Ann Lee"),
    ],
)
def test_sender(write: Write, sender: str, source: str, byline: str) -> None:
    fields = only(write("a.eml", f"From: {sender}\nSubject: x\n\n{TEXT}")).fields
    assert (fields["source"], fields["byline"], fields["published"]) == (source, byline, "")


@pytest.mark.parametrize("kind", ["text/plain; charset=no-such", "text/plain; charset=undefined", "text/plain", "text/plain; charset=\x80"])
def test_a_charset_that_means_nothing(write: Write, kind: str) -> None:
    assert only(write("a.eml", message(kind=kind, body=f"{TEXT} Café."))).text == f"{TEXT} Café."


def test_a_newsletter_with_pictures_in_it_is_mail(write: Write) -> None:
    html = (
        f'<div style="display:none">Hidden preview</div><p>View in browser</p><p>{TEXT}</p><img src="cid:1">'
        "<p>You’re receiving this because you asked for it.</p><p>Unsubscribe here</p>"
    )
    body = f"--b\nContent-Type: text/html\n\n{html}\n--b\nContent-Type: image/png\nContent-ID: <1>\n\nx\n--b--\n"
    raw = only(write("a.eml", message(kind='multipart/related; boundary="b"', body=body)))
    assert raw.text == TEXT
    assert raw.fields["published"] == "2024-01-08T07:00+00:00"


def test_lines_that_only_sound_like_a_newsletters_stay(write: Write) -> None:
    text = "You can see the ploughs in the square.\n\nReaders who received this kindly wrote in."
    assert only(write("a.eml", message(body=text))).text == text


def test_the_plain_twin_is_read_where_the_html_is_a_stub(write: Write) -> None:
    body = f"--b\nContent-Type: text/plain\n\n{TEXT}\n--b\nContent-Type: text/html\n\n<p>Images are off</p>\n--b--\n"
    assert only(write("a.eml", message(kind='multipart/alternative; boundary="b"', body=body))).text == TEXT


def test_attached_messages_are_articles_of_their_own_date(write: Write) -> None:
    inner = message("Inner").replace("08 Jan 2024", "05 Jan 2024")
    body = f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    (found,) = read_file(write("a.eml", message("Digest", 'multipart/digest; boundary="b"', body)))
    assert isinstance(found, Raw)
    assert (found.fields["title"], found.fields["published"][:10]) == ("Inner", "2024-01-05")


def test_a_message_without_text_is_named(write: Write) -> None:
    (found,) = read_file(write("a.eml", message(body="")))
    assert found == Failure(str(found.where), "no text in this message") if isinstance(found, Failure) else False


def test_of_a_header_without_end_the_beginning_is_read(write: Write) -> None:
    began = time.process_time()
    text = (
        message().replace("From: ", f"To: {'Ann Lee, a@tern.example: ' * 10_000}\nFrom: ").replace("Subject: ", f"Subject: {'a ' * 9000}")
    )
    assert only(write("a.eml", text)).fields["title"] == ("a " * (LONGEST_HEADER // 2)).strip()
    long_sender = message().replace("From: ", f"From: {'Ann Lee, b: ' * 20_000}")
    assert only(write("b.eml", long_sender)).text == TEXT
    assert time.process_time() - began < 5  # a minute, where all of it is read


def test_apples_mail(write: Write) -> None:
    assert only(write("a.emlx", "321\n" + message())).fields["title"] == "Ploughs"


def test_a_line_that_begins_with_from_splits_no_message(write: Write) -> None:
    box = b"From - Mon Jan  8 07:00:00 2024\n" + message(body=f"{TEXT}\n\nFrom Monday on they clear the roads.\n\n").encode() + MBOX
    titles = [raw.fields["title"] for raw in read_file(write("a.mbox", box)) if isinstance(raw, Raw)]
    assert titles == ["Ploughs", "Tern buys two snow ploughs", "No snow, no ploughs"]


def test_a_mailbox_without_a_suffix(write: Write) -> None:
    assert len(list(read_file(write("Inbox", MBOX)))) == 2


ABOVE = "From: Tern Daily <news@tern.example>{0}Date: Fri, 5 Jan 2024 at 07:00{0}Subject: Ploughs{0}To: me{0}{0}"
OUTLOOK = "Von: Tern Daily <news@tern.example>\nGesendet: Friday, January 5, 2024 7:00 AM\nBetreff: Ploughs\n\n"
WROTE = "On Fri, 5 Jan 2024 at 07:00, Tern Daily <news@tern.example> wrote:\n"


@pytest.mark.parametrize(
    ("subject", "kind", "body", "found"),
    [
        ("Fwd: Ploughs", "plain", "FYI\n\n---------- Forwarded message ---------\n" + ABOVE.format("\n") + TEXT, True),
        ("Fwd: Ploughs", "plain", "Begin forwarded message:\n\n> " + ABOVE.format("\n> ") + TEXT, True),
        ("Fwd: Ploughs", "html", f"<p>FYI</p>{ABOVE.replace('<', '&lt;').format('<br>')}<p>{TEXT}</p>", True),
        ("WG: Ploughs", "plain", OUTLOOK + TEXT, True),
        ("Re: Ploughs", "plain", f"Thanks.\n\n{WROTE}> {TEXT}", True),
        ("Re: Ploughs", "plain", f"{TEXT}\n\n{WROTE}> Is that so?", False),
        ("Ploughs", "plain", f"{TEXT}\n\nFrom: the mayor\n\nIt is late.", False),
    ],
)
def test_a_forwarded_message_is_of_who_sent_it_first(write: Write, subject: str, kind: str, body: str, found: bool) -> None:
    raw = only(
        write("a.eml", message(subject, f"text/{kind}", body).replace("Tern Daily", "Ann Lee", 1).replace("tern.example", "gmail.com", 1))
    )
    fields = (raw.fields["title"], raw.fields["source"], raw.fields["published"][:10])
    assert fields == (("Ploughs", "Tern Daily", "2024-01-05") if found else ("Ploughs", "", "2024-01-08"))
    assert (raw.text == TEXT) is found


@pytest.mark.parametrize(("own", "found"), [(10, True), (11, False)])
def test_a_note_above_a_message_has_a_quarter_of_its_words(own: int, found: bool) -> None:
    lines = ["word " * own, "From: Ann Lee <ann@tern.example>", "Subject: Ploughs", "", "word " * 40]
    assert bool(inner_message(lines, "Re: Ploughs")) is found
    assert inner_message(lines, "Fwd: Ploughs")


@pytest.mark.parametrize(("length", "found"), [(200, True), (201, False)])
def test_a_long_line_heads_no_message(length: int, found: bool) -> None:
    assert bool(inner_message(["From: Ann".ljust(length, "n"), "Subject: Ploughs", TEXT], "")) is found


@pytest.mark.parametrize(("more", "found"), [(14, True), (15, False)])
def test_a_head_has_few_lines(more: int, found: bool) -> None:
    inner = inner_message(["From: Ann Lee", *["To: me"] * more, "Subject: Ploughs", TEXT], "")
    assert (inner is not None) is found


@pytest.mark.parametrize("subject", ["Fwd", "FW", "WG", "TR", "RV", "Enc", "Doorst", "VS"])
def test_a_subject_says_that_it_forwards(subject: str) -> None:
    assert SUBJECT.match(f"{subject}: Ploughs")
    assert not SUBJECT.match(f"{subject} Ploughs")


@pytest.mark.parametrize(
    "head",
    ["Von: A|Datum: B", "De : A|Envoyé : B", "Da: A|Inviato: B", "Van: A|Verzonden: B", "Från: A|Skickat: B", "Fra: A|Dato: B",
     "De: A|Fecha: B", "De: A|Enviado: B", "De: A|Data: B", "*From:* A|*Sent:* B|*To:* C", "On B 1, A wrote:", "Am B 1 schrieb A:",
     "Le B 1, A a écrit :", "El B 1, A escribió:", "Il B 1, A ha scritto:", "Op B 1, A schreef:"],
)  # fmt: skip
def test_heads_in_other_languages(head: str) -> None:
    inner = inner_message([*head.replace("B 1", "5 May 2024").split("|"), "", TEXT], "Fwd: x")
    assert inner is not None
    assert (inner.head["from"], inner.head["date"], [*filter(None, inner.lines)]) == (
        "A", "5 May 2024" if "1" in head else "B", [TEXT],
    )  # fmt: skip
