"""The clusters that a person can name. A new one is one file and one line in `CLUSTERS`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from ledgerium_cli.engine.cluster import Cluster
from ledgerium_cli.errors import UsageError

CLUSTERS = {"spark": "Spark", "dask": "Dask"}
"""The class by the name of its module, which is imported only when needed, since these libraries are large."""


def cluster_named(named: str) -> tuple[str, str]:
    """(name, address or empty). Raises ValueError when there is none of that name."""
    name, _, address = named.partition("=")
    if name not in CLUSTERS:
        raise ValueError(f"there is no engine {name!r}; there are {' and '.join(CLUSTERS)}")
    return name, address


def cluster_of(named: str) -> Cluster:
    """The cluster for a name with an optional address: `spark`, `spark=sc://host`. Raises UsageError when there is
    none of that name or it is not installed."""
    try:
        name, address = cluster_named(named)
    except ValueError as error:
        raise UsageError(f"{named}: {error}.") from None
    made = getattr(import_module(f"ledgerium_cli.engine.{name}"), CLUSTERS[name])
    try:
        return cast("Callable[[str | None], Cluster]", made)(address or None)
    except ImportError as error:
        raise UsageError(
            f"The engine {name} is not installed ({error}). Install it with `pip install 'ledgerium[{name}]'`."
        ) from error
