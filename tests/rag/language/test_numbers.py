"""Numbers as intervals: forms, bounds, units, roundings, and what is no number."""

import math
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rag.language.numbers import Number, compatible, lets_write, numbers, rounds_to


def one(text: str) -> Number:
    found = numbers(text)
    assert len(found) == 1, found
    return found[0]


def timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.mark.parametrize(
    ("text", "value", "bound", "unit", "noun"),
    [
        ("23 attacks", 23, "", "", "attack"),
        ("at least 12 soldiers", 12, ">=", "", "soldi"),
        ("more than 140 times", 140, ">", "", "tim"),
        ("roughly 2,500 troops", 2500, "~", "", "troop"),
        ("1.2 million dollars", 1.2e6, "", "$", ""),
        ("$3.5bn", 3.5e9, "", "$", ""),
        ("45 per cent of voters", 45, "", "%", "vot"),
        ("two-thirds of members", 2 / 3, "", "", "memb"),
        ("half a million people", 5e5, "", "", "peopl"),
        ("two hundred and fifty thousand people", 250_000, "", "", "peopl"),
        ("a dozen cars", 12, "~", "", "car"),
        ("the third attack", 3, "", "th", "attack"),
        ("at 12:22 pm", 12 * 60 + 22, "", "clock", ""),
        ("up to 60 rockets", 60, "<=", "", "rocket"),
        ("80,000 or more", 80_000, ">=", "", ""),
        ("nearly 1,000 ships", 1000, "~<", "", "ship"),
        ("twenty-three drones", 23, "", "", "dron"),
    ],
)
def test_number(text: str, value: float, bound: str, unit: str, noun: str) -> None:
    n = one(text)
    assert math.isclose(n.value, value)
    assert (n.bound, n.unit, n.noun) == (bound, unit, noun)


@pytest.mark.parametrize(
    "text",
    [
        *("F-16 jets", "COVID-19 cases", "one of them", "one another", "one by then", "one day", "one thing", "no one came", "G7 leaders"),
        *(
            "a man",
            "any two",
            "every two weeks",
            "each one",
            "per second",
            "the 747s",
            "the 24-second".replace("24-", "x-"),
            "123456789012345678",
        ),
        *("the half-time talk", "half past", "half time", "a half brother", "a half sister", "the other half"),
        *(
            "test scores",
            "a few",
            "several people",
            "a couple",
            "counted twice",
            "shot twice that night",
            "twice the same day",
            "once a week",
        ),
        *(
            "double as a school",
            "a double room",
            "thrice the other week",
            "a 10k run",
            "10k race",
            "a 10k from here",
            "5m tall",
            "5m high",
            "5m deep",
        ),
        *(
            "5m long",
            "5m wide",
            "5m away",
            "5m above ground",
            "5m below",
            "100m hurdles",
            "100m races",
            "3k walks",
            "8m waves",
            "5 m people",
            "10k",
        ),
        *("7b people", "10k in prizes", "a quarter-final", "a half-term"),
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert numbers(text) == []


WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
).split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *((w, i) for i, w in enumerate(WORDS)),
        *((w, i) for i, w in enumerate(ORDINALS, start=1)),
        *((w, i * 10) for i, w in enumerate(TENS, start=2)),
        *((w[:-1] + "ieth", i * 10) for i, w in enumerate(TENS, start=2)),
        *(("twenty-third", 23), ("ninety nine", 99), ("twenty-five hundred", 2500), ("a hundred and five", 105), ("a hundred five", 105)),
        *(
            ("two hundred", 200),
            ("hundred", 100),
            ("a thousand", 1e3),
            ("two thousand and one", 2001),
            ("three thousand four hundred", 3400),
        ),
        *(
            ("two million three hundred thousand", 2.3e6),
            ("two hundred and fifty thousand", 250_000),
            ("five dozen", 60),
            ("a trillion", 1e12),
        ),
        *(("one billion", 1e9), ("5 hundred", 500), ("5 dozen", 60), ("$5k", 5e3), ("$5m", 5e6), ("5mn", 5e6), ("5mln", 5e6), ("$5b", 5e9)),
        *(("5bn", 5e9), ("5tn", 5e12), ("5 trillion", 5e12), ("5-million", 5e6), (".5", 0.5), ("1,234,567.8", 1_234_567.8)),
    ],
)
def test_value(word: str, value: float) -> None:
    n = one(word)
    assert (n.value, n.text) == (value, word)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-3 degrees", -3), ("−3", -3), ("–3 C", -3), ("minus 3%", -3), ("minus two degrees", -2), ("minus 20C", -20), ("-4F", -4),
        ("(-2.5)", -2.5), ("-$3m", -3e6),
        ("+5%", 5),
        ("“-3”", -3), ("-½ point", -0.5), ("-.5", -0.5), ("six-month", 6), ("fell - 3 died", 3), ("x -3", -3),
    ],
)  # fmt: skip
def test_a_sign(text: str, value: float) -> None:
    n = one(text)
    assert (n.value, n.low, n.high) == (value, value, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((f"It was 3 {u}below freezing.", -3)
        for u in ("", "degrees ", "degree ", "° C ", "°C ", "C ", "F ", "celsius ", "degrees F ", "Fahrenheit ")),
        ("It was 3C below average.", 3), ("It fell to 3 in the valley below freezing air.", 3), ("It was 3 above freezing.", 3),
        ("It was -3 degrees below freezing.", -3), ("About 3 degrees below freezing.", -3),
        ("It was 1 degree below freezing.", -1),
    ],
)  # fmt: skip
def test_a_figure_below_zero_is_negative(text: str, value: float) -> None:
    n = one(text)
    assert n.value == value
    assert n.low <= n.value <= n.high
    assert [m.value for m in numbers("It was 3 degrees below zero.")] == [-3, 0]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10-15", [10, 15]), ("a 3-3 draw", [3, 3]), ("2019-20", [2019, 20]), ("$10-$15", [10, 15]), ("3,4,5", [3]), ("6 minus 2", [6, 2]),
        ("two and four", [2, 4]), ("four five-year terms", [4, 5]), ("two third-party men", [2, 3]), ("a dozen five-year-olds", [12, 5]),
        ("a dozen five", [12, 5]), ("first half", [1]), ("second half", [2]), ("two of ten", [2, 10]), ("59 1/2", [59.5]), ("9/11",
        [9, 11]),
        ("1 1/2/3", [1, 1, 2, 3]), ("a thousand five-hour days", [1000, 5]), ("some twenty people", [20]), ("24-second", [24]),
    ],
)  # fmt: skip
def test_what_is_one_number_and_what_is_two(text: str, values: list[float]) -> None:
    assert [n.value for n in numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("three-quarters of a million", 750_000), ("a quarter of a billion", 2.5e8), ("half a million", 5e5), ("half of a million", 5e5),
        ("half a dozen", 6), ("a half-million", 5e5), ("two and a half million", 2.5e6), ("a million and a half", 1.5e6),
        ("half a hundred", 50),
        ("two and three quarters million", 2.75e6), ("two and a quarter", 2.25), ("two-and-a-half", 2.5),
        ("2 and a half million", 2.5e6), ("3 and a quarter", 3.25),
        ("2½ million", 2.5e6), ("½", 0.5), ("¼ of a million", 250_000), ("¾", 0.75), ("1 ⅓", 4 / 3), ("⅔", 2 / 3), ("2 1/2", 2.5),
        ("2 1/4", 2.25),
        ("2 3/4", 2.75), ("1 1/3", 4 / 3), ("1 2/3", 5 / 3), ("one third of a million", 1e6 / 3), ("two-thirds", 2 / 3),
        ("three quarters", 0.75), ("one-quarter",
        0.25),
        ("half", 0.5), ("three eighths", 3 / 8), ("a tenth of it", 0.1), ("a third", 1 / 3), ("a third.", 1 / 3),
        ("an eighth of the land", 1 / 8),
        *((f"a fifth {w} it",
        0.2) for w in "were was are is have had has said less more fewer higher lower in to from by on over since".split()),
        *((f"a fifth {w} it", 0.2) for w in "and or but this last the of".split()),
        *((f"three {w}s", 3 / i) for i, w in enumerate("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=3)),
        ("one third the size", 1 / 3), ("a fifth victim", 5), ("a third-party", 3),
    ],
)  # fmt: skip
def test_a_part(text: str, value: float) -> None:
    assert math.isclose(one(text).value, value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("tens of people", 20, 100), ("dozens", 24, 200), ("scores of people", 40, 200), ("hundreds", 200, 3e3), ("thousands", 2e3, 1e5),
        ("millions", 2e6, 1e9), ("billions", 2e9, 1e12), ("tens of thousands", 2e4, 1e5), ("hundreds of thousands", 2e5, 1e6),
        ("tens of millions", 2e7, 1e8), ("hundreds of billions", 2e11, 1e12), ("several dozen", 36, 108), ("a few hundred", 200, 900),
        ("several thousand", 3e3, 9e3), ("few million", 2e6, 9e6), ("a couple of hundred", 200, 300), ("several hundred thousand",
        3e5, 9e5),
        ("a few hundred million", 2e8, 9e8), ("a few hundred billion", 2e11, 9e11), ("several dozens", 36, 108), ("a couple trillion",
        2e12, 3e12),
    ],
)  # fmt: skip
def test_a_vague_number(text: str, low: float, high: float) -> None:
    n = one(text)
    assert (n.value, n.low, n.high, n.bound) == (low, low, high, "vague")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("nine in ten", 90), ("nine out of ten people", 90), ("one in five people", 20), ("9 in 10", 90), ("nine of every ten", 90),
        ("one-in-five", 20), ("one in a million", 1e-4), ("1 in 100,000", 1e-3), ("3 out of every 12", 25), ("one in a hundred", 1),
        *((f"1 in {n}", 100 / n) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 25, 50, 100)),
        ("1 in 1,000", 0.1), ("1 in 10,000", 0.01), ("two in every 11", 200 / 11),
    ],
)  # fmt: skip
def test_a_share(text: str, share: float) -> None:
    n = one(text)
    assert (n.unit, n.noun) == ("%", "peopl" if "people" in text else "")
    assert math.isclose(n.value, share)
    assert lets_write(one(f"{share:.6f}%"), n)


@pytest.mark.parametrize(
    "text",
    [
        "5 in 3 games", "three in three", "two in 2019", "one in 11", "one in 30", "two out of 12 people", "9 of 10 voters",
        *(f"five in ten {unit}" for unit in ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "day")),
        "two in ten hundred", "two in ten thousand", "two in ten million", "two in ten billion", "two in 5%", "two in 5.5", "two in 9:30 h",
        "two in five-year terms",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_share_is_two_counts(text: str) -> None:
    assert len(numbers(text)) == 2


def test_a_share_has_a_bound_of_its_own() -> None:
    assert [(n.value, n.bound, n.noun) for n in numbers("Nearly nine in ten voters and 3 dogs")] == [(90, "~<", "vot"), (3, "", "dog")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,5 million", 3.5e6), ("2,75 percent", 2.75), ("2,75 per cent", 2.75), ("7,5%", 7.5), ("1,5 billion", 1.5e9), ("1,5 trillion",
        1.5e12),
        ("1,5mn", 1.5e6), ("1,5mln", 1.5e6), ("1,5bn", 1.5e9), ("1,5 euros", 1.5), ("1,25 euro", 1.25), ("€2,75", 2.75), ("3,500", 3500),
        ("3,500 percent", 3500), ("€3,500", 3500), ("1.2bn", 1.2e9),
        ("10k people", 1e4), ("10k new jobs", 1e4), ("5m women", 5e6), ("5m men", 5e6), ("2M children", 2e6), ("$10k", 1e4),
    ],
)  # fmt: skip
def test_digits(text: str, value: float) -> None:
    assert one(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twice as many", 2), ("twice as much", 2), ("twice as big as", 2), ("twice the size", 2), ("thrice its size", 3),
        ("double the number", 2),
        ("triple their pay", 3), ("twice what it was", 2), ("twice that", 2), ("three times as many people", 3), ("10 times more", 10),
        ("10 times less", 10), ("10 times higher", 10), ("10 times larger", 10), ("10 times bigger", 10), ("10 times greater", 10),
        ("10 times the size", 10),
    ],
)  # fmt: skip
def test_a_factor_is_no_count(text: str, value: float) -> None:
    n = one(text)
    assert (n.value, n.unit, n.noun) == (value, "x", "")
    assert not compatible(n, one(f"{value} people"))


@pytest.mark.parametrize("when", ["time", "times", "day", "week", "month", "year", "night", "morning", "evening", "season", "other day"])
def test_twice_at_a_time_is_no_factor(when: str) -> None:
    assert numbers(f"twice the {when}") == []
    assert one(f"three times that {when}").unit == ""


@pytest.mark.parametrize(
    ("text", "so_far"),
    [
        ("an eighth victim died", True), ("the third death", True), ("a fourth person was killed", True), ("a 5th soldier", True),
        ("the second attack", True), ("for the third time", False), ("the third day", False), ("the first victim", False), ("third base",
        False),
    ],
)  # fmt: skip
def test_an_ordinal_may_say_how_many_there_are_so_far(text: str, so_far: bool) -> None:
    assert (one(text).unit, one(text).so_far) == ("th", so_far)


UP = (
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown growing growth gain gains gained gaining "
    "climb climbs climbed climbing jump jumps jumped jumping surge surges surged surging soar soars soared soaring swell swells swelled "
    "swelling raise raises raised raising hike hikes hiked hiking lift lifts lifted lifting double doubles doubled doubling"
).split()
DOWN = (
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreases decreased "
    "decreasing "
    "shrink shrinks shrank shrunk shrinking slid slide slides sliding slip slips slipped slipping plunge plunges plunged plunging tumble "
    "tumbles tumbled tumbling sink sinks sank sinking cut cuts cutting lower lowers lowered lowering reduce reduces reduced reducing "
    "reduction reductions slash slashes slashed slashing halve halved halving ease eases eased easing"
).split()


@pytest.mark.parametrize(("word", "direction"), [*((w, "up") for w in UP), *((w, "down") for w in DOWN)])
def test_words_of_change(word: str, direction: str) -> None:
    assert one(f"It {word} to 20.").direction == direction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The toll fell by 20.", ["by down"]),
        ("The toll fell to about 20.", ["to down"]),
        ("Sales rose 5% to 300.", ["by up", "to up"]),
        ("Sales rose 5%, to 300, from 285.", ["by up", "to up", "from up"]),
        ("It is up from 10 to 12.", ["from up", "to up"]),
        ("Jobs were cut by nearly a further 20.", ["by down"]),
        ("Pay rose only slightly more than 3%.", ["by up"]),
        ("Pay rose another 3%.", ["by up"]),
        ("Pay rose just 3%.", ["by up"]),
        ("Shares, down 3%, rallied.", ["by down"]),
        *(
            (f"Shares {w} down 3%.", ["by down"])
            for w in "is are was were be been went go goes gone going closed ended moved came comes".split()
        ),
        *((f"Rain {w}20%.", ["by up"]) for w in ("(up ", "– up ", "— up ", ", up ")),
        ("Up 20%.", ["by up"]),
        ("an increase of 20", ["by up"]),
        ("a record fall to 20", ["to down"]),
        ("It fell from a record high of 20.", ["from down"]),
        ("It rose by the 20 promised.", ["by up"]),
        ("It rose to its 20.", ["to up"]),
        ("It rose to their 20.", ["to up"]),
        ("It rose by another 20.", ["by up"]),
        *((f"a 5% {w}", ["by up"]) for w in "rise increase growth gain climb jump surge hike".split()),
        *((f"a 5% {w}", ["by down"]) for w in "fall drop decline decrease cut reduction slide plunge".split()),
        *((f"5{u} higher", ["by up"]) for u in ("%", " percent", " points", " percentage points", " degrees")),
        ("5% lower", ["by down"]),
        *((f"a 5{u} rise", ["by up"]) for u in (" per cent", "-point", " percentage point", " basis points", " degree", "% annual", "")),
        ("It rose and moved to 20.", [" "]),
        *((f"It rose {w} we moved to 20.", [" "]) for w in "but while as when after because which who that".split()),
        *((f"It rose{w} We moved to 20.", [" "]) for w in (".", ";", ":", "!", "?", ",")),
        ("It fell, according to 20 men.", [" "]),
        ("It fell due to 20 men.", [" "]),
        ("It fell thanks to 20 men.", [" "]),
        *((f"It fell two {w}s before.", [" "]) for w in "hour day week month year".split()),
        *((f"A five-{w} rise ended.", [" "]) for w in "hour day week month year time".split()),
        ("They picked up 20 men.", [" "]),
        ("A rate of growth at 20.", [" "]),
        ("The plan to rise has 20 parts.", [" "]),
        ("At 20 people fell.", [" "]),
        ("There are up to 20.", [" "]),
        *((f"The toll {w} up to 20.", ["to up"]) for w in "go goes gone going went".split()),
        ("They ran up to 20.", [" "]),
        ("It rose to 1,200 from 900.", ["to up", "from up"]),
        ("Two higher courts ruled.", [" "]),
        (f"It rose {'x' * 51} to 20.", ["to up"]),
        (f"It rose {'x' * 52} to 20.", [" "]),
    ],
)
def test_what_changes_and_which_way(text: str, expected: list[str]) -> None:
    assert [f"{n.change} {n.direction}" for n in numbers(text)] == expected


@pytest.mark.parametrize(
    ("claim", "source", "supported"),
    [
        ("fell to 20", "fell by 20", False), ("fell by 20", "fell to 20", False), ("20 died", "fell to 20", True), ("fell to 20",
        "20 died", True),
        ("rose 5%", "fell 5%", False), ("rose 5%", "rose by 5%", True), ("a rise of 5%", "is up 5%", True), ("from a fall to 20",
        "fell to 20", True),
        ("fell from 20", "fell to 20", False), ("rose to more than 200", "fell to 250", False), ("rose to more than 200", "rose to 250",
        True),
        ("-3", "3", False), ("3", "-3", False), ("-3", "minus 3", True), ("-200", "-203", False), ("-200,000", "-203,000", False),
        ("about -100", "-95", True), ("about -100", "95", False), ("nearly -10", "-9.5", True), ("at least -10", "-11", False),
        ("less than -10", "-20", True), ("less than -10", "20", False),
        ("-1.2 million", "-1,213,000", True), ("-1.2 million", "1,213,000", False), ("twice as many", "2", False), ("90%", "nine in ten",
        True),
        ("nine in ten", "9", False), ("nine in ten", "90%", True), ("hundreds of thousands", "350,000", True), ("350,000",
        "hundreds of thousands", False),
        ("several dozen", "45", True), ("several dozen", "450", False),
    ],
)  # fmt: skip
def test_sign_change_and_direction_must_agree(claim: str, source: str, supported: bool) -> None:
    assert lets_write(one(claim), one(source)) is supported


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("at least 12 people", "a dozen people", True),
        ("2,500 troops", "roughly 2,500 troops", True),
        ("23 attacks", "92 attacks", False),
        ("1.2 million people", "1,213,000 people", True),
        ("about 2,500", "2,310", True),
        ("100 men", "104 men", False),
        ("45%", "45 soldiers", True),  # a unit may be left unsaid: "45 of voters"
        ("45%", "$45", False),
        ("the third attack", "three attacks", False),
        ("at least 12 dead", "92 dead", False),
        ("12:22 pm", "12:22", True),
    ],
)
def test_compatible(a: str, b: str, same: bool) -> None:
    assert compatible(one(a), one(b)) is same
    assert compatible(one(b), one(a)) is same


def test_a_true_bound_is_stated_and_a_sharper_figure_is_not() -> None:
    assert lets_write(one("more than 100 attacks"), one("140 attacks"))
    assert not lets_write(one("140 attacks"), one("dozens of attacks"))
    assert not lets_write(one("more than 100 people"), one("76 people"))


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.integers(0, 10**9))
def test_a_number_written_with_commas_or_plain_is_one(value: int) -> None:
    assert compatible(one(f"{value:,} people"), one(f"{value:,} people"))
    assert one(f"{value:,} people").value == value


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(st.floats(100, 1e9), st.integers(2, 4))
def test_rounding_is_recognised(value: float, digits: int) -> None:
    place = digits - 1 - math.floor(math.log10(value))
    exact, rounded = (Number("", 0, 0, v, v, v) for v in (value, round(value, place)))
    assume(str(int(rounded.value)).rstrip("0")[1:])  # 999.6 rounds to 1000, which is one digit again
    assert rounds_to(exact, rounded)


PIECES = [*"0123456789 .,-−+%$€½kmx\n", " to ", " of ", "half ", "a ", "in ", "ten ", "third", "million ", "up ", "rose "]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_and_spans_hold_what_they_say(text: str) -> None:
    last = 0
    for n in numbers(text):
        assert text[n.start : n.end] == n.text
        assert n.low <= n.value <= n.high
        assert n.start >= last
        last = n.end


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at 3:15", 195), ("at 3:15 pm", 915), ("at 3.15 p.m.", 915), ("at 3:15 am", 195), ("at 3.15 a.m.", 195), ("at 3 pm", 900),
        ("at 3 am", 180), ("at 3 p.m.", 900), ("at 12 am", 0), ("at 12:05 am", 5), ("at 12 pm", 720), ("at 12:05", 725), ("at 0:01", 1),
        ("at 23:59", 1439),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, minutes: float) -> None:
    n = one(text)
    assert (n.value, n.low, n.high, n.unit, n.lead, n.so_far) == (minutes, minutes, minutes, "clock", 0, False)


@pytest.mark.parametrize("text", ["3.15", "24:00", "23:60", "12:345", "112:30", "3 amps"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert "clock" not in {n.unit for n in numbers(text)}


@pytest.mark.parametrize(
    ("texts", "low", "high"),
    [
        ("at least ?|no fewer than ?|no less than ?|not less than ?|a minimum of ?|minimum ?|? or more|? plus|?+", 100, math.inf),
        ("more than ?|over ?|above ?|upward of ?|upwards of ?|exceed ?|exceeds ?|exceeded ?|exceeding ?|in excess of ?", 100, math.inf),
        ("greater than ?|surpass ?|surpasses ?|surpassed ?|surpassing ?|topped ?|topping ?|over the ?|over a ?|over an ?", 100, math.inf),
        ("less than ?|fewer than ?|under ?|below ?|up to ?|at most ?|as many as ?|as much as ?|no more than ?|a maximum of ?", 0, 100),
        ("maximum ?|not more than ?|? or fewer|? or less", 0, 100),
        ("nearly ?|almost ?|close to ?|just under ?|just short of ?|approaching ?", 90, 100),
        ("about ?|around ?|roughly ?|approximately ?|some ?|an estimated ?|estimated ?|circa ?|approx. ?|~?|? or so", 90, 110),
        ("? men|he moved over to ?|the ? and more|he was overcome by ?", 100, 100),
    ],
)
def test_the_interval_of_a_bound(texts: str, low: float, high: float) -> None:
    for text in texts.split("|"):
        for sign, ends in ((1, (low, high)), (-1, {0: (-math.inf, -100.0), math.inf: (-100, math.inf)}.get(high if low else 0))):
            n = one(text.replace("?", "100" if sign > 0 else "-100"))
            assert ends is None or (n.value, pytest.approx(n.low), pytest.approx(n.high)) == (sign * 100, *ends), text


@pytest.mark.parametrize("unit", ["%", " %", " percent", " per cent", " pct", " percentage points", "-percent"])
def test_ways_to_write_percent(unit: str) -> None:
    n = one(f"It has 5{unit} of the votes")
    assert (n.unit, n.noun) == ("%", "vot")


@pytest.mark.parametrize(
    ("text", "lead"),
    [("at least 3 men", 9), ("3 men", 0), ("3 or more", 0), ("the third man", 0), ("nearly a dozen", 7), ("over the 3", 9)],
)
def test_the_words_of_a_bound_are_measured(text: str, lead: int) -> None:
    assert one(text).lead == lead


def test_what_is_taken_is_left_out() -> None:
    assert [n.text for n in numbers("On 3 May 2019 some 20 died at 12:30, one in 20.", [(3, 13)])] == ["20", "12:30", "one in 20"]
    assert numbers("one in 20 here", [(7, 9)]) == []


def test_time_grows_with_length_only() -> None:
    text = "At 9:15 nearly one in five of 300 men, up from 10 in 2019, said every two of the third victims paid $3,5 million by 4 pm. "
    seconds = []
    for size in (100, 800):
        longer = text * size
        spans = [(m.start(), m.end()) for m in re.finditer("2019", longer)]
        seconds.append(min(timed(lambda: numbers(longer, spans)) for _ in range(3)))  # noqa: B023
    assert seconds[1] < 24 * seconds[0]  # 8 times the text: 64 times the time if it were quadratic


@pytest.mark.parametrize(
    ("bound", "near", "far"),
    [
        ("at least 100", "120", "121"),  # a fifth past the number named
        ("more than 100", "120", "121"),
        ("at most 100", "80", "79"),
        ("less than 100", "80", "79"),
        ("at least -100", "-80", "-79"),
        ("about 100", "110", "111"),
        ("nearly 100", "90", "89"),
        ("nearly 100", "100", "101"),
        # two digits that are the same, or one of a magnitude word
        ("110", "113", "116"),
        ("1 million", "1,213,000", "1,513,000"),
        ("2.5 million", "2,549,000", "2,551,000"),
        ("-110", "-113", "113"),
        ("99", "99", "99.4"),
        ("100", "100", "0"),
        ("1000", "1000", "1213"),
        # units and changes
        ("5%", "5", "$5"),
        ("twice as many", "twice as much", "2"),
        ("the third man", "the 3rd of them", "3"),
        ("3 pm", "15:00", "15"),
        ("rose 5%", "5%", "fell 5%"),
    ],
)
def test_how_far_two_figures_may_be_apart(bound: str, near: str, far: str) -> None:
    for other, is_near in ((near, True), (far, False)):
        a, b = one(bound), one(other)
        assert compatible(a, b) is compatible(b, a) is is_near


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        *((f"12 {words} villages", "villag") for words in ("of", "the", "more", "other", "new", "US", "of the", "of the other")),
        *(
            (f"12 {word} villages", "")
            for word in "to and or in on at by for from than is are was were had has have that who which".split()
        ),
        ("12 villages", "villag"),
        ("12 of the more other villages", ""),  # four words at most
    ],
)
def test_the_noun_that_is_counted(text: str, noun: str) -> None:
    assert one(text).noun == noun
