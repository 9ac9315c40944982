"""Finds which column of a table holds which role (case, activity, time ...): by the names that process mining tools
write, or as the options say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from ledgerium_cli.composed import composed
from ledgerium_cli.errors import ImportRefused
from ledgerium_cli.logs.model import KEPT, STEP, Faults, Given
from ledgerium_cli.logs.roles import Role
from ledgerium_cli.logs.two_columns import TIMES, called, clock_of, in_two, times_in

STANDARD: Mapping[str, Role] = {
    "caseconceptname": "case",
    "conceptname": "activity",
    "timetimestamp": "time",
    "starttimestamp": "start",
    "orgresource": "actor",
    "lifecycletransition": "lifecycle",
    "conceptinstance": "instance",
}
"""Column names of XES, as pm4py writes them into tables. A column with such a name takes precedence over `USUAL`."""

USUAL: Mapping[Role, tuple[str, ...]] = {
    "case": ("caseid", "casekey", "case"),
    "activity": ("activity", "activityid", "activityname", "activityen", "activityde"),
    "time": ("timestamp", "eventtime"),
    "start": ("starttime", "start"),
    "complete": ("completetimestamp", "completetime", "endtimestamp", "endtime", "complete", "end"),
    "actor": ("resource", "resourceid", "username", "user", "actor"),
    "system": ("system",),
    "lifecycle": ("lifecycle", "lifecycleid"),
    "instance": ("activityinstance", "activityinstanceid"),
    "sorting": ("sorting",),
    "suspended": ("suspended",),
    "completed": ("completed",),
    "aborted": ("aborted",),
}
"""Column names of Disco, Celonis, bupaR, pm4py and similar tools; letters and digits only, in lower case."""


PLAIN = ("time", "datetime")
"""Names of a column that is the time if none of `USUAL` is: a clock time beside a day may be called so too."""
LIFECYCLE = frozenset(
    "schedule assign reassign start suspend resume complete withdraw autoskip manualskip ate_abort pi_abort".split()
)
"""Lifecycle transitions of XES."""
CELONIS = ("eventtime", "endtime")
"""Column names of Celonis, where the event time is the start of an event that has an end time."""
OF_A_STEP: tuple[Role, ...] = ("actor", "system")
FURTHER: tuple[Role, ...] = (
    "start", "actor", "system", "lifecycle", "instance", "sorting", "suspended", "completed", "aborted",
)  # fmt: skip


def roles_of(
    names: Sequence[str], given: Given, file: str, first: Sequence[Mapping[str, str]] = (), more: bool = False
) -> dict[Role, str]:
    """The column of each role. `first` are the first rows, read to settle doubts; `more`: the file has further
    rows.

    Raises ImportRefused when a column is missing, or when two could be meant.
    """
    columns = {role: spelled(name, names) for role, name in given.columns.items()}
    if given.steps:
        return _of_whole_cases(names, given, columns, file)
    found = _settled(_found(get_args(Role), names, columns, file), names, file, first, columns)
    if "time" in found and "lifecycle" not in {**found, **columns}:
        _check_lifecycle(found, first, file, more)
    return found


def _check_lifecycle(
    found: Mapping[Role, str], first: Sequence[Mapping[str, str]], file: str, more: bool
) -> None:
    """Raises ImportRefused when a column without a role marks rows as starts or completions: every step would count
    twice."""
    for name in first[0] if first else ():
        told = {row[name].strip().casefold() for row in first} - {""}
        both = {"start"} if more else {"start", "complete"}  # completions may all follow the starts
        if both <= told <= LIFECYCLE and name not in found.values():
            raise ImportRefused(
                f"{file}: column {name!r} says which rows are starts and which completions. Say so: --column "
                f"lifecycle={shell(name)}; or --column lifecycle= where each row is a step of its own."
            )


def tells_cases(names: Sequence[str]) -> bool:
    """Whether a table names its cases and activities as an event log does."""
    roles = {role for role in ("case", "activity") for name in names if plain_name(name) in USUAL[role]}
    return {"case", "activity"} <= roles | {STANDARD.get(plain_name(name)) for name in names}


def tell_passed_over(roles: Mapping[Role, str], names: Sequence[str], given: Given, faults: Faults) -> None:
    """Reports columns that are called as if they told what was completed or aborted, and are not read. A lifecycle
    tells both."""
    if given.steps or "lifecycle" in roles:
        return
    asked: tuple[Role, ...] = ("completed", "aborted")
    for role in asked:
        if role in roles or role in given.columns:
            continue
        alone = role == "aborted" and "completed" not in roles
        why = (
            "no column that is read says what was completed"
            if alone
            else "it holds something else than true and false"
        )
        times = "if it holds times of completion, say --column complete={}; " if role == "completed" else ""
        for name in (one for one in names if plain_name(one) in USUAL[role] and one not in roles.values()):
            faults.tell(
                f"Column {name!r} is not read: {why}.",
                f"If it tells which rows were {role}, write true and false; "
                f"{times.format(shell(name))}else say --column {role}=.",
            )


def further_roles_of(names: Sequence[str], given: Mapping[Role, str], file: str) -> dict[Role, str]:
    """The columns of `FURTHER` roles, for a log whose case, activity and time are stored in fixed places."""
    return _found(FURTHER, names, given, file)


def _of_whole_cases(
    names: Sequence[str], given: Given, columns: Mapping[Role, str], file: str
) -> dict[Role, str]:
    """The columns of a table with one row per case and one column of times per step. Who or what a row names is of the
    case, and of each of its steps only where a person says so. `columns` are the given ones as the file writes them."""
    for name in given.steps:
        _named(spelled(name, names), "time", names, file)
    columns = {"activity": "", "time": "", "start": "", "complete": "", **columns}
    of_each_step = [role for role in OF_A_STEP if role in given.columns]
    found = _found(("case", *of_each_step), names, columns, file)
    if "case" not in found:
        raise ImportRefused(f"{file}: no column is known to be the case. Say which: --column case=NAME.")
    return {**found, "activity": "names of columns", "time": ", ".join(given.steps)}


def cells_of(roles: Mapping[Role, str], given: Given, names: Sequence[str]) -> dict[str, str]:
    """The column to read for each cell: the roles, the clock times in a column of their own, the times of steps,
    and the columns to keep."""
    steps = (spelled(name, names) for name in given.steps)
    found: dict[str, str] = {f"{STEP}{place}": name for place, name in enumerate(steps)}
    for role, name in roles.items():
        if given.steps and role in ("activity", "time"):
            continue
        found[role], clock = in_two(name, names) or (name, "")
        if clock:
            found[clock_of(role)] = clock
    asked = (spelled(name, names) for name in given.keep)
    there = [name for name in dict.fromkeys(asked) if name in names]
    return found | {f"{KEPT}{place}": name for place, name in enumerate(there)}


def spelled(name: str, names: Sequence[str]) -> str:
    """The name of a column as the file writes it: macOS writes `ü` as two characters. Also of day and clock time."""
    if name in names:
        return name
    by_reading = {composed(one): one for one in names}
    if (one := by_reading.get(composed(name))) is not None:
        return one
    both = in_two(composed(name), [*by_reading])
    return called(*(by_reading.get(one, one) for one in both)) if both is not None else name


def check_once(cells: Mapping[str, str], names: Sequence[str], file: str) -> None:
    """Raises ImportRefused when a column that is read has a name that several columns share."""
    for name in dict.fromkeys(cells.values()):
        if (there := names.count(name)) > 1:
            raise ImportRefused(
                f"{file}: {there} columns are called {name!r}, and each could be meant. Give each a name of its own."
            )


def _found(
    roles: Sequence[Role], names: Sequence[str], given: Mapping[Role, str], file: str
) -> dict[Role, str]:
    found: dict[Role, str] = {}
    for role in roles:
        if role in given:
            if given[role]:
                found[role] = _named(given[role], role, names, file)
        elif (name := _recognised(role, names, given, file)) is not None:
            found[role] = name
    return found


def _named(name: str, role: Role, names: Sequence[str], file: str) -> str:
    if role in TIMES and (both := in_two(name, names)) is not None:
        return called(*both)
    if name not in names:
        raise ImportRefused(f"{file}: there is no column {name!r} to be the {role}. {_there_are(names)}")
    return name


def _recognised(role: Role, names: Sequence[str], given: Mapping[Role, str], file: str) -> str | None:
    free = [name for name in dict.fromkeys(names) if name not in given.values()]
    standard = [name for name in free if STANDARD.get(plain_name(name)) == role]
    found = standard or [name for name in free if plain_name(name) in USUAL.get(role, ())]
    if len(found) > 1:
        raise ImportRefused(
            f"{file}: {_listed(found)} could each be the {role}. Say which: --column {role}={shell(found[0])}."
        )
    return found[0] if found else None


def _settled(
    found: dict[Role, str],
    names: Sequence[str],
    file: str,
    first: Sequence[Mapping[str, str]],
    given: Mapping[Role, str],
) -> dict[Role, str]:
    """Decides which of time, start and complete each time column is, and checks that no required role is missing."""
    if (
        plain_name(found.get("time", "")),
        plain_name(found.get("complete", "")),
    ) == CELONIS and "start" not in found:
        found["start"] = found.pop("time")
    if "time" in found and "start" in found and "complete" not in found:
        found["complete"] = found.pop("time")  # pm4py: the timestamp is the time of completion
    if "time" in found and "complete" in found and "start" not in found:
        raise ImportRefused(
            f"{file}: is {found['time']!r} the start of what {found['complete']!r} completes? Then say --column "
            f"start={shell(found['time'])}; else take one of them, such as --column time={shell(found['complete'])} "
            "--column complete=."
        )
    if {"start", "complete"} <= found.keys():  # then each row is a whole activity instance
        found = {role: name for role, name in found.items() if role not in ("time", "lifecycle", "instance")}
    else:
        found.pop("suspended", None)
    _drop_other_completed(found, given, first)
    if "start" in found and "complete" not in found:
        found["time"] = found.pop("start")
    if "time" not in found and "complete" in found and "start" not in found:
        found["time"] = found.pop("complete")
    if not {"time", "complete"} & found.keys() and "time" not in given:
        plain = [name for name in names if plain_name(name) in PLAIN and name not in found.values()]
        found |= {"time": plain[0]} if len(plain) == 1 else {}
    missing = [role for role in ("case", "activity") if role not in found]
    missing += ["time"] if not {"time", "complete"} & found.keys() else []
    if missing:
        options = " ".join(f"--column {role}=NAME" for role in missing)
        options += " (or time='DAYS + CLOCK', of two columns)" if "time" in missing else ""
        raise ImportRefused(
            f"{file}: no column is known to be the {_listed(missing, quote=False)}. Say which: {options}. "
            f"{_there_are(names)}{_if_wide(missing, names, first)}"
        )
    return found


def _drop_other_completed(
    found: dict[Role, str], given: Mapping[Role, str], first: Sequence[Mapping[str, str]]
) -> None:
    """Drops the completed column when there is a lifecycle, which is more precise, or when its values are not true
    or false: a column of that name may hold a time, for example. The aborted column is read only beside one of that
    name, as exports have both: alone it may be about the case."""
    if (
        "aborted" in found
        and "aborted" not in given
        and ("completed" not in found or not _is_yes_or_no(found["aborted"], first))
    ):
        found.pop("aborted", None)
    if "completed" in found and (
        "lifecycle" in found or ("completed" not in given and not _is_yes_or_no(found["completed"], first))
    ):
        del found["completed"]


def _is_yes_or_no(column: str, first: Sequence[Mapping[str, str]]) -> bool:
    return {row[column].strip().casefold() for row in first} <= {"", "true", "false"}


def _if_wide(missing: Sequence[str], names: Sequence[str], first: Sequence[Mapping[str, str]]) -> str:
    """The hint to add to an error when each row may be a whole case."""
    times = times_in(names, first)
    if not {"activity", "time"} <= {*missing} or len(times) < 2:
        return ""
    steps = " ".join(f"--step {shell(name)}" for name in times)
    case = "--column case=NAME " if "case" in missing else ""
    return f" If a row is a whole case, and {_listed(times)} hold the times of its steps: {case}{steps}."


def plain_name(name: str) -> str:
    """The name of a column without what programs write differently: letters and digits only, in lower case."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _there_are(names: Sequence[str]) -> str:
    more = f" and {len(names) - 50} more" if len(names) > 50 else ""
    return f"The columns are {', '.join(repr(name) for name in names[:50])}{more}."


def _listed(names: Sequence[str], *, quote: bool = True) -> str:
    return " and ".join(repr(name) if quote else name for name in names)


def shell(name: str) -> str:
    return name if re.fullmatch(r"[\w:.@-]+", name) else f"'{name}'"
