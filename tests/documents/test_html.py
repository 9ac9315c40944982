"""`report.html`: one file that runs its own script and nothing else, whatever stands in the recordings."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib import resources

import pytest

from ledgerium_cli.build import documents_of, made_anew
from ledgerium_cli.documents.html import data, events
from ledgerium_cli.documents.html.prose import prose, sections
from ledgerium_cli.documents.report.causes import NAMES
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.causes import CAUSES
from ledgerium_cli.findings.statistics import summarise
from ledgerium_cli.output.content import bytes_of
from ledgerium_cli.output.text import md
from ledgerium_cli.workflow.load import parse_workflow
from ledgerium_cli.workflow.wire import Workflow

from .make import (
    ATTACKS,
    HOSTILE,
    A,
    Take,
    analysed,
    hostile_takes,
    hostile_workflow,
    nine_orders,
    sales_order,
    with_times_unknown,
    worked_example,
)
from .pages import Page, hashed


def with_events(*takes: Take, workflow: Workflow | None = None) -> Page:
    recordings = [one.recording() for one in takes]
    analysis = analysed(*recordings, workflow=workflow)
    view = View(analysis, lambda ids: [one for one in recordings if one.id in ids])
    return Page(bytes_of(made_anew(view).documents["report.html"]).decode())


def built(analysis: Analysis) -> Page:
    return Page(documents_of(analysis)["report.html"])


# One file, its own script


def test_the_policy_lets_run_the_one_script_and_the_one_style_by_their_hashes() -> None:
    page = built(analysed(*worked_example(), workflow=sales_order()))
    told = dict(one.split(" ", 1) for one in page.policy.split("; "))
    _, script = page.inside["script"]
    [style] = page.inside["style"]
    assert told == {
        "default-src": "'none'",
        "script-src": hashed(script),
        "style-src": hashed(style),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_policy_stands_before_anything_that_it_is_about() -> None:
    tags = [tag for tag, _ in built(analysed(*worked_example())).elements]
    assert tags.index("meta") < min(tags.index("style"), tags.index("script"))
    assert tags[: tags.index("style")] == ["html", "head", "meta", "meta", "meta", "meta", "meta", "title"]


def test_nothing_is_fetched_and_nothing_runs_in_place() -> None:
    page = built(analysed(*nine_orders(), workflow=sales_order()))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {
        "img",
        "link",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "audio",
        "video",
        "use",
        "image",
    }
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {
        name for name in names if name.startswith("on") or name in ("style", "src", "srcdoc", "xlink:href")
    }
    targets = {one["href"] for _, one in page.elements if "href" in one}
    assert all(target and target.startswith("#") for target in targets)
    [script, style] = page.inside["script"][1], page.inside["style"][0]
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", script + style)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(", script
    )


def test_the_same_analysis_gives_the_same_bytes() -> None:
    once, again = (
        documents_of(analysed(*nine_orders(), workflow=sales_order()))["report.html"] for _ in range(2)
    )
    assert once == again


# Hostile texts


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_text_is_text_in_the_markup_and_in_the_data(attack: str) -> None:
    takes = [Take(attack, attack, host=attack, title=attack), Take("b", "Ben", start=100)]
    takes[0].mark(0, attack, "case").press(5, attack, attack, f"{attack} on hold").mark(8, attack, "hold")
    takes[1].press(110, attack, f"Save {attack}", attack)
    _is_harmless(built(analysed(*takes)))
    page = with_events(*takes)
    _is_harmless(page)
    assert page.data["events"]["by_recording"]


def test_declared_texts_are_no_safer_and_as_harmless() -> None:
    workflow = sales_order(hostile_workflow(), **{"Sales order processing": HOSTILE.replace('"', "")})
    _is_harmless(built(analysed(*hostile_takes(), *nine_orders(), workflow=workflow)))


@pytest.mark.parametrize("attacks", [ATTACKS[:6], ATTACKS[3:]])
def test_names_that_people_gave_to_steps_are_as_harmless(attacks: list[str]) -> None:
    analysis = analysed(*nine_orders(), workflow=sales_order())
    steps = [one.activity.id for one in analysis.activities]
    named = View(analysis).naming(dict(zip(steps, attacks, strict=True)))
    _is_harmless(Page(bytes_of(made_anew(named).documents["report.html"]).decode()))


def _is_harmless(page: Page) -> None:
    """It has elements and attributes that any page has, and the same script under the same policy."""
    usual = _usual()
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in usual.elements} | {"blockquote", "code"}
    assert _attributes(page) <= _attributes(usual)
    assert page.inside["script"][1:] == usual.inside["script"][1:]
    assert page.inside["style"] == usual.inside["style"]
    assert page.policy == usual.policy
    assert page.data["cases"]


@cache
def _usual() -> Page:
    return built(analysed(*nine_orders(), workflow=sales_order()))


def _attributes(page: Page) -> set[tuple[str, str]]:
    return {(tag, name) for tag, attributes in page.elements for name in attributes}


def test_of_markdown_no_html_no_picture_and_no_odd_link_is_left() -> None:
    made = prose(
        "<b onclick=x>a</b> ![i](//x/y.png) [a](javascript:x) [b](https://example.com) [c](map.svg) <https://e.example>"
    )
    found = Page(made).elements
    assert [(tag, one.get("href")) for tag, one in found if tag != "p"] == [
        ("a", "https://example.com"),
        ("a", None),
    ]


def test_what_a_person_struck_out_is_struck_out_and_tildes_of_a_page_are_not() -> None:
    assert prose(f"Press ~~twice~~ once. {md('~~x~~')}") == "<p>Press <s>twice</s> once. ~~x~~</p>\n"


def test_the_attribute_block_behind_a_title_is_not_seen():
    [_, one] = sections(
        "# SOP\n\n## Purpose {#why}\n\n### 1. *Enter* it { .wide }\n\nIn braces {#x}.", first_level=3
    )
    assert one.title == "Purpose"
    assert one.body == "<h3>1. <em>Enter</em> it</h3>\n<p>In braces {#x}.</p>\n"


def test_braces_that_were_recorded_in_a_title_are_seen():
    [_, one] = sections(
        f"# SOP\n\n## {md('Mail {status=open}')}\n\n### 2. {md('Mail {status=done}')} {{.wide}}",
        first_level=3,
    )
    assert one.title == "Mail {status=open}"
    assert one.body == "<h3>2. Mail {status=done}</h3>\n"


def test_comments_that_mark_steps_are_not_seen_and_other_html_is_text() -> None:
    made = prose(
        "<!-- step: enter-order -->\n\nOne <!-- two --> *three* <b onclick=x>four</b>\n\n<script>five</script>"
    )
    assert [tag for tag, _ in Page(made).elements] == ["p", "em"]
    words = Page(f"<div>{made}</div>").words
    assert "step: enter-order" not in words
    assert all(one in words for one in ("One", "<b onclick=x>four</b>", "<script>five</script>"))


def test_headings_keep_their_order_below_the_page_s_own_and_diagrams_in_text_are_left_out() -> None:
    text = (
        "# T\n\nShort.\n\n## One *b*\n\n### Sub\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n```mermaid\nx\n```"
    )
    text += "\n\n## Two"
    first, one, two = sections(text, first_level=4)
    assert (first.title, one.title, two.title) == ("", "One b", "Two")
    assert "<h4>Sub</h4>" in one.body
    assert 'class="number">2<' in one.body
    assert "mermaid" not in one.body
    assert two.body == ""


# What it says


def test_few_values_are_shown_themselves_and_many_as_their_median() -> None:
    few, many = built(analysed(*worked_example())), built(analysed(*nine_orders()))
    assert "1 min 30 s, 15 min 01 s" in few.words
    assert "every value, n = 2" in few.words
    assert "n = 9" in many.words


def test_what_is_not_known_is_not_called_nothing() -> None:
    page = built(analysed(*worked_example()))
    assert [one["held"] for one in page.data["cases"]] == [None, None]
    assert "nothing could tell whether a case was held" in page.words


def test_a_log_that_does_not_tell_work_from_wait_gives_neither_a_number_nor_a_zero() -> None:
    page = built(with_times_unknown(analysed(*worked_example(), workflow=sales_order())))
    assert all(case["parts"] == [None] * 5 and case["slices"] == [] for case in page.data["cases"])
    assert [one["cycle"] for one in page.data["cases"]] == [901_000, 90_000]
    assert "nothing tells work from wait" in page.words
    assert "work not known" in page.words


def test_of_unfinished_cases_it_is_said_that_none_is_complete_and_how_much_work_was_seen() -> None:
    ana = Take("a", "Ana").page(0, A).fill(10, A).press(40, A, "Save order", "Order saved")
    page = built(analysed(ana, workflow=sales_order()))
    assert "not seen no order is complete: 40\xa0s of work so far, n = 1 order" in page.words
    assert "nothing tells work from wait" not in page.words
    assert "system wait 0 s" not in page.words
    assert "no score it takes five cases, at least one of them complete" in page.words


def test_where_nobody_was_seen_to_wait_no_card_asks_why() -> None:
    waited, straight = Take("a", "Ana"), Take("b", "Ana")
    for take, later in ((waited, 900), (straight, 60)):
        take.press(0, A, "Save order", "Order saved").press(later, A, "Validate order", "Validation passed")
    asked = "Why cases wait between steps"
    assert asked in built(analysed(waited, workflow=sales_order())).words
    page = built(analysed(straight, workflow=sales_order())).words
    assert asked not in page
    assert "at 0 steps" not in page


def test_a_target_says_how_many_that_missed_it_are_still_open() -> None:
    declared = sales_order('[[targets]]\nmetric = "cycle"\nminutes = 1\n')
    ana = Take("a", "Ana").press(0, A, "Save order", "Order saved").press(100, A, "Validate order")
    page = built(analysed(ana, workflow=declared))
    assert "met in 0 of 1 order; of the rest 1 is open and past it already" in page.words


def test_what_a_step_waited_for_stands_with_it_by_cause() -> None:
    analysis, page = analysed(*nine_orders(), workflow=sales_order()), _usual()
    assert analysis.waiting is not None
    waited = Counter[str]()
    for case in page.data["cases"]:
        for step in case["steps"]:
            for cause, ms in zip(step[9][::2], step[9][1::2], strict=True):
                waited[page.data["causes"][cause]] += ms
    found = {NAMES[cause]: getattr(analysis.waiting.causes, cause) for cause in CAUSES}
    assert waited == {name: ms for name, ms in found.items() if ms}


def test_time_adds_up_in_the_data_too() -> None:
    page = built(analysed(*nine_orders(), workflow=sales_order()))
    for case in page.data["cases"]:
        assert sum(case["parts"]) == case["cycle"] == sum(case["slices"][::3])
        by_part = [0] * 5
        for length, part in zip(case["slices"][::3], case["slices"][1::3], strict=True):
            by_part[part] += length
        assert by_part == case["parts"]


def test_the_wait_of_single_steps_is_the_one_that_each_step_is_summed_up_by() -> None:
    analysis = analysed(*nine_orders(), workflow=sales_order())
    steps = [step for case in built(analysis).data["cases"] for step in case["steps"]]
    for place, found in enumerate(analysis.activities):
        assert summarise([step[7] for step in steps if step[0] == place]) == found.work
        assert summarise([step[8] for step in steps if step[0] == place]) == found.wait


def test_every_step_has_its_events_and_every_event_its_recording() -> None:
    page = built(analysed(*worked_example(), workflow=sales_order()))
    labels = [one["label"] for one in page.data["recordings"]]
    a = next(case for case in page.data["cases"] if case["id"] == "SO-1001")
    assert [(labels[step[5]], step[6]) for step in a["steps"]] == [
        ("R1", "1–4"), ("R1", "6–7"), ("R2", "1–3"), ("R2", "4–5"),
    ]  # fmt: skip


def test_each_event_of_a_step_is_told_with_its_time_what_was_done_and_where() -> None:
    take = (
        Take("a", "Ana")
        .page(0, A)
        .fill(10, A, "Customer")
        .press(40, A, "Save order", "Order saved")
        .mark(50, A, "hold")
    )
    found = with_events(take, workflow=sales_order()).data["events"]
    words, rows = found["words"], found["by_recording"]["R1"]
    assert [words[did] for _, _, did, _ in rows] == [
        "The page was shown",
        "Filled in or changed textbox “Customer”",
        "Pressed button “Save order”",
        "Status: “Order saved”",
        f"Marked a hold of {A}",
    ]
    assert [number for number, *_ in rows] == [1, 2, 3, 4, 5]
    assert [since for _, since, *_ in rows][1:3] == [10_000, 30_000]
    assert A in words[rows[0][3]]
    assert found["cases"] == 1


def test_where_not_all_events_fit_those_of_the_first_cases_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = worked_example()
    all_of_them = with_events(ana, ben, workflow=sales_order()).data["events"]
    assert all_of_them["cases"] == 2
    monkeypatch.setattr(events, "MOST_EVENTS", 12)
    assert with_events(ana, ben, workflow=sales_order()).data["events"]["cases"] == 1
    monkeypatch.setattr(data, "MOST_BYTES", 0)
    none = with_events(ana, ben, workflow=sales_order()).data["events"]
    assert (none["cases"], none["by_recording"]) == (0, {})


def test_of_very_many_cases_some_at_even_distances_are_carried_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(data, "MOST_CASES", 4)
    analysis = analysed(*nine_orders(), workflow=sales_order())
    assert data.carried(9, 4) == [0, 2, 4, 6]
    page = built(analysis)
    assert len(page.data["cases"]) == 4
    assert page.data["all_cases"] == 9
    assert "This page carries 4 of 9 orders, taken at even distances" in page.words
    assert "n = 9 orders" in page.words


def test_as_many_cases_are_carried_as_fit_with_what_is_told_of_them_and_their_events_into_what_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also deviations: each step is done once too often. What they share is there once."""
    names = [f"Compare with the terms of payment, part {n}" for n in range(8)]
    take = Take("long", "Ana")
    for n in range(20 * 2 * len(names)):
        take.press(100 * n, f"SO-{1000 + n // 2 // len(names)}", names[n % len(names)])
    once = "".join(
        f"[[activities]]\nid = 'a{n}'\ntitle = '{name}'\nat_most = 1\n"
        f"belongs = [{{ element = '{name}' }}]\ncompleted_by = [{{ element = '{name}' }}]\n"
        for n, name in enumerate(names)
    )
    pattern = "[case]\nname = 'order'\npattern = 'SO-[0-9]+'\n"
    workflow = parse_workflow(f"format = 1\nname = 'Orders'\n{pattern}{once}", "t")
    whole = with_events(take, workflow=workflow)
    assert (len(whole.data["cases"]), whole.data["events"]["cases"]) == (20, 20)
    assert (len(whole.data["deviations"]), len(whole.data["deviations_told"])) == (20 * 8, 8)
    size = len(whole.source.encode())

    monkeypatch.setattr(data, "FOR_CASES", 1)
    monkeypatch.setattr(data, "MOST_BYTES", size - 1)
    page = with_events(take, workflow=workflow)
    assert (len(page.data["cases"]), page.data["events"]["cases"]) == (20, 10)

    monkeypatch.setattr(data, "MOST_BYTES", size - 16_000)
    page = with_events(take, workflow=workflow)
    notice = f"This page carries {len(page.data['cases'])} of 20 orders"
    assert notice in page.words
    assert 5 < len(page.data["cases"]) < 15
    assert len(page.source.encode()) < size - 16_000 + 10 * len(notice)


def test_recordings_that_nothing_in_the_page_cites_are_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "MOST_CASES", 4)
    takes = [
        Take(f"take-{n}", "Ana", 100 * n)
        .page(100 * n, f"SO-{1000 + n}")
        .press(100 * n + 10, f"SO-{1000 + n}", "Save order")
        .page(100 * n + 11, f"SO-{1000 + n}")
        for n in range(300)
    ]
    analysis = analysed(*takes, workflow=sales_order())
    page = built(analysis)
    labels = {one["label"] for one in page.data["recordings"]}
    assert len(labels) < 150 < len(analysis.recordings)
    assert labels >= {*re.findall(r"\bR\d+(?=: \d)", page.words + json.dumps(page.data))}
    used = [page.data["recordings"][step[5]]["id"] for case in page.data["cases"] for step in case["steps"]]
    assert used == [f"take-{n}" for n in (0, 75, 150, 225)]


def test_every_card_says_of_which_cases_it_is() -> None:
    words = built(analysed(*nine_orders(), workflow=sales_order())).words.replace("\u00a0", " ")
    assert words.count("n = 7 complete orders") == 2  # cycle time; work and wait
    assert "n = 6 of 9 orders" in words  # credit-check wait
    assert "2 of 8 orders that came where a hold can begin" in words
    assert "of 9 orders, open ones included" in words  # why cases wait
    assert "6 of 9 orders" in words  # first-time-right


def test_a_thousand_cases_fit_into_a_mail() -> None:
    take = Take("many", "Ana")
    for number in range(1_000):
        order, at = f"SO-{1000 + number}", 200 * number
        take.fill(at + 10, order).press(at + 30, order, "Save order").page(at + 31, order)
        take.press(at + 60, order, "Validate order", "Validation passed")
        take.press(at + 90, order, "Run credit check", "Credit approved")
        take.press(at + 120, order, "Confirm order", "Order confirmed")
        take.press(at + 150, order, "Hand over to warehouse", "Released to fulfilment")
    recording = take.recording()
    analysis = analysed(recording, workflow=sales_order())
    view = View(analysis, lambda _: [recording])
    html = bytes_of(made_anew(view).documents["report.html"])
    assert html.count(b'"cycle":') > 1_000
    assert f'"cases":{len(analysis.cases)}}}' in html.decode()
    assert len(html) < 5_000_000


def test_guesses_are_called_guesses_first() -> None:
    words = built(analysed(*worked_example())).words
    assert "Guessed" in words
    assert "Guessed" not in _usual().words


def test_older_browsers_get_the_light_one_of_each_two_colours():
    css = (resources.files("ledgerium_cli.documents.html") / "page.css").read_text("utf-8")
    plain, _, both = css.partition("@supports (color: light-dark(#fff, #000))")
    pairs = re.findall(r"(--[\w-]+): ([^;]*?)light-dark\(((?:[^,()]|\([^()]*\))*),", both)
    assert len(pairs) > 20
    assert [name for name, before, light in pairs if f"{name}: {before}{light};" not in plain] == []


def test_what_closes_a_gap_is_the_first_opportunity_on_the_page_and_on_its_first_sheet() -> None:
    page = documents_of(analysed(*nine_orders(), workflow=sales_order()))["report.html"]
    told = page.index('id="opportunities"')
    gap = page.index('class="savings gaps"', told)
    assert 'class="kind risk">risk<' in page[gap:]
    assert told < gap < page.index('<ol class="savings">', told)
    sheet = page[page.index('id="first-sheet"') : page.index('id="map"')]
    largest = sheet[sheet.index("Largest opportunities") :]
    assert largest.index("closes a gap") < largest.index("would save")
