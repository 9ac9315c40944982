"""The mined model with the names of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledgerium_cli.documents.model_text import render_source
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.exports.log import activity_names
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.filters import Filtered
from ledgerium_cli.mining.model import MinedModel


@dataclass(frozen=True, slots=True)
class MinedProcess:
    name: str
    model: MinedModel
    titles: Mapping[str, str]
    """Titles by activity id."""
    filtered: Filtered | None = None

    def title(self, activity: str) -> str:
        return self.titles[activity]

    @property
    def source(self) -> str:
        """What the model was mined from and its quality, in a sentence or two."""
        return render_source(self.model, self.filtered)


def mined_process(analysis: Analysis) -> MinedProcess:
    """Requires an analysis that was asked for its model. Raises UsageError when there is none."""
    return MinedProcess(View(analysis).name, analysis.mined, activity_names(analysis), analysis.filtered)
