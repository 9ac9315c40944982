"""Exports as whole files."""

from __future__ import annotations

from ledgerium_cli.exports import formats
from ledgerium_cli.exports.names import Format, Program
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.content import bytes_of


def export(analysis: Analysis, format: Format, program: Program = "pm4py") -> bytes:
    return bytes_of(formats.export(analysis, format, program))
