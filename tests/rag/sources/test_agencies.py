"""Which agency or outlet a text credits, and the one list of agencies."""

from collections import Counter

import pytest

from ingest.article.furniture import is_caption, is_furniture
from rag.language.data import word_list
from rag.sources.agencies import agency_of, credits_outlet, forms, outlets_credited

AGENCIES = """
AP=Associated Press, AFP=Agence France-Presse=Agence France Presse, Reuters=Thomson Reuters, Bloomberg=Bloomberg News,
dpa=DPA=Deutsche Presse-Agentur, PA=PA Media=PA Wire=Press Association, SAPA=South African Press Association,
EFE=Efe=Agencia EFE, ANSA=Ansa, Xinhua=Xinhua News Agency,
TASS=Tass, Interfax=Interfax-Ukraine, RIA=RIA Novosti, Kyodo=Kyodo News, Jiji=Jiji Press, Yonhap=Yonhap News Agency,
KCNA=Korean Central News Agency, PTI=Press Trust of India, ANI=Asian News International, Anadolu=Anadolu Agency,
IRNA=Islamic Republic News Agency, ISNA, Tasnim, Fars, Mehr, WAFA=Wafa, SANA, INA=Iraqi News Agency, SPA=Saudi Press Agency, WAM,
MENA=Middle East News Agency, Shafaq=Shafaq News, Ukrinform, Antara, Bernama, AAP=Australian Associated Press, CP=Canadian Press,
UPI=United Press International, Keystone-ATS, APA=Austria Press Agency, Belga, PAP=Polish Press Agency, Lusa, NTB,
GNA=Ghana News Agency, NAN=News Agency of Nigeria
"""
LISTED = [row.split("=") for row in " ".join(AGENCIES.split()).split(", ")]


def test_there_is_one_list() -> None:
    assert dict(forms()) == {form: row[0] for row in LISTED for form in row}
    assert set(Counter(form for row in LISTED for form in row).values()) == {1}


@pytest.mark.parametrize("form", [form for row in LISTED for form in row])
def test_every_form_credits_in_reports_and_under_pictures(form: str) -> None:
    assert agency_of(f"It sank, according to {form}.") == forms()[form]
    assert agency_of(f"Boats of {form}s sank.") == ""
    assert is_furniture(f"Ann Lee/{form}")
    assert is_caption(f"Boats in the harbour. (Ann Lee / {form.upper()})")


@pytest.mark.parametrize("line", ["Hotel by the sea (with spa)", "Bread of the north (naan and nan)", "They met in Alvik (on the map)"])
def test_a_small_word_is_no_agency(line: str) -> None:
    assert not is_furniture(line)
    assert not is_caption(line)


TELLING = (
    "told",
    "tells",
    "telling",
    "according to",
    "reported by",
    "quoted by",
    "cited by",
    "reports by",
    "report by",
    "written by",
    "citing",
)
SAYS = (
    "reported",
    "reports",
    "said",
    "says",
    "quoted",
    "cited",
    "wrote",
    "has reported",
    "had said",
    "first reported",
    "has first reported",
)
DESKS = ("the", "Iran's", "Iran’s", "news", "state", "official", "the semi-official", "local", "press", "wire", "state-run", "state-owned",
         "agency", "the official state-run Iranian news")  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *(f"It sank, {word} Tasnim, at noon." for word in TELLING),
        *(f"Tasnim {word} that it sank." for word in SAYS),
        *(f"A guard told {desk} Tasnim that it sank." for desk in DESKS),
        *(
            f"The Tasnim {kind} said that it sank."
            for kind in ("news", "press", "wire", "agency", "service", "news agency", "wire service")
        ),
        "Tasnim, reported that it sank.",
        "According to Tasnim it sank.",
        "By Tasnim.\nIt sank.",
        "Alvik, 3 May (Tasnim) – It sank.",
        f"{'A' * 60}(Tasnim) It sank.",
        *(f"{line}\nIt sank." for line in ("Tasnim", "By Tasnim", "by Tasnim", "Source: Tasnim", "From Tasnim", "The Tasnim", "— Tasnim")),
        *(f"{line} It sank." for line in ("ALVIK (Tasnim)", "(Tasnim)", "Alvik, 3 May (Tasnim) —", "ALVIK (Tasnim) —", "Alvik (Tasnim) -")),
        "It sank at Alvik. (Tasnim)\nDivers came.",
    ],
)
def test_a_credit_of_an_agency_is_one_of_an_outlet_too(text: str) -> None:
    assert agency_of(text) == "Tasnim"
    assert credits_outlet(text.replace("Tasnim", "Harbour Post"), "Harbour Post")
    assert credits_outlet(text.replace("Tasnim", "Harbour Post"), "The Harbour Post")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tasnim cut 50 jobs.",
        "He works for Tasnim in Alvik.",
        "He told the old one that owned Tasnim about it.",
        "Tasnim news agency press said so.",  # too long for a name of an agency
        "A Tasnim-like report said so.",
        "The anti-Tasnim said so.",
        "He told Tasnims so.",
        "He told Tasnim-like men so.",
        "He told the official state news agency local Tasnim so.",
        "By Tasnim and others",
        "The Old Fund (Tasnim) said so.",
        f"{'A' * 61}(Tasnim) said so.",
        "Tasnim will say so.",
        "He told the big state Tasnim so.",
    ],
)
def test_a_mention_is_no_credit(text: str) -> None:
    assert agency_of(text) == ""
    assert not credits_outlet(text.replace("Tasnim", "Harbour Post"), "Harbour Post")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("He told AP. She told AFP. They told AFP.", "AFP"),
        ("He told AP. She told AFP.", "AP"),  # of equals the first
        ("He told the Associated Press. She told AFP. AP said so.", "AP"),  # all forms count together
    ],
)
def test_the_agency_credited_most(text: str, agency: str) -> None:
    assert agency_of(text) == agency


@pytest.mark.parametrize(
    ("text", "outlet", "credited"),
    [
        ("The Post reported so.", "Post", True),
        ("The Harbour Post reported so.\n\nIt sank.", "", False),
        ("Everyone reported so.", "The ", False),
        ("So said all of us. The post reported so.", "Post", False),
        ("Post (daily) said so.", "Post (daily)", True),
        ("Pos. said so.", "Po.", False),
    ],
)
def test_the_name_of_an_outlet_is_taken_as_written(text: str, outlet: str, credited: bool) -> None:
    assert credits_outlet(text, outlet) is credited


PRESS = (
    "Post Herald Times Journal Tribune Chronicle Gazette Guardian Telegraph Observer Mail Mirror Star Sun Ledger Courier Echo Standard "
    "Inquirer Examiner Bulletin Dispatch Independent Globe Register Record News Weekly Magazine Radio Television TV"
).split()
OUTLETS = (
    "BBC, CNN, NBC, ABC, CBS, NPR, PBS, MSNBC, CNBC, ITV, RTE, NHK, Al Jazeera, Al Arabiya, Axios, Politico, POLITICO, Vox, BuzzFeed, "
    "HuffPost, Forbes, Fortune, Newsweek, The Atlantic, The Hill, The Economist, Der Spiegel, Die Zeit, Le Monde, Le Figaro, El País, "
    "La Repubblica, Haaretz, Kommersant, Meduza, ProPublica, Bellingcat, TechCrunch, Variety, ESPN"
).split(", ")


def test_outlets_are_known_by_a_word_of_the_press_or_listed() -> None:
    assert word_list("press.json", "press words") == PRESS
    assert word_list("press.json", "outlets") == OUTLETS
    for word in PRESS:
        assert outlets_credited(f"A guard told the Marl {word}.") == {f"Marl {word}"}
    for name in OUTLETS:
        assert outlets_credited(f"{name} reported it.") == {name}


@pytest.mark.parametrize(
    "text",
    [
        "A guard told the Post Office.",
        "A guard told the Sun's owner.",
        "According to a Marl Post-Inland News poll, it fell.",
        "The Marl Post is for sale.",
        "Reuters reported it.",
        "He wrote to the Herald.",
    ],
)
def test_no_outlet_is_credited(text: str) -> None:
    assert outlets_credited(text) == frozenset()
