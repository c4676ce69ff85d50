"""Tell by its class and id what a site calls an element: whole where nothing but words of site builders stand beside the name (pure).

``id="social-housing"`` is an anchor of the story's own, ``class="entry tag-cookies"`` a topic; ``class="c-social-links"`` is a box.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_NAMES = {
    "consent": r"cookies?|consents?|gdpr|ccpa|cmp-(?:box|banner|container|wrapper|root)|privacy-(?:banner|notice|popup|manager|wall)"
    r"|cc-(?:window|banner)",
    "offer": r"pay-?wall|reg-?wall|subscri\w+|newsletters?|sign-?up|member\w*|metered|piano|tp-modal|donat\w+|support-us|promos?"
    r"|promotions?|upsell|offers?|call-to-action|cta|premium|gate|banner|log-?in|sign-?in|widget",
    "comments": r"comments?|comment-?list|disqus\w*|dsq|replies|respond|discussion|livefyre|hyvor\w*|viafoura\w*|spot-?im\w*"
    r"|coral-(?:talk|stream|thread|comments|container|root)",
    "box": r"tag-?list|most-(?:read|popular|viewed)|read-(?:next|more|also)|more-(?:stories|news|from)|next-(?:article|story)|recirc\w*"
    r"|related|also-read|see-also|outbrain|taboola|author-(?:bio|box)|about-(?:the-)?author|advert\w*|ad-?slot|sponsored",
    "aside": r"shar(?:e|ing|edaddy)|social|tags|breadcrumbs?|toolbar|trending|popular|ticker|recommend(?:ed|ations)|sidebar",
}
_PATTERNS = {kind: re.compile(rf"(?:^|(?<=-))(?:{names})(?=-|$)") for kind, names in _NAMES.items()}
_GLUED = {
    "consent": re.compile("cookie|consent"),
    "offer": re.compile("newsletter|paywall|subscri|signup|donat"),
}  # in one word with another
_MANAGER = re.compile(
    r"(?:onetrust|didomi|usercentrics|cybot|quantcast|qc-cmp|sp-message|truste(?![a-z])|trustarc|borlabs|iubenda|klaro|tarteaucitron)"
)
_THREAD = re.compile(r"(?:^|-)(?:comments|comment-?list|disqus\w*|livefyre|hyvor\w*|viafoura\w*|spot-?im\w*|coral-\w+)(?=-|$)")
_TOPIC = re.compile(r"(?:tag|category|cat|topic|term|keyword)-")  # before the name of a topic, as WordPress calls an entry by its own
SHORT = 2  # letters of a word that says nothing: "c-", "js-"
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W_A-Z]+")
_FRAME = frozenset(
    """
    a about above action actions ad addtoany after alert all amp and app area article articles aside author b background banner bar
    base before below big block blocks blog body bottom box boxes brand btn btns button buttons by card cards carousel cell center
    close col cols column comp component components container content contents copy core count counter css cta custom dark data
    default desc description desktop details dialog dialogue dropdown editor el element elementor email embed end entry error extra
    facebook fb feed first fixed flex float floating fluid foot footer for form frame free full grid group half head header heading
    hidden hide holder home host hub icon icons id image img in info inline inner input instagram item items jeg jetpack js label
    labels large latest layer layout lead left legacy light link linkedin links list load loop mailchimp main manager master mc
    media medium menu message meta mini mobile modal module more msg nav navigation new news next no note notice of on one open
    outer overlay page pages pane panel part picks placeholder plugin point policy popover popup portlet post posts preferences
    prefs prev print promo prompt react reader recent region right root row rows sc sdk secondary section sections service settings
    shell show side single site slide slider slim slot small snippet stack static sticky stories story stream strip style styled
    styles sub submit tab tablet tabs talk target teaser teasers template text the theme thread thumb title to toggle tool tools top
    tracking trigger twitter two type ui under unit us user vertical view viewport views vue wall web whatsapp wide widgets window
    with wp wrap wrapper x your zone
    """.split()
)


@dataclass(frozen=True, slots=True)
class Called:
    """What an element is called: kinds by whole names, kinds that are named beside other words, and what is of one thing alone."""

    whole: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()
    manager: bool = False  # by the name of a product that asks for consent
    thread: bool = False  # by a name of readers' comments and of nothing else

    def __bool__(self) -> bool:
        return bool(self.whole or self.partly)


@lru_cache(maxsize=4096)
def called(names: str) -> Called:
    """Return what a class and id, with spaces between their tokens, call an element.

    >>> sorted(called("c-inline-newsletter__form").whole), sorted(called("newsletter-quarrel").whole), called("trustees").manager
    (['offer'], [], False)
    """
    whole: set[str] = set()
    partly: set[str] = set()
    manager = thread = False
    for token in names.split():
        written = "-".join(_PART.findall(token)).lower()
        if _TOPIC.match(written) and not _is_frame(written.partition("-")[2]):
            continue
        if _MANAGER.match(written):
            manager = True
            whole.add("consent")
        for kind, pattern in _PATTERNS.items():
            if pattern.search(written):
                (whole if _is_frame(_bare(written)) else partly).add(kind)
                thread = thread or (kind == "comments" and kind in whole and bool(_THREAD.search(written)))
            elif kind in _GLUED and _GLUED[kind].search(written):
                partly.add(kind)
    return Called(frozenset(whole), frozenset(partly - whole), manager, thread)


def _bare(written: str) -> str:
    """Return what is left of a token without the names in it."""
    for pattern in _PATTERNS.values():
        written = pattern.sub("", written)
    return written


def _is_frame(written: str) -> bool:
    return all(len(word) <= SHORT or word in _FRAME or any(c.isdigit() for c in word) for word in written.split("-"))
