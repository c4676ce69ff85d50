"""A headline apart from the site that it stands on, which titles name behind it or before it: "Headline | News | Oxhey Star" (pure)."""

import re
from collections.abc import Iterator

from ingest.article.furniture import is_section
from ingest.article.outlets import LONGEST, agencies_of, hosted, is_host, outlet_named
from rag.language.capitals import ordinary

SEPARATOR = re.compile(r"\s+[-–—|·•»:/~]+\s+|\s*[|»]\s*|\s+::\s+|\s+›\s+")
LEAST_LABEL = 4  # letters of a part of a host other than its own name: "abcnews" in abcnews.go.com, not "live" or "en"
LEAST_INITIALS = 3  # letters that stand for the words of a name behind a headline: BBC, but not OS
MOST_NAME = 7  # words of a name
_LINKS = frozenset("the a of and for de la le el der die das di".split())  # that initials and addresses leave out
_ALWAYS = frozenset({"News", "Online"})  # that a site calls itself as well


def without_outlet(title: str, outlet: str, url: str = "") -> str:
    """Return a title without the outlet behind it or before it, and without the names of sections between the two.

    The site at ``url`` counts where no outlet is known. A title that names nothing else stays as it is.
    """
    parts = [m.span() for m in SEPARATOR.finditer(title)]
    outlet = outlet or hosted(url)
    if not outlet or not parts:
        return title
    if names_site(title[parts[-1][1] :], outlet):
        while len(parts) > 1 and is_section(title[parts[-2][1] : parts[-1][0]]):
            parts.pop()
        return title[: parts[-1][0]].strip() or title
    return (title[parts[0][1] :].strip() or title) if squeezed(title[: parts[0][0]]) == squeezed(outlet) else title


def names_site(name: str, outlet: str) -> bool:
    """Whether a name behind a headline is that of an outlet, which may be known by its host alone: CNN of cnn.com, BBC News of bbc.co.uk.

    Its letters are those of the outlet or of the host's own name, or its words spell them as addresses do, each whole or by its initial:
    "The New York Times" nytimes.com. Initials alone must read as the name of a paper; a section may stand behind it ("CNN Politics").
    """
    name = name.strip()
    if squeezed(name) == squeezed(outlet):
        return True
    if len(name) > LONGEST or (not any(c.isupper() for c in name) and not is_host(name)):
        return False
    labels = _labels(outlet)
    if any(squeezed(name) == label for label in labels):
        return True
    if is_host(name):
        return _labels(name)[0] in {*labels[:1], squeezed(outlet)} or _spell(outlet, _labels(name)[0])
    if labels:
        return any(_is_named(form, labels[0]) for form in _forms(name))
    initials = name.isupper() and len(name) >= LEAST_INITIALS and _initials(outlet) == name.lower()
    return initials or squeezed(outlet) in map(squeezed, _forms(name))


def squeezed(name: str) -> str:
    """Return a name as its letters and figures alone, as an address writes it, "The" left out."""
    return re.sub(r"[\W_]", "", re.sub(r"^the\s+", "", name.lower()))


def _labels(host: str) -> list[str]:
    """Return the own name of a host and the longer of those before it, as letters; nothing for what is no host."""
    if not is_host(host):
        return []
    parts = host.lower().removeprefix("www.").split(".")[:-1]
    if len(parts) > 1 and parts[-1] in {"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne"}:
        parts.pop()
    before = [part for part in parts[:-1] if len(part) >= LEAST_LABEL]
    return [squeezed(part) for part in (parts[-1], *before)]


def _is_named(name: str, label: str) -> bool:
    """Whether the own name of a host is that of ``name``, without the "news" behind it only if that is known: AP of apnews.com."""
    short = label.removesuffix("news")
    return _spell(name, label) or (short != label and bool(agencies_of(name) or outlet_named(name)) and _spell(name, short))


def _forms(name: str) -> Iterator[str]:
    """Yield a name, and without the section behind it; of an everyday word it is a part: Time Travel."""
    yield name
    words = name.split()
    for n in range(1, len(words)):
        own, rest = words[:n], words[n:]
        if _ALWAYS.issuperset(rest) or (is_section(" ".join(rest)) and not ordinary().issuperset(word.lower() for word in own)):
            yield " ".join(own)


def _spell(name: str, label: str) -> bool:
    """Whether the words of a name, in their order, each whole or by its initial, are the letters of a host's own name."""
    words = [word for word in (squeezed(part) for part in f"a {name}".split()[1:]) if word]
    if not words or len(words) > MOST_NAME or not label:
        return False
    if len(words) == 1:
        return words[0] == label
    if any(part[0].islower() and part not in _LINKS for part in name.split()):
        return False
    left = {(label, False)}  # what is still to be spelled, and whether a word was spelled out
    for word in words:
        spelled = {(rest[len(word) :], whole or len(word) > 1) for rest, whole in left if rest.startswith(word)}
        begun = {(rest[1:], whole) for rest, whole in left if rest[:1] == word[0]}
        left = spelled | begun | (left if word in _LINKS else set())
    return ("", True) in left or (("", False) in left and bool(outlet_named(name)))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.lower().split() if word not in _LINKS)
