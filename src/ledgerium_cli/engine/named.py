"""The clusters that a person can name. A new one is one file and one line in `CLUSTERS`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from ledgerium_cli.engine.cluster import Cluster
from ledgerium_cli.errors import UsageError

CLUSTERS = {"spark": "Spark", "dask": "Dask"}
"""By name the class in the module of that name: imported when it is asked for, since these are large."""


def cluster_of(named: str) -> Cluster:
    """The cluster of a name, or of a name and an address: `spark`, `spark=sc://host`. Raises UsageError."""
    name, _, address = named.partition("=")
    if name not in CLUSTERS:
        raise UsageError(f"There is no engine {name!r}. There are {' and '.join(CLUSTERS)}.")
    made = getattr(import_module(f"ledgerium_cli.engine.{name}"), CLUSTERS[name])
    try:
        return cast("Callable[[str | None], Cluster]", made)(address or None)
    except ImportError as error:
        raise UsageError(
            f"The engine {name} is not installed ({error}). Install it with `pip install 'ledgerium[{name}]'`."
        ) from error
