"""What `sop.base.md` tells the merge: what the last builds generated, as it stands in `sop.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from ledgerium_cli.documents.merge.builds.as_shown import counted_as
from ledgerium_cli.documents.merge.builds.earlier import earlier_in, earlier_of, made_of_earlier
from ledgerium_cli.documents.merge.builds.gone import NOTHING_GONE, Gone, gone_in, gone_text, together
from ledgerium_cli.documents.merge.builds.history import (
    continued,
    is_anew,
    is_continued,
    is_of_other_cases,
    versions_in,
)
from ledgerium_cli.documents.merge.builds.known import NOTHING_SAID, Build, builds_in, last_in, text_of
from ledgerium_cli.documents.merge.builds.step_ids import ids_of
from ledgerium_cli.encoding import decoded, with_lf


def base_of(
    generated: str,
    said: Mapping[str, str] = NOTHING_SAID,
    people: str = "",
    gone: Gone = NOTHING_GONE,
    last: bytes | None = None,
    shown: str | None = None,
) -> str:
    """The base file: what this build generated, `shown` as it merged that with people's edits, digests of what it says,
    the record of their edits, and what is `gone`. `last` is the base of the last build."""
    own = generated if shown is None else shown
    earlier, first_ids = earlier_of(last_in(last), generated), ids_of(last, generated)
    return text_of(Build(generated, own, {**said}, people, gone_text(gone), earlier, first_ids), last)


def last_builds(base: bytes | None) -> list[Build]:
    """The last one; where git merged two branches, that of each."""
    return last_in(base)


def base_text(base: bytes | None, theirs: bytes | None) -> str | None:
    """What the last build generated, each passage as in the build by which it stands in `theirs`, with the rows of
    “Revisions” that other builds wrote there; None when unknown."""
    own = with_lf(decoded(theirs or b"") or "")
    text = _generated(base, own)
    return continued(text, own) if text is not None else None


@lru_cache(maxsize=4)  # one build asks several times about the same files
def _generated(base: bytes | None, own: str) -> str | None:
    last = last_builds(base)
    if not last:
        return None
    if len(last) == 1 and own in (last[0].generated, last[0].shown):
        return last[0].generated
    # Loads the parser, only needed after edits.
    from ledgerium_cli.documents.merge.builds.together import together as read_together
    from ledgerium_cli.documents.merge.markdown.laid_out import laid_out

    standing = _standing_in(base, own)
    if len(standing) > 1:
        return read_together(standing, own, builds_in(base), are_branches=len(last) > 1)
    made = last[0].generated
    shown = laid_out(_without_what_was_left(own, last[0]), made, is_merged=True)
    return "\n".join(counted_as(made.split("\n"), shown, earlier_in(last)))


def _without_what_was_left(own: str, last: Build) -> str:
    """The text without sections of people's that stand as the last build left them: a copy of a step in one has numbers
    of its day."""
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.model import Document
    from ledgerium_cli.documents.merge.markdown.parse import parse
    from ledgerium_cli.documents.merge.markdown.render import render

    document, left = parse(own), {one.source for one in parse(last.shown).sections}
    of_build = {*match_sections(parse(last.generated).sections, document.sections).values()}
    sections = [one for at, one in enumerate(document.sections) if at in of_build or one.source not in left]
    return (
        render(Document(document.front, tuple(sections))) if len(sections) < len(document.sections) else own
    )


@lru_cache(maxsize=4)  # the same
def _standing_in(base: bytes | None, own: str) -> Sequence[Build]:
    """The last builds, and those before them that left lines which stand in `own` and in none of the later ones, or of
    which people made lines there."""
    found, in_turn = last_in(base), known_builds(base)
    lines = [{*one.generated.split("\n"), *one.shown.split("\n")} for one in in_turn]
    rest = {line for line in own.split("\n") if line.strip() and not line.startswith(("#", "<!--"))}
    changed = rest.difference(*lines)
    if len(found) == 1:
        changed -= _written_again(changed, found[0], own)
    for one, known in zip(in_turn, lines, strict=True):
        is_before = one not in found
        if is_before and (not rest.isdisjoint(known) or made_of_earlier(one, found, own, changed)):
            found.append(one)
        rest -= known
    return found


def _written_again(changed: Set[str], last: Build, own: str) -> set[str]:
    """Those of the changed lines that people made of words of theirs, as the last build left them."""
    before = {*last.shown.split("\n")} - {*last.generated.split("\n"), *own.split("\n")}
    if not (changed and before):
        return set()
    from ledgerium_cli.documents.merge.text.likeness import align, passage

    one, other = sorted(changed), sorted(before)
    pairs = align([passage("text", line) for line in one], [passage("text", line) for line in other])
    return {one[at] for at in pairs}


def known_builds(base: bytes | None) -> list[Build]:
    """All that the base knows, the last one first, or that of each of two branches that git merged."""
    last = last_builds(base)
    return [*last, *(one for one in builds_in(base) if one not in last)]


def is_of_last(base: bytes | None, theirs: bytes | None) -> bool:
    """Whether people wrote in `theirs` since the last build, and nothing there is of those before that."""
    own, last = with_lf(decoded(theirs or b"") or ""), last_builds(base)
    return (
        len(last) == 1 and own not in (last[0].generated, last[0].shown) and len(_standing_in(base, own)) == 1
    )


def is_in_doubt(
    base: bytes | None, theirs: bytes | None, new: str, scope: str, version: str, *, conflicts: bool
) -> bool:
    """Whether what differs between the base and the SOP may be words of another build than that of `new`, of which
    `scope` and `version` are; `conflicts` is whether the merged document has any."""
    last, text = last_builds(base), with_lf(decoded(theirs or b"") or "")
    known = [*(one.generated for one in builds_in(base)), base_text(base, theirs) or "", new]
    if len(last) != 1:
        return bool(last) and _says_else(text, known, last)
    [made] = [one.generated for one in last]
    if is_continued(made, text) and conflicts:
        return True
    is_another = versions_in(text)[:1] != versions_in(made)[:1]
    if (is_another or is_of_other_cases(made, text, scope)) and _says_else(text, known, last):
        return True
    return is_anew(made, text) and versions_in(text)[0] != version


def _says_else(shown: str, known: Sequence[str], last: Sequence[Build]) -> bool:
    # Loads the parser, only needed after a merge of git.
    from ledgerium_cli.documents.merge.doubt import says_else

    return says_else(shown, known, earlier_in(last), is_whole=len(last) == 1)


def gone_of(base: bytes | None) -> Gone:
    """What the base keeps of what builds no longer say."""
    return together([gone_in(one.gone.split("\n")) for one in last_builds(base) if one.gone])


def says_the_same(base: bytes | None, theirs: bytes | None, said: Mapping[str, str]) -> set[str]:
    """Ids of the steps, or `ALL`, whose digest is the same as in the builds that stand in `theirs`."""
    standing = _standing_in(base, with_lf(decoded(theirs or b"") or ""))
    return {
        one for one, digest in said.items() if standing and all(of.said.get(one) == digest for of in standing)
    }
