"""What the section of a step says, by topic, so that two builds of it can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from ledgerium_cli.documents.merge.text.counted import (
    IN_QUOTES,
    SAID_DECLARED,
    bare_words,
    is_measured,
    meaning_of,
)
from ledgerium_cli.documents.merge.text.wording import SEEN_IN, without_guess
from ledgerium_cli.documents.sop.sentences import (
    ALSO_SEEN,
    BACK,
    BEGINS,
    COMPLETE,
    ENDED_BY,
    GO_ON,
    MORE_HERE,
    NOTHING_MORE,
    SAID,
    SOME_WITHOUT,
    WITHOUT,
    Sort,
    StepBlock,
    told_in,
)
from ledgerium_cli.documents.view.ways import RARE
from ledgerium_cli.output.text import Markdown, in_quotes

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.markdown.model import Block, Section

WHO = "who does"
ROLES = "the roles that do"
NEXT = "what comes after"
TOPICS: dict[Sort, str] = {
    "judgement": "whether a person decides in",
    "end": "what is done in",
    "rule": "rules of",
    "result": "results of",
    "branch": "results of",
    "says": "results of",
    "next": NEXT,
    "instruction": "what is done in",
    "again": "what is done in",
}
"""By sort of sentence, how changes in the section of a step are reported."""

_IN_ROLE = re.compile(r"(?:, | and )?([^()]+) \(((?:[^()]|\([^()]*\))*)\)")
"""A role and the people who have it, as a step tells who does it."""
RESULTS: frozenset[Sort] = frozenset(("result", "branch", "says"))
"""Sorts of sentences that tell of a result what came next, too."""
_NEXT_BEGINS = (": ", f" {BEGINS['next']}", BACK)
"""Beginnings of the parts of a result that tell what came next, and what was done on coming back to that."""
_PARTS = re.compile(
    rf"(?<=\))(?=: )|{'|'.join(f'(?={re.escape(one)})' for one in (*_NEXT_BEGINS[1:], SAID))}"
)
"""Where the parts of what a step tells of a result begin: behind its evidence, and where the page said something."""
CAME = re.compile(
    rf"({IN_QUOTES.pattern}|{NOTHING_MORE}|{MORE_HERE}|the [^“”,;:()]+{COMPLETE}|{ENDED_BY}[^“”,;:()]+)"
    rf" \((\d+)(?:(?:{WITHOUT}|{SOME_WITHOUT})(?:[^()“”\"]|{IN_QUOTES.pattern})*)?\)"
)
"""What came next, or a message, and how often."""
_BETWEEN = re.compile("|".join(map(re.escape, (GO_ON, ALSO_SEEN))))
_MORE = re.compile(r"\d+ more$")
"""How many there are besides those who are named."""
_WHERE = r"(<td> |\b[Ii]n (?:[^“”()·]*?(?:, | and ))?)"
"""Matches what precedes the name of a system."""


class Names(Struct, frozen=True):
    """New names of steps and systems by the old ones."""

    steps: Mapping[str, str] = {}
    systems: Mapping[str, str] = {}

    def set_anew(self, said: str) -> str:
        if self.steps:
            # The new names too, which may stand there already and hold the old ones: “I. Enter the order”.
            names = {now: now for now in self.steps.values()} | {**self.steps}
            said = re.sub(rf"(?<!\w){_any_of(names)}(?!\w)", lambda one: names[one[1]], said)
        if self.systems:
            found = _any_of(self.systems)
            said = re.sub(rf"{_WHERE}{found}(?!\w)", lambda one: one[1] + self.systems[one[2]], said)
        return said


def _any_of(names: Iterable[str]) -> str:
    """A group that matches any of the names, the longest that stands there."""
    return f"({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})"


class Told(Struct):
    """What is told of one topic."""

    words: set[tuple[str, ...]] = set()
    came: set[tuple[str, ...]] = set()
    """What is told with how often it came."""
    usual: set[tuple[str, ...]] = set()
    """What came once in ten times or more often."""

    def differs(self, other: Told) -> bool:
        """Whether it says something else; what merely came more or less often than once in ten times is told apart."""
        new, gone = other.usual - self.came, self.usual - other.came
        return self.words != other.words or bool(new or gone)


Topic = tuple[str, tuple[str, ...]]
"""How changes are reported, and the result that it is told of, where it depends on that."""


def differing(before: Section, now: Section, names: Names, *, joined: bool) -> Iterator[str]:
    """The topics of which a step says something else, with its steps and systems `before` under their new names. Where
    somebody `joined` those who do it, also who does it."""
    old, new = _by_topic(before, names), _by_topic(now, Names())
    for topic in dict.fromkeys([*old, *new]):
        # What comes after a result that is new, or gone, is no change beside that.
        is_in_both = topic in old and topic in new
        is_new = old.get(topic, Told()).differs(new.get(topic, Told())) and (is_in_both or topic[0] != NEXT)
        if is_new or (joined and topic[0] == WHO):
            yield topic[0]


def _by_topic(step: Section, names: Names) -> dict[Topic, Told]:
    found: dict[Topic, Told] = {}
    for told in told_in(step):
        if told.sort in TOPICS:
            for topic, part in _parts(told, said_in(told.block, names)):
                _add(found.setdefault(topic, Told()), part)
        elif told.sort == "who":
            for name, words in _who(told.block, names):
                found[name, ()] = Told({words})
    return found


def _parts(told: StepBlock, said: str) -> Iterator[tuple[Topic, str]]:
    """The parts of a sentence by their topics."""
    topic = TOPICS[told.sort]
    result, *parts = _PARTS.split(said) if told.sort in RESULTS else (said,)
    yield (topic, ()), result
    for part in parts:
        yield (NEXT, meaning(result)) if part.startswith(_NEXT_BEGINS) else (topic, ()), part


def next_in(step: Section) -> Iterator[str]:
    """The parts of its sentences that tell what came next, as Markdown; those that tell of all of it, if there are."""
    told = [*told_in(step)]
    whole = [one.rest for one in told if one.sort == "next"]
    if whole:
        yield from (one.partition(BACK)[0] for one in whole)
        return
    for one in told:
        if one.sort in RESULTS:
            yield from (
                part
                for (topic, _), part in _parts(one, one.text)
                if topic == NEXT and not part.startswith(BACK)
            )


def _add(told: Told, part: str) -> None:
    """Add what a part of a sentence says. That nothing more was seen of a case yet says nothing."""
    found = [one for one in CAME.finditer(part) if one[1] != NOTHING_MORE]
    of = sum(int(one[2]) for one in found)
    told.words.add(meaning(CAME.sub("", _BETWEEN.sub(" ", part))))
    told.came.update(meaning_of(one[0]) for one in found)
    told.usual.update(meaning_of(one[0]) for one in found if RARE * int(one[2]) >= of)


def _who(block: Block, names: Names) -> Iterator[tuple[str, tuple[str, ...]]]:
    """People, their role and the system, by topic, whatever their order."""
    told = block.text.partition(SEEN_IN)[0]
    people, _, where = told.removeprefix("**").partition("**") if told.startswith("**") else ("", "", told)
    in_roles = _IN_ROLE.findall(people)
    yield WHO, _in_any_order(*map(_how_many, (*(own for _, own in in_roles), _IN_ROLE.sub("", people))))
    yield ROLES, tuple(sorted(role for role, _ in in_roles))
    yield "the system of", _in_any_order(names.set_anew(where.partition(";")[0].replace("*", "")))


def _how_many(people: str) -> str:
    """The people, or how many there are besides the five named, who are those that did it most often."""
    found = _MORE.search(people)
    return found[0] if found is not None else people


def _in_any_order(*listed: str) -> tuple[str, ...]:
    return tuple(sorted(word for one in listed for word in bare_words(one) if word not in ("and", "in")))


def said_in(block: Block, names: Names) -> str:
    """What a block says with steps and systems under their new names, so that renames alone are no change."""
    return names.set_anew(block.said.partition(SEEN_IN)[0])


def meaning(said: str) -> tuple[str, ...]:
    """Every declared word and number counts."""
    *declared, behind = said.split(SAID_DECLARED)
    words = (meaning_of(one) if is_measured(one) else bare_words(one) for one in declared)
    return (*(word for part in words for word in part), *meaning_of(behind))


def quoted_title(section: Section) -> str:
    """As rows name it."""
    return in_quotes(Markdown(without_guess(section.title)))
