"""Document control that contradicts itself is named."""

import pytest

from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.workflow.load import parse_workflow, template_text


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('effective = "2026-02-30"', "document: day is out of range"),
        ("effective = 2026-12-01\nreview = 2026-11-01", "document: the review is before it takes effect"),
        ('effective = "soon"', "document.effective"),
    ],
)
def test_a_day_that_cannot_be_is_named(table, fault):
    with pytest.raises(WorkflowFileError, match=fault):
        parse_workflow(f"{template_text('sales-order')}\n[document]\n{table}\n", "t")
