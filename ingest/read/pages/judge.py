"""Tell text that a page puts before, around or in place of an article: consent notices, offers, notices of loading, by the words in it.

A text is of a kind when enough of its words are and it speaks to its reader. Reports on cookies or subscriptions use the same words,
thinner, and speak of people; but guides and statements need not, so that a text goes by its words alone only where no article stands
around it: elsewhere its build must say so too (``boxes``, ``litter``).
"""

import re
from functools import lru_cache
from typing import Final, Literal

from ingest.article.clean import is_prose
from ingest.article.furniture import TERMINAL

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
_YOU = r"you|your|sie|ihre\w*|vous|votre|vos|su|sus|usted"
_TO_READER: Final = {
    "consent": re.compile(rf"\b(?:{_YOU}|we|our|(?-i:us)|wir|unsere\w*|nous|nos|nosotros|nuestr\w+)\b", re.IGNORECASE),
    "offer": re.compile(
        r"\b(?:you|your|(?-i:us)|our|votre|vous|ihre?n?|tu)\b"
        r"|(?:^|[.!?:…]\s+)(?:please |to |now )?(?:get|download|subscribe|sign|log|join|become|support|register|start|try|enter|already"
        r"|continue|keep|unlock|donate|create|choose|upgrade|this (?:article|story|content) is|the rest of|jetzt|abonnez|suscr)",
        re.IGNORECASE,
    ),
}
_LOADING = re.compile(  # of the whole text; "Loading the ships took hours" and "404 people were treated" are sentences of an article
    r"(?:loading|please wait|(?:just a|one) moment(?:,? please)?|redirecting)(?:\W*|\s*(?:\.\.+|…).{0,40}"
    r"|[.,!]? (?:please wait|while\b|(?:you )?to\b|(?:your|the|this|more|next) (?:page|article|comments?|content|stor\w+|site|posts?)\b)"
    r"[^.]{0,60}\W*)"
    r"|.{0,80}\b(?:enable|requires?|without|turn on) javascript\b.{0,120}"
    r"|.{0,60}\bjavascript (?:is|seems to be|must be) (?:disabled|required|turned off|enabled)\b.{0,120}"
    r"|.{0,80}\b(?:verify(?:ing)?|confirm|check) (?:that |if )?you are (?:a )?(?:human|not a (?:ro)?bot)\b.{0,80}"
    r"|checking your browser\b.{0,80}|are you a robot\?.{0,80}|(?:(?:error )?40[34]\W*(?:error|forbidden|not found)?|access denied"
    r"|page not found)(?:\W*|\s*[.!:|–—-]\s.{0,120})",
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
_SITE = re.compile(  # speaks of itself; "US" does not
    r"\b(?:we|our|(?-i:us)|this (?:site|website|newsletter)|wir|unser\w*|nous|nos|notre|nosotros|nuestr\w+)\b", re.IGNORECASE
)
_READER = re.compile(rf"\b(?:{_YOU}|this (?:site|website))\b", re.IGNORECASE)
_LITTLE = frozenset(
    "a an the of to in on at for from and or but with by as is are be this that these those it its your you our we us so if can may will i"
    " my pour la le les de des du un une et à cet cette der die das und oder den dem ein eine für zu mit auf im el los las y para con"
    " en".split()
)
_QUOTED = re.compile(  # somebody else's words
    r"[“”\"„»«]|\b(?:said|says|told|according|wrote|writes|admitted|added|announced|claimed|warned|argued|insisted|promised|explained|asked"
    r"|replied|stated|found|heard|reported|sagte|erklärte|dit|déclaré|dijo|disse)\b"
)
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
SENTENCE = 5  # words of a short one


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


def is_sites(text: str, kind: Kind) -> bool:
    """Whether a text of a kind is the site's own, and no report's: it speaks of itself and to its reader, or of how to read on."""
    if _QUOTED.search(text):
        return False
    return bool((_SITE.search(text) and (kind == "offer" or _READER.search(text))) or (kind == "offer" and PAYWALL.search(text)))


def judge_line(text: str) -> Kind:
    """Return what a line above or below the sentences of an article is if it is no part of it, by its words alone.

    Between its sentences words do not suffice: they may tell readers how to cancel a subscription, or be a statement's "we".
    """
    kind = judge(text)
    return kind if kind == "loading" or not (is_prose(text) or is_sentence(text)) or is_sites(text, kind) else ""


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence and is as long as one."""
    return bool(TERMINAL.search(line)) and len(line.split()) >= SENTENCE


def speaks_to_reader(text: str) -> bool:
    """Whether a text is addressed to its reader or speaks for the site, and quotes nobody."""
    return not _QUOTED.search(text) and any(pattern.search(text) for pattern in (*_TO_READER.values(), _SITE))


def _is_of(kind: Literal["consent", "offer"], text: str, *, named: bool) -> bool:
    return named or bool(_STRONG[kind].search(text) and _TO_READER[kind].search(text) and not _QUOTED.search(text))


def share(tokens: list[str], kind: Literal["consent", "offer"]) -> float:
    """Return the share of words, little ones left out, that are of the kind's vocabulary."""
    words = _vocabulary(_CONSENT_WORDS if kind == "consent" else _OFFER_WORDS)
    return sum(bool(words.fullmatch(token)) for token in tokens) / max(1, len(tokens))


@lru_cache
def _vocabulary(listed: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in listed.split()))
