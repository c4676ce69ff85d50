"""Pages of ministries, agencies, papers in other languages, and of sites that say little of their dates or too much."""

from collections.abc import Sequence
from datetime import timedelta

from eval.newsroom.pages.parts import Made, attr, clock, ld, paragraphs, seconds, text, uk, us
from eval.newsroom.records import NONE, in_utc, minute, noted, people, spoken
from eval.newsroom.stories import Story, foreign

MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
}
OFFICES = ("Department of Inland Waterways", "Ministry of Roads and Bridges", "Office of Public Health")


def release(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a press release on a ministry's site: banner of the government, properties in hidden spans, no byline."""
    office, when = OFFICES[n], in_utc(s.when)
    stated = f'<time datetime="{seconds(when).replace("+00:00", "Z")}">{us(when)}</time>' if n < 2 else us(when)
    page = f"""<!DOCTYPE html><html lang="en" dir="ltr" prefix="schema: http://schema.org/"><head><meta charset="utf-8" />
<meta name="Generator" content="Drupal 10 (https://www.drupal.example)" /><title>{text(s.title)} | {office}</title></head><body class="path-node">
<section class="usa-banner"><p>An official website of the national government. <button>Here’s how you know</button></p><div class="usa-banner__content">
<p><strong>Secure .gov websites use HTTPS.</strong> Share sensitive information only on official, secure websites.</p></div></section>
<header><a href="/" title="Home" rel="home">{office}</a></header><nav aria-labelledby="breadcrumb"><ol><li>Home</li><li>Newsroom</li></ol></nav>
<article about="/news/{s.slug}" typeof="schema:NewsArticle" class="node node--type-press-release">
<h1><span property="schema:name">{text(s.title)}</span></h1><span property="schema:name" content="{attr(s.title)}" class="hidden"></span>
<p class="release">FOR IMMEDIATE RELEASE</p><div class="field field--name-field-date">{stated}</div>
<div class="field field--name-body" property="schema:text">{paragraphs(s.paras)}<p>###</p></div>
<div class="block-contact"><h2>Press contact</h2><p>Newsdesk, +00 555 010{n}, press@{s.host}</p></div></article>
<div class="feedback"><p>Was this page helpful?</p><button>Yes</button><button>No</button></div>
<footer class="usa-footer"><a>Accessibility</a> <a>FOIA requests</a> <a>No FEAR Act data</a><p>Page last reviewed by the web team</p></footer></body></html>"""
    return page, noted(
        s,
        outlet=(office,),
        byline=NONE,
        published=(minute(when),) if n < 2 else (f"{when:%Y-%m-%d}",),
        litter=["official website", "Secure .gov", "Was this page helpful", "FOIA requests", "last reviewed"],
    )


def wire(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page of a news agency: place and day before the first sentence, reporters after the last."""
    when = in_utc(s.when)
    update = {0: "", 1: " · Updated 3 hours ago", 2: f" · Updated {us(in_utc(s.changed))} {clock(in_utc(s.changed))} UTC"}[n]
    meta = f'<meta property="article:published_time" content="{seconds(when, 0).replace("+00:00", "Z")}">' if n == 0 else ""
    lead = f"{s.place.upper()}, {when:%B} {when.day} (Larkwire) - {s.paras[0]}"
    tags = "".join(f'<li><a href="{m.url}">{text(m.title)}</a>, article with image<time>{uk(m.when)}</time></li>' for m in more)
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} | Larkwire</title>{meta}
<meta property="og:site_name" content="Larkwire"></head><body><header>Larkwire <nav><a>World</a> <a>Markets</a> <a>Legal</a></nav></header>
<article><div class="hd"><h1>{text(s.title)}</h1><div class="au">By <a href="/a">{text(s.people[0])}</a> and <a href="/b">{text(s.people[1])}</a></div>
<time><span>{us(when)}</span> <span>{clock(when)} UTC</span>{update}</time></div><div class="tools"><button>Aa</button><button>Save</button></div>
<div class="summary"><h4>Summary</h4><ul><li>{text(s.dek)}</li></ul></div><div class="txt">{paragraphs((lead, *s.paras[1:]))}
<p class="sign">Sign up <a href="/nl">here.</a></p><p class="credit">Reporting by {text(s.people[0])} and {text(s.people[1])}; Editing by Ottoline
Brade</p><p class="std">Our Standards: <a>The Larkwire Principles.</a></p></div><div class="lic"><button>Purchase Licensing Rights</button></div></article>
<section><h3>Read Next</h3><ul>{tags}</ul></section></body></html>"""
    changed = in_utc(s.changed)
    return page, noted(
        s,
        outlet=("Larkwire",),
        published=(minute(when),) if n == 0 else spoken(when),
        updated=spoken(changed) if n == 2 else NONE,
        litter=["Our Standards", "Licensing Rights", "Sign up", "article with image", *(m.title for m in more)],
    )


def twins(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page with the data of another article before its own, or instead of its own; a bar of names, day and minutes to read."""
    other = more[0]

    def data(told: Story) -> str:
        return ld({"@type": "NewsArticle", "headline": told.title, "datePublished": seconds(told.when),
                   "author": {"@type": "Person", "name": told.people[0]}, "url": told.url})  # fmt: skip

    own = "" if n == 1 else ld({"@type": "NewsArticle", "headline": s.title, "datePublished": seconds(s.when), "dateModified": seconds(s.changed),
                                "author": [{"@type": "Person", "name": p} for p in s.people], "url": s.url})  # fmt: skip
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(s.title)} - {text(s.outlet)}</title>
<link rel="canonical" href="{s.url}"></head><body><header class="mast">{text(s.outlet)}</header>{data(other)}{own}
<main><h1>{text(s.title)}</h1><div class="bar">{text(" and ".join(s.people))} · {s.when.day} {s.when:%b %Y} · {4 + n} min read</div>
{paragraphs(s.paras, between=f'<div class="inset"><b>Related</b> <a href="{other.url}">{text(other.title)}</a></div>', after=2)}</main>
<div class="next"><h2>Up next</h2><h3>{text(other.title)}</h3><p>{text(other.paras[0])}</p></div></body></html>"""
    return page, noted(
        s,
        published=(f"{s.when:%Y-%m-%d}",) if n == 1 else (),
        updated=NONE if n == 1 else (minute(s.changed),),
        litter=["min read", other.paras[0], other.title],
    )


def abroad(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page of a German or Spanish paper: months, bylines and updates in its language, no data in the head."""
    lang, told = foreign(n)
    when, changed = told.when, told.changed if n < 2 else None
    names = MONTHS[lang]
    by = f"{'Von' if lang == 'de' else 'Por'} {(' und ' if lang == 'de' else ' y ').join(told.people)}"
    shown = [f"{d.day}. {names[d.month - 1]} {d.year}, {d:%H:%M} Uhr" if lang == "de" else f"{d.day} de {names[d.month - 1]} de {d.year} - {d:%H:%M} h"
             for d in (when, *([changed] if changed else []))]  # fmt: skip
    news = "Aktualisiert am" if lang == "de" else "Actualizado:"
    updated = f'<span class="upd">{news} {shown[1]}</span>' if changed else ""
    words = ("Jetzt Newsletter bestellen", "Mehr zum Thema", "Alle Rechte vorbehalten", "Wir verwenden Cookies")
    if lang == "es":
        words = (
            "Suscríbete a nuestro boletín",
            "Más noticias",
            "Todos los derechos reservados",
            "Utilizamos cookies propias y de terceros",
        )
    box = f'<div class="nl"><b>{words[0]}</b> <input type="email"></div>'
    page = f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{text(told.title)} | {text(told.outlet)}</title></head><body>
<header><a href="/">{text(told.outlet)}</a></header><article><h1>{text(told.title)}</h1><p class="vorspann">{text(told.dek)}</p>
<div class="autor">{text(by)}</div><div class="datum"><span>{shown[0]}</span> {updated}</div>
{paragraphs(told.paras, between=box, after=1)}</article><section><h3>{words[1]}</h3><p>{text(foreign(n + 1)[1].title)}</p></section>
<footer>© 2025 {text(told.outlet)}. {words[2]}.</footer><div class="cookie">{words[3]}.</div></body></html>"""
    naive = when.replace(tzinfo=None)
    return page, noted(
        told,
        byline=people(told.people),
        published=spoken(naive)[1:],
        updated=spoken(changed.replace(tzinfo=None))[1:] if changed else NONE,
        litter=words,
    )


def scant(s: Story, n: int, more: Sequence[Story]) -> Made:
    """Write a page that hardly says when: the day in its address only, only when it was updated, only how long ago."""
    path = f"https://{s.host}/{s.when:%Y/%m/%d}/{s.slug}" if n == 0 else s.url
    line = {0: "", 1: f"Last updated: {uk(s.changed)}", 2: "Published 3 hours ago"}[n]
    past = s.when - timedelta(days=400)
    side = "".join(f"<li><a href='{m.url}'>{text(m.title)}</a><span>{uk(m.when)}</span></li>" for m in more)
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="canonical" href="{path}"><title>{text(s.title)} - {text(s.outlet)}</title>
<meta property="og:url" content="{path}"><meta property="og:site_name" content="{attr(s.outlet)}"></head><body><h1>{text(s.title)}</h1>
<p class="au">By {text(s.people[0])}</p><p class="dt">{line}</p>{paragraphs(s.paras)}<h4>Related</h4><ul>{side}</ul>
<p class="promo">Our app was voted best of {past.year}. Download it today.</p><footer>© 2019–2025 {text(s.outlet)}</footer></body></html>"""
    return page, noted(
        s,
        published=(f"{s.when:%Y-%m-%d}",) if n == 0 else NONE,
        updated=(f"{s.changed:%Y-%m-%d}",) if n == 1 else NONE,
        litter=["Our app was voted", *(m.title for m in more)],
    )


STYLES = {"release": release, "wire": wire, "twins": twins, "abroad": abroad, "scant": scant}
ZONES = {"twins": 1.0}
PEOPLE = {"wire": 2, "twins": 2}
