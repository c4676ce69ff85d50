"""The names that records of the trade give to our fields, best first, and those of objects that only wrap a record (pure)."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from unicodedata import combining, normalize

from ingest.read.records.abroad import NAMES_ABROAD

_NAMES: Final[Mapping[str, str]] = {
    "title": """title headline webtitle headlines headlinemain headlinetext mainheadline articletitle storytitle posttitle newstitle
        documenttitle doctitle itemtitle pagetitle displaytitle titletext titleplain headlineplain heading head headlineprint dctitle
        ogtitle seotitle hed hl hl1 headline1 hdl headl hline""",
    "published": """published publishedat publishedon publisheddate publisheddatetime publishedtime publishedutc publishdate publishdatetime
        publishtime publishat publishon publishedtimestamp publishingdate publishingtime publicationdate publicationdatetime
        publicationtime pubdate pubdatetime pubtime datepublished datepublish datepub datetimepub datetimepublished webpublicationdate
        firstpublished firstpublishedat firstpublisheddate firstpublishdate firstpublicationdate originalpublicationdate
        articlepublishedtime displaydate firstcreated issuedate issued dateissued posted postedat postedon postdate dateposted
        articledate storydate newsdate date datetime dcdate dategmt publishedgmt rundate runson printdate editiondate issuedon publishday
        pubday pubts pubtimestamp pubepoch pubms golive livedate wentlive onlinedate webdate filed filedat filedon datefiled dt
        seendate""",
    "updated": """updated updatedat updatedon updateddate updateddatetime updatedtime dateupdated updatedate updatetime lastupdated
        lastupdatedat lastupdatedate lastupdateddate modified modifiedat modifiedon modifieddate modifiedtime datemodified datemodify
        modificationdate modificationdatetime modificationtime lastmodified lastmodifiedat lastmodifieddate articlemodifiedtime
        versioncreated modifiedgmt changed changedat revisedat revised lastedit lastedited lasteditedat editedat lastchange lastchanged
        lastrevised amended amendedat moddate modtime mtime updt lastmod""",
    "source": """outlet outletname source sourcename sourcetitle medianame medianames mediaoutlet newsoutlet newssource publication
        publicationname publicationtitle pubtitle publisher publishername newspaper newspapername newspapertitle journaltitle
        sitename sitetitle websitename ogsitename dcpublisher magazine site website canonicalwebsite brand brandname provider providername
        sourcedomain sitedomain sitefull domain domainname hostname cleanurl paper papername pub masthead blogname blogtitle""",
    "url": """url link weburl webpageurl canonicalurl canonicallink canonical permalink articleurl articlelink storyurl posturl newsurl
        pageurl documenturl docurl sourceurl publicurl fullurl finalurl resolvedpageurl originalurl requestedurl weblink ogurl href uri
        guid identifier""",
    "byline": """byline bylines author authors authorname authornames authorfullname authorsname by writtenby writer writers reporter
        reporters journalist journalists correspondent correspondents creator creators dccreator contributor contributors primaryauthor
        displayauthor postauthor articleauthor authorstring credits byl byln signedby storyby reportedby""",
    "text": """text body content maintext bodytext textbody mainbody fulltext fullcontent fullbody articletext articlebody articlecontent
        storytext storybody storycontent newstext newsbody newscontent postcontent postbody posttext documenttext doctext pagetext
        pagecontent article cleanedtext cleantext cleanedcontent textcontent contenttext contentplain plaincontent plaintext plain
        bodyplain textplain bodyhtml bodyxhtml bodynitf contenthtml htmlcontent htmlbody texthtml contentrendered contentencoded
        contentelements paragraphs paras sections blocks story rawtext rawcontent rawbody transcript html markdown copy fullcopy bodycopy
        maincopy fulltextclean extractedtext articlefulltext
        storyfull contents txt md selftext""",
    "abstract": """leadparagraph abstract standfirst trailtext summary description snippet excerpt lead lede dek deck subhed strap
        strapline ingress teaser
        preamble synopsis intro introduction shortdescription descriptiontext summarytext bodytextsummary contentsnippet subheadline
        ogdescription""",
    "id": "id docid articleid guid documentid uuid",
}  # fmt: skip
WEAK: Final = frozenset(  # names that say something else as often: their values count only if they read as what they are taken for
    """magazine site website canonicalwebsite brand brandname provider providername sourcedomain sitedomain sitefull domain domainname
    hostname cleanurl creator creators dccreator credits seendate""".split()
)  # "seendate": when somebody else saw the article
RAW: Final = frozenset("rawtext rawcontent rawbody transcript html markdown md".split())  # a text only where no other field holds one
BESIDE: Final = frozenset(
    "source fields attributes properties meta metadata thread dates times timestamps embedded yoastheadjson".split()
)  # tell of a text beside them
WRAPPERS: Final = frozenset(
    """source fields attributes article data item items node doc document record properties post story news payload meta metadata thread
    dates times timestamps embedded response result object entry resource yoastheadjson newsarticle edge""".split()
)
ASIDE: Final = frozenset(
    """related relatedarticles relatedstories relatedcontent relateditems relatedposts similar similararticles recommended recommendations
    comments comment replies responses reactions media multimedia image images photos pictures videos gallery tags keywords links author
    authors categories category seealso readmore morelikethis promo""".split()
)  # objects in these are no articles of the file
DEEPER: Final = 1000  # ranks that one wrapper costs: what stands at the top of a record goes before what stands in it
INNER: Final = (  # names inside an object for the words that it stands for, best first
    """name displayname fullname main basic rendered original title headline label value processed plain text raw html default content
    en eng english node nodes data attributes fields""".split()
)
_APART = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[A-Z]?[^\W\d_A-Z]+\d*|[A-Z]+(?![^\W\d_A-Z])|\d+")
_BEFORE: Final = frozenset("article story post news doc document item entry content cms art meta main x orig original first".split())
_FORMS: Final = frozenset("raw str string text plain clean cleaned full en value md".split())  # behind a name
_CALLED: Final = frozenset("name names display full line".split())  # behind that of an outlet or a person
_CLOCKS: Final = frozenset("ms msec millis milliseconds s sec secs seconds epoch unix ts timestamp utc gmt iso local tz dt".split())
LONGER: Final = 200  # ranks that a name with more words around it costs
_DOTS = re.compile(r"[./]|__")
_MOST = 4096  # names that are remembered  # equivalent: any


class Spot(NamedTuple):
    """What a name means: one of our fields ("abstract" is one here) and how much the name is worth, 0 best; no field: a wrapper.

    ``weak`` and ``raw`` are the names in WEAK and RAW.
    """

    field: str
    rank: int
    weak: bool = False
    raw: bool = False


def bare(name: str) -> str:
    """Return the letters and digits of a name in lower case: publishedAt, published_at and "Published at" are one."""
    return _APART.sub("", name).lower()


_ABROAD: Final = {name: Spot(field, LONGER + rank) for field, names in NAMES_ABROAD.items() for rank, name in enumerate(names.split())}
_SPOTS: Final = _ABROAD | {
    name: Spot(field, rank, name in WEAK, name in RAW)
    for field, names in reversed([*_NAMES.items()])
    for rank, name in enumerate(names.split())
}


class _Known(dict[str, Spot | None]):
    """The spot of each name that came; None for a name of no use."""

    def __missing__(self, name: str) -> Spot | None:
        if len(self) >= _MOST:
            self.clear()
        self[name] = spot = _find(name)
        return spot


SPOTS: Final = _Known()


def _find(name: str) -> Spot | None:
    name = name.removeprefix("\ufeff").removeprefix("_source.")
    whole = bare(name)
    if (spot := _SPOTS.get(whole)) and name != "_source":
        return spot
    if whole in WRAPPERS:
        return Spot("", 0)
    parts = [part for part in map(bare, _DOTS.split(name)) if part]
    if len(parts) > 1:
        return _nested(parts)
    plain = "".join(c for c in normalize("NFKD", name.replace("ø", "o").replace("æ", "ae").replace("ß", "ss")) if not combining(c))
    return _SPOTS.get(bare(plain)) or _within([part.lower() for part in _PARTS.findall(plain)])


def _within(parts: list[str]) -> Spot | None:
    """Return the spot of a name with more around it: article_hed, publishedAtMs, byline_text; a clock's unit stands behind times alone."""
    for begin in range(2):
        for end in range(len(parts), begin, -1):
            spot = _SPOTS.get("".join(parts[begin:end]))
            around, behind = parts[:begin], set(parts[end:])
            timed = spot is not None and spot.field in {"published", "updated"}
            forms = _CLOCKS if timed else _FORMS | _CALLED if spot and spot.field in {"source", "byline"} else _FORMS
            if spot and spot.field != "id" and _BEFORE.issuperset(around) and behind <= forms:
                return spot._replace(rank=spot.rank + LONGER)
    return None


def _nested(parts: list[str]) -> Spot | None:
    """Return the spot of a name that is a path, as tables have it for what was nested: fields.bodyText, source.name, title.rendered."""
    depth = 0
    while len(parts) > 1 and parts[0] in WRAPPERS and parts[0] != "source":
        parts, depth = parts[1:], depth + 1
    spot = _SPOTS.get(parts[0])
    if spot is None or not all(part in INNER or part.isdigit() for part in parts[1:]):
        return None
    return spot._replace(rank=spot.rank + DEEPER * depth)
