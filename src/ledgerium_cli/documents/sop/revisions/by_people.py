"""What people edited since the last version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledgerium_cli.documents.sop.edits import (
    Before,
    Edited,
    How,
    People,
    name_of_own,
    names_in,
    wrote_and_place,
)
from ledgerium_cli.documents.words import listed

BY_PEOPLE: dict[How, str] = {
    "changed": "Changed by people",
    "added": "Added by people",
    "taken out": "Taken out by people",
    "moved": "Moved by people",
}
UNKNOWN = "Other than generated, by whom is not known"


def by_people(people: People, before: Sequence[Before], body: str) -> Iterator[str]:
    """The sections that people edited differently since the last row was written; not those in which only the build
    made what they did another edit, such as by a conflict, or when it no longer says what they had taken out."""

    def is_new(key: str) -> bool:
        had = [was.parts.get(key, "") for was in before]
        made = people.stood is not None and people.stood.get(key, "") in had
        return not made and people.parts.get(key, "") not in had

    new = [told for one in people.now if is_new(one.key) for told in _since_then(one, before)]
    for how, told in BY_PEOPLE.items():
        if names := [named for done, named in new if done == how]:
            yield f"{told if people.known else UNKNOWN}: {listed(names)}."
    known = (key for key in before[0].parts if all(key in was.parts for was in before))
    if gone := [key for key in known if key not in people.parts and is_new(key)]:
        yield from _undone(gone, body)


def _since_then(one: Edited, before: Sequence[Before]) -> Iterator[tuple[How, str]]:
    """What people did since and the section: changed where they had added it earlier, moved where they had changed or
    added it earlier, both where they did both since."""
    known = [wrote_and_place(was.parts[one.key]) for was in before if one.key in was.parts]
    wrote, place = wrote_and_place(one.done)
    named = _named(one, before[0].called.get(one.key, one.made))
    if known and wrote in (was for was, _ in known):
        yield "moved", named
        return
    yield "changed" if one.how == "added" and known else one.how, named
    is_in_another_place = place and place not in (was for _, was in known)
    if is_in_another_place and (one.how == "changed" or (one.how == "added" and known)):
        yield "moved", _named(one, one.called or one.made)


def _named(one: Edited, was: str) -> str:
    """A section by the title that it had at the last row, and by its new one. A step that was taken out has no number
    any more."""
    if one.how == "taken out":
        return f"{'step ' if one.step else ''}{was}"
    now = one.called or one.made
    return f"{one.step}{was}{f' (now {now})' if now != was else ''}"


def _undone(gone: Sequence[str], body: str) -> Iterator[str]:
    """Edits that are gone: sections as generated again, and added sections removed; steps that no longer exist are
    reported elsewhere."""
    names = names_in(body)
    if again := [names[key] for key in gone if key in names]:
        yield f"As generated again: {listed(again)}."
    if out := [name for key in gone if (name := name_of_own(key)) is not None]:
        yield f"{BY_PEOPLE['taken out']}: {listed(out)}."
