"""What is never an article: consent notices, offers, comments, boxes beside it; and what only looks like one of them."""

import pytest

from ingest.read.failures import ReadError
from ingest.read.pages import read_page
from ingest.read.pages.instead import LONGEST, MOST, OF_PAGE, OTHERS, SENTENCE, kind_of, why_no_article
from ingest.read.pages.judge import judge
from tests.kits.ingest import BODY

CONSENT = (
    "We and our 90 partners use cookies to store and access information on your device and to show personalised ads. "
    "You can accept or reject all, or change your choices in the settings."
)
OFFER = "Get unlimited access for 2 crowns a week. Cancel at any time."
SECOND = "The owner of the two boats said that both would be raised in the spring, when the harbour is free of ice again."


def text(inside: str, top: str = "<h1>Storm sinks two boats</h1>", title: str = "Storm sinks two boats | Post") -> str:
    return read_page(f"<html><head><title>{title}</title></head><body>{top}{inside}</body></html>".encode()).text


LONG = "I was there and nobody told us anything for hours, believe me."
ARTICLE = f"<p>{BODY}</p><p>{SECOND}</p>"
WHOLE = f"{BODY}\n\n{SECOND}"


@pytest.mark.parametrize(
    "litter",
    [
        f'<div id="onetrust-banner-sdk"><p>{CONSENT}</p><button>OK</button></div>',
        f"<div><p>{CONSENT}</p></div>",
        f'<div role="dialog" aria-modal="true"><h2>Before you go</h2><p>{OFFER}</p></div>',
        f"<amp-consent><p>{CONSENT}</p></amp-consent>",
        f'<div class="paywall"><h3>Subscribe to continue reading</h3><p>{OFFER}</p></div>',
        "<p>Sign up for our morning newsletter.</p>",
        "<p>Support our journalism: become a member today.</p>",
        '<ul class="links"><li>Log in to post comments</li></ul>',
        '<section id="comments"><p>I was there and nobody told us anything for hours, believe me.</p></section>',
        '<li itemscope itemtype="https://schema.org/Comment"><p>I was there and nobody told us a thing for hours.</p></li>',
        "<div><h3>12 Comments</h3><div><b>Bo</b><p>I was there and nobody told us anything for hours, believe me.</p></div></div>",
        "<div><h2>More on this story</h2><ul><li><a>Harbour wall to be rebuilt</a></li></ul></div>",
        '<div class="share">Share it</div>',
        '<div class="related-box"><h4>Also</h4><a href="/1">Harbour wall to be rebuilt</a></div>',
        "<p>Tags: boats, storm</p>",
        "<p>Topics: <a>boats</a>, <a>storms</a></p>",
        f"<div class='comment'><b>Bo</b><p>{LONG}</p><a>Reply</a></div>",
        "<p>Copyright May 3, 2024 Post</p>",
        "<p>© Post</p>",
        '<div class="spinner">Loading…</div>',
        "<p>Loading the comments…</p>",
        '<div class="c-social-links"><span>Pass it on</span></div>',
        '<section class="topic-recommended"><h4>Also</h4><a href="/1">Harbour wall to be rebuilt</a></section>',
        '<div class="cookies"><p>Fine with cookies?</p><button>OK</button></div>',
        '<div class="k-cta-card"><p>Premium readers keep this site afloat.</p></div>',
        '<div class="author-bio"><p>Bo Ek writes on boats for us.</p></div>',
        "<div><h4>Tea</h4><p>All that you need to know before breakfast each day.</p><input type=email><button>Go</button></div>",
        '<div id="trustarc-bar"><p>It is all about you and it always was.</p></div>',
    ],
)
def test_litter_is_not_in_the_text(litter: str) -> None:
    assert text(ARTICLE + litter) == WHOLE
    assert text(litter + ARTICLE, top="<h1>Storm sinks two boats</h1>") == WHOLE


@pytest.mark.parametrize("name", ["paywall", "premium", "related", "sidebar", "consent", "widget", "subscription-content", "promo"])
def test_an_element_that_is_only_called_so_keeps_its_article(name: str) -> None:
    assert text(f'<div class="{name}">{ARTICLE}</div>') == WHOLE


THREAD = "".join(f"<div class='comment'><b>{name}</b><i>2 days ago</i><p>{LONG}</p><a>Reply</a></div>" for name in ("Bo", "Kim"))
TOLD = "Membership of the union rose to 300 members in June, and 40 new members join each month, its yearly report says."
SHORT, SITES = "Each member gets a newsletter a month.", "You must give consent before sites store cookies."
RAISED = "The price of the ticket rises by a crown in April."
US = "US papers sell a digital subscription at 20 dollars a month, 3 more than last year."
HOW_TO = "Open the privacy settings of your browser and reject third-party cookies; click Manage to withdraw your consent to tracking."
LEFT = "Sign in to your account, choose Membership and click Cancel; you can enjoy the rest of the paid month."


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        (f"{ARTICLE}<h2>Response</h2><p>{TOLD}</p>{THREAD}", f"{WHOLE}\n\nResponse\n\n{TOLD}"),
        (f"{ARTICLE}<h2>12 comments</h2>{THREAD}<h2>Methods</h2><p>{TOLD}</p>", f"{WHOLE}\n\nMethods\n\n{TOLD}"),
        (f"{ARTICLE}<h3>Latest figures</h3><ul><li>Dead: 12</li></ul><p>{TOLD}</p>", f"{WHOLE}\n\nLatest figures\n\nDead: 12\n\n{TOLD}"),
        (f"<div class='story comment' id='comment'>{ARTICLE}</div>", WHOLE),
        (f"<div class='content comment' id='comments'>{ARTICLE}</div>{THREAD}", WHOLE),
        (f"{ARTICLE}<div class='membership'><p>{TOLD}</p></div>", f"{WHOLE}\n\n{TOLD}"),
        (f"<div class='premium'><p>{LEFT}</p><p>{HOW_TO}</p><p>{TOLD}</p></div>", f"{LEFT}\n\n{HOW_TO}\n\n{TOLD}"),
        (f"<p>{BODY}</p><p>{HOW_TO}</p><p>{LEFT}</p><p>{SECOND}</p>", f"{BODY}\n\n{HOW_TO}\n\n{LEFT}\n\n{SECOND}"),
        (f"<p>{SECOND}</p><p>{HOW_TO}</p><p>{LEFT}</p><p>{TOLD}</p>", f"{SECOND}\n\n{HOW_TO}\n\n{LEFT}\n\n{TOLD}"),
        (f"<p>{BODY}</p><p>(c) The council may close it.</p><p>{SECOND}</p>", f"{BODY}\n\n(c) The council may close it.\n\n{SECOND}"),
        (
            f"<p>{BODY}</p><p>(c) 2019 Gull was printed on the sleeve of it.</p>",
            f"{BODY}\n\n(c) 2019 Gull was printed on the sleeve of it.",
        ),
        (f"<p>{BODY}</p><p>© 2019 Gull. All rights are reserved, reproduction is forbidden.</p>", BODY),
        *(
            (
                f"<p>{BODY}</p><{tag} {name}><h3 id='{anchor}'>Costs</h3><p>{RAISED}</p></{tag}><p>{SECOND}</p>",
                f"{BODY}\n\nCosts\n\n{RAISED}\n\n{SECOND}",
            )
            for tag, name, anchor in (
                ("div", "id='trustees'", "share"),
                ("div", "id='social-housing'", "tags-of-the-trade"),
                ("section", "class='popular-vote'", "social"),
                ("div", "class='text tag-cookies category-newsletter'", "comments"),
                ("section", "id='coral-reefs'", "newsletter-row"),
                ("div", "class='social'", "costs"),
                ("section", "id='newsletter'", "newsletter"),
                ("div", "class='cookie-box'", "cookies"),
                ("div", "id='coral'", "coral"),
            )
        ),
        (f"<p>{BODY}</p><div class='promo-box'><p>{US}</p></div><p>{SECOND}</p>", f"{BODY}\n\n{US}\n\n{SECOND}"),
        (f"{ARTICLE}<div id='members'><p>{SHORT}</p></div>", f"{WHOLE}\n\n{SHORT}"),
        (f"{ARTICLE}<form><p>{SHORT}</p></form>", f"{WHOLE}\n\n{SHORT}"),
        (f"{ARTICLE}<div class='consent'><p>{SITES}</p></div>", f"{WHOLE}\n\n{SITES}"),
        (f"{ARTICLE}<p>Topics: two dead, one bridge</p>", f"{WHOLE}\n\nTopics: two dead, one bridge"),
        (f"{ARTICLE}<p>Copyright 2019 ruling of the court</p>", f"{WHOLE}\n\nCopyright 2019 ruling of the court"),
    ],
)
def test_text_is_not_lost_by_a_name_or_a_heading(inside: str, kept: str) -> None:
    assert text(f"<div>{inside}</div>") == kept


@pytest.mark.parametrize(
    "sentence",
    [
        "The regulator fined the firm for placing advertising cookies on the devices of users without their consent.",
        "Nordline said that subscribers to its travel pass rose by 5,000 in a month, to a total of 41,000 members.",
        "“You must register your account to get access,” the minister told members of the union.",
        "The union asked its members to sign the offer by the end of the month.",
        "Loading the ship took the crew until four in the morning on Tuesday.",
        "404 people were treated at the harbour, the fire service said.",
        "One moment the crowd cheered, the next it ran from the gate.",
        "Access denied to the press was what the club regretted most.",
        "Redirecting all traffic took the police hours, a steward told us.",
        "US readers may withdraw consent, and US sites must name partners.",
    ],
)
def test_reports_of_such_things_stay(sentence: str) -> None:
    assert judge(sentence) == ""
    assert sentence in text(f"{ARTICLE}<p>{sentence}</p>")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"<h1>Before you continue</h1><p>{CONSENT}</p><button>Accept all</button>", "only a consent notice"),
        (f'<div class="consent"><h1>Before you continue</h1><p>{CONSENT}</p></div>', "only a consent notice"),
        ("<noscript>Please enable JavaScript.</noscript><p>Loading…</p>", "only a notice of loading"),
        ("<h1>post.example</h1><p>Checking your browser before accessing post.example.</p>", "only a notice of loading"),
        (f'<h1>Storm</h1><div class="paywall"><h3>Subscribe to continue reading</h3><p>{OFFER}</p></div>', "only an offer"),
    ],
)
def test_a_page_of_nothing_else_is_refused(body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        text(body, top="", title="Post")


GUIDE = (
    "Websites must ask for your consent before they store cookies on your device.",
    "You may reject tracking cookies in the settings of the site.",
    "Sites may not share your personal data with advertising partners.",
)  # fmt: skip


def test_a_guide_to_such_notices_is_read_under_its_headline_and_a_notice_is_not() -> None:
    inside = "".join(f"<p>{line}</p>" for line in GUIDE)
    assert text(f"<article>{inside}</article><button>Share</button>", top="<h1>The cookie law</h1>") == "\n\n".join(GUIDE)
    assert text(f"<article>{inside}</article>", top=f"<div class='consent'><h1>The law</h1>{inside}</div>").count(GUIDE[0]) == 1
    for page in (f"<article>{inside}</article>", f"<article>{inside}<p>We ask for it, too.</p></article><button>Accept</button>"):
        with pytest.raises(ReadError, match="only a consent notice"):
            text(page, top="", title="Post")


FORM = '<form><label>Email</label><input name="e"><label>Password</label><input type="password"><button>Log in</button></form>'
SORRY = "<p>Sorry, the page that you want could not be found. It may have moved or been deleted.</p>"


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Page not found", SORRY, "no such page"), ("404 | Post", f"{SORRY}<p>Go to the home page.</p>", "no such page"),
        ("Oops! That page can’t be found.", "<p>Nothing is at this address. Maybe try a search?</p>", "no such page"),
        ("Seite nicht gefunden", "<p>Die von Ihnen gesuchte Seite gibt es leider nicht mehr.</p>", "no such page"),
        ("Page introuvable", "<p>La page que vous cherchez n’existe plus.</p>", "no such page"),
        ("Página no encontrada - Post", "<p>Lo sentimos, la página que busca no existe.</p>", "no such page"),
        ("Service unavailable", "<p>Our servers are busy now. Please try again in a few minutes.</p>", "does not show it now"),
        ("Down for maintenance", "<p>We are improving the site. Please come back in an hour.</p>", "does not show it now"),
        ("Log in to your account", f"{FORM}<p>Enter your email address and your password to read the Post.</p>", "a form to log in"),
        ("Anmelden", f"{FORM}<p>Bitte melden Sie sich mit Ihrer E-Mail-Adresse an.</p>", "a form to log in"),
        ("Post", f"{FORM}<p>Enter the email address and password of your account to continue.</p>", "a form to log in"),
    ],
)  # fmt: skip
def test_a_page_in_place_of_an_article_is_refused(title: str, body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        text(f"<h1>{title}</h1>{body}", top="", title=title)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Page not found", "<p>Half of the links in the judgments of the Arden court lead nowhere, its library has found.</p>"),
        ("Page not found: how 404 became an art", "<p>The page that every reader knows is thirty years old. A show opens on Friday.</p>"),
        ("Service unavailable", "<p>Trains between Arden and Bray will not run on Monday. Buses will leave instead, Bray Rail said.</p>"),
        ("Site down for maintenance", "<p>The tax office took its site down after 4,000 people could not file their returns.</p>"),
        ("Log in with a passkey", f"{FORM}<p>Arden Bank will end passwords in June. Customers log in with a key from then on.</p>"),
        ("Mill list: 500 jobs to go", "<p>Try again, the owner of the site wrote to the union in Arden on Monday.</p>"),
        ("Mill deal", f"{FORM}<p>We continue to work with the union and are focused on its questions and your offers to members.</p>"),
        ("Storm sinks two boats", f"{FORM}<p>Two boats sank in the harbour of Arden on Monday night; nobody was hurt.</p>"),
        ("Article no longer available", "<p>This article has been withdrawn as it did not meet our standards. We apologise to you.</p>"),
        ("How to log in to your account", f"<p>{HOW_TO}</p><p>{LEFT}</p><p>{TOLD}</p>"),
        ("Page not found", "".join(f"<p>You read on and on for {n} hours, and the end of your book is not there.</p>" for n in range(9))),
    ],
)
def test_an_article_about_lost_pages_outages_or_logins_is_kept(title: str, body: str) -> None:
    assert body.split("<p>")[1].split(".")[0] in text(f"<h1>{title}</h1>{body}", top="", title=f"{title} | Post")


@pytest.mark.parametrize(
    ("kind", "headlines"),
    [
        ("none", "404|Error 404|404 Not Found|This page does not exist|We couldn’t find that page|Nothing found|Seite nicht gefunden"
         "|Cette page n’existe plus|No se encontró la página|Página não encontrada|Pagina non trovata|Pagina niet gevonden|Sidan finns inte"
         "|Siden findes ikke|Nie znaleziono strony|Страница не найдена"),
        ("down", "503|Site temporarily unavailable|502 Bad Gateway|Something went wrong|We’ll be back soon|Access denied|Wartungsarbeiten"
         "|Service indisponible|En mantenimiento|Servizio non disponibile|Ocorreu um erro"),
        ("login", "Log in or register|Subscriber sign-in|Welcome back|Create an account|Bitte anmelden|Connectez-vous|Iniciar sesión|Accedi"
         "|Entrar|Inloggen|Logga in|Zaloguj się|Войти"),
        ("", "Logins stolen|The page boy|Pages of the past|500 jobs to go|Nothing was found of the boat|Search for boat called off"),
    ],
)  # fmt: skip
def test_headlines_of_pages_in_place_of_an_article(kind: str, headlines: str) -> None:
    assert {headline: kind_of(headline) for headline in headlines.split("|")} == dict.fromkeys(headlines.split("|"), kind)


def test_how_much_of_such_a_page_may_be_of_something_else() -> None:
    def is_none(text: str, title: str = "Page not found") -> bool:
        return why_no_article(text, [title], password=False) != ""

    assert (MOST, OTHERS, LONGEST, SENTENCE, OF_PAGE) == (120, 0.25, 100, 4, 20)
    assert [is_none(f"{'Please go back now. ' * n}Boats sank at sea.") for n in (2, 3)] == [False, True]
    assert [is_none("Please go back now. " * n) for n in (30, 31)] == [True, False]
    assert [is_none(f"The page is {'long ' * n}gone.") for n in (16, 17)] == [True, False]
    assert [is_none(text) for text in ("Boats sank there.", "Boats sank there now.")] == [True, False]
    assert [is_none("", f"404 | {'x' * n}") for n in (94, 95)] == [True, False]


def test_the_shares_of_words_that_decide() -> None:
    three, four = "You read our cookies policy and choices {}.", "cold wind over grey harbour water"
    assert judge(three.format("")) == "consent"
    assert judge(three.format(f"with {four} and a long day of rain on bare hills")) == ""
    assert judge("Subscribe to read the full story.") == "offer"
    assert judge("Subscribe to read of grey harbours, cold winds, bare hills and boats.") == ""
    assert judge("Read the story of grey boats", named=True) == "offer"
    assert judge("Read of grey harbours, cold winds, bare hills and boats", named=True) == ""


@pytest.mark.parametrize(
    ("head", "inside", "incomplete"),
    [
        ("", f"<p>{BODY}</p><div><h3>Subscribe to continue reading</h3><p>{OFFER}</p></div>", True),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>', f"<p>{BODY}</p>", True),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": true}</script>', f"<p>{BODY}</p>", False),
        ("", f"<p>{BODY}</p><p>Sign up for our morning newsletter.</p>", False),
        ("", f"<p>{BODY}</p>" * 4 + "".join(f"<p>{SECOND} {n}</p>" for n in range(8)) + "<p>Subscribe to continue reading.</p>", False),
        ("", "".join(f"<p>{SECOND} {n}</p>" for n in range(9)) + "<p>The owner of…</p><p>Subscribe to continue reading.</p>", True),
    ],
)
def test_the_beginning_of_an_article_is_marked(head: str, inside: str, *, incomplete: bool) -> None:
    page = f"<html><head>{head}</head><body><h1>Storm sinks two boats</h1>{inside}</body></html>"
    assert read_page(page.encode()).incomplete is incomplete
