"""`report.html` in a tab, and everything that it must not do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from ledgerium_cli.build import documents_of
from ledgerium_cli.findings.analysis import Analysis

WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
PRESS = """() => {
  const drawer = document.getElementById("drawer");
  for (const some of ["#variant-list button", "g.box", "g.arrow", "[data-evidence]", ".case-name", ".cite"]) {
    for (const one of [...document.querySelectorAll(some)].slice(0, 6)) {
      one.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      for (const inside of [...drawer.querySelectorAll(".case-name, .cite")].slice(0, 6)) {
        inside.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      }
      drawer.close();
    }
  }
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""


@dataclass
class Opened:
    page: Page
    wrong: list[str] = field(default_factory=list)
    """Boxes, windows, requests, and what stood on the console."""

    def show(self, html: str, folder: Path) -> Page:
        file = folder / "report.html"
        file.write_text(html, encoding="utf-8")
        page, wrong = self.page, self.wrong
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: wrong.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("popup", lambda other: wrong.append(f"window: {other.url}"))
        page.on("request", lambda asked: wrong.append(f"request: {asked.url}"))
        page.add_init_script(WATCH)
        page.goto(file.as_uri())
        page.evaluate("new Promise((done) => requestIdleCallback(done))")  # when all is drawn
        assert wrong.pop(0) == f"request: {file.as_uri()}"
        return page

    def found_wrong(self) -> list[str]:
        return [*self.wrong, *self.page.evaluate("violations")]


def html_of(analysis: Analysis) -> str:
    return documents_of(analysis)["report.html"]


def cases(page: Page) -> list[str]:
    """The names in the list of cases."""
    return page.locator("#case-list tbody th").all_inner_texts()


def press_everything(page: Page) -> None:
    """A few of everything that can be pressed, and what the drawer offers then."""
    page.evaluate(PRESS)
