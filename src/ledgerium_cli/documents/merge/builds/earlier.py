"""Which sentences earlier builds generated, as digests in the base.

Who settles a merge of branches, or copies from an older version, has sentences of another build in `sop.md`. The base
does not have these, but nobody wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
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
    mark_of,
    passages,
    plain,
    unmarked,
)
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.text.counted import (
    CITED,
    bare_words,
    is_counted,
    is_declared,
    recounted,
    uncounted,
)
from ledgerium_cli.documents.merge.text.likeness import align, label_of, passage
from ledgerium_cli.documents.merge.text.sentences import sentences
from ledgerium_cli.plural import singular_of

MOST = 300
"""How many digests of a part are kept: three kilobytes of the base."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CITED_OR_NUMBER = re.compile(rf"{CITED.pattern}|{_NUMBER.pattern}")
_ONE_OF_MANY = re.compile(r"(?<=\b1 )[a-z]+s\b")
_BETWEEN_CELLS = re.compile(r"\s*(?<!\\)\|\s*")
_MARKS = re.compile(r"[*_]?\((?:added|declared|edited)\)[*_]?")
_ONLY_CITES = re.compile(r"\w+: \(R\d+: .*")
"""The entry with all the evidence of a step."""
_VERSION = re.compile(r"([`\"])[0-9a-f]{12}\1")


def earlier_of(last: Sequence[Build], generated: str) -> dict[str, list[str]]:
    """By part of the document, digests of what builds before that of `generated` generated, of which those of the last
    builds are known.

    What is only declared is told apart: who writes a rule again that is declared otherwise now may mean it."""
    if not last:
        return {}
    new = [*_passages(generated.split("\n"))]
    before = [one for build in last for one in _passages(build.generated.split("\n"))]
    made, had = {_digests_of(told) for _, told in new}, {*map(_form_of, before)}
    known: dict[str, list[str]] = {}
    for one in new:
        if (form := _form_of(one)) not in had:
            known.setdefault(one[0], []).append(form)
    for part, told in before:
        if (digests := _digests_of(told)) not in made:
            known.setdefault(part, []).extend(
                [_declared(told)] if is_declared(told) and not is_counted(told) else digests
            )
    parts = {part for part, _ in in_parts(generated.split("\n"))}
    for build in last:
        for part, digests_before in build.earlier.items():
            if part in parts:
                known.setdefault(part, []).extend(digests_before)
    return {part: [*islice(dict.fromkeys(own), MOST)] for part, own in known.items() if own and part in parts}


class Earlier(Struct, frozen=True):
    """What a base knows of earlier builds."""

    taken: tuple[Line, ...]
    """Lines as they read when people changed them or took them out."""
    plain: frozenset[str]
    """The same without typography."""
    digests: frozenset[str]
    """Of passages, of their sentences, of what was declared, and of what is new since an earlier build."""

    def generated(self, passage: str) -> bool:
        """Whether earlier builds generated it as a whole."""
        return plain(passage) in self.plain or _whole(passage) in self.digests

    def generated_sentence(self, sentence: str) -> bool:
        """Whether earlier builds generated it as a sentence of a passage, or as a whole one."""
        return _digest(_bare(sentence)) in self.digests or self.generated(sentence)

    def declared(self, passage: str) -> bool:
        """Whether earlier builds had it as declared, word for word, and a later one no more."""
        return is_declared(passage) and _declared(passage) in self.digests

    def is_new(self, one: Line) -> bool:
        """Whether it is new since an earlier build, whatever it counts."""
        return _form_of(one) in self.digests

    def said_in(self, own: str) -> str:
        """The sentences of people's line that an earlier build generated, if these count something; else nothing."""
        if own.startswith("|"):
            return ""
        known = [one for one in sentences(own) if self.generated_sentence(one)]
        return " ".join(known) if any(map(is_counted, known)) else ""

    def counted_in(self, made: Line, own: str) -> str | None:
        """The generated line with the counts of then in what people changed of it, whole or sentence by sentence: as an
        earlier build generated it with their numbers, or as it read when they changed it; counts that cannot be those
        of their numbers are left open. None if no other count stands in it."""
        part, line = made
        if (whole := self.counted_whole(line, own)) is not None or line.startswith("|"):
            return whole
        found = parts_of(line)
        theirs = [*filter(None, (_MARKS.sub("", one).strip() for one in parts_of(own)))]
        before = [sentence for of, one in self.taken if of == part for sentence in parts_of(one)]
        pairs = _aligned(found, theirs)
        told = (
            self._counted_so(one, theirs[pairs[at]], before) if at in pairs else None
            for at, one in enumerate(found)
        )
        counted = " ".join(then or one for then, one in zip(told, found, strict=True))
        return counted if counted != line else None

    def as_read(self, made: Line) -> str | None:
        """The generated line as it read when people changed it or took it out, if builds say it otherwise since."""
        part, line = made
        before = [one for of, one in self.taken if of == part]
        found = _alike([line], before)
        was = before[found[0]] if found else line
        is_older = plain(was) != plain(line) and _whole(was) in self.digests
        return f"{mark_of(line)}{unmarked(was)}" if is_older else None

    def counted_whole(self, made: str, own: str) -> str | None:
        """The generated text with the numbers of people's, if an earlier build generated that."""
        counted = _with_numbers(made, own)
        singular = counted and _ONE_OF_MANY.sub(lambda one: singular_of(one[0]), counted)
        return next((one for one in (counted, singular) if one and self.generated_sentence(one)), None)

    def _counted_so(self, sentence: str, own: str, before: Sequence[str]) -> str | None:
        if sentence == own or self.generated_sentence(own):
            return own
        if (counted := self.counted_whole(sentence, own)) is not None:
            return counted
        if (counted := recounted(sentence, own)) != sentence:
            return counted
        numbers, form = {*_numbers(own)}, uncounted(plain(sentence))
        if not is_counted(sentence) or numbers <= {*_numbers(sentence)}:
            return None
        was = (one for one in before if uncounted(plain(one)) == form and numbers <= {*_numbers(one)})
        return next(was, uncounted(sentence))

    def put_into(self, made: str, own: str) -> str:
        """The generated line, with sentences of people's `own`, or cells that count, that an earlier build generated in
        place of those that are most like them."""
        if made.startswith("|") != own.startswith("|"):
            return made  # an entry that people made a row, or the other way round
        found = parts_of(made)
        known = filter(self.generated_sentence, parts_of(own))
        theirs = [_MARKS.sub("", one).strip() for one in known]
        pairs = _alike(found, theirs)
        for at, place in pairs.items():
            found[at] = theirs[place]
        if made.startswith("|"):
            return f"| {' | '.join(found)} |"
        return made[: len(made) - len(made.lstrip())] + " ".join(found) if pairs else made


def _alike(made: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    """Pairs of places of sentences with words in common."""
    return dict(align([passage("sentence", one) for one in made], [passage("sentence", one) for one in own]))


def _aligned(made: Sequence[str], own: Sequence[str]) -> dict[int, int]:
    """The same; of as many sentences, also those in the same place."""
    pairs = _alike(made, own)
    free = {*range(len(own))} - {*pairs.values()} if len(made) == len(own) else ()
    return {at: at for at in free} | pairs


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(CITED.sub(" ", text))


def _with_numbers(made: str, own: str) -> str | None:
    """The generated text with the numbers of people's, in their order; None if it has not as many, or the same."""
    numbers, had = _numbers(own), _numbers(made)
    if numbers == had or len(numbers) != len(had):
        return None
    told = iter(numbers)
    return _CITED_OR_NUMBER.sub(lambda one: next(told) if one[0][0].isdigit() else one[0], made)


def earlier_in(last: Sequence[Build]) -> Earlier:
    """What the last builds know of those before them; of two, what only one of them generated is of such a build, too,
    since the base is read with one of them in each place."""
    taken = tuple(one for build in last for one in before_in(build.gone.split("\n")))
    digests = frozenset(one for build in last for some in build.earlier.values() for one in some)
    made = [{one for _, one in _passages(build.generated.split("\n")) if is_counted(one)} for build in last]
    either = made[0] ^ made[1] if len(made) == 2 else ()
    return Earlier(taken, frozenset(plain(line) for _, line in taken), digests | {*map(_whole, either)})


def made_of_earlier(
    build: Build, later: Sequence[Build], own: Collection[str], changed: Sequence[str]
) -> bool:
    """Whether people made one of the `changed` lines, of their `own` ones, of what the build generated, and not of what
    later ones did in its place, which does not stand there. Git merged it before it was built. Numbers and events show
    that, which only the build has there, and where it declares something all words of that."""
    if not changed:
        return False
    before = [*_passages(build.generated.split("\n"))]
    now = [one for some in later for one in _passages(some.generated.split("\n"))]
    for part in dict.fromkeys(part for part, _ in before):
        was = [told for of, told in before if of == part and (of, told) not in now]
        is_now = [told for of, told in now if of == part and (of, told) not in before and told not in own]
        for at, place in _alike(was, is_now).items():
            if any(_is_made_of(line, was[at], is_now[place]) for line in changed):
                return True
    return False


def _is_made_of(own: str, was: str, is_now: str) -> bool:
    if is_declared(was) and not is_counted(was):
        mine, then, since = map(_words_in, (own, was, is_now))
        return then <= mine and not then < since <= mine
    mine, then, since = map(_counted_in, (own, was, is_now))
    return bool(mine & (then - since)) and not mine & (since - then)


def _words_in(told: str) -> set[str]:
    """Without marks, and without the name of the value, which is the head of its column where people made it a row."""
    words = unmarked(_MARKS.sub(" ", told))
    label = label_of(words)
    return {*bare_words(words.removeprefix(f"{label}: ") if label is not None else words)} - {"|"}


def _counted_in(told: str) -> set[str]:
    """The numbers, names with numbers, and citations in it."""
    return {
        *CITED.findall(told),
        *(one for one in bare_words(CITED.sub(" ", told)) if any(map(str.isdigit, one))),
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


def _declared(told: str) -> str:
    """The digest, marked as that of something declared: who has it in `sop.md` may have written it again."""
    return f"~{_digest(_bare(told))}"


def _bare(told: str) -> str:
    """Its words without citations and marks, however an editor writes them; all of an entry that has only evidence."""
    words = plain(_MARKS.sub(" ", told))
    return words if _ONLY_CITES.fullmatch(words) else CITED.sub(" ", words).strip()


def _form_of(one: Line) -> str:
    """The digest, marked as that of something new, of a passage in its part, whatever it counts."""
    part, told = one
    words = uncounted(CITED.sub(" ", plain(told)))
    return f"+{_digest(f'{part} {words}')}"


def _digest(words: str) -> str:
    return sha256(" ".join(unversioned(words).split()).encode()).hexdigest()[:8]


def unversioned(text: str) -> str:
    """The text without the version that it names, of which each build has another one."""
    return _VERSION.sub("#", text)
