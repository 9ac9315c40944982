"""What cells of a log say: the roles that hold names and times, and what stands for an empty cell. Conditions are
SQL."""

from __future__ import annotations

import duckdb

from ledgerium_cli.composed import composed
from ledgerium_cli.logs import dates
from ledgerium_cli.logs.model import Given
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.sql import quoted

TIMES: tuple[Role, ...] = ("time", "start", "complete")
NAMES: tuple[Role, ...] = ("case", "activity", "actor", "system")
"""Blanks around these names are trimmed, as columns of fixed width have them, and letters with accents composed, which
macOS writes as two characters."""
NOTHING = ("NA", "N/A", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "None", "\\N")
"""What R, pandas, databases and spreadsheets write for an empty cell."""
NOTHING_LISTED = ", ".join(map(quoted, NOTHING))
"""For a list in SQL."""
NO_TIME = "nat"
"""What pandas writes for an empty time, in lower case."""
NO_DATE = "([0 :./T-]+|1900-01-00([T ][0:.]+)?)Z?"
"""Dates of zeros, which databases and spreadsheets write for none."""
ZERO_DAYS = ("1899-12-30", "1899-12-31", "1900-01-01")
"""Day zero as spreadsheets and databases count days: at midnight they mean none by it."""
OPEN_END_MS = dates.LAST_MS - 2 * 86_400_000
"""From here on, by the clock of any zone, it is 31 December 9999, which SAP and others write for an end still open."""


def nothing_in(role: Role, given: Given) -> str:
    """What stands for nothing in a column of names, for a list in SQL."""
    if role != "actor" or not given.nobody:
        return NOTHING_LISTED
    return ", ".join(quoted(composed(one.strip())) for one in given.nobody)


def text_of(cell: str) -> str:
    return f"CAST({cell} AS VARCHAR)"


def as_one(text: str) -> str:
    """A name without what does not tell it from others."""
    return composed_of(f"trim({text})")


def composed_of(text: str) -> str:
    """A text with letters and accents composed. DuckDB would cut it off at a zero byte; most texts are ASCII, which
    saves composing them."""
    is_as_it_is = f"strlen({text}) = length({text}) OR contains({text}, chr(0))"
    return f"CASE WHEN {is_as_it_is} THEN {text} ELSE nfc_normalize({text}) END"


def is_blank(text: str) -> str:
    """The condition that a text is null or blank, or stands for nothing. Most texts begin with a letter or digit, which
    saves trimming them."""
    return f"({text} IS NULL OR (({text} < '!' OR {text} > '~') AND trim({text}) = '') OR {text} IN ({NOTHING_LISTED}))"


def is_no_time(text: str) -> str:
    """The condition that a text stands for no time; null counts as such."""
    trimmed = f"trim(coalesce({text}, ''))"
    nothing = f"{trimmed} IN ('', {NOTHING_LISTED}) OR lower({trimmed}) = {quoted(NO_TIME)}"
    return f"({nothing} OR regexp_full_match({trimmed}, {quoted(NO_DATE)}))"


def says_nothing(text: str) -> bool:
    """Whether a cell with a time is empty, or holds what programs write for that."""
    return not text.strip() or text.strip() in NOTHING or text.strip().casefold() == NO_TIME


def any_row(tables: duckdb.DuckDBPyConnection, rows: str) -> bool:
    return tables.execute(f"SELECT 1 {rows} LIMIT 1").fetchone() is not None
