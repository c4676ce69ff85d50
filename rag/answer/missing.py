"""Find what a claim states and its sources do not: facts, words, clauses, signs, speakers (pure but for vectors carried along)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from rag.answer.fact import Fact
from rag.answer.forms import Clause, TextForms, text_forms
from rag.answer.swapped import swapped
from rag.dates.reader import Date, calendar_date, date_stated, same_date
from rag.language.meaning import opposites, sense
from rag.language.names import Name, name_missing, same_name, same_word
from rag.language.numbers import Number, lets_write
from rag.language.text import stem

Vectors = NDArray[np.float32]
_HELD = 0.5  # share of a clause's words and facts above which one source holds it
_HELD_WORDS = 0.3  # and least share of its words
_TAIL = 2  # words of content at the end of a clause that a source must not both lack
_NEGATED_NEAR = 0.34  # share of a clause's words from which a source that negates them says the opposite
_NEARLY_ALL = 0.8  # share from which a negation of one side alone counts whatever it reaches
_ALIKE = 0.5  # what the rest of the claim counts in the choice of a clause's source
_SINGLE = frozenset("a an one single".split())
_PRONOUNS = frozenset("he she it they him her them his its their who which this these both".split())
_DEFINITE = frozenset("the this that these those".split())
_GENERIC = frozenset(
    map(sense, "official spokesman spokeswoman spokesperson source statement agency group year old man woman mr mrs ms".split())
)


@dataclass(frozen=True, slots=True)
class Source:
    """A source sentence with its vectors; ``published`` completes its dates, ``beside`` is its context (title, outlet)."""

    text: str
    vector: Vectors  # unit, shape (d,)
    tokens: Vectors  # unit rows, shape (n_tokens, d)
    published: tuple[str, ...] = ()
    beside: str = ""


@dataclass(slots=True)
class Missing:
    """What a claim states and its sources do not."""

    numbers: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # names of which the sources have no word
    parts: list[str] = field(default_factory=list)  # names that the sources have in part, or that may be no names
    opposed: list[str] = field(default_factory=list)  # words that the source negates and the claim does not, or vice versa
    swapped: list[str] = field(default_factory=list)  # facts or directions that the source states of something else
    speakers: list[str] = field(default_factory=list)  # speakers whose words the source gives to another
    scattered: list[str] = field(default_factory=list)  # facts that only another source than the clause's own states
    clauses: list[str] = field(default_factory=list)  # clauses that no source holds
    hedges: list[str] = field(default_factory=list)  # "may", "reportedly": said by the source, dropped by the claim

    @property
    def wrong(self) -> bool:
        """Whether a fact is missing or contradicted."""
        return bool(self.numbers or self.dates or self.names or self.opposed or self.swapped or self.speakers)

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return self.wrong or bool(self.parts or self.scattered or self.clauses or self.hedges)


@dataclass(frozen=True, slots=True)
class Held:
    """A source as it is compared: its own forms, those beside it, and its days."""

    text: TextForms
    beside: TextForms
    published: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()  # names that any of the sources gives for each other

    @classmethod
    def all(cls, sources: Sequence[Source]) -> "list[Held]":
        """Read the sources of a claim."""
        dated = [s.published[0] if s.published else "" for s in sources]
        read = [(text_forms(s.text, day), text_forms(s.beside, day)) for s, day in zip(sources, dated, strict=True)]
        aliases = tuple(dict.fromkeys(pair for forms in read for part in forms for pair in part.facts.aliases))
        return [cls(*forms, s.published, aliases) for forms, s in zip(read, sources, strict=True)]

    def agree(self, claim: Fact, fact: Fact) -> bool:
        """Whether a fact of this source states that of a claim."""
        return agree(claim, fact, self.published, self.aliases)

    def has(self, fact: Fact) -> bool:
        """Whether the source or what stands beside it states a fact."""
        if any(self.agree(fact, f) for forms in (self.text, self.beside) for f in forms.said if f.kind == fact.kind):
            return True
        if isinstance(fact.said, Date):
            return not any(f.kind == "date" for f in self.text.said) and date_stated(fact.said, (), self.published)
        if isinstance(fact.said, Number):
            return fact.text.lower() == "one" and any(
                t in _SINGLE and sense(fact.said.noun) in self.text.senses[i + 1 : i + 3] for i, t in enumerate(self.text.tokens)
            )
        return bool(_written(fact, self.text) or _written(fact, self.beside))

    def places(self, fact: Fact) -> tuple[list[Fact], list[Fact]]:
        """Return where the source states a fact, and where another of its kind that it could be confused with."""
        kin = [f for f in self.text.said if f.kind == fact.kind and f.sure and f.old <= fact.old]
        own = [f for f in kin if self.agree(fact, f)]
        if fact.kind == "name" and fact.first == 0 and f" {fact.text.lower()} " in self.text.text:
            return own, []  # a word that opens the claim
        if fact.kind == "name":
            own = own or _written(fact, self.text)
            return own, [f for f in kin if f not in own and not same_name(_name(f), _name(fact))]
        return own, [f for f in kin if f not in own and (f.unit == fact.unit or not (f.unit and fact.unit))]

    def holds(self, clause: Clause) -> float:
        """Return the share of a clause's words that the source has, 0 to 1."""
        have = len(clause.content & (self.text.sense_set | self.beside.sense_set))
        return have / len(clause.content) if clause.content else 1.0


def missing(claim: str, sources: Sequence[Source]) -> Missing:
    """Return what ``claim`` states and ``sources`` do not; each clause is held against the source that holds it best."""
    stated, lost, held = text_forms(claim), Missing(), Held.all(sources)
    if not held:
        return Missing(names=[claim])
    every = frozenset().union(*(c.content for c in stated.clauses))
    alike = [len(every & h.text.sense_set) / (1 + len(every)) for h in held]  # decides between equals
    for clause in stated.clauses:
        facts = stated.inside(clause)
        had = [[h.has(f) for f in facts] for h in held]
        best = max(range(len(held)), key=lambda i: len(clause.content & held[i].text.sense_set) + sum(had[i]) + _ALIKE * alike[i])
        holder = held[best]
        for n, fact in enumerate(facts):
            if had[best][n]:
                own, rivals = holder.places(fact)
                if fact.sure and holder.holds(clause) >= _HELD and swapped(stated, clause, fact, own, rivals, holder.text):
                    lost.swapped.append(fact.text)
            elif any(row[n] for row in had):
                rivals = holder.places(fact)[1]
                unclaimed = [r for r in rivals if not any(r.kind == f.kind and holder.agree(f, r) for f in stated.said)]
                meant = fact.kind != "name" or any(_refers(holder.text, h.text) for h, row in zip(held, had, strict=True) if row[n])
                lost.scattered += [fact.text] if unclaimed or not meant else []
            else:
                _note(fact, held, lost)
        _check_words(stated, clause, holder, sum(had[best]), len(facts), lost)
        _check_speaker(stated, clause, holder, held, lost)
    return lost


def _refers(text: TextForms, named: TextForms) -> bool:
    """Whether a text can speak of what another one names: by a pronoun, or by a word of the other behind "the"."""
    return any(
        t in _PRONOUNS or (t in _DEFINITE and i + 1 < len(text.senses) and text.senses[i + 1] in named.sense_set)
        for i, t in enumerate(text.tokens)
    )


def agree(claim: Fact, source: Fact, published: Sequence[str], aliases: Sequence[tuple[str, str]] = ()) -> bool:
    """Whether a fact of a source states that of a claim, of the same kind, and still holds."""
    if source.old and not claim.old:
        return False
    if isinstance(claim.said, Number) and isinstance(source.said, Number):
        if claim.unit != source.unit:
            counted = source.said.noun if claim.unit else claim.said.noun
            if (claim.unit and source.unit) or counted not in {"", "point"}:
                return False
        return lets_write(claim.said, source.said)
    if isinstance(claim.said, Date) and isinstance(source.said, Date):
        if date_stated(claim.said, (), published):  # the day of publication is no reason beside another date
            days = [d for d in map(calendar_date, published) if d]
            return date_stated(claim.said, (source.said,)) or any(same_date(source.said, d) for d in days)
        return date_stated(claim.said, (source.said,), published)
    named, other = _name(claim), _name(source)
    return not name_missing(named, frozenset(other.words), (other,), aliases=aliases)


def _name(fact: Fact) -> Name:
    assert isinstance(fact.said, Name)
    return fact.said


def _written(fact: Fact, forms: TextForms) -> list[Fact]:
    """Return where the words of a name stand side by side in a text, capitals or not; a role that opens the claim may stand apart."""
    named = _name(fact).words
    while fact.first == 0 and len(named) > 1 and re.search(rf"(?<!\w){named[0]}(?!\w)", forms.text):
        named = named[1:]
    places = [
        i for i, t in enumerate(forms.tokens)
        if same_word(named[0], t) and all(any(same_word(w, o) for o in forms.tokens[i : i + len(named) + 1]) for w in named)
    ]  # fmt: skip
    return [replace(fact, first=i, last=min(i + len(named), len(forms.tokens))) for i in places]


def _note(fact: Fact, held: Sequence[Held], lost: Missing) -> None:
    """Note a fact that no source has."""
    if fact.kind != "name":
        (lost.numbers if fact.kind == "number" else lost.dates).append(fact.text)
        return
    name = _name(fact)
    if fact.sure or not all(any(stem(w) in h.text.stems for h in held) for w in name.words):
        known = frozenset().union(*(h.text.facts.name_words | h.beside.facts.name_words for h in held))
        whole = len(name_missing(name, known, ())) == len(name.words)
        (lost.names if fact.sure and (whole or len(name.words) > 1) else lost.parts).append(fact.text)


def _check_words(stated: TextForms, clause: Clause, holder: Held, had: int, facts: int, lost: Missing) -> None:
    """Note a clause that no source holds, that its holder negates or turns round, and the hedges that it drops."""
    share, text = holder.holds(clause), holder.text
    if share < _HELD_WORDS or (share * len(clause.content) + had) / max(1, len(clause.content) + facts) <= _HELD:
        lost.clauses.append(stated.text[clause.start : clause.end].strip(" ,;"))
    elif tail := _tail(stated, clause, text.sense_set | holder.beside.sense_set):
        lost.clauses.append(tail)
    twin = _twin(clause, text)
    if clause.negated != twin.negated and share >= _NEGATED_NEAR:
        words = sorted((stated.facts.negated ^ text.facts.negated) & stated.stems & text.stems)
        lost.opposed += words or (
            [stated.text[clause.start : clause.end]] if clause.negated and share >= _NEARLY_ALL and len(clause.content) > 1 else []
        )
    for i in range(clause.first, clause.last):
        others = opposites(stated.senses[i])
        if not others & text.sense_set:
            continue
        word = Fact("name", stated.tokens[i], i, i + 1, stated.facts.numbers)  # type: ignore[arg-type]
        rivals = [replace(word, first=p, last=p + 1) for p, s in enumerate(text.senses) if s in others]
        own = [replace(word, first=p, last=p + 1) for p, s in enumerate(text.senses) if s == stated.senses[i]]
        if (not own and not others & stated.sense_set) or swapped(stated, clause, word, own, rivals, text, word=True):
            lost.swapped.append(stated.tokens[i])
    if not any(c.hedges for c in stated.clauses):
        lost.hedges += sorted(twin.hedges)


def _tail(stated: TextForms, clause: Clause, there: frozenset[str]) -> str:
    """Return the end of a clause from the second last word of content on, if the source has neither: "to rave reviews"."""
    busy = {i for f in stated.inside(clause) for i in range(f.first, f.last)}
    content = [i for i in range(clause.first, clause.last) if stated.senses[i] in clause.content or i in busy]
    last = content[-_TAIL:]
    if len(last) < _TAIL or any(i in busy or stated.senses[i] in there for i in last):
        return ""
    return stated.text[stated.starts[last[0]] : clause.end].strip(" ,;.")


def _twin(clause: Clause, source: TextForms) -> Clause:
    """Return the clause of a source that says most of a claim's clause."""
    return max(source.clauses, key=lambda c: len(c.content & clause.content))


def _check_speaker(stated: TextForms, clause: Clause, holder: Held, held: Sequence[Held], lost: Missing) -> None:
    """Note a speaker whom the claim names and the source does not, or of other words."""
    who = _speaker(stated, clause)
    if not who:
        return
    for source in (holder, *(h for h in held if h is not holder and h.holds(clause) >= _HELD)):
        said = _speaker(source.text, _twin(clause, source.text))
        known = (said or frozenset()) - _GENERIC
        there = source.beside.sense_set | (frozenset().union(*(h.text.sense_set for h in held)) if not known else frozenset())
        if who & known or who == said or (source is holder and who - _GENERIC <= there):
            return
    lost.speakers.append(" ".join(sorted(who)))


def _speaker(forms: TextForms, clause: Clause) -> frozenset[str] | None:
    """Return the words that name the speaker of a clause; None if nobody is said to say it, empty if a pronoun does."""
    return min(
        forms.speakers, key=lambda s: (not clause.first <= s[0] < clause.last, min(abs(s[0] - clause.first), abs(s[0] - clause.last))),
        default=(0, None),
    )[1]  # fmt: skip


def shared_stems(claim: TextForms, source: TextForms) -> float:
    """Return the share of the claim's stems that one source has, 0 to 1."""
    return len(claim.stems & source.stems) / max(1, len(claim.stems))
