"""What the workflow file calls a case, and several."""

from __future__ import annotations

from typing import NamedTuple

from ledgerium_cli.output.text import plain
from ledgerium_cli.plural import plural_of
from ledgerium_cli.workflow.wire import CaseRule, Workflow


class Noun(NamedTuple):
    """Plain text, not yet escaped for a format."""

    one: str
    several: str


def case_noun(workflow: Workflow | None) -> Noun:
    declared = workflow.case if workflow is not None else CaseRule()
    one = plain(declared.name)
    return Noun(one, plain(declared.plural) if declared.plural is not None else plural_of(one))
