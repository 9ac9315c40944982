"""Finds the parts of addresses that name a year, month, week or day: `calendar/2026/3/14`, `reports/2026/w12`. They are
views of a calendar and no cases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from ledgerium_cli.recording.wire import Page
from ledgerium_cli.steps.pages import Place, masked

MOST_YEARS = 3
"""More numbers like years at one place are those of objects: `orders/2001` to `orders/2040`."""
MONTHS, WEEKS, DAYS = 12, 53, 31
_UNITS = dict.fromkeys(("m", "month", "monat", "mois", "mes"), MONTHS) | dict.fromkeys(
    ("w", "wk", "cw", "kw", "week", "woche", "semaine", "semana"), WEEKS
)
"""The words beside the number of a month or week, with the highest such number."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d[-_](?:0?[1-9]|1[0-2])")
_WITH_UNIT = re.compile(r"([a-z]+)[-_]?(\d{1,2})", re.IGNORECASE)


def date_parts(pages: Iterable[Page]) -> Set[Place]:
    """The places whose numbers are years, months, weeks or days. A month is a number up to 12 below a year, in every
    address that has a number there: below `claims/2026` stand cases if a 13th does."""
    parts = _parts_at(pages)
    found: set[Place] = set()
    for place in sorted(parts, key=len):
        above = place[:-1]
        if _is_in_year(place, parts):
            found |= {place, above if _are_years(parts.get(above, ())) else above[:-1]}
        elif (above in found and _is_month(above, parts)) or _all_match(
            _YEAR_AND_MONTH, parts.get(above, ())
        ):
            found |= {place} if _are_up_to(DAYS, parts[place]) else set()
    return found


def _parts_at(pages: Iterable[Page]) -> Mapping[Place, Set[str]]:
    """What stands at each place of the addresses."""
    found: dict[Place, set[str]] = defaultdict(set)
    for page in pages:
        place: Place = (page.system,)
        for part in filter(None, page.route.split("/")):
            place = (*place, masked(part))
            found[place].add(part)
    return found


def _is_in_year(place: Place, parts: Mapping[Place, Set[str]]) -> bool:
    """Whether a month or week stands at a place: below a year, with or without its unit, which may stand before it or
    before the year."""
    *before, year, _ = ("", "", *place)
    if _are_years(parts.get(place[:-1], ())):
        return _are_up_to(_UNITS.get(before[-1].casefold(), MONTHS), parts[place]) or _have_units(
            parts[place]
        )
    most = _UNITS.get(year.casefold())
    return most is not None and _are_years(parts.get(place[:-2], ())) and _are_up_to(most, parts[place])


def _is_month(place: Place, parts: Mapping[Place, Set[str]]) -> bool:
    return _are_years(parts.get(place[:-1], ())) and _are_up_to(MONTHS, parts[place])


def _are_years(parts: Iterable[str]) -> bool:
    years = {*parts}
    return len(years) <= MOST_YEARS and _all_match(_YEAR, years)


def _are_up_to(most: int, parts: Set[str]) -> bool:
    return all(part.isdecimal() and len(part) <= 2 and 1 <= int(part) <= most for part in parts)


def _have_units(parts: Set[str]) -> bool:
    found = [_WITH_UNIT.fullmatch(part) for part in parts]
    return all(one is not None and _are_up_to(_UNITS.get(one[1].casefold(), 0), {one[2]}) for one in found)


def _all_match(pattern: re.Pattern[str], parts: Iterable[str]) -> bool:
    found = [*parts]
    return bool(found) and all(map(pattern.fullmatch, found))
