"""Which pages the person asked for, by an address, and which the page before led to."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from recorder import wait_until
from support import Recording
from test_durability import FILL, FOLD

QUIET = "<meta name=referrer content=no-referrer>"
"""The next page is not told which one led to it, as is usual where nobody did."""
NEXT = "/next"
LEADING = {
    "a link": f"<a href={NEXT}>Go</a>",
    "a form": f"<form action={NEXT} method=post><button>Go</button></form>",
    "a script": f"<button onclick=\"location = '{NEXT}'\">Go</button>",
    "a script, later": f"<button onclick=\"setTimeout(() => location = '{NEXT}', 200)\">Go</button>",
    "a refresh": "<button onclick=\"document.head.insertAdjacentHTML('beforeend',"
    f" '<meta http-equiv=refresh content=0;url={NEXT}>')\">Go</button>",
    "a form in a frame": f"<iframe srcdoc='<form action={NEXT} target=_top method=post><button>Go</button>'></iframe>",
}

STORED_LEFT = """(count) => chrome.storage.local.getKeys().then((keys) =>
  keys.filter((key) => key.startsWith('left|')).length === count)"""
MANY_TABS = """async (count) => {
  const { tabKey } = await import('./lib/keys.js');
  const { recording } = await chrome.storage.local.get('recording');
  const keys = Array.from({ length: count }, (_, at) => tabKey(recording.header.recording, `d-${at}`));
  await chrome.storage.local.set(Object.fromEntries(keys.map((key) => [key, 1])));
}"""


def shown(recording: Recording) -> list[tuple[str, str]]:
    """Each page by its route, and how it came."""
    recording.page.wait_for_timeout(150)  # the last is on its way to the disk
    return [(event["page"]["route"], event["how"]) for event in recording.events("page_shown")]


def go(page: Page, to: str = NEXT) -> None:
    """Press Go, in a frame if there is one, and wait for the page that it leads to."""
    place = page.frame_locator("iframe") if page.locator("iframe").count() else page
    place.get_by_text("Go", exact=True).click()
    page.wait_for_url(lambda url: url.endswith(to))
    expect(page.get_by_role("heading")).to_be_visible()


def left(recording: Recording) -> int:
    """Of how many documents it is stored that the person took them away."""
    return sum(key.startswith("left|") for key in recording.browser.stored())


def test_a_page_that_was_asked_for_is_told_apart_from_one_that_a_page_led_to(recording: Recording) -> None:
    for number, html in enumerate(LEADING.values()):
        recording.page.goto(recording.serve(QUIET + html, f"/{number}"))
        go(recording.page)
    assert shown(recording) == [
        (route, "load" if route in ("/0", NEXT) else "address")  # nobody knows what was before the first
        for number in range(len(LEADING))
        for route in (f"/{number}", NEXT)
    ]


def test_a_page_of_another_site_is_asked_for_or_led_to_alike(recording: Recording) -> None:
    url = recording.site.url("crm", NEXT)
    for html in (f"<a href={url}>Go</a>", f"<button onclick=\"location = '{url}'\">Go</button>"):
        recording.show(QUIET + html)
        go(recording.page)
    recording.show("<h1>Orders</h1>")
    recording.page.goto(url)
    assert [how for _, how in shown(recording)] == ["load", "load", "address", "load", "address", "address"]


def test_what_is_pressed_in_a_frame_of_another_site_leads_to_the_next_page(recording: Recording) -> None:
    inner = f"{QUIET}<a href={recording.site.url('crm', NEXT)} target=_top>Go</a>"
    url = recording.serve(inner, "/inner", host="crm")
    script = f"box.attachShadow({{ mode: 'closed' }}).innerHTML = '<iframe src={url}></iframe>'"
    recording.show(f"<iframe src={url}></iframe>")
    go(recording.page)
    page = recording.show(f"<div id=box></div><script>{script}</script>")  # which no list of frames has
    page.wait_for_timeout(200)
    box = page.locator("#box").bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    page.wait_for_url(f"**{NEXT}")
    assert shown(recording) == [("/page", "load"), (NEXT, "load"), ("/page", "address"), (NEXT, "load")]


def test_the_same_page_again_by_button_address_or_script_leads_on_from_what_was_done(
    recording: Recording,
) -> None:
    """Who waits for a result looks again: what the page says then is the answer."""
    page = recording.show(QUIET + '<h1>Check</h1><button onclick="location.reload()">Go</button>')
    page.reload()
    page.goto(page.url)
    with page.expect_navigation():
        page.get_by_role("button").click()
    page.goto(recording.site.url("erp", "/orders"))
    page.reload()
    assert shown(recording) == [*[("/page", "load")] * 4, ("/orders", "address"), ("/orders", "load")]


def test_back_is_history_and_a_new_tab_has_nothing_before(recording: Recording) -> None:
    page = recording.show(f"<a href={NEXT} target=_blank rel=noreferrer>Go</a>")
    with page.context.expect_page() as opened:
        page.get_by_role("link").click()
    opened.value.get_by_role("heading").wait_for()
    opened.value.close()
    page.goto(recording.site.url("erp", "/orders"))
    page.go_back()
    page.get_by_role("link").wait_for()
    assert shown(recording) == [
        ("/page", "load"),
        (NEXT, "load"),
        ("/orders", "address"),
        ("/page", "history"),
    ]


def test_in_doubt_the_page_before_led_to_it(recording: Recording) -> None:
    """It had asked for a page that did not come; a frame of another site may have asked."""
    page, orders = recording.page, recording.site.url("erp", "/orders")
    recording.show("<button onclick=\"location = 'nothing:'\">Go</button>").get_by_role("button").click()
    page.goto(orders)
    recording.show(f"<iframe src={recording.serve('Inner', '/inner', host='crm')}></iframe>")
    page.goto(orders)
    assert [how for route, how in shown(recording) if route == "/orders"] == ["load"] * 2


def test_the_window_that_opened_a_page_may_have_led_it_on(recording: Recording) -> None:
    page = recording.show("<button onclick=\"window.open('/opened')\">Go</button>")
    with page.expect_popup() as opened:
        page.get_by_role("button").click()
    opened.value.get_by_role("heading").wait_for()
    opened.value.goto(recording.site.url("erp", "/orders"))
    expect(opened.value.get_by_role("heading", name="Page orders")).to_be_visible()
    assert shown(recording)[1:] == [("/opened", "load"), ("/orders", "load")]


def test_nothing_is_stored_of_what_is_left_while_nothing_is_recorded(recording: Recording) -> None:
    recording.show("<h1>Before</h1>")
    recording.browser.pause()
    for route in ("/private", "/secret"):
        recording.page.goto(recording.site.url("erp", route))
    assert left(recording) == 0
    recording.browser.resume()
    recording.page.goto(recording.site.url("erp", "/after"))
    wait_until(recording.browser.popup, STORED_LEFT, 1)
    assert shown(recording)[-1] == ("/after", "address")


def test_it_is_known_as_well_when_old_events_were_put_together(recording: Recording) -> None:
    recording.show("<h1>Before</h1>")
    recording.page.goto(recording.site.url("erp", "/after"))
    wait_until(recording.browser.popup, STORED_LEFT, 1)
    popup = recording.browser.popup
    popup.evaluate(FILL, 1000)
    popup.evaluate(MANY_TABS, 200)
    popup.evaluate(FOLD)
    assert left(recording) == 0
    assert shown(recording) == [("/page", "load"), ("/after", "address")]
