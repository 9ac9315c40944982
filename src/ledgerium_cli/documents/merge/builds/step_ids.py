"""The ids that a step has had: another one where the workflow file names it anew or was forgotten for a build.

What people wrote at a step is known by its id, and a step that builds do not show for a time is known by nothing else.
So all that is known is read as if each step had always had the id of now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.known import Build, builds_in, last_in, with_builds
from ledgerium_cli.documents.merge.text.wording import STEP, WAS_STEP
from ledgerium_cli.encoding import decoded, encoded_as

_LINE = re.compile(rf"^({STEP}|{WAS_STEP})(.+?)( -->)", re.MULTILINE)


def ids_of(last: bytes | None, generated: str) -> dict[str, str]:
    """For each id that a step got later its first one, given the base of the last build and what this one `generated`.
    Two ids that this build has both are of two steps."""
    first, now = _known(last), ids_in(generated)
    fresh = [one for one in now if one not in first]
    taken = {first[one] for one in now if one in first}
    left = {one: of for one, of in first.items() if of not in taken}
    if fresh and left:
        first |= _found_again(fresh, left, builds_in(last), last_in(last), generated)
    of_now = [first.get(one, one) for one in now]
    apart = {one for one in now if of_now.count(first.get(one, one)) > 1}
    return {one: of for one, of in sorted(first.items()) if one != of and one not in apart}


def as_of_now(last: bytes | None, theirs: bytes | None, generated: str) -> tuple[bytes | None, bytes | None]:
    """The base of the last build and the SOP as they were if each step had always had the id that it has in what this
    build `generated`; one that it does not show the first that it had."""
    first = ids_of(last, generated)
    now = {first.get(one, one): one for one in ids_in(generated)}
    names = {one: now.get(of, of) for one, of in (first | {of: of for of in first.values()}).items()}
    names = {one: to for one, to in names.items() if one != to}
    if not names:
        return last, theirs
    base = with_builds(last, lambda build: _renamed(build, names))
    if theirs is None or (text := decoded(theirs)) is None:
        return base, theirs
    return base, encoded_as(theirs, _with_ids(text, names))


def _known(last: bytes | None) -> dict[str, str]:
    """For each id in the builds that are known, and in what is gone of earlier ones, the first one of its step."""
    texts = [text for build in builds_in(last) for text in (build.generated, build.gone)]
    found = {one: one for text in texts for one in ids_in(text)}
    for build in reversed(last_in(last)):
        found |= {of: of for of in build.first_ids.values()} | build.first_ids
    return found


def _found_again(
    fresh: Collection[str],
    left: Mapping[str, str],
    known: Sequence[Build],
    last: Sequence[Build],
    generated: str,
) -> dict[str, str]:
    """For each of the `fresh` ids that is of a step of which the id is none of now, `left` to its first one, that first
    id: by its name or by what is done there in the same events, whenever it was seen last; else as the merge finds it
    in the last builds."""
    # Loads the parser, only needed where ids are new.
    from ledgerium_cli.documents.merge.markdown.matching import match_sections, same_steps
    from ledgerium_cli.documents.merge.markdown.model import Section
    from ledgerium_cli.documents.merge.markdown.parse import parse

    seen = dict[str, Section]()
    for build in known:
        if any(one in left and left[one] not in seen for one in ids_in(build.generated)):
            firsts = ((left.get(one.step or ""), one) for one in parse(build.generated).sections)
            seen = {of: one for of, one in firsts if of is not None} | seen
    before, now = [*seen.items()], parse(generated).sections
    steps = [one for one in now if one.step in fresh]
    pairs = same_steps([one for _, one in before], steps)
    found = {steps[to].step or "": before[at][0] for at, to in pairs.items()}
    for build in last:
        was = parse(build.generated).sections
        for at, to in match_sections(was, now).items():
            of, step = left.get(was[at].step or ""), now[to].step or ""
            if of is not None and step in fresh and of not in found.values():
                found.setdefault(step, of)
    return found


@lru_cache(maxsize=32)  # the same builds are asked several times
def ids_in(text: str) -> tuple[str, ...]:
    """The ids of the steps that are told in a text, in its order."""
    return tuple(dict.fromkeys(one[2] for one in _LINE.finditer(text) if one[1] == STEP))


def _renamed(build: Build, names: Mapping[str, str]) -> Build:
    return replace(
        build,
        generated=_with_ids(build.generated, names),
        shown=_with_ids(build.shown, names),
        said={names.get(one, one): digest for one, digest in build.said.items()},
        gone=_with_ids(build.gone, names),
        earlier={_with_ids(part, names): some for part, some in build.earlier.items()},
    )


def _with_ids(text: str, names: Mapping[str, str]) -> str:
    return _LINE.sub(lambda one: f"{one[1]}{names.get(one[2], one[2])}{one[3]}", text)
