"""Offices whose recordings are generated."""

from pathlib import Path

from generate import Options
from ledgerium_cli.workflow.load import parse_workflow

from .known.numbers import ADDED

FOLDER = Path(__file__).parents[2] / "examples" / "generated"
WORKFLOW = parse_workflow((FOLDER / "workflow.toml").read_text("utf-8") + ADDED, "workflow.toml")
THREE_MONTHS = Options(per_day=36, drift_from=33, drift=2, slowest_answer=180)
