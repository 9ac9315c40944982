"""The titles of activities, told apart where several share one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence


def titles_apart(titles: Mapping[str, str], systems: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Titles by activity id. Those that several activities share are followed by the system, `Save the order
    (erp.example)`, or by the id, `Ship [ship-erp]`, where the systems do not tell all of them apart."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for one, title in titles.items():
        sharing[" ".join(title.split())].append(one)
    found = dict(titles)
    for ids in sharing.values():
        used = [", ".join(systems.get(one, ())) for one in ids]
        if len(ids) > 1:
            apart = len({*used}) == len(ids) and all(used)
            for one, where in zip(ids, used, strict=True):
                found[one] += f" ({where})" if apart else f" [{one}]"
    return found
