"""Rewrite an article as newsrooms rewrite agency reports: cut, reorder, reword, new lead or headline (pure, seeded)."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from rag.language.names import names
from rag.language.text import sentences
from rag.records import Article

_SYNONYMS = dict(
    pair.split("=")
    for pair in """said=stated says=states told=informed announced=declared killed=slain died=perished people=persons about=roughly
    officials=authorities official=authority attack=assault attacks=assaults begin=start began=started ended=finished big=large
    large=sizeable small=modest help=assist helped=assisted show=indicate shows=indicates showed=indicated buy=purchase
    bought=purchased asked=requested against=opposing according=going children=youngsters company=firm companies=firms
    country=nation countries=nations decision=ruling deal=agreement during=amid early=initial expected=anticipated expect=anticipate
    fire=blaze home=house homes=houses however=still important=significant increase=rise increased=rose injured=hurt job=post
    jobs=posts last=past law=statute lawmakers=legislators leader=chief leaders=chiefs major=main many=numerous money=funds
    more=additional new=fresh number=figure often=frequently only=just parents=families plan=scheme plans=schemes police=officers
    price=cost prices=costs problem=issue problems=issues program=scheme report=account reports=accounts release=issue
    released=issued result=outcome results=outcomes return=comeback several=various shooting=gunfire since=from start=launch
    started=launched state=declare storm=tempest students=pupils study=survey team=squad teams=squads think=believe today=now
    vote=ballot voted=balloted war=conflict warned=cautioned weather=conditions win=triumph wins=triumphs won=clinched work=labour
    workers=staff year=twelvemonth while=as also=too because=since after=following before=ahead-of""".split()
)
_SPELLED = dict(zip("2 3 4 5 6 7 8 9 10 11 12".split(), "two three four five six seven eight nine ten eleven twelve".split(), strict=True))
_MONTHS = "January February March April May June July August September October November December"
_SAID = re.compile(
    r"^(?P<what>[^\"“”]{30,}), (?P<who>[A-Z][\w.' ’-]{2,40}?) (?P<verb>said|told reporters|announced)(?P<rest>[^,.]{0,30})\.$"
)
_ACCORDING = re.compile(r"^(?P<what>[^\"“”]{30,}),? according to (?P<who>[^,.\"“”]{3,60})\.$")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), lambda m: ""),
    (re.compile(r"\$(\d[\d.]*) (million|billion|trillion)"), lambda m: f"{m[1]} {m[2]} dollars"),
    (re.compile(r"(?<=\d)%| percent\b"), lambda m: " per cent"),
    (re.compile(rf"\b({_MONTHS.replace(' ', '|')}) (\d{{1,2}})(?!\d)"), lambda m: f"{m[2]} {m[1]}"),
    (re.compile(r"(?<![\d.,$:])\b([2-9]|1[0-2])(?= [a-z]{3,})"), lambda m: _SPELLED[m[1]]),
    (re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|could)n['’]t\b"), lambda m: f"{m[1]} not"),
)
_ASIDES = (
    re.compile(r" \([^()]*\)"),
    re.compile(r", (?:which|who|where|when|while|with|as|after|and|but|including|according)\b[^,.\"“”]*(?=[,.])"),
    re.compile(r" \w+ly\b"),
)
Edit = Callable[[Article, random.Random], Article]


def cut(article: Article, rng: random.Random) -> Article:
    """Keep the first 40 to 80% of the sentences, as space allows."""
    found = _split(article)
    return _with(article, found[: max(4, round(len(found) * rng.uniform(0.4, 0.8)))])


def drop(article: Article, rng: random.Random) -> Article:
    """Leave out every third sentence or so, anywhere."""
    return _with(article, [s for n, s in enumerate(_split(article)) if n == 0 or rng.random() < 0.67])


def reorder(article: Article, rng: random.Random) -> Article:
    """Put the paragraphs behind the first in another order."""
    found = _split(article)
    blocks = [found[n : n + 3] for n in range(0, len(found), 3)]
    rest = blocks[1:]
    rng.shuffle(rest)
    return _with(article, [s for block in [blocks[0], *rest] for s in block])


def new_lead(article: Article, rng: random.Random) -> Article:
    """Replace the first sentences by two new ones."""
    found = _split(article)
    lead = [f"Here is what readers in our area need to know about the following: {article.title.rstrip('.')}.", rng.choice(_LEADS)]
    return _with(article, lead + found[rng.randint(1, 3) :])


def reword(article: Article, rng: random.Random) -> Article:
    """Rewrite by rule: synonyms, order of clauses, form of numbers and dates, contractions."""
    return _with(article, [_reworded(s, rng) for s in _split(article)])


def shorten(article: Article, rng: random.Random) -> Article:
    """Cut half of the clauses behind a comma out of the sentences, and half of the words in -ly and of the bracketed asides."""
    found = []
    for sentence in _split(article):
        for pattern in _ASIDES:
            sentence = pattern.sub(lambda m: "" if rng.random() < 0.5 else m[0], sentence)
        found.append(sentence)
    return _with(article, found)


def merge_headline(article: Article, rng: random.Random) -> Article:
    """Join the headline to the first sentence, and set a new headline."""
    first, *rest = _split(article)
    title = f"{rng.choice(('Update', 'Roundup', 'Live'))}: {article.title[:40]}"
    return replace(_with(article, [f"{article.title}: {first}", *rest]), title=title)


def add_furniture(article: Article, rng: random.Random) -> Article:
    """Put a credit line before it and a closing line of the outlet after it."""
    return _with(article, [rng.choice(_CREDITS), *_split(article), rng.choice(_TAILS)])


EDITS: dict[str, tuple[Edit, ...]] = {
    "cut": (cut,),
    "reorder": (reorder,),
    "new lead": (new_lead,),
    "agency rewrite": (reword,),
    "merged headline": (merge_headline, add_furniture),
    "cut, new lead": (cut, new_lead),
    "reworded, reordered": (reword, reorder),
    "thinned, framed": (drop, add_furniture),
    "cut, reworded": (cut, reword),
    "hard rewrite": (drop, shorten, reword, new_lead),
    "hard rewrite, reordered, cut": (shorten, reword, reorder, cut),
}


def copy(article: Article, edits: tuple[Edit, ...], rng: random.Random, n: int) -> Article:
    """Return copy ``n`` of ``article``: edited, in another outlet, up to two days later."""
    for edit in edits:
        article = edit(article, rng)
    later = date.fromisoformat(article.published[:10]) + timedelta(days=rng.randint(0, 2))
    return replace(article, id=f"{article.id}~{n}", source=rng.choice(_OUTLETS), published=later.isoformat())


def column(article: Article, other: Article, rng: random.Random) -> Article:
    """Return next week's column made to the same pattern: other numbers, and every second block of sentences that of ``other``."""
    blocks, other_blocks = ([found[n : n + 3] for n in range(0, len(found), 3)] for found in (_split(article), _split(other)))
    mixed = [s for n, block in enumerate(blocks) for s in (block if n % 2 == 0 or n >= len(other_blocks) else other_blocks[n])]
    return _week_on(article, [_renumbered(s, rng) for s in mixed])


def template(article: Article, other: Article, rng: random.Random) -> Article:
    """Return next week's report made by filling in a form: every number and every name another, all other words the same."""
    found = [n for n in names(article.text) if n.sure]
    theirs = list(dict.fromkeys(n.text for n in names(other.text) if n.sure)) or ["Springfield"]
    filled = {text: theirs[n % len(theirs)] for n, text in enumerate(dict.fromkeys(n.text for n in found))}
    text, at = "", 0
    for name in found:
        text, at = text + article.text[at : name.start] + filled[name.text], name.end
    return _week_on(article, [_renumbered(text + article.text[at:], rng)])


def _week_on(article: Article, found: list[str]) -> Article:
    week = date.fromisoformat(article.published[:10]) + timedelta(days=7)
    return replace(_with(article, found), id=f"{article.id}^", published=week.isoformat())


def _renumbered(text: str, rng: random.Random) -> str:
    return re.sub(r"\d+", lambda m: str(int(m[0]) + rng.randint(1, 9)), text)


def _split(article: Article) -> list[str]:
    return [article.text[a:b] for a, b in sentences(article.text)]


def _with(article: Article, found: list[str]) -> Article:
    return replace(article, text="\n\n".join(" ".join(found[n : n + 2]) for n in range(0, len(found), 2)))


def _reworded(sentence: str, rng: random.Random) -> str:
    if quoted := _SAID.match(sentence):
        sentence = f"{quoted['who']} {quoted['verb']}{quoted['rest']} that {quoted['what'][0].lower()}{quoted['what'][1:]}."
    elif by := _ACCORDING.match(sentence):
        sentence = f"According to {by['who']}, {by['what'][0].lower()}{by['what'][1:]}."
    for pattern, form in _FORMS:
        sentence = pattern.sub(form, sentence)
    return re.sub(r"[A-Za-z]+", lambda m: _synonym(m[0], rng), sentence)


def _synonym(word: str, rng: random.Random) -> str:
    other = _SYNONYMS.get(word.lower())
    if not other or rng.random() < 0.2:
        return word
    other = other.replace("-", " ")
    return other.capitalize() if word[0].isupper() else other


_LEADS = (
    "The matter has drawn attention well beyond those directly concerned, and more is likely to come out in the next days.",
    "It is a subject that we have followed for some time, and below is where things stand at the moment of writing.",
    "Much of this was not known a day ago. What follows is gathered from what was made public up to this morning.",
)
_CREDITS = ("This report first appeared with one of our partners.", "From our wire services.", "Shared content from across the network.")
_TAILS = (
    "Sign up for our newsletter to get the day's top stories every morning.",
    "Have a tip? Write to the newsroom. Follow us for more.",
    "Editors' note: this page was edited for length.",
)
_OUTLETS = ("Harbour Gazette", "Valley Courier", "Morning Ledger", "Lake Observer", "North Star", "County Herald")
