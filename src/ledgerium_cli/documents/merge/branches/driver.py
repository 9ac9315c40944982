"""Merges `sop.md` and `sop.base.md` of two branches, as a merge driver of git: what people wrote on each goes to what
one of the two builds generated, and only then is put together. So no line that a build wrote is taken for theirs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ledgerium_cli.documents.merge.base_file import base_of, gone_of, last_builds
from ledgerium_cli.documents.merge.branches.edits import together
from ledgerium_cli.documents.merge.builds.gone import together as gone_together
from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.keep import in_form_of, keep_edits
from ledgerium_cli.documents.words import listed
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


def merged_sop(name: str, ancestor: Side | None, ours: Side, theirs: Side) -> MergedSop | None:
    """The SOP of both branches, on what the last build of `ours` generated, or that of `theirs` where only that branch
    was built. None where no build of a branch is known. `ancestor` is the version from which they parted, if known.

    Raises OutputError when a version is not text or holds a conflict of git.
    """
    was = _head(ancestor.base) if ancestor is not None else None
    own, other = _head(ours.base), _head(theirs.base)
    if own is None or other is None:
        return None
    is_built = was is None or own.generated != was.generated
    build, base = (own, ours.base) if is_built else (other, theirs.base)

    def with_edits_of(side: Side) -> str:
        return keep_edits(name, side.sop, side.base, build.generated, build.said).merged.text

    had = with_edits_of(ancestor) if ancestor is not None else build.generated
    found = together(build.generated, had, with_edits_of(ours), with_edits_of(theirs))
    content = in_form_of(ours.sop, found.text)
    if not found.clashes:
        content = keep_edits(name, content, base, build.generated, build.said).content
    return MergedSop(content, found.clashes, found.is_moved_twice)


def merged_base(ours: bytes, theirs: bytes) -> bytes | None:
    """What the last builds of both branches generated, the last one of `ours` as the last of all: `merged_sop` puts on
    it what people wrote. None where no build of a branch is known."""
    own, other = _head(ours), _head(theirs)
    if own is None or other is None:
        return None
    kept = keep_edits("sop.md", other.shown.encode(), theirs, own.generated, own.said)
    gone = gone_together([gone_of(ours), kept.merged.gone])
    both = ours + b"\n" + theirs
    return base_of(own.generated, own.said, own.people, gone, both, own.shown).encode()


def _head(base: bytes) -> Build | None:
    return next(iter(last_builds(base)), None)
