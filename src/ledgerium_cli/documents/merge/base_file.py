"""The format of `sop.base.md`: what the last build generated, with what it says about itself, and whether that is still
what one build wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import dropwhile, takewhile
from types import MappingProxyType

from ledgerium_cli.documents.merge.builds.as_shown import counted_as
from ledgerium_cli.documents.merge.builds.before import is_told, passages
from ledgerium_cli.documents.merge.builds.earlier import earlier_in, earlier_lines, unversioned
from ledgerium_cli.documents.merge.builds.git import (
    is_ours,
    named_as,
    resolved,
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
from ledgerium_cli.documents.merge.text.wording import (
    ALL,
    BEFORE,
    EARLIER,
    GONE,
    PEOPLE,
    REVISIONS,
    SAID,
    STEP,
    WHOLE,
)
from ledgerium_cli.encoding import decoded, with_lf

BASE_HEAD = (
    "<!-- What the last build generated, to tell what people changed in sop.md. Changes here are lost. -->"
)
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})


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


def base_text(base: bytes | None, theirs: bytes | None) -> str | None:
    """What the last build generated, with the rows of “Revisions” that other builds wrote in `theirs`; None when
    unknown."""
    lines = _base_lines(base, theirs)
    if lines is None:
        return None
    return continued(_generated(lines), with_lf(decoded(theirs or b"") or ""))


def base_sides(base: bytes | None) -> list[str]:
    """The text of `sop.base.md`; with git merge conflicts in it, that of each of the two branches."""
    return ["\n".join(_still_said(side)) for side in _sides(base)]


@lru_cache(maxsize=4)  # one build asks several times about the same files
def _base_lines(base: bytes | None, theirs: bytes | None) -> tuple[str, ...] | None:
    """The lines of the base; of each git merge conflict only one side."""
    text = decoded(base) if base is not None and base.strip() else None
    if text is None:
        return None
    lines, own = with_lf(text).split("\n"), with_lf(decoded(theirs or b"") or "")
    if own == _generated(lines):
        return (*_still_said(lines),)
    # Loads the parser, only needed after edits.
    from ledgerium_cli.documents.merge.markdown.laid_out import laid_out

    shown = laid_out(own, _generated(lines), is_merged=True)
    is_in_conflict = any(map(is_ours, lines))
    made = _still_said(named_as(resolved(lines, shown), shown) if is_in_conflict else lines)
    return (
        *counted_as(made, shown, earlier_in(_sides(base)), is_whole=not is_in_conflict and is_whole(base)),
    )


def is_whole(base: bytes | None) -> bool:
    """Whether the base is as one build wrote it, as far as it says, and not put together by git from those of two. Of
    one that has conflicts of git it is known what was put together."""
    text = with_lf(decoded(base or b"") or "")
    lines = text.split("\n")
    told = next((line for line in lines if line.startswith(WHOLE)), None)
    return told in (None, _whole_line(_generated(lines))) or any(map(is_ours, lines))


def _whole_line(sop: str) -> str:
    return f"{WHOLE}{sha256(sop.encode()).hexdigest()[:12]} -->"


def is_in_doubt(
    base: bytes | None, theirs: bytes | None, new: str, scope: str, version: str, *, conflicts: bool
) -> bool:
    """Whether what differs between the base and the SOP may be words of another build than that of `new`, of which
    `scope` and `version` are; `conflicts` is whether the merged document has any."""
    sides, text = base_sides(base), with_lf(decoded(theirs or b"") or "")
    known = [*sides, base_text(base, theirs) or "", new]
    if len(sides) != 1:
        return bool(sides) and _says_else(text, known, base)
    if is_continued(sides[0], text) and conflicts:
        return True
    is_another = versions_in(text)[:1] != versions_in(sides[0])[:1]
    if (is_another or is_of_other_cases(sides[0], text, scope)) and _says_else(text, known, base):
        return True
    return is_anew(sides[0], text) and versions_in(text)[0] != version


def _says_else(shown: str, known: Sequence[str], base: bytes | None) -> bool:
    # Loads the parser, only needed after a merge of git.
    from ledgerium_cli.documents.merge.doubt import says_else

    sides = _sides(base)
    return says_else(shown, known, earlier_in(sides), is_whole=len(sides) == 1 and is_whole(base))


def is_altered(base: bytes | None, theirs: bytes | None, new: str, said: Mapping[str, str]) -> bool:
    """Whether people changed the base too, as who replaces a word in both files, or has a program lay both out: it says
    what this build does not, though nothing was recorded or declared otherwise since."""
    sides = _sides(base)
    if len(sides) != 1 or is_whole(base) or ALL not in says_the_same(base, theirs, said):
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
    return base_of("".join([made, *before.partition(head)[1:]]), said, note, gone_of(base)).encode()


def _sides(base: bytes | None) -> list[list[str]]:
    text = decoded(base) if base is not None else None
    return sides_of(with_lf(text).split("\n")) if text else []


def _generated(lines: Sequence[str]) -> str:
    """What the build generated, without what the base says about it."""
    lines = [line for line in _still_said(lines) if not line.startswith((WHOLE, SAID, PEOPLE, EARLIER))]
    return "\n".join(lines[1:] if lines[0] == BASE_HEAD else lines).lstrip("\n")


def _still_said(lines: Iterable[str]) -> list[str]:
    """The lines of the base before those of what is gone."""
    return [*takewhile(lambda line: not line.startswith((GONE, BEFORE)), lines)]


def gone_of(base: bytes | None) -> Gone:
    """What the base keeps of what builds no longer say."""
    sides = ([*dropwhile(lambda line: not line.startswith((GONE, BEFORE)), side)] for side in _sides(base))
    return together([gone_in(side) for side in sides if side])


def says_the_same(base: bytes | None, theirs: bytes | None, said: Mapping[str, str]) -> set[str]:
    """Ids of the steps, or `ALL`, whose digest is the same as in the last build."""
    of, before = ALL, dict[str, str]()
    for line in _base_lines(base, theirs) or ():
        if line.startswith(STEP):
            of = _step_of(line)
        elif line.startswith(SAID):
            before.setdefault(of, line)
    return {one for one, digest in said.items() if [before.get(one)] == _digest_line(digest)}


def _digest_line(digest: str | None) -> list[str]:
    return [f"{SAID}{digest} -->"] if digest is not None else []


def _step_of(line: str) -> str:
    return line.removeprefix(STEP).removesuffix(" -->")
