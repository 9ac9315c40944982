"""The text of an arrow stands on its line and hides nothing of the map."""

from itertools import combinations, pairwise
from math import hypot

import pytest

from ledgerium_cli.documents.html.map_fold import folded
from ledgerium_cli.documents.html.map_labels import _points, on_lines
from ledgerium_cli.documents.html.map_layout import Joint, Layout, Placed, Point, Size, layouts
from ledgerium_cli.documents.html.map_words import _between
from ledgerium_cli.documents.map.model import END, START
from ledgerium_cli.findings.statistics import summarise

BOX, ROOM = Size(200, 70), Size(90, 15)
INTO_COLUMNS = [(place, 22) for place in range(2, 16, 3)] + [(place, 33) for place in range(3, 20, 4)]


def is_apart(one: Point, size: Size, other: Point, its: Size) -> bool:
    return (
        abs(one[0] - other[0]) >= (size.width + its.width) / 2
        or abs(one[1] - other[1]) >= (size.height + its.height) / 2
    )


@pytest.mark.parametrize("steps", [5, 50])
def test_no_text_of_an_arrow_hides_a_step_or_another_text(steps: int) -> None:
    names = [START, *(f"step-{place}" for place in range(steps)), END]
    sizes = dict.fromkeys(names, BOX)
    more = [(4, 2), (1, 3), (5, 1)] if steps == 5 else INTO_COLUMNS
    joints = [
        Joint(names[one], names[other], ROOM, 1, other <= one)
        for one, other in [*pairwise(range(steps + 2)), *more]
    ]
    [layout] = layouts(sizes, joints, [{}])
    assert layout is not None
    arranged = on_lines(folded(layout, sizes, joints), sizes, [ROOM] * len(joints))
    labels = [one.label for one in arranged.arrows]
    assert all(is_apart(one, ROOM, other, ROOM) for one, other in combinations(labels, 2))
    assert all(is_apart(one, ROOM, box, BOX) for one in labels for box in arranged.boxes.values())
    on_line = [
        min(hypot(x - one.label[0], y - one.label[1]) for x, y in _points(one.curve)) < 1
        for one in arranged.arrows
    ]
    assert sum(on_line) >= 0.9 * len(on_line)


def test_two_short_lines_between_two_steps_have_their_texts_beside_one_another() -> None:
    there = Placed(((200, 70), (200, 78), (200, 86), (200, 94)), (200, 103), (200, 86))
    back = Placed(((195, 103), (195, 95), (195, 87), (195, 79)), (195, 70), (195, 86))
    boxes = {"above": (200, 35), "below": (200, 138)}
    sizes, rooms = dict.fromkeys(boxes, BOX), [Size(76, 15), Size(50, 15)]
    arranged = on_lines(Layout(Size(400, 173), boxes, (there, back), {}), sizes, rooms)
    one, other = (arrow.label for arrow in arranged.arrows)
    assert is_apart(one, rooms[0], other, rooms[1])
    assert all(is_apart(other, rooms[1], box, BOX) for box in boxes.values())


def test_a_line_through_the_text_of_another_runs_below_it() -> None:
    """Two lines that cross where the text of the first has to stand."""
    across = Placed(((0, 50), (30, 50), (70, 50), (100, 50)), (108, 50), (50, 50))
    down = Placed(((50, 0), (50, 30), (50, 70), (50, 400)), (50, 408), (50, 300))
    layout = Layout(Size(108, 408), {}, (across, down), {})
    arranged = on_lines(layout, {}, [Size(220, 15), Size(20, 15)])
    assert arranged.upwards == (1, 0)
    assert arranged.arrows[0].label[1] == 50


@pytest.mark.parametrize(
    ("seconds", "told"),
    [([10, 20], "10 s, 20 s"), ([10, 20, 30], "10 s … 30 s"), ([10, 20, 30, 40], "10 s … 40 s")],
)
def test_an_arrow_without_room_for_all_of_a_few_times_says_from_which_to_which(
    seconds: list[int], told: str
) -> None:
    times = summarise([one * 1000 for one in seconds])
    assert _between(times, has_room=False) == [told]
    assert ", ".join(_between(times, has_room=True)).split(", ") == [f"{one} s" for one in seconds]
