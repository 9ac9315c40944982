"""Writes the mined model as a Petri net in PNML (ISO/IEC 15909-2)."""

from __future__ import annotations

from collections.abc import Iterator

from ledgerium_cli.exports.mined import MinedProcess
from ledgerium_cli.exports.net import END, START, Net, net_of
from ledgerium_cli.output.text import xml

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<pnml xmlns="http://www.pnml.org/version-2009/grammar/pnml">
  <net id="mined" type="http://www.pnml.org/version-2009/grammar/pnmlcoremodel">
"""
SILENT = '<toolspecific tool="ProM" version="6.4" activity="$invisible$"/>'
"""The standard does not define silent transitions; tools share ProM's notation."""


def write_pnml(process: MinedProcess) -> bytes:
    return "".join(_lines(process, net_of(process.model.tree))).encode()


def _lines(process: MinedProcess, net: Net) -> Iterator[str]:
    yield HEAD
    filtered = (
        f". {process.filtered}" if process.filtered is not None else ""
    )  # the standard has no other text element
    yield f"    <name><text>{xml(f'{process.name}{filtered}')}</text></name>\n"
    yield '    <page id="page">\n'
    for place in net.places:
        tokens = "<initialMarking><text>1</text></initialMarking>" if place == START else ""
        yield f'      <place id="{place}"><name><text>{place}</text></name>{tokens}</place>\n'
    for one in net.transitions:
        name = xml(process.title(one.activity)) if one.activity is not None else one.id
        silent = SILENT if one.activity is None else ""
        yield f'      <transition id="{one.id}"><name><text>{name}</text></name>{silent}</transition>\n'
    for source, target in net.arcs:
        yield (
            f'      <arc id="{source}-to-{target}" source="{source}" target="{target}">'
            "<inscription><text>1</text></inscription></arc>\n"
        )
    yield "    </page>\n    <finalmarkings><marking>"
    yield f'<place idref="{END}"><text>1</text></place></marking></finalmarkings>\n  </net>\n</pnml>\n'
