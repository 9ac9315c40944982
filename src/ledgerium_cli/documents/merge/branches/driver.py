"""Merges `sop.md` and `sop.base.md` of two branches, as a merge driver of git: what people wrote on each goes to what
one of the two builds generated, and only then is put together. So no line that a build wrote is taken for theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ledgerium_cli.documents.merge.base_file import base_of, gone_of, last_builds
from ledgerium_cli.documents.merge.branches.edits import Together, together
from ledgerium_cli.documents.merge.branches.steps import with_whole_steps
from ledgerium_cli.documents.merge.builds.gone import Gone
from ledgerium_cli.documents.merge.builds.gone import together as gone_together
from ledgerium_cli.documents.merge.builds.history import versions_in
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.document import conflicts_in
from ledgerium_cli.documents.merge.keep import in_form_of, keep_edits
from ledgerium_cli.documents.merge.markdown.remarks import may_be_noted
from ledgerium_cli.documents.merge.text.wording import DECLARED
from ledgerium_cli.documents.words import listed
from ledgerium_cli.encoding import decoded, with_lf
from ledgerium_cli.output.names import SOP_NAME
from ledgerium_cli.quotation import in_quotation_marks


class Side(Struct, frozen=True):
    """A version of the SOP as it was committed."""

    sop: bytes
    base: bytes
    """`sop.base.md` of the build that this version is edited from."""


class MergedSop(Struct, frozen=True):
    content: bytes
    clashes: tuple[str, ...]
    """The titles of the sections where both branches changed the same, each otherwise: both stand there, between marks
    as those of git."""
    is_moved_twice: bool
    """Whether both branches put sections in an order of their own; that of ours stands."""

    @property
    def told(self) -> Iterator[str]:
        """What the person merging has to know."""
        if self.clashes:
            where = listed([*map(in_quotation_marks, dict.fromkeys(self.clashes))])
            yield f"both branches changed the same, each otherwise, at {where}. Settle what stands between the marks."
        if self.is_moved_twice:
            yield "both branches moved parts, each otherwise. They stand as on the branch here."


def merged_sop(name: str, ancestor: Side, ours: Side, theirs: Side) -> MergedSop | None:
    """The SOP of both branches, on what one of them generated. None where no build of a branch is known. `ancestor` is
    the version from which they parted.

    Raises OutputError when a version is not text or holds a conflict of git.
    """
    both = _both(ancestor.base, ours.base, theirs.base)
    if both is None:
        return None
    found, is_whole = both.together(name, (ancestor, ours, theirs))
    content = in_form_of(ours.sop, found.text)
    if not (found.clashes or is_whole):
        content = both.onto_build(name, content)
    return MergedSop(content, found.clashes, found.is_moved_twice)


def is_left_by(sop: bytes, base: bytes) -> bool:
    """Whether it is of the last build that the base knows, by the newest row of its revisions, if it has any: who
    commits the two files one after the other has it beside an older base as well."""
    newest = versions_in(_text_of(sop))[:1]
    return not newest or any(newest == versions_in(one.shown)[:1] for one in last_builds(base))


def merged_base(ancestor: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """What the last builds of both branches generated, as the last of all the one on which `merged_sop` puts what
    people wrote, with what it makes of what the builds left. None where no build of a branch is known."""
    both = _both(ancestor, ours, theirs)
    if both is None:
        return None
    heads = [(_head(base), base) for base in (ancestor, ours, theirs)]
    sides = [Side(build.shown.encode(), base) for build, base in heads if build is not None]
    if len(sides) == len(heads):
        found, _ = both.together(SOP_NAME, sides)
        if not found.clashes:
            return both.base_after(both.known, _text_of(both.onto_build(SOP_NAME, found.text.encode())))
    return both.base_after(both.known, both.build.shown)


class _Both(Struct, frozen=True):
    """The builds of two branches, as one."""

    build: Build
    """The one on which what people wrote is put."""
    is_ours: bool
    beside: Build
    """That of the other branch."""
    is_of_one: bool
    """Whether one branch alone was built, so that git takes its `sop.base.md`."""
    gone: Gone
    known: bytes
    """The `sop.base.md` of both, or of the one that was built."""

    def onto_build(self, name: str, sop: bytes) -> bytes:
        """As the build would leave it, and for now it is the only one: what people wrote on others is on it already."""
        alone = self.base_after(None, self.build.shown)
        return keep_edits(name, sop, alone, self.build.generated, self.build.said).content

    def base_after(self, last: bytes | None, shown: str) -> bytes:
        build = self.build
        return base_of(build.generated, build.said, build.people, self.gone, last, shown).encode()

    def together(self, name: str, sides: Sequence[Side]) -> tuple[Together, bool]:
        """What people wrote on the build, of the ancestor, ours and theirs; and whether a step that it does not show
        stands whole: where `sop.base.md` is that of one branch, it does not know what is gone of the other."""
        build = self.build
        had, *texts = [
            keep_edits(name, one.sop, one.base, build.generated, build.said).merged.text for one in sides
        ]
        beside, is_whole = int(self.is_ours), False
        if self.is_of_one:
            written = _text_of(sides[1 + beside].sop)
            whole = with_whole_steps(texts[beside], had, written, self.beside.generated)
            is_whole, texts[beside] = whole != texts[beside], whole
        return together(build.generated, had, *texts), is_whole


def _both(ancestor: bytes, ours: bytes, theirs: bytes) -> _Both | None:
    """By the `sop.base.md` of each."""
    own, other = _head(ours), _head(theirs)
    if own is None or other is None:
        return None
    # Of an ancestor that git put together itself only both are known.
    was = _head(ancestor) if len(last_builds(ancestor)) == 1 else None
    is_ours = _is_of_ours(was, own, other)
    build, beside = (own, other) if is_ours else (other, own)
    bases = (ours, theirs) if is_ours else (theirs, ours)
    if ancestor == bases[1]:
        return _Both(build, is_ours, beside, True, gone_of(bases[0]), bases[0])
    kept = keep_edits(SOP_NAME, beside.shown.encode(), bases[1], build.generated, build.said)
    gone = gone_together([gone_of(bases[0]), kept.merged.gone])
    return _Both(build, is_ours, beside, False, gone, b"\n".join(bases))


def _text_of(sop: bytes) -> str:
    return with_lf(decoded(sop) or "")


def _head(base: bytes) -> Build | None:
    return next(iter(last_builds(base)), None)


def _is_of_ours(was: Build | None, own: Build, other: Build) -> bool:
    """Whether what people wrote goes to the build of `ours`: unless only that of the other branch is new, or it alone
    has open conflicts, or other declarations, which the next build will have as well."""
    if was is not None and was.generated in (own.generated, other.generated):
        return own.generated != was.generated
    for has in (_has_conflicts, lambda one: was is not None and bool(_declared(was) - _declared(one))):
        if has(other) != has(own):
            return has(own)
    return True


def _has_conflicts(build: Build) -> bool:
    return may_be_noted(build.shown) and bool(conflicts_in(build.shown, build.generated))


def _declared(build: Build) -> set[str]:
    """The declared sentences by themselves, in which nothing is counted. More of them may only be newly seen."""
    return {line for line in build.generated.split("\n") if line.endswith(DECLARED)}
