"""The generator is an example, not a package of the project: its folder joins the path for these tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "generated"))
