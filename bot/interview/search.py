"""Finds choices by words that are typed with mistakes, in any language, without Kazakh letters, or only begun.

Each name, label and synonym of a choice is a phrase. Words of the query are compared with the words of all phrases; a word
that stands in few choices says more than one that stands in many («справка»), by its inverse document frequency
(Spärck Jones 1972). What is found is shown, never taken: a person decides.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from rapidfuzz import fuzz, process

from bot.interview.folding import fold
from bot.script.model import Choice, Question

MOST_HITS: Final = 5
"""So many buttons are read at a glance."""

MOST_WORDS: Final = 8
"""Words of a query that are compared: a whole story must not take longer than a name."""

WORST: Final = 0.6
"""A choice less alike than this is no hit."""

_ALIKE: Final = {1: 100.0, 2: 100.0, 3: 100.0, 4: 75.0, 5: 75.0}
_ALIKE_LONG: Final = 64.0
"""Words less alike than this (rapidfuzz's ratio, 0 to 100), by their length, are different words.

A word of three letters has too few for a mistake, one of five has room for one.
"""

_BEGUN: Final = 0.9
"""How alike a word is to its beginning of three letters or more."""

_OTHER_WORD: Final = 0.8
"""Where the word is known as it stands, one that is only like it counts for so much less."""

_BEGINNING: Final = 3
_FEWEST: Final = 2
_OF_QUERY: Final = 0.7
"""The rest of the weight is on how much of the phrase the query says: of two choices the shorter name comes first."""

_WHOLE: Final = 0.9
"""Weight of the likeness of query and phrase as a whole, letters only: one word may be written as two."""

_UNHEARD: Final = 0.6
"""Weight of a word that no phrase has, as a part of the average weight: "I need a passport" is about a passport."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One name of one choice, folded: `weight` is the sum over its words."""

    code: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """The choices of one question by their words.

    `phrases` are what is searched: not the choices «none of these» and «other». `codes`: every name, theirs too, to the
    choices called so; `titles`: labels and names alone, without synonyms, by code; `weights`: words to their weights;
    `words`: the same in order; `places`: words to the phrases (by number) that have them; `joined`: the phrases without spaces.
    """

    phrases: tuple[_Phrase, ...]
    codes: Mapping[str, frozenset[str]]
    titles: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    words: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    joined: tuple[str, ...]

    def exact(self, words: str) -> frozenset[str]:
        """The codes that have exactly these words as a name."""
        return self.codes.get(fold(words), frozenset())

    def beginning(self, words: str) -> frozenset[str]:
        """The codes with a name that begins with these words."""
        begun = fold(words)
        return frozenset(code for text, codes in self.codes.items() if begun and text.startswith(begun) for code in codes)

    def search(self, query: str, *, strict: bool = False) -> tuple[str, ...]:
        """At most five codes, the best first. `strict`: words that no phrase has count in full, as where a story is told."""
        folded = fold(query)
        if len(folded) < _FEWEST or not self.phrases:
            return ()
        words = folded.split()[:MOST_WORDS]
        found = self._as_a_whole("".join(words))
        for place, score in self._by_words(words, 1.0 if strict else _UNHEARD).items():
            found[place] = max(score, found.get(place, 0.0))
        best: dict[str, float] = {}
        for place, score in found.items():
            code = self.phrases[place].code
            best[code] = max(score, best.get(code, 0.0))
        ranked = sorted((code for code, score in best.items() if score >= WORST), key=lambda code: -best[code])
        return tuple(ranked[:MOST_HITS])

    def _as_a_whole(self, query: str) -> dict[int, float]:
        cutoff = max(100 * WORST, _ALIKE.get(len(query), 0))
        alike = process.extract(query, self.joined, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
        return {place: _WHOLE * score / 100 for _, score, place in alike}

    def _by_words(self, words: Sequence[str], unheard: float) -> dict[int, float]:
        """By phrase: how much of the query its choice says with all its names, and how much of the phrase the query says."""
        average = sum(self.weights.values()) / len(self.weights)
        of_choice: defaultdict[str, float] = defaultdict(float)
        of_phrase: defaultdict[int, float] = defaultdict(float)
        total = 0.0
        for word in words:
            heard = self._heard(word)
            weight = max((self.weights[known] * alike for known, alike in heard.items()), default=unheard * average)
            total += weight
            for code, alike in self._said(heard, of_phrase).items():
                of_choice[code] += weight * alike
        return {
            place: _OF_QUERY * of_choice[self.phrases[place].code] / total
            + (1 - _OF_QUERY) * min(1.0, said / self.phrases[place].weight)
            for place, said in of_phrase.items()
        }

    def _said(self, heard: Mapping[str, float], of_phrase: defaultdict[int, float]) -> dict[str, float]:
        """How well each choice says one word; what the word covers of each phrase is added to `of_phrase`."""
        best: dict[int, float] = {}
        choices: dict[str, float] = {}
        for known, alike in heard.items():
            for place in self.places[known]:
                code = self.phrases[place].code
                best[place] = max(alike * self.weights[known], best.get(place, 0.0))
                choices[code] = max(alike, choices.get(code, 0.0))
        for place, covered in best.items():
            of_phrase[place] += covered
        return choices

    def _heard(self, word: str) -> dict[str, float]:
        """Known words that this word can be, and how alike they are, 0 to 1."""
        cutoff = _ALIKE.get(len(word), _ALIKE_LONG)
        close = process.extract(word, self.words, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
        other = _OTHER_WORD if word in self.weights else 1.0
        heard = {known: score / 100 * (1.0 if known == word else other) for known, score, _ in close}
        if len(word) >= _BEGINNING:
            first = bisect_left(self.words, word)
            begun = takewhile(lambda known: known.startswith(word), islice(self.words, first, None))
            heard.update({known: max(_BEGUN, heard.get(known, 0.0)) for known in begun})
        return heard


_KEPT: Final = 64
"""Questions whose index is kept."""

_indexes: dict[int, tuple[Question, Index]] = {}


def index(asked: Question) -> Index:
    """The index of a question, made once."""
    known = _indexes.get(id(asked))
    if known is None:
        if len(_indexes) >= _KEPT:
            _indexes.clear()
        # The question is kept beside its index, so that no other one can come to have its id.
        known = _indexes[id(asked)] = asked, _indexed(asked.choices)
    return known[1]


def _indexed(choices: Sequence[Choice]) -> Index:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    titles = {choice.code: frozenset(map(fold, (*choice.label.values(), *choice.name.values()))) for choice in choices}
    named: dict[tuple[str, str], None] = {}
    for choice in choices:
        for text in _names(choice):
            codes[text].add(choice.code)
            if not choice.only and not choice.typed:
                named[choice.code, text] = None
    having: defaultdict[str, set[str]] = defaultdict(set)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (code, text) in enumerate(named):
        for word in set(text.split()):
            having[word].add(code)
            places[word].append(place)
    number = len({code for code, _ in named})
    weights = {word: math.log(1 + number / len(those)) for word, those in having.items()}
    return Index(
        phrases=tuple(_Phrase(code, text, sum(weights[word] for word in set(text.split()))) for code, text in named),
        codes={text: frozenset(those) for text, those in codes.items()},
        titles=titles,
        weights=weights,
        words=tuple(sorted(weights)),
        places={word: tuple(those) for word, those in places.items()},
        joined=tuple(text.replace(" ", "") for _, text in named),
    )


def _names(choice: Choice) -> Iterator[str]:
    texts = (*choice.label.values(), *choice.name.values(), *choice.also)
    return (folded for text in texts if (folded := fold(text)))
