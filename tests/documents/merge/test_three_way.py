"""Two branches' versions of a sequence, put together."""

from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.documents.merge.branches.three_way import Clash, three_way

VERSIONS = st.lists(st.sampled_from("abcdef"), max_size=6)


def put(ancestor: str, ours: str, theirs: str) -> str:
    """A letter is an item; what clashes as `<ours|theirs>`."""
    merged = three_way([*ancestor], [*ours], [*theirs], str)
    return "".join(
        f"<{''.join(one.ours)}|{''.join(one.theirs)}>" if isinstance(one, Clash) else one for one in merged
    )


def test_what_each_branch_changed_alone_is_taken_also_side_by_side():
    assert put("abcd", "aXcd", "abYd") == "aXYd"
    assert put("abcd", "acd", "abcdY") == "acdY"
    assert put("abcd", "aXbcd", "abYcd") == "aXbYcd"


def test_what_both_changed_otherwise_clashes_and_nothing_beside_it():
    assert put("abcd", "aXcd", "aYcd") == "a<X|Y>cd"
    assert put("abcd", "acd", "aYcd") == "a<|Y>cd"
    assert put("abcd", "aXZd", "abYd") == "aX<Z|Y>d"


def test_what_both_added_at_one_place_stands_once_and_ours_first():
    assert put("ab", "aXb", "aYb") == "aXYb"
    assert put("ab", "aXb", "aXYb") == "aXYb"
    assert put("", "X", "Y") == "XY"


def test_of_two_that_are_the_same_the_one_that_a_branch_wrote_otherwise_is_taken():
    assert [*three_way(["a", "b"], ["A", "b"], ["a", "B"], str.lower)] == ["A", "B"]


@given(VERSIONS, VERSIONS)
def test_a_branch_that_changed_nothing_changes_nothing(ancestor, other):
    assert [*three_way(ancestor, other, ancestor, str)] == other
    assert [*three_way(ancestor, ancestor, other, str)] == other
    assert [*three_way(ancestor, other, other, str)] == other


@given(VERSIONS, VERSIONS, VERSIONS)
def test_what_a_branch_added_is_never_lost(ancestor, ours, theirs):
    found = list[str]()
    for one in three_way(ancestor, ours, theirs, str):
        found += [*one.ours, *one.theirs] if isinstance(one, Clash) else [one]
    assert {*ours, *theirs} - {*ancestor} <= {*found}
    assert {*found} <= {*ancestor, *ours, *theirs}
