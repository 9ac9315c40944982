"""Which sentences earlier builds generated, as digests in the base.

Who settles a merge of branches, or copies from an older version, has sentences of another build in `sop.md`. The base
does not have these, but nobody wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import islice

from msgspec import Struct

from ledgerium_cli.documents.merge.builds.before import (
    FENCE,
    Line,
    before_in,
    in_parts,
    is_told,
    kind_of,
    passages,
    plain,
    unmarked,
)
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.text.counted import (
    CITED,
    QUOTED,
    bare_words,
    is_counted,
    is_declared,
)
from ledgerium_cli.documents.merge.text.likeness import ALIKE, align, label_of, likeness, passage
from ledgerium_cli.documents.merge.text.sentences import sentences
from ledgerium_cli.documents.merge.text.wording import KEPT

MOST = 300
"""How many digests of a part are kept: three kilobytes of the base."""
SHORT = 3
"""Letters of words that mean too little to tell of which sentence another was made."""
_BETWEEN_CELLS = re.compile(r"\s*(?<!\\)\|\s*")
_NAME = re.compile(QUOTED)
_MARKS = re.compile(r"[*_]?\((?:added|declared|edited)\)[*_]?")
_ONLY_CITES = re.compile(r"\w+: \(R\d+: .*")
"""The entry with all the evidence of a step."""
_VERSION = re.compile(r"([`\"])[0-9a-f]{12}\1")


def earlier_of(last: Sequence[Build], generated: str) -> dict[str, list[str]]:
    """By part of the document, digests of what builds before that of `generated` generated, of which those of the last
    builds are known.

    What is only declared is told apart: who writes a rule again that is declared otherwise now may mean it."""
    now = [*_passages(generated.split("\n"))]
    exact, made = {told for _, told in now}, {_digests_of(told) for _, told in now}
    known: dict[str, list[str]] = {}
    for build in last:
        for part, told in _passages(build.generated.split("\n")):
            if told not in exact:
                digests = _digests_of(told) if _digests_of(told) not in made else (_exact(told),)
                is_rule = is_declared(told) and not is_counted(told)
                known.setdefault(part, []).extend([_declared(told)] if is_rule else digests)
    for build in last:
        for part, before in build.earlier.items():
            known.setdefault(part, []).extend(before)
    parts = {part for part, _ in in_parts(generated.split("\n"))}
    return {part: [*islice(dict.fromkeys(own), MOST)] for part, own in known.items() if part in parts}


class Earlier(Struct, frozen=True):
    """What a base knows of earlier builds."""

    plain: frozenset[str]
    """Lines as they read when people changed them or took them out, without typography."""
    digests: frozenset[str]
    """Of passages, of their sentences, and of what was declared."""

    def generated(self, passage: str) -> bool:
        """Whether earlier builds generated it as a whole."""
        return plain(passage) in self.plain or not self.digests.isdisjoint((_whole(passage), _exact(passage)))

    def generated_sentence(self, sentence: str) -> bool:
        """Whether earlier builds generated it as a sentence of a passage, or as a whole one."""
        return _digest(_bare(sentence)) in self.digests or self.generated(sentence)

    def declared(self, passage: str) -> bool:
        """Whether earlier builds had it as declared, word for word, and a later one no more."""
        return is_declared(passage) and _declared(passage) in self.digests


def _alike(made: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    """Pairs of places of sentences with words in common."""
    return dict(align([passage("sentence", one) for one in made], [passage("sentence", one) for one in own]))


def earlier_in(last: Sequence[Build]) -> Earlier:
    """What the last builds know of those before them."""
    taken = (line for build in last for _, line in before_in(build.gone.split("\n")))
    digests = (one for build in last for some in build.earlier.values() for one in some)
    return Earlier(frozenset(map(plain, taken)), frozenset(digests))


def made_of_earlier(build: Build, later: Sequence[Build], own: str, changed: Collection[str]) -> bool:
    """Whether people made one of the `changed` lines of their `own` text of what the build generated, and not of what
    later ones did in its place, which does not stand there. Git merged it before it was built. Its words, numbers and
    events show that."""
    if not changed:
        return False
    if _is_nearest(build, later, own):
        return True
    stands = {*in_parts(own.split("\n"))}
    # What is kept of parts that are gone is of no part of now.
    mine = [(part, line) for part, line in stands if line in changed and KEPT not in part]
    before = [*_passages(build.generated.split("\n"))]
    now = [one for some in later for one in _passages(some.generated.split("\n"))]
    still, known = {*now}, {*before, *stands}
    parts = dict.fromkeys(part for part, _ in before)
    for part in parts:
        was = [told for of, told in before if of == part and (of, told) not in still]
        is_now = [told for of, told in now if of == part and (of, told) not in known]
        here = [line for of, line in mine if of == part or of not in parts]
        pairs = _alike(was, is_now)
        if any(_is_made_of(line, was[at], is_now[place]) for at, place in pairs.items() for line in here):
            return True
        gone = [one for at, one in enumerate(was) if at not in pairs]
        since = [told for of, told in now if of == part]
        if any(_is_most_like(line, gone, since) for line in here):
            return True
    return False


def _is_most_like(own: str, gone: Sequence[str], since: Sequence[str]) -> bool:
    """Whether it may be made of one that later builds no longer generate and is no more like what they do."""
    most, other = (max((_likeness(own, one) for one in some), default=0.0) for some in (gone, since))
    return most >= ALIKE and most > other


def _likeness(own: str, made: str) -> float:
    return likeness(passage("sentence", own), passage("sentence", made))


def _is_nearest(build: Build, later: Sequence[Build], own: str) -> bool:
    """Whether a block of code that no build left has more lines in common with what the build generated than with what
    each of the later ones did."""
    blocks = [_code_in(one.generated) for one in (build, *later)]
    for key, lines in _code_in(own).items():
        apart = [len(lines ^ some[key]) for some in blocks if key in some]
        if len(apart) == len(blocks) and 0 < apart[0] < min(apart[1:]):
            return True
    return False


@lru_cache(maxsize=32)  # each build is compared with the same later ones
def _code_in(text: str) -> Mapping[Line, frozenset[str]]:
    """By its part and kind the lines of each block of code, but for the version in them."""
    told = (one for one in passages(text.split("\n")) if one[1].startswith(FENCE))
    return {(part, kind_of(code)): frozenset(unversioned(code).split("\n")) for part, code in told}


def _is_made_of(own: str, was: str, is_now: str) -> bool:
    """Whether it has what only the one tells, and nothing that only the other does; where the other only tells more,
    all of the one. A step called otherwise now may have the same words and more."""
    names = [{*_NAME.findall(one)} for one in (own, was, is_now)]
    if names[0] & (names[1] - names[2]) and not names[0] & (names[2] - names[1]):
        return True
    mine, then, since = map(_told_in, (own, was, is_now))
    if not mine.isdisjoint(since - then):
        return False
    return not mine.isdisjoint(then - since) if then - since else then <= mine


def _told_in(told: str) -> set[str]:
    """The words that mean something, the numbers and the citations in it, without the name of the value, which is the
    head of its column where people made it a row."""
    words = unmarked(_MARKS.sub(" ", told))
    label = label_of(words)
    is_name = label is not None and not any(map(str.isdigit, label))
    bare = bare_words(CITED.sub(" ", words.removeprefix(f"{label}: ") if is_name else words))
    return {
        *CITED.findall(told),
        *(one.casefold() for one in bare if len(one) > SHORT or any(map(str.isdigit, one))),
    }


def _passages(made: Iterable[str]) -> Iterator[Line]:
    """What is told in each part: lines, and whole blocks of code."""
    return filter(is_told, passages(made))


@lru_cache(maxsize=4096)  # most lines are those of the last build
def _digests_of(told: str) -> tuple[str, ...]:
    """The digest of a passage, and of the words of each of its sentences if it has several."""
    parts = [] if told.startswith(FENCE) else parts_of(told)
    words = [words for part in parts if (words := _bare(part)) and (told[0] != "|" or is_counted(part))]
    return _whole(told), *(map(_digest, words) if len(words) > 1 or told[0] == "|" else ())


def parts_of(told: str) -> list[str]:
    """Its sentences, or the cells of a row, without the bars around it."""
    return _BETWEEN_CELLS.split(told)[1:-1] if told.startswith("|") else sentences(told)


def _whole(told: str) -> str:
    """The digest of a passage, marked as that of a whole one: one sentence of several may be all that people left."""
    return f"={_digest(_bare(told))}"


def _exact(told: str) -> str:
    """The digest of a passage with its citations, marked as such: of one that has the same words now."""
    return f"!{_digest(told)}"


def _declared(told: str) -> str:
    """The digest, marked as that of something declared: who has it in `sop.md` may have written it again."""
    return f"~{_digest(_bare(told))}"


def _bare(told: str) -> str:
    """Its words without citations and marks, however an editor writes them; all of an entry that has only evidence."""
    words = plain(_MARKS.sub(" ", told))
    return words if _ONLY_CITES.fullmatch(words) else CITED.sub(" ", words).strip()


def _digest(words: str) -> str:
    return sha256(" ".join(unversioned(words).split()).encode()).hexdigest()[:8]


def unversioned(text: str) -> str:
    """The text without the version that it names, of which each build has another one."""
    return _VERSION.sub("#", text)
