"""Pages of local papers and of years gone by: tables, newspaper chains, threads of comments, consent in front, metadata alone."""

from collections.abc import Sequence
from datetime import timedelta

from eval.newsroom.pages.blogs import SAID
from eval.newsroom.pages.parts import Made, attr, clock, paragraphs, seconds, text, uk, us
from eval.newsroom.records import NONE, minute, noted, spoken
from eval.newsroom.stories import Story

CONSENT = (
    "We value your privacy. We and our 731 partners store and access information on a device, such as unique identifiers in cookies, to process "
    "personal data.",
    "You may accept or manage your choices, including your right to object where legitimate interest is used, at any time on our privacy page.",
    "With your permission we and our partners may use precise geolocation data and identification through device scanning.",
    "These choices will be signalled to our partners and will not affect browsing data. Some partners do not ask for your consent.",
)


def tables(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page of 2004: layout by tables, line breaks for paragraphs, fonts, windows-1252."""
    when = s.when.replace(year=2004, tzinfo=None)
    by = "" if n == 2 else f"<b>By {text(s.people[0])}</b><br>\n<i>Staff Writer</i><br>"
    links = "<br>\n".join(f'&#149; <a href="s{i}.html">{text(m.title)}</a>' for i, m in enumerate(more))
    body = "\n<br><br>\n".join(text(p) for p in s.paras)
    page = f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
<TITLE>{text(s.outlet)}: {text(s.title)}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF" LINK="#003366">
<TABLE WIDTH="760" BORDER=0 CELLPADDING=0><TR><TD COLSPAN=3 BGCOLOR="#003366"><IMG SRC="logo.gif" ALT="{attr(s.outlet)}"></TD></TR>
<TR><TD WIDTH=120 VALIGN=top><FONT SIZE=1 FACE="Verdana"><A HREF="/">Front Page</A><BR><A HREF="/class">Classifieds</A><BR>
<A HREF="/wx">Weather</A><BR>Today: 41&deg;, rain<BR><A HREF="/arch">Archives</A></FONT></TD>
<TD WIDTH=480 VALIGN=top><FONT FACE="Times New Roman" SIZE=5><B>{text(s.title)}</B></FONT><BR><BR>
<FONT FACE="Times New Roman" SIZE=2>{by}
Posted: {when:%A}, {us(when)} {clock(when, am="a.m.", pm="p.m.")}<br><br>
{body}
<br><br></FONT><FONT SIZE=1><A HREF="print">Printer-friendly version</A> | <A HREF="mail">E-mail this to a friend</A></FONT></TD>
<TD WIDTH=160 VALIGN=top BGCOLOR="#EEEEEE"><FONT SIZE=1 FACE="Verdana"><B>OTHER HEADLINES</B><BR>{links}</FONT></TD></TR>
<TR><TD COLSPAN=3><FONT SIZE=1>Copyright &copy; 2004 {text(s.outlet)}. All rights reserved. Best viewed at 800 x 600.</FONT></TD></TR></TABLE>
</BODY></HTML>"""
    return page, noted(
        s,
        byline=NONE if n == 2 else (s.people[0], f"{s.people[0]}, Staff Writer"),
        published=spoken(when)[1:],
        litter=["Printer-friendly", "E-mail this to a friend", "Best viewed at", "OTHER HEADLINES", *(m.title for m in more)],
    )


def chain(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page of a chain of local papers: byline with an address, rules for comments, a second sign-up in the text."""
    mail = f"{s.people[0].split()[0].lower()}@{s.host[4:]}"
    changed = "" if n == 1 else (
        f'<li class="tnt-updated">Updated <time datetime="{seconds(s.changed)}" class="asset-date">{us(s.changed)} @ {clock(s.changed)}</time></li>'
    )  # fmt: skip
    cards = "".join(f'<div class="card-headline"><h3 class="tnt-headline"><a href="{m.url}">{text(m.title)}</a></h3></div>' for m in more)
    thanks = """<div class="subscriber-modal"><h4>Thank you for Reading!</h4><p>Please purchase a subscription to read our premium content.
If you have a subscription, please log in or sign up for an account on our website to continue.</p></div>"""
    page = f"""<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>{text(s.title)} | News | {s.host[4:]}</title>
<meta property="og:site_name" content="{attr(s.outlet)}"><meta property="og:title" content="{attr(s.title)}">
<meta name="author" content="By {attr(s.people[0])} {mail}"></head><body><div id="site-navbar"><a>E-edition</a> <a>Obituaries</a> <a>Jobs</a></div>
<article class="asset" itemscope itemtype="https://schema.org/NewsArticle"><header class="asset-header"><h1 class="headline"><span
itemprop="headline">{text(s.title)}</span></h1><div class="meta"><span><ul class="list-inline"><li><span class="tnt-byline">By {text(s.people[0])}
<a href="mailto:{mail}">{mail}</a></span></li><li class="hidden-print"><time datetime="{seconds(s.when)}" class="tnt-date asset-date">{us(s.when)}
</time></li>{changed}</ul></span></div></header><div class="social-share-links"><ul><li>Facebook</li><li>Twitter</li><li>SMS</li></ul></div>
<div class="asset-body" itemprop="articleBody"><div class="asset-content">{paragraphs(s.paras, between=thanks, after=2)}</div></div>
<div class="lee-article-footer"><p>React to this story: <button>Love</button> <button>Sad</button></p></div></article>
<div id="comments"><h4>Welcome to the discussion.</h4><ul><li><strong>Keep it Clean.</strong> Please avoid obscene, vulgar or lewd language.</li>
<li><strong>Be Proactive.</strong> Use the ‘Report’ link on each comment.</li></ul></div><aside><h3>Most Popular</h3>{cards}</aside></body></html>"""
    return page, noted(
        s,
        byline=(s.people[0], f"{s.people[0]} {mail}"),
        updated=NONE if n == 1 else (minute(s.changed),),
        litter=["Thank you for Reading", "premium content", "Keep it Clean", "React to this story", "E-edition", *(m.title for m in more)],
    )


def thread(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a short article under which readers wrote more than the reporter did, all with times said in words."""
    said = "".join(
        f"""<li class="c"><div class="head"><b>{text(more[i % 3].people[0])}</b> <time datetime="{seconds(s.when + timedelta(hours=i + 1), 5)}">{9 - i}
hours ago</time></div><div class="c-text"><p>{text(SAID[i % 4])}</p><p>{text(more[i % 3].paras[3])}</p></div><a>Reply</a> <a>Flag</a></li>"""
        for i in range(8)
    )
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} · {text(s.outlet)}</title>
<meta property="og:title" content="{attr(s.title)}"><meta property="og:site_name" content="{attr(s.outlet)}"></head><body><div id="wrap">
<div class="main"><h1>{text(s.title)}</h1><div class="info"><span class="who">{text(s.people[0])}</span>
<time datetime="{seconds(s.when)}">{10 + n} hours ago</time> <span class="count">{41 + n} comments</span></div>
<div class="copy">{paragraphs(s.paras[:3])}</div></div><div class="talk"><h2>Join the conversation</h2><ol class="thread">{said}</ol>
<a class="btn">Show 33 more comments</a></div></div></body></html>"""
    return page, noted(
        s, whole=s.paras[:3], litter=["Join the conversation", "Show 33 more", *SAID, more[0].paras[3]]
    )  # fmt: skip


def consent(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page whose consent stands before the article and is longer; fields as item properties."""
    changed = "" if n == 1 else f'<meta itemprop="dateModified" content="{seconds(s.changed)}">'
    kinds = "".join(f"<li><b>{kind}</b> <span>Always on</span></li>" for kind in ("Store and access", "Precise location", "Ad measurement"))
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} | {text(s.outlet)}</title></head><body>
<div class="cmp-layer" role="dialog" aria-modal="true"><h2>Your privacy, your choice</h2>{paragraphs(CONSENT)}<ul>{kinds}</ul>
<button>Agree and close</button><button>Continue without agreeing →</button></div><div class="top"><a href="/">{text(s.outlet)}</a></div>
<div itemscope itemtype="http://schema.org/NewsArticle" class="doc"><h1 itemprop="headline">{text(s.title)}</h1>
<p class="lead" itemprop="description">{text(s.dek)}</p><div class="line">By <span itemprop="author" itemscope itemtype="http://schema.org/Person">
<span itemprop="name">{text(s.people[0])}</span></span></div><meta itemprop="datePublished" content="{seconds(s.when)}">{changed}
<span itemprop="publisher" itemscope itemtype="http://schema.org/Organization"><meta itemprop="name" content="{attr(s.outlet)}"></span>
<div itemprop="articleBody">{paragraphs(s.paras[:4])}</div></div>
<div class="teasers"><h3>You may also like</h3>{"".join(f"<p><a href='{m.url}'>{text(m.title)}</a></p>" for m in more)}</div></body></html>"""
    return page, noted(
        s,
        updated=NONE if n == 1 else (minute(s.changed),),
        whole=s.paras[:4],
        litter=["731 partners", "legitimate interest", "device scanning", "Agree and close", "You may also like", *(m.title for m in more)],
    )


def heads(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page that shows neither date nor byline and has all in the head, under names of libraries and trackers; one by an agency."""
    who = "Reuters" if n == 2 else s.people[0]
    lead = f"{s.place.upper()} (Reuters) - {s.paras[0]}" if n == 2 else s.paras[0]
    head = {
        0: f'<meta name="DC.date.issued" content="{s.when:%Y-%m-%d}"><meta name="DC.creator" content="{attr(who)}">'
        f'<meta name="DC.publisher" content="{attr(s.outlet)}"><meta name="DC.title" content="{attr(s.title)}">',
        1: f'<meta name="parsely-pub-date" content="{seconds(s.when)}"><meta name="parsely-author" content="{attr(who)}">'
        f'<meta name="parsely-title" content="{attr(s.title)}"><meta property="og:site_name" content="{attr(s.outlet)}">',
        2: f'<meta name="sailthru.date" content="{seconds(s.when)}"><meta name="sailthru.author" content="{attr(who)}">'
        f'<meta name="sailthru.title" content="{attr(s.title)}"><meta name="application-name" content="{attr(s.outlet)}">',
    }[n]
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} - {text(s.outlet)}</title>{head}</head>
<body><ul class="menu"><li>News</li><li>Opinion</li><li>Puzzles</li></ul><h1>{text(s.title)}</h1><div id="text">
{paragraphs((lead, *s.paras[1:]))}</div><p class="tools">Text size: A A A | Listen to this article (4 min)</p>
<div class="rail"><h4>Elsewhere</h4>{"".join(f"<a href='{m.url}'>{text(m.title)}</a> {uk(m.when)} " for m in more)}</div></body></html>"""
    return page, noted(
        s,
        byline=("", "Reuters") if n == 2 else (),
        published=(f"{s.when:%Y-%m-%d}",) if n == 0 else (),
        litter=["Text size:", "Listen to this article", *(m.title for m in more)],
    )


STYLES = {"tables": tables, "chain": chain, "thread": thread, "consent": consent, "heads": heads}
ZONES = {"chain": -6.0, "thread": 0.0, "consent": 1.0, "heads": -4.0}
PEOPLE: dict[str, int] = {}
