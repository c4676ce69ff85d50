"""Pages of publishing systems built as applications: data in scripts, components, pages for telephones."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from eval.newsroom.pages.parts import Made, attr, clock, inline, ld, linked, paragraphs, seconds, text, uk, us
from eval.newsroom.records import NONE, in_utc, minute, noted, same_or_none
from eval.newsroom.stories import Story


def next_blocks(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write an empty shell whose article stands in the data of the framework, as nodes of rich text."""
    when, changed = in_utc(s.when), in_utc(s.changed)

    def node(words: str) -> dict[str, Any]:
        head, _, tail = words.partition(", ")
        texts = [{"nodeType": "text", "value": f"{head}, ", "marks": []}] if tail else []
        link = {"nodeType": "hyperlink", "data": {"uri": "/tag/1"}, "content": [{"nodeType": "text", "value": tail or head, "marks": []}]}
        return {"nodeType": "paragraph", "data": {}, "content": [*texts, link]}

    box = {"nodeType": "embedded-entry-block", "data": {"target": {"type": "newsletter", "cta": "Get the Morning Six in your inbox"}}}
    blocks = [node(p) for p in s.paras]
    article = {
        "id": 88000 + n,
        "headline": s.title,
        "standfirst": s.dek,
        "firstPublished": seconds(when).replace("+00:00", "Z"),
        "lastUpdated": None if n == 1 else seconds(changed).replace("+00:00", "Z"),
        "contributors": [] if n == 2 else [{"name": name, "role": "Reporter"} for name in s.people],
        "publication": {"title": s.outlet, "locale": "en-GB"},
        "content": {"nodeType": "document", "data": {}, "content": [*blocks[:2], box, *blocks[2:]]},
        "relatedStories": [{"headline": m.title, "firstPublished": seconds(in_utc(m.when)), "standfirst": m.dek} for m in more],
    }
    data = inline({"props": {"pageProps": {"story": article}}, "page": "/story/[slug]", "buildId": "kZ3"})
    page = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charSet="utf-8"/><meta name="viewport" content="width=device-width"/>
<title>{text(s.title)} | {text(s.outlet)}</title><link rel="preload" href="/_next/static/css/4f.css" as="style"/></head>
<body><div id="__next"><header class="shell_bar__x1"><a href="/">Menu</a></header><main><div class="skeleton" aria-busy="true">Loading story…
</div></main></div><noscript>Please enable JavaScript to read this story.</noscript>
<script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>"""
    return page, noted(
        s,
        byline=NONE if n == 2 else (),
        published=(minute(when),),
        updated=NONE if n == 1 else (minute(changed),),
        litter=["Loading story", "enable JavaScript", "Get the Morning Six", *(m.title for m in more), more[0].dek],
    )


def arc(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page of a large paper: several bylines, a letter to sign up for in mid-article, stories with dates of their own."""
    dated = {"datePublished": seconds(s.when)} | ({} if n == 2 else {"dateModified": seconds(s.changed)})
    authors = [{"@type": "Person", "name": name, "url": f"/people/{i}/"} for i, name in enumerate(s.people)]
    data = ld({"@type": "NewsArticle", "headline": s.title, "author": authors, "publisher": {"@type": "NewsMediaOrganization", "name": s.outlet},
               "description": s.dek, **dated})  # fmt: skip
    box = f"""<aside class="b-newsletter"><h3>The {text(s.place)} Brief</h3><p>Our six best stories, every weekday at seven.
Sign up for free.</p><form><input placeholder="Email address"/><button>Sign up</button></form><p>By signing up you agree to our terms of
service.</p></aside><div class="ad-slot" id="ad-2"><span>Story continues below advertisement</span></div>"""
    cards = "".join(
        f'<li><a href="{m.url}"><h4>{text(m.title)}</h4></a><time dateTime="{seconds(m.when)}">{us(m.when)}</time></li>' for m in more
    )
    by = " and ".join(f'<a class="b-byline__name" href="/people/{i}/">{text(name)}</a>' for i, name in enumerate(s.people))
    stamp = "" if n == 2 else f"Updated {us(s.changed)} at {clock(s.changed, am='a.m.', pm='p.m.')} EST | "
    page = f"""<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"/><title>{text(s.title)} - {text(s.outlet)}</title>
<meta property="og:title" content="{attr(s.title)}"/><meta property="og:site_name" content="{attr(s.outlet)}"/>
<link rel="canonical" href="{s.url}/"/>{data}
<script>window.Fusion=window.Fusion||{{}};Fusion.arcSite="paper";Fusion.globalContent={inline({"headlines": {"basic": s.title}})};</script></head>
<body><div id="fusion-app"><nav class="b-nav"><a href="/local/">Local</a><a href="/sports/">Sports</a><a href="/obituaries/">Obituaries</a></nav>
<article class="b-article-body"><h1 class="b-headline">{text(s.title)}</h1><h2 class="b-subheadline">{text(s.dek)}</h2>
<div class="b-byline">By {by}</div><div class="b-date">{stamp}Published {us(s.when)} at {clock(s.when, am="a.m.", pm="p.m.")} EST</div>
<div class="b-share"><button>Share on Facebook</button><button>Email this story</button><button>Copy link</button></div>
<figure><img src="/r/1.jpg" alt="A street in {attr(s.place)}"/><figcaption>A street in {text(s.place)}. (Nils Aldous/For the paper)</figcaption></figure>
{paragraphs(s.paras, between=box, after=1)}
</article><section class="b-more"><h3>More from {text(s.outlet)}</h3><ul>{cards}</ul></section>
<footer>© 2025 {text(s.outlet)}. All rights reserved.</footer></div></body></html>"""
    return page, noted(
        s,
        updated=NONE if n == 2 else (minute(s.changed),),
        litter=[
            "Our six best stories",
            "Sign up",
            "Story continues below",
            "Email this story",
            "All rights reserved",
            *(m.title for m in more),
        ],
    )


def amp(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page in the form for telephones, with its consent, share buttons and a list that has not loaded."""
    author = {"@type": "Person", "name": s.people[0]}
    publisher = (
        {} if n == 1 else {"publisher": {"@type": "Organization", "name": s.outlet, "logo": {"@type": "ImageObject", "url": "/l.png"}}}
    )
    data = ld({"@type": "NewsArticle", "mainEntityOfPage": s.url, "headline": s.title, "datePublished": seconds(s.when, 0),
               "dateModified": seconds(s.changed if n == 0 else s.when, 0), "author": author, **publisher})  # fmt: skip
    links = "".join(f'<li><a href="{m.url}?amp=1">{text(m.title)}</a></li>' for m in more)
    page = f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><script async src="https://cdn.ampproject.example/v0.js"></script>
<title>{text(s.title)} | {text(s.outlet)}</title><link rel="canonical" href="{s.url}"><meta name="viewport" content="width=device-width">
{data}<style amp-custom>body{{font-family:serif}} .hide{{display:none}}</style></head><body>
<amp-sidebar id="side" layout="nodisplay"><ul><li><a href="/world">World</a></li><li><a href="/money">Money</a></li></ul></amp-sidebar>
<amp-consent id="consent" layout="nodisplay"><div id="ui"><p>We and our 214 partners store information on your device to show you adverts
that fit you.</p><button on="tap:consent.accept">I accept</button><button on="tap:consent.reject">Manage options</button></div></amp-consent>
<header><amp-img src="/logo.png" alt="{attr(s.outlet)}" width="200" height="40"></amp-img></header>
<main><article><h1>{text(s.title)}</h1><p class="meta"><span>By {text(s.people[0])}</span> <span class="d">{us(s.when)}</span></p>
<amp-img src="/i.jpg" width="600" height="400" layout="responsive" alt=""></amp-img>
<amp-social-share type="twitter"></amp-social-share><amp-social-share type="email"></amp-social-share>
<div class="body"><p>{linked(s.paras[0])}</p>
<amp-ad width="300" height="250" type="doubleclick"><div fallback>Advertisement could not be loaded</div></amp-ad>
{paragraphs(s.paras[1:])}</div></article>
<amp-list src="/more.json" layout="flex-item"><div placeholder>Fetching more stories for you…</div></amp-list>
<section><h2>Also on this site</h2><ul>{links}</ul></section></main></body></html>"""
    return page, noted(
        s,
        updated=(minute(s.changed),) if n == 0 else same_or_none(s.when),
        litter=["214 partners", "Manage options", "could not be loaded", "Fetching more stories", *(m.title for m in more)],
    )


def live_card(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write an article under a card of live updates that have times of their own, with the text on cookies in the page."""
    at = s.when + timedelta(hours=1)
    posts = [(at + timedelta(minutes=20 * i), m) for i, m in enumerate(more)]
    card = "".join(
        f'<li><time datetime="{minute(t)}">{12 * (i + 1)} min ago</time><strong>{text(m.title)}</strong><p>{text(m.paras[1])}</p></li>'
        for i, (t, m) in enumerate(posts)
    )
    modified = {} if n == 1 else {"dateModified": seconds(s.changed)}
    data = ld({"@graph": [{"@type": "WebSite", "name": s.outlet, "url": f"https://{s.host}/"},
                          {"@type": "ReportageNewsArticle", "headline": s.title, "datePublished": seconds(s.when), **modified,
                           "author": [{"@type": "Person", "name": name} for name in s.people]}]})  # fmt: skip
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} | {text(s.outlet)}</title>
<meta property="og:site_name" content="{attr(s.outlet)}">{data}</head><body>
<div class="ticker"><span>Breaking</span> <a href="{more[0].url}">{text(more[0].title)}</a></div>
<main><h1>{text(s.title)}</h1><p class="by">{text(" and ".join(s.people))}<br>{uk(s.when)} • {s.when:%H:%M}</p>
<section class="live-card" data-live="true"><h2>Live updates</h2><ol>{card}</ol><a href="/live">See all updates</a></section>
<div class="story-body">{paragraphs(s.paras)}</div>
<div class="lazy" data-src="/comments">Loading comments…</div><div class="lazy" data-src="/reco">Loading recommendations…</div></main>
<div id="onetrust-banner-sdk"><p>When you visit our site, it may store cookies, and 188 vendors may read them. Strictly necessary cookies
cannot be turned off.</p><button>Accept all</button><button>Cookie settings</button></div></body></html>"""
    return page, noted(
        s,
        updated=NONE if n == 1 else (minute(s.changed),),
        litter=["188 vendors", "Cookie settings", "Loading comments", "Loading recommendations", *(m.paras[1] for m in more)],
    )


def wall(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write the free beginning of an article for subscribers, which says so, with the offers after it."""
    shown = s.paras[:2]
    cut = f"<p class='fade'>{text(s.paras[2][:60])}…</p>" if n == 1 else ""
    data = ld({"@type": "NewsArticle", "headline": s.title, "isAccessibleForFree": False, "datePublished": seconds(s.when, 0),
               "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"},
               "author": [{"@type": "Person", "name": name} for name in s.people],
               "publisher": {"@type": "Organization", "name": s.outlet}})  # fmt: skip
    read = "".join(f'<li><span>{i + 1}</span> <a href="{m.url}">{text(m.title)}</a></li>' for i, m in enumerate(more))
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} – {text(s.outlet)}</title>{data}</head>
<body class="locked"><header><a href="/">{text(s.outlet)}</a> <a href="/login">Log in</a> <a href="/offers">Subscribe</a></header>
<article><span class="badge">Subscriber exclusive</span><h1>{text(s.title)}</h1><p class="sub">{text(s.dek)}</p>
<p class="meta">{text(", ".join(s.people))}</p><div class="teaser">{paragraphs(shown)}{cut}</div>
<div class="paid"><h2>Keep reading for one crown a week</h2><p>You have read your 3 free articles this month. Subscribe today and get unlimited
access to every story, our puzzles and the weekend magazine.</p><ul><li>Cancel at any time</li><li>Two devices</li></ul>
<p>Already have an account? <a href="/login">Log in here</a>.</p></div></article>
<aside><h3>Most read</h3><ol>{read}</ol></aside></body></html>"""
    return page, noted(
        s,
        whole=shown,
        litter=["Keep reading for", "3 free articles", "Cancel at any time", "Already have an account", *(m.title for m in more)],
    )


STYLES = {"next-blocks": next_blocks, "arc": arc, "amp": amp, "live-card": live_card, "wall": wall}
ZONES = {"arc": -5.0, "amp": 1.0, "live-card": 0.0, "wall": 2.0}
PEOPLE = {"arc": 2, "live-card": 2, "next-blocks": 1, "wall": 1}
