"""What sentences count, measure, cite and declare, and whether two differ only in that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from ledgerium_cli.plural import singular_of

MEASURES = frozenset(
    "s min h d ms % n = of within under median and more time case order mean seen longest shortest".split()
)
"""Words used with numbers: they come and go with the number of recordings. In quotation marks they are words of a page
or of people, as all others are."""

CITATION = r"\(R\d+:\s[^()]*\)"
CITED = re.compile(CITATION)
_MARKS = re.compile(r"\((?:declared|edited|added)\)")
"""Marks as plain text; they are not words of the sentence."""
_WORD = re.compile(rf"{CITATION}\S*|\S+")
_MEASURED = re.compile(r"\(R\d+: |\bn = \d|\d of \d")
_AROUND = "()[],.;:*_~“”\"'\\"
SAID_DECLARED, SAID_EDITED = "(declared)", "(edited)"
"""The marks in `Block.said`."""
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
QUOTED = r"“(?:[^“”]|“[^“”]*”)*”"
"""A name or words of a page in quotation marks, which may quote others."""
IN_QUOTES = re.compile(rf"{QUOTED}|\"[^\"]*\"")
"""The same, also as `Block.said` has it, with straight quotation marks."""
_ITEM = rf"(?:{IN_QUOTES.pattern}|[^,;:.()“”\"])+\(\d+\)"
"""One of several that are told with how often each was seen: `“Approve” (7)`."""
_ITEMS = re.compile(rf"(?:^|(?<=[,;:.()])){_ITEM}(?:,{_ITEM})+")
"""Begun only where one can begin: begun anywhere, a long text would be read to its end from each of its letters."""
_ONE_OF_SEVERAL = re.compile(r"\(\d+\),")
_NAMED = re.compile(rf"{IN_QUOTES.pattern}|\S*\d\S*")
_SPAN = r"\d[\d.]* (?:ms|s|min|h|d)\b(?: \d+ (?:s|min|h)\b)?"
_TIME = rf"(?:(?:(?:each|median|under|within|90th percentile) )*{_SPAN}|at once)"
_TIMES = re.compile(rf"{_TIME}(?:, {_TIME})*")
_VERSION = r"(?<=Version: <code_inline>)[0-9a-f]{12}|(?<=\"version\": \")[0-9a-f]{12}"
_NUMBER, _DAY = r"\d+(?:,\d+)*", r"\d{4}-\d\d-\d\d"
SCOPE = re.compile(
    rf"\b({_NUMBER}) ([^.,|]{{1,60}}?) in ({_NUMBER}) ((?:recording|log)s?[^.,|]{{0,40}}), "
    rf"({_DAY}(?: to {_DAY})?)(?: \((?:in part )?as given\))?"
)
"""Of how many cases a document tells, what they are called, in how many recordings, and when."""
_COUNTS = re.compile(
    r"\(R\d+: [\d–,; :R-]+(?:\d more)?\)"  # evidence
    r"|\bn = \d+|\b\d+ of \d+\b|\ball \d+\b|\(\d+\)|\|\d+\|"
    rf"|{_VERSION}"
)
_TOLD_COUNT = re.compile(rf"\bn = \d+|\b\d+ of \d+\b|\ball \d+\b|\b{_SPAN}")
_IN_SENTENCE = re.compile(rf"{_TOLD_COUNT.pattern}|\(\d+\)")
_OF = re.compile(r"\b(\d+)(?: ?/ ?| (?!(?:min|h|d) )[^\W\d_]{1,6} )(\d+)\b")
"""A count of some of all, as people write it: `7 von 9`, `7/9`; `1 min 02 s` is none."""
_TOTAL = re.compile(r"\bn = \d+|\bof \d+\b|\ball \d+\b|\b\d+ \w+ in \d+ recordings?\b")
_DIGITS = re.compile(r"\d+")
_OF_COUNTED = re.compile(r"(?<=# )\w+s\b")


def words_of(text: str) -> list[str]:
    """Words with their punctuation; a citation is one word."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)  # each passage is compared with many others
def meaning_of(text: str) -> tuple[str, ...]:
    """The words without citations, marks, numbers, times and words used with numbers.

    Two sentences with the same meaning differ only in what was counted or measured, and in the order that counts give.
    """
    if _ONE_OF_SEVERAL.search(text) is not None:
        text = _ITEMS.sub(lambda items: ",".join(sorted(re.findall(_ITEM, items[0]))), text)
    return _meaning_in_order(text)


def _meaning_in_order(text: str) -> tuple[str, ...]:
    told = _MARKS.sub(" ", _COUNTS.sub(" ", CITED.sub(" ", SCOPE.sub(r" \2 \4", text))))
    found: list[str] = []
    at = 0
    for quoted in IN_QUOTES.finditer(told):
        found += [*_uncounted_words(told[at : quoted.start()]), *bare_words(quoted[0])]
        at = quoted.end()
    return *found, *_uncounted_words(told[at:])


def _uncounted_words(text: str) -> Iterator[str]:
    bare = (singular_of(word.strip(_AROUND)) for word in _TIMES.sub(" ", text).split())
    return (
        word for word in bare if word and not any(map(str.isdigit, word)) and word.lower() not in MEASURES
    )


def in_order_of_base(base: str, new: str) -> str | None:
    """`new` with the items that it tells with counts in the order in which `base` tells the same ones, so
    that what people wrote beside one stays beside it; None where they cannot be put so."""
    orders = [[*map(_item, re.findall(_ITEM, one[0]))] for one in _ITEMS.finditer(base)]

    def as_in_base(found: re.Match[str]) -> str:
        items = {_item(one): one for one in re.findall(_ITEM, found[0])}
        order = next((one for one in orders if sorted(one) == sorted(items)), None)
        return found[0] if order is None else ",".join(items[one] for one in order)

    told = _ITEMS.sub(as_in_base, new)
    is_moved = _meaning_in_order(told) != _meaning_in_order(base) and meaning_of(told) == meaning_of(base)
    return None if is_moved else told


def _item(told: str) -> str:
    """What is counted, without how often."""
    return told[: told.rindex("(")].strip()


def bare_words(text: str) -> tuple[str, ...]:
    """All words and numbers, without the punctuation around them."""
    return tuple([bare for word in text.split() if (bare := word.strip(_AROUND))])


@lru_cache(maxsize=1024)  # whole sections are asked for again and again
def words_alone(text: str) -> tuple[str, ...]:
    """The same, without citations and marks."""
    return bare_words(_MARKS.sub(" ", CITED.sub(" ", text)))


def is_measured(text: str) -> bool:
    """Whether it states something counted or timed: with a citation or with n."""
    return _MEASURED.search(text) is not None


def is_counted(text: str) -> bool:
    """The same, also where it only counts in brackets."""
    return is_measured(text) or _IN_SENTENCE.search(text) is not None


def reads_alike(one: str, other: str, *, declared: bool = False) -> bool:
    """Whether two generated sentences differ only in what was counted or measured. Numbers that a person declared
    are neither; with `declared` the whole paragraph is declared."""
    return _alike(one, other, declared, meaning_of)


def counts_anew(theirs: str, new: str) -> bool:
    """Whether `new` is `theirs` with other counts, times and evidence in the same places, so that no word or number
    that a person may have written is lost."""
    return _alike(theirs, new, False, uncounted)


def _alike(one: str, other: str, declared: bool, told: Callable[[str], object]) -> bool:
    if is_declared(one) != is_declared(other) and is_measured(one) and is_measured(other):
        return told(one) == told(other)  # the mark says whose a name is, not what was counted
    first, second = _in_two(one, declared), _in_two(other, declared)
    return first[0] == second[0] and told(first[1]) == told(second[1])


def _in_two(text: str, declared: bool) -> tuple[list[str], str]:
    """The declared words, and the observed text behind them."""
    before, mark, behind = text.rpartition(SAID_DECLARED)
    if not mark and declared and not is_measured(text):
        return text.split(), ""
    return before.split(), behind


@lru_cache(maxsize=4096)
def uncounted(text: str, *, measured: bool | None = None) -> str:
    """The text with counts and evidence replaced by `#`, and times too if the sentence is measured (`measured` if
    known)."""
    if is_measured(text) if measured is None else measured:
        text = _TIMES.sub("#", text)
    return _OF_COUNTED.sub(
        lambda one: singular_of(one[0]), _COUNTS.sub("#", SCOPE.sub(r"# \2 in # \4, #", text))
    )


def counts_others(one: str, other: str) -> bool:
    """Whether what they count is of other totals, so that a build counted both."""
    totals = [_TOTAL.findall(text) for text in (one, other)]
    return len(totals[0]) == len(totals[1]) and totals[0] != totals[1]


def counts_as_before(own: str, base: str, new: str) -> bool:
    """Whether people worded a generated sentence as it is generated now, and left the counts of then standing."""
    (mine, cited), (then, recorded) = (
        ([*_IN_SENTENCE.findall(bare), *_COUNTS.findall(bare)], {*CITED.findall(one)})
        for one in (own, base)
        for bare in (CITED.sub(" ", one),)
    )
    return counts_anew(own, new) and mine == then and cited <= recorded


def are_versions(one: str, other: str) -> bool:
    """Whether they differ in no more than the version that they name."""
    return re.sub(_VERSION, "", one) == re.sub(_VERSION, "", other)


def left_behind(base: str, new: str, text: str, *, in_sentence: bool = False) -> bool:
    """Whether a text of people repeats a count or a time that was generated in `base` and is not in `new`. With
    `in_sentence` it is what they made of the sentence, in which a number in brackets is a count too."""
    pattern = _IN_SENTENCE if in_sentence else _TOLD_COUNT
    was, now = ({*pattern.findall(one)} for one in (base, new))
    return not (was - now).isdisjoint(told_counts(text, pattern))


def told_counts(text: str, pattern: re.Pattern[str] = _TOLD_COUNT) -> set[str]:
    """The counts and times in a text, also in people's words."""
    return {*pattern.findall(_OF.sub(r"\1 of \2", text))}


def shares_count(generated: str, own: str) -> bool:
    """Whether a number that was counted in a generated sentence stands in one of people."""
    counted = {number for count in _IN_SENTENCE.findall(generated) for number in _DIGITS.findall(count)}
    return not counted.isdisjoint(_DIGITS.findall(own))


def told_in(text: str) -> tuple[str, ...]:
    """The names and numbers in a sentence, in order, without its evidence."""
    return tuple(word.strip(_AROUND) for word in _NAMED.findall(CITED.sub(" ", text)))


def quoted_in(text: str) -> tuple[str, ...]:
    """The names in quotation marks, in order."""
    return tuple(told or plain for told, plain in _QUOTED.findall(text))


def is_declared(text: str) -> bool:
    """Whether something in it is marked as declared by a person."""
    return SAID_DECLARED in text
