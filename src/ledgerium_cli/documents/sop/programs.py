"""The steps of the SOP as JSON, for programs that read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ledgerium_cli.documents.merge.markdown.steps_json import one_step_a_line
from ledgerium_cli.documents.merge.text.wording import FOR_PROGRAMS
from ledgerium_cli.documents.sop.content import hosts_of
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.perhaps import is_always_settled
from ledgerium_cli.documents.view.ways import counted
from ledgerium_cli.documents.words import most_frequent
from ledgerium_cli.findings.activities import ActivityFinding
from ledgerium_cli.output.text import plain


def for_programs(view: View, version: str) -> str:
    """One step a line, so that changing one step changes one line."""
    own = [_step(view, found) for found in view.analysis.activities]
    head = {"format": 1, "version": version, "case": view.case_noun.one}
    lines = ["```json", *one_step_a_line(head, own), "```"]
    said = (
        "The steps as observed, with what came after each: the ids of the next ones, the most frequent first."
    )
    if any(map(_is_end, view.facts.looks)):
        seen = "" if view.ends else ", as far as was seen: no end is declared"
        said += f" `null` among them stands for the end of the {view.case}{seen}."
    if any("against_rules" in step for step in own):
        said += " What came next although a rule forbids it stands under `against_rules`."
    if any("once_settled" in step for step in own):
        said += (
            " What a rule forbids until the check is settled, and came next after that, under `once_settled`."
        )
    return "\n".join([f"## {FOR_PROGRAMS}", "", said, "", *lines])


def _step(view: View, found: ActivityFinding) -> dict[str, object]:
    roles = dict.fromkeys(role for actor in found.actors if (role := view.role_of(actor)) is not None)
    without = sum(view.role_of(actor) is None for actor in found.actors)
    barred = {one.name: view.barred(one) for one in found.outcomes}
    step: dict[str, object] = {
        "id": plain(found.activity.id),
        "title": plain(view.given.get(found.activity.id, found.activity.title)),
        **({"name": plain(found.activity.title)} if found.activity.id in view.given else {}),
        "roles": [plain(role) for role in roles],
        **({"people_without_role": without} if roles and without else {}),
        "systems": [plain(view.system_name(host)) for host in hosts_of(view, found)],
        "next": _after(look for look in view.looks[found.activity.id] if not _is_barred(look, barred)),
    }
    if found.outcomes:
        shown = {one.name: view.showing(found.activity.id, one.name) for one in found.outcomes}
        step["results"] = {
            plain(name): _after(look for look in looks if not _is_barred(look, barred))
            for name, looks in shown.items()
        }
        against = {
            plain(name): _after(look for look in looks if look.went_through and _is_barred(look, barred))
            for name, looks in shown.items()
        }
        for key, is_settled in (("against_rules", False), ("once_settled", True)):
            kept = {
                name: [one for one in steps if one is not None and is_always_settled(view, one) is is_settled]
                for name, steps in against.items()
            }
            if any(kept.values()):
                step[key] = {name: steps for name, steps in kept.items() if steps}
    return step


def _is_barred(look: Look, barred: Mapping[str, Collection[str]]) -> bool:
    """Whether a rule forbids what came next after such an outcome."""
    outcome = look.shape.outcome
    return look.after is not None and outcome is not None and look.after.id in barred.get(outcome.name, ())


def _after(looks: Iterable[Look]) -> list[str | None]:
    """The ids of what came next, most frequent first, and `None` where the case ended. That nothing more was seen of
    one that is not finished says nothing of what comes next."""
    following = counted(
        (_next(look), look.times) for look in looks if look.after is not None or _is_end(look)
    )
    return [activity or None for activity, _ in most_frequent(following)]


def _next(look: Look) -> str:
    return plain(look.after.id) if look.after is not None else ""


def _is_end(look: Look) -> bool:
    return look.after is None and look.in_order and (look.ended or look.complete is not False)
