"""Invented stories to fill the files with: people, places and outlets that do not exist, the same for the same number."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

POOL = Path(__file__).with_name("stories.json")
STEPS = (7, 11, 13)  # prime to the sizes of the pool, so that neighbours differ in everything


@dataclass(frozen=True, slots=True)
class Story:
    """What a reporter filed: the words of one article and who, where and when."""

    title: str
    dek: str
    paras: tuple[str, ...]
    place: str
    people: tuple[str, ...]  # one to three reporters
    outlet: str
    when: datetime  # published, with its zone
    changed: datetime  # a later update, used by the files that state one

    @property
    def slug(self) -> str:
        """Return the title as sites write it into addresses."""
        return "-".join("".join(c for c in word if c.isalnum()) for word in self.title.lower().split())

    @property
    def host(self) -> str:
        """Return the outlet's site."""
        words = "".join(c for c in self.outlet.lower().removeprefix("the ") if c.isascii() and c.isalnum())
        return f"www.{words}.example"

    @property
    def url(self) -> str:
        """Return an address of the article without a date in it."""
        return f"https://{self.host}/news/{self.slug}"


@cache
def pool() -> dict[str, Any]:
    """Return the parts that stories are put together from."""
    return dict(json.loads(POOL.read_text(encoding="utf-8")))


def person(n: int) -> tuple[str, str]:
    """Return a name and the last part of it."""
    first, last = pool()["first"], pool()["last"]
    return f"{first[n % len(first)]} {last[(n * 5 + n // len(first)) % len(last)]}", last[(n * 5 + n // len(first)) % len(last)]


def moment(n: int, *, hours: float = 0.0) -> datetime:
    """Return a time of publication: years 2016 to 2025, working hours, the zone given."""
    zone = timezone(timedelta(hours=hours))
    return datetime(2016 + n * 7 % 10, 1 + n * 5 % 12, 1 + n * 11 % 28, 6 + n * 3 % 15, n * 17 % 60, tzinfo=zone)


def story(n: int, *, hours: float = 0.0, outlet: str = "", people: int = 1, length: int = 6) -> Story:
    """Return the ``n``-th story, of ``length`` paragraphs; all its words follow from the number."""
    parts, when = pool(), moment(n, hours=hours)
    title, dek, *own = parts["topics"][n % len(parts["topics"])]
    (who, last), (second, last2) = person(n * 3 + 1), person(n * 3 + 17)
    words = {
        "place": parts["places"][n * STEPS[0] % len(parts["places"])],
        "other": parts["places"][(n * STEPS[0] + 9) % len(parts["places"])],
        "n": str(112 + n * 37 % 850),
        "m": str(3 + n * STEPS[2] % 19),
        "m2": str(20 + n * STEPS[1] % 61),
        "rate": f"{2 + n % 5}.{1 + n * 7 % 9}",
        "weekday": when.strftime("%A"),
        "p": who, "l": last, "p2": second, "l2": last2,
    }  # fmt: skip
    more = [parts["more"][(n * STEPS[1] + k * STEPS[0]) % len(parts["more"])] for k in range(length - len(own))]
    names = tuple(person(n * 3 + 40 + 7 * k)[0] for k in range(people))
    return Story(
        title=title.format_map(words),
        dek=dek.format_map(words),
        paras=tuple(p.format_map(words) for p in (*own, *more))[:length],
        place=words["place"],
        people=names,
        outlet=outlet or parts["outlets"][n * 3 % len(parts["outlets"])],
        when=when,
        changed=when + timedelta(hours=5 + n % 40, minutes=13),
    )


def foreign(n: int) -> tuple[str, Story]:
    """Return a language and a story told in it."""
    row = pool()["foreign"][n % len(pool()["foreign"])]
    when = moment(n + 31, hours=1)
    told = Story(
        row["title"], row["dek"], tuple(row["paras"]), row["place"], tuple(row["people"]), row["outlet"], when, when + timedelta(hours=27)
    )
    return row["lang"], told
