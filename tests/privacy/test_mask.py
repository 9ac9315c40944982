"""What a text becomes, by the cases that the recorder is tested with too."""

import json
from pathlib import Path

import pytest

from ledgerium_cli.privacy.clean import Masking, clean
from ledgerium_cli.privacy.mask import mask
from ledgerium_cli.privacy.tokens import tokens, without_names, without_tokens

CORPUS = json.loads((Path(__file__).parents[1] / "mask_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["text"][:30])
def test_private_pieces_are_replaced_and_counted(case):
    masked = mask(case["text"], case["case_form"])
    assert (masked.text, len(masked.pieces)) == (case["masked"], case["count"])


@pytest.mark.parametrize("case", CORPUS["routes"], ids=lambda case: case["route"] + case["case_form"])
def test_in_a_route_segments_are_masked_one_by_one(case):
    cleaned, found = clean({"page": {"route": case["route"]}}, Masking(case["case_form"]))
    assert (cleaned["page"]["route"], len(found)) == (case["masked"], case["count"])


@pytest.mark.parametrize("case", CORPUS["named"], ids=lambda case: case["text"][:30])
def test_with_a_key_the_same_thing_has_the_same_token_however_it_is_written(case):
    assert mask(case["text"], case["case_form"], tokens(CORPUS["token_key"])).text == case["masked"]


def test_another_key_gives_other_tokens():
    ours, theirs = (mask("ann@example.com", "", tokens(digit * 64)).text for digit in "ab")
    assert ours != theirs


def test_tokens_stay_as_they_are():
    for text in (
        "Order [number 1234567890] of [e-mail 0123456789]",
        "[number] “[text]”",
        "Order [number 1234567…",
    ):
        assert mask(text) == mask(text, "SO-#", tokens("a" * 64))
        assert mask(text).text == text


def test_tokens_can_be_left_out_of_a_text_or_be_reduced_to_their_kinds():
    text = "Order [number 3f9a1c2b4d] of [e-mail]"
    assert without_tokens(text) == "Order … of …"
    assert without_names(text) == "Order [number] of [e-mail]"
