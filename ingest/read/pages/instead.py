"""Tell a page that a site sends in place of an article: nothing is there, it cannot be had now, or who reads must log in first (pure).

Such pages come as if all were well. One is told by its headline *and* by its few sentences, which speak to its visitor or, without
a name, a figure or a quotation, of the page; reports about lost pages, outages and logins have headlines alike, but speak of others.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from ingest.article.clean import key
from ingest.read.pages.judge import judge

MOST: Final = 120  # words of such a page; an article under such a headline has more, or speaks of others
OTHERS: Final = 0.25  # share of the words in its sentences that may be of something else: the site's foot, a teaser
LONGEST: Final = 100  # characters of a headline of that kind
SENTENCE: Final = 4  # words; less is a label
OF_PAGE: Final = 20  # words of a sentence about the page itself

_WHAT = r"(?:the |this |that |your )?(?:requested )?(?:web ?)?(?:page|site|article|story|content|url|link|document|file|service|server)"
_WANTED = r"(?: (?:that )?you.{1,40}?| requested| at this address)?"
_NONE = (
    rf"{_WHAT}{_WANTED} (?:(?:is|was|has|does|could|can) )?(?:(?:not|no longer) )?(?:be |been )?"
    r"(?:found|exists?|available|here|missing|moved|gone|expired)",
    rf"(?:we )?(?:can not|could not|did not|are unable to|unable to) find {_WHAT}{_WANTED}",
    r"nothing (?:was )?(?:found|here)(?: here)?|not found|no such page|missing page|dead link|broken link",
    r"(?:die |diese )?(?:angeforderte |gesuchte |gewünschte )?(?:web)?seite (?:wurde |konnte |ist |existiert )?(?:leider )?nicht"
    r"(?: mehr)?(?: gefunden(?: werden)?| verfügbar| vorhanden)?|nicht gefunden",
    r"(?:cette |la )?page (?:demandée |recherchée )?(?:est )?(?:introuvable|inexistante|non trouvée|n['’](?:existe"
    r"|a) (?:pas|plus).{0,20})",
    r"(?:la |esta )?página (?:solicitada )?no (?:se )?(?:ha |fue |pudo )?(?:sido )?(?:encontr\w+|existe|disponible)"
    r"|no (?:se )?(?:ha |hemos |pudimos )?encontr\w+ (?:la|esta) página",
    r"(?:a |esta )?página não (?:foi )?(?:encontrada|existe|disponível)|(?:la "
    r"|questa )?pagina non (?:è stata )?(?:trovata|esiste|disponibile)",
    r"(?:de |deze )?pagina (?:is )?(?:niet (?:gevonden|beschikbaar)|bestaat niet(?: meer)?)",
    r"sidan (?:kunde inte hittas|hittades inte|finns inte(?: längre)?)|siden (?:(?:blev|ble|kunne) ikke (?:fundet|funnet|findes|finnes)"
    r"|(?:findes|finnes|eksisterer) ikke)",
    r"(?:nie znaleziono strony|strona nie (?:została znaleziona|istnieje))|страница не (?:найдена|существует)",
)
_DOWN = (
    rf"(?:{_WHAT} )?(?:is )?(?:temporarily |currently )?(?:unavailable|offline|down(?: for maintenance)?)",
    r"internal server error|bad gateway|gateway time-?out|too many requests|forbidden"
    r"|access (?:to this page has been )?(?:denied|blocked)"
    r"|request (?:blocked|denied)|(?:site |scheduled |planned |down for |under )?maintenance(?: mode)?"
    r"|technical (?:difficulties|problems?)",
    r"something (?:went|has gone) wrong|an (?:unexpected )?error (?:has )?occurred|we(?:['’]ll| will| are"
    r"|['’]re) be (?:right )?back.{0,20}",
    r"(?:dienst|seite|server|service) (?:ist )?(?:vorübergehend |derzeit |zurzeit )?nicht (?:verfügbar|erreichbar)|wartungsarbeiten"
    r"|zugriff verweigert|(?:es ist )?ein fehler (?:ist )?aufgetreten|(?:da |etwas )ist (?:etwas )?schiefgelaufen",
    r"(?:service|site) (?:temporairement |momentanément )?(?:indisponible|en maintenance)|accès refusé"
    r"|une erreur (?:est survenue|s['’]est produite)",
    r"servicio (?:temporalmente )?no disponible|(?:sitio )?en mantenimiento|acceso denegado|algo (?:salió|ha ido) mal|error interno",
    r"servizio (?:temporaneamente )?non disponibile|(?:sito )?in manutenzione|accesso negato|si è verificato un errore",
    r"serviço (?:temporariamente )?indisponível|em manutenção|acesso negado|ocorreu um erro",
)
_LOGIN = (
    r"(?:please |you must )?(?:log|sign)[ -]?(?:in|on)(?: (?:to|or|and|with|here|using|below)\b.{0,50})?",
    r"(?:member|subscriber|reader|user|customer|account)s?['’]? (?:log|sign)[ -]?in|welcome back|(?:forgot|reset) (?:your )?password",
    r"(?:create|open) (?:an|your|a free) account.{0,40}|register (?:now|to|for|or)\b.{0,40}|registration",
    r"(?:bitte |jetzt )?(?:anmelden|einloggen|anmeldung|(?:melden sie sich|melde dich) an.{0,40})(?: (?:oder"
    r"|und) registrieren)?|mein konto",
    r"(?:se |me )?connecte[rz](?:-vous)?.{0,40}|connexion|identifie[rz](?:-vous)?|(?:iniciar|inicia"
    r"|inicie) sesión.{0,40}|acceder|ingresar",
    r"accedi.{0,30}|accesso|iniciar sessão|fazer login|entrar|acessar|inloggen|log in of registreer|logga in.{0,30}|log ind|logg inn"
    r"|zaloguj się|logowanie|войти|вход|авторизация",
)
_KINDS: Final = {
    kind: re.compile("|".join(f"(?:{one})" for one in listed), re.IGNORECASE)
    for kind, listed in (("none", _NONE), ("down", _DOWN), ("login", _LOGIN))
}
_CODE = re.compile(
    r"(?:(?:http|error|fehler|erreur|errore?|status)\W*)*(?:(4(?:04|10))|(4(?:0[13]|29)|50[0-4]))(?:\W*(?:error|fehler))?", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:error )?[45]\d\d (?:error )?(?=[^\W\d])", re.IGNORECASE)
_PARTS = re.compile(r"[|:!.?…·•»]+|\s[-–—]\s|[–—]|,\s|\s(?=\()")
_LEAD = re.compile(
    r"(?:oops|whoops|uh[- ]oh|we(?:['’]re| are) sorry|sorry|error|hoppla|ups|entschuldigung|désolé|lo sentimos"
    r"|spiacenti)\W+",
    re.IGNORECASE,
)
_CANNOT, _NOT = re.compile(r"\bcan(?:not|['’]t)\b", re.IGNORECASE), re.compile(r"n['’]t\b", re.IGNORECASE)
_IT = re.compile(r"(?:it|this|maybe|perhaps|sie|elle|il|es|ella|está|esa|hij|ze|den|det)\b", re.IGNORECASE)
_STOP = re.compile(r"(?<=[.!?…])\s+|\n")
_TO_VISITOR = re.compile(
    r"\b(?:you|your|sorry|please|try|we|we['’]\w+|our|apologi[sz]e\w*|go (?:back|to)|return to|use the|click|forgot"
    r"|enter|don['’]t have|remember me"
    r"|sie|ihre?\w*|dein\w*|dich|bitte|leider|wir|unser\w*|vous|votre|vos|nous|notre|veuillez|désolé\w*|usted|su|tu|te"
    r"|por favor|lo sentimos"
    r"|nuestr\w+|hemos|estamos|inténtelo|você|sua|seu|desculpe|spiacent\w+|tua|tuo|ti|prova|riprova|torna|stiamo|je"
    r"|jouw|uw|helaas|probeer|du|din|ditt|beklager|tyvärr|försök"
    r"|przepraszamy|вы|ваш\w*|извините|попробуйте)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"\b(?:page|link|address|url|web ?site|site|home ?page|server|request|article|password|account|seite|adresse|lien"
    r"|página|enlace|pagina"
    r"|sidan|siden|strona|страниц\w+)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“”\"„«»]|\b(?:said|says|told|according)\b")
_OF_OTHERS = re.compile(  # a quotation, a figure, a name
    r"[“”\"„«»]|\d|\b(?:said|says|told|according|announced|reported|sagte|teilte|déclaré|selon|dijo|según|disse"
    r"|secondo)\b|(?<=[\w,] )[A-ZÀ-Þ]"
)
_OF_OUTLET = re.compile(  # which takes an article back, and says so
    r"\b(?:retract\w+|withdr[ae]w\w*|taken down|corrections?|inaccura\w+|legal|editor['’]?s?['’]? note"
    r"|we (?:have )?(?:removed|deleted|took))\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"password|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|lösenord|adgangskode|passord|hasło|пароль", re.IGNORECASE
)
NOT_NOW: Final = "only a notice that the site does not show it now, no article: try again later"
_ONLY: Final = {
    "none": "only a notice that there is no such page, no article",
    "down": NOT_NOW,
    "login": "only a form to log in, no article: log in with a browser, then save the page",
}


def asks_password(tree: Any) -> bool:  # noqa: ANN401 - an lxml element; lxml is imported late
    """Whether a page has a field for a password; many articles have one in a box above them."""
    return tree.find(".//input[@type='password']") is not None


def why_no_article(text: str, titles: Sequence[str], *, password: bool) -> str:
    """Return why a page is none of an article though it has a text; empty where it may be one.

    :param titles: what the page calls itself: its headline, its window.
    :param password: whether it asks for one.
    """
    if len(text) > MOST * 12 or len(text.split()) > MOST or _OF_OUTLET.search(text):
        return ""
    lines = [line for line in text.split("\n") if line.strip()]
    kind = next(filter(None, (kind_of(line) for line in (*titles, *lines[:1]))), "")
    if not kind and not (password and _ASKED.search(text) and judge(text, named=True) == "offer"):
        return ""
    called = {key(title) for title in titles}
    told = [part for line in lines if key(line) not in called for part in _STOP.split(line) if len(part.split()) >= SENTENCE]
    others, of_page = 0, False
    for part in told:
        of_page = _is_of_page(part) or (of_page and _IT.match(part) is not None and not _OF_OTHERS.search(part))
        others += 0 if of_page else len(part.split())
    return _ONLY[kind or "login"] if others <= OTHERS * sum(len(part.split()) for part in told) else ""


def kind_of(headline: str) -> str:
    """Return which page of this kind a headline, or a part of it beside the outlet's name, is of: none, down, login; empty for others.

    >>> kind_of("404 - Page not found | Arden Post"), kind_of("Page not found: what the web forgets"), kind_of("Logins stolen")
    ('none', 'none', '')
    """
    if not headline or len(headline) > LONGEST:
        return ""
    whole = _LEAD.sub("", _NOT.sub(" not", _CANNOT.sub("can not", headline.strip())))
    for part in filter(None, (part.strip(" \t\"'()[]-") for part in (whole, _NUMBER.sub("", whole), *_PARTS.split(whole)))):
        if code := _CODE.fullmatch(part):
            return "none" if code[1] else "down"
        if kind := next((name for name, pattern in _KINDS.items() if pattern.fullmatch(part)), ""):
            return kind
    return ""


def _is_of_page(sentence: str) -> bool:
    """Whether a sentence speaks to the visitor, or in a few words of the page."""
    if _TO_VISITOR.search(sentence):
        return not _QUOTED.search(sentence)
    return bool(_PAGE.search(sentence)) and len(sentence.split()) <= OF_PAGE and not _OF_OTHERS.search(sentence)
