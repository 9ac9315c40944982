"""What can be told of a sentence in another language than English, of which no word is known: whether it names what the
steps of the same document do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli.score.parts import Block
from ledgerium_cli.score.sop import Sop
from ledgerium_cli.score.words import FUNCTION, LONGEST_SENTENCE, sentences, words

LEAST = 2
"""Steps that a sentence names, with different words."""
AIMS = frozenset("damit sodass um pour afin para per affinché om zodat opdat aby żeby".split())
"""`So that`, `in order to` in German, French, Spanish and Portuguese, Italian, Dutch and Polish."""
SHORTEST = 4
"""In letters, for a word that may carry meaning; a sentence is joined by shorter ones in small letters."""
ROOT = 5
"""In letters: a word and its other forms mostly begin alike (`Übergabe`, `übergeben`; `vérifier`, `vérification`)."""


def names_steps(sop: Sop, block: Block) -> bool:
    """Whether a sentence of it, told here first, has words of several steps. It may be a list of words: nothing tells
    the order of words in a language that is not known."""
    steps = [_roots(words(one)) for one in _told(sop)]
    return any(_names(_roots(words(one)), steps) for one in _own(sop, block))


def aims(sop: Sop, block: Block) -> bool:
    """Whether that sentence says what for: by a word that does, or as it has the first or the last word of several
    steps, one of which is the verb (`Antrag prüfen`, `Vérifier la demande`), like an English one that begins with a
    verb."""
    if any(AIMS.intersection(words(one)) for one in _own(sop, block)):
        return True
    steps = [_roots([*said[:1], *said[-1:]]) for one in _told(sop) if (said := words(one))]
    return any(_names(_roots(words(one)), steps) for one in _own(sop, block))


def _told(sop: Sop) -> list[str]:
    """The titles of the steps; where there are not several, the instructions."""
    titles = [one.title for one in sop.steps if one.title]
    return titles if len(titles) >= LEAST else [one.text for one in sop.instructions]


def _own(sop: Sop, block: Block) -> Iterator[str]:
    if sop.is_new(block):
        yield from filter(_is_foreign_sentence, sentences(block.text))


def _is_foreign_sentence(sentence: str) -> bool:
    said = sentence.split()
    return (
        SHORTEST <= len(said) <= LONGEST_SENTENCE
        and not FUNCTION.intersection(words(sentence))
        and any(len(word) < SHORTEST and word.isalpha() and word.islower() for word in said)
        and 2 * sentence.count(",") <= len(said)
    )


def _roots(said: Sequence[str]) -> set[str]:
    return {word[:ROOT] for word in said if len(word) >= SHORTEST and word.isalpha()}


def _names(said: set[str], steps: Sequence[set[str]]) -> bool:
    """Whether different words of it name different steps."""
    named = [own & said for own in steps if own & said]
    return len(named) >= LEAST and len(set().union(*named)) >= LEAST
