"""Replaces the name of the person who recorded: in the header, in the recording's id, in the file name."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeAlias

from ledgerium_cli.privacy.tokens import Token

Json: TypeAlias = Any
"""What `json` decodes, which may be anything."""
Record = dict[str, Json]

LONGEST_ID = 80
_ACCENTS = "[\u0300-\u036f]*"
PERSON = re.compile(r"person-[0-9a-f]{10}")


def with_pseudonym(header: Record, token: Token) -> Record:
    """The header with the person's name replaced, in the recording's id and the names of its workflow and source
    too."""
    actor = header.get("actor")
    if not isinstance(actor, str) or PERSON.fullmatch(actor):
        return header
    person = f"person-{token('person', actor)}"
    name = renamed(header.get("recording"), actor, person)
    own: Record = {
        key: renamed(header[key], actor, person) for key in ("workflow", "source") if key in header
    }
    return {**header, **own, "actor": person, "recording": name if len(str(name)) <= LONGEST_ID else person}


def renamed(name: Json, actor: str, person: str) -> Json:
    """A recording's id or file name with `person` in place of the actor's name, whatever stands between its parts, the
    first or the last of them first."""
    parts = actor_slug(actor).split("-")
    if not isinstance(name, str) or not any(parts):
        return name
    spelled = [_ACCENTS.join([*part, ""]) for part in parts]
    either = "|".join(dict.fromkeys("[^A-Za-z0-9]*".join(some) for some in (spelled, spelled[::-1])))
    plain = unicodedata.normalize("NFKD", name)
    found = re.sub(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])", person, plain, flags=re.IGNORECASE)
    return name if found == plain else unicodedata.normalize("NFC", found)


def actor_slug(actor: str) -> str:
    """The actor's name as the recorder writes it into the id of a recording."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", actor))
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")[:30]
