"""Roles in place of the people who have them: whoever learns the work needs no more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ledgerium_cli.documents.sop.sentences import AND_BY, RELEASED
from ledgerium_cli.documents.words import AT_ONCE, listed, person
from ledgerium_cli.output.text import md
from ledgerium_cli.workflow.wire import Role

_PEOPLE = r" \((?:[^()]|\([^()]*\))*\)"
_RELEASED_BY = re.compile(rf"(?:(?<={RELEASED})|(?<={AND_BY}))(.+?)(?= after | {AT_ONCE} |\.(?: |$))")


def role_alone(who: str, roles: Sequence[Role]) -> str:
    """`**Order management (Ana) and Ben** in **ERP**` without Ana; Ben has no declared role."""
    for role in roles:
        who = re.sub(f"({re.escape(md(role.name))}){_PEOPLE}", r"\1", who)
    return who


def released_by_role(answer: str, roles: Sequence[Role]) -> str:
    """What was done after an exception, with the roles of those who released holds."""
    role_of = {person(actor): md(role.name) for role in reversed(roles) for actor in role.actors}

    def named(found: re.Match[str]) -> str:
        return listed([*dict.fromkeys(role_of.get(one, one) for one in re.split(", | and ", found[1]))])

    return _RELEASED_BY.sub(named, answer)
