"""Whatever was made of some of the cases says of which."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from ledgerium_cli.against import check_against
from ledgerium_cli.documents.analysis.render import render_model_json, render_part
from ledgerium_cli.documents.check.render import FORMATS
from ledgerium_cli.documents.check.sarif import as_sarif
from ledgerium_cli.documents.model_text import render_model
from ledgerium_cli.documents.opportunities.handover import render_handover
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.exports.formats import export
from ledgerium_cli.findings.filters import parse_conditions
from ledgerium_cli.load import Loaded, load
from ledgerium_cli.mining.model import MinedModel
from ledgerium_cli.output.content import bytes_of

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "sales-order")
TOLD = "Filtered by --only held: 8 cases left out."


@pytest.fixture(scope="module")
def held() -> Loaded:
    return load([EXAMPLE], conditions=parse_conditions(["held"], []), model=True)


def model_of(loaded: Loaded) -> MinedModel:
    assert loaded.analysis.model is not None
    return loaded.analysis.model


JSON: dict[str, Callable[[Loaded], str]] = {
    "report": lambda held: render_part(held.analysis, "report"),
    "opportunities": lambda held: render_handover(held.analysis, held.recordings()),
    "mine": lambda held: render_model_json(model_of(held), held.analysis.filtered),
    "check": lambda held: FORMATS["json"](check_against(held)),
}


@pytest.mark.parametrize("document", JSON)
def test_json_has_the_filter_as_analysis_json_has_it(held: Loaded, document: str) -> None:
    told = msgspec.json.decode(JSON[document](held))
    assert told["filter"] == {
        "conditions": ["--only held"],
        "cases_left_out": 8,
        "recordings_left_out": 0,
    }


WORDS: dict[str, Callable[[Loaded], str]] = {
    "mine": lambda held: render_model(
        model_of(held), held.analysis.titles.__getitem__, held.analysis.filtered
    ),
    "check as text": lambda held: FORMATS["text"](check_against(held)),
    "check for github": lambda held: FORMATS["github"](check_against(held)),
    "check for junit": lambda held: FORMATS["junit"](check_against(held)),
    "check as sarif": lambda held: as_sarif(check_against(held)),
    "bpmn": lambda held: bytes_of(export(held.analysis, "bpmn")).decode(),
    "pnml": lambda held: bytes_of(export(held.analysis, "pnml")).decode(),
    "standard error": lambda held: "\n".join(held.about_input),
}


@pytest.mark.parametrize("document", WORDS)
def test_words_say_the_filter_and_how_many_cases_it_left_out(held: Loaded, document: str) -> None:
    assert TOLD in WORDS[document](held)


def test_the_table_of_a_check_says_it_too(held: Loaded) -> None:
    assert "- Filtered by --only held: 8 cases left out." in FORMATS["md"](check_against(held))


@pytest.mark.parametrize("audience", ["quick", "training"])
def test_a_guide_says_it_as_the_sop_does(held: Loaded, audience: Literal["quick", "training"]) -> None:
    sop = render_sop(View(held.analysis))
    [line] = [line for line in sop.splitlines() if line.startswith("**Filtered:**")]
    assert line in view_for(audience, sop, held.analysis).splitlines()


def test_the_period_is_that_of_the_cases_that_are_left(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = ("A,Enter,2026-03-02T09:00:00Z", "B,Enter,2026-03-10T09:00:00Z", "B,Close,2026-03-11T09:00:00Z")
    log.write_text("\n".join(["case,activity,timestamp", *rows]), "utf-8")
    left = load([str(log)], conditions=parse_conditions(["since=2026-03-10"], []), keep=False)
    sop = render_sop(View(left.analysis))
    assert "as observed: 1 case in 1 log, 2026-03-10 to 2026-03-11.\n" in sop
    assert "2026-03-02" not in sop.partition("## How this was made")[0]


def test_of_all_cases_nothing_is_filtered() -> None:
    everything = load([EXAMPLE], model=True)
    assert all("iltered" not in told(everything) for told in WORDS.values())
    assert all(msgspec.json.decode(told(everything))["filter"] is None for told in JSON.values())
