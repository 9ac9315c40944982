"""The mined model: the order of steps that cases follow, and how well the model describes them."""

from __future__ import annotations

from ledgerium_cli.documents.model_text import render_model
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.output.text import Blocks


def mined_model(view: View) -> Blocks:
    model = view.analysis.model
    if model is None:
        return ["No model was asked for."]
    # An indented code block: unlike a fenced one, no title can end it.
    lines = render_model(model, view.called).splitlines()
    return [
        "What pm4py makes of the variants. Fitness: how much of what was seen the model allows. Precision: how "
        "much of what the model allows was seen.",
        "\n".join(f"    {line}".rstrip() for line in lines),
    ]
