"""Settings that a team shares: one key, so that a masked number is the same in all their recordings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from recorder import RecorderBrowser


def chosen(popup: Page, **changes: Any) -> None:
    """Choose a colleague's file."""
    file = {
        "ledgerium_team": 1,
        "token_key": "ab" * 32,
        "workflow": "Returns",
        "case_example": "RET-77",
        "sites": ["crm.example.com", "https://*.example.org"],
    }
    file.update(changes)
    content = json.dumps({name: value for name, value in file.items() if value is not ...}).encode()
    popup.locator("#team-file").set_input_files(
        {"name": "ledgerium-team.json", "mimeType": "application/json", "buffer": content}
    )


@pytest.fixture
def settings(browser: RecorderBrowser) -> Iterator[Page]:
    """The start form with the team's settings unfolded, in a browser that remembers nothing."""
    popup = browser.popup
    popup.evaluate("() => chrome.storage.local.clear()")
    popup.reload()
    popup.locator("#team summary").click()
    yield popup
    popup.evaluate("() => chrome.storage.local.clear()")
    popup.reload()
    assert browser.errors == []


def test_a_workflow_that_was_recorded_before_brings_its_case_number_and_sites(
    browser: RecorderBrowser,
) -> None:
    popup, sites = browser.popup, browser.sites
    browser.start("Orders", "Ana", case_example="SO-1042")
    browser.clear()
    browser.sites = [sites[1]]
    browser.start("Returns", "Ben", case_example="RET-77")
    browser.clear()
    browser.sites = sites
    options = popup.locator("#workflows option").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert {"Orders", "Returns"} <= set(options)
    expect(popup.get_by_label("Workflow")).to_have_value("Returns")
    popup.get_by_label("Workflow").fill("Orders")
    popup.keyboard.press("Tab")
    expect(popup.get_by_label("Example of a case number (optional)")).to_have_value("SO-1042")
    expect(popup.get_by_label("Sites to record")).to_have_value(
        "\n".join(site.removesuffix("/*") for site in sites)
    )
    expect(popup.get_by_label("Your name or pseudonym")).to_have_value("Ben")
    expect(popup.locator("#filled-in")).to_have_text("Filled in as you recorded “Orders” before.")
    popup.get_by_label("Workflow").fill("Something new")
    popup.keyboard.press("Tab")
    expect(popup.get_by_label("Example of a case number (optional)")).to_have_value("SO-1042")
    popup.reload()


def test_the_settings_of_a_team_go_from_one_browser_to_another(settings: Page) -> None:
    popup = settings
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Example of a case number (optional)").fill("SO-1042")
    popup.get_by_label("Sites to record").fill("erp.example.com\nhttps://crm.example.com/start")
    with popup.expect_download() as downloading:
        popup.get_by_role("button", name="Share settings…").click()
    assert downloading.value.suggested_filename == "ledgerium-team.json"
    path = Path(downloading.value.path())
    told = json.loads(path.read_text("utf-8"))
    key = told.pop("token_key")
    assert re.fullmatch("[0-9a-f]{64}", key)
    assert told == {
        "ledgerium_team": 1,
        "workflow": "Orders",
        "case_example": "SO-1042",
        "sites": ["erp.example.com", "https://crm.example.com"],
    }
    popup.evaluate("() => chrome.storage.local.clear()")
    popup.reload()
    popup.locator("#team summary").click()
    popup.locator("#team-file").set_input_files(path)
    expect(popup.locator("#team-said")).to_have_text("Settings for “Orders” are in use.")
    expect(popup.get_by_label("Workflow")).to_have_value("Orders")
    expect(popup.get_by_label("Sites to record")).to_have_value("erp.example.com\nhttps://crm.example.com")
    stored = popup.evaluate("() => chrome.storage.local.get(['team', 'workflows'])")
    assert stored == {
        "team": {"tokenKey": key},
        "workflows": {
            "Orders": {
                "caseExample": "SO-1042",
                "sites": ["*://erp.example.com/*", "https://crm.example.com/*"],
            }
        },
    }


def test_a_team_shares_that_it_keeps_known_words_only(settings: Page) -> None:
    popup, strict = settings, settings.get_by_label("Keep known words only")
    popup.get_by_label("Workflow").fill("Orders")
    popup.get_by_label("Sites to record").fill("erp.example.com")
    strict.check()
    with popup.expect_download() as downloading:
        popup.get_by_role("button", name="Share settings…").click()
    path = Path(downloading.value.path())
    assert json.loads(path.read_text("utf-8"))["naming"] == "known_words"
    popup.evaluate("() => Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")
    popup.reload()
    expect(strict).not_to_be_checked()
    popup.locator("#team summary").click()
    popup.locator("#team-file").set_input_files(path)
    expect(popup.locator("#team-said")).to_have_text("Settings for “Orders” are in use.")
    expect(strict).to_be_checked()


def test_another_team_key_is_replaced_after_a_question_alone(settings: Page) -> None:
    popup = settings
    popup.evaluate("() => chrome.storage.local.set({team: {tokenKey: 'cd'.repeat(32)}})")
    team = "() => chrome.storage.local.get('team').then(({team}) => team.tokenKey)"
    chosen(popup)
    popup.get_by_role("button", name="Keep mine").click()
    assert popup.evaluate(team) == "cd" * 32
    assert popup.evaluate("() => chrome.storage.local.get('workflows')") == {}
    chosen(popup)
    popup.get_by_role("button", name="Replace it").click()
    expect(popup.locator("#team-said")).to_have_text("Settings for “Returns” are in use.")
    assert popup.evaluate(team) == "ab" * 32
    chosen(popup)  # the same key: nothing to ask
    expect(popup.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"ledgerium_team": ...}, "This is no file of team settings."),
        ({"ledgerium_team": 2}, "This file is from a newer recorder."),
        ({"token_key": "AB" * 32}, "“token_key” is missing"),
        ({"token_key": ["ab" * 32]}, "“token_key” is missing"),
        ({"token_key": ...}, "“token_key” is missing"),
        ({"workflow": ""}, "“workflow” is missing"),
        ({"workflow": 7}, "“workflow” is missing"),
        ({"case_example": "x"}, "“case_example” is missing"),
        ({"naming": "loose"}, "“naming” is missing"),
        ({"sites": []}, "“sites” is missing"),
        ({"sites": ["<all_urls>"]}, "“sites” is missing"),
        ({"sites": "erp.example.com"}, "“sites” is missing"),
        ({"more": 1}, "“more” is missing, unknown"),
    ],
)
def test_a_file_that_is_not_right_is_refused(settings: Page, changes: dict[str, Any], problem: str) -> None:
    chosen(settings, **changes)
    expect(settings.locator("#team-problem")).to_contain_text(problem)
    assert settings.evaluate("() => chrome.storage.local.get(null)") == {}
