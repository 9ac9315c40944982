"""Settings for every test, and the folders that are no packages but hold what tests use."""

import sys
from pathlib import Path

from hypothesis import settings

# jsonschema takes it where it is there, and it builds grammars of addresses for a second; no schema here has any.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "examples" / "generated"), str(ROOT / "examples" / "order-desk")]

settings.register_profile("same every time", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same every time")
