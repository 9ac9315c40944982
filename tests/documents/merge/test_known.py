"""The lines of `sop.base.md`, one for each build that it knows."""

import pytest

from ledgerium_cli.documents.merge.base_file import base_of, last_builds
from ledgerium_cli.documents.merge.builds.known import MOST, builds_in


def built(*generated: str, last: bytes | None = None) -> bytes:
    for one in generated:
        last = base_of(one, last=last).encode()
    return last


def test_a_build_that_says_the_same_changes_nothing():
    base = built("# One", "# Two")
    assert built("# Two", last=base) == base


def test_the_last_builds_are_kept():
    base = built(*(f"# {n}" for n in range(MOST + 3)))
    assert [one.generated for one in builds_in(base)] == [f"# {n}" for n in range(MOST + 2, 2, -1)]
    assert [one.generated for one in last_builds(base)] == [f"# {MOST + 2}"]


def test_of_builds_between_which_people_only_edited_the_last_is_kept():
    base = base_of("# Two", last=built("# One", "# Two"), shown="# Two, as people call it").encode()
    assert [(one.generated, one.shown) for one in builds_in(base)] == [
        ("# Two", "# Two, as people call it"),
        ("# One", "# One"),
    ]


@pytest.mark.parametrize("marks", ["{}{}", "<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n"])
def test_of_two_branches_both_are_last_until_the_next_build_whatever_stands_between(marks):
    first = built("# One")
    ours, theirs = (built(one, last=first).decode() for one in ("# Ours", "# Theirs"))
    merged = marks.format(ours, theirs).encode()
    assert [one.generated for one in last_builds(merged)] == ["# Ours", "# Theirs"]
    assert [one.generated for one in last_builds(built("# Both", last=merged))] == ["# Both"]


def test_a_line_that_somebody_changed_is_no_build():
    base = built("# One", "# Two").decode()
    last = base.index("QlpoOT")
    for broken in (base.replace("QlpoOT", "QlpoOT" * 2, 1), f"{base[:last]}{base[last + 8 :]}"):
        assert [one.generated for one in builds_in(broken.encode())] == ["# One"]
