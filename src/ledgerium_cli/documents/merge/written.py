"""Reads files as people's programs leave them: byte order marks, line ends of other systems, git merge conflicts."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import dropwhile, takewhile
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.as_shown import counted_as
from ledgerium_cli.documents.merge.builds.before import is_told, passages, read_before
from ledgerium_cli.documents.merge.builds.earlier import earlier_in, earlier_lines, unversioned
from ledgerium_cli.documents.merge.builds.git import (
    conflict_of_git,
    is_ours,
    named_as,
    settled,
    sides_of,
)
from ledgerium_cli.documents.merge.builds.gone import NOTHING_GONE, Gone, gone_in, gone_text, together
from ledgerium_cli.documents.merge.builds.history import (
    continued,
    is_anew,
    is_continued,
    is_of_other_cases,
    versions_in,
)
from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.text.wording import (
    ALL,
    BEFORE,
    EARLIER,
    GONE,
    KEPT,
    PEOPLE,
    REVISIONS,
    SAID,
    STEP,
    WHOLE,
    without_guess,
)
from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.names import BASE_NAME

BASE_HEAD = (
    "<!-- What the last build generated, to tell what people changed in sop.md. Changes here are lost. -->"
)
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

MOST_MERGES = 3
"""How often a build merges what it merged, until that changes nothing."""


class Kept(Struct, frozen=True):
    content: bytes
    """The content to write, with the file's line ends and byte order mark."""
    merged: Merged
    knew_base: bool
    """Whether the base was available, so that people's changes were known."""

    @property
    def told(self) -> list[str]:
        """What the person building has to know about the merge."""
        lines = []
        if not self.knew_base:
            lines.append(
                f"No {BASE_NAME} of the build that wrote sop.md stands beside it: where this build says otherwise, "
                "both stand there. Keep the two files together."
            )
        if self.merged.orphans:
            gone = ", ".join(f"“{title}”" for title in self.merged.orphans)
            lines.append(f"What people wrote at {gone} stands under “{KEPT}”, since these are gone.")
        return lines

    def ends_any(self, conflicts: Sequence[str]) -> bool:
        """Whether one of the conflicts, by the titles of their sections, is no more."""
        return bool(Counter(conflicts) - Counter(self.merged.conflicts))

    @property
    def conflicts(self) -> str:
        """One line about all conflicts in the document."""
        counts = Counter(self.merged.conflicts)
        places = ", ".join(f"“{title}”{f' ({n})' if n > 1 else ''}" for title, n in counts.items())
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
    kept = _keep(name, theirs, base, new, said)
    for _ in range(MOST_MERGES if kept.merged.text != new else 0):
        own = kept.merged
        again = _keep(name, kept.content, base_of(new, said, gone=own.gone, last=base).encode(), new, said)
        if (again.content, again.merged.gone) == (kept.content, own.gone) or again.ends_any(own.conflicts):
            break
        kept = replace(kept, content=again.content, merged=replace(again.merged, orphans=own.orphans))
    return kept


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
    before, lf, gone = base_text(base, theirs), _lf(text), _gone_of(base)
    if lf in (before, new) and not gone:
        return _kept(theirs, text, Merged(new, (), ()), before)
    from ledgerium_cli.documents.merge.document import merge  # loads the parser, only needed after edits
    from ledgerium_cli.documents.merge.markdown.laid_out import laid_out
    from ledgerium_cli.documents.merge.markdown.parse import unclosed

    refuse_conflict_of_git(name, lf, "Settle it, then build again; with --fresh it is written anew.")
    if (line := unclosed(lf)) is not None:
        raise OutputError(
            f"{name}:{line}: a block of code or a comment begins here and is never closed, so all below is inside it. "
            "Close it, then build again; with --fresh the file is written anew."
        )
    is_mixed = before is not None and not is_whole(base)
    had = gone.read_before
    if before is not None:
        # Also what people took out or changed since, so that the next build merges the same.
        had = read_before(had, before.split("\n"), laid_out(lf, before))
    gone = replace(gone, read_before=had)
    merged = merge(before, lf, new, _same(base, theirs, said), gone, is_mixed=is_mixed)
    if merged.text != new:
        had = read_before(had, new.split("\n"), laid_out(merged.text, new))
        merged = replace(merged, gone=replace(merged.gone, read_before=had))
    return _kept(theirs, text, merged, before, is_mixed=is_mixed)


def refuse_conflict_of_git(name: str, theirs: bytes | str | None, remedy: str = "Settle it first.") -> None:
    """Raises OutputError when the file holds a git merge conflict: both sides together were written by nobody."""
    text = decoded(theirs) if isinstance(theirs, bytes) else theirs
    if text is not None and (line := conflict_of_git(_lf(text).split("\n"))) is not None:
        raise OutputError(f"{name}:{line}: holds a conflict of git, or a line that is left of one. {remedy}")


def names_given(theirs: bytes | None, base: bytes | None) -> dict[str, str]:
    """The names that people gave to steps in the file, by step id."""
    before, text = base_text(base, theirs), decoded(theirs) if theirs is not None else None
    if before is None or text is None or (lf := _lf(text)) == before:
        return {}
    from ledgerium_cli.documents.merge.markdown.headings import folded
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse, text_of

    was = parse(before).sections
    own = folded(parse(lf).sections, was)
    pairs = ((was[place], own[at]) for place, at in sorted(match_sections(was, own).items()))
    given = ((one, without_guess(mine.title)) for one, mine in pairs if mine.said != one.said)
    return {one.step: text_of(title) for one, title in given if one.step is not None and title}


def steps_in(theirs: bytes, base: bytes | None) -> list[tuple[str, str]]:
    """Id and title of each step in the file. When people removed the line with the id, the step is matched as the
    next build would match it."""
    from ledgerium_cli.documents.merge.markdown.headings import folded
    from ledgerium_cli.documents.merge.markdown.matching import match_sections
    from ledgerium_cli.documents.merge.markdown.parse import parse, parse_content, text_of

    was = parse(base_text(base, theirs) or "").sections
    own = folded(parse_content(theirs).sections, was)
    known = {at: was[place].step for place, at in match_sections(was, own).items()}
    generated = {*known.values()}
    steps = (
        (known.get(at) or (one.step if one.step not in generated else None), one)
        for at, one in enumerate(own)
    )
    return [(step, text_of(without_guess(one.title))) for step, one in steps if step is not None]


def _kept(theirs: bytes, text: str, merged: Merged, before: str | None, *, is_mixed: bool = False) -> Kept:
    """The result with the encoding, byte order mark and prevailing line ends of the file."""
    mark, encoding = _encoding(theirs)
    end = "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"
    content = mark + merged.text.replace("\n", end).encode(encoding)
    return Kept(content, merged, before is not None and not (is_mixed and merged.conflicts))


def decoded(data: bytes) -> str | None:
    mark, encoding = _encoding(data)
    try:
        return data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        return None


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The encoding, with the byte order mark that shows it."""
    return next(((mark, name) for mark, name in ENCODINGS if data.startswith(mark)), (b"", "utf-8"))


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def base_of(
    sop: str,
    said: Mapping[str, str] = NOTHING_SAID,
    note: str = "",
    gone: Gone = NOTHING_GONE,
    last: bytes | None = None,
) -> str:
    """The base file: what this build generated, with digests of what it says, each beside its words so that a git
    conflict takes both. `note` is the line that records people's edits; behind all stands what is `gone`. `last` is the
    base of the last build."""
    earlier = _earlier_of(last, sop)
    lines = [BASE_HEAD, _whole_line(sop), *_digest_line(said.get(ALL)), *([note] if note else []), ""]
    for line in sop.split("\n"):
        digest = _digest_line(said.get(_step_of(line))) if line.startswith(STEP) else ()
        known = [earlier[line]] if line.startswith((STEP, "## ")) and line in earlier else ()
        lines += [line, *digest, *known]
    return "\n".join([*lines, *([kept, ""] if (kept := gone_text(gone)) else [])])


@lru_cache(maxsize=4)  # each merge of one build asks the same
def _earlier_of(last: bytes | None, sop: str) -> Mapping[str, str]:
    """By part, the line that tells what builds before that of `sop` generated."""
    return earlier_lines([_still_said(side) for side in _sides(last)], sop.split("\n"))


def is_whole(base: bytes | None) -> bool:
    """Whether the base is as one build wrote it, as far as it says, and not put together by git from those of two. Of
    one that has conflicts of git it is known what was put together."""
    text = _lf(decoded(base or b"") or "")
    lines = text.split("\n")
    told = next((line for line in lines if line.startswith(WHOLE)), None)
    return told in (None, _whole_line(_generated(lines))) or any(map(is_ours, lines))


def _whole_line(sop: str) -> str:
    return f"{WHOLE}{sha256(sop.encode()).hexdigest()[:12]} -->"


def _digest_line(digest: str | None) -> list[str]:
    return [f"{SAID}{digest} -->"] if digest is not None else []


def _step_of(line: str) -> str:
    return line.removeprefix(STEP).removesuffix(" -->")


def base_text(base: bytes | None, theirs: bytes | None) -> str | None:
    """What the last build generated, with the rows of “Revisions” that other builds wrote in `theirs`; None when
    unknown."""
    lines = _base_lines(base, theirs)
    if lines is None:
        return None
    return continued(_generated(lines), _lf(decoded(theirs or b"") or ""))


def _generated(lines: Sequence[str]) -> str:
    """What the build generated, without what the base says about it."""
    lines = [line for line in _still_said(lines) if not line.startswith((WHOLE, SAID, PEOPLE, EARLIER))]
    return "\n".join(lines[1:] if lines[0] == BASE_HEAD else lines).lstrip("\n")


def is_in_doubt(
    base: bytes | None, theirs: bytes | None, new: str, scope: str, version: str, *, conflicts: bool
) -> bool:
    """Whether what differs between the base and the SOP may be words of another build than that of `new`, of which
    `scope` and `version` are; `conflicts` is whether the merged document has any."""
    sides, text = base_sides(base), _lf(decoded(theirs or b"") or "")
    known = [*sides, base_text(base, theirs) or "", new]
    if len(sides) != 1:
        return bool(sides) and _says_else(text, known, base)
    if is_continued(sides[0], text) and conflicts:
        return True
    is_another = versions_in(text)[:1] != versions_in(sides[0])[:1]
    if (is_another or is_of_other_cases(sides[0], text, scope)) and _says_else(text, known, base):
        return True
    return is_anew(sides[0], text) and versions_in(text)[0] != version


def is_altered(base: bytes | None, theirs: bytes | None, new: str, said: Mapping[str, str]) -> bool:
    """Whether people changed the base too, as who replaces a word in both files, or has a program lay both out: it says
    what this build does not, though nothing was recorded or declared otherwise since."""
    sides = _sides(base)
    if len(sides) != 1 or is_whole(base) or ALL not in _same(base, theirs, said):
        return False
    told = {unversioned(line) for _, line in passages(new.split("\n"))}
    was = passages(_generated(sides[0]).split("\n"))
    return any(unversioned(one[1]) not in told for one in filter(is_told, was))


def as_built(base: bytes | None, new: str, said: Mapping[str, str]) -> bytes:
    """An altered base as the last build wrote it, since that said what this one says: of it are only the version, the
    rows of “Revisions”, and what it keeps behind them."""
    [lines] = _sides(base)
    before, head = _generated(lines), f"\n## {REVISIONS}\n"
    (was, *_), (now, *_) = ([*versions_in(text), ""] for text in (before, new))
    made = new.replace(f"`{now}`", f"`{was}`").replace(f'"{now}"', f'"{was}"').partition(head)[0]
    note = next((line for line in lines if line.startswith(PEOPLE)), "")
    return base_of("".join([made, *before.partition(head)[1:]]), said, note, _gone_of(base)).encode()


def _says_else(shown: str, known: Sequence[str], base: bytes | None) -> bool:
    # Loads the parser, only needed after a merge of git.
    from ledgerium_cli.documents.merge.doubt import says_else

    sides = _sides(base)
    return says_else(shown, known, earlier_in(sides), is_whole=len(sides) == 1 and is_whole(base))


def base_sides(base: bytes | None) -> list[str]:
    """The text of `sop.base.md`; with git merge conflicts in it, that of each of the two branches."""
    return ["\n".join(_still_said(side)) for side in _sides(base)]


def _sides(base: bytes | None) -> list[list[str]]:
    text = decoded(base) if base is not None else None
    return sides_of(_lf(text).split("\n")) if text else []


def _gone_of(base: bytes | None) -> Gone:
    """What the base keeps of what builds no longer say."""
    sides = ([*dropwhile(lambda line: not line.startswith((GONE, BEFORE)), side)] for side in _sides(base))
    return together([gone_in(side) for side in sides if side])


def _still_said(lines: Iterable[str]) -> list[str]:
    """The lines of the base before those of what is gone."""
    return [*takewhile(lambda line: not line.startswith((GONE, BEFORE)), lines)]


@lru_cache(maxsize=4)  # one build asks several times about the same files
def _base_lines(base: bytes | None, theirs: bytes | None) -> tuple[str, ...] | None:
    """The lines of the base; of each git merge conflict only one side."""
    text = decoded(base) if base is not None and base.strip() else None
    if text is None:
        return None
    lines, own = _lf(text).split("\n"), _lf(decoded(theirs or b"") or "")
    if own == _generated(lines):
        return (*_still_said(lines),)
    # Loads the parser, only needed after edits.
    from ledgerium_cli.documents.merge.markdown.laid_out import laid_out

    shown = laid_out(own, _generated(lines), is_merged=True)
    is_in_conflict = any(map(is_ours, lines))
    made = _still_said(named_as(settled(lines, shown), shown) if is_in_conflict else lines)
    return (
        *counted_as(made, shown, earlier_in(_sides(base)), is_whole=not is_in_conflict and is_whole(base)),
    )


def _same(base: bytes | None, theirs: bytes | None, said: Mapping[str, str]) -> set[str]:
    """Ids of the steps, or `ALL`, whose digest is the same as in the last build."""
    of, before = ALL, dict[str, str]()
    for line in _base_lines(base, theirs) or ():
        if line.startswith(STEP):
            of = _step_of(line)
        elif line.startswith(SAID):
            before.setdefault(of, line)
    return {one for one, digest in said.items() if [before.get(one)] == _digest_line(digest)}
