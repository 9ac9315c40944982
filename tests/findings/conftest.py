"""A judge of the statistics that this project did not write."""

from __future__ import annotations

import warnings
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def stats() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from scipy import stats
    return stats
