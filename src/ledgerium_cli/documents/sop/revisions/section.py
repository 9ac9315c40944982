"""The section “Revisions” of the SOP: a row for each version, with what changed since the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ledgerium_cli.documents.merge.text.wording import FIRST, REVISED, REVISIONS
from ledgerium_cli.documents.sop.content import version_of
from ledgerium_cli.documents.sop.edits import Before, People, sections_now
from ledgerium_cli.documents.sop.revisions.by_build import changed, for_programs, together
from ledgerium_cli.documents.sop.revisions.by_people import by_people
from ledgerium_cli.documents.sop.revisions.pace import slower
from ledgerium_cli.documents.sop.revisions.rarely import rarely
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import instant, listed
from ledgerium_cli.output.text import table

if TYPE_CHECKING:
    from ledgerium_cli.documents.merge.builds.history import Revision


def revisions(view: View, version: str, body: str, previous: str | None, people: People) -> str:
    """The section, newest row first. `body` is the SOP above it, `previous` what the last build generated."""
    from ledgerium_cli.documents.merge.builds.history import Revision, revisions_in

    rows = revisions_in(previous) if previous is not None else []
    changes = [FIRST]
    if view.analysis.filtered is not None and rows:
        changes = []  # what a filter leaves out is not gone
    elif previous is not None and rows:
        is_new = rows[0].version != version
        changes = (
            [*_since(view, body, previous, rows[0], people), *rarely(view, body, previous)] if is_new else []
        )
        if is_new and (not changes or changes[-1].endswith(":")):
            changes += [*for_programs(body, previous)] or ["Changed in details."]
        changes += slower(view, rows[0].until_ms, people.steps_out)
    if changes:
        rows = [Revision(version, instant(view.analysis.seen_until_ms), " ".join(changes)), *rows]
    return "\n".join([f"## {REVISIONS}", "", table([*REVISED], []), *(one.line for one in rows)])


def _since(view: View, body: str, previous: str, row: Revision, people: People) -> Iterator[str]:
    """What changed since the last row; after a git merge, since the last rows of both branches."""
    keys = sections_now(previous, body)
    before = [_by_keys(one, keys) for one in people.before] or [Before(row.version)]
    if len(rows := dict.fromkeys(one.row for one in before)) > 1:
        yield f"Merged from {listed([f'`{one}`' for one in rows])}."
    elif before[0].is_replaced:
        yield f"Since `{before[0].row}`:"
    is_known = people.known or not people.now  # else `previous` is what people made of it
    if is_known and version_of(view) not in {one.version for one in before}:
        found = [*changed(view, body, previous, people, row.until_ms)]
        yield from together(people.elsewhere, found)
    if people.stood is not None:
        people = replace(people, stood={keys.get(key, key): done for key, done in people.stood.items()})
    yield from by_people(people, before, body)


def _by_keys(before: Before, keys: Mapping[str, str]) -> Before:
    """With the keys that the sections have now."""
    parts, called = (
        {keys.get(key, key): told for key, told in one.items()} for one in (before.parts, before.called)
    )
    return replace(before, parts=parts, called=called)
