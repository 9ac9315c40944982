"""In which lane of people a step of the map of the page stands."""

import re

from ledgerium_cli.documents.html.map_figure import map_figures
from ledgerium_cli.documents.html.map_lanes import SEVERAL, lane_plans, lanes_of_whom, rule_of_lanes
from ledgerium_cli.documents.view.model import View

from .make import Take, analysed, sales_order

ROLES = "".join(
    f'[[roles]]\nname = "{name}"\nactors = ["{actor}"]\n'
    for name, actor in (("Order management", "Ana"), ("Credit reviewer", "Ben"))
)


def view_of(done, workflow=None):
    """`done` has the people who pressed each button, in as many cases."""
    takes = {actor: Take(actor, actor) for people in done.values() for actor in people}
    for place, (button, people) in enumerate(done.items()):
        for number, actor in enumerate(people):
            takes[actor].press(1000 * place + 10 * number, f"SO-{1000 + number}", button, f"{button} done")
    return View(analysed(*takes.values(), workflow=workflow))


def lanes(view):
    """By the title of each step, the lane of people in which it stands; None where no such lanes are offered."""
    plan = next((one for one in lane_plans(view) if one.by == "role"), None)
    return plan and {view.title(one): plan.names[lane] for one, lane in plan.lane.items()}


def test_a_step_stands_in_the_lane_of_a_person_who_nearly_alone_does_it():
    done = {
        "Validate order": ["Ana"] * 11,
        "Run credit check": ["Ana"] + ["Ben"] * 10,
        "Confirm order": ["Ana"] * 9 + ["Ben"] * 2,
    }
    view = view_of(done)
    assert [*lanes(view).values()] == ["Ana", "Ben", SEVERAL]
    assert (lanes_of_whom(view), rule_of_lanes(view)) == (
        "Person",
        "lanes: who did nearly all of a step, more than nine in ten times",
    )
    assert SEVERAL in re.findall(r'class="lane">.*?<text[^>]*>([^<]+)', map_figures(view).figures)


def test_no_lanes_of_persons_are_offered_where_several_do_most_of_the_steps():
    shared = ["Ana", "Ben", "Cem"]
    assert (
        lanes(view_of({"Validate order": shared, "Run credit check": shared, "Confirm order": ["Ana"] * 3}))
        is None
    )


def test_a_declared_role_is_the_lane_of_its_steps_whoever_did_them():
    """Ana did nearly all, also what is declared for the reviewer."""
    view = view_of({"Save order": ["Ana"] * 3, "Release hold": ["Ana", "Ana", "Ben"]}, sales_order(ROLES))
    assert lanes(view) == {"Enter the order": "Order management", "Decide on the hold": "Credit reviewer"}
    assert lanes_of_whom(view) == "Role"
    assert rule_of_lanes(view).startswith("lanes: the role declared for a step, whoever did it; else ")
