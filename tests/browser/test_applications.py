"""On applications that this project did not write."""

from __future__ import annotations

import importlib.util
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from recorder import RecorderBrowser, choose
from support import read

from ledgerium_cli.build import documents_of, load

DONE = [
    ("field_changed", "textbox", "Username:", None),
    ("field_changed", "textbox", "Password:", None),
    ("click", "button", "Log in", None),
    ("click", "link", None, "Model name"),
    ("click", "link", "Add order", None),
    ("field_changed", "textbox", "Number:", None),
    ("click", "combobox", "Customer", None),
    ("click", "option", None, "Customer"),
    ("field_changed", "searchbox", None, None),
    ("field_changed", "combobox", "Terms:", None),
    ("field_changed", "combobox", "Terms:", None),
    ("click", "link", "Today", None),
    ("field_changed", "checkbox", "Express", None),
    ("field_changed", "textbox", "Remarks:", None),
    ("field_changed", "textbox", "Item", None),
    ("field_changed", "spinbutton", "Quantity", None),
    ("click", "button", "Add another Line", None),
    ("field_changed", "textbox", "Item", None),
    ("field_changed", "spinbutton", "Quantity", None),
    ("click", "button", "Save and continue editing", None),
    ("field_changed", "textbox", "Remarks:", None),
    ("click", "button", "Save", None),
    ("field_changed", "textbox", "Search", None),
    ("click", "button", "Search", None),
    ("click", "link", None, "Number"),
    ("click", "link", "Delete", None),
    ("click", "button", "Yes, I’m sure", None),
]
"""Kind, role, name, and whose data. A link in a table is data; “Terms:” was passed on the way to the second choice."""

FOLDER = Path(__file__).parent / "applications"


@pytest.fixture
def django(tmp_path: Path) -> Iterator[int]:
    """The port of Django's admin with an order model."""
    if importlib.util.find_spec("django") is None:
        pytest.skip("Django is not installed: pip install '.[applications]'")
    command = [sys.executable, FOLDER / "django_orders.py", tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def test_an_order_in_djangos_admin(django: int, tmp_path: Path) -> None:
    """What Django wrote into its own log is what the recording says was sent."""
    at = f"http://admin.localhost:{django}"
    with RecorderBrowser(tmp_path / "profile", [f"{at}/*"]) as browser:
        browser.start("Orders", "Ana", case_example="SO-1042")
        page = browser.page
        page.goto(f"{at}/admin/")
        page.get_by_label("Username").fill("ana")
        page.get_by_label("Password").fill("secret-word")
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("link", name="Orders", exact=True).click()
        page.get_by_role("link", name="Add order").click()
        page.get_by_label("Number:").fill("SO-1042")
        page.locator(".select2-selection").click()
        page.locator(".select2-search__field").press_sequentially("SECRET")
        page.locator(".select2-results__option", has_text="SECRET Inc").click()
        choose(page.get_by_label("Terms:"), "30 days")
        page.get_by_role("link", name="Today").click()
        page.get_by_label("Express").check()
        page.get_by_label("Remarks:").fill("SECRET remark")
        page.locator("[name=line_set-0-item]").fill("SECRET bolt")
        page.locator("[name=line_set-0-quantity]").fill("8675309")
        page.get_by_text("Add another Line").click()
        page.locator("[name=line_set-1-item]").fill("SECRET nut")
        page.locator("[name=line_set-1-quantity]").fill("1")
        page.get_by_role("button", name="Save and continue editing").click()
        page.get_by_label("Remarks:").fill("SECRET again")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator("#searchbar").fill("SO-1042")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="SO-1042").click()
        page.get_by_role("link", name="Delete").first.click()
        page.get_by_role("button", name="Yes, I’m sure").click()
        page.get_by_text("was deleted successfully").wait_for()
        browser.stop()
        saved = browser.save(tmp_path / "trace.jsonl")
    lines = read(saved)
    text = saved.read_text("utf-8") + "".join(documents_of(load([str(saved)]).analysis).values())
    assert [secret for secret in ("SECRET", "secret-word", "8675309") if secret in text] == []

    happened = [
        (line["kind"], line["element"]["role"], line["element"].get("name"), line["element"].get("owner"))
        for line in lines
        if line["kind"] in ("click", "field_changed")
    ]
    assert happened == DONE

    # 1: added, 2: changed, 3: deleted.
    with sqlite3.connect(tmp_path / "orders.sqlite3") as database:
        log = [flag for (flag,) in database.execute("select action_flag from django_admin_log order by id")]
    sends = {"Save and continue editing": 1, "Save": 2, "Yes, I’m sure": 3}
    assert [sends[name] for _, _, name, _ in happened if name in sends] == log == [1, 2, 3]
    said = [line["message"]["text"] for line in lines if line["kind"] == "message_shown"]
    assert [text.split("”")[1].split()[1] for text in said] == ["added", "changed", "deleted"]
