"""Keeps people's edits of `sop.md` at a build: merges the file as it stands, until another merge changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.base_file import (
    base_of,
    base_text,
    gone_of,
    is_of_last,
    known_builds,
    last_builds,
    says_the_same,
)
from ledgerium_cli.documents.merge.builds.before import read_before
from ledgerium_cli.documents.merge.builds.both_sides import both_sides
from ledgerium_cli.documents.merge.builds.git import conflict_of_git
from ledgerium_cli.documents.merge.builds.gone import gone_in, gone_text
from ledgerium_cli.documents.merge.builds.known import NOTHING_SAID
from ledgerium_cli.documents.merge.builds.recordings import Unlabelled, with_labels_of_now
from ledgerium_cli.documents.merge.builds.step_ids import as_of_now
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.text.wording import KEPT, NO_WORKFLOW, STEP, without_guess
from ledgerium_cli.encoding import decoded, encoded_as, with_lf
from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.names import BASE_NAME
from ledgerium_cli.quotation import in_quotation_marks

MOST_MERGES = 3
"""How often a build merges what it merged, until that changes nothing."""


class Kept(Struct, frozen=True):
    content: bytes
    """The content to write, with the file's line ends and byte order mark."""
    merged: Merged
    knew_base: bool
    """Whether the base was available, so that people's changes were known."""
    taken: tuple[str, ...] = ()
    """Titles of steps that people took out as a whole since the last build."""
    is_undeclared: bool = False
    """Whether the last build had a workflow file and this one has none."""

    @property
    def told(self) -> list[str]:
        """What the person building has to know about the merge."""
        lines = []
        if not self.knew_base:
            lines.append(
                f"No {BASE_NAME} of the build that wrote sop.md stands beside it: where this build says otherwise, "
                "both stand there. Keep the two files together."
            )
        if self.is_undeclared:
            lines.append(
                "The last build had a workflow file, this one has none, so its steps are guesses and what was declared "
                "is gone from sop.md. If nobody meant that, build again with it: --workflow FILE."
            )
        if self.merged.orphans:
            gone = ", ".join(map(in_quotation_marks, self.merged.orphans))
            lines.append(f"What people wrote at {gone} stands under “{KEPT}”, since these are gone.")
        if self.taken:
            taken = ", ".join(map(in_quotation_marks, self.taken))
            lines.append(
                f"{taken}: taken out of sop.md as a whole since the last build. If nobody meant that, as after a merge "
                "of git, put it back: ledgerium sop prints it."
            )
        return lines

    def ends_any(self, conflicts: Sequence[str]) -> bool:
        """Whether one of the conflicts, by the titles of their sections, is no more."""
        return bool(Counter(conflicts) - Counter(self.merged.conflicts))

    @property
    def conflicts(self) -> str:
        """One line about all conflicts in the document."""
        counts = Counter(self.merged.conflicts)
        places = ", ".join(
            f"{in_quotation_marks(title)}{f' ({n})' if n > 1 else ''}" for title, n in counts.items()
        )
        return (
            f"sop.md: what people wrote and what is now observed or declared differ at {places}. Both stand there, "
            "marked as a conflict: keep what is true, delete the note, build again."
        )


def keep_edits(
    name: str, theirs: bytes | None, base: bytes | None, new: str, said: Mapping[str, str] = NOTHING_SAID
) -> Kept:
    """Merge people's edits into what this build generates, until another merge changes nothing: a second build finds
    what the first one left.

    `theirs` is the file as it stands, `base` what the last build generated; None where there is none. `said` has
    digests of what this build says, by step, independent of wording. Raises OutputError when the file is not text or
    holds a git merge conflict.
    """
    base, theirs = as_of_now(base, theirs, new)
    base, theirs, unlabelled = with_labels_of_now(base, theirs, new)
    if theirs is not None and (left := _as_left(theirs, base, new)) is not None:
        return left
    kept = _keep(name, theirs, base, new, said)
    kept = replace(
        kept, taken=_taken_out(base, kept.merged.text, new), is_undeclared=_is_undeclared(base, new)
    )
    for _ in range(MOST_MERGES if kept.merged.text != new else 0):
        own = kept.merged
        again = _keep(
            name,
            kept.content,
            base_of(new, said, gone=own.gone, last=base, shown=own.text).encode(),
            new,
            said,
        )
        if (again.content, again.merged.gone) == (kept.content, own.gone) or again.ends_any(own.conflicts):
            break
        kept = replace(kept, content=again.content, merged=replace(again.merged, orphans=own.orphans))
    return _named(kept, unlabelled)


def _named(kept: Kept, recordings: Unlabelled) -> Kept:
    """With the names of recordings that people cite and this build has not."""
    if not recordings.names:
        return kept
    text = recordings.named(kept.merged.text)
    gone = gone_in(recordings.as_before(gone_text(kept.merged.gone)).split("\n"))
    return replace(
        kept, content=in_form_of(kept.content, text), merged=replace(kept.merged, text=text, gone=gone)
    )


def _as_left(theirs: bytes, base: bytes | None, new: str) -> Kept | None:
    """The file as it is if nobody wrote anything since the last build, and this one says the same: what stood in
    conflict does so still."""
    last, text = last_builds(base), with_lf(decoded(theirs) or "")
    if [(one.generated, one.shown) for one in last] != [(new, text)] or text == new:
        return None
    from ledgerium_cli.documents.merge.document import conflicts_in

    return Kept(theirs, Merged(text, conflicts_in(text, new), (), gone_of(base)), True)


def _is_undeclared(base: bytes | None, new: str) -> bool:
    last = last_builds(base)
    return f"and {NO_WORKFLOW}" in new and bool(last) and f"and {NO_WORKFLOW}" not in last[0].generated


def _taken_out(base: bytes | None, own: str, new: str) -> tuple[str, ...]:
    """The titles of the steps that the last build left in the document and of which it has nothing more."""
    left = {step for build in last_builds(base) for step in _steps_in(build.shown)}
    taken = (left & _steps_in(new)) - _steps_in(own)
    if not taken:
        return ()
    from ledgerium_cli.documents.merge.markdown.headings import folded
    from ledgerium_cli.documents.merge.markdown.moves import put_into
    from ledgerium_cli.documents.merge.markdown.parse import parse, text_of
    from ledgerium_cli.documents.merge.parts.moved import moves_in

    made = parse(new).sections
    left_in = folded(parse(own).sections, made)
    taken -= {f"{STEP}{one.step} -->" for one in left_in}
    elsewhere = put_into(moves_in(left_in, made))
    out = (one for at, one in enumerate(made) if f"{STEP}{one.step} -->" in taken and at not in elsewhere)
    return tuple(text_of(without_guess(one.title)) for one in out)


def _steps_in(text: str) -> set[str]:
    return {line for line in text.split("\n") if line.startswith(STEP)}


def _keep(name: str, theirs: bytes | None, base: bytes | None, new: str, said: Mapping[str, str]) -> Kept:
    """Merge once."""
    if theirs is None or not theirs.strip():
        return Kept(new.encode(), Merged(new, (), ()), True)
    text = decoded(theirs)
    if text is None:
        raise OutputError(
            f"{name}: is not UTF-8 text, so what people wrote there cannot be kept. Save it as UTF-8, or build with "
            "--fresh to write it anew."
        )
    as_written, builds, gone = with_lf(text), known_builds(base), gone_of(base)
    lf = both_sides(as_written, builds)
    if len(last := last_builds(base)) > 1:
        from ledgerium_cli.documents.merge.builds.mixed import unmixed

        lf = unmixed(lf, last, builds)
    own = lf.encode()
    before = base_text(base, own)
    if lf in (before, new) and not gone:
        return Kept(in_form_of(theirs, new), Merged(new, (), ()), before is not None)
    from ledgerium_cli.documents.merge.document import merge  # loads the parser, only needed after edits
    from ledgerium_cli.documents.merge.markdown.laid_out import laid_out
    from ledgerium_cli.documents.merge.markdown.parse import unclosed

    refuse_conflict_of_git(name, as_written, "Settle it, then build again; with --fresh it is written anew.")
    if (line := unclosed(as_written)) is not None:
        raise OutputError(
            f"{name}:{line}: a block of code or a comment begins here and is never closed, so all below is inside it. "
            "Close it, then build again; with --fresh the file is written anew."
        )
    had = gone.read_before
    if before is not None:
        # Also what people took out or changed since, so that the next build merges the same.
        had = read_before(had, before.split("\n"), laid_out(lf, before))
    gone = replace(gone, read_before=had)
    merged = merge(
        before,
        lf,
        new,
        says_the_same(base, own, said),
        gone,
        builds,
        is_of_last=is_of_last(base, own),
    )
    if merged.text != new:
        had = read_before(had, new.split("\n"), laid_out(merged.text, new))
        merged = replace(merged, gone=replace(merged.gone, read_before=had))
    return Kept(in_form_of(theirs, merged.text), merged, before is not None)


def refuse_conflict_of_git(name: str, theirs: bytes | str | None, remedy: str = "Settle it first.") -> None:
    """Raises OutputError when the file holds a git merge conflict: both sides together were written by nobody."""
    text = decoded(theirs) if isinstance(theirs, bytes) else theirs
    if text is not None and (line := conflict_of_git(with_lf(text).split("\n"))) is not None:
        raise OutputError(f"{name}:{line}: holds a conflict of git, or a line that is left of one. {remedy}")


def in_form_of(theirs: bytes, text: str) -> bytes:
    """The text with the encoding, byte order mark and prevailing line ends of a file."""
    was = decoded(theirs) or ""
    end = "\r\n" if 2 * was.count("\r\n") > was.count("\n") else "\n"
    return encoded_as(theirs, text.replace("\n", end))
