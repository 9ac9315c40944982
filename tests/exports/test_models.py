"""Mined models that are given away allow what the mined model allows, and are drawn without overlap."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from ledgerium_cli.exports.bpmn import write_bpmn
from ledgerium_cli.exports.diagram import Block, Node, diagram_of
from ledgerium_cli.exports.mined import MinedProcess
from ledgerium_cli.exports.net import net_of
from ledgerium_cli.exports.pnml import write_pnml
from ledgerium_cli.mining.discover import mine
from ledgerium_cli.mining.model import (
    NOTHING,
    MinedModel,
    Quality,
    Tree,
    activity,
    choice,
    optional,
    parallel,
    repeat,
    sequence,
)
from ledgerium_cli.mining.replay import Replay

A, B, C, D, E = map(activity, "abcde")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SHAPES = {
    "nothing": NOTHING,
    "one": A,
    "sequence": sequence([A, B, A]),
    "choice": choice([A, sequence([B, C])]),
    "optional": sequence([optional(A), B, optional(sequence([C, optional(D)]))]),
    "parallel": sequence([A, parallel([B, optional(C), sequence([D, E])])]),
    "repeat": sequence([repeat(A), repeat(B, C)]),
    "what leads back is a process of its own": repeat(
        choice([A, B]), sequence([choice([C, D]), repeat(E, parallel([A, B]))])
    ),
    "ways in and out of a choice": choice([repeat(A), optional(parallel([B, C])), repeat(D, E)]),
}
CASES = ["", "a", "ab", "aba", "abc", "ba", "bc", "abcd", "abdec", "aab", "bcb", "aeab", "acdb", "dedb"]


def trees(leaves: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    def inner(of: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        some = st.lists(of, min_size=2, max_size=3)
        two = st.builds(repeat, of, of)
        return st.one_of(
            some.map(sequence), some.map(choice), some.map(parallel), of.map(optional), of.map(repeat), two
        )

    return st.recursive(leaves, inner, max_leaves=6)


TREES = trees(st.sampled_from([A, B, C, D, E]))


def process(tree: Tree, title: str = "{}") -> MinedProcess:
    model = MinedModel(tree, "by hand", 1, 1, 0, 0, Quality("", 1.0), Quality("", 1.0))
    return MinedProcess("Orders", model, {name: title.format(name) for name in "abcde"})


def costs(net: Any) -> list[int]:
    """Of the optimal alignments, by pm4py: it counts 10,000 a move, and 1 for a silent one."""
    from pm4py.algo.conformance.alignments.petri_net import algorithm
    from pm4py.objects.log.obj import Event, EventLog, Trace

    log = EventLog(Trace(Event({"concept:name": name}) for name in case) for case in CASES)
    found = algorithm.apply_log(log, *net, parameters={"show_progress_bar": False})
    return [one["cost"] // 10_000 for one in found]


@pytest.mark.filterwarnings("ignore")  # of its solver
@pytest.mark.parametrize("tree", SHAPES.values(), ids=SHAPES)
def test_pm4py_opens_pnml_and_bpmn_that_allow_what_the_model_allows(
    tree: Tree,
    pm4py: Any,
    tmp_path: Path,
) -> None:
    replay = Replay(tree)
    ours = [replay.cost(tuple(case)) for case in CASES]
    (tmp_path / "m.pnml").write_bytes(write_pnml(process(tree)))
    (tmp_path / "m.bpmn").write_bytes(write_bpmn(process(tree)))
    assert costs(pm4py.read_pnml(str(tmp_path / "m.pnml"))) == ours
    if tree != NOTHING:
        diagram = pm4py.read_bpmn(str(tmp_path / "m.bpmn"))
        assert costs(pm4py.convert_to_petri_net(diagram)) == ours


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_a_net_is_sound_and_allows_what_its_tree_allows(tree: Tree, pm4py: Any) -> None:
    from pm4py.objects.petri_net.importer.variants.pnml import import_net_from_string

    net = import_net_from_string(write_pnml(process(tree)))
    assert pm4py.check_soundness(*net)[0]
    replay = Replay(tree)
    assert costs(net) == [replay.cost(tuple(case)) for case in CASES]


@given(TREES)
def test_nothing_overlaps_in_a_diagram_and_flows_lead_from_edge_to_edge(tree: Tree) -> None:
    diagram = diagram_of(tree)
    nodes = {node.id: node for node in diagram.nodes}
    assert len(nodes) == len(diagram.nodes)
    assert not any(_overlap(*pair) for pair in combinations(diagram.nodes, 2))
    for flow in diagram.flows:
        assert _touches(nodes[flow.source], flow.points[0])
        assert _touches(nodes[flow.target], flow.points[-1])
        assert all(x == next_x or y == next_y for (x, y), (next_x, next_y) in pairwise(flow.points))
        crossed = [
            one.id for one in diagram.nodes if any(_crosses(one, *leg) for leg in pairwise(flow.points))
        ]
        assert not crossed
    assert min(y for flow in diagram.flows for _, y in flow.points) > 0


def _overlap(one: Node, other: Node) -> bool:
    return (
        one.x < other.right and other.x < one.right
        and one.y < other.y + other.size[1] and other.y < one.y + one.size[1]
    )  # fmt: skip


def _touches(node: Node, point: tuple[int, int]) -> bool:
    x, y = point
    on_side = x in (node.x, node.right) and y == node.y + node.size[1] // 2
    return on_side or (x == node.middle and y == node.y + node.size[1])


def _crosses(node: Node, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a leg of a flow goes through the inside of a node."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left < node.right and right > node.x and top < node.y + node.size[1] and bottom > node.y


@given(TREES)
def test_every_gateway_splits_or_joins_and_every_task_has_one_way_in_and_out(tree: Tree) -> None:
    diagram = diagram_of(tree)
    for node in diagram.nodes:
        into = sum(flow.target == node.id for flow in diagram.flows)
        out = sum(flow.source == node.id for flow in diagram.flows)
        ends = {"startEvent": (0, 1), "endEvent": (1, 0), "task": (1, 1)}
        assert (
            (into, out) == ends[node.kind]
            if node.kind in ends
            else sorted((into, out))[0] == 1 < max(into, out)
        )


@pytest.mark.parametrize("tree", SHAPES.values(), ids=SHAPES)
def test_bpmn_is_valid_by_its_xml_schema(tree: Tree) -> None:
    package = find_spec("SpiffWorkflow")
    if package is None or package.origin is None:
        pytest.skip("SpiffWorkflow, which carries the schema, is not installed")
    schema = Path(package.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    etree.XMLSchema(etree.parse(schema)).assertValid(etree.fromstring(write_bpmn(process(tree))))


def test_ids_are_made_of_what_they_name_and_stay_when_a_step_is_added() -> None:
    before = sequence([A, optional(B), repeat(C)])
    after = sequence([A, D, optional(B), repeat(C), E])
    assert _ids(diagram_of(before)) == {
        "start", "do-a", "optional-b-in", "do-b", "optional-b-out", "repeat-c-in", "do-c", "repeat-c-out", "end",
    }  # fmt: skip
    assert _ids(diagram_of(after)) == {*_ids(diagram_of(before)), "do-d", "do-e"}
    transitions = {one.id for one in net_of(before).transitions}
    assert transitions == {"do-a", "do-b", "skip-b", "begin-c", "do-c", "again-c", "finish-c"}
    assert {one.id for one in net_of(after).transitions} == {*transitions, "do-d", "do-e"}


def _ids(diagram: Block) -> set[str]:
    return {node.id for node in diagram.nodes}


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4))
def test_any_name_of_an_activity_becomes_an_id_of_its_own_and_a_title(names: list[str]) -> None:
    tree = parallel(map(activity, names))
    model = MinedModel(tree, "", 1, 1, 0, 0, Quality("", 1.0), Quality("", 1.0))
    mined = MinedProcess("<Orders>", model, {name: name for name in names})
    for content in write_bpmn(mined), write_pnml(mined):
        ids = [str(one) for one in etree.fromstring(content).xpath("//@id")]
        assert len({*ids}) == len(ids)
        for one in ids:
            etree.QName(one)  # refuses what is no XML name


def test_bpmn_says_what_it_was_mined_from() -> None:
    model = mine({("a", "b"): 3, ("a",): 1})
    content = write_bpmn(MinedProcess("Orders", model, {"a": "Enter <now>", "b": "Ship"}))
    root = etree.fromstring(content)
    assert root.findtext(f".//{BPMN}documentation") == (
        "Mined from 4 cases in 2 variants. Method: inductive miner (pm4py). "
        "Fitness: 1.0000 (alignment-based, 1 − cost ÷ worst cost). Precision: 1.0000 (ETC, aligned)."
    )
    assert [one.get("name") for one in root.iter(f"{BPMN}task")] == ["Enter <now>", "Ship"]
