"""The structs and schemas are those that the models give."""

import json

import pytest

from ledgerium_cli.derive import PACKAGE, derived_files


@pytest.mark.parametrize(
    ("path", "text"), derived_files().items(), ids=lambda value: getattr(value, "name", "")
)
def test_derived_files_follow_the_models(path, text):
    assert path.read_text("utf-8") == text, "a format changed: run `python -m ledgerium_cli.derive`"


def test_the_schemas_of_answers_say_what_a_field_means():
    analysis = json.loads((PACKAGE / "schema" / "analysis-2.json").read_text("utf-8"))
    told = analysis["$defs"]["AnalysisJson"]["properties"]["files_not_read"]
    assert told == {
        "description": "The number of files and folders from which no recording could be read.",
        "type": "integer",
    }


def test_no_schema_has_room_for_a_value():
    trace = next(text for path, text in derived_files().items() if path.name == "trace-1.json")
    names = {name for part in json.loads(trace)["$defs"].values() for name in part["properties"]}
    assert not names & {"value", "values", "content", "screenshot", "keys", "key", "checked", "selection"}
