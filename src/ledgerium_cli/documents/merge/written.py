"""Files as people's programs leave them: marks and line ends of other systems, conflicts of git."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from ledgerium_cli.documents.merge.merged import Merged
from ledgerium_cli.documents.merge.wording import ALL, KEPT, PEOPLE, SAID, STEP, without_guess
from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.names import BASE_NAME

BASE_HEAD = (
    "<!-- What the last build generated, to tell what people changed in sop.md. Changes here are lost. -->"
)
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
_OURS, _MIDDLE, _THEIRS, _BASE = "<<<<<<< ", "=======", ">>>>>>> ", "||||||| "
ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Kept(Struct, frozen=True):
    content: bytes
    """What is to stand in the file, with its line ends and its byte order mark."""
    merged: Merged
    knew_base: bool
    """Whether it was known what people had changed."""

    @property
    def told(self) -> list[str]:
        """What the people building have to know of it."""
        lines = []
        if not self.knew_base:
            lines.append(
                f"There is no {BASE_NAME} beside sop.md: where this build says otherwise, both stand there. Keep the "
                "two files together."
            )
        if self.merged.orphans:
            gone = ", ".join(f"“{title}”" for title in self.merged.orphans)
            lines.append(f"What people wrote at {gone} stands under “{KEPT}”, since these are gone.")
        return lines

    @property
    def conflicts(self) -> str:
        """One line for all conflicts that stand in the document."""
        counts = Counter(self.merged.conflicts)
        places = ", ".join(f"“{title}”{f' ({n})' if n > 1 else ''}" for title, n in counts.items())
        return (
            f"sop.md: what people wrote and what is now observed or declared differ at {places}. Both stand there, "
            "marked as a conflict: keep what is true, delete the note, build again."
        )


def keep_edits(
    name: str, theirs: bytes | None, base: bytes | None, new: str, said: Mapping[str, str] = NOTHING_SAID
) -> Kept:
    """What people wrote into a document, in what this build generates of it.

    `theirs` is the file as it stands, `base` what the last build generated; None where there is none. `said` tells by
    digests what this build says, whatever its words.
    Raises OutputError when the file cannot be read as text or holds a conflict of git.
    """
    if theirs is None or not theirs.strip():
        return Kept(new.encode(), Merged(new, (), ()), True)
    text = decoded(theirs)
    if text is None:
        raise OutputError(
            f"{name}: is not UTF-8 text, so what people wrote there cannot be kept. Save it as UTF-8, or build with "
            "--fresh to write it anew."
        )
    before, lf = base_text(base, theirs), _lf(text)
    if lf in (before, new):
        return _kept(theirs, text, Merged(new, (), ()), before)
    from ledgerium_cli.documents.merge.document import merge  # and the parser, for who edits
    from ledgerium_cli.documents.merge.markdown import unclosed

    refuse_conflict_of_git(name, lf, "Settle it, then build again; with --fresh it is written anew.")
    if (line := unclosed(lf)) is not None:
        raise OutputError(
            f"{name}:{line}: a block of code or a comment begins here and is never closed, so all below is inside it. "
            "Close it, then build again; with --fresh the file is written anew."
        )
    return _kept(theirs, text, merge(before, lf, new, _same(base, theirs, said)), before)


def refuse_conflict_of_git(name: str, theirs: bytes | str | None, remedy: str = "Settle it first.") -> None:
    """Raises OutputError where one stands in the file: what is read from both sides at once was written by nobody."""
    text = decoded(theirs) if isinstance(theirs, bytes) else theirs
    if text is not None and (line := conflict_of_git(_lf(text).split("\n"))) is not None:
        raise OutputError(f"{name}:{line}: holds a conflict of git. {remedy}")


def names_given(theirs: bytes | None, base: bytes | None) -> dict[str, str]:
    """The names that people gave to steps in the file as it stands, by the ids of the steps."""
    before, text = base_text(base, theirs), decoded(theirs) if theirs is not None else None
    if before is None or text is None or (lf := _lf(text)) == before:
        return {}
    from ledgerium_cli.documents.merge.headings import folded
    from ledgerium_cli.documents.merge.markdown import parse, text_of
    from ledgerium_cli.documents.merge.matching import match_sections

    was = parse(before).sections
    own = folded(parse(lf).sections, was)
    pairs = ((was[place], own[at]) for place, at in sorted(match_sections(was, own).items()))
    given = ((one, without_guess(mine.title)) for one, mine in pairs if mine.said != one.said)
    return {one.step: text_of(title) for one, title in given if one.step is not None and title}


def steps_in(theirs: bytes, base: bytes | None) -> list[tuple[str, str]]:
    """Id and title of each step in the file as it stands. Where people took out the line that names it, as the next
    build would recognise it.
    """
    from ledgerium_cli.documents.merge.headings import folded
    from ledgerium_cli.documents.merge.markdown import parse, parse_content, text_of
    from ledgerium_cli.documents.merge.matching import match_sections

    was = parse(base_text(base, theirs) or "").sections
    own = folded(parse_content(theirs).sections, was)
    known = {at: was[place].step for place, at in match_sections(was, own).items()}
    generated = {*known.values()}
    steps = (
        (known.get(at) or (one.step if one.step not in generated else None), one)
        for at, one in enumerate(own)
    )
    return [(step, text_of(one.title)) for step, one in steps if step is not None]


def _kept(theirs: bytes, text: str, merged: Merged, before: str | None) -> Kept:
    """As the file was written: its encoding, its byte order mark, the ends of most of its lines."""
    mark, encoding = _encoding(theirs)
    end = "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"
    content = mark + merged.text.replace("\n", end).encode(encoding)
    return Kept(content, merged, before is not None)


def decoded(data: bytes) -> str | None:
    mark, encoding = _encoding(data)
    try:
        return data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        return None


def _encoding(data: bytes) -> tuple[bytes, str]:
    """With the byte order mark by which it is known."""
    return next(((mark, name) for mark, name in ENCODINGS if data.startswith(mark)), (b"", "utf-8"))


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def base_of(sop: str, said: Mapping[str, str] = NOTHING_SAID, note: str = "") -> str:
    """What goes into the file that tells the next build what this one generated, and by digests what it says: each
    where a conflict of git takes it along with the words. `note` is a line that says what people made of it."""
    lines = [BASE_HEAD, *_digest_line(said.get(ALL)), *([note] if note else []), ""]
    for line in sop.split("\n"):
        lines += [line, *(_digest_line(said.get(_step_of(line))) if line.startswith(STEP) else ())]
    return "\n".join(lines)


def _digest_line(digest: str | None) -> list[str]:
    return [f"{SAID}{digest} -->"] if digest is not None else []


def _step_of(line: str) -> str:
    return line.removeprefix(STEP).removesuffix(" -->")


def base_text(base: bytes | None, theirs: bytes | None) -> str | None:
    """What the last build generated; None where that is not known."""
    lines = _base_lines(base, theirs)
    if lines is None:
        return None
    lines = [line for line in lines if not line.startswith((SAID, PEOPLE))]
    return "\n".join(lines[1:] if lines[0] == BASE_HEAD else lines).lstrip("\n")


def base_note(base: bytes | None, theirs: bytes | None) -> str:
    """The line that says what people had made of it."""
    return next((line for line in _base_lines(base, theirs) or () if line.startswith(PEOPLE)), "")


def _base_lines(base: bytes | None, theirs: bytes | None) -> list[str] | None:
    """Of each conflict of git one side."""
    text = decoded(base) if base is not None and base.strip() else None
    if text is None:
        return None
    shown = decoded(theirs) if theirs is not None else None
    return settled(_lf(text).split("\n"), _lf(shown or "").split("\n"))


def _same(base: bytes | None, theirs: bytes | None, said: Mapping[str, str]) -> set[str]:
    """What says the same as when the last build was made: ids of steps, or `ALL`."""
    of, before = ALL, dict[str, str]()
    for line in _base_lines(base, theirs) or ():
        if line.startswith(STEP):
            of = _step_of(line)
        elif line.startswith(SAID):
            before.setdefault(of, line)
    return {one for one, digest in said.items() if [before.get(one)] == _digest_line(digest)}


def conflict_of_git(lines: Sequence[str]) -> int | None:
    """The line, from 1, at which a conflict begins."""
    begins = next((place for place, line in enumerate(lines) if line.startswith(_OURS)), None)
    if begins is None or not any(line.startswith(_THEIRS) for line in lines[begins:]):
        return None
    return begins + 1


def settled(lines: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Of each conflict of git the side of which more lines are shown in the other file; of both alike the first."""
    known = set(shown)
    kept: list[str] = []
    sides: list[list[str]] = []
    for line in lines:
        if line.startswith(_OURS):
            sides = [[]]
        elif sides and (line.rstrip() == _MIDDLE or line.startswith(_BASE)):
            sides.append([])
        elif sides and line.startswith(_THEIRS):
            kept += max((sides[0], sides[-1]), key=lambda side: sum(one in known for one in side))
            sides = []
        else:
            (sides[-1] if sides else kept).append(line)
    return [*kept, *(line for side in sides for line in side)]
