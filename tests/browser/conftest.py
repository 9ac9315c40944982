"""Every test in this folder needs a real Chromium; without one they fail and say what to install."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parent))  # the harness is no package: scripts import it from here too

from recorder import EXTENSION, RecorderBrowser
from report_page import Opened
from support import Recording, Site

from ledgerium_cli.build import made_anew
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.load import load
from ledgerium_cli.output.content import bytes_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture(scope="session")
def browser(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecorderBrowser]:
    sites = [site.url("erp", "/*"), site.url("crm", "/*")]
    with RecorderBrowser(tmp_path_factory.mktemp("profile"), sites) as running:
        yield running


@pytest.fixture
def recording(browser: RecorderBrowser, site: Site, tmp_path: Path) -> Iterator[Recording]:
    site.pages.clear()
    page = browser.page
    page.goto("about:blank")
    browser.start("Sales order processing", "Ana", case_example="SO-1042")
    yield Recording(browser, page, site, tmp_path / "trace.jsonl")
    for tab in browser.context.pages:
        if tab not in (page, browser.popup):
            tab.close()
    browser.clear()
    assert browser.errors == []


@pytest.fixture(scope="module")
def script_page(browser: RecorderBrowser) -> Iterator[Callable[[str], Page]]:
    """A page outside every recorded site, with the content scripts' functions in it."""
    page = browser.context.new_page()
    scripts = browser.popup.evaluate("async () => (await import('./lib/control.js')).SCRIPTS")
    scripts = [
        "content/trade.js",
        *(one for one in scripts if one != "content/main.js"),
    ]  # which begins to record

    def show(html: str) -> Page:
        page.set_content("<!doctype html>" + html)
        for script in scripts:
            page.add_script_tag(path=EXTENSION / script)
        return page

    yield show
    page.close()


@pytest.fixture
def opened(browser: RecorderBrowser) -> Iterator[Opened]:
    page = browser.context.new_page()
    yield Opened(page)
    page.close()


@pytest.fixture(scope="session")
def example_html() -> str:
    """The page of the shipped example."""
    folder = Path(__file__).parents[2] / "examples" / "sales-order"
    loaded = load([str(folder)], model=True)
    view = View(loaded.analysis, loaded.recordings_at_hand)
    return bytes_of(made_anew(view).documents["report.html"]).decode()


@pytest.fixture
def example(opened: Opened, example_html: str, tmp_path: Path) -> Iterator[Page]:
    """The page of the shipped example in a tab, which does nothing wrong all the while."""
    yield opened.show(example_html, tmp_path)
    assert opened.found_wrong() == []
