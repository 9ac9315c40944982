"""Whether an SOP says what neither its base nor this build says, so that another build wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.merge.builds.earlier import Earlier
from ledgerium_cli.documents.merge.markdown.parse import all_said, parse, said_of
from ledgerium_cli.documents.merge.markdown.rows import rows_of
from ledgerium_cli.documents.merge.marks.marks import parted
from ledgerium_cli.documents.merge.text.counted import CITED, bare_words, is_declared
from ledgerium_cli.documents.merge.text.likeness import holds
from ledgerium_cli.documents.merge.text.typography import set_apart
from ledgerium_cli.documents.merge.text.wording import ADDED, EDITED

_OF_PEOPLE = {said_of(EDITED), said_of(ADDED)}
_QUOTES = re.compile(r"^[ \t]*(?:>[ \t]*)+", re.MULTILINE)


def says_else(shown: str, known: Sequence[str], earlier: Earlier, *, is_whole: bool) -> bool:
    """Whether a sentence cites events or is declared that stands in no `known` text, in whatever form, and of which no
    `earlier` build is known, though people neither changed nor added it: `sop.md` is of one branch, while git brought
    into the base what the other one says. Where the base `is_whole`, as one build wrote it, what was declared before is
    of an earlier build."""
    told = [all_said(text) for text in known]
    cited = {one for text in told for one in CITED.findall(text)}
    words = [_joined(text) for text in told]
    return any(
        (
            not {*CITED.findall(said)} <= cited
            or (is_declared(said) and not any(_joined(said) in text for text in words))
        )
        and not earlier.generated_sentence(said)
        and not (is_whole and earlier.declared(said))
        and not _is_made_of(said, known)
        for said in _generated(shown)
    )


def _is_made_of(declared: str, known: Sequence[str]) -> bool:
    """Whether people put words into a sentence that is declared and left its mark."""
    own = bare_words(CITED.sub(" ", declared))
    made = (bare_words(said) for text in known for said in _generated(text) if is_declared(said))
    return CITED.search(declared) is None and any(one and holds(own, one) for one in made)


def _joined(said: str) -> str:
    """The words with a space around each, and with marks, so that a sentence is no other that begins as it does."""
    return f" {' '.join(bare_words(CITED.sub(' ', said)))} "


def _generated(shown: str) -> Iterator[str]:
    """The sentences with marks that people neither changed nor added; what conflict notes quote is none of them."""
    for row in _rows(shown):
        passages = [set_apart(" ".join(_QUOTES.sub("", one).split())) for one in row]
        if any(ADDED in one for one in passages):
            continue
        for sentence in (one for passage in passages for one in parted(passage)):
            if _OF_PEOPLE.isdisjoint(map(said_of, sentence.marks)):
                yield said_of(" ".join([sentence.words, *sentence.marks]))


def _rows(shown: str) -> Iterator[Sequence[str]]:
    """The titles, the passages, and the rows of tables."""
    for section in parse(shown).sections:
        yield (section.title,)
        for block in section.blocks:
            if block.kind != "note":
                yield from rows_of(block.source) if block.kind == "table" else [(block.source,)]
