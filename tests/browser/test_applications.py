"""On applications that this project did not write."""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import expect
from recorder import RecorderBrowser, choose
from support import read

from ledgerium_cli.build import documents_of
from ledgerium_cli.load import load

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


DONE_IN_THE_LAB = [
    ("click", "button", "Python 3 (ipykernel) Python 3 (ipykernel)", 1),
    ("field_changed", "textbox", None, 1),  # the first cell
    ("field_changed", "textbox", None, 1),
    ("click", "button", "Run this cell and advance (Shift+Enter)", 1),
    ("click", "menuitem", "File", 1),
    ("click", "menuitem", "Rename Notebook…", 1),
    ("field_changed", "textbox", "New Name", 1),
    ("click", "button", "Rename File", 1),
    ("click", "button", "Save and create checkpoint (Ctrl+S)", 1),
    ("click", "listitem", None, 2),  # a file in a list is data: which one is not told
    ("field_changed", "textbox", None, 1),
    ("click", "menuitem", "Duplicate Ctrl+D", 1),
    ("click", "tab", "months.ipynb", 1),
]
"""Kind, role, name, presses. A key that starts a command, such as Shift+Enter, is no event."""


@pytest.fixture
def jupyterlab(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a JupyterLab that knows nothing of this machine's, and the folder that it works in."""
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.skip("JupyterLab is not installed: pip install '.[applications]'")
    folder, own = tmp_path / "work", tmp_path / "own"
    folder.mkdir()
    (folder / "orders.txt").write_text("first\n")
    places = ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_SETTINGS_DIR")
    environment = os.environ | {name: str(own / name) for name in (*places, "JUPYTERLAB_WORKSPACES_DIR")}
    options = (
        "--no-browser", "--allow-root", "--port=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}",
        "--ServerApp.allow_remote_access=True", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    )  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", *options]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as process:
        until = monotonic() + 60
        while not (told := list((own / "JUPYTER_RUNTIME_DIR").glob("jpserver-*.json"))):
            assert monotonic() < until, "JupyterLab did not start"
            assert process.poll() is None
            sleep(0.1)
        yield json.loads(told[0].read_text())["port"], folder
        process.terminate()


def test_a_notebook_in_jupyterlab(jupyterlab: tuple[int, Path], tmp_path: Path) -> None:
    """Menus that take the pointer, editors that draw themselves, files that open by a double click."""
    port, folder = jupyterlab
    at = f"http://lab.localhost:{port}"
    with RecorderBrowser(tmp_path / "profile", [f"{at}/*"]) as browser:
        page = browser.page
        page.goto(f"{at}/lab")
        page.get_by_role("button", name="No", exact=True).click(timeout=60_000)  # no news, please
        browser.start("Notebooks", "Ana")
        page.bring_to_front()
        page.locator(".jp-LauncherCard[data-category=Notebook]").click()
        page.get_by_text("| Idle").wait_for(timeout=60_000)
        cells, outputs = page.locator(".jp-Notebook .cm-content"), page.locator(".jp-OutputArea-output")
        cells.first.click()
        page.keyboard.type("secret = 'SECRET'; print(6 * 7)")
        page.keyboard.press("Shift+Enter")
        outputs.filter(has_text="42").wait_for()
        cells.last.click()
        page.keyboard.type("print(8 * 9)")
        page.locator("[data-jp-item-name=run]").click()
        outputs.filter(has_text="72").wait_for()
        page.get_by_role("menuitem", name="File", exact=True).click()
        page.get_by_role("menuitem", name="Rename Notebook…").click()
        page.locator(".jp-Dialog input").fill("months.ipynb")
        page.get_by_role("button", name="Rename").click()
        page.get_by_role("tab", name="months.ipynb").wait_for()
        # The list is sorted anew behind the dialog: until then a double click may meet the neighbour.
        files = page.locator(".jp-DirListing-item")
        expect(files).to_contain_text(["months.ipynb", "orders.txt"])
        page.locator("[data-jp-item-name=save]").click()
        files.filter(has_text="orders.txt").dblclick()
        page.locator(".jp-FileEditor .cm-content").click()
        page.keyboard.type("SECRET ")
        page.keyboard.press("Control+s")
        files.filter(has_text="orders.txt").click(button="right")
        page.get_by_role("menuitem", name="Duplicate").click()
        files.filter(has_text="orders-Copy1.txt").wait_for()
        page.get_by_role("tab", name="months.ipynb").click()
        browser.stop()
        saved = browser.save(tmp_path / "trace.jsonl")
        assert browser.errors == []

    happened = [
        (line["kind"], line["element"]["role"], line["element"].get("name"), line.get("presses", 1))
        for line in read(saved)
        if line["kind"] in ("click", "field_changed")
    ]
    assert happened == DONE_IN_THE_LAB
    assert "SECRET" not in saved.read_text("utf-8")

    # What the application itself made of it.
    cells_run = json.loads((folder / "months.ipynb").read_text())["cells"]
    assert [one["outputs"][0]["text"] for one in cells_run if one["outputs"]] == [["42\n"], ["72\n"]]
    assert "SECRET" in (folder / "orders.txt").read_text()
    assert (folder / "orders-Copy1.txt").read_text() == (folder / "orders.txt").read_text()
