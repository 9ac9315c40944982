"""Writes the mined model as a BPMN 2.0 process with its diagram."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ledgerium_cli.exports.diagram import Block, Flow, Node, diagram_of
from ledgerium_cli.exports.ids import Ids
from ledgerium_cli.exports.mined import MinedProcess
from ledgerium_cli.output.text import xml

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions" targetNamespace="urn:ledgerium:mined">
"""


def write_bpmn(process: MinedProcess) -> bytes:
    diagram, ids = diagram_of(process.model.tree), Ids()
    flows = [(ids("flow", flow.source, flow.target), flow) for flow in diagram.flows]
    return "".join([HEAD, *_process(process, diagram, flows), *_drawn(diagram, flows), TAIL]).encode()


TAIL = "</bpmn:definitions>\n"


def _process(process: MinedProcess, diagram: Block, flows: list[tuple[str, Flow]]) -> Iterator[str]:
    into, out = defaultdict(list), defaultdict(list)
    for name, flow in flows:
        into[flow.target].append(name)
        out[flow.source].append(name)
    yield f'  <bpmn:process id="mined" name="{xml(process.name)}" isExecutable="false">\n'
    yield f"    <bpmn:documentation>{xml(process.source)}</bpmn:documentation>\n"
    for node in diagram.nodes:
        name = f' name="{xml(process.title(node.activity))}"' if node.activity is not None else ""
        yield f'    <bpmn:{node.kind} id="{node.id}"{name}>\n'
        yield from (f"      <bpmn:incoming>{one}</bpmn:incoming>\n" for one in into[node.id])
        yield from (f"      <bpmn:outgoing>{one}</bpmn:outgoing>\n" for one in out[node.id])
        yield f"    </bpmn:{node.kind}>\n"
    for name, flow in flows:
        yield f'    <bpmn:sequenceFlow id="{name}" sourceRef="{flow.source}" targetRef="{flow.target}"/>\n'
    yield "  </bpmn:process>\n"


def _drawn(diagram: Block, flows: list[tuple[str, Flow]]) -> Iterator[str]:
    yield '  <bpmndi:BPMNDiagram id="diagram">\n    <bpmndi:BPMNPlane id="plane" bpmnElement="mined">\n'
    yield from map(_shape, diagram.nodes)
    for name, flow in flows:
        points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in flow.points)
        yield f'      <bpmndi:BPMNEdge id="{name}-drawn" bpmnElement="{name}">{points}</bpmndi:BPMNEdge>\n'
    yield "    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n"


def _shape(node: Node) -> str:
    width, height = node.size
    marker = ' isMarkerVisible="true"' if node.kind == "exclusiveGateway" else ""
    return (
        f'      <bpmndi:BPMNShape id="{node.id}-drawn" bpmnElement="{node.id}"{marker}>'
        f'<dc:Bounds x="{node.x}" y="{node.y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>\n'
    )
