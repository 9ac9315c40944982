"""The numbers of a log at a glance are those that its steps give one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledgerium_cli.engine.logs import log_format
from ledgerium_cli.engine.operations import group_by_case, reduce_cases
from ledgerium_cli.findings.statistics import Summary, summarise
from ledgerium_cli.findings.variants import find_variants
from ledgerium_cli.logs.model import Given
from ledgerium_cli.logs.read import read_log
from ledgerium_cli.logs.steps import map_log
from ledgerium_cli.logs.summary import summary_of
from ledgerium_cli.recording.files import Source

from ..findings.make import find_paths
from .make import at

ROWS = st.lists(
    st.tuples(
        st.sampled_from("ABCD"),
        st.sampled_from(["x", "y", "z"]),
        st.integers(0, 30),
        st.integers(0, 30) | st.none(),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(ROWS)
def test_paths_variants_and_cycle_times_are_those_of_the_steps(
    rows: list[tuple[str, str, int, int | None]],
) -> None:
    text = "case,activity,start,end\n" + "".join(
        f"{case},{activity},{at(start)},{at(start + took) if took is not None else ''}\n"
        for case, activity, start, took in rows
    )
    source = Source("log.csv", text.encode())
    written_as = log_format(source)
    assert written_as is not None
    with read_log(source, written_as, Given()) as log:
        found = summary_of(log.tables)
        mapped = map_log(log.facts, log.instances(), log.activities(), None)
    cases = reduce_cases(group_by_case([mapped]), None)
    paths = {(one.source, one.target): one.between for one in find_paths(cases) if one.source and one.target}
    assert {(one.source, one.target): one.between for one in found.paths} == {
        ends: _without_interval(between) for ends, between in paths.items()
    }
    assert list(found.variants) == [(one.activities, len(one.cases)) for one in find_variants(cases)]
    assert found.cycle == _without_interval(summarise(case.cycle_ms for case in cases))


def _without_interval(summary: Summary) -> Summary:
    return replace(summary, mean_low=None, mean_high=None)
