"""How the folder of a build is called, and the files in it that other commands look for."""

from __future__ import annotations

OUTPUT_FOLDER = "ledgerium-out"
"""Beside the first trace: where documents go when nobody names a folder."""
SOP_NAME = "sop.md"
BASE_NAME = "sop.base.md"
"""What the last build generated, beside the SOP."""
ANALYSIS_NAME = "analysis.json"
