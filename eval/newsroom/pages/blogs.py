"""Pages of systems that small outlets rent or install: Ghost, Squarespace, Blogger, Joomla, and a theme of microformats."""

from collections.abc import Sequence
from datetime import timedelta

from eval.newsroom.pages.parts import Made, attr, clock, ld, linked, paragraphs, seconds, text, uk, us
from eval.newsroom.records import NONE, in_utc, minute, noted, same_or_none
from eval.newsroom.stories import Story

SAID = (
    "I drove past there this morning and there was nobody to be seen, so I do not know who counted what.",
    "Finally somebody writes about this. My uncle said the same thing years ago and people called him a crank.",
    "Could you correct the spelling of the street? It has two r’s, as anybody who lives here will tell you.",
    "They will raise the parking fees again, mark my words, and then they will wonder why the shops are empty.",
)


def ghost(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a post of a membership site: cards of other posts, a form to subscribe, the author's box."""
    when, changed = in_utc(s.when), in_utc(s.when if n == 1 else s.changed)
    data = ld({"@type": "Article", "publisher": {"@type": "Organization", "name": s.outlet, "url": f"https://{s.host}/"},
               "author": {"@type": "Person", "name": s.people[0], "sameAs": []}, "headline": s.title, "url": f"{s.url}/",
               "datePublished": f"{when:%Y-%m-%dT%H:%M}:00.000Z", "dateModified": f"{changed:%Y-%m-%dT%H:%M}:00.000Z"})  # fmt: skip
    cards = "".join(
        f'<article class="post-card"><h3 class="post-card-title">{text(m.title)}</h3><p class="post-card-excerpt">{text(m.dek)}</p>'
        f'<time class="post-card-meta-date" datetime="{m.when:%Y-%m-%d}">{m.when:%d %b %Y}</time></article>'
        for m in more
    )
    page = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>{text(s.title)}</title>
<meta name="generator" content="Ghost 5.82"/><meta property="og:site_name" content="{attr(s.outlet)}"/>
<meta property="og:title" content="{attr(s.title)}"/><meta property="article:published_time" content="{when:%Y-%m-%dT%H:%M}:00.000Z"/>
<meta property="article:modified_time" content="{changed:%Y-%m-%dT%H:%M}:00.000Z"/><meta name="twitter:label1" content="Written by"/>
<meta name="twitter:data1" content="{attr(s.people[0])}"/>{data}</head><body class="post-template">
<header class="gh-head"><a class="gh-head-logo" href="/">{text(s.outlet)}</a><a href="#/portal/signin">Sign in</a></header>
<main><article class="article post"><h1 class="article-title">{text(s.title)}</h1><p class="article-excerpt">{text(s.dek)}</p>
<div class="article-byline"><h4 class="author-name"><a href="/author/x/">{text(s.people[0])}</a></h4>
<time class="byline-meta-date" datetime="{when:%Y-%m-%d}">{when:%d %b %Y}</time> <span>•</span> 3 min read</div>
<section class="gh-content">{paragraphs(s.paras, between='<div class="kg-card kg-cta-card"><p>Paying members keep this site alive.</p></div>')}
</section></article><section class="footer-cta"><h2>Sign up for more like this.</h2><a href="#/portal">Enter your email</a></section>
<aside class="read-more">{cards}</aside></main><footer>{text(s.outlet)} © 2025 <a href="https://ghost.example">Powered by Ghost</a></footer>
</body></html>"""
    return page, noted(
        s,
        published=(minute(when),),
        updated=same_or_none(when) if n == 1 else (minute(changed),),
        litter=["Paying members keep", "Sign up for more", "Powered by Ghost", *(m.title for m in more), more[0].dek],
    )


def squarespace(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a post of a rented site: item properties in the head, a short date, the neighbours as pages to turn."""
    stamp = f"{seconds(s.when, 0)[:-6]}{seconds(s.when, 0)[-6:].replace(':', '')}"
    author = "" if n == 2 else f'<meta itemprop="author" content="{attr(s.people[0])}"/>'
    shown = "" if n == 2 else f'<span class="blog-item-author-name">{text(s.people[0])}</span>'
    page = f"""<!doctype html><html xmlns:og="http://opengraphprotocol.org/schema/" lang="en-US"><head><meta charset="utf-8">
<!-- This is Squarespace. --><title>{text(s.title)} — {text(s.outlet)}</title>
<meta property="og:site_name" content="{attr(s.outlet)}"/><meta property="og:title" content="{attr(s.title)} — {attr(s.outlet)}"/>
<meta itemprop="name" content="{attr(s.title)} — {attr(s.outlet)}"/><meta itemprop="headline" content="{attr(s.title)}"/>
<meta itemprop="datePublished" content="{stamp}"/><meta itemprop="dateModified" content="{stamp}"/>{author}</head>
<body class="view-item"><div class="header-announcement-bar-wrapper"><p>Our spring membership drive is on. Give what you can!</p></div>
<header><a class="header-title-text" href="/">{text(s.outlet)}</a><nav><a href="/about">About</a><a href="/cart">Cart (0)</a></nav></header>
<article class="blog-item-wrapper"><div class="blog-item-title"><h1 class="entry-title">{text(s.title)}</h1></div>
<div class="blog-item-meta"><time class="dt-published" datetime="{s.when:%Y-%m-%d}">{s.when:%b} {s.when.day}</time>
<span>Written By</span> {shown}</div><div class="sqs-layout"><div class="sqs-block-content">{paragraphs(s.paras[:3])}</div>
<div class="sqs-block image-block"><img src="/s/1.jpg" alt=""/></div><div class="sqs-block-content">{paragraphs(s.paras[3:])}</div>
<div class="sqs-block newsletter-block"><h2>Stay in the loop</h2><p>Sign up with your email address to get news and updates.</p>
<button>Sign Up</button><div>We respect your privacy.</div></div></div></article>
<section class="item-pagination"><a href="/a"><div>Previous</div><h2>{text(more[0].title)}</h2></a>
<a href="/b"><div>Next</div><h2>{text(more[1].title)}</h2></a></section></body></html>"""
    return page, noted(
        s,
        byline=NONE if n == 2 else (),
        updated=same_or_none(s.when),
        litter=["spring membership drive", "Stay in the loop", "respect your privacy", "Cart (0)", more[0].title, more[1].title],
    )


def blogger(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a post of the oldest of the free blogs: the day as a heading, the hour under the text, comments with times."""
    said = "".join(
        f"""<li class="comment"><cite class="user">{text(m.people[0])}</cite><span class="datetime"><a href="#c{i}">{us(s.when + timedelta(days=i + 1))}
at {clock(m.when)}</a></span><p class="comment-content">{text(SAID[(n + i) % len(SAID)])}</p></li>"""
        for i, m in enumerate(more)
    )
    page = f"""<!DOCTYPE html><html class="v2" xmlns:b="http://www.google.example/2005/gml/b"><head><meta content="blogger" name="generator"/>
<meta charset="utf-8"/><link href="{s.url}.html" rel="canonical"/><title>{text(s.outlet)}: {text(s.title)}</title>
<meta content="{attr(s.title)}" property="og:title"/></head><body>
<div class="header section"><h1 class="title"><a href="/">{text(s.outlet)}</a></h1><p class="description"><span>News from around here</span></p></div>
<div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{s.when:%A}, {us(s.when)}</span></h2>
<div class="post hentry uncustomized-post-template"><h3 class="post-title entry-title">{text(s.title)}</h3>
<div class="post-body entry-content"><div class="separator"><a href="/i.jpg"><img src="/i.jpg"/></a></div>{paragraphs(s.paras)}
<div style="clear: both;"></div></div><div class="post-footer">Posted by <span class="fn">{text(s.people[0])}</span> at
<a class="timestamp-link" href="#" rel="bookmark"><abbr class="published" title="{seconds(s.when, 0)}">{clock(s.when)}</abbr></a>
<span class="share-button-link-text">Email This</span> <span>BlogThis!</span> <div class="post-labels">Labels: <a>news</a></div></div></div>
<div class="comments" id="comments"><h4>{len(more)} comments:</h4><ol>{said}</ol></div></div></div>
<aside><h2>Blog Archive</h2><ul><li>▼ {s.when:%Y} (41)</li><li>► {s.when.year - 1} (212)</li></ul><h2>Popular Posts</h2>
<a href="/p">{text(more[2].title)}</a></aside></body></html>"""
    return page, noted(s, litter=["Email This", "Blog Archive", more[2].title, *(SAID[(n + i) % len(SAID)] for i in range(len(more)))])


def joomla(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write an item of a club's or a district's own site: details in a list over the text, hits counted."""
    changed = "" if n == 2 else (
        f'<dd class="modified"><time datetime="{seconds(s.changed)}" itemprop="dateModified"> Last Updated: {uk(s.changed)} </time></dd>'
    )  # fmt: skip
    named = "" if n == 1 else f" - {text(s.outlet)}"
    page = f"""<!DOCTYPE html><html xml:lang="en-gb" lang="en-gb"><head><meta charset="utf-8" /><base href="{s.url}" />
<meta name="generator" content="Joomla! - Open Source Content Management" /><title>{text(s.title)}{named}</title></head>
<body class="site com_content view-article"><header class="header"><a class="brand" href="/"><span class="site-title" title="{attr(s.outlet)}">
{text(s.outlet)}</span></a></header><ul class="nav menu"><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul>
<div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="en-GB" />
<div class="page-header"><h2 itemprop="headline">{text(s.title)}</h2></div>
<dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby" itemprop="author" itemscope
itemtype="https://schema.org/Person">Written by <span itemprop="name">{text(s.people[0])}</span></dd><dd class="category-name">Category:
<a href="/c">News</a></dd><dd class="published"><time datetime="{seconds(s.when)}" itemprop="datePublished"> Published: {uk(s.when)} </time></dd>
{changed}<dd class="hits"><meta itemprop="interactionCount" content="UserPageVisits:1034" /> Hits: 1034 </dd></dl>
<div itemprop="articleBody">{paragraphs(s.paras)}</div>
<ul class="pager pagenav"><li class="previous"><a href="/1" title="{attr(more[0].title)}">Prev</a></li><li class="next"><a href="/2">Next</a></li></ul>
</div><div class="moduletable"><h3>Latest Articles</h3><ul><li>{text(more[1].title)}</li><li>{text(more[2].title)}</li></ul></div>
<footer><p class="pull-right"><a href="#top">Back to Top</a></p><p>&copy; 2025 {text(s.outlet)}</p></footer></body></html>"""
    return page, noted(
        s,
        updated=NONE if n == 2 else (minute(s.changed),),
        litter=["Hits: 1034", "Latest Articles", "Back to Top", more[1].title, more[2].title],
    )


def hentry(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page whose only marks are microformats: the site's name as h1, the headline as h2, the author as a card."""
    updated = "" if n == 1 else f' (last changed <abbr class="updated" title="{seconds(s.changed)}">{uk(s.changed)}</abbr>)'
    side = "".join(f'<li><a href="{m.url}">{text(m.title)}</a> <small>{uk(m.when)}</small></li>' for m in more)
    page = f"""<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{text(s.title)} &laquo; {text(s.outlet)}</title></head><body><div id="header"><h1><a href="/">{text(s.outlet)}</a></h1></div>
<div id="content"><div class="hentry" id="post-{n}"><h2 class="entry-title"><a rel="bookmark" href="{s.url}">{text(s.title)}</a></h2>
<div class="entry-meta"><abbr class="published" title="{seconds(s.when)}">{uk(s.when)}</abbr>{updated} ~
<span class="vcard author">by <a class="url fn" href="/staff">{text(s.people[0])}</a></span></div>
<div class="entry-content"><p>{linked(s.paras[0])}</p>{paragraphs(s.paras[1:])}
<div class="sharedaddy"><h3>Share this:</h3><ul><li>Print</li><li>Reddit</li></ul></div></div>
<p class="postmetadata">Filed under <a href="/c" rel="category">Town</a> | <a href="#respond">No Comments &#187;</a></p></div></div>
<div id="sidebar"><h2>Recent Entries</h2><ul>{side}</ul></div></body></html>"""
    return page, noted(
        s,
        updated=NONE if n == 1 else (minute(s.changed),),
        litter=["Share this:", "Filed under", "Recent Entries", "No Comments", *(m.title for m in more)],
    )


STYLES = {"ghost": ghost, "squarespace": squarespace, "blogger": blogger, "joomla": joomla, "hentry": hentry}
ZONES = {"ghost": 0.0, "squarespace": -8.0, "blogger": -5.0, "joomla": 1.0, "hentry": 10.0}
PEOPLE: dict[str, int] = {}
