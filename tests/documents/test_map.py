"""The process map: its DOT says what was recorded, whatever the titles; its picture is safe to share."""

import json
import os
import re
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.map import svg as map_svg
from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.map.model import MOST_PATHS, frequent, least_drawn
from ledgerium_cli.documents.map.svg import draw_svg
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.engine.operations import analyse
from ledgerium_cli.errors import DrawingError
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import plain
from ledgerium_cli.recording.model import Event, Recording, Shown
from ledgerium_cli.recording.wire import Element, Message, Page
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import Workflow

GOLDEN = Path(__file__).parent / "golden" / "map.dot"
PROGRAM = str(Path(sysconfig.get_path("scripts")) / "graphviz-pure")
SVG = "{http://www.w3.org/2000/svg}"

WORKFLOW = r"""
format = 1
name = "Sales order processing"
ends_with = "hand-off"
case.name = "order"
case.pattern = 'SO-\d+'
case.told_by = ["route"]
systems = [{ id = "erp", name = "ERP", hosts = ["erp.example"] }]
activities = [
    { id = "enter", title = "Enter the order", belongs = [{ element = "save order" }] },
    { id = "validate", title = "Validate the order", belongs = [{ element = "validate" }] },
    { id = "credit", title = "Run the credit check", belongs = [{ element = "credit check" }] },
    { id = "decide", title = "Decide", judgement = true, required = false, belongs = [{ element = "hold" }] },
    { id = "confirm", title = "Confirm the order", belongs = [{ element = "confirm" }] },
    { id = "hand-off", title = "Hand off to fulfilment", belongs = [{ element = "warehouse" }] },
]
never = [{ activity = "confirm", condition = "hold_open", why = "An order on hold waits." }]

[[holds]]
kind = "credit"
activity = "credit"
begins = [{ message = "on hold" }]
ends = [{ message = "released" }]
"""

HOSTILE = [
    '"]; evil [label="x',
    "<script>alert(1)</script>",
    "a & b &amp; &#60;i&#62;",
    r"\n \N \G \E \\",
    "trailing \\",
    "|{}<b>",
    "</svg><svg onload=alert(1)>",
    "--> <!-- ]]>",
    "long " * 200,
    "W" * 200,
    "\u202egnp.exe\u202c",
    "🚚 \u200b\x00\x1b[31m\ud800",
    "受注を登録する",
    "",
]


@dataclass(frozen=True)
class Act:
    """A button that is pressed in a case, and what the page says a second later."""

    at_s: int
    case: str
    press: str
    says: str = "Done"


def recording(actor: str, *acts: Act, workflow: str = "Orders") -> Recording:
    return Recording(
        id=f"by-{actor.lower()}",
        actor=actor,
        workflow=workflow,
        time_zone="UTC",
        start_ms=(acts[0].at_s - 10) * 1000,
        case_form="SO-#",
        generated=False,
        sha256="",
        events=tuple(_events(acts)),
    )


def _events(acts: tuple[Act, ...]) -> Iterator[Event]:
    for index, act in enumerate(acts):
        page = Page(system="erp.example", route=f"/orders/{act.case}")
        pressed, said = Element(role="button", name=act.press), Message(type="status", text=act.says)
        yield Event(2 * index + 1, act.at_s * 1000, Shown("click", pressed), tab=1, page=page)
        yield Event(
            2 * index + 2, act.at_s * 1000 + 1000, Shown("message_shown", message=said), tab=1, page=page
        )


def sales_orders() -> Workflow:
    return parse_workflow(WORKFLOW, "test")


def two_orders() -> Analysis:
    """SO-10 is held by the credit check and released by Ben; SO-11 is confirmed without a credit check."""
    ana = recording(
        "Ana",
        Act(1000, "SO-10", "Save order"),
        Act(1060, "SO-10", "Validate", "Validation passed"),
        Act(1100, "SO-10", "Run credit check", "Placed on hold"),
        Act(1200, "SO-11", "Save order"),
        Act(1230, "SO-11", "Validate", "Validation passed"),
        Act(1300, "SO-11", "Confirm order", "Order confirmed"),
        Act(9000, "SO-10", "Confirm order", "Order confirmed"),
        Act(9060, "SO-10", "Release to warehouse", "Released to fulfilment"),
    )
    ben = recording("Ben", Act(8000, "SO-10", "Release hold", "Hold released"))
    return analyse([ana, ben], sales_orders())


def one_case(*titles: str, workflow: str = "Orders") -> Analysis:
    acts = (Act(1000 + 60 * index, "SO-10", title) for index, title in enumerate(titles))
    return analyse([recording("Ana", *acts, workflow=workflow)], None)


@dataclass(frozen=True)
class Graph:
    """What Graphviz itself reads in a DOT file."""

    name: str
    nodes: dict[str, dict[str, str]]
    edges: dict[tuple[str, str], dict[str, str]]

    def edge(self, source: str, target: str) -> str:
        return words(self.edges[source, target]["label"])

    def card(self, node: str) -> str:
        return words(self.nodes[node]["label"])


def words(label: str) -> str:
    """The text of an HTML-like label as a reader sees it."""
    cells = unescape(re.sub("<[^>]*>", " ", label)).replace("\\\\", "\\")
    return " ".join(cells.split())


def parsed(dot: str) -> Graph:
    done = subprocess.run([PROGRAM, "-Tjson0"], input=dot.encode(), capture_output=True, check=True)
    told = json.loads(done.stdout)
    nodes = {node["_gvid"]: node for node in told["objects"]}
    edges = told.get("edges", [])
    graph = Graph(
        told["name"],
        {node["name"]: node for node in nodes.values()},
        {(nodes[edge["tail"]]["name"], nodes[edge["head"]]["name"]): edge for edge in edges},
    )
    assert (len(graph.nodes), len(graph.edges)) == (len(nodes), len(edges)), "something is drawn twice"
    return graph


def expected_edges(analysis: Analysis) -> set[tuple[str, str]]:
    return {(path.source or "_start", path.target or "_end") for path in analysis.paths}


# What the map says


def test_a_case_that_skips_a_required_check_is_named_on_the_path_it_took_instead() -> None:
    graph = parsed(render_dot(View(two_orders())))
    assert graph.edge("validate", "confirm") == "1× at once without “Run the credit check”"
    colours = {ends: edge["color"] for ends, edge in graph.edges.items()}
    red = colours.pop(("validate", "confirm"))
    assert red not in colours.values()


def test_a_check_that_every_case_skips_is_still_on_the_map() -> None:
    acts = [Act(1000, "SO-10", "Save order"), Act(1060, "SO-10", "Confirm order", "Order confirmed")]
    graph = parsed(render_dot(View(analyse([recording("Ana", *acts)], sales_orders()))))
    assert "validate" not in graph.nodes
    assert "“Validate the order” without “Run the credit check”" in graph.edge("enter", "confirm")


def test_where_no_order_is_declared_a_step_is_missing_at_the_end_in_the_map_and_in_the_sop() -> None:
    acts = [
        Act(1000, "SO-10", "Save order"),
        Act(1060, "SO-10", "Confirm order", "Order confirmed"),
        Act(1090, "SO-10", "Warehouse", "Handed off"),
    ]
    in_any_order = parse_workflow(WORKFLOW.replace("format = 1", "format = 1\nordered = false"), "w.toml")
    analysis = analyse([recording("Ana", *acts)], in_any_order)
    graph = parsed(render_dot(View(analysis)))
    assert "without" not in graph.edge("enter", "confirm")
    assert "without “Validate the order” without “Run the credit check”" in graph.edge("hand-off", "_end")
    assert "the order is complete (1, without “Validate the order” and “Run the credit check”)" in render_sop(
        View(analysis)
    )


def test_the_path_of_a_case_that_begins_too_late_leads_from_the_start() -> None:
    acts = [Act(1000, "SO-10", "Validate", "Validation passed"), Act(1060, "SO-10", "Run credit check")]
    graph = parsed(render_dot(View(analyse([recording("Ana", *acts)], sales_orders()))))
    assert graph.edge("_start", "validate") == "1× without “Enter the order”"


def test_the_step_where_cases_are_held_says_how_many_of_how_many() -> None:
    graph = parsed(render_dot(View(two_orders())))
    assert graph.card("credit").endswith("held in 1 of 1")
    assert [node for node in graph.nodes if "held in" in graph.card(node)] == ["credit"]


def test_a_hold_that_nobody_released_is_called_still_held() -> None:
    acts = [Act(1000, "SO-10", "Save order"), Act(1100, "SO-10", "Run credit check", "Placed on hold")]
    graph = parsed(render_dot(View(analyse([recording("Ana", *acts)], sales_orders()))))
    assert graph.card("credit").endswith("held in 1 of 1, 1 still held")


def test_a_hold_at_a_declared_step_that_was_never_seen_stands_where_its_sign_was_seen() -> None:
    acts = [Act(1000, "SO-10", "Save order", "Placed on hold")]
    graph = parsed(render_dot(View(analyse([recording("Ana", *acts)], sales_orders()))))
    assert graph.card("enter").endswith("held in 1 of 1, 1 still held")


def test_an_order_confirmed_while_on_hold_is_marked() -> None:
    acts = [
        Act(1000, "SO-10", "Run credit check", "Placed on hold"),
        Act(1060, "SO-10", "Confirm order", "Order confirmed"),
    ]
    graph = parsed(render_dot(View(analyse([recording("Ana", *acts)], sales_orders()))))
    assert graph.card("confirm").endswith("against a rule in 1 order")


def test_a_change_of_actor_is_a_dashed_hand_off() -> None:
    graph = parsed(render_dot(View(two_orders())))
    dashed = {ends for ends, edge in graph.edges.items() if edge.get("style") == "dashed"}
    assert dashed == {("credit", "decide"), ("decide", "confirm")}
    assert all(graph.edge(*ends).endswith("· hand-off") for ends in dashed)


def test_a_rare_hand_off_is_counted_but_does_not_look_like_the_rule() -> None:
    by_ana = [Act(1000 + 60 * n, f"SO-1{n // 2}", ["Save order", "Validate"][n % 2]) for n in range(5)]
    ben = recording("Ben", Act(2000, "SO-12", "Validate"))
    graph = parsed(render_dot(View(analyse([recording("Ana", *by_ana), ben], sales_orders()))))
    assert graph.edge("enter", "validate").endswith("· hand-off 1 of 3")
    assert graph.edges["enter", "validate"]["style"] == "solid"


def test_cases_that_stop_before_the_declared_end_do_not_lead_to_the_end() -> None:
    graph = parsed(render_dot(View(two_orders())))
    assert graph.edge("hand-off", "_end") == "1×"
    assert graph.edge("confirm", "_open") == "1×"
    assert graph.card("_open") == "Not finished"


def test_without_a_workflow_file_every_step_is_marked_as_guessed() -> None:
    graph = parsed(render_dot(View(one_case("Save order", "Confirm order"))))
    steps = [node for node in graph.nodes if not node.startswith("_")]
    assert len(steps) == 2
    assert all("guessed" in graph.card(node) and "dashed" in graph.nodes[node]["style"] for node in steps)


def test_a_declared_step_is_not_guessed_and_a_decision_has_a_double_border() -> None:
    graph = parsed(render_dot(View(two_orders())))
    assert not any("guessed" in graph.card(node) for node in graph.nodes)
    assert [node for node in graph.nodes if graph.nodes[node].get("peripheries") == "2"] == ["decide"]
    assert "ERP · 1 time in 1 order · judgement" in graph.card("decide")


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    explained = {
        "amber box: holds begin here",
        "double border: a person decides",
        "dashed arrow: a hand-off, half of the times or more",
    }
    everything, nothing = (
        render_dot(View(two_orders())),
        render_dot(View(one_case("Save order", "Confirm order"))),
    )
    assert all(sign in everything for sign in explained)
    assert not [sign for sign in explained if sign in nothing]


def test_cases_are_called_what_the_workflow_file_calls_them() -> None:
    dot = render_dot(View(two_orders()))
    assert "2 orders · 2 people" in dot
    assert "2 times in 2 orders" in dot
    assert not re.search(r"\d cases?\b", dot)


def test_few_times_are_shown_one_by_one_and_many_as_their_median() -> None:
    def card(cases: int) -> str:
        acts = [
            Act(1000 + 100 * n + 30 * second, f"SO-1{n}", ["Save order", "Validate"][second])
            for n in range(cases)
            for second in range(2)
        ]
        return parsed(render_dot(View(analyse([recording("Ana", *acts)], sales_orders())))).card("validate")

    assert "2 times in 2 orders ■ work 29 s, 29 s ■ wait 1.0 s, 1.0 s" in card(2)
    assert "5 times in 5 orders ■ work 29 s ■ wait 1.0 s" in card(5)


def test_the_usual_way_stands_out_and_none_does_where_all_cases_went_otherwise() -> None:
    same = [Act(1000 + 60 * n, f"SO-1{n // 2}", ["Save order", "Validate"][n % 2]) for n in range(4)]
    other = [Act(2000, "SO-12", "Save order"), Act(2060, "SO-12", "Run credit check")]
    usual = render_dot(View(analyse([recording("Ana", *same, *other)], sales_orders())))
    assert "the usual way, 2 of 3 orders" in usual
    edges = parsed(usual).edges
    blue = edges["_start", "enter"]["color"]
    assert edges["enter", "validate"]["color"] == blue != edges["enter", "credit"]["color"]
    assert "no two orders went the same way" in render_dot(View(two_orders()))


def test_a_tangle_loses_its_rarest_paths_but_no_step_and_says_so() -> None:
    names = [f"Check item{index}" for index in range(24)]
    acts = [
        Act(1000 + 60 * (24 * case + place), f"SO-1{case}", names[(7 * case + (case + 1) * place) % 24])
        for case in range(10)
        for place in range(24)
    ]
    analysis = analyse([recording("Ana", *acts)], None)
    dot = render_dot(View(analysis))
    graph = parsed(dot)
    assert len(analysis.paths) > MOST_PATHS > len(graph.edges) >= 24 * 3 // 2
    assert re.search(rf"\b{len(graph.edges)} of {len(analysis.paths)} paths, \d\d % of all moves\b", dot)
    entered, left = {target for _, target in graph.edges}, {source for source, _ in graph.edges}
    assert {one.activity.id for one in analysis.activities} <= entered & left


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6), min_size=1, max_size=8), st.data()
)
@settings(max_examples=40, deadline=None)
def test_of_paths_taken_equally_often_all_are_drawn_or_none(
    ways: list[list[str]], data: st.DataObject
) -> None:
    paths = by_ways([[f"Check item {name}" for name in way] for way in ways]).paths
    most = data.draw(st.integers(1, len(paths)))
    drawn = [path for path in frequent(paths, set(), most) if path.count >= least_drawn(paths, most)]
    assert len(drawn) <= most
    assert {path.count for path in drawn}.isdisjoint(path.count for path in paths if path not in drawn)


STEPS = ["Save order", "Check price", "Check stock", "Approve order", "Print label", "Send parcel"]
WAYS = [STEPS, STEPS, [*STEPS[:3], *STEPS[1:]], [*STEPS[:2], *STEPS[3:]], [*STEPS[:5], STEPS[3], *STEPS[4:]]]


def by_ways(ways: list[list[str]]) -> Analysis:
    """One case for each way through the steps."""
    acts = [
        Act(1000 * (case + 1) + 60 * place, f"SO-{10 + case}", name)
        for case, way in enumerate(ways)
        for place, name in enumerate(way)
    ]
    return analyse([recording("Ana", *acts)], None)


def from_above(analysis: Analysis) -> list[str]:
    """The titles in the order in which they stand."""
    graph = parsed(render_dot(View(analysis)))
    titles = {one.activity.id: one.activity.title for one in analysis.activities}
    heights = {name: float(node["pos"].split(",")[1]) for name, node in graph.nodes.items()}
    return [titles[name] for name in sorted(heights, key=lambda name: -heights[name]) if name in titles]


def test_an_arrow_that_leads_back_says_nothing_of_what_stands_below_what() -> None:
    analysis = by_ways(WAYS)
    graph = parsed(render_dot(View(analysis)))
    titles = {one.activity.id: one.activity.title for one in analysis.activities}
    back = {ends for ends, edge in graph.edges.items() if edge.get("constraint") == "false"}
    assert sorted((titles[source], titles[target]) for source, target in back) == [
        ("Check the stock", "Check the price"),
        ("Print the label", "Approve the order"),
    ]
    assert from_above(analysis) == [
        "Save the order",
        "Check the price",
        "Check the stock",
        "Approve the order",
        "Print the label",
        "Send the parcel",
    ]


@pytest.mark.parametrize("place", range(len(STEPS) + 1))
def test_a_step_that_is_added_leaves_the_others_in_their_order(place: int) -> None:
    more = [[*way[:place], "Archive letter", *way[place:]] for way in WAYS[:2]]
    assert [
        one for one in from_above(by_ways([*more, *WAYS[2:]])) if one != "Archive the letter"
    ] == from_above(by_ways(WAYS))


def test_the_map_of_a_small_example_is_as_it_was_reviewed(golden: Callable[[str, Path], None]) -> None:
    golden(render_dot(View(two_orders())), GOLDEN)


# Hostile titles


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_shown_as_it_is_and_adds_nothing(title: str) -> None:
    analysis = one_case("Save order", title, workflow=title)
    graph = parsed(render_dot(View(analysis)))
    assert set(graph.nodes) == {"_start", "_end", *(one.activity.id for one in analysis.activities)}
    assert set(graph.edges) == expected_edges(analysis)
    shown = plain(analysis.activities[1].activity.title)
    if 0 < len(shown) < 30:
        assert " ".join(shown.split()) in graph.card(analysis.activities[1].activity.id)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4), st.text(max_size=40))
def test_no_title_changes_the_shape_of_the_map_or_of_its_picture(titles: list[str], name: str) -> None:
    analysis = one_case(*titles, workflow=name)
    dot = render_dot(View(analysis))
    graph = parsed(dot)
    assert set(graph.nodes) == {"_start", "_end", *(one.activity.id for one in analysis.activities)}
    assert set(graph.edges) == expected_edges(analysis)
    assert elements(draw_svg(dot)) <= SAFE_ELEMENTS


def test_an_activity_may_be_called_start_or_end() -> None:
    analysis = one_case("Start", "End")
    graph = parsed(render_dot(View(analysis)))
    assert set(graph.edges) == expected_edges(analysis)


# The picture

DRAWN = ("svg", "title", "desc", "g", "polygon", "polyline", "path", "text")
SAFE_ELEMENTS = {f"{SVG}{name}" for name in DRAWN}


def elements(svg: str) -> set[str]:
    return {element.tag for element in ElementTree.fromstring(svg).iter()}


def test_the_picture_has_no_script_and_refers_to_nothing() -> None:
    svg = draw_svg(render_dot(View(one_case(*filter(None, HOSTILE), workflow=HOSTILE[6]))))
    assert elements(svg) <= SAFE_ELEMENTS
    attributes = {name for element in ElementTree.fromstring(svg).iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name or name == "style"]
    assert re.findall(r"\w+://[^\"' <]*", svg) == ["http://www.w3.org/2000/svg"]


def test_no_arrow_of_the_picture_is_drawn_over_a_label() -> None:
    dot = render_dot(View(two_orders()))
    [picture] = ElementTree.fromstring(draw_svg(dot)).findall(f"{SVG}g")
    kinds = [one.get("class", one.tag) for one in picture]
    last = max(place for place, kind in enumerate(kinds) if kind in ("edge", "node"))
    labels = [one.text for one in picture[last + 1 :]]
    assert {one.tag for one in picture[last + 1 :]} == {f"{SVG}text"}
    assert sum(str(one).endswith("×") for one in labels) == len(re.findall(r"(?m)^  .* -> .*×", dot))
    assert not [one for edge in picture if edge.get("class") == "edge" for one in edge.iter(f"{SVG}text")]


def test_the_picture_tells_screen_readers_which_process_it_shows() -> None:
    picture = ElementTree.fromstring(draw_svg(render_dot(View(two_orders()))))
    title, description = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text == "Process map: Sales order processing"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert len(picture.findall(f".//{SVG}title")) == 1, "ids of nodes would pop up under the pointer"


def test_the_picture_is_the_same_every_time_and_names_no_program() -> None:
    first = draw_svg(render_dot(View(two_orders())))
    assert first == draw_svg(render_dot(View(two_orders())))
    assert first.startswith("<svg ")
    assert "raphviz" not in first
    assert "<!--" not in first


def test_a_fault_in_the_dot_is_an_error_with_a_remedy() -> None:
    with pytest.raises(DrawingError, match=r"syntax error.*Ask for fewer cases"):
        draw_svg("digraph { a -> }")


def test_without_the_package_a_graphviz_on_the_path_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _leave_out_the_package(tmp_path, monkeypatch)
    stand_in = tmp_path / "dot"
    stand_in.write_text("#!/bin/sh\necho '<svg><title>by the stand-in</title></svg>'\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    assert "by the stand-in" in draw_svg("digraph {}")


def test_without_any_program_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _leave_out_the_package(tmp_path, monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DrawingError, match="pip install graphviz-pure"):
        draw_svg("digraph {}")
    monkeypatch.setattr(metadata, "files", lambda _: [metadata.PackagePath("graphviz_pure/METADATA")])
    with pytest.raises(DrawingError, match="pip install graphviz-pure"):
        draw_svg("digraph {}")


def test_a_program_that_cannot_be_started_is_an_error_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "graphviz-pure").write_text("made for another machine")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    with pytest.raises(DrawingError, match=r"cannot be run .*`pip install --force-reinstall graphviz-pure`"):
        draw_svg("digraph {}")


def test_a_drawing_that_takes_too_long_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "graphviz-pure"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(map_svg, "TIME_LIMIT_S", 0.1)
    with pytest.raises(DrawingError, match="not drawn within"):
        draw_svg("digraph {}")


def test_the_program_is_found_where_only_the_file_list_of_the_package_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after `pip install --user`, or in environments that are layered."""
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert draw_svg("digraph { a -> b }").startswith("<svg ")


def _leave_out_the_package(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(elsewhere))
    monkeypatch.setattr(metadata, "files", unknown)
