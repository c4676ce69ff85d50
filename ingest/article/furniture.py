"""Recognise lines that belong to the web page and not to the article: share buttons, menus, sections, ads, picture credits (pure)."""

import re

from rag.sources.agencies import forms

# Whole lines, lower-cased, without punctuation at the ends. Nothing here can be a sentence.
_SHARING = """
short url|share|share this|share this article|share this story|share on facebook|share on twitter|share on x|share on whatsapp
share via email|share your opinion|follow|follow us|following|facebook|twitter|whatsapp|linkedin|telegram|reddit|pinterest|instagram
youtube|messenger|flipboard|pocket|x (twitter)|tweet|pin it|print|print this page|email|e-mail|copy link|link copied|copied|save
save article|bookmark|gift this article|listen|listen to this article|play audio|comments|comment|leave a comment|post a comment
view comments|show comments
"""
_MENUS = """
logo|menu|search|home|skip to content|skip to main content|skip to navigation|navigation|close|open menu|back to top|next article
previous article|next|previous|sign up|sign in|log in|login|register|subscribe|subscribe now|newsletter|newsletters
sign up for our newsletter|get the newsletter|donate|load more|show more|read full story|read full article|see more|view all|see all
live story|breaking news|live|all rights reserved|cookie settings|privacy policy|terms of use|terms of service|contact us|about us
image|photo|video|photo gallery|view gallery|enlarge|enlarge image
"""
_ADS = """
advertisement|advertisements|advert|ad|sponsored|sponsored content|promoted|paid content|continue reading below|article continues below
story continues below advertisement|article continues below advertisement|advertisement - scroll to continue
story continues after photo gallery|story continues below photo gallery
"""
_LISTS = """
most popular|most read|most viewed|most shared|popular|trending|trending now|recommended|recommended for you|recommended stories
you may also like|you might also like|editor's picks|editors' picks|editor's pick|top stories|latest news|latest stories|more stories
more news|more from this section|related|related articles|related stories|related news|related topics|related content|related links
read more|read also|also read|see also|keep reading|tags|tag|topics|keywords|filed under|comments
"""
_SECTIONS = """
world politics mena middle east business sport sports opinion opinions technology tech science health culture entertainment africa asia
europe americas america uk us usa arab palestine israel iraq syria region regional national local lifestyle travel economy news
breaking live story analysis features feature international nation society environment climate education arts life style money markets
finance gulf levant
"""
_PICTURES = """
getty|getty images|epa|epa-efe|anadolu images|aa|afp via getty images|handout|file|file photo|shutterstock|istock|unsplash|pool
screengrab|courtesy
"""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.strip().replace("\n", "|").split("|"))


LISTS = _listed(_LISTS)  # headings over links to other stories
_LINES = _listed(_SHARING) | _listed(_MENUS) | _listed(_ADS) | LISTS
_NAMES = frozenset(_SECTIONS.split())
_AGENCY_FORMS = sorted({written for form in forms() for written in (form, form.upper())})  # in lower case some are words: spa, nan
_CREDITED = f"(?:{'|'.join(sorted(_listed(_PICTURES)))}|(?-i:{'|'.join(map(re.escape, _AGENCY_FORMS))}))"
_FORMS = re.compile(
    r"(?:for immediate release|(?:press|media|news) (?:release|statement))"
    r"|(?:media|press|news|for (?:more|further) information)\s*"
    r"(?:contacts?|enquiries|inquiries|office)?\s*:.{0,120}?(?:\d[\d ()/-]{5,}\d|@\S+)"
    r"|(?:# ?){2,}#?|(?-i:NNNN|ENDS?)|[-–—(/]+\s?(?:30|ends?|enditem|nnnn)\s?[-–—)/]*"
    r"|\d{1,3}[ -]?min(?:ute)?s?\.? (?:read|listen|watch)|(?:reading|read) time:? .{1,20}"
    r"|(?:lesezeit|temps de lecture|tiempo de lectura|tempo d[ei] (?:lettura|leitura)|leestijd|lästid|læsetid|lesetid)\s*:?\s?\d.{0,12}"
    r"|listen\s*\(?\d{1,2}:\d\d\)?|(?:story|article) continues (?:below|after)(?: (?:this|the))? (?:ad|advert|advertisement)"
    r"|\d+ (?:comments?|shares?|views?)"
    r"|(?:(?:updated|published|posted) )?\d+ (?:second|minute|min|hour|hr|day|week)s? ago"
    r"|(?:©|\(c\)|copyright) ?(?:©|\(c\))? ?\d{4}(?:\W*(?-i:[A-ZÀ-Þ]).{0,80}|\W*)|https?://\S+|www\.\S+"
    r"|follow .{2,60} on (?:twitter|x|instagram|facebook|threads|tiktok|bluesky)\b.{0,40}",
    re.IGNORECASE,
)
RESERVED = re.compile(r"\b(?:rights? reserved|reproduc|permission|republish|redistribut)", re.IGNORECASE)
_LINK = re.compile(  # a headline, not "Recommended: a toll of four euros"
    r"(?:read more|read also|also read|see also|more on this|(?:related|recommended|in pictures)(?=\s*:\s*(?-i:[^a-z\s])))\s*:\s*\S.*",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(
    rf"[\[(][^()\[\]]{{0,60}}\b{_CREDITED}[\])]|[A-Z][\w.'’ -]{{1,40}}/\s?{_CREDITED}|credit\s*:\s*.{{1,60}}"
    r"|(?:photo|image|picture|photograph|video|illustration|graphic)s?(?: credit| courtesy)?\s*(?:by\b|:|©)"
    rf"\s*(?:(?-i:[^a-z\s]).{{0,59}}|(?:supplied|courtesy|{_CREDITED})\b.{{0,50}})",
    re.IGNORECASE,
)
CREDIT_TAIL = re.compile(rf"\s*(?:\([^()]{{0,80}}\b{_CREDITED}\)|\[[^\[\]]{{2,80}}\])\.?$", re.IGNORECASE)
TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*$")
SENTENCE = 8  # words, from which a line that ends as a sentence is one: "© 2019 Star was printed on it, the court heard."
_LINK_WORDS, _CREDIT_WORDS = 22, 9


def bare(text: str) -> str:
    """Return a line lower-case, without punctuation or arrows at its ends."""
    return text.lower().replace("’", "'").strip(" .:|•·»>«<-–—!…")


def is_furniture(text: str) -> bool:
    """Whether a whole line is furniture of the page."""
    words = bare(text)
    if not words or words in _LINES:
        return True
    count = len(text.split())
    told = bool(TERMINAL.search(text))
    if _FORMS.fullmatch(text.rstrip(". ")) and not (told and count >= SENTENCE and not RESERVED.search(text)):
        return True
    if told:
        return False
    return (count <= _LINK_WORDS and bool(_LINK.fullmatch(text))) or (count <= _CREDIT_WORDS and bool(_CREDIT_LINE.fullmatch(text)))


def is_section(text: str) -> bool:
    """Whether a line reads as the name of a section: MENA, ARAB AND WORLD, Middle East, News / World."""
    names = [w for w in re.findall(r"\w+", text.lower()) if w not in {"and", "the"}]
    return 1 <= len(names) <= 4 and all(n in _NAMES for n in names) and text[0].isupper() and not TERMINAL.search(text)


def is_caption(text: str) -> bool:
    """Whether a line ends with a picture credit."""
    return bool(CREDIT_TAIL.search(text))


def is_credit(text: str) -> bool:
    """Whether a line credits a picture and says no more, or ends with such a credit."""
    return is_caption(text) or bool(_CREDIT_LINE.fullmatch(text))
