"""Exports as whole files."""

from __future__ import annotations

from ledgerium_cli.documents.content import bytes_of
from ledgerium_cli.exports import formats
from ledgerium_cli.exports.names import Format, Program
from ledgerium_cli.findings.analysis import Analysis


def export(analysis: Analysis, format: Format, program: Program = "pm4py") -> bytes:
    return bytes_of(formats.export(analysis, format, program))
