"""Tell a short line that asks its reader to do something with the site, by how many of its words such lines are made of (pure).

"Jetzt Newsletter bestellen", "Cancel at any time", "Text size: A A A | Listen to this article". In the languages of
``ingest.article.months``. A sentence of an article may use some of these words, but has others and ends with a full stop.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

_TO_DO = """
create learn republish email subscribe cancel sign log join get download follow register try start keep continue read unlock upgrade
donate support choose add tap click
watch listen enable turn receive discover enjoy become renew give buy purchase
jetzt abonnieren bestellen bestell* anmelden einloggen registrieren testen weiterlesen lesen sichern herunterladen folgen folge kündbar
kündigen
entdecken unterstützen hören spenden
abonnez* inscrivez* s'abonner s'inscrire recevez recevoir téléchargez télécharger suivez découvrez découvrir profitez essayez continuez
lisez
résiliable* connectez* se-connecter soutenez écoutez lire
suscríb* suscrib* regístr* registr* apúnt* recib* descarg* síg* sigue siga sigan descubre prueb* inicia cancel* apoya únete escucha lee leer
seguir leyendo
iscriviti iscriv* abbonati abbon* ricevi scarica seguici segui scopri prova accedi disdici sostieni ascolta registrati leggi
assine assin* inscreva* receb* receba baixe siga descubra experimente entre cadastr* cancele apoie ouça leia continue
abonneer abonneren schrijf aanmelden meld ontvang volg ontdek probeer inloggen lees opzegbaar steun luister doneer
prenumerera anmäl ladda följ upptäck prova logga bli läs avsluta stöd lyssna
abonner tilmeld meld få hent følg opdag prøv log bliv læs opsig støt lytt les
"""
_ABOUT = """
newsletter* email* e-mail* mail inbox alert* notification* app apps account subscription* membership podcast* whatsapp telegram facebook
instagram google twitter channel trial offer* plan plans reader* subscriber* member* access story stories article* journalism paywall
puzzles
ad-free audio preferred source sources standards guidelines licen* reprint* text font size aa larger smaller print share save gift bookmark
copy link comment* tip tips euro euros pound* dollar* crown* kronor kroner wochen weeks months
postfach nachrichten e-mail-adresse kostenlos* gratis abo abos probeabo konto artikel angebot* monat monatlich schriftgröße vorlesen anhören
drucken teilen merken kanal push
infolettre lettre lettres courriel boîte compte abonnement abonné* offre essai gratuit* gratuitement article appli application chaîne mois
imprimer partager enregistrer écouter réservé
boletín boletines correo bandeja cuenta suscripción suscriptor* oferta gratuito gratuita canal aplicación artículo compartir imprimir
guardar
escuchar noticias mes
bollettino posta casella abbonamento offerta articolo gratuitamente canale notizie mese condividi stampa salva ascolta
assinatura assinante* boletim conta notícias mês compartilhar partilhar ouvir
nieuwsbrief nieuwsbrieven postvak abonnement* aanbieding gratis nieuws kanaal maand delen bewaren luister tekstgrootte proefabonnement
nyhetsbrev* nyhedsbrev* inkorg indbakke innboks konto prenumeration* artikeln artiklen artikkelen nyheter nyheder kanal månad måned dela del
spara gem skriv
"""
_AROUND = """
a an the of to in on at for from and or but with by as is are be this that these those it its your you our we us i my me here now today up
out any anytime time all more first free no just only full unlimited exclusive latest top best daily weekly monthly every each day week
month
year morning evening one off back directly straight below have already not yet want
der die das den dem des ein eine einen für zu zum zur mit auf im in von und oder ihr ihre ihren sie wir uns unser* hier heute alle mehr
jederzeit
täglich wöchentlich neu neues neue wichtigsten schon noch kein keine nur pro tag woche danach geht es bereits ohne dein deine
le la les de des du un une et à au aux ou pour sur par votre vos nos notre nous vous dans ici maintenant tous tout toutes plus chaque jour
semaine puis ensuite d'information d'info sans engagement moment déjà cet cette ce matin
el los las del al y en con por para tu tus su sus nuestro nuestra nuestros nuestras aquí ahora todo todas cada día semana después luego
sin ya gratis mañana
momento cualquier hoy lo más
il lo gli i di da e alla allo nella per con tua tuo la nostra nostro nostri ogni giorno settimana poi qui ora tutti tutte subito già oggi
mattina
momento qualsiasi
o os as do da dos das no na em e para com sua seu nossa nosso todo toda todos cada dia semana depois aqui agora já hoje manhã qualquer
het een van op in je jouw onze ons en of voor naar elke dag week daarna hier nu alle meer direct al vandaag ochtend moment elk zich
den det en ett et på i till til av af och og för for din ditt dit dig deg mig vår vores vårt här her nu varje hver dag uke uge vecka
sedan derefter alle alla gratis
direkt idag när som helst når tid
"""
_OTHER_TOOLS = "play pause seconds minutes minute min mins read increase decrease"
_SIGN = re.compile(  # at least one word that is of this alone
    r"newsletter|bulletin|bolet[ií]|bolletti|infolettre|nieuwsbrie|nyhe[td]s?brev|e-?mail|courriel|inbox|postfach|bandeja|casella|postvak"
    r"|ink?org|indbakke|innboks|subscri|subskri|abonn|abbon|suscr|assin[aei]|prenumer|inscr[ie]|iscriv|anmeld|tilmeld|anmäl|cadastr"
    r"|regist[re]"
    r"|log(?:ga)? ?in|logg|einlogg|sign(?:ed)? ?(?:up|in)\b|account|konto|compte|cuenta|cancel|kündbar|résili|disdici|opzegbaar|avsluta"
    r"|opsig"
    r"|keep reading|continue reading|weiterlesen|seguir leyendo|\bapp\b|appli|aplicaci|whatsapp|telegram|instagram|facebook|twitter"
    r"|kan[aá]l\b|canale?\b|cha[îi]ne|channel|notification|\bpush\b|unlimited|ad-free|donat|spende|soutene|preferred"
    r"|republish|lettre d['’]info|a tip\b|free articles?|testen\b"
    r"|standards\b|reprint|font size|text size|schriftgröße|tekstgrootte|listen to|anhören|vorlesen|écoute[rz]|escuch|ascolta|ouvir|ouça"
    r"|luister|lyssna|lytt|licen[cs]e|teilen|partager|compart|condividi|partilh|delen|imprim|drucken|stampa|bookmark"
    r"|copy link|gift",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S{1,60}@\S+|https?://\S+|www\.\S+")
_QUOTED = re.compile(r"[“”\"„»«]")
_STOP = re.compile(r"[.!?…]\W*$")
_HERE = [["here"], ["click", "here"], ["this", "link"], ["hier"], ["ici"], ["aquí"], ["qui"], ["aqui"], ["här"], ["her"]]
LONGEST = 300  # characters
MOST = 14  # words of such a line
NAMED, LEAST_KNOWN = 3, 4  # words of a name in it, and other words beside which it may stand
ALL_BUT = 0.8  # share of its words from which a line is one
LABEL = re.compile(
    r"(?:our|your)\s[\w' ]{3,30}|(?:see|read|watch|listen|also|more|related|in pictures|explainer|don['’]t miss)\b[\w'’ ]{0,20}"
    r"|(?:lesen|sehen|mehr|auch|hören)\b[\w ]{0,25}|(?:lire|voir|à lire|écouter)\b[\w ]{0,20}|(?:lea|lee|vea|ver|leer|le[ei]a"
    r"|ve[jd]a)\b[\w ]{0,20}"
    r"|(?:leggi|guarda)\b[\w ]{0,20}|(?:lees|bekijk)\b[\w ]{0,20}|(?:läs|se|læs|les)\b[\w ]{0,20}",
    re.IGNORECASE,
)


def asks(line: str) -> bool:
    """Whether a line does nothing but ask its reader to subscribe, to sign up, to share, to listen."""
    if len(line) > LONGEST:
        return False
    line = _ADDRESS.sub("", line)
    written = _TOKEN.findall(line.replace("’", "'"))
    tokens = [token.lower() for token in written]
    if not 0 < len(tokens) <= MOST or _QUOTED.search(line) or not _SIGN.search(line):
        return False
    known = _vocabulary(_TO_DO + _ABOUT + _AROUND + _OTHER_TOOLS)
    other = [token for token, low in zip(written, tokens, strict=True) if not known.fullmatch(low)]
    names = [token for token in other if token[0].isupper() and not line.startswith(token)]  # what is asked for is called by its name
    count = len(tokens) - (len(names) if len(names) <= NAMED and len(tokens) - len(other) >= LEAST_KNOWN else 0)
    share = (len(tokens) - len(other)) / count
    if share < ALL_BUT:
        return False
    begins = any(_vocabulary(_TO_DO).fullmatch(token) for token in _first(line, tokens))
    return begins or (share == 1 and line[:1].isalpha() and not (_STOP.search(line) and len(tokens) > 4))


def calls(link: str) -> bool:
    """Whether the words of a link are those by which such a line is followed: "here", "Sign up"."""
    tokens = [token.lower() for token in _TOKEN.findall(link)]
    return tokens in _HERE or bool(tokens and _vocabulary(_TO_DO).fullmatch(tokens[0]))


def _first(line: str, tokens: Sequence[str]) -> list[str]:
    """Return the words that a line, and each part of it behind a sign, begins with."""
    return [*tokens[:2], *(t.lower() for part in re.split(r"[.!?:|•·–—]\s+", line)[1:] for t in _TOKEN.findall(part)[:1])]


@lru_cache
def _vocabulary(listed: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\*", r"[\w'-]*") for word in sorted(set(listed.split()))))
