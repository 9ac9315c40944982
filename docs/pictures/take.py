"""Take the pictures that stand beside this file: `./dev pictures`.

A real Chromium with the extension in it. The work that it records and the past recordings are made up; the page
is that of the shipped example. `diff.svg` is drawn from the demonstration, without a browser.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parents[1] / "examples" / "sales-order"
DEMO = HERE.parents[1] / "examples" / "ci-demo"
sys.path.insert(0, str(HERE.parents[1] / "tests" / "browser"))

from playwright.sync_api import Locator, Page  # noqa: E402
from recorder import RecorderBrowser  # noqa: E402
from support import Site  # noqa: E402

from ledgerium_cli.documents.differences.picture import ABOUT, diff_dot  # noqa: E402
from ledgerium_cli.documents.differences.side import side_of  # noqa: E402
from ledgerium_cli.documents.map.svg import draw_svg  # noqa: E402
from ledgerium_cli.findings.differences.compare import compare  # noqa: E402
from ledgerium_cli.load import load  # noqa: E402

POPUP, TAB = 400, 1080
SITES = ["http://erp.example.com/*", "http://crm.example.com/*"]
ORDER = """<title>Order {number}</title><h1>{heading} {number}</h1>
<label>{customer} <input></label><label>{quantity} <input type=number></label>
<label>{terms} <input></label><button>{save}</button><p role=status></p>
<script>document.querySelector("button").onclick = () =>
  document.querySelector("p").textContent = "{said}"</script>"""
ENGLISH = {
    "heading": "Order",
    "customer": "Customer",
    "quantity": "Quantity",
    "terms": "Payment terms",
    "save": "Save order",
    "said": "Credit limit is exceeded",
}
ARABIC = {
    "heading": "طلب",
    "customer": "العميل",
    "quantity": "الكمية",
    "terms": "شروط الدفع",
    "save": "حفظ الطلب",
    "said": "تم تجاوز حد الائتمان",
}
EARLIER = """async (minutes) => {
  const { recording } = await chrome.storage.local.get("recording");
  const header = { ...recording.header, start_ms: recording.header.start_ms - minutes * 60_000 };
  await chrome.storage.local.set({ recording: { ...recording, header } });
}"""
PAST = """async () => {
  const one = (recording, workflow, days, events, more) => ({
    header: { recording, workflow, actor: "Ana", start_ms: Date.now() - days * 86_400_000 - 4_000_000 },
    state: "stopped", sites: [], off: [], pausedMs: 0, events, ...more,
  });
  const all = [
    one("p1", "Sales order processing", 1, 1284, { saved: true }),
    one("p2", "Returns and credit notes", 1.2, 347, { state: "interrupted" }),
    one("p3", "Sales order processing", 4, 912, { saved: true }),
  ];
  await chrome.storage.local.set(Object.fromEntries(all.map((item) => [`kept|${item.header.recording}`, item])));
}"""


@contextmanager
def recorder(site: Site, language: str = "en-US") -> Iterator[RecorderBrowser]:
    """A browser in which `example.com` is the site that runs here."""
    to_here = f"--host-resolver-rules=MAP *.example.com:80 127.0.0.1:{site.port}"
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        RecorderBrowser(profile, SITES, language=language, arguments=[to_here]) as browser,
    ):
        yield browser


def work(browser: RecorderBrowser, site: Site, words: dict[str, str]) -> None:
    """Two orders, a mark and a note."""
    page = browser.page
    for number in ("SO-1041", "SO-1042"):
        path = f"/orders/{number}"
        site.pages[path] = ORDER.format(number=number, **words)
        page.goto(f"http://erp.example.com{path}")
        page.get_by_label(words["customer"]).fill("x")
        page.get_by_label(words["quantity"]).fill("3")
        page.get_by_label(words["terms"]).fill("x")
        page.get_by_role("button").click()
        page.wait_for_timeout(300)
    browser.mark("hold", case="SO-1042", text="over the credit limit")
    browser.note("Asked Karin in accounting by phone")
    browser.popup.wait_for_timeout(400)


def take(popup: Page, name: str, width: int, scheme: str = "light") -> None:
    popup.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    popup.set_viewport_size({"width": width, "height": 200})
    popup.evaluate("(isPopup) => { document.getElementById('open').hidden = !isPopup; }", width == POPUP)
    popup.evaluate("() => { document.activeElement.blur(); steps.scrollTop = steps.scrollHeight; }")
    popup.mouse.move(0, 0)
    popup.wait_for_timeout(250)
    path = HERE / f"{name}.png"
    popup.screenshot(path=path, full_page=True, scale="css")
    print(f"{path.name}: {path.stat().st_size // 1000} kB", file=sys.stderr)


def english(site: Site) -> None:
    with recorder(site) as browser:
        popup = browser.popup
        browser.start("Sales order processing", "Ana", case_example="SO-1042")
        popup.evaluate(EARLIER, 23)
        work(browser, site, ENGLISH)
        take(popup, "live", POPUP)
        take(popup, "live-tab", TAB)
        browser.stop()
        popup.evaluate(PAST)
        popup.locator("#save[data-ready]").wait_for()
        take(popup, "done-tab", TAB, "dark")
        browser.clear()
        popup.evaluate(PAST)
        popup.reload()
        take(popup, "start", POPUP)
        take(popup, "start-tab", TAB)


def arabic(site: Site) -> None:
    with recorder(site, language="ar") as browser:
        browser.start("معالجة طلبات البيع", "ليلى", case_example="SO-1042")
        browser.popup.evaluate(EARLIER, 23)
        work(browser, site, ARABIC)
        take(browser.popup, "live-arabic", POPUP)


def report(site: Site) -> None:
    page_file = EXAMPLE / "ledgerium-out" / "report.html"
    with recorder(site) as browser:
        page = browser.page
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(page_file.as_uri())
        picture(page, "report-overview")
        page.set_viewport_size(
            {"width": 1280, "height": 1100}
        )  # what is higher than the window is not painted whole
        page.get_by_role("radio", name="How long").check()
        page.get_by_role("radio", name="System").check()
        part(page, "map", "report-map")
        page.emulate_media(color_scheme="dark")
        part(page, "cases", "report-cases")


def part(page: Page, section: str, name: str) -> None:
    """One section with the margin beside it, without the head that lies over it while somebody scrolls."""
    page.evaluate("() => { document.querySelector('.top').style.position = 'static'; }")
    shown = page.locator(f"#{section}")
    shown.evaluate("(one) => { one.style.margin = '0 -24px'; one.style.padding = '16px 24px'; }")
    picture(shown, name)


def picture(shown: Page | Locator, name: str) -> None:
    path = HERE / f"{name}.png"
    shown.screenshot(path=path, scale="css")
    print(f"{path.name}: {path.stat().st_size // 1000} kB", file=sys.stderr)


def differences() -> None:
    """The two weeks of the demonstration as one map."""
    weeks = [
        side_of(load([str(DEMO / week / "recordings")], keep=False).analysis, week)
        for week in ("before", "after")
    ]
    (HERE / "diff.svg").write_text(draw_svg(diff_dot(compare(*weeks)), ABOUT), "utf-8")


def main() -> None:
    only = sys.argv[1:]
    with Site() as site:
        for take_them in (english, arabic, report):
            if not only or take_them.__name__ in only:
                take_them(site)
    if not only or "differences" in only:
        differences()


if __name__ == "__main__":
    main()
