"""XES, written by hand."""

from __future__ import annotations

from .make import at


def event(activity: str, second: float, more: str = "", lifecycle: str = "complete") -> str:
    return (
        f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at(second)}"/>'
        f'<string key="lifecycle:transition" value="{lifecycle}"/>{more}</event>'
    )


def trace(case: str, *events: str) -> str:
    lines = "\n".join(events)
    return f'<trace><string key="concept:name" value="{case}"/>\n{lines}\n</trace>'


def log(*traces: str, head: str = "") -> str:
    body = "\n".join(traces)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<log xes.version="1849-2023" xmlns="http://www.xes-standard.org/">\n'
        '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
        '<global scope="event"><string key="concept:name" value="none"/></global>\n'
        f'<string key="concept:name" value="the log"/>\n{body}\n</log>\n'
    )
