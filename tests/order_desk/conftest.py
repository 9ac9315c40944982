"""The order desk is an example, not a package of the project: its folder joins the path for these tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "examples" / "order-desk"), str(HERE)]

from desk_client import DeskClient  # noqa: E402

from desk import start  # noqa: E402


@pytest.fixture
def client() -> Iterator[DeskClient]:
    """A client of a freshly started order desk that answers at once."""
    with start(pace=0) as desk:
        yield DeskClient(desk)
