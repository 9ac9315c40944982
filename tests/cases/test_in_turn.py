"""In which order documents name cases."""

import pytest

from ledgerium_cli.cases.in_turn import by_name
from ledgerium_cli.engine.cases_aside import in_order
from ledgerium_cli.load import load


@pytest.fixture
def began_together(tmp_path):
    """The cases of a log, in the order in which they stand in documents; SO-100 began first."""
    rows = [
        f"SO-{number},Enter,2026-03-{2 if number < 20 else 1:02}T09:00:00Z" for number in (10, 2, 1, 100, 11)
    ]
    (tmp_path / "log.csv").write_text("\n".join(["case,activity,time", *rows]), "utf-8")
    return load([str(tmp_path / "log.csv")], keep=False).analysis.cases


def test_cases_that_began_at_one_time_stand_in_the_order_of_the_numbers_in_their_names(began_together):
    in_documents = ["SO-100", "SO-1", "SO-2", "SO-10", "SO-11"]
    assert [one.id for one in began_together] == in_documents
    assert [one.id for one in in_order(began_together[::-1])] == in_documents
    assert [one.id for one in in_order(began_together[::-1], most_steps=0)] == in_documents


def test_no_two_names_are_in_one_place_and_any_number_of_digits_is_a_number():
    names = ["", "1", "01", "1a", "a1", "a", "9" * 5000, "8" * 5001, "٣", "a1b2", "a1b10"]
    assert len({by_name(one) for one in names}) == len(names)
    assert sorted(names, key=by_name) == [
        "", "01", "1", "1a", "9" * 5000, "8" * 5001, "a", "a1", "a1b2", "a1b10", "٣"
    ]  # fmt: skip
