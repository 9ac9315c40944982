"""What the texts of single settings must be, beyond being texts: whatever a command would refuse before it reads
anything is refused where settings are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

Check = Callable[[Sequence[str]], object]
"""Takes the text of a setting, or its texts if it is a list. Raises ValueError that says what to write instead."""


def _conditions(texts: Sequence[str], *, keep: bool) -> None:
    from ledgerium_cli.findings.filters import condition

    for text in texts:
        condition(text, keep=keep)


def _engine(texts: Sequence[str]) -> None:
    from ledgerium_cli.engine.named import cluster_named

    cluster_named(*texts)


def _assume(texts: Sequence[str]) -> None:
    from ledgerium_cli.findings.opportunities.assume import with_assumptions
    from ledgerium_cli.workflow.wire import Assumptions

    with_assumptions(texts, Assumptions())


def _column(texts: Sequence[str]) -> None:
    from ledgerium_cli.logs.model import columns_by_role

    columns_by_role(texts)


def _date_format(texts: Sequence[str]) -> None:
    from ledgerium_cli.logs.dates import check_format

    check_format(*texts)


def _encoding(texts: Sequence[str]) -> None:
    from ledgerium_cli.logs.csv_rows import check_encoding

    check_encoding(*texts)


def _template(texts: Sequence[str]) -> None:
    from ledgerium_cli.workflow.load import template_names

    if texts[0] not in template_names():
        raise ValueError(f"there is no template {texts[0]!r}; write one of {', '.join(template_names())}")


def _time_zone(texts: Sequence[str]) -> None:
    from ledgerium_cli.workflow.calendar import zone_named

    zone_named(*texts)


CHECKS: Mapping[str, Check] = {
    "assume": _assume,
    "column": _column,
    "date-format": _date_format,
    "encoding": _encoding,
    "engine": _engine,
    "except": partial(_conditions, keep=False),
    "only": partial(_conditions, keep=True),
    "template": _template,
    "time-zone": _time_zone,
}
"""By the key of the option."""
