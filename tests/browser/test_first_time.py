"""A person who never saw the recorder records an order with its popup alone.

Chromium without Playwright, the popup of the real button in the toolbar, and nothing but what can be read there:
words of buttons and labels of fields. Chromium's own question for permission is answered in
`test_shortcuts.py::test_the_browsers_question_on_a_screen`, because without a screen there is none.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from plain import PlainChromium, PlainTab
from recorder import extension_id, grant

from ledgerium_cli.build import documents_of
from ledgerium_cli.load import load

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "order-desk"))

from desk import OrderDesk, start


@pytest.fixture
def desk() -> Iterator[OrderDesk]:
    with start() as running:
        yield running


def test_an_order_is_recorded_saved_and_becomes_an_sop(desk: OrderDesk, tmp_path: Path) -> None:
    hosts = [site.partition("://")[2] for site in (desk.crm, desk.erp, desk.credit)]
    sites = [f"{scheme}://{host}/*" for scheme in ("http", "https") for host in hosts]
    profile, downloads = tmp_path / "profile", tmp_path / "downloads"
    grant(profile, extension_id(), sites)
    with PlainChromium(profile) as browser:
        browser.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        page = browser.open(f"{desk.crm}/requests")
        begin(browser, page, hosts[1:])
        enter_the_order(page)
        see_it_through(page)
        popup = browser.press_recorder(page)
        popup.has("Message: Released to fulfilment")
        popup.press("Stop")
        popup.press("Save recording")
        popup.has("Recording saved")
        saved = downloaded(downloads)
        popup.has(f"ledgerium build {saved.name}")
    sop = documents_of(load([str(saved)]).analysis)["sop.md"]
    told = [line[4:].partition(" *(")[0] for line in sop.splitlines() if line.startswith("### ")]
    assert told == [
        "1. Save the order",
        "2. Validate the order",
        "3. Run the credit check",
        "4. Confirm the order",
        "5. Release the order",
    ]
    assert "seen in" not in sop.split("## Procedure")[1].split("\n## ")[0].replace("Also seen", "")
    filled = [
        "choose “Customer”.",
        "Fill in “Customer reference”.",
        "Choose “Item”.",
        "Fill in “Quantity” and “Unit",
    ]
    assert all(one in sop for one in filled)
    assert "BF-44871" not in sop


def begin(browser: PlainChromium, page: PlainTab, others: list[str]) -> None:
    """The address in front is offered; the others are written as an address bar shows them. The popup goes away when
    the person looks at a page for an address; what was written is still there."""
    popup = browser.press_recorder(page)
    popup.write("Workflow", "Sales order processing")
    popup.write("Your name or pseudonym", "Mia")
    popup.close()
    popup = browser.press_recorder(page)
    popup.write("Example of a case number (optional)", "SO-1042")
    popup.write("Sites to record", "".join(f"\n{host}/orders" for host in others))
    popup.press("Start recording")
    popup.has("Page “Order requests”")
    popup.close()


def test_after_a_denied_question_the_popup_says_so_and_has_what_was_written(
    desk: OrderDesk, tmp_path: Path
) -> None:
    with PlainChromium(tmp_path) as browser:
        page = browser.open(f"{desk.crm}/requests")
        popup = browser.press_recorder(page)
        popup.write("Workflow", "Sales order processing")
        popup.write("Your name or pseudonym", "Mia")
        popup.press("Start recording")
        popup.is_gone()  # the question closes it; without a screen nobody can answer
        popup = browser.press_recorder(page)
        popup.has("The browser was not allowed to record these sites.")
        written = (
            "Object.values(Object.fromEntries(new FormData(document.getElementById('start-form')))).join('|')"
        )
        assert popup.evaluate(written) == f"Sales order processing|Mia||{desk.crm}"


def test_a_site_that_nobody_named_is_told_and_can_be_added(desk: OrderDesk, tmp_path: Path) -> None:
    grant(tmp_path, extension_id(), [f"{desk.crm}/*", f"{desk.erp}/*"])
    with PlainChromium(tmp_path) as browser:
        page = browser.open(f"{desk.crm}/requests/R-201")
        popup = browser.press_recorder(page)
        popup.write("Workflow", "Sales order processing")
        popup.write("Your name or pseudonym", "Mia")
        popup.press("Start recording")
        popup.has("Page “Request R-201”")
        popup.close()
        page.press("Start order")
        page.has("Save order")
        popup = browser.press_recorder(page)
        popup.has(f"The page in front is not recorded: {desk.erp}")
        popup.press("Record this site too")
        popup.has("Page “New order”")
        assert not popup.evaluate("document.body.innerText.includes('is not recorded')")
        popup.close()
        page.press("Price list")
        popup = browser.press_recorder(page)
        popup.has("Page “Price list”")
        stored = popup.evaluate("chrome.storage.local.get(['last', 'workflows'])")
    sites = [f"{desk.crm}/*", f"{desk.erp}/*"]
    assert stored["last"]["sites"] == stored["workflows"]["Sales order processing"]["sites"] == sites


def enter_the_order(page: PlainTab) -> None:
    page.press("R-201")
    page.press("Start order")
    page.write("Customer", "Bri")
    page.write("Customer reference", "BF-44871")
    page.write("Item", "I-10")
    page.write("Quantity", "120")
    page.write("Unit price", "8.40")
    page.write("Payment terms", "30")
    page.write("Delivery date", "12072026")
    page.press("Save order")
    page.has("Order saved")


def see_it_through(page: PlainTab) -> None:
    page.press("Validate order")
    page.has("Validation passed")
    page.press("Credit check")
    page.press("Run credit check")
    page.has("Credit approved")
    page.press("Open order")
    page.has("Where it stands")
    page.press("Confirm order")
    page.write("Confirmation sent by", "E")
    page.write("Promised date", "12082026")
    page.press("Confirm order")
    page.has("Order confirmed")
    page.press("Release to fulfilment")
    page.write("Warehouse", "H")
    page.press("Release order")
    page.has("Released to fulfilment")


def downloaded(folder: Path) -> Path:
    late = time.monotonic() + 15
    while time.monotonic() < late:
        if found := list(folder.glob("*.jsonl")):
            return found[0]
        time.sleep(0.05)
    raise TimeoutError("nothing was downloaded")
