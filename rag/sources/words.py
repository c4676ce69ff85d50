"""The words of a sentence as the models that find speakers see them, and the small lists of them that these know (pure)."""

import re
from itertools import pairwise

from rag.language.text import stem

# Stems of words with which any object is a statement: "denied the report". Others need a clause or quote: "rejected the tram" is an act.
UTTERS = frozenset(
    stem(w)
    for w in (
        "said say says saying told tell telling report confirm announce deny denied denies claim estimate stated declare dispute warn "
        "add according wrote write tweet counts counted records recorded registered tallied revised corrected put puts"
    ).split()
)
TOKEN = re.compile(r"''|``|--|[’']s\b|\w+(?:[-.’'](?!s\b)\w+)*|[^\w\s]")
MARKS = frozenset(('"', "“", "”", "''", "``"))
STOPS = frozenset((*",;:()—–-.?!", "--"))
LINKS = frozenset("who which that because while whereas but although though when where after if as whether".split())
FINITE = frozenset(
    "is was are were has have had will would could can may might did does do should must came went took made gave got left lost won "
    "rose fell began held kept stood hit cut shot fled grew knew saw led met sent brought built bought paid ran sat set spent".split()
)
PREPOSITIONS = frozenset("with of by from in for on at to about".split())
BE = frozenset("is was are were be been being".split())
DETERMINERS = frozenset("the a an he she one some they it his her its their two three many several no Xx 9".split())
SUBJECTS = frozenset("he she they it i we you who which Xx".split())
SAID = frozenset("said says say told tells according added wrote".split())
COUNTS = frozenset("counts counted records recorded registered tallied revised corrected put puts".split())
PUTS = frozenset("put puts revised corrected estimate estimates estimated".split())
NUMBERS = frozenset("two three four five six seven eight nine ten eleven twelve dozens hundreds thousands".split())
DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
EDGE = LINKS | FINITE | frozenset("been so and or".split())

FEATURE_WORDS = LINKS | FINITE | BE | DETERMINERS | SUBJECTS | {"that"}  # the weights hold for these


class Words:
    """The words of a sentence, each with its key: itself if it is in ``known``, else its form."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.spans = [m.span() for m in TOKEN.finditer(text)]
        self.words = [text[s:e] for s, e in self.spans]
        self.low = [w.lower() for w in self.words]
        marks = [j for j, w in enumerate(self.words) if w in MARKS]
        names = {j for pair in pairwise(marks) if self._is_name(*pair) for j in pair}  # the "Marl Front"
        speech = {*marks} - names
        inside = bool(speech) and self._closes(text, min(speech))
        self.quoted = []  # 0: outside quotation marks, 1: inside, 2: a mark
        for j in range(len(self.words)):
            if j in speech:
                inside = not inside
            self.quoted.append(2 if j in speech else int(inside))
        keys = [
            "Q" if q == 2 else "Xx" if j in names else _key(w, known) for j, (w, q) in enumerate(zip(self.words, self.quoted, strict=True))
        ]
        for j in (j for j, key in enumerate(keys[:-1]) if key == "Day" and self.low[j + 1] in ("'s", "’s")):
            keys[j] = "Xx"  # "Tuesday's attack" names the attack
        self.keys = ["<s>", "<s>", *keys, "</s>", "</s>"]  # the key of word j is keys[j + 2]

    def _is_name(self, opens: int, closes: int) -> bool:
        inner = self.words[opens + 1 : closes]
        return 0 < len(inner) < 5 and inner[0][0].isupper() and inner[-1][-1].isalnum()

    def _closes(self, text: str, j: int) -> bool:
        """Whether the first mark ends a quotation that an earlier sentence began."""
        start = self.spans[j][0]
        return self.words[j] == "”" or (self.words[j] != "“" and start > 0 and not text[start - 1].isspace())


def _key(word: str, known: frozenset[str]) -> str:
    if word in DAYS:
        return "Day"
    if word.lower() in known:
        return word.lower()
    if not word[0].isalpha():
        return "9" if word[0].isdigit() else word
    return "Xx" if word[0].isupper() else next((f"-{end}" for end in ("ing", "ed", "ly", "s") if word.endswith(end)), "x")
