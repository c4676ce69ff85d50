"""The kinds of names that a question can swap: tables of places, peoples and firms, and the words that make an event, a body or a team."""

_LISTED = {
    "nation": "Afghanistan,Argentina,Australia,Austria,Belgium,Brazil,Britain,Canada,Chile,China,Colombia,Cuba,Denmark,Egypt,England,"
    "Finland,France,Gaza,Germany,Greece,Greenland,Haiti,Hungary,India,Indonesia,Iran,Iraq,Ireland,Israel,Italy,Japan,Kenya,Lebanon,Libya,"
    "Mexico,Myanmar,Netherlands,New Zealand,Nigeria,North Korea,Norway,Pakistan,Panama,Peru,Philippines,Poland,Portugal,Qatar,Romania,"
    "Russia,Saudi Arabia,Scotland,Serbia,Somalia,South Africa,South Korea,Spain,Sudan,Sweden,Switzerland,Syria,Taiwan,Thailand,Turkey,UK,"
    "US,USA,Ukraine,United Kingdom,United States,Venezuela,Vietnam,Yemen",
    "people": "American,Americans,Australian,Austrian,Belgian,Brazilian,British,Canadian,Chinese,Colombian,Danish,Dutch,Egyptian,English,"
    "Finnish,French,German,Greek,Hungarian,Indian,Iranian,Iraqi,Irish,Israeli,Italian,Japanese,Korean,Mexican,Norwegian,Pakistani,"
    "Palestinian,Polish,Portuguese,Russian,Saudi,Scottish,South Korean,Spanish,Swedish,Swiss,Syrian,Turkish,Ukrainian,Venezuelan",
    "state": "Iowa,Ohio,Utah,Idaho,Maine,Texas,Alaska,Hawaii,Kansas,Nevada,Oregon,Alabama,Arizona,Florida,Georgia,Indiana,Montana,"
    "Vermont,Wyoming,Arkansas,Colorado,Delaware,Illinois,Kentucky,Maryland,Michigan,Missouri,Nebraska,New York,Oklahoma,"
    "Virginia,Louisiana,Minnesota,Tennessee,Wisconsin,California,New Jersey,New Mexico,Washington,Connecticut,Mississippi,"
    "North Dakota,Pennsylvania,Rhode Island,South Dakota,Massachusetts,New Hampshire,West Virginia,North Carolina,"
    "South Carolina",
    "city": "Amsterdam,Athens,Atlanta,Baghdad,Barcelona,Beijing,Berlin,Boston,Brussels,Chicago,Dallas,Delhi,Denver,Detroit,Dubai,Dublin,"
    "Geneva,Hong Kong,Houston,Istanbul,Jerusalem,Kyiv,Las Vegas,London,Los Angeles,Madrid,Manhattan,Miami,Milan,Minneapolis,Moscow,"
    "Mumbai,Munich,New Orleans,New York City,Paris,Philadelphia,Phoenix,Rome,San Diego,San Francisco,Seattle,Seoul,Sydney,Tokyo,Toronto,"
    "Vancouver,Venice,Vienna",
    "airline": "Air India,American Airlines,British Airways,Delta Air Lines,Lufthansa,Ryanair,Southwest Airlines,United Airlines",
    "studio": "ABC News,BBC,CNN,Disney,HBO,Marvel,Netflix,Nintendo,Warner Bros,YouTube",
    "food": "Burger King,Chipotle,Coca-Cola,McDonald's,Oreo,Pepsi,Starbucks,Taco Bell,Wendy's",
    "firm": "Airbnb,Amazon,Apple,Blue Origin,Boeing,DoorDash,Facebook,Ford,Google,Instagram,Mattel,Meta,Microsoft,Nike,OpenAI,Samsung,"
    "SpaceX,Target,Tesla,TikTok,Toyota,Twitter,Uber,Vinted,Volkswagen,Walmart,Wells Fargo",
    "league": "MLB,Major League Baseball,NASCAR,NBA,NCAA,NFL,NHL,Premier League,UEFA,WNBA",
    "body": "CDC,CIA,DOGE,EPA,FBI,FDA,FEMA,ICE,IRS,NASA,Nasa,NATO,NHS,WHO",
}
_KINDS = {name: kind for kind, listed in _LISTED.items() for name in listed.split(",")}
PLACES = {name: kind for name, kind in _KINDS.items() if kind in ("nation", "people", "state", "city")}
WITH_THE = frozenset({"US", "USA", "UK", "United States", "United Kingdom", "Netherlands", "Philippines"})  # "the US", but "Chile"
ALSO_PEOPLES = frozenset({"US", "UK"})  # "US retailers" are of a people
_HEADS = {
    word: kind
    for kind, listed in {
        "event": "award awards bowl cup emmys festival finals gala games globes grammys marathon masters olympics open oscars prix "
        "prize series tonys tour",
        "body": "administration agency army association bureau center committee commission congress corps council court department guard "
        "justice navy office pentagon senate service transportation university",
    }.items()
    for word in listed.split()
}
_TITLES = frozenset("king pope prince princess queen sir".split())
SAME = (  # names of one thing that share no word
    frozenset({"us", "usa", "america", "american", "americans", "united", "states", "washington"}),
    frozenset({"uk", "britain", "british", "united", "kingdom", "england", "english"}),
    frozenset({"oscars", "academy"}),
)


def listed_kind(name: str) -> str:
    """Return the kind of a name, an empty text where neither a table nor its first or last word tells.

    nation, people, state, city, airline, studio, food, firm, league, body, event, person, or team: what has a city or state before
    another word.
    """
    words = name.lower().split()
    told = _KINDS.get(name) or _HEADS.get(words[-1], "") or (_HEADS.get(words[0], "") if words[1:2] == ["of"] else "")
    if told or len(words) < 2:
        return told
    if words[0] in _TITLES:
        return "person"
    return "team" if PLACES.get(name.rpartition(" ")[0]) in ("city", "state") else ""


def other_forms(name: str, kind: str) -> tuple[str, ...]:
    """Return ``name`` and what an article may call the same: a person's surname, Ukraine for Ukrainian (what begins alike, to be safe)."""
    if kind == "person":
        words = [word for word in name.split() if word.rstrip(".") not in ("Jr", "Sr")]
        return (name, words[-1])
    if kind not in ("nation", "people"):
        return (name,)
    low = name.lower()
    same = {low} | {word for group in SAME if low in group for word in group}
    alike = {other for other, k in PLACES.items() if k in ("nation", "people") and (other[:3] == name[:3] or other.lower() in same)}
    return (name, *sorted(alike - {name}))
