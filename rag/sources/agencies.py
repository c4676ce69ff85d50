"""Recognise the news agencies that a text credits or names (pure)."""

import re
from collections import Counter
from collections.abc import Iterable

# Agencies whose reports others print, each with the forms it is credited by; the first form is the one returned.
_AGENCIES = """
    AP=Associated Press, AFP=Agence France-Presse=Agence France Presse, Reuters=Thomson Reuters, Bloomberg=Bloomberg News,
    dpa=DPA=Deutsche Presse-Agentur, PA=PA Media=Press Association, EFE, ANSA, Xinhua, TASS=Tass, Interfax=Interfax-Ukraine, RIA=RIA
    Novosti, Kyodo=Kyodo News, Jiji=Jiji Press, Yonhap, KCNA=Korean Central News Agency, PTI=Press Trust of India, ANI=Asian News
    International, Anadolu, IRNA=Islamic Republic News Agency, ISNA, Tasnim, Fars, Mehr, WAFA=Wafa, SANA, INA=Iraqi News Agency,
    SPA=Saudi Press Agency, WAM, MENA=Middle East News Agency, Shafaq=Shafaq News, Ukrinform, Antara, Bernama, AAP=Australian
    Associated Press, CP=Canadian Press, UPI=United Press International, Keystone-ATS, APA=Austria Press Agency, Belga, PAP=Polish
    Press Agency, Lusa, NTB, GNA=Ghana News Agency, NAN=News Agency of Nigeria
"""
_CALLED = {form: forms.split("=")[0] for forms in " ".join(_AGENCIES.split()).split(", ") for form in forms.split("=")}
_NAME = rf"(?P<name>{'|'.join(re.escape(form) for form in sorted(_CALLED, key=len, reverse=True))})(?![\w-])"
_DESK = r"(?:(?:the|[A-Z][a-z]+(?:['’]s)?|news|state|official|semi-official|local|press|wire|state-run|state-owned|agency)\s+){0,5}"
# A credit, not a mention.
_TELLING = r"(?:told|tells|telling|according to|(?:reported|quoted|cited|reports?|written) by|citing)"
_SAYS = r"(?:has |had )?(?:first )?(?:reported|reports|said|says|quoted|cited|wrote)"
_CREDITS = (
    re.compile(rf"^\W*(?:(?:[Bb]y|Source:|From)\s+)?(?:[Tt]he\s+)?{_NAME}\W*$", re.M),  # a byline
    re.compile(rf"\({_NAME}\)"),  # PARIS (AP) —
    re.compile(rf"\b(?i:{_TELLING})\s+{_DESK}{_NAME}"),
    re.compile(rf"(?<![\w-]){_NAME}(?:\s+(?:news|press|wire|agency|service)){{0,2}},?\s+{_SAYS}\b"),
)


def agency_of(text: str) -> str:
    """Return the news agency that ``text`` credits most, the first of equals; empty when it credits none.

    A mention ("Reuters cut 50 jobs") is no credit: that takes a byline, a dateline or a verb of reporting.
    """
    found = Counter(_CALLED[match["name"]] for credit in _CREDITS for match in credit.finditer(text))
    return found.most_common(1)[0][0] if found else ""


_AGENCY = re.compile(
    r"\b(Reuters|AFP|Agence France-Presse|Associated Press|AP|Bloomberg|"
    r"dpa|ANSA|EFE|Xinhua|TASS|Interfax|Anadolu|SANA|Kyodo|Yonhap|PTI|UPI|IRNA|WAFA|Efe)\b"
)
_AS_AGENCY = {"agence france-presse": "afp", "associated press": "ap"}


def agencies(texts: Iterable[str]) -> frozenset[str]:
    """Return the news agencies that texts name, in lower case."""
    found = {m.group(1).lower() for text in texts for m in _AGENCY.finditer(text)}
    return frozenset(_AS_AGENCY.get(name, name) for name in found)
