"""What documents say of a single case, of which everything is there once."""

import re

import pytest

from ledgerium_cli.build import documents_of
from ledgerium_cli.documents.sop.views import view_for

from .make import Take, analysed, sales_order

ONE_AS_SEVERAL = re.compile(
    r"(?<![\w.,:–÷-])1 (?:\w+ )?(?:orders|cases|steps|performances|times|events|recordings|people|paths|stretches|"
    r"sequences|holds|releases|rows|shares|activities|systems|variants)\b|\bof 1 \w+s\b|\bthe 1 [\w ]+ (?:count|are)\b"
)


def take() -> Take:
    order = "SO-1"
    take = Take("one", "Ana").page(0, order).fill(20, order).press(90, order, "Save order").page(92, order)
    take.press(115, order, "Validate order", "Validation failed").press(200, order, "Run credit check")
    take.message(204, order, "On hold: over the limit").press(
        500, order, "Release hold", "Hold released", after=2
    )
    take.page(600, order).press(670, order, "Confirm order", "Order confirmed")
    return take.press(700, order, "Hand over to warehouse").message(702, order, "Released to fulfilment")


@pytest.mark.parametrize("declared", [False, True])
def test_one_of_something_is_told_as_one(declared: bool) -> None:
    documents = documents_of(analysed(take(), workflow=sales_order() if declared else None))
    for name in ("sop.md", "report.md", "opportunities.md", "map.svg", "report.html"):
        text = documents[name].split("<script", 1)[0]
        assert not ONE_AS_SEVERAL.search(text), f"{name}: {ONE_AS_SEVERAL.search(text)}"
    assert "\n\n\n" not in documents["report.md"]


@pytest.mark.parametrize("name", ["order", "invoice", "hour sheet", "user", "RMA", "credit memo"])
def test_what_a_case_is_called_stands_behind_no_article_that_may_not_suit_it(name: str) -> None:
    workflow = sales_order(**{'name = "order"': f'name = "{name}"', "An order": "What is"})
    documents = documents_of(analysed(take(), workflow=workflow))
    for kind in ("sop.md", "report.md", "opportunities.md", "report.html"):
        found = re.search(rf"\b[Aa]n? {name}\b[^\n]{{,40}}", documents[kind].split("<script", 1)[0])
        assert found is None, f"{kind}: {found}"
    assert f"\nThe {name} is complete when " in documents["sop.md"]


def test_that_a_step_was_seen_in_the_one_case_goes_without_saying() -> None:
    sop = documents_of(analysed(take(), workflow=sales_order()))["sop.md"]
    assert "\n**Ana** in **erp.example.com**\n" in sop
    assert "of 1 order" not in sop.split("## Procedure")[1].split("\n## ")[0]


def test_who_does_a_step_is_known_to_the_quick_guide_all_the_same() -> None:
    analysis = analysed(take(), workflow=sales_order())
    guide = view_for("quick", documents_of(analysis)["sop.md"], analysis)
    assert "### 1. Enter the order · Ana in erp.example.com" in guide
