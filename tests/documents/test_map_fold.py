"""A long chain of steps stands in columns, and is the same map."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerium_cli.documents.html.map_fold import folded
from ledgerium_cli.documents.html.map_layout import Joint, Layout, Size, layouts
from ledgerium_cli.documents.map.model import END, START

BOX = Size(200, 70)


def laid_out(steps: int, *more: tuple[int, int], plan: dict[str, int] | None = None) -> tuple[Layout, Layout]:
    """A chain with more arrows between its steps: in one column, and folded."""
    names = [START, *(f"step-{place}" for place in range(steps)), END]
    sizes = dict.fromkeys(names, BOX)
    ways = [*pairwise(range(steps + 2)), *more]
    joints = [Joint(names[one], names[other], Size(40, 15), 1, other <= one) for one, other in ways]
    [layout] = layouts(sizes, joints, [plan or {}])
    assert layout is not None
    return layout, folded(layout, sizes, joints)


def is_beside(layout: Layout, one: str, other: str) -> bool:
    (x, y), (other_x, other_y) = layout.boxes[one], layout.boxes[other]
    return abs(x - other_x) >= BOX.width or abs(y - other_y) >= BOX.height


def test_a_short_chain_stays_as_it_is() -> None:
    layout, same = laid_out(8)
    assert same is layout


def test_lanes_are_not_folded() -> None:
    layout, same = laid_out(50, plan={f"step-{place}": place % 2 for place in range(50)})
    assert same is layout


def test_a_long_chain_fits_a_screen() -> None:
    layout, columns = laid_out(50)
    assert layout.size.height > 10 * layout.size.width
    assert columns.size.height < 1.5 * columns.size.width
    assert columns.size.height * 3 < layout.size.height


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 41), st.integers(0, 41)), max_size=8))
def test_every_box_has_its_place_and_every_arrow_leads_from_box_to_box(more: list[tuple[int, int]]) -> None:
    layout, columns = laid_out(40, *more)
    assert list(columns.boxes) == list(layout.boxes)
    assert all(is_beside(columns, one, other) for one, other in combinations(columns.boxes, 2))
    names = list(columns.boxes)
    width, height = columns.size.width, columns.size.height
    for (one, other), arrow in zip([*pairwise(range(42)), *more], columns.arrows, strict=True):
        for end, (x, y) in ((names[one], arrow.curve[0]), (names[other], arrow.point)):
            box_x, box_y = columns.boxes[end]
            assert abs(x - box_x) <= BOX.width / 2 + 1
            assert abs(y - box_y) <= BOX.height / 2 + 1
        assert len(arrow.curve) % 3 == 1
        assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in arrow.curve)
