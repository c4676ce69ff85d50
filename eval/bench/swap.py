"""Make twins that no article answers: ``python -m eval.bench.swap SUITE --out FILE``, then ``python -m eval FILE``.

Of each question of a suite whose answer stands in a labelled article, one name, year or ordinal is changed for another of the same kind,
so that the question reads as before and has no answer: "Who leads Oulu?" becomes "Who leads Kemi?". FILE is a suite of the kinds
``original`` and ``swapped``, asked of the same articles: ``refused`` is about the second, ``right_answerable`` about the first. It is made
from questions and articles alone, by rules, and is the same at every call. It holds the suite's questions, so it is not ours to publish.

A name comes from another question of the suite and is of the same kind (eval/bench/kinds.py), or, where that is not known, has as many
words and is used alike in all articles (cosine of the words before and after). No article may hold the new name together
with most of the other words of the question, each weighed by how few articles have it.

Left alone, since one still knows what is asked about: plain numbers (of a crash with 242 dead, 240 is a slip), "the 47th president", a name
that is a detail of a long question, a name in an earlier sentence where the one that asks has its own, "US" in "US Senator Ann Bo".
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from eval.bench.kinds import ALSO_PEOPLES, PLACES, SAME, WITH_THE, listed_kind
from eval.bench.mentions import Articles, stems_of, whole_words
from eval.cache import write_whole
from eval.scores import metrics as m
from eval.scores.match import found
from eval.scores.right import forms, to_answer, wanted_forms
from eval.suites.cases import ROOT, Case, Suite, read_rows
from eval.suites.read import read_suite
from rag.errors import CaseError, DatelineError
from rag.language.names import names
from rag.language.text import sentences

SEED = 20231107
ALIKE = 0.4  # least cosine of the words around two names of no known kind: under it, a song takes the place of an airline
DETAIL = 0.09  # share of a question's words that carry meaning under which a name is a detail
FAR = 3  # most between a year or an ordinal and its twin
CHOICE = 4  # one of so many best names is drawn
_YEAR = re.compile(r"(?<![\w,.$-])(?:19|20)\d\d(?![\w,.-]\d|\w)")
_ORDINAL = re.compile(r"(?<![\w,.$-])\d{1,3}(?:st|nd|rd|th)\b(?=\s[A-Z])")  # "the 97th Academy Awards", not "the 47th president"
_PART_OF_MORE = re.compile(r"(?:\s+(?:of|&)\s+|[\s-]+)[A-Z]|[-&]")  # what follows makes a longer name of it, or a title: "US Senator ..."
_ENDS_A_NAME = re.compile(r"[A-Z]\S*\s+(?:of|&|and)\s+(?:the\s+)?$")
_IN_A_NAME = re.compile(r"[A-Z]\S*\s+in\s+$")
_GOES_ON = re.compile(r"\s+in\s+[A-Z]")  # "the Ann Bo Profile in Courage Award"
_HE = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.I)
_AN = re.compile(r"\b([Aa])n?\s+$")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_THE = re.compile(r"\b[Tt]he\s+$")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Swap:
    """A question's twin: ``old`` at ``start`` of its text became ``new``, which is ``name`` with its article; ``kind`` is that of both."""

    case: Case
    kind: str
    start: int
    old: str
    new: str
    name: str

    @property
    def question(self) -> str:
        """The twin's text."""
        text = self.case.question
        return text[: self.start] + self.new + text[self.start + len(self.old) :]

    @property
    def gone(self) -> frozenset[str]:
        """Stems of the words that were changed."""
        return stems_of(self.old)

    @property
    def others(self) -> frozenset[str]:
        """Stems of the other words of the question that carry meaning."""
        text = self.case.question
        return stems_of(text[: self.start] + " " + text[self.start + len(self.old) :])


def main(argv: Sequence[str] | None = None) -> int:
    """Write the file and print how many pairs it holds; 2 for an error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.swap", description=__doc__)
    parser.add_argument("suite", metavar="SUITE", help="a folder of the bench form, or a suite of ours")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the suite of pairs that is written (.jsonl)")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N pairs")
    args = parser.parse_args(argv)
    try:
        suite = read_suite(args.suite)
        swaps = list(make_swaps(suite, Articles(read_texts(suite))))
        write_whole(args.out, suite_text(suite, swaps))
    except (DatelineError, OSError) as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(swap.kind for swap in swaps).most_common())
    print(f"{args.out}: {len(swaps)} pairs ({kinds or 'none'}). Next: python -m eval {args.out}")
    for swap in swaps[: args.show]:
        print(f"- {swap.case.question}\n  {swap.question}")
    return 0


def read_texts(suite: Suite) -> dict[str, str]:
    """Return headline and text of every article, by the name that ``Case.relevant`` uses.

    :raises CaseError: if the suite names no corpus.
    """
    if suite.corpus is None:
        raise CaseError(f"{suite.name} names no corpus, so nothing can be asked of it")
    if suite.by_stem:
        return {file.stem: file.read_text(encoding="utf-8") for file in sorted(suite.corpus.glob("*.txt"))}
    return {row["id"]: f"{row.get('title', '')}\n{row['text']}" for _, row in read_rows(suite.corpus)}


def make_swaps(suite: Suite, articles: Articles) -> Iterator[Swap]:
    """Yield a twin for each question that has one, in the suite's order: of its year or ordinal, else of its name in fewest articles."""
    pool = sorted({name for case in suite.cases for _, name in swappable(case)})
    for case in suite.cases:
        if case.scored and stands_in_labelled(case, articles):
            swap = next(number_swaps(case, articles), None) or next(name_swaps(case, articles, pool), None)
            if swap:
                yield swap


def stands_in_labelled(case: Case, articles: Articles) -> bool:
    """Whether the case has an answer, without sides or history, that one of its labelled articles states in full."""
    if not to_answer(case) or case.sides or case.history:
        return False
    return any(m.contains_all(articles.texts[key], wanted_forms(case)) for key in case.relevant if key in articles.texts)


def swappable(case: Case) -> list[tuple[int, str]]:
    """Return the names of a question that may be changed, with their places."""
    text, out = case.question, list[tuple[int, str]]()
    for name in names(text):
        written, before = text[name.start : name.start + len(name.text)], text[: name.start]
        end, place = name.start + len(written), written in PLACES
        more = _PART_OF_MORE.match(text, name.end) or _ENDS_A_NAME.search(before) or (_IN_A_NAME.search(before) and not place)
        more = more or (_GOES_ON.match(text, end) and not listed_kind(written))
        single = " " not in written and not place
        owner = _POSSESSIVE.match(text, end) and (single or text[end + 1 : end + 2] != "s")  # "McDonald's", "US'"
        again = len(whole_words(written).findall(text)) > 1
        if name.sure and not (more or owner or again or _aside(text, written) or found(written, forms(case))):
            out.append((name.start, written))
    return out


def number_swaps(case: Case, articles: Articles) -> Iterator[Swap]:
    """Yield the twins with another year or ordinal."""
    rng = Random(f"{SEED} {case.id}")
    for kind, form, written in (("year", _YEAR, str), ("ordinal", _ORDINAL, ordinal)):
        for hit in form.finditer(case.question):
            value = int(re.sub(r"\D", "", hit[0]))
            near = [written(value + n) for n in range(-FAR, FAR + 1) if n and value + n > 0]
            for new in rng.sample(near, len(near)):
                swap = Swap(case, kind, hit.start(), hit[0], new, new)
                if new not in case.question and not _aside(case.question, hit[0]) and fits(swap, articles):
                    yield swap


def name_swaps(case: Case, articles: Articles, pool: Sequence[str]) -> Iterator[Swap]:
    """Yield the twins with another name."""
    rng = Random(f"{SEED} {case.id}")
    mine = [(len(articles.holding(name)), start, name) for start, name in swappable(case)]
    for _, start, old in sorted(mine):
        use = kind_in_use(case.question, start, old, articles)
        likely = [new for new in pool if not related(new, case) and same_kind(old, new, use, articles)]
        likely.sort(key=lambda new: (same_shape(old, new), articles.likeness(old, new), new), reverse=True)
        twins = (fitted(case, use or "other", start, old, new) for new in likely)
        good = [swap for swap in twins if tells(swap) and fits(swap, articles)]
        if good:
            yield rng.choice(good[:CHOICE])


def kind_in_use(text: str, start: int, name: str, articles: Articles) -> str:
    """Return the kind of a name at its place: "US" is a nation after "the", a people before a word ("US retailers")."""
    before_word = re.match(r"\s[a-z]", text[start + len(name) :])
    return "people" if name in ALSO_PEOPLES and before_word and not _THE.search(text[:start]) else articles.kind(name)


def same_kind(old: str, new: str, use: str, articles: Articles) -> bool:
    """Whether articles hold the new name and it is of the kind ``use``; where that is not known, of one shape and used alike."""
    if use != articles.kind(new) or not articles.holding(new):
        return False
    if use == "person":
        return " " in new  # one word may be a first name
    if use == "nation":
        return old in WITH_THE or new not in WITH_THE
    if use in ("event", "people"):  # "10 Oscars" are not "10 Super Bowl", nor is "most Americans" "most German"
        return (old.endswith("s") and old not in ALSO_PEOPLES) == new.endswith("s")
    return bool(use) or (same_shape(old, new) and articles.likeness(old, new) >= ALIKE)


def same_shape(one: str, other: str) -> bool:
    """Whether both names have one word or both have more, and both are in capitals or neither is."""
    return (" " in one) == (" " in other) and one.isupper() == other.isupper()


def related(name: str, case: Case) -> bool:
    """Whether a word of ``name``, or another name of the same thing, stands in the question or its answer."""
    words = {word.lower() for word in _WORD.findall(name)}
    more = words.union(*(group for group in SAME if group & words))
    return bool(more & {word.lower() for word in _WORD.findall(" ".join([case.question, *forms(case)]))})


def fitted(case: Case, kind: str, start: int, old: str, new: str) -> Swap:
    """Return the twin with ``new`` for ``old`` and the article that goes with it: "in the US", "in Chile"; "a Delta jet", "an Oulu jet"."""
    before = case.question[:start]
    if kind == "nation" and (article := _THE.search(before)) and new not in WITH_THE:
        return Swap(case, kind, article.start(), before[article.start() :] + old, new, new)
    if article := _AN.search(before):
        vowel = re.match(r"[AEIO]|U(?!S|K|ni|kr|E)|[FHLMNRSX](?=[A-Z])", new)
        return Swap(case, kind, article.start(), before[article.start() :] + old, f"{article[1]}{'n' if vowel else ''} {new}", new)
    return Swap(case, kind, start, old, new, new)


def fits(swap: Swap, articles: Articles) -> bool:
    """Whether no article may answer the twin."""
    return bool(swap.others) and not articles.may_answer(swap.name, swap.others)


def tells(swap: Swap) -> bool:
    """Whether the name that goes is more than a detail of the question: a share of DETAIL or more of its words that carry meaning."""
    return len(swap.gone) >= DETAIL * len(swap.gone | swap.others)


def ordinal(value: int) -> str:
    """Return "1st", "12th", "22nd"."""
    return f"{value}{'th' if value % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def suite_text(suite: Suite, swaps: Sequence[Swap]) -> str:
    """Return the lines of the suite of pairs, each original before its twin.

    :raises CaseError: if the suite names no corpus.
    """
    if suite.corpus is None:
        raise CaseError(f"{suite.name} names no corpus, so nothing can be asked of it")
    near = suite.corpus.is_relative_to(ROOT.parent)
    rows: list[dict[str, Any]] = [{"corpus": Path(os.path.relpath(suite.corpus, ROOT)).as_posix() if near else str(suite.corpus)}]
    for swap in swaps:
        case = swap.case
        told = {"answers": case.answers, "all_of": case.all_of, "wrong": case.wrong, "relevant": case.relevant, "as_of": case.as_of}
        row = {"id": f"{case.id}-original", "question": case.question, "kind": "original", **told}
        twin = {"id": f"{case.id}-swapped", "question": swap.question, "kind": "swapped", "unanswerable": True, "as_of": case.as_of}
        rows += [{name: value for name, value in one.items() if value} for one in (row, twin)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _aside(text: str, written: str) -> bool:
    """Whether ``written`` stands only in an earlier sentence, while the one that asks names something, or means a person and no place."""
    asks = text[sentences(text)[-1][0] :]
    return written not in asks and bool(names(asks) or _YEAR.search(asks) or (written in PLACES and _HE.search(asks)))


if __name__ == "__main__":
    sys.exit(main())
