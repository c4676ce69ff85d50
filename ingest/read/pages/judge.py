"""Tell text that a page puts before, around or in place of an article: consent notices, offers, notices of loading, by the words in it.

A text is one of these when enough of its words are of the kind and it speaks to its reader. Reports on cookies or subscriptions use the
same words, but thinner, and speak of people.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from ingest.article.clean import is_prose

Kind = Literal["consent", "offer", "loading", ""]

_CONSENT_WORDS = """
accept* access* ads advert* agree* analytics audience* browser* browsing ccpa choices choose click* consent* content cookie* data
decline deny device* essential functionality gdpr identifiers information interest interests legitimate manage measure* necessary object
optional partner* performance personal personalis* personaliz* policy preferences privacy process* purposes reject* serve settings site
store storing technologies third-party tracker* tracking unique use uses using vendor* website* withdraw einwilligung zustimm*
akzeptieren ablehnen datenschutz* gerät partnern speichern personalisierte anzeigen zwecke einstellungen consentement accepter refuser
confidentialité partenaires traceurs données appareil publicités paramétrer consentimiento aceptar rechazar privacidad socios datos
dispositivo anuncios
"""
_OFFER_WORDS = """
access account address ad-free alerts already anytime app article articles become begin best cancel choose comment* continue credit
crown* daily deliver* digital discount dollar* donate donation* edition email emails enjoy enter euro* exclusive first follow free full
get inbox join journalism keep limited log login log-in member* month monthly months morning newsletter* offer offers only paid paying
plan plans pound* post* premium price print read reader* reader-supported reading receive register* rest remaining sign signed sign-up
signup started stories story straight subscrib* subscription* support supporter* breaking news care don't miss out today top trial
unlimited unlock updates upgrade view week weekly weeks year yearly abo abonn* lire suite lesen weiter artikel leer seguir leyendo
artículo newsroom paywall chip value work contribut* fund* reader-funded independent afford rely small help little please appreciate hope
move going abonnieren anmelden weiterlesen registrieren abonnez s'abonner connectez suscríb* suscrib* suscriptor*
"""
_STRONG: Final = {
    "consent": re.compile(
        r"cookie|consent|gdpr|privacy|personal data|\bpartners\b|einwillig|datenschutz|confidentialité|privacidad", re.IGNORECASE
    ),
    "offer": re.compile(
        r"subscri|newsletter|sign[ -]?(?:up|in)\b|log[ -]?in\b|register|becom\w+ a .{0,30}member|\bdonat|reader-supported|\binbox\b"
        r"|unlimited|unlock|chip in\b|reader-funded|without a paywall|value our|contribution|free trial|support (?:our|us|independent)"
        r"|cancel any|your email|our app\b|abonn|suscr[ií]|join the conversation",
        re.IGNORECASE,
    ),
}
_TO_READER: Final = {
    "consent": re.compile(
        r"\b(?:you|your|we|our|us|wir|unsere\w*|sie|ihre\w*|nous|nos|vous|votre|vos|nosotros|nuestr\w+|su|sus|usted)\b", re.IGNORECASE
    ),
    "offer": re.compile(
        r"\b(?:you|your|us|our|votre|vous|ihre?n?|tu)\b"
        r"|(?:^|[.!?:…]\s+)(?:please |to |now )?(?:get|download|subscribe|sign|log|join|become|support|register|start|try|enter|already"
        r"|continue|keep|unlock|donate|create|choose|upgrade|this (?:article|story|content) is|the rest of|jetzt|abonnez|suscr)",
        re.IGNORECASE,
    ),
}
_LOADING = re.compile(
    r"(?:loading|please wait|just a moment|redirecting|one moment)\b.{0,40}"
    r"|.{0,80}\b(?:enable|requires?|without|turn on) javascript\b.{0,120}"
    r"|.{0,60}\bjavascript (?:is|seems to be|must be) (?:disabled|required|turned off|enabled)\b.{0,120}"
    r"|.{0,80}\b(?:verify(?:ing)?|confirm|check) (?:that |if )?you are (?:a )?(?:human|not a (?:ro)?bot)\b.{0,80}"
    r"|checking your browser\b.{0,80}|(?:access denied|403 forbidden|404|page not found|are you a robot)\b.{0,80}",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"(?:continue|keep|to) reading\b(?! below)|(?:full|rest of th\w+) (?:story|article)"
    r"|already (?:a |have )?(?:subscri|member|account|registered)"
    r"|(?:for|to|our|only|exclusive\w* (?:for|to)) (?:paying |digital |premium )?(?:subscribers|members)\b|subscribers? only"
    r"|subscribe to (?:read|unlock|access|view)"
    r"|unlock this|unlimited access|weiterlesen|suite de (?:cet|l['’])|seguir leyendo|reached your .{0,30}limit|free articles?",
    re.IGNORECASE,
)  # of an offer without which the article cannot be read on
_SITE = re.compile(  # speaks of itself
    r"\b(?:we|our|us|this (?:site|website|newsletter)|wir|unser\w*|nous|nos|notre|nosotros|nuestr\w+)\b", re.IGNORECASE
)
_LITTLE = frozenset(
    "a an the of to in on at for from and or but with by as is are be this that these those it its your you our we us so if can may will i"
    " my pour la le les de des du un une et à cet cette der die das und oder den dem ein eine für zu mit auf im el los las y para con"
    " en".split()
)
_QUOTED = re.compile(r"[“”\"„»«]|\b(?:said|says|told|according)\b")
_TOKEN = re.compile(r"[\w'’]+(?:-\w+)*")
_HINTS = (
    *"cookie consent gdpr privacy data partners einwillig datenschutz confidentialité privacidad subscri newsletter sign log".split(),
    *"regist becom donat reader-supported inbox unlimited unlock support abonn suscr".split(),
    *(
        "free trial",
        "chip in",
        "reader-funded",
        "paywall",
        "value our",
        "contribution",
        "cancel any",
        "your email",
        "our app",
        "join the conv",
    ),
)
_LOADING_HINTS = ("load", "wait", "moment", "redirect", "javascript", "human", "bot", "browser", "denied", "forbidden", "404", "not found")
MOST_NOTICE = 200  # characters of a notice of loading
BARE = {"consent": 0.3, "offer": 0.55}  # share of the words from which a text by itself is of the kind
NAMED = 0.2  # where its element says so too
MOST_WORDS = {"consent": 500, "offer": 90}
LEAST_WORDS = 3


def judge(text: str, *, named: bool = False) -> Kind:
    """Return what a line or a block is if it is no part of an article; empty for what may be one.

    :param named: whether its element is called by the kind, or holds what a reader answers with.
    """
    low = text.lower()
    if len(text) <= MOST_NOTICE and any(word in low for word in _LOADING_HINTS) and _LOADING.fullmatch(text.strip()):
        return "loading"
    if not named and not any(word in low for word in _HINTS):  # equivalent: saves most lines the search
        return ""
    tokens = [token for token in _TOKEN.findall(low) if token not in _LITTLE]
    if len(tokens) < LEAST_WORDS and not named:
        return ""
    kinds: tuple[Literal["consent", "offer"], ...] = ("consent", "offer")
    shares = {kind: share(tokens, kind) for kind in kinds if len(tokens) <= MOST_WORDS[kind] and _is_of(kind, text, named=named)}
    kind = max(shares, key=lambda k: shares[k], default=None)
    return kind if kind and shares[kind] >= (NAMED if named else BARE[kind]) else ""


def judge_line(text: str, *, inside: bool) -> Kind:
    """Return what a line of a page's text is if it is no part of the article.

    A sentence may tell readers how to cancel a subscription or refuse cookies; it is the site's own only where it says "we", "our".

    :param inside: whether it stands between sentences of the article, where the same is asked of shorter lines.
    """
    kind = judge(text)
    plain = kind in {"consent", "offer"} and (inside or is_prose(text))
    return "" if plain and not (_SITE.search(text) or PAYWALL.search(text)) else kind


def speaks_to_reader(text: str) -> bool:
    """Whether a text is addressed to its reader, and quotes nobody."""
    return not _QUOTED.search(text) and any(pattern.search(text) for pattern in _TO_READER.values())


def _is_of(kind: Literal["consent", "offer"], text: str, *, named: bool) -> bool:
    return named or bool(_STRONG[kind].search(text) and _TO_READER[kind].search(text) and not _QUOTED.search(text))


def share(tokens: list[str], kind: Literal["consent", "offer"]) -> float:
    """Return the share of words, little ones left out, that are of the kind's vocabulary."""
    words = _vocabulary(_CONSENT_WORDS if kind == "consent" else _OFFER_WORDS)
    return sum(bool(words.fullmatch(token)) for token in tokens) / max(1, len(tokens))


@lru_cache
def _vocabulary(listed: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in listed.split()))
