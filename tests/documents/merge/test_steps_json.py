"""The steps as JSON, in a layout of people or with words of theirs."""

import json
import re
from pathlib import Path

import pytest

from ledgerium_cli.documents.merge.document import merge
from ledgerium_cli.documents.merge.merged import Merged

from .make import BASE

EXAMPLE = Path(__file__).parents[3] / "examples/sales-order/ledgerium-out/sop.md"


def test_json_laid_out_anew_without_its_language_is_no_edit():
    text = EXAMPLE.read_text("utf-8")
    [made] = re.findall(r"```json\n(.*?)```", text, flags=re.S)
    theirs = text.replace(f"```json\n{made}", f"```\n{json.dumps(json.loads(made), indent=2)}\n")
    assert theirs != text
    assert merge(text, theirs, text).conflicts == ()
    assert "by people" not in merge(text, theirs, text).text.partition("## How this was made")[2]
    newer = text.replace('"version": "', '"version": "0')
    assert '"version": "0' in merge(text, theirs, newer).text
    assert merge(text, theirs, newer).conflicts == ()


PLAIN, CURLY = str.maketrans("“”’–", '""\'-'), str.maketrans({'"': "”", "'": "’"})


@pytest.mark.parametrize("quotes", [PLAIN, CURLY], ids=["plain", "curly"])
def test_quotation_marks_that_are_replaced_all_over_the_document_leave_its_code_whole(quotes):
    text = (
        EXAMPLE.read_text("utf-8")
        .replace('"title": "', '"title": "Press “Go” – ')
        .replace('s1["', 's1["“Go” ')
    )
    theirs = text.translate(quotes)
    newer = text.replace('"version": "', '"version": "0').replace("|3|", "|4|")
    for now in (text, newer):
        merged = merge(text, theirs, now)
        assert merged.conflicts == ()
        assert _code_in(merged.text) == _code_in(now)
        assert "by people" not in merged.text.partition("## How this was made")[2]


def _code_in(text):
    return re.findall(r"```\w+\n.*?```", text, flags=re.S)


def with_json(system, version):
    return f'{BASE}\n```json\n{{"version": "{version}",\n "steps": [{{"system": "{system}"}}]}}\n```\n'


def test_json_goes_on_as_people_left_it_where_something_else_in_it_is_new():
    base, theirs = with_json("ERP", "1234567890ab"), with_json("SAP", "1234567890ab")
    merged = merge(base, theirs, with_json("ERP", "ba0987654321"))
    assert with_json("SAP", "ba0987654321").partition("```")[2] in merged.text
    assert merged.conflicts == ()
    assert merge(base, theirs, with_json("CRM", "ba0987654321")).conflicts == ("How this was made",)


def test_a_conflict_over_json_stands_until_people_or_a_build_settle_it():
    base, theirs, new = (with_json(one, "1234567890ab") for one in ("ERP", "SAP", "CRM"))
    merged = merge(base, theirs, new)
    for version in ("1234567890ab", "ba0987654321"):
        again = merge(new, merged.text, with_json("CRM", version), gone=merged.gone)
        assert again.conflicts == merged.conflicts == ("How this was made",)
        assert f'"version": "{version}",\n "steps": [{{"system": "SAP"}}]' in again.text
    assert merge(new, merge(new, merged.text, new).text, new).conflicts == ("How this was made",)
    without = re.sub(r"\n(> .*|>)(?=\n)", "", merged.text)
    assert merge(new, without, new, gone=merged.gone) == Merged(without, (), ())
    as_before = merge(new, merged.text, with_json("ERP", "ba0987654321"), gone=merged.gone)
    assert as_before.conflicts == ()
    assert '"version": "ba0987654321",\n "steps": [{"system": "SAP"}]' in as_before.text
