"""Settings for every test, and the folders that are no packages but hold what tests use."""

import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "examples" / "generated"), str(ROOT / "examples" / "order-desk")]

settings.register_profile("same every time", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same every time")
