"""The names of the output folder and of files in it that other commands look for."""

from __future__ import annotations

OUTPUT_FOLDER = "ledgerium-out"
"""The default output folder, beside the first trace."""
SOP_NAME = "sop.md"
BASE_NAME = "sop.base.md"
"""What the last build generated, kept beside the SOP."""
ANALYSIS_NAME = "analysis.json"
