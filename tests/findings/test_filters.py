"""A filter keeps cases whole, says what it left out, and refuses what means nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from ledgerium_cli.build import documents_of
from ledgerium_cli.errors import NoRecording, UsageError
from ledgerium_cli.findings.filters import NotShown, keep_cases, parse_conditions
from ledgerium_cli.load import load
from ledgerium_cli.workflow.calendar import zone_named

from .make import Did, case, workflow

BARE = """
format = 1
name = "No end, no holds"
case = { pattern = 'SO-\\d+' }
activities = [{ id = "enter", title = "Enter" }]
"""
EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")


def kept(only: str = "", without: str = "") -> list[str]:
    """Numbers of the orders that are left, in order; conditions are separated by commas."""
    conditions = parse_conditions(*(filter(None, one.split(", ")) for one in (only, without)))
    return sorted(case.id[-2:] for case in load([EXAMPLE], conditions=conditions).analysis.cases)


ALL = kept()
BY_BEN = ["45", "48"]


@pytest.mark.parametrize(
    ("only", "without", "left"),
    [
        ("held", "", ["45", "48"]),
        ("", "held", [one for one in ALL if one not in ("45", "48")]),
        ("actor=Ben", "", BY_BEN),
        ("actor=Ben, actor=Ana", "", ALL),  # several of one kind: any of them
        ("actor=Ben, case=SO-1045", "", ["45"]),  # of several kinds: all of them
        ("actor=Ana", "actor=Ben", [one for one in ALL if one not in BY_BEN]),
        ("", "actor=Ben, case=SO-1048", [one for one in ALL if one not in ("45", "48")]),
        ("", "activity=credit-check", ["46"]),
        ("", "activity=Run the credit check", ["46"]),
        ("system=credit", "", [one for one in ALL if one != "46"]),
        ("since=2026-11-23", "", ALL),
        ("until=2026-11-23", "", ALL),  # the day it names is included
        ("complete", "held", [one for one in ALL if one not in ("45", "48")]),
        ("", "complete", ["48"]),
        ("rework", "", ["43", "44", "47"]),
        ("deviates", "", ["46"]),
        ("longer=3min", "", ["45", "47", "48", "49"]),  # 48 is open, and that old
        ("", "longer=3min", ["42", "43", "44", "46", "50", "51"]),
        ("shorter=2 min 0.5 s, longer=114 s", "", ["42", "43", "51"]),
        ("path=enter-order > enter-order", "", ["43"]),
        ("path=Validate the order → Enter the order", "", ["44", "47"]),
        ("", "path=Run the credit check>Confirm the order", ["45", "46", "48"]),
    ],
)
def test_what_is_left(only: str, without: str, left: list[str]) -> None:
    assert kept(only, without) == left


def test_an_activity_whose_name_has_a_line_break_is_found_as_documents_show_it(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(
        'case,activity,time\nA,"a\nb",2026-01-01T10:00Z\nB,c,2026-01-01T10:00Z\n'
    )
    found = load([str(tmp_path / "log.csv")], conditions=parse_conditions(["activity=a b"], []))
    assert [one.id for one in found.analysis.cases] == ["A"]


def test_a_time_is_no_later_than_itself() -> None:
    one = case("SO-1", Did("enter", 0, 1))
    start = datetime.fromtimestamp(one.start_ms / 1000, UTC)
    for seconds, left in ((-1, []), (0, ["SO-1"]), (1, ["SO-1"])):
        until = (start + timedelta(seconds=seconds)).isoformat()
        found = keep_cases([one], parse_conditions([f"until={until}"], []), None, zone_named("UTC"))
        assert [kept.id for kept in found] == left


def test_a_case_that_is_left_is_whole() -> None:
    """Its time and its variant are what they are without a filter, the other person's steps included."""
    whole = {case.id: case for case in load([EXAMPLE]).analysis.cases}
    (case,) = load([EXAMPLE], conditions=parse_conditions(["actor=Ben"], ["case=SO-1048"])).analysis.cases
    assert case == whole[case.id]
    assert {timed.step.actor for timed in case.steps} == {"Ana", "Ben"}


def test_a_recording_that_is_left_out_says_nothing() -> None:
    ben = next(one.id for one in load([EXAMPLE]).analysis.recordings if one.actor == "Ben")
    analysis = load([EXAMPLE], conditions=parse_conditions([], [f"recording={ben}"])).analysis
    assert {timed.step.actor for case in analysis.cases for timed in case.steps} == {"Ana"}
    assert "Ben" not in documents_of(analysis)["sop.md"].split("## Roles")[1].split("##")[0]


def test_variants_have_the_numbers_of_the_whole() -> None:
    second = load([EXAMPLE]).analysis.variants[1]
    conditions = parse_conditions(["variant=2"], [])
    assert {case.variant for case in load([EXAMPLE], conditions=conditions).analysis.cases} == {
        second.activities
    }


def test_an_open_case_is_as_old_as_it_is_without_a_filter() -> None:
    whole = dict(load([EXAMPLE]).analysis.metrics.open_cases)
    conditions = parse_conditions(["case=SO-1048"], [])
    assert load([EXAMPLE], conditions=conditions).analysis.metrics.open_cases == (
        ("SO-1048", whole["SO-1048"]),
    )


def test_every_document_says_that_it_is_filtered() -> None:
    conditions = parse_conditions(["actor=Ben", "held"], ["case=SO-1048"])
    documents = documents_of(load([EXAMPLE], conditions=conditions).analysis)
    told = (
        "**Filtered:** only orders with a step by Ben and that were held; "
        "without orders called SO-1048. 9 orders left out."
    )
    for name in ("sop.md", "report.md", "opportunities.md"):
        assert told in documents[name]
    assert told.removeprefix("**Filtered:**") in documents["report.html"]
    assert "Filtered: --only actor=Ben --only held --except case=SO-1048" in documents["map.dot"]
    assert '"--only actor=Ben"' in documents["analysis.json"]
    for text in documents_of(load([EXAMPLE]).analysis).values():
        assert "Filtered" not in text


@pytest.mark.parametrize(
    ("only", "without", "because"),
    [
        ("colour=red", "", "--only colour=red: give one of actor=…, activity=…"),
        ("actor", "", "--only actor: write actor=…."),
        ("held=yes", "", "--only held=yes: write held."),
        ("", "since=2026-03-01", "--except since=2026-03-01: write --only until=2026-02-28 instead."),
        ("", "until=2026-03-01", "--except until=2026-03-01: write --only since=2026-03-02 instead."),
        ("", "until=2026-03-01T08:00Z", "write --only since=2026-03-01T08:00Z instead."),
        ("since=03/04/2026", "", "give a day such as 2026-03-01"),
        ("since=2026-03-01T08:00", "", "give the time with its zone"),
        ("variant=0", "", "give the number of the variant"),
        ("longer=2", "", "--only longer=2: give a length of time such as 90s, 5min, 2h or 1d."),
        ("path=Enter the order", "", "give two steps that follow each other, path='A > B'"),
        ("path=Enter the order →", "", "give two steps that follow each other"),
        ("longer=2h5", "", "give a length of time"),
        ("", "shorter=soon", "--except shorter=soon: give a length of time"),
        (
            "path=Enter the order > Pack",
            "",
            "no recording shows it; there are Confirm the order > Hand off to fulfilment, ",
        ),
        ("actor=Anna", "", "--only actor=Anna: no recording shows it; there are Ana, Ben."),
        ("", "recording=ana-9", "no recording shows it; there are ana-"),
    ],
)
def test_what_means_nothing_is_refused(only: str, without: str, because: str) -> None:
    with pytest.raises(UsageError, match=re.escape(because)):
        kept(only, without)


def test_a_day_is_one_of_the_zone_in_which_the_documents_tell_days(tmp_path: Path) -> None:
    """The example was recorded from 03:27 UTC on, which is the evening before in Los Angeles."""
    declared = (Path(EXAMPLE) / "workflow.toml").read_text("utf-8")
    calendar = '\n[calendar]\nzone = "America/Los_Angeles"\nhours = ["Mon-Sun 08:00-22:00"]\n'
    (tmp_path / "workflow.toml").write_text(declared + calendar, "utf-8")
    conditions = parse_conditions(["since=2026-11-22", "until=2026-11-22"], [])
    loaded = load([EXAMPLE], tmp_path / "workflow.toml", conditions=conditions)
    assert len(loaded.analysis.cases) == len(ALL)
    assert "10 orders in 3 recordings, 2026-11-22" in documents_of(loaded.analysis)["sop.md"]
    with pytest.raises(NoRecording, match="No case is left"):
        kept("until=2026-11-22")


def test_numbers_of_variants_are_offered_in_their_order() -> None:
    flow = workflow()
    cases = [case(f"SO-{n}", *(Did("enter", at, at + 1) for at in range(n)), flow=flow) for n in range(1, 12)]
    with pytest.raises(UsageError, match=r"there are 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1 more\."):
        keep_cases(cases, parse_conditions(["variant=99"], []), flow, zone_named("UTC"))


def test_nothing_deviates_where_nothing_is_declared(tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl"
    trace.write_bytes(next(iter(sorted(Path(EXAMPLE).glob("*.jsonl")))).read_bytes())
    with pytest.raises(UsageError, match="no activities are declared"):
        load([str(trace)], conditions=parse_conditions(["deviates"], []))


@pytest.mark.parametrize("key", ["held", "complete"])
def test_what_nothing_could_tell_of_any_case_is_refused_and_not_read_as_no(key: str) -> None:
    """“Without cases that were held. 0 cases left out.” would read as if none had been held."""
    flow = workflow(base=BARE)
    cases = [structs.replace(case(f"SO-{n}", Did("enter", n, n + 1), flow=flow), held=None) for n in range(3)]
    for asked in ([key], []), ([], [key]):
        with pytest.raises(NotShown, match=rf"{key}: (nothing could tell of any case|no end is declared)"):
            keep_cases(cases, parse_conditions(*asked), flow, zone_named("UTC"))
    told = [*cases, structs.replace(cases[0], held=False, complete=True)]
    assert keep_cases(told, parse_conditions([], ["held"]), flow, zone_named("UTC"))


def test_an_open_case_took_its_age_at_least_and_is_not_known_to_be_short() -> None:
    flow = workflow()
    shipped = case("SO-1", Did("enter", 0, 1), Did("ship", 3000, 3001), flow=flow)
    cases = [shipped, case("SO-2", Did("enter", 100, 160), flow=flow)]

    def left(text: str) -> list[str]:
        return [one.id for one in keep_cases(cases, parse_conditions([text], []), flow, zone_named("UTC"))]

    assert left("longer=2d") == ["SO-1", "SO-2"]
    assert left("shorter=3d") == ["SO-1"]


def test_a_filter_that_leaves_nothing_says_so() -> None:
    with pytest.raises(NoRecording, match="No case is left by --only since=2027-01-01"):
        kept("since=2027-01-01")


def test_what_nobody_is_called_is_not_offered() -> None:
    flow = workflow()
    cases = [case("SO-1", Did("enter", 0, 1, actor=""), Did("ship", 1, 2), flow=flow)]
    zone = zone_named("UTC")
    with pytest.raises(UsageError, match=r"shows it; there are Ana\."):
        keep_cases(cases, parse_conditions(["actor=Ben"], []), flow, zone)
    nobody = [case("SO-1", Did("enter", 0, 1, actor=""), flow=flow)]
    with pytest.raises(UsageError, match=r"no recording shows any\."):
        keep_cases(nobody, parse_conditions(["actor=Ben"], []), flow, zone)
