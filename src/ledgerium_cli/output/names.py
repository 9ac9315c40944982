"""The names of the output folder, of files in it that other commands look for, and of folders beside it."""

from __future__ import annotations

OUTPUT_FOLDER = "ledgerium-out"
"""The default output folder, beside the first trace."""
SOP_NAME = "sop.md"
BASE_NAME = "sop.base.md"
"""What the last build generated, kept beside the SOP."""
KEPT_FOLDER = ".ledgerium"
"""Where builds keep results; names of folders in which documents stand until they are whole begin so too."""
ANALYSIS_NAME = "analysis.json"
MADE_ANEW = ("map.dot", "map.svg", "report.md", "opportunities.md", "report.html", ANALYSIS_NAME)
"""What a build writes anew, whatever stands there: of these nothing has to be merged."""
